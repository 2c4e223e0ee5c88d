"""A PostgreSQL server of one's own: on a private socket, in a folder that goes with it, never one that is there.

For fault campaigns and tests, which end it as they like. Raises FileNotFoundError with the cure where there is none.
"""

import os
import pwd
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
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

_GONE_S = 20.0
_TRIES = 80


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

    def start_again(self) -> None:
        """Let a server live that was killed; one that is there, or recovers by itself, is left alone."""
        for patience in range(_TRIES, -1, -1):
            if self.is_alive():
                return
            try:
                self.start()
            except RuntimeError:
                # What the dead one has started may still hold its memory: PostgreSQL refuses to share it.
                if not patience:
                    raise
                select.select([], [], [], _GONE_S / _TRIES)

    def is_alive(self) -> bool:
        """Whether there is a process. One that nobody has buried yet is none."""
        try:
            after_name = Path(f"/proc/{self.pid()}/stat").read_text().rpartition(")")[2]
        except OSError:
            return False
        return after_name.split()[0] not in ("Z", "X")

    def stop(self, mode: str = "immediate") -> None:
        """End it: ``immediate`` is as a crash, ``fast`` in order. One that was killed is left dead."""
        if not self.is_alive():
            return
        self._program("pg_ctl", "-m", mode, "-w", "stop")

    def pid(self) -> int:
        """The server's own process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def kill(self, *, whole: bool) -> None:
        """SIGKILL for the server; ``whole``: and for all that it has started, as when its machine dies.

        What is left of it notices that it is alone and ends; only then can another one start.
        """
        server = self.pid()
        left = [server, *_children(server)] if whole else [server]
        gone = [server, *_children(server)]
        for process in left:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for process in gone:
            _wait_for(process)

    def kill_one_session(self) -> None:
        """SIGKILL for one of its clients' processes: the server then ends all of them, and recovers."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                " ORDER BY backend_start DESC LIMIT 1"
            ).fetchone()
        if found is not None:
            with suppress(ProcessLookupError):
                os.kill(int(found[0]), signal.SIGKILL)

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


def _children(process: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _wait_for(process: int) -> None:
    """Wait until a process that is not our child has ended."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return
    with os.fdopen(handle) as ended:
        select.select([ended], [], [], _GONE_S)


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
