"""The words and rules of booking a seat and paying for it: pure values and tables.

Imports nothing but the standard library: no Qt, no SQL, no HTTP, no files, no clock.
"""
