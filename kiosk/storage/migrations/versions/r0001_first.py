"""The first schema: a restaurant with its floor and rules, bookings with claims, payments with answers, the journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REAL = sa.Float().with_variant(sa.REAL(), "sqlite")


def upgrade() -> None:
    """Forward only: a database is never taken back a revision, a backup is restored instead."""
    op.create_table(
        "counter",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("restaurant_id", "name", name=op.f("pk_counter")),
        sqlite_strict=True,
    )
    op.create_table(
        "journal",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("place", WHOLE, autoincrement=False, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("restaurant_id", "terminal", "place", name=op.f("pk_journal")),
        sqlite_strict=True,
    )
    op.create_index("ix_journal_subject", "journal", ["restaurant_id", "subject"], unique=False)
    op.create_table(
        "restaurant",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("largest_party", sa.Integer(), nullable=False),
        sa.Column("width", REAL, nullable=False),
        sa.Column("height", REAL, nullable=False),
        sa.Column("here_x", REAL, nullable=False),
        sa.Column("here_y", REAL, nullable=False),
        sa.Column("fixtures", sa.Text(), nullable=False),
        sa.CheckConstraint("largest_party > 0", name=op.f("ck_restaurant_largest_party_positive")),
        sa.PrimaryKeyConstraint("restaurant_id", name=op.f("pk_restaurant")),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("restaurant_id", "name", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "booking",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("visit_id", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("starts_at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=False),
        sa.Column("walk_in", sa.Integer(), nullable=False),
        sa.Column("price_won", WHOLE, nullable=False),
        sa.Column("amount_won", WHOLE, nullable=False),
        sa.Column("created_at", WHOLE, nullable=False),
        sa.Column("hold_ends_at", WHOLE, nullable=False),
        sa.Column("extensions_left", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('READY','PAID','CANCELED','FAILED','EXPIRED')", name=op.f("ck_booking_status_known")
        ),
        sa.CheckConstraint("amount_won BETWEEN 0 AND 100000000", name=op.f("ck_booking_amount_won_in_range")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_ends_after_start")),
        sa.CheckConstraint("extensions_left >= 0", name=op.f("ck_booking_extensions_not_negative")),
        sa.CheckConstraint("party > 0", name=op.f("ck_booking_party_positive")),
        sa.CheckConstraint("price_won BETWEEN 0 AND 100000000", name=op.f("ck_booking_price_won_in_range")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_booking_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "booking_id", name=op.f("pk_booking")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_booking_ready_hold_ends_at",
        "booking",
        ["restaurant_id", "hold_ends_at"],
        unique=False,
        sqlite_where=sa.text("status = 'READY'"),
        postgresql_where=sa.text("status = 'READY'"),
    )
    op.create_index("ix_booking_starts_at", "booking", ["restaurant_id", "starts_at"], unique=False)
    op.create_index(
        "uq_booking_ready_of_visit",
        "booking",
        ["restaurant_id", "visit_id"],
        unique=True,
        sqlite_where=sa.text("status = 'READY'"),
        postgresql_where=sa.text("status = 'READY'"),
    )
    op.create_table(
        "dining_table",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("table_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("x", REAL, nullable=False),
        sa.Column("y", REAL, nullable=False),
        sa.Column("width", REAL, nullable=False),
        sa.Column("height", REAL, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("shared", sa.Integer(), nullable=False),
        sa.Column("accessible", sa.Integer(), nullable=False),
        sa.Column("out_of_use", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_dining_table_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "table_id", name=op.f("pk_dining_table")),
        sa.UniqueConstraint("restaurant_id", "label", name=op.f("uq_dining_table_restaurant_id_label")),
        sqlite_strict=True,
    )
    op.create_table(
        "weekly_rule",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("first_minute", sa.Integer(), nullable=False),
        sa.Column("last_minute", sa.Integer(), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=False),
        sa.Column("duration_minutes", sa.Integer(), nullable=False),
        sa.Column("price_won", WHOLE, nullable=False),
        sa.CheckConstraint("price_won > 0", name=op.f("ck_weekly_rule_price_positive")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_weekly_rule_weekday_in_week")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_weekly_rule_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "place", name=op.f("pk_weekly_rule")),
        sqlite_strict=True,
    )
    op.create_table(
        "payment",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("confirm_key", sa.Text(), nullable=False),
        sa.Column("cancel_key", sa.Text(), nullable=False),
        sa.Column("payment_key", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("amount_won", WHOLE, nullable=False),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("window_ends_at", WHOLE, nullable=False),
        sa.Column("intent_at", WHOLE, nullable=True),
        sa.Column("sent_at", WHOLE, nullable=True),
        sa.Column("settled_at", WHOLE, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("approval_number", sa.Text(), nullable=False),
        sa.Column("receipt_url", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('OPENED','CONFIRMING','DONE','DECLINED','VOID','REFUND_DUE','REFUNDED')",
            name=op.f("ck_payment_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('CONFIRMING','DONE') OR payment_key IS NOT NULL",
            name=op.f("ck_payment_key_known"),
        ),
        sa.CheckConstraint("amount_won BETWEEN 0 AND 100000000", name=op.f("ck_payment_amount_won_in_range")),
        sa.CheckConstraint(
            "sent_at IS NULL OR intent_at IS NOT NULL", name=op.f("ck_payment_intent_before_sent")
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "booking_id"],
            ["booking.restaurant_id", "booking.booking_id"],
            name=op.f("fk_payment_booking"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "payment_id", name=op.f("pk_payment")),
        sa.UniqueConstraint("restaurant_id", "cancel_key", name=op.f("uq_payment_restaurant_id_cancel_key")),
        sa.UniqueConstraint(
            "restaurant_id", "confirm_key", name=op.f("uq_payment_restaurant_id_confirm_key")
        ),
        sa.UniqueConstraint("restaurant_id", "order_id", name=op.f("uq_payment_restaurant_id_order_id")),
        sa.UniqueConstraint(
            "restaurant_id", "payment_key", name=op.f("uq_payment_restaurant_id_payment_key")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_payment_booking_id", "payment", ["restaurant_id", "booking_id"], unique=False)
    op.create_index("ix_payment_opened_at", "payment", ["restaurant_id", "opened_at"], unique=False)
    op.create_index(
        "uq_payment_alive_of_booking",
        "payment",
        ["restaurant_id", "booking_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('OPENED','CONFIRMING','REFUND_DUE')"),
        postgresql_where=sa.text("status IN ('OPENED','CONFIRMING','REFUND_DUE')"),
    )
    op.create_table(
        "seat",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Text(), nullable=False),
        sa.Column("table_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("x", REAL, nullable=False),
        sa.Column("y", REAL, nullable=False),
        sa.Column("angle", REAL, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("accessible", sa.Integer(), nullable=False),
        sa.Column("out_of_use", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "table_id"],
            ["dining_table.restaurant_id", "dining_table.table_id"],
            name=op.f("fk_seat_dining_table"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "seat_id", name=op.f("pk_seat")),
        sa.UniqueConstraint(
            "restaurant_id", "table_id", "label", name=op.f("uq_seat_restaurant_id_table_id_label")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "answer",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("call", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "payment_id"],
            ["payment.restaurant_id", "payment.payment_id"],
            name=op.f("fk_answer_payment"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "payment_id", "place", name=op.f("pk_answer")),
        sqlite_strict=True,
    )
    op.create_table(
        "booking_seat",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Text(), nullable=False),
        sa.Column("price_won", WHOLE, nullable=False),
        sa.CheckConstraint(
            "price_won BETWEEN 0 AND 100000000", name=op.f("ck_booking_seat_price_won_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "booking_id"],
            ["booking.restaurant_id", "booking.booking_id"],
            name=op.f("fk_booking_seat_booking"),
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "seat_id"],
            ["seat.restaurant_id", "seat.seat_id"],
            name=op.f("fk_booking_seat_seat"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "booking_id", "seat_id", name=op.f("pk_booking_seat")),
        sqlite_strict=True,
    )
    op.create_table(
        "claim",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("seat_id", sa.Text(), nullable=False),
        sa.Column("cell", WHOLE, autoincrement=False, nullable=False),
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "booking_id"],
            ["booking.restaurant_id", "booking.booking_id"],
            name=op.f("fk_claim_booking"),
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "seat_id"], ["seat.restaurant_id", "seat.seat_id"], name=op.f("fk_claim_seat")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "seat_id", "cell", name=op.f("pk_claim")),
        sqlite_strict=True,
    )
    op.create_index("ix_claim_booking_id", "claim", ["restaurant_id", "booking_id"], unique=False)
    op.create_index("ix_claim_cell", "claim", ["restaurant_id", "cell"], unique=False)
