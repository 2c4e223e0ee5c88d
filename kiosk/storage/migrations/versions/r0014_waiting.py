"""The waiting list, and apart from it the telephone numbers that some of those who wait have left."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


GUARD = """
CREATE FUNCTION jari_guard_waiting() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF jari_is_kiosk() THEN
        IF TG_OP = 'INSERT' AND NEW.status <> 'WAITING' OR TG_OP = 'UPDATE' AND NEW.status <> 'LEFT' THEN
            RAISE insufficient_privilege USING MESSAGE = 'at a kiosk guests join and leave; staff do the rest';
        END IF;
    END IF;
    RETURN NEW;
END $$
"""
TRIGGER = "CREATE TRIGGER guard_waiting BEFORE INSERT OR UPDATE ON waiting FOR EACH ROW EXECUTE FUNCTION jari_guard_waiting()"


def upgrade() -> None:
    """Adds only: a program of the version before works on with it, and has no list."""
    op.create_table(
        "waiting",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("waiting_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party", sa.Integer(), nullable=False),
        sa.Column("wheelchair", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("joined_at", _INSTANT, nullable=False),
        sa.Column("turn_at", _INSTANT, nullable=False),
        sa.Column("quoted_min", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("called_at", _INSTANT),
        sa.Column("ended_at", _INSTANT),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("terminal", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status IN ('WAITING','CALLED','SEATED','LEFT','GONE')", name=op.f("ck_waiting_status_known")
        ),
        sa.CheckConstraint("party > 0", name=op.f("ck_waiting_party_positive")),
        sa.CheckConstraint("wheelchair IN (0, 1)", name=op.f("ck_waiting_wheelchair_or_not")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (status IN ('WAITING','CALLED'))", name=op.f("ck_waiting_ends_once")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_waiting_version_counts")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_waiting_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "waiting_id", name=op.f("pk_waiting")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_waiting_on_the_list",
        "waiting",
        ["restaurant_id", "turn_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_waiting_joined_at", "waiting", ["restaurant_id", "joined_at"])
    op.create_table(
        "waiting_contact",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("waiting_id", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("given_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["restaurant_id", "waiting_id"],
            ["waiting.restaurant_id", "waiting.waiting_id"],
            name=op.f("fk_waiting_contact_waiting"),
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "waiting_id", name=op.f("pk_waiting_contact")),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(GUARD)
        op.execute(TRIGGER)
