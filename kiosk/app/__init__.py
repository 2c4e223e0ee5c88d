"""Puts the program together on one machine: settings, clock, fonts, logs, and the commands' own work.

The only layer that may know everything below it; nothing below knows it.
"""
