"""How a guest is doing in the house: expected, arrived, seated, left, or never come. Facts of the room, never of money.

The table is total: every (state, event) cell is a new state, or None where the event makes no sense and changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.domain.sittings import Sitting, next_cell, start_of


class SeatedState(StrEnum):
    """Where a booking's guests are."""

    EXPECTED = "EXPECTED"
    ARRIVED = "ARRIVED"
    SEATED = "SEATED"
    LEFT = "LEFT"
    NO_SHOW = "NO_SHOW"


class SeatedEvent(StrEnum):
    """What staff see happen. TAKEN_BACK: the last one was a mistake."""

    ARRIVED = "arrived"
    SEATED = "seated"
    LEFT = "left"
    NO_SHOW = "no_show"
    TAKEN_BACK = "taken_back"


_S, _E = SeatedState, SeatedEvent

SEATED_TABLE: Final[Mapping[tuple[SeatedState, SeatedEvent], SeatedState | None]] = {
    (_S.EXPECTED, _E.ARRIVED): _S.ARRIVED,
    (_S.EXPECTED, _E.SEATED): _S.SEATED,
    (_S.EXPECTED, _E.LEFT): None,
    (_S.EXPECTED, _E.NO_SHOW): _S.NO_SHOW,
    (_S.EXPECTED, _E.TAKEN_BACK): None,
    (_S.ARRIVED, _E.ARRIVED): None,
    (_S.ARRIVED, _E.SEATED): _S.SEATED,
    (_S.ARRIVED, _E.LEFT): _S.LEFT,
    (_S.ARRIVED, _E.NO_SHOW): None,
    (_S.ARRIVED, _E.TAKEN_BACK): _S.EXPECTED,
    (_S.SEATED, _E.ARRIVED): None,
    (_S.SEATED, _E.SEATED): None,
    (_S.SEATED, _E.LEFT): _S.LEFT,
    (_S.SEATED, _E.NO_SHOW): None,
    (_S.SEATED, _E.TAKEN_BACK): _S.ARRIVED,
    (_S.LEFT, _E.ARRIVED): None,
    (_S.LEFT, _E.SEATED): None,
    (_S.LEFT, _E.LEFT): None,
    (_S.LEFT, _E.NO_SHOW): None,
    (_S.LEFT, _E.TAKEN_BACK): _S.SEATED,
    (_S.NO_SHOW, _E.ARRIVED): _S.ARRIVED,
    (_S.NO_SHOW, _E.SEATED): _S.SEATED,
    (_S.NO_SHOW, _E.LEFT): None,
    (_S.NO_SHOW, _E.NO_SHOW): None,
    (_S.NO_SHOW, _E.TAKEN_BACK): _S.EXPECTED,
}

GONE: Final = frozenset({SeatedState.LEFT, SeatedState.NO_SHOW})
"""Their seats are free for others from now on."""

LATE_AFTER: Final = timedelta(minutes=10)
SOON: Final = timedelta(hours=1)
LEAVES_SOON: Final = timedelta(minutes=15)


class Phase(StrEnum):
    """Under which heading of the desk's list a booking stands at a moment."""

    LATE = "late"
    SOON = "soon"
    LATER = "later"
    CHOOSING = "choosing"
    HERE = "here"
    LEAVING = "leaving"
    GONE = "gone"
    BLOCKED = "blocked"


def phase_of(state: SeatedState, sitting: Sitting, now: datetime) -> Phase:
    """The heading of a booking that is kept; whoever has not come is late ten minutes after the start."""
    if state in GONE:
        return Phase.GONE
    if state is SeatedState.SEATED:
        return Phase.LEAVING if sitting.ends - now <= LEAVES_SOON else Phase.HERE
    if state is SeatedState.ARRIVED:
        return Phase.SOON
    if now >= sitting.ends:
        return Phase.GONE
    if now >= sitting.starts + LATE_AFTER:
        return Phase.LATE
    return Phase.SOON if sitting.starts - now <= SOON else Phase.LATER


def ends_early(sitting: Sitting, now: datetime) -> datetime:
    """When a booking's seats are free if its guests go now: at the next quarter hour, one after the start at the least."""
    cells = sitting.cells
    return start_of(min(max(next_cell(now), cells.start + 1), cells.stop))
