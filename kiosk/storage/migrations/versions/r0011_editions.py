"""A restaurant's edition is drawn anew with every change of what it is, whoever makes it: until then, what was read is true.

Drawn and not counted: a number that was rolled back, or set back with the database, never comes again with other content.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OF_IT = "names, largest_party, width, height, here_x, here_y, fixtures"
_PARTS = ("dining_table", "seat", "weekly_rule", "special_day", "special_rule", "setting")
_IN_A_FILE, _AT_A_SERVER = "random()", "(random() * 9e18)::bigint"
_IS_POLICY = "{row}.name = 'refund policy'"
"""Of the settings only the refund policy is a part of what a restaurant is."""


def upgrade() -> None:
    """Adds only: a program of the version before works on with it, and its changes are marked, too."""
    op.add_column("restaurant", sa.Column("edition", _WHOLE, nullable=False, server_default="0"))
    if op.get_bind().dialect.name == "postgresql":
        _at_a_server()
    else:
        _in_a_file()


def _in_a_file() -> None:
    op.execute(
        f"CREATE TRIGGER edition_restaurant AFTER UPDATE OF {_OF_IT} ON restaurant BEGIN"
        f" UPDATE restaurant SET edition = {_IN_A_FILE} WHERE restaurant_id = NEW.restaurant_id; END"
    )
    for part in _PARTS:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            when = f" WHEN {_IS_POLICY.format(row=row)}" if part == "setting" else ""
            op.execute(
                f"CREATE TRIGGER edition_{part}_{verb.lower()} AFTER {verb} ON {part}{when} BEGIN"
                f" UPDATE restaurant SET edition = {_IN_A_FILE} WHERE restaurant_id = {row}.restaurant_id; END"
            )


def _at_a_server() -> None:
    op.execute(f"""
        CREATE FUNCTION jari_new_edition() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
        BEGIN
            NEW.edition := {_AT_A_SERVER};
            RETURN NEW;
        END $$
    """)
    op.execute(f"""
        CREATE TRIGGER edition_restaurant BEFORE UPDATE OF {_OF_IT} ON restaurant
        FOR EACH ROW EXECUTE FUNCTION jari_new_edition()
    """)
    op.execute(f"""
        CREATE FUNCTION jari_edition_of_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public AS $$
        BEGIN
            IF TG_OP = 'DELETE' THEN
                UPDATE restaurant SET edition = {_AT_A_SERVER} WHERE restaurant_id = OLD.restaurant_id;
            ELSE
                UPDATE restaurant SET edition = {_AT_A_SERVER} WHERE restaurant_id = NEW.restaurant_id;
            END IF;
            RETURN NULL;
        END $$
    """)
    for part in _PARTS:
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            when = f"WHEN ({_IS_POLICY.format(row=row)})" if part == "setting" else ""
            op.execute(
                f"CREATE TRIGGER edition_{part}_{verb.lower()} AFTER {verb} ON {part} FOR EACH ROW {when}"
                " EXECUTE FUNCTION jari_edition_of_part()"
            )
