"""The sentences and words of the floor plan in a language: pure, no widgets."""

from collections.abc import Mapping

from kiosk.domain.sittings import seoul_day
from kiosk.ui.text import Text
from kiosk.ui.views import FloorNote, FloorScreenView

_ROOM = ("entrance", "kitchen", "washroom", "here")
_PARTS = ("table_name", "seat_name", "table_named", "seat_named", "position", "shared", "wheelchair")
_STATES = ("free", "mine", "held", "taken", "unfit")


def note_of(view: FloorScreenView, text: Text) -> str:  # noqa: PLR0911 - one line a note
    """The sentence that answers the last touch, or tells what another guest did; "" when there is none."""
    match view.note:
        case FloorNote.NONE:
            return ""
        case FloorNote.TAKEN:
            return text("floor.taken")
        case FloorNote.HELD:
            return text("floor.held")
        case FloorNote.CLOSED:
            return text("floor.closed")
        case FloorNote.LOST_RACE:
            return _lost(view, text)
        case FloorNote.TOO_SMALL:
            return text("floor.too_small", count=view.note_seats)
        case FloorNote.WRONG_COUNT:
            missing = view.party - (len(view.choice.seat_ids) if view.choice else 0)
            return text("floor.wrong_count" if missing >= 0 else "floor.wrong_count_many", count=abs(missing))
        case FloorNote.NONE_FIT:
            return text("floor.none_fit", guests=text.guests(view.party))


def wish_of(view: FloorScreenView, text: Text) -> str:
    """For how many and when, as it was chosen."""
    guests, starts = text.guests(view.party), view.sitting.starts
    if view.ahead:  # a date takes more room than "today": the hour it ends is said on 03
        day = text.date_short(seoul_day(starts))
        return text("floor.when_day", guests=guests, day=day, time=text.time(starts))
    return text("floor.when", guests=guests, day=text("common.today"), time=text.span(view.sitting))


def reason_not_to_hold(view: FloorScreenView, text: Text) -> str:
    """Why nothing can be held now; "" when it can."""
    if view.holding:
        return text("floor.holding")
    if view.choice is None:
        return text("floor.choose_first")
    if len(view.choice.seat_ids) == view.party:
        return ""
    return note_of(view, text) or text("floor.choose_first")


def plan_words(text: Text) -> Mapping[str, str]:
    """The words of the room and of its tables, as the plan wants them."""
    words = {name: text(f"floor.{name}") for name in _ROOM}
    words |= {name: str(text.entries[f"plan.{name}"]) for name in _PARTS}
    words["seat_count"] = _plural_of(text)
    words |= {f"state.{state}": text(f"legend.{state}") for state in _STATES}
    words |= {key: text(key) for key in text.entries if key.startswith(("zone.", "label."))}
    return words


def _lost(view: FloorScreenView, text: Text) -> str:
    if not view.offer:
        return text("floor.lost_race_none")
    labels = [text.label(table) for table in view.plan.tables if table.label in view.offer.split(", ")]
    return text("floor.lost_race", table=text.table(labels or [view.offer]))


def _plural_of(text: Text) -> str:
    entry = text.entries["plan.seat_count"]
    return str(entry["other"]) if isinstance(entry, dict) else str(entry)
