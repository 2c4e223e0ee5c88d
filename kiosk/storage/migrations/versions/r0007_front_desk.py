"""The front desk: staff and their PINs, facts of the room, seats that staff took, money taken past the payment company."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds only: a program of the version before works on with it."""
    _make_staff()
    op.create_table(
        "seating",
        *_texts("restaurant_id", "booking_id", "state"),
        sa.Column("version", sa.Integer(), nullable=False),
        *(sa.Column(f"{name}_at", WHOLE) for name in ("arrived", "seated", "left", "no_show")),
        sa.Column("booked_until", WHOLE),
        sa.Column("seats_since", WHOLE),
        sa.Column("changed_at", WHOLE, nullable=False),
        *_texts("changed_by", "terminal"),
        sa.CheckConstraint(
            "state IN ('EXPECTED','ARRIVED','SEATED','LEFT','NO_SHOW')", name=op.f("ck_seating_state_known")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_seating_version_counts")),
        *_of_booking("seating"),
        sqlite_strict=True,
    )
    op.create_table(
        "house_booking",
        *_texts("restaurant_id", "booking_id", "kind", "note"),
        sa.Column("made_at", WHOLE, nullable=False),
        *_texts("made_by"),
        sa.CheckConstraint(
            "kind IN ('walk_in','reserved','block')", name=op.f("ck_house_booking_kind_known")
        ),
        *_of_booking("house_booking"),
        sqlite_strict=True,
    )
    _make_offsite()


def _make_staff() -> None:
    op.create_table(
        "staff",
        *_texts("restaurant_id", "staff_id", "name", "role", "pin_hash"),
        sa.Column("active", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_failed_at", WHOLE),
        sa.Column("added_at", WHOLE, nullable=False),
        sa.CheckConstraint("role IN ('waiter','manager','owner')", name=op.f("ck_staff_role_known")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_staff_active_or_not")),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_staff_failures_not_negative")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_staff_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "staff_id", name=op.f("pk_staff")),
        sa.UniqueConstraint("restaurant_id", "name", name=op.f("uq_staff_restaurant_id_name")),
        sqlite_strict=True,
    )


def _make_offsite() -> None:
    op.create_table(
        "offsite",
        *_texts("restaurant_id", "offsite_id", "booking_id", "method"),
        sa.Column("amount_won", WHOLE, nullable=False),
        *_texts("why"),
        sa.Column("taken_at", WHOLE, nullable=False),
        *_texts("taken_by"),
        sa.Column("voided_at", WHOLE),
        *_texts("voided_by"),
        sa.CheckConstraint("method IN ('cash','card')", name=op.f("ck_offsite_method_known")),
        sa.CheckConstraint(
            "amount_won BETWEEN -100000000 AND 100000000 AND amount_won <> 0",
            name=op.f("ck_offsite_amount_won_in_range"),
        ),
        *_of_booking("offsite", "offsite_id"),
        sqlite_strict=True,
    )
    op.create_index("ix_offsite_taken_at", "offsite", ["restaurant_id", "taken_at"], unique=False)
    op.create_index("ix_offsite_booking_id", "offsite", ["restaurant_id", "booking_id"], unique=False)


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _of_booking(table: str, key: str = "booking_id") -> "list[sa.Constraint]":
    return [
        sa.ForeignKeyConstraint(
            ["restaurant_id", "booking_id"],
            ["booking.restaurant_id", "booking.booking_id"],
            name=op.f(f"fk_{table}_booking"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", key, name=op.f(f"pk_{table}")),
    ]
