"""The desk's screens: ``render(view)`` in, signals in the past tense out."""
