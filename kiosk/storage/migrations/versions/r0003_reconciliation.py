"""What came of comparing our books with the payment company's list, day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds only: a program of the version before works on with it."""
    op.create_index("ix_payment_settled_at", "payment", ["restaurant_id", "settled_at"], unique=False)
    op.create_table(
        "reconciliation",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("at", WHOLE, nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("our_rows", sa.Integer(), nullable=False),
        sa.Column("our_charged_won", WHOLE, nullable=False),
        sa.Column("our_refunded_won", WHOLE, nullable=False),
        sa.Column("their_rows", sa.Integer(), nullable=False),
        sa.Column("their_charged_won", WHOLE, nullable=False),
        sa.Column("their_refunded_won", WHOLE, nullable=False),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("settled_rows", sa.Integer(), nullable=False),
        sa.Column("payout_won", WHOLE, nullable=False),
        sa.Column("journal_head", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("restaurant_id", "run_id", name=op.f("pk_reconciliation")),
        sqlite_strict=True,
    )
    op.create_index("ix_reconciliation_day", "reconciliation", ["restaurant_id", "day", "at"], unique=False)
    op.create_table(
        "reconciliation_finding",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("theirs_won", WHOLE, nullable=False),
        sa.Column("ours_won", WHOLE, nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "run_id"],
            ["reconciliation.restaurant_id", "reconciliation.run_id"],
            name=op.f("fk_reconciliation_finding_reconciliation"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "run_id", "place", name=op.f("pk_reconciliation_finding")),
        sqlite_strict=True,
    )
