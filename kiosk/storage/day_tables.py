"""The tables of the day's close and of the reports, beside those of ``kiosk.storage.tables`` and under the same rules."""

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Integer, Table, Text

from kiosk.storage.tables import Instant, Whole, metadata

reconciliation_line = Table(
    "reconciliation_line",
    metadata,
    # One comparison by line: each way of paying, what went back whole, what went back in part. Signed won.
    Column("restaurant_id", Text, primary_key=True),
    Column("run_id", Text, primary_key=True),
    Column("line", Text, primary_key=True),
    Column("our_count", Integer, nullable=False),
    Column("our_won", Whole, nullable=False),
    Column("their_count", Integer, nullable=False),
    Column("their_won", Whole, nullable=False),
    ForeignKeyConstraint(
        ["restaurant_id", "run_id"], ["reconciliation.restaurant_id", "reconciliation.run_id"]
    ),
    sqlite_strict=True,
)

day_close = Table(
    "day_close",
    metadata,
    # A day as somebody has signed it. Never changed: what is corrected later is a revision of its own.
    Column("restaurant_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("closed_at", Instant, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("closed_by", Text, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("net_won", Whole, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("heads", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("anchor", Text, nullable=False),
    CheckConstraint("revision >= 1", name="revision_counts"),
    ForeignKeyConstraint(
        ["restaurant_id", "run_id"], ["reconciliation.restaurant_id", "reconciliation.run_id"]
    ),
    sqlite_strict=True,
)

visit_count = Table(
    "visit_count",
    metadata,
    # How many visits at a terminal got how far on a day, and how they ended: counters, nothing about anybody.
    Column("restaurant_id", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("terminal", Text, primary_key=True),
    Column("step", Text, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("visits", Integer, nullable=False),
    CheckConstraint("visits > 0", name="visits_counted"),
    CheckConstraint("step IN ('party','floor','review','payment','confirming','done')", name="step_known"),
    CheckConstraint(
        "outcome IN ('paid','waiting','unknown','declined','expired','closed','left')", name="outcome_known"
    ),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    sqlite_strict=True,
)
