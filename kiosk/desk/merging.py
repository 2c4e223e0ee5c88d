"""Tables put together for one party: which seats that takes, what is asked over the plan, and the one deed that does it. Pure."""

from datetime import datetime, timedelta
from typing import Final

from kiosk.desk.deeds import Move, TakeSeats
from kiosk.desk.events import PartyChosen, TakingAsked
from kiosk.desk.flow import State
from kiosk.desk.views import Key
from kiosk.domain.floor import Plan
from kiosk.domain.seated import Phase
from kiosk.domain.seating import made_useless
from kiosk.domain.sittings import Sitting
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.today import Today
from kiosk.ui.text import Text

STAY: Final = timedelta(minutes=90)


def busy_seats(today: Today, starts: datetime, ends: datetime, moved: str = "") -> frozenset[str]:
    """Seats that somebody has in that time, and those that are of no use beside them. ``moved`` keeps its own."""
    return frozenset(
        seat_id
        for line in today.lines
        if line.booking_id != moved
        and line.phase is not Phase.GONE
        and line.sitting.starts < ends
        and starts < line.sitting.ends
        for seat_id in line.seat_ids | made_useless(today.plan, line.seat_ids)
    )


def merged_seats(plan: Plan, table_ids: tuple[str, ...], party: int) -> frozenset[str]:
    """A seat at each table in turn, until everybody has one: nobody sits alone at the far end while there is room nearer."""
    tables = [[seat.seat_id for seat in plan.table(each).usable_seats] for each in table_ids]
    longest = max(map(len, tables), default=0)
    in_turn = [seats[nth] for nth in range(longest) for seats in tables if nth < len(seats)]
    return frozenset(in_turn[:party])


def merge_strip(state: State, today: Today, now: datetime, text: Text) -> tuple[str, tuple[Key, ...]]:
    """The question over the plan while tables are put together, and its keys."""
    merged, moving = state.merged or (), state.moving
    party = moving.party if moving is not None else state.party
    labels = [_label(today.plan, each, text) for each in merged]
    question = text("desk.merge_which", guests=text.guests(party))
    if labels:
        room = sum(len(today.plan.table(each).usable_seats) for each in merged)
        question = text("desk.merge_chosen", tables=", ".join(labels), seats=room, guests=text.guests(party))
    why_not = _why_not(state, today, now, text)
    if why_not and len(merged) > 1:
        question = why_not
    sizes = () if moving is not None else (
        Key(text("desk.fewer"), PartyChosen(max(1, party - 1))), Key(text("desk.more"), PartyChosen(party + 1)),
    )  # fmt: skip
    go = Key(
        text("desk.merge_move" if moving is not None else "desk.merge_go"), _deed(state, today, now),
        "check", is_chosen=not why_not, why_not=why_not,
    )  # fmt: skip
    return question, (*sizes, go, Key(text("desk.leave_it"), TakingAsked("")))


def chosen_seats(state: State, today: Today) -> frozenset[str]:
    """What is shown as chosen on the plan meanwhile."""
    party = state.moving.party if state.moving is not None else state.party
    return merged_seats(today.plan, state.merged or (), party)


def _deed(state: State, today: Today, now: datetime) -> Move | TakeSeats:
    seats = chosen_seats(state, today)
    if state.moving is not None:
        return Move(state.moving.booking_id, state.moving.version, seats)
    return TakeSeats(Wanted(HouseKind.WALK_IN, seats, state.party, now, now + STAY))


def _why_not(state: State, today: Today, now: datetime, text: Text) -> str:
    """What speaks against it, as far as the desk knows; the services look again."""
    merged, moving = state.merged or (), state.moving
    if len(merged) < 2:  # noqa: PLR2004 - one is not merged
        return text("desk.merge_two")
    sitting: Sitting | None = moving.sitting if moving is not None else None
    starts, ends = (sitting.starts, sitting.ends) if sitting else (now, now + STAY)
    busy = busy_seats(today, starts, ends, moving.booking_id if moving is not None else "")
    for each in merged:
        if busy & {seat.seat_id for seat in today.plan.table(each).seats}:
            return text("desk.merge_taken", table=_label(today.plan, each, text))
    party = moving.party if moving is not None else state.party
    return text("desk.merge_small") if len(chosen_seats(state, today)) < party else ""


def _label(plan: Plan, table_id: str, text: Text) -> str:
    label = plan.table(table_id).label
    return text(f"label.{label}") if text.has(f"label.{label}") else label
