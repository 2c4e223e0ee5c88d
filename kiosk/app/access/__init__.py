"""Whether everybody can use the screens: shows every one of them, in memory, and measures what is asked for."""
