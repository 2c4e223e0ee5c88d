"""Whole sessions over the real services and storage, on a virtual clock, against a company that is worse than the real one."""
