"""The campaign against the journal: a real one is tampered with in every way, and each must be found."""
