"""Jari: a kiosk on which a restaurant's guests choose seats, hold them and pay.

The map of this package is in README.md; the directions of its imports are checked (pyproject.toml, importlinter).
"""

__version__ = "0.1.0"
