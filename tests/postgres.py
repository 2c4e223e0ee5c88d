"""One database of the tests' own server for many tests."""

from collections.abc import Callable

import psycopg

from kiosk.prove.server import PostgresServer, private_folder

__all__ = ["PostgresServer", "Reused", "private_folder"]


class Reused:
    """One database for many tests: emptied before each, and made anew when a test has changed its schema.

    Making a database takes five times as long as emptying one.
    """

    def __init__(self, server: PostgresServer, fill: Callable[[str], object]) -> None:
        self._server = server
        self._like = server.new_database()
        fill(server.url(self._like))
        self._name, self._shape = "", ""

    def url(self) -> str:
        """The address of a database at the newest schema with nothing in it."""
        if self._name and self._empty() != self._shape:
            self._server.drop(self._name)
            self._name = ""
        if not self._name:
            self._name = self._server.new_database(like=self._like)
            self._shape = self._empty()
        return self._server.url(self._name)

    def _empty(self) -> str:
        """Delete every row, and say what the schema looks like."""
        with psycopg.connect(self._server.url(self._name), autocommit=True) as connection:
            connection.execute(_END_OTHERS)
            connection.execute(_DELETE_ALL)
            found = connection.execute(_SHAPE).fetchone()
        assert found is not None
        return str(found[0])


_END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_DELETE_ALL = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE 'DELETE FROM ' || name; END LOOP;
END $$
"""
"""Without triggers and foreign keys, so that the order does not matter."""

_SHAPE = """
SELECT md5(string_agg(line, '|' ORDER BY line)) FROM (
    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS line
        FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT conrelid::regclass::text || ' ' || conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT indexname FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
) AS shape
"""
