"""The campaign of differing books: a clean ledger raises no alarm, and every planted difference is found by its kind."""
