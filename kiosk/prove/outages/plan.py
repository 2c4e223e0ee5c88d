"""What goes wrong in a storm, and when. Pure: the same seed and number give the same plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.prove.chance import Random, seeded

KIOSKS: Final = ("kiosk-1", "kiosk-2", "kiosk-3")
SETTLERS: Final = ("settler-1", "settler-2")
SERVER: Final = "server"

WHOLE, ALONE, SESSION = "whole", "alone", "session"
"""How a server dies: with everything it has started, by itself, or because one of its sessions was killed."""

RESET, SILENT, DEAF = "reset", "silent", "deaf"
"""How a line is cut: reset and refused; nothing goes through; what is asked goes through and no answer comes back."""

_ON_A_FILE: Final = 5
"""Every so many storms of deaths is on one machine's file, which has no server."""

_LONGEST_GAP_S: Final = 0.9
_LONGEST_AWAY_S: Final = 1.2
_LONGEST_CUT_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Act:
    """At ``at_s`` seconds of the storm, ``does`` this to ``whom``; ``how`` is one of the words above, or none."""

    at_s: float
    does: str
    whom: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Storm:
    """One storm. ``engine``: sqlite or postgresql. ``acts`` are in the order of time; everything is back at the end."""

    number: int
    engine: str
    acts: Sequence[Act]

    @property
    def blows(self) -> int:
        """How often something is killed or cut."""
        return sum(act.does in ("kill", "cut") for act in self.acts)


def cuts_to_the_company(seed: int, number: int, count: int) -> Storm:
    """For the control: only the lines over which money is asked for."""
    return partitions(seed, number, count, tuple(map(company_line, SETTLERS)))


def kills(seed: int, number: int, count: int) -> Storm:
    """Processes die, in any order, also while others are still away. Every fifth storm is on one machine's file."""
    chance = seeded("kills of several", seed, number)
    engine = "postgresql" if (number + 1) % _ON_A_FILE else "sqlite"
    victims = [*KIOSKS, *SETTLERS] + ([SERVER, SERVER] if engine == "postgresql" else [])
    acts: list[Act] = []
    away: dict[str, float] = {}
    at = 0.3
    for _ in range(count):
        at += chance.uniform(0.05, _LONGEST_GAP_S)
        here = [victim for victim in victims if away.get(victim, 0.0) <= at]
        victim = chance.choice(here or [KIOSKS[0]])
        at = max(at, away.get(victim, 0.0))
        how = chance.choice((WHOLE, ALONE, SESSION)) if victim == SERVER else ""
        back = at + chance.uniform(0.0, _LONGEST_AWAY_S)
        # What starts again needs a moment before it can die again.
        away[victim] = back + 0.05
        acts += [Act(at, "kill", victim, how), Act(back, "start", victim)]
    return Storm(number, engine, _in_order(acts))


def partitions(seed: int, number: int, count: int, only: Sequence[str] = ()) -> Storm:
    """Lines are cut: each terminal's to the database, each settler's to the database and to the company."""
    chance = seeded("partitions", seed, number)
    lines = list(only) or [*KIOSKS, *SETTLERS, *map(company_line, SETTLERS)]
    acts: list[Act] = []
    away: dict[str, float] = {}
    at = 0.3
    for _ in range(count):
        at += chance.uniform(0.05, _LONGEST_GAP_S)
        here = [line for line in lines if away.get(line, 0.0) <= at]
        line = chance.choice(here or [lines[0]])
        at = max(at, away.get(line, 0.0))
        back = at + _length(chance)
        away[line] = back + 0.01
        acts += [
            Act(at, "cut", line, chance.choice((RESET, SILENT, DEAF))),
            Act(back, "mend", line, chance.choice(("deliver", "drop"))),
        ]
    return Storm(number, "postgresql", _in_order(acts))


def company_line(settler: str) -> str:
    """The name of a settler's line to the payment company."""
    return f"{settler}-company"


def _length(chance: Random) -> float:
    """Most cuts are short."""
    return min(0.05 + chance.expovariate(2.0), _LONGEST_CUT_S)


def _in_order(acts: list[Act]) -> list[Act]:
    return sorted(acts, key=lambda act: act.at_s)
