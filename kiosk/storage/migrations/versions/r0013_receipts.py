"""Receipts on paper: what is to be printed where, and what the payment company said of a cash receipt."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"

_INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITING = sa.text("state = 'WAITING'")
_RIGHTS = """
DO $$ BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'jari_kiosk') THEN
        GRANT SELECT ON cash_receipt TO jari_kiosk;
        GRANT SELECT, INSERT, UPDATE ON print_job TO jari_kiosk;
        GRANT SELECT (restaurant_id, payment_id, amount_won, status) ON refund TO jari_kiosk;
    END IF;
END $$
"""
"""Kiosks that were let in before: what is granted to new ones in ``kiosk.storage.roles``."""


def upgrade() -> None:
    """Adds only: a program of the version before prints nothing, and works on with it."""
    op.create_table(
        "cash_receipt",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("issue_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "payment_id"],
            ["payment.restaurant_id", "payment.payment_id"],
            name=op.f("fk_cash_receipt_payment"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "payment_id", name=op.f("pk_cash_receipt")),
        sqlite_strict=True,
    )
    op.create_table(
        "print_job",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Text(), nullable=False),
        sa.Column("payment_id", sa.Text(), nullable=False),
        sa.Column("booking_id", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("begun_at", _INSTANT),
        sa.Column("ended_at", _INSTANT),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('WAITING','PRINTED','FAILED')", name=op.f("ck_print_job_state_known")),
        sa.CheckConstraint("copy >= 0", name=op.f("ck_print_job_copy_counts")),
        sa.CheckConstraint(
            "state <> 'PRINTED' OR begun_at IS NOT NULL", name=op.f("ck_print_job_begun_before_printed")
        ),
        sa.CheckConstraint(
            "(state = 'WAITING') = (ended_at IS NULL)", name=op.f("ck_print_job_ended_or_waiting")
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "payment_id"],
            ["payment.restaurant_id", "payment.payment_id"],
            name=op.f("fk_print_job_payment"),
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "booking_id"],
            ["booking.restaurant_id", "booking.booking_id"],
            name=op.f("fk_print_job_booking"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "job_id", name=op.f("pk_print_job")),
        sqlite_strict=True,
    )
    op.create_index("ix_print_job_booking_id", "print_job", ["restaurant_id", "booking_id"])
    op.create_index("ix_print_job_asked_at", "print_job", ["restaurant_id", "asked_at"])
    op.create_index(
        "ix_print_job_waiting",
        "print_job",
        ["restaurant_id", "terminal"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_RIGHTS)
