"""From the desk's state to what it shows, in finished words. Pure; the parts have files of their own."""

from datetime import datetime

from babel.dates import format_date

from kiosk.desk.flow import Asks, State
from kiosk.desk.places import Place
from kiosk.desk.present_booking import booking_view
from kiosk.desk.present_floor import now_view
from kiosk.desk.present_matters import matter_view
from kiosk.desk.views import DeskView, FrameView, Key, PinView, RailEntry
from kiosk.domain.sittings import SEOUL
from kiosk.domain.staff import Act, may
from kiosk.services.results import Restaurant
from kiosk.ui.text import Text

_ICONS = {
    Place.NOW: "plan",
    Place.TIMELINE: "bars",
    Place.ATTENTION: "card",
    Place.CLOSE: "book",
    Place.REPORTS: "chart",
    Place.PLAN: "edit",
    Place.SETTINGS: "gear",
}
_RIGHT_FOR = {
    Place.CLOSE: Act.CLOSE_DAY,
    Place.REPORTS: Act.REPORTS,
    Place.PLAN: Act.EDIT_PLAN,
    Place.SETTINGS: Act.HOURS,
}
STALE_AFTER_S = 15


def desk_view(
    state: State, restaurant: Restaurant, places: frozenset[Place], now: datetime, text: Text
) -> DeskView:
    """Everything. ``places`` are those that have a page."""
    pin = _pin(state, restaurant, now, text) if state.asks is not None else None
    if not state.is_open:
        return DeskView(pin)
    return DeskView(
        pin=pin,
        frame=_frame(state, places, now, text),
        place=state.place,
        now=now_view(state, now, text) if state.place is Place.NOW else None,
        booking=booking_view(state, text) if state.told is not None else None,
        matters=matter_view(state, now, text) if state.place is Place.ATTENTION else None,
    )


def _pin(state: State, restaurant: Restaurant, now: datetime, text: Text) -> PinView:
    whose = state.second if state.asks is Asks.SECOND else state.who
    hint, is_bad = _hint(state, text)
    return PinView(
        title=text(f"desk.pin_{state.asks}"),
        more=text(f"desk.pin_{state.asks}_more") if state.asks is not Asks.SIGN_IN else "",
        restaurant=restaurant.names.get(text.language, next(iter(restaurant.names.values()))),
        date=_date(now, text),
        clock=text.time(now),
        people=tuple(
            Key(
                person.name,
                person.staff_id,
                is_chosen=person == whose,
                why_not=_why_not(state, person.staff_id, text),
            )
            for person in state.people
        ),
        entered=len(state.pin),
        hint=hint,
        is_bad=is_bad,
        forgotten=text("desk.pin_forgotten") if state.people else text("desk.nobody"),
        over=state.asks is not Asks.SIGN_IN,
    )


def _why_not(state: State, staff_id: str, text: Text) -> str:
    """Once more: only whoever works here. A second person: anybody else."""
    mine = state.who is not None and state.who.staff_id == staff_id
    if state.asks is Asks.AGAIN and not mine:
        return text("desk.pin_other")
    return text("desk.pin_not_you") if state.asks is Asks.SECOND and mine else ""


def _hint(state: State, text: Text) -> tuple[str, bool]:
    wrong = state.wrong
    if wrong is None:
        return text("desk.pin_hint"), False
    if wrong.is_locked:
        return text("desk.pin_locked"), True
    if wrong.pause_s:
        return text("desk.pin_pause", seconds=wrong.pause_s), True
    return text("desk.pin_wrong", left=wrong.tries_left), True


def _frame(state: State, places: frozenset[Place], now: datetime, text: Text) -> FrameView:
    assert state.who is not None, "nobody else sees the frame"
    role = state.who.role
    said, undo = state.said, None
    if said is not None and said.undo is not None:
        undo = Key(text("desk.undo"), said.undo)
    return FrameView(
        title=text(f"desk.title_{state.place}"),
        date=_date(now, text),
        facts=_facts(state, now, text),
        who=state.who.name,
        clock=text.time(now),
        rail=tuple(
            RailEntry(
                place,
                text(f"desk.place_{place}"),
                _ICONS[place],
                place is state.place,
                len(state.matters) if place is Place.ATTENTION else 0,
            )
            for place in Place
            if place in places and (place not in _RIGHT_FOR or may(role, _RIGHT_FOR[place]))
        ),
        lock=text("desk.lock"),
        said=_sentence(said.key, dict(said.values), text) if said else "",
        is_bad=bool(said and said.is_bad),
        undo=undo,
    )


def _sentence(key: str, values: dict[str, str | int], text: Text) -> str:
    """A code that has no sentence of its own gets the general one, with the code for whoever is asked about it."""
    if not text.has(key):
        return text("desk.no_other", code=key.rpartition("no_")[2])
    shown = {name: text.money(value) if isinstance(value, int) else value for name, value in values.items()}
    return text(key, **shown)


def _facts(state: State, now: datetime, text: Text) -> tuple[tuple[str, str, str], ...]:
    if state.today is None:
        return ()
    age = int((now - state.today.now).total_seconds())
    facts = [("alert", text("desk.stale_for", seconds=age), "warn")] if age > STALE_AFTER_S else []
    kinds = {matter.kind for matter in state.matters}
    paused = kinds & {"misconfigured", "clock_wrong", "not_recorded"}
    facts.append(("alert", text("desk.toss_paused"), "bad") if paused else ("check", text("desk.toss"), "ok"))
    return tuple(facts)


def _date(now: datetime, text: Text) -> str:
    return format_date(now.astimezone(SEOUL), text("desk.date_format"), locale=text.language)
