"""The disk: every write, sync, truncation and deletion of SQLite's files in order; what a power cut may leave; and faults on demand."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from errno import EIO, ENOSPC
from pathlib import Path
from typing import Any, Final

import apsw

from kiosk.prove.chance import Random

SECTOR: Final = 512
PAGE: Final = 4_096


@dataclass(frozen=True, slots=True)
class Op:
    """One operation on one file.

    ``write`` (offset, data), ``cut`` (to a size), ``sync``, ``lost`` (a sync that failed) or ``delete`` (at 1: its folder
    is synced, too). ``read`` and ``open`` change nothing and are never remembered.
    """

    kind: str
    file: str
    at: int = 0
    data: bytes = b""


Strike = Callable[[Op], None]
"""Told of each operation before it is done; may raise what SQLite should be told instead."""


def _pass(_op: Op) -> None:
    return


@dataclass
class Platter:
    """What was done so far. ``strike`` decides whether an operation is done at all, ``veil`` whether a file can be opened or read."""

    ops: list[Op] = field(default_factory=list)
    strike: Strike = _pass
    veil: Strike = _pass
    is_killed: bool = False
    """The program was killed: closing its files does nothing of what closing a database does."""

    def note(self, op: Op) -> None:
        """An operation is about to be done."""
        if self.is_killed:
            raise apsw.IOError("nobody is there any more")
        try:
            self.strike(op)
        except Exception:
            if op.kind == "sync":
                self.ops.append(Op("lost", op.file))
            raise
        self.ops.append(op)


class _File(apsw.VFSFile):
    def __init__(self, platter: Platter, name: Any, flags: list[int]) -> None:
        full = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._platter, self._name = platter, Path(full or "temporary").name
        self._platter.veil(Op("open", self._name))
        super().__init__("", name, flags)

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - SQLite's own name
        """Read, if it may be read."""
        self._platter.veil(Op("read", self._name))
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's own name
        """Log, then write."""
        self._platter.note(Op("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's own name
        """Log, then sync."""
        self._platter.note(Op("sync", self._name))
        super().xSync(flags)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's own name
        """Log, then truncate."""
        self._platter.note(Op("cut", self._name, newsize))
        super().xTruncate(newsize)


class LoggedDisk(apsw.VFS):
    """A file system whose operations are logged. Its name is what a ``Driver`` is given; ``platter`` may be changed for another
    while no file is open.
    """

    def __init__(self, name: str, platter: Platter) -> None:
        self.platter = platter
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802 - SQLite's own name
        """Every file of ours is logged."""
        return _File(self.platter, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's own names
        """Log, then delete."""
        self.platter.note(Op("delete", Path(filename).name, int(syncdir)))
        super().xDelete(filename, syncdir)


@dataclass
class Files:
    """As much of ``os`` as the product uses on SQLite's files itself, on the same disk."""

    disk: LoggedDisk
    _names: dict[int, str] = field(default_factory=dict)

    def open(self, name: str, flags: int) -> int:
        """Open, if it may be opened. Raises OSError."""
        with _as_the_system():
            self.disk.platter.veil(Op("open", Path(name).name))
        handle = os.open(name, flags)
        self._names[handle] = Path(name).name
        return handle

    def read(self, handle: int, amount: int) -> bytes:
        """Read, if it may be read. Raises OSError."""
        with _as_the_system():
            self.disk.platter.veil(Op("read", self._names[handle]))
        return os.read(handle, amount)

    def lseek(self, handle: int, place: int, how: int) -> int:
        """Go somewhere else in it."""
        return os.lseek(handle, place, how)

    def write(self, handle: int, data: bytes) -> int:
        """Log, then write; in pages, as a system brings them to the disk. Raises OSError."""
        at = os.lseek(handle, 0, os.SEEK_CUR)
        for first in range(0, len(data), PAGE):
            part = data[first : first + PAGE]
            with _as_the_system():
                self.disk.platter.note(Op("write", self._names[handle], at + first, part))
            os.write(handle, part)
        return len(data)

    def fsync(self, handle: int) -> None:
        """Log, then sync. Raises OSError."""
        with _as_the_system():
            self.disk.platter.note(Op("sync", self._names[handle]))
        os.fsync(handle)

    def close(self, handle: int) -> None:
        """Give it back."""
        del self._names[handle]
        os.close(handle)


class Blind(Files):
    """Finds no file: with it the product does nothing past SQLite."""

    def open(self, name: str, flags: int) -> int:  # noqa: ARG002 - as the real one
        """There is none."""
        raise FileNotFoundError(name)


@contextmanager
def _as_the_system() -> Iterator[None]:
    """A fault of the disk as a program hears it that asks the system itself."""
    try:
        yield
    except apsw.FullError as full:
        raise OSError(ENOSPC, "No space left on device") from full
    except apsw.Error as failed:
        raise OSError(EIO, "Input/output error") from failed


Image = dict[str, bytes]
"""The files of a disk by name."""

Fate = Callable[[list[Op]], list[Op]]
"""Which of the operations that were waiting reach the disk."""


def _none(_waiting: list[Op]) -> list[Op]:
    return []


@dataclass
class Cut:
    """The disk at one moment: what is durable of each file, what was asked for since, and deletions that may be undone.

    ``fate`` decides what of the waiting operations was durable when a sync failed. The rest never will be, whatever a
    later sync says: Linux marks the pages clean (fsync(2), "fsyncgate").
    """

    durable: dict[str, bytearray]
    pending: dict[str, list[Op]] = field(default_factory=dict)
    ghosts: dict[str, bytearray] = field(default_factory=dict)
    fate: Fate = _none

    def take(self, op: Op) -> None:
        """One operation later."""
        match op.kind:
            case "sync":
                # The first sync of a new file takes its name along (SQLite syncs the folder then).
                self.ghosts.pop(op.file, None)
                self._settle(op.file, self.pending.pop(op.file, []))
            case "lost":
                self._settle(op.file, self.fate(self.pending.pop(op.file, [])))
            case "delete":
                left = self.durable.pop(op.file, None)
                self.pending.pop(op.file, None)
                if op.at:
                    self.ghosts.clear()
                elif left is not None:
                    self.ghosts[op.file] = left
            case _:
                self.pending.setdefault(op.file, []).append(op)

    def states(self, chance: Random, count: int) -> Iterator[Image]:
        """What may be there when the power comes back: all of the unsynced, none, a part of it in any order, torn.

        A deletion whose folder was not synced may have happened or not.
        """
        yield self._state(lambda waiting: waiting, is_haunted=False)
        yield self._state(_none, is_haunted=True)
        for _ in range(count - 2):
            yield self._state(lambda waiting: _some(chance, waiting), is_haunted=chance.random() < _HALF)

    def _settle(self, name: str, kept: list[Op]) -> None:
        content = self.durable.setdefault(name, bytearray())
        for op in kept:
            _apply(content, op)

    def _state(self, kept: Fate, *, is_haunted: bool) -> Image:
        image = {}
        for name in sorted(self.durable.keys() | self.pending.keys()):
            content = bytearray(self.durable.get(name, b""))
            for op in kept(self.pending.get(name, [])):
                _apply(content, op)
            image[name] = bytes(content)
        if is_haunted:
            image |= {name: bytes(ghost) for name, ghost in self.ghosts.items()}
        return image


_HALF: Final = 0.5
_MOST: Final = 0.8


def some_of(chance: Random) -> Fate:
    """A part of it, in any order, torn: decided anew for each file."""
    return lambda waiting: _some(chance, waiting)


def _some(chance: Random, waiting: list[Op]) -> list[Op]:
    match chance.randrange(3):
        case 0:
            kept = waiting[: chance.randint(0, len(waiting))]
        case 1:
            kept = [op for op in waiting if chance.random() < _HALF]
        case _:
            kept = [op for op in waiting if chance.random() < _MOST]
    if kept and chance.random() < _HALF:
        torn = chance.randrange(len(kept))
        kept = [*kept[:torn], *_torn(chance, kept[torn]), *kept[torn + 1 :]]
    return kept


def _torn(chance: Random, op: Op) -> Iterator[Op]:
    """A write of which some sectors arrived: the first ones, or any."""
    sectors = -(-len(op.data) // SECTOR)
    if op.kind != "write" or sectors < 2:  # noqa: PLR2004 - one sector arrives whole or not at all
        yield op
        return
    begins = range(0, len(op.data), SECTOR)
    if chance.random() < _HALF:
        arrived = list(begins)[: chance.randint(1, sectors - 1)]
    else:
        arrived = [begin for begin in begins if chance.random() < _HALF]
    for begin in arrived:
        yield Op("write", op.file, op.at + begin, op.data[begin : begin + SECTOR])


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "cut":
        if len(content) < op.at:
            content.extend(bytes(op.at - len(content)))
        del content[op.at :]
        return
    if len(content) < op.at:
        content.extend(bytes(op.at - len(content)))
    content[op.at : op.at + len(op.data)] = op.data
