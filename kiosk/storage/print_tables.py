"""The tables of receipts on paper, beside those of ``kiosk.storage.tables`` and under the same rules."""

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Integer, Table, Text, text

from kiosk.storage.tables import Instant, metadata

_OF_PAYMENT = (["restaurant_id", "payment_id"], ["payment.restaurant_id", "payment.payment_id"])

cash_receipt = Table(
    "cash_receipt",
    metadata,
    # What the payment company's record said of a cash receipt when the payment was settled. No row: it said nothing.
    Column("restaurant_id", Text, primary_key=True),
    Column("payment_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("issue_number", Text, nullable=False),
    ForeignKeyConstraint(*_OF_PAYMENT),
    sqlite_strict=True,
)

print_job = Table(
    "print_job",
    metadata,
    # One wish for paper at one terminal's printer. ``begun_at``: from then on a page may be out; ``copy`` is how many may
    # have been out before it.
    Column("restaurant_id", Text, primary_key=True),
    Column("job_id", Text, primary_key=True),
    Column("payment_id", Text, nullable=False),
    Column("booking_id", Text, nullable=False),
    Column("terminal", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("begun_at", Instant),
    Column("ended_at", Instant),
    Column("copy", Integer, nullable=False),
    Column("why", Text, nullable=False),
    CheckConstraint("state IN ('WAITING','PRINTED','FAILED')", name="state_known"),
    CheckConstraint("copy >= 0", name="copy_counts"),
    CheckConstraint("state <> 'PRINTED' OR begun_at IS NOT NULL", name="begun_before_printed"),
    CheckConstraint("(state = 'WAITING') = (ended_at IS NULL)", name="ended_or_waiting"),
    ForeignKeyConstraint(*_OF_PAYMENT),
    ForeignKeyConstraint(["restaurant_id", "booking_id"], ["booking.restaurant_id", "booking.booking_id"]),
    Index("ix_print_job_booking_id", "restaurant_id", "booking_id"),
    Index("ix_print_job_asked_at", "restaurant_id", "asked_at"),
    Index(
        "ix_print_job_waiting",
        "restaurant_id",
        "terminal",
        sqlite_where=text("state = 'WAITING'"),
        postgresql_where=text("state = 'WAITING'"),
    ),
    sqlite_strict=True,
)
