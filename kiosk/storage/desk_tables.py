"""The tables of the front desk, beside those of ``kiosk.storage.tables`` and under the same rules.

None of them says anything of money at the payment company; ``offsite`` is what was taken past it, and is never added to it.
"""

from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    exists,
    literal_column,
    text,
)

from kiosk.domain.money import LARGEST
from kiosk.storage.tables import Instant, Whole, metadata

_OF_BOOKING = (["restaurant_id", "booking_id"], ["booking.restaurant_id", "booking.booking_id"])

staff = Table(
    "staff",
    metadata,
    # ``failures`` counts wrong PINs in a row. A try is counted before it is judged: whoever pulls the plug has had it.
    Column("restaurant_id", Text, primary_key=True),
    Column("staff_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("pin_hash", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_failed_at", Instant),
    Column("added_at", Instant, nullable=False),
    CheckConstraint("role IN ('waiter','manager','owner')", name="role_known"),
    CheckConstraint("active IN (0, 1)", name="active_or_not"),
    CheckConstraint("failures >= 0", name="failures_not_negative"),
    UniqueConstraint("restaurant_id", "name"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    sqlite_strict=True,
)

seating = Table(
    "seating",
    metadata,
    # Facts of the room about a booking, and the version that two desks compare. No row: nothing was done at a desk yet.
    Column("restaurant_id", Text, primary_key=True),
    Column("booking_id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("arrived_at", Instant),
    Column("seated_at", Instant),
    Column("left_at", Instant),
    Column("no_show_at", Instant),
    Column("booked_until", Instant),
    Column("seats_since", Instant),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    CheckConstraint("state IN ('EXPECTED','ARRIVED','SEATED','LEFT','NO_SHOW')", name="state_known"),
    CheckConstraint("version >= 1", name="version_counts"),
    ForeignKeyConstraint(*_OF_BOOKING),
    sqlite_strict=True,
)

house_booking = Table(
    "house_booking",
    metadata,
    # Seats that staff took: a booking of 0 won, so that claims, and with them the rule against overselling, are the same.
    Column("restaurant_id", Text, primary_key=True),
    Column("booking_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    CheckConstraint("kind IN ('walk_in','reserved','block')", name="kind_known"),
    ForeignKeyConstraint(*_OF_BOOKING),
    # What staff search for words: notes go after thirty days, so that this stays small however long the history is.
    Index(
        "ix_house_booking_noted",
        "restaurant_id",
        "made_at",
        sqlite_where=text("note <> ''"),
        postgresql_where=text("note <> ''"),
    ),
    sqlite_strict=True,
)

HAS_NOTE: ColumnElement[bool] = literal_column("house_booking.note <> ''")
"""Written as the index has it: a bound value would not be known to be the same."""

offsite = Table(
    "offsite",
    metadata,
    # Cash, or a card at the house's own machine. Signed: what was given back there is below zero. Voided, never deleted.
    Column("restaurant_id", Text, primary_key=True),
    Column("offsite_id", Text, primary_key=True),
    Column("booking_id", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("amount_won", Whole, nullable=False),
    Column("why", Text, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("taken_by", Text, nullable=False),
    Column("voided_at", Instant),
    Column("voided_by", Text, nullable=False),
    CheckConstraint("method IN ('cash','card')", name="method_known"),
    CheckConstraint(
        f"amount_won BETWEEN -{LARGEST} AND {LARGEST} AND amount_won <> 0", name="amount_won_in_range"
    ),
    ForeignKeyConstraint(*_OF_BOOKING),
    Index("ix_offsite_taken_at", "restaurant_id", "taken_at"),
    Index("ix_offsite_booking_id", "restaurant_id", "booking_id"),
    sqlite_strict=True,
)


def is_block(booking: Any) -> ColumnElement[bool]:
    """Whether a booking (the table's columns) is no guest's at all: seats that staff have taken out of sale."""
    house = house_booking.c
    return exists().where(
        house.restaurant_id == booking.restaurant_id,
        house.booking_id == booking.booking_id,
        house.kind == "block",
    )
