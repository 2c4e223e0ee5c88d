"""A disk that can be cut off, fill up or fail at any of its operations, and what the program makes of it."""
