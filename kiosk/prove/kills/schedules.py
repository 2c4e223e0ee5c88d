"""What goes wrong at the company, and when somebody is there again: the second half of a case's name.

A schedule is ``WAY-WAY``: how the first call that moves money is answered (confirm, or cancel on the paths that give
money back), and how the first inquiry is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kiosk.prove.kills.paths import PATHS

Fault = Mapping[str, Any]

MOVING: Final[Mapping[str, str]] = {
    "ok": "",
    "gone": "effect_then_drop",
    "lost": "drop",
    "late": "late",
    "busy": "busy_then_late",
    "fail": "effect_then_html_502",
    "half": "half_body",
}
"""Answered; done and cut; cut and not done; cut and done later; 409 and done later; done and 502; done and half an answer."""

ASKING: Final[Mapping[str, str]] = {
    "ok": "",
    "lost": "drop",
    "fail": "html_502",
    "hidden": "",
}
"""Answered; cut; 502; and a company that knows only what is approved."""

RETURNS: Final[Mapping[str, int]] = {"soon": 30, "gone": 150, "next": 45 * 60}
"""Seconds until the program runs again: the guest still stands there, has gone, or it is a power cut for most of an hour."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A path under one schedule with one return."""

    path: str
    schedule: str
    back: str

    def __str__(self) -> str:
        return f"{self.path}.{self.schedule}.{self.back}"

    @property
    def faults(self) -> list[Fault]:
        """The sandbox's switches for it."""
        faulty = PATHS[self.path].faulty
        moving, asking = self.schedule.split("-")
        kinds = [(faulty, MOVING[moving]), ("inquiry", ASKING[asking])]
        return [{"endpoint": endpoint, "kind": kind} for endpoint, kind in kinds if kind]

    @property
    def hides(self) -> bool:
        """Whether the company knows only what is approved."""
        return self.schedule.endswith("-hidden")


@dataclass(frozen=True, slots=True)
class Case:
    """A cell, the point at which the first process is killed (0: at none), and the one in its recovery (the same)."""

    cell: Cell
    first: int = 0
    second: int = 0

    def __str__(self) -> str:
        second = f".{self.second}" if self.second else ""
        return f"{self.cell}.{self.first}{second}"


def read_case(word: str) -> Case:
    """The other way. Raises ValueError for a word that is no case."""
    parts = word.split(".")
    if len(parts) not in (4, 5) or not all(part.isascii() and part.isdecimal() for part in parts[3:]):
        msg = f"{word!r} is no case of this campaign; they look like paid.gone-ok.soon.57 or paid.gone-ok.soon.57.12"
        raise ValueError(msg)
    cell = Cell(*parts[:3])
    if cell not in ALL_CELLS:
        msg = f"there is no cell {cell}; a path is one of {', '.join(PATHS)}, a return one of {', '.join(RETURNS)}"
        raise ValueError(msg)
    return Case(cell, *map(int, parts[3:]))


def _schedules(faulty: str) -> list[str]:
    if not faulty:
        return ["ok-ok"]
    asking = [way for way in ASKING if faulty == "confirm" or way != "hidden"]
    return [f"{moving}-{way}" for moving in MOVING for way in asking]


ALL_CELLS: Final = tuple(
    Cell(name, schedule, back)
    for name, path in PATHS.items()
    for schedule in _schedules(path.faulty)
    for back in RETURNS
)
