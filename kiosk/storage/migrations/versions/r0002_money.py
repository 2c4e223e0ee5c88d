"""Refunds that were asked for, when to try a payment again, and the matters that only a person can decide."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ONE_UNDER_WAY = sa.text("status = 'DUE'")
STILL_OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Adds only: a program of the version before works on with it."""
    op.add_column("payment", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("payment", sa.Column("next_try_at", WHOLE))
    op.create_table(
        "refund",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("refund_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("amount_won", WHOLE, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", WHOLE, nullable=False),
        sa.Column("refund_key", sa.Text()),
        sa.Column("transaction_key", sa.Text()),
        sa.Column("sent_at", WHOLE),
        sa.Column("settled_at", WHOLE),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", WHOLE),
        sa.Column("code", sa.Text(), nullable=False),
        sa.CheckConstraint("status IN ('DUE','DONE','REFUSED')", name=op.f("ck_refund_status_known")),
        sa.CheckConstraint("amount_won BETWEEN 1 AND 100000000", name=op.f("ck_refund_amount_won_in_range")),
        sa.CheckConstraint(
            "status <> 'DUE' OR refund_key IS NOT NULL", name=op.f("ck_refund_key_before_sent")
        ),
        sa.CheckConstraint("sent_at IS NULL OR refund_key IS NOT NULL", name=op.f("ck_refund_sent_with_key")),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "payment_id"],
            ["payment.restaurant_id", "payment.payment_id"],
            name=op.f("fk_refund_payment"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "refund_id", name=op.f("pk_refund")),
        sa.UniqueConstraint("restaurant_id", "refund_key", name=op.f("uq_refund_restaurant_id_refund_key")),
        sa.UniqueConstraint(
            "restaurant_id", "transaction_key", name=op.f("uq_refund_restaurant_id_transaction_key")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_refund_under_way_of_payment",
        "refund",
        ["restaurant_id", "payment_id"],
        unique=True,
        sqlite_where=ONE_UNDER_WAY,
        postgresql_where=ONE_UNDER_WAY,
    )
    op.create_index("ix_refund_payment_id", "refund", ["restaurant_id", "payment_id"], unique=False)
    op.create_table(
        "matter",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("matter_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("closed_at", WHOLE),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("restaurant_id", "matter_id", name=op.f("pk_matter")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_matter_open",
        "matter",
        ["restaurant_id", "kind", "subject"],
        unique=True,
        sqlite_where=STILL_OPEN,
        postgresql_where=STILL_OPEN,
    )
