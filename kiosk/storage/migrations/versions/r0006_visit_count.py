"""How far visits at the kiosks got, as counters."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Adds only: a program of the version before works on with it."""
    op.create_table(
        "visit_count",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.CheckConstraint("visits > 0", name=op.f("ck_visit_count_visits_counted")),
        sa.CheckConstraint(
            "step IN ('party','floor','review','payment','confirming','done')",
            name=op.f("ck_visit_count_step_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('paid','unknown','declined','expired','closed','left')",
            name=op.f("ck_visit_count_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_visit_count_restaurant")
        ),
        sa.PrimaryKeyConstraint(
            "restaurant_id", "day", "terminal", "step", "outcome", name=op.f("pk_visit_count")
        ),
        sqlite_strict=True,
    )
