"""The day's close: what both sides had by line at each comparison, and the sheets that were signed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds only: a program of the version before works on with it."""
    op.create_table(
        "reconciliation_line",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("our_count", sa.Integer(), nullable=False),
        sa.Column("our_won", WHOLE, nullable=False),
        sa.Column("their_count", sa.Integer(), nullable=False),
        sa.Column("their_won", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "run_id"],
            ["reconciliation.restaurant_id", "reconciliation.run_id"],
            name=op.f("fk_reconciliation_line_reconciliation"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "run_id", "line", name=op.f("pk_reconciliation_line")),
        sqlite_strict=True,
    )
    op.create_table(
        "day_close",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("closed_at", WHOLE, nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("closed_by", sa.Text(), nullable=False),
        sa.Column("run_id", sa.Text(), nullable=False),
        sa.Column("net_won", WHOLE, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("anchor", sa.Text(), nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_day_close_revision_counts")),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "run_id"],
            ["reconciliation.restaurant_id", "reconciliation.run_id"],
            name=op.f("fk_day_close_reconciliation"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "day", "revision", name=op.f("pk_day_close")),
        sqlite_strict=True,
    )
