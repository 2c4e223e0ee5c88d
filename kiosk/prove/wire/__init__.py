"""Faults of the wire: exchanges cut at every byte, every answer there can be, and redirects that somebody has written."""
