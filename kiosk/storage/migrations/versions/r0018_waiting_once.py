"""Nobody waits twice with the same telephone number."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

FORGET_SECOND = """
UPDATE waiting_contact SET phone = '' WHERE phone <> '' AND EXISTS (
    SELECT 1 FROM waiting_contact AS first
    WHERE first.restaurant_id = waiting_contact.restaurant_id AND first.phone = waiting_contact.phone
      AND (first.given_at, first.waiting_id) < (waiting_contact.given_at, waiting_contact.waiting_id)
)
"""
"""Their places stay; the number is with the first."""


def upgrade() -> None:
    """Adds only: a program of the version before works on with it, and may be refused a number that waits already."""
    op.execute(FORGET_SECOND)
    op.create_index(
        "ux_waiting_contact_phone",
        "waiting_contact",
        ["restaurant_id", "phone"],
        unique=True,
        sqlite_where=sa.text("phone <> ''"),
        postgresql_where=sa.text("phone <> ''"),
    )
