"""The disk: every write, sync and truncation of SQLite's files in order; what a power cut may leave of them; and faults on demand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import apsw

from kiosk.prove.chance import Random

SECTOR: Final = 512


@dataclass(frozen=True, slots=True)
class Op:
    """One operation on one file: ``write`` (offset, data), ``sync``, ``cut`` (to a size) or ``delete``."""

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
    """What was done so far. ``strike`` decides whether an operation is done at all."""

    ops: list[Op] = field(default_factory=list)
    strike: Strike = _pass

    def note(self, op: Op) -> None:
        """An operation is about to be done."""
        self.strike(op)
        self.ops.append(op)


class _File(apsw.VFSFile):
    def __init__(self, platter: Platter, name: Any, flags: list[int]) -> None:
        full = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._platter, self._name = platter, Path(full or "temporary").name
        super().__init__("", name, flags)

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
    """A file system whose operations are logged. Its name is what a ``Driver`` is given."""

    def __init__(self, name: str, platter: Platter) -> None:
        self._platter = platter
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802 - SQLite's own name
        """Every file of ours is logged."""
        return _File(self._platter, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - SQLite's own names
        """Log, then delete."""
        self._platter.note(Op("delete", Path(filename).name))
        super().xDelete(filename, syncdir)


Image = dict[str, bytes]
"""The files of a disk by name."""


@dataclass
class Cut:
    """The disk at one moment: what is durable of each file, and what was asked for since."""

    durable: dict[str, bytearray]
    pending: dict[str, list[Op]] = field(default_factory=dict)

    def take(self, op: Op) -> None:
        """One operation later."""
        if op.kind == "sync":
            content = self.durable.setdefault(op.file, bytearray())
            for waiting in self.pending.pop(op.file, []):
                _apply(content, waiting)
        elif op.kind == "delete":
            self.durable.pop(op.file, None)
            self.pending.pop(op.file, None)
        else:
            self.pending.setdefault(op.file, []).append(op)

    def states(self, chance: Random, count: int) -> Iterator[Image]:
        """What may be there when the power comes back: all of the unsynced, none, a part of it in any order, torn."""
        yield self._state(lambda waiting: waiting)
        yield self._state(lambda _: [])
        for _ in range(count - 2):
            yield self._state(lambda waiting: _some(chance, waiting))

    def _state(self, kept: Callable[[list[Op]], list[Op]]) -> Image:
        image = {}
        for name in self.durable.keys() | self.pending.keys():
            content = bytearray(self.durable.get(name, b""))
            for op in kept(self.pending.get(name, [])):
                _apply(content, op)
            image[name] = bytes(content)
        return image


def _some(chance: Random, waiting: list[Op]) -> list[Op]:
    match chance.randrange(3):
        case 0:
            kept = waiting[: chance.randint(0, len(waiting))]
        case 1:
            kept = [op for op in waiting if chance.random() < 0.5]  # noqa: PLR2004 - a coin
        case _:
            kept = [op for op in waiting if chance.random() < 0.8]  # noqa: PLR2004 - most of them
    if kept and chance.random() < 0.5:  # noqa: PLR2004 - a coin
        torn = chance.randrange(len(kept))
        kept = [_torn(chance, op) if place == torn else op for place, op in enumerate(kept)]
    return kept


def _torn(chance: Random, op: Op) -> Op:
    """A write of which some sectors arrived."""
    sectors = len(op.data) // SECTOR
    if op.kind != "write" or sectors < 2:  # noqa: PLR2004 - one sector arrives whole or not at all
        return op
    return Op("write", op.file, op.at, op.data[: chance.randint(1, sectors - 1) * SECTOR])


def _apply(content: bytearray, op: Op) -> None:
    if op.kind == "cut":
        del content[op.at :]
        return
    if len(content) < op.at:
        content.extend(bytes(op.at - len(content)))
    content[op.at : op.at + len(op.data)] = op.data
