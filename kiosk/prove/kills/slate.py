"""What outlives a killed process: memory that it shares with its parent. Time, points passed, and what was written down.

A SIGKILL leaves no chance to say anything; whatever has to be known afterwards is here before it comes.
"""

import json
import struct
from mmap import mmap
from typing import Any, Final

_SIZE: Final = 1 << 18
_HEAD: Final = struct.Struct("qiii")
"""Virtual microseconds since the start, points passed, the first point of T3, bytes written."""


class Slate:
    """Shared between a process and those it forks; one writes at a time."""

    def __init__(self) -> None:
        self._memory = mmap(-1, _SIZE)
        self.wipe()

    def wipe(self) -> None:
        """A new case."""
        self._put(0, 0, 0, 0)

    @property
    def moved_us(self) -> int:
        """How far the virtual clock has moved."""
        return self._head()[0]

    def move(self, microseconds: int) -> None:
        """The virtual clock goes on."""
        moved, points, intent, used = self._head()
        self._put(moved + microseconds, points, intent, used)

    @property
    def points(self) -> int:
        """How many points this process has passed."""
        return self._head()[1]

    def pass_point(self) -> int:
        """One more; gives its number, from 1."""
        moved, points, intent, used = self._head()
        self._put(moved, points + 1, intent, used)
        return points + 1

    @property
    def intent(self) -> int:
        """The first point of T3, or 0."""
        return self._head()[2]

    def begin_intent(self) -> None:
        """From the next point on it is about money."""
        moved, points, intent, used = self._head()
        self._put(moved, points, intent or points + 1, used)

    def next_process(self) -> None:
        """The points are counted from 1 again; time and notes stay."""
        moved, _, _, used = self._head()
        self._put(moved, 0, 0, used)

    def note(self, kind: str, **values: str | int | list[str]) -> None:
        """Write something down."""
        line = json.dumps({"kind": kind} | values).encode() + b"\n"
        moved, points, intent, used = self._head()
        start = _HEAD.size + used
        self._memory[start : start + len(line)] = line
        # The length comes last: a line that was being written when the process died is none.
        self._put(moved, points, intent, used + len(line))

    def notes(self, kind: str) -> list[dict[str, Any]]:
        """What was written down of one kind, in order."""
        used = self._head()[3]
        lines = self._memory[_HEAD.size : _HEAD.size + used].splitlines()
        return [read for read in map(json.loads, lines) if read["kind"] == kind]

    def _head(self) -> tuple[int, int, int, int]:
        moved, points, intent, used = _HEAD.unpack_from(self._memory)
        return moved, points, intent, used

    def _put(self, *head: int) -> None:
        _HEAD.pack_into(self._memory, 0, *head)
