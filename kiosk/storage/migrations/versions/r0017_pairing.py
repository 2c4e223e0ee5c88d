"""Pairing: a code that lets one new terminal in, once and for a few minutes; and shutting one out from a desk of its own role.

At a server the functions run as the database's owner, who makes the roles; whoever calls them may do nothing else with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_INSTANT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

NOW = """
CREATE FUNCTION jari_now() RETURNS bigint LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
    SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint
$$
"""
"""The server's own clock decides how long a code holds: the desk's and the kiosk's may be wrong."""

MEMBER = """
CREATE FUNCTION jari_member(of_role text, of_group text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
    SELECT EXISTS (
        SELECT 1 FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles u ON u.oid = m.member
        WHERE g.rolname = of_group AND u.rolname = of_role
    )
$$
"""
OFFER = """
CREATE FUNCTION jari_offer(of_restaurant text, of_code text, of_name text, of_minutes integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF of_name !~ '^[A-Za-z0-9_-]{1,24}$' OR of_code !~ '^[A-Z2-7]{12}$' OR of_minutes NOT BETWEEN 1 AND 60 THEN
        RAISE invalid_parameter_value USING MESSAGE = 'a code has twelve letters, and a terminal a name of 24 at most';
    END IF;
    IF jari_member('jari-' || of_name, 'jari_desk') OR jari_member('jari-' || of_name, 'jari_settler') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a code lets kiosks in, and this is the name of something else';
    END IF;
    UPDATE pairing SET ends_at = made_at WHERE restaurant_id = of_restaurant AND used_at IS NULL;
    INSERT INTO pairing (restaurant_id, code_hash, name, made_at, ends_at, tries, used_at) VALUES (
        of_restaurant, encode(sha256(convert_to(of_code, 'UTF8')), 'hex'), of_name, jari_now(),
        jari_now() + of_minutes * 60000000::bigint, 0, NULL
    );
    EXECUTE format(
        'ALTER ROLE jari_pairing LOGIN PASSWORD %L VALID UNTIL %L', of_code,
        clock_timestamp() + make_interval(mins => of_minutes)
    );
END $$
"""
REDEEM = """
CREATE FUNCTION jari_pair(of_code text) RETURNS TABLE (terminal text, login text, secret text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE found pairing%ROWTYPE;
BEGIN
    SELECT p.* INTO found FROM pairing p
        WHERE p.code_hash = encode(sha256(convert_to(of_code, 'UTF8')), 'hex')
        AND p.used_at IS NULL AND p.ends_at > jari_now() AND p.tries < 5 FOR UPDATE;
    IF found.name IS NULL THEN
        UPDATE pairing p SET tries = p.tries + 1 WHERE p.used_at IS NULL AND p.ends_at > jari_now();
        RETURN;
    END IF;
    terminal := found.name;
    login := 'jari-' || found.name;
    secret := replace(gen_random_uuid()::text, '-', '');
    IF EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = login) THEN
        EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', login, secret);
    ELSE
        EXECUTE format('CREATE ROLE %I LOGIN PASSWORD %L', login, secret);
    END IF;
    EXECUTE format('GRANT jari_kiosk TO %I', login);
    UPDATE pairing p SET used_at = jari_now() WHERE p.restaurant_id = found.restaurant_id AND p.code_hash = found.code_hash;
    EXECUTE 'ALTER ROLE jari_pairing NOLOGIN PASSWORD NULL';
    RETURN NEXT;
END $$
"""
SHUT_OUT = """
CREATE FUNCTION jari_shut_out(of_name text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE login text := 'jari-' || of_name;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = login) THEN
        RETURN false;
    END IF;
    IF NOT jari_member(login, 'jari_kiosk') THEN
        RAISE insufficient_privilege USING MESSAGE = 'a desk shuts kiosks out, and nothing else';
    END IF;
    EXECUTE format('ALTER ROLE %I NOLOGIN', login);
    PERFORM pg_terminate_backend(a.pid) FROM pg_stat_activity a WHERE a.usename = login;
    EXECUTE format('DROP ROLE %I', login);
    RETURN true;
END $$
"""
FUNCTIONS = ("jari_offer(text, text, text, integer)", "jari_pair(text)", "jari_shut_out(text)")


def upgrade() -> None:
    """Adds only. A file has one user, and lets nobody in: its table stays empty."""
    op.create_table(
        "pairing",
        sa.Column("restaurant_id", sa.Text(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", _INSTANT),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_pairing_tries_count")),
        sa.ForeignKeyConstraint(
            ["restaurant_id"], ["restaurant.restaurant_id"], name=op.f("fk_pairing_restaurant")
        ),
        sa.PrimaryKeyConstraint("restaurant_id", "code_hash", name=op.f("pk_pairing")),
        sqlite_strict=True,
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    for statement in (NOW, MEMBER, OFFER, REDEEM, SHUT_OUT):
        op.execute(sa.text(statement.replace(":=", "\\:=").replace("::", "\\:\\:")))
    for function in FUNCTIONS:
        op.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
