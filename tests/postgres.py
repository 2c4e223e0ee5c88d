"""A PostgreSQL server of the tests' own: on a private socket, in a folder that goes with it, never one that is there.

Fails with the command that installs it where there is none; a test of several terminals that is skipped proves nothing.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

INSTALL = "sudo apt-get install --no-install-recommends postgresql"
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "listen_addresses": "",
    "autovacuum": "off",
    "max_wal_size": "1GB",
}
"""Nothing of a test has to outlive the machine."""


def binaries() -> Path:
    """The folder of the newest server's programs. Raises FileNotFoundError with the cure."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: float(file.parts[-3]), reverse=True
    )
    on_path = shutil.which("initdb")
    if found or on_path:
        return (found[0] if found else Path(str(on_path)).resolve()).parent
    raise FileNotFoundError(f"PostgreSQL's server is not installed: {INSTALL}")


@dataclass
class PostgresServer:
    """One server; ``more`` are settings besides the usual ones."""

    folder: Path
    more: Mapping[str, str] = field(default_factory=dict)
    _made: int = 0

    def start(self) -> None:
        """Make a cluster (the first time) and wait until it answers."""
        if not (self.folder / "data").exists():
            self._as_nobody(["mkdir", "-p", str(self.folder / "socket")])
            self._program(
                "initdb", "-U", "owner", "-A", "trust", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"
            )
        options = " ".join(f"-c {name}='{value}'" for name, value in (_FAST | dict(self.more)).items())
        options += f" -c unix_socket_directories='{self.folder / 'socket'}'"
        self._program("pg_ctl", "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str = "immediate") -> None:
        """End it: ``immediate`` is as a crash, ``fast`` in order."""
        self._program("pg_ctl", "-m", mode, "-w", "stop")

    def pid(self) -> int:
        """The server's own process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def url(self, name: str, user: str = "owner") -> str:
        """The address of a database, as settings have it."""
        return f"postgresql://{user}@/{name}?host={quote(str(self.folder / 'socket'), safe='')}"

    def administer(self, *statements: str, database: str = "postgres") -> None:
        """As the owner, outside transactions."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def new_database(self, like: str = "template1") -> str:
        """A database that nobody has used, as another one is; gives its name."""
        self._made += 1
        name = f"t{self._made}"
        self.administer(f"CREATE DATABASE {name} TEMPLATE {like} STRATEGY file_copy")
        return name

    def drop(self, name: str) -> None:
        """It is not needed any more, whoever still looks at it."""
        self.administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def give(self, name: str, content: bytes) -> Path:
        """A file that only the server's user may read, such as a key."""
        file = self.folder / name
        file.write_bytes(content)
        file.chmod(0o600)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(file, nobody.pw_uid, nobody.pw_gid)
        return file

    def _program(self, name: str, *words: str) -> None:
        self._as_nobody([str(binaries() / name), "-D", str(self.folder / "data"), *words])

    def _as_nobody(self, command: Sequence[str]) -> None:
        """PostgreSQL refuses to run as root; as anybody else it runs as whoever runs the tests."""
        if os.geteuid() != 0:
            _run(command)
            return
        nobody = pwd.getpwnam("nobody")
        os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        _run(["setpriv", "--reuid=nobody", f"--regid={nobody.pw_gid}", "--clear-groups", *command])


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


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        cwd="/", timeout=120, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]}: {done.stderr.strip()[-800:]}")


def private_folder() -> tempfile.TemporaryDirectory[str]:
    """Short, because a socket's path may have 107 characters, and to be entered by the server's user."""
    return tempfile.TemporaryDirectory(prefix="jari-pg-", dir="/tmp")
