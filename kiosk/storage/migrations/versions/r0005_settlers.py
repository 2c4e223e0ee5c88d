"""Who settles payments: one row a settler, renewed every few seconds while it lives."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds only: a program of the version before works on with it."""
    op.create_table(
        "settler",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", WHOLE, nullable=False),
        sa.Column("beat_at", WHOLE, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.CheckConstraint("beat_at >= since", name=op.f("ck_settler_beats_after_start")),
        sa.PrimaryKeyConstraint("restaurant_id", "name", name=op.f("pk_settler")),
        sqlite_strict=True,
    )
