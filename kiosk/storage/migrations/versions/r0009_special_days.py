"""Dates that are not like their weekday, and the refund policies that bookings of the past were made under."""

import sqlalchemy as sa
from alembic import op

from kiosk.domain.money import LARGEST

revision = "0009"
down_revision = "0008"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = _WHOLE


def _minutes(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Adds only: a program of the version before works on with it, and sells special days like their weekday."""
    op.create_table(
        "special_day",
        _text("restaurant_id"),
        _text("day"),
        _text("name"),
        sa.CheckConstraint("length(day) = 10", name=op.f("ck_special_day_day_is_a_date")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_special_day_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "day", name=op.f("pk_special_day")),
        sqlite_strict=True,
    )
    op.create_table(
        "special_rule",
        _text("restaurant_id"),
        _text("day"),
        _minutes("place"),
        _minutes("weekday"),
        _minutes("first_minute"),
        _minutes("last_minute"),
        _minutes("every_minutes"),
        _minutes("duration_minutes"),
        sa.Column("price_won", _WHOLE, nullable=False),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_special_rule_weekday_in_week")),
        sa.CheckConstraint("first_minute <= last_minute", name=op.f("ck_special_rule_first_before_last")),
        sa.CheckConstraint("duration_minutes > 0", name=op.f("ck_special_rule_duration_positive")),
        sa.CheckConstraint(
            f"price_won BETWEEN 1 AND {LARGEST}", name=op.f("ck_special_rule_price_won_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "day"],
            ["special_day.restaurant_id", "special_day.day"],
            name=op.f("fk_special_rule_special_day"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "day", "place", name=op.f("pk_special_rule")),
        sqlite_strict=True,
    )
    op.create_table(
        "former_policy",
        _text("restaurant_id"),
        sa.Column("until", _INSTANT, nullable=False),
        _text("policy"),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_former_policy_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "until", name=op.f("pk_former_policy")),
        sqlite_strict=True,
    )
