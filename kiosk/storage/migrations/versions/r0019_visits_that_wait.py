"""A visit may also end on the waiting list: until now the counters refused that, and it was not counted."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

KNOWN = "outcome IN ('paid','waiting','unknown','declined','expired','closed','left')"
NAME = "ck_visit_count_outcome_known"


def upgrade() -> None:
    """Allows more than before: a program of the version before works on with it. SQLite makes the table anew for that."""
    with op.batch_alter_table(
        "visit_count", copy_from=_as_before(), table_kwargs={"sqlite_strict": True}
    ) as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), KNOWN)


def _as_before() -> sa.Table:
    return sa.Table(
        "visit_count",
        sa.MetaData(),
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
            "outcome IN ('paid','unknown','declined','expired','closed','left')", name=op.f(NAME)
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_visit_count_restaurant")
        ),
        sa.PrimaryKeyConstraint(
            "restaurant_id", "day", "terminal", "step", "outcome", name=op.f("pk_visit_count")
        ),
        sqlite_strict=True,
    )
