"""What staff search at the desk: notes by their words, and bookings by their number."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Adds only: a program of the version before works on with it."""
    op.create_index(
        "ix_house_booking_noted",
        "house_booking",
        ["restaurant_id", "made_at"],
        sqlite_where=sa.text("note <> ''"),
        postgresql_where=sa.text("note <> ''"),
    )
    op.create_index("ix_booking_number", "booking", ["restaurant_id", "number"])
