"""Every table, with the constraints that make wrong rows impossible. Mirrors the newest migration; a test compares them.

``restaurant_id`` comes first in every key. Instants are stored as whole microseconds since 1970 in UTC, won as whole numbers.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    REAL,
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    literal_column,
    text,
)

from kiosk.domain.money import LARGEST
from kiosk.storage.instants import EPOCH, MICROSECOND, instant_of

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Whole = BigInteger().with_variant(Integer(), "sqlite")
Real = Float().with_variant(REAL(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as microseconds since 1970 in UTC; refuses a naive one."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """SQLite's STRICT tables know INTEGER only; it is 64 bits wide there."""
        return dialect.type_descriptor(Integer() if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To microseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = f"{value!r} has no time zone; every stored instant needs one"
            raise ValueError(msg)
        return (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the same
        """From microseconds."""
        return None if value is None else instant_of(value)


def _table(name: str, *parts: Any) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _id(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _won(name: str) -> CheckConstraint:
    return CheckConstraint(f"{name} BETWEEN 0 AND {LARGEST}", name=f"{name}_in_range")


restaurant = _table(
    "restaurant",
    Column("restaurant_id", Text, primary_key=True),
    Column("names", Text, nullable=False),
    Column("largest_party", Integer, nullable=False),
    Column("width", Real, nullable=False),
    Column("height", Real, nullable=False),
    Column("here_x", Real, nullable=False),
    Column("here_y", Real, nullable=False),
    Column("fixtures", Text, nullable=False),
    # Drawn anew with every change of what a restaurant is, by triggers (revision 0011).
    Column("edition", Whole, nullable=False, server_default="0"),
    CheckConstraint("largest_party > 0", name="largest_party_positive"),
)

dining_table = _table(
    "dining_table",
    Column("restaurant_id", Text, primary_key=True),
    Column("table_id", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("x", Real, nullable=False),
    Column("y", Real, nullable=False),
    Column("width", Real, nullable=False),
    Column("height", Real, nullable=False),
    Column("zone", Text, nullable=False),
    Column("shared", Integer, nullable=False),
    Column("accessible", Integer, nullable=False),
    Column("out_of_use", Integer, nullable=False),
    UniqueConstraint("restaurant_id", "label"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
)

seat = _table(
    "seat",
    Column("restaurant_id", Text, primary_key=True),
    Column("seat_id", Text, primary_key=True),
    _id("table_id"),
    Column("place", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("x", Real, nullable=False),
    Column("y", Real, nullable=False),
    Column("angle", Real, nullable=False),
    Column("kind", Text, nullable=False),
    Column("accessible", Integer, nullable=False),
    Column("out_of_use", Integer, nullable=False),
    UniqueConstraint("restaurant_id", "table_id", "label"),
    ForeignKeyConstraint(
        ["restaurant_id", "table_id"], ["dining_table.restaurant_id", "dining_table.table_id"]
    ),
)

weekly_rule = _table(
    "weekly_rule",
    Column("restaurant_id", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("weekday", Integer, nullable=False),
    Column("first_minute", Integer, nullable=False),
    Column("last_minute", Integer, nullable=False),
    Column("every_minutes", Integer, nullable=False),
    Column("duration_minutes", Integer, nullable=False),
    Column("price_won", Whole, nullable=False),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_in_week"),
    CheckConstraint("price_won > 0", name="price_positive"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
)

setting = _table(
    "setting",
    Column("restaurant_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

counter = _table(
    "counter",
    Column("restaurant_id", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Whole, nullable=False),
)

booking = _table(
    "booking",
    Column("restaurant_id", Text, primary_key=True),
    Column("booking_id", Text, primary_key=True),
    _id("visit_id"),
    _id("terminal"),
    Column("number", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("party", Integer, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("walk_in", Integer, nullable=False),
    Column("price_won", Whole, nullable=False),
    Column("amount_won", Whole, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("hold_ends_at", Instant, nullable=False),
    Column("extensions_left", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    CheckConstraint("status IN ('READY','PAID','CANCELED','FAILED','EXPIRED')", name="status_known"),
    CheckConstraint("party > 0", name="party_positive"),
    CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    CheckConstraint("extensions_left >= 0", name="extensions_not_negative"),
    _won("price_won"),
    _won("amount_won"),
    ForeignKeyConstraint(["restaurant_id"], ["restaurant.restaurant_id"]),
    Index(
        "uq_booking_ready_of_visit",
        "restaurant_id",
        "visit_id",
        unique=True,
        sqlite_where=text("status = 'READY'"),
        postgresql_where=text("status = 'READY'"),
    ),
    Index(
        "ix_booking_ready_hold_ends_at",
        "restaurant_id",
        "hold_ends_at",
        sqlite_where=text("status = 'READY'"),
        postgresql_where=text("status = 'READY'"),
    ),
    Index("ix_booking_starts_at", "restaurant_id", "starts_at"),
    Index("ix_booking_number", "restaurant_id", "number"),
)

booking_seat = _table(
    "booking_seat",
    Column("restaurant_id", Text, primary_key=True),
    Column("booking_id", Text, primary_key=True),
    Column("seat_id", Text, primary_key=True),
    Column("price_won", Whole, nullable=False),
    _won("price_won"),
    ForeignKeyConstraint(["restaurant_id", "booking_id"], ["booking.restaurant_id", "booking.booking_id"]),
    ForeignKeyConstraint(["restaurant_id", "seat_id"], ["seat.restaurant_id", "seat.seat_id"]),
)

claim = _table(
    "claim",
    # A seat is free in a cell exactly when no row is here: overselling is impossible, not merely avoided.
    Column("restaurant_id", Text, primary_key=True),
    Column("seat_id", Text, primary_key=True),
    Column("cell", Whole, primary_key=True, autoincrement=False),
    _id("booking_id"),
    ForeignKeyConstraint(["restaurant_id", "booking_id"], ["booking.restaurant_id", "booking.booking_id"]),
    ForeignKeyConstraint(["restaurant_id", "seat_id"], ["seat.restaurant_id", "seat.seat_id"]),
    Index("ix_claim_cell", "restaurant_id", "cell"),
    Index("ix_claim_booking_id", "restaurant_id", "booking_id"),
)

payment = _table(
    "payment",
    Column("restaurant_id", Text, primary_key=True),
    Column("payment_id", Text, primary_key=True),
    _id("booking_id"),
    _id("order_id"),
    _id("confirm_key"),
    _id("cancel_key"),
    Column("payment_key", Text),
    Column("status", Text, nullable=False),
    Column("amount_won", Whole, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("window_ends_at", Instant, nullable=False),
    Column("intent_at", Instant),
    Column("sent_at", Instant),
    Column("settled_at", Instant),
    Column("reason", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("approval_number", Text, nullable=False),
    Column("receipt_url", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("next_try_at", Instant),
    CheckConstraint(
        "status IN ('OPENED','CONFIRMING','DONE','DECLINED','VOID','REFUND_DUE','REFUNDED')",
        name="status_known",
    ),
    CheckConstraint("status NOT IN ('CONFIRMING','DONE') OR payment_key IS NOT NULL", name="key_known"),
    CheckConstraint("sent_at IS NULL OR intent_at IS NOT NULL", name="intent_before_sent"),
    _won("amount_won"),
    UniqueConstraint("restaurant_id", "order_id"),
    UniqueConstraint("restaurant_id", "confirm_key"),
    UniqueConstraint("restaurant_id", "cancel_key"),
    UniqueConstraint("restaurant_id", "payment_key"),
    ForeignKeyConstraint(["restaurant_id", "booking_id"], ["booking.restaurant_id", "booking.booking_id"]),
    Index(
        "uq_payment_alive_of_booking",
        "restaurant_id",
        "booking_id",
        unique=True,
        sqlite_where=text("status IN ('OPENED','CONFIRMING','REFUND_DUE')"),
        postgresql_where=text("status IN ('OPENED','CONFIRMING','REFUND_DUE')"),
    ),
    Index("ix_payment_booking_id", "restaurant_id", "booking_id"),
    Index("ix_payment_opened_at", "restaurant_id", "opened_at"),
    Index("ix_payment_settled_at", "restaurant_id", "settled_at"),
)

answer = _table(
    "answer",
    # What the payment company said, in the order it said it: codes only, never bodies.
    Column("restaurant_id", Text, primary_key=True),
    Column("payment_id", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("call", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("code", Text, nullable=False),
    ForeignKeyConstraint(["restaurant_id", "payment_id"], ["payment.restaurant_id", "payment.payment_id"]),
)

journal = _table(
    "journal",
    Column("restaurant_id", Text, primary_key=True),
    Column("terminal", Text, primary_key=True),
    Column("place", Whole, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_journal_subject", "restaurant_id", "subject"),
)

refund = _table(
    "refund",
    # Money given back at somebody's word, or found given back at the company. What the settler gives back by itself
    # (REFUND_DUE) has its key in the payment: it is always all of it, once.
    Column("restaurant_id", Text, primary_key=True),
    Column("refund_id", Text, primary_key=True),
    _id("payment_id"),
    Column("amount_won", Whole, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("refund_key", Text),
    Column("transaction_key", Text),
    Column("sent_at", Instant),
    Column("settled_at", Instant),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", Instant),
    Column("code", Text, nullable=False),
    CheckConstraint("status IN ('DUE','DONE','REFUSED')", name="status_known"),
    CheckConstraint(f"amount_won BETWEEN 1 AND {LARGEST}", name="amount_won_in_range"),
    CheckConstraint("status <> 'DUE' OR refund_key IS NOT NULL", name="key_before_sent"),
    CheckConstraint("sent_at IS NULL OR refund_key IS NOT NULL", name="sent_with_key"),
    UniqueConstraint("restaurant_id", "refund_key"),
    UniqueConstraint("restaurant_id", "transaction_key"),
    ForeignKeyConstraint(["restaurant_id", "payment_id"], ["payment.restaurant_id", "payment.payment_id"]),
    Index(
        "uq_refund_under_way_of_payment",
        "restaurant_id",
        "payment_id",
        unique=True,
        sqlite_where=text("status = 'DUE'"),
        postgresql_where=text("status = 'DUE'"),
    ),
    Index("ix_refund_payment_id", "restaurant_id", "payment_id"),
)

matter = _table(
    "matter",
    # What a person has to decide. At most one is open of a kind about one subject: asking twice tells nobody more.
    Column("restaurant_id", Text, primary_key=True),
    Column("matter_id", Text, primary_key=True),
    _id("kind"),
    _id("subject"),
    _id("terminal"),
    Column("opened_at", Instant, nullable=False),
    Column("details", Text, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Index(
        "uq_matter_open",
        "restaurant_id",
        "kind",
        "subject",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)

reconciliation = _table(
    "reconciliation",
    # One comparison of one Seoul day that was made whole. A day that could not be compared has no row.
    Column("restaurant_id", Text, primary_key=True),
    Column("run_id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("at", Instant, nullable=False),
    _id("terminal"),
    Column("our_rows", Integer, nullable=False),
    Column("our_charged_won", Whole, nullable=False),
    Column("our_refunded_won", Whole, nullable=False),
    Column("their_rows", Integer, nullable=False),
    Column("their_charged_won", Whole, nullable=False),
    Column("their_refunded_won", Whole, nullable=False),
    Column("matched", Integer, nullable=False),
    Column("differences", Integer, nullable=False),
    Column("settled_rows", Integer, nullable=False),
    Column("payout_won", Whole, nullable=False),
    Column("journal_head", Text, nullable=False),
    Index("ix_reconciliation_day", "restaurant_id", "day", "at"),
)

reconciliation_finding = _table(
    "reconciliation_finding",
    # What was not the same on both sides, and what was done about it.
    Column("restaurant_id", Text, primary_key=True),
    Column("run_id", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _id("kind"),
    _id("subject"),
    Column("theirs_won", Whole, nullable=False),
    Column("ours_won", Whole, nullable=False),
    _id("deed"),
    ForeignKeyConstraint(
        ["restaurant_id", "run_id"], ["reconciliation.restaurant_id", "reconciliation.run_id"]
    ),
)


def _is_one_of(column: Column[str], *statuses: str) -> ColumnElement[bool]:
    """Written out in the statement, never bound: SQLite takes a partial index only for a condition that it can read."""
    written: list[ColumnElement[str]] = [literal_column(f"'{status}'") for status in statuses]
    return column.in_(written) if len(written) > 1 else column == written[0]


IS_READY = _is_one_of(booking.c.status, "READY")
IS_ALIVE = _is_one_of(payment.c.status, "OPENED", "CONFIRMING", "REFUND_DUE")
IS_OPENED = _is_one_of(payment.c.status, "OPENED")
IS_UNDECIDED = _is_one_of(payment.c.status, "CONFIRMING", "REFUND_DUE")
IS_DUE = _is_one_of(refund.c.status, "DUE")
"""The conditions of the partial indexes above: what is asked with them does not grow with the history."""
