"""Which kiosks and desks there are, and when each said last that it lives."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds only: a program of the version before works on with it, and is missed by nobody."""
    op.create_table(
        "terminal",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("since", _INSTANT, nullable=False),
        sa.Column("beat_at", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT),
        sa.Column("settles", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('kiosk','desk')", name=op.f("ck_terminal_kind_known")),
        sa.CheckConstraint("settles IN (0, 1)", name=op.f("ck_terminal_settles_or_not")),
        sa.CheckConstraint("beat_at >= since", name=op.f("ck_terminal_beats_after_start")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_terminal_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "name", name=op.f("pk_terminal")),
        sqlite_strict=True,
    )
