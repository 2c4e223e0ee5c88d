"""One terminal's name, one program: a second one on the same database is refused before it sells under the same name.

A lock on a file beside the database. The system lets go of it when the process ends, however that comes about.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from kiosk.app.errors import Fix

_SQLITE = "sqlite:///"


@contextmanager
def sole(database_url: str, terminal: str) -> Iterator[None]:
    """Hold the terminal's name for as long as this lasts. Raises Fix when another program has it.

    Where nothing can be locked (no file, no such folder, not a POSIX system), nothing is: opening the database tells.
    """
    locks, file = _locks(), _file_of(database_url)
    opened = _opened(file.with_name(f"{file.name}-{terminal}.lock")) if locks and file else None
    if locks is None or opened is None:
        yield
        return
    try:
        try:
            locks.flock(opened, locks.LOCK_EX | locks.LOCK_NB)
        except BlockingIOError as held:
            by = os.pread(opened, 20, 0).decode("ascii", "replace").strip() or "?"
            raise Fix(
                f"A kiosk called {terminal} works on this database already (process {by}).",
                "End that one, or give this one another name: --terminal NAME, or terminal in the settings.",
            ) from held
        os.ftruncate(opened, 0)
        os.pwrite(opened, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(opened)


def _opened(file: Path) -> int | None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        return os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


def _file_of(url: str) -> Path | None:
    """Without SQLAlchemy: this comes before the first paint. A link and the file it leads to are one database."""
    place = url.removeprefix(_SQLITE).partition("?")[0]
    return Path(place).resolve() if url.startswith(_SQLITE) and place not in ("", ":memory:") else None


def _locks() -> ModuleType | None:
    try:
        return import_module("fcntl")
    except ImportError:  # Windows
        return None
