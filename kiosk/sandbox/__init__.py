"""A faithful local Toss Payments for development, tests and rehearsal. Not Toss's product; no money moves.

Imports nothing of the kiosk: what we believe about Toss is written down here a second time, on purpose.
Facts are from Toss's public documentation; where it is silent, a switch chooses.
"""

from kiosk.sandbox.server import Sandbox

__all__ = ["Sandbox"]
