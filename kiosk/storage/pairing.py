"""Codes that let a new kiosk in: offered by a desk, used once by the kiosk, at a server only. Of a code its hash is stored.

The server's own functions (revision 0017) make the roles, as the owner; neither the desk nor the kiosk may.
"""

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Integer, Table, Text, text

from kiosk.storage.engine import Session
from kiosk.storage.tables import Instant, metadata

PAIRING: Final = "jari_pairing"
"""Who a kiosk is before it is anybody: with the code as the password, and no right but to exchange it."""

pairing = Table(
    "pairing",
    metadata,
    # One code. ``tries`` counts wrong ones while it was open: after five it opens nothing.
    Column("restaurant_id", Text, primary_key=True),
    Column("code_hash", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("used_at", Instant),
    CheckConstraint("tries >= 0", name="tries_count"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    sqlite_strict=True,
)


@dataclass(frozen=True, slots=True)
class Paired:
    """What the kiosk is from now on, to be kept by it alone."""

    terminal: str
    role: str
    password: str = field(repr=False)


def offer(session: Session, restaurant_id: str, code: str, name: str, minutes: int) -> None:
    """Let whoever shows this code within so many minutes in as that kiosk; an earlier code opens nothing any more."""
    session.execute(
        text("SELECT jari_offer(:restaurant, :code, :name, :minutes)"),
        {"restaurant": restaurant_id, "code": code, "name": name, "minutes": minutes},
    )


def redeem(session: Session, code: str) -> Paired | None:
    """Exchange a code for a role and its password. None for one that is wrong, over, or was used: that is counted."""
    found = session.execute(text("SELECT * FROM jari_pair(:code)"), {"code": code}).first()
    return Paired(*found) if found else None
