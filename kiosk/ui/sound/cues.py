"""Which sound goes with what has just changed on the glass. Pure: compares two pictures, plays nothing.

No sound stands alone: each has something to see with it (``SEEN``).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kiosk.ui.flow import events as ev
from kiosk.ui.presenter import Picture
from kiosk.ui.views import FloorNote, FloorScreenView, HoldView, ScreenName


class Cue(StrEnum):
    """A sound. Its value is the name of its file."""

    TOUCH = "touch"
    CHOSEN = "chosen"
    REFUSED = "refused"
    TIME_LEFT = "time_left"
    DONE = "done"
    NEEDS_YOU = "needs_you"


SEEN: Final[Mapping[Cue, str]] = {
    Cue.TOUCH: "the key goes in, and what it does follows",
    Cue.CHOSEN: "the seats are filled and framed, and the sheet names them",
    Cue.REFUSED: "a sentence says why not",
    Cue.TIME_LEFT: "the figures and cells of the hold",
    Cue.DONE: "the screen with the check and the number",
    Cue.NEEDS_YOU: "the count on the desk's rail and the matter itself",
}

MARKS_S: Final = (120, 60)
"""At these seconds of a hold that are left, its figures are heard."""

SPOKEN: Final = frozenset({Cue.TOUCH, Cue.CHOSEN})
"""What the voice says itself, at once: a sound would only cover the words."""

TOUCHES_OF_SEATS: Final = (ev.TableTouched, ev.SeatTouched, ev.HoldAsked)


def cue_of(before: Picture | None, after: Picture, touch: type[ev.Event] | None) -> Cue | None:
    """The one sound for a step, the weightiest if there are several. ``touch`` is what a guest did, if it was one."""
    cue = _weightiest(before, after, touch) if before is not None else None
    return None if after.modes.voice and cue in SPOKEN else cue


def _weightiest(before: Picture, after: Picture, touch: type[ev.Event] | None) -> Cue | None:
    if after.screen is ScreenName.DONE is not before.screen:
        return Cue.DONE
    if _passed_a_mark(_hold_of(before), _hold_of(after)):
        return Cue.TIME_LEFT
    if _refuses(before, after, touch):
        return Cue.REFUSED
    if _seats_of(after) and _seats_of(after) != _seats_of(before):
        return Cue.CHOSEN
    return Cue.TOUCH if touch is not None else None


def _passed_a_mark(before: HoldView | None, after: HoldView | None) -> bool:
    """While it is paused nothing runs out."""
    if before is None or after is None or after.paused:
        return False
    return any(after.seconds_left <= mark < before.seconds_left for mark in MARKS_S)


def _hold_of(picture: Picture) -> HoldView | None:
    hold = getattr(picture.view, "hold", None)
    return hold if isinstance(hold, HoldView) else None


def _refuses(before: Picture, after: Picture, touch: type[ev.Event] | None) -> bool:
    """A sentence has come, or the same one answers another touch."""
    note = _refusal_of(after, touch)
    return note is not None and (note != _refusal_of(before, touch) or touch in TOUCHES_OF_SEATS)


def _refusal_of(picture: Picture, touch: type[ev.Event] | None) -> tuple[FloorNote, str] | None:
    """How many seats are still to be chosen is no refusal, unless somebody wanted to go on."""
    view = picture.view
    if not isinstance(view, FloorScreenView) or view.note is FloorNote.NONE:
        return None
    if view.note is FloorNote.WRONG_COUNT and touch is not ev.HoldAsked:
        return None
    return view.note, view.note_table


def _seats_of(picture: Picture) -> frozenset[str]:
    view = picture.view
    return view.choice.seat_ids if isinstance(view, FloorScreenView) and view.choice else frozenset()
