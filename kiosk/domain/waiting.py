"""The waiting list's rules: what becomes of a team that waits, whose turn it is, and how long a wait is likely to be.

Pure. Waiting takes no seat from anybody: a team that is called is seated by staff, or books like any other guest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.domain.best import Needs, best_for
from kiosk.domain.floor import Plan
from kiosk.domain.seating import made_useless
from kiosk.domain.states import IGNORE, Cell

ROUNDED_TO_MIN: Final = 5
"""Waits are told in steps of five minutes, rounded up: whoever is called earlier than told is not cross."""

PHONE_DIGITS: Final = 11
"""What a mobile number has today; the older ones have one less."""

LONGEST_LIST: Final = 60
"""Teams that may wait at once; what is more cannot be seated in an evening."""


class WaitStatus(StrEnum):
    """GONE: called twice, and nobody came."""

    WAITING = "WAITING"
    CALLED = "CALLED"
    SEATED = "SEATED"
    LEFT = "LEFT"
    GONE = "GONE"


class WaitEvent(StrEnum):
    """What can happen to a team that waits."""

    CALLED = "called"
    SEATED = "seated"
    LEFT = "left"
    UNANSWERED = "unanswered"
    UNANSWERED_AGAIN = "unanswered_again"
    TAKEN_BACK = "taken_back"
    TAKEN_BACK_CALLED = "taken_back_called"


ON_THE_LIST: Final = frozenset({WaitStatus.WAITING, WaitStatus.CALLED})
_S, _E = WaitStatus, WaitEvent

WAITING_TABLE: Final[Mapping[tuple[WaitStatus, WaitEvent], WaitStatus | Cell]] = {
    (_S.WAITING, _E.CALLED): _S.CALLED,
    (_S.WAITING, _E.SEATED): _S.SEATED,
    (_S.WAITING, _E.LEFT): _S.LEFT,
    (_S.WAITING, _E.UNANSWERED): IGNORE,
    (_S.WAITING, _E.UNANSWERED_AGAIN): IGNORE,
    (_S.CALLED, _E.CALLED): _S.CALLED,
    (_S.CALLED, _E.SEATED): _S.SEATED,
    (_S.CALLED, _E.LEFT): _S.LEFT,
    (_S.CALLED, _E.UNANSWERED): _S.WAITING,
    (_S.CALLED, _E.UNANSWERED_AGAIN): _S.GONE,
    **{
        (here, back): IGNORE
        for here in (_S.WAITING, _S.CALLED)
        for back in (_E.TAKEN_BACK, _E.TAKEN_BACK_CALLED)
    },
    **{(over, event): IGNORE for over in (_S.SEATED, _S.LEFT, _S.GONE) for event in _E},
    **{(over, _E.TAKEN_BACK): _S.WAITING for over in (_S.SEATED, _S.LEFT, _S.GONE)},
    **{(over, _E.TAKEN_BACK_CALLED): _S.CALLED for over in (_S.SEATED, _S.LEFT, _S.GONE)},
}
"""Total. Who was called and did not come keeps a place once, behind the next team; the second time they are gone. What staff
ended by mistake is taken back to where the team was."""


def next_wait(status: WaitStatus, event: WaitEvent) -> WaitStatus | None:
    """The state that follows; None where it makes no sense: nobody was called, or the wait is over."""
    cell = WAITING_TABLE[status, event]
    return None if isinstance(cell, Cell) else cell


def unanswered(misses: int) -> WaitEvent:
    """Which it is: the first call that nobody answered, or one more."""
    return WaitEvent.UNANSWERED_AGAIN if misses else WaitEvent.UNANSWERED


def taken_back(*, was_called: bool) -> WaitEvent:
    """Which it is: of a team that was called before its wait was ended by mistake, or of one that was not."""
    return WaitEvent.TAKEN_BACK_CALLED if was_called else WaitEvent.TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Opening:
    """A cell in which somebody may sit down, and for how many cells they would stay."""

    cell: int
    stay: int


@dataclass(frozen=True, slots=True)
class Quote:
    """How many teams are before, and the minutes until a table is likely to be free; None: not today."""

    ahead: int
    minutes: int | None


def quoted(
    plan: Plan,
    busy: Mapping[str, frozenset[int]],
    openings: Sequence[Opening],
    ahead: Sequence[Needs],
    ours: Needs,
) -> int | None:
    """The first cell in which ``ours`` fit, once everybody before them has got the first table that suits them.

    ``busy`` is which cells of each seat are claimed. None when nothing fits in any of the openings.
    """
    taken = {seat_id: set(cells) for seat_id, cells in busy.items()}
    found = None
    for needs in (*ahead, ours):
        found = _seated_in(plan, taken, openings, needs)
    return found


def _seated_in(
    plan: Plan, taken: dict[str, set[int]], openings: Sequence[Opening], needs: Needs
) -> int | None:
    usable = frozenset(seat.seat_id for table in plan.tables for seat in table.usable_seats)
    for opening in openings:
        cells = set(range(opening.cell, opening.cell + opening.stay))
        free = frozenset(seat_id for seat_id in usable if not taken.get(seat_id, set()) & cells)
        seats = best_for(plan, free, needs) if len(free) >= needs.party else None
        if seats is not None:
            for seat_id in seats | made_useless(plan, seats):
                taken.setdefault(seat_id, set()).update(cells)
            return opening.cell
    return None


def is_phone(text: str) -> bool:
    """A Korean mobile number as its digits: 010 and eight more, or an older one of ten or eleven."""
    return text.isascii() and text.isdigit() and begins_like_a_phone(text) and not digits_lacking(text)


def begins_like_a_phone(text: str) -> bool:
    """Whether these digits, as far as they go, can become a mobile number."""
    return all(digit == wanted for digit, wanted in zip(text, "01", strict=False))


def digits_lacking(text: str) -> int:
    """How many digits these still lack; below 0 when there are too many."""
    if len(text) > PHONE_DIGITS:
        return PHONE_DIGITS - len(text)
    is_old = not text.startswith("010")
    return max((PHONE_DIGITS - 1 if is_old else PHONE_DIGITS) - len(text), 0)


def minutes_until(instant: datetime, now: datetime) -> int:
    """As it is told: rounded up, and never "at once" to somebody who has to wait."""
    step = timedelta(minutes=ROUNDED_TO_MIN)
    return max(-(-(instant - now) // step), 1) * ROUNDED_TO_MIN
