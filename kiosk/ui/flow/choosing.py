"""01, 03 and 04: from the first touch to the seats that are to be held."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.domain.best import Needs, best_for
from kiosk.domain.floor import Plan, Table
from kiosk.domain.rooms import rooms_of
from kiosk.domain.seating import in_order, nearest_equal, open_seats, seats_at, swap, tables_that_fit
from kiosk.domain.sittings import Sitting
from kiosk.services.results import Held, Refused, SeatUse, Taken
from kiosk.ui.flow import events as ev
from kiosk.ui.flow.days import can_be_chosen, day_of, days_offered, next_open, offered, today
from kiosk.ui.flow.effects import Hold, StartVisit
from kiosk.ui.flow.moves import (
    Step,
    ask_to_leave,
    call_staff,
    go,
    has_hold,
    read_boards,
    stay,
    to_floor,
    with_visit,
    without_note,
)
from kiosk.ui.flow.rooms import facing
from kiosk.ui.flow.states import Job, State, Visit, free_seats, visit_of, wish_of
from kiosk.ui.flow.waiting import is_full, to_waitlist
from kiosk.ui.views import FloorNote, ScreenName


def touched(state: State, _event: ev.Event) -> Step:
    """Somebody is here: get an id for them, once. Nothing to sell, today or later, means nothing to start."""
    nothing = state.floor.sittings == () and next_open(state) is None
    if state.starting or state.outage or nothing:
        return stay(state)
    return stay(replace(state, starting=True), StartVisit(""))


def visit_started(state: State, event: ev.VisitStarted) -> Step:
    """03, with the first sitting of today chosen that is not full: most people want to sit down as soon as they can.
    When today is over, with the next day that is open."""
    if not state.starting:
        return stay(state)
    visit = Visit(event.visit_id, active_at=state.at.mono, since=state.at.mono)
    if state.floor.sittings:
        visit = replace(visit, sitting=_first_with_room(state, state.floor.sittings))
    else:
        visit = replace(visit, day=next_open(state))
    return read_boards(go(replace(state, starting=False), ScreenName.PARTY, visit))


def party_chosen(state: State, event: ev.PartyChosen) -> Step:
    """More than the largest party is for the staff; the screen says so beside the keys."""
    visit = visit_of(state)
    if not 1 <= event.party <= state.house.restaurant.largest_party or event.party == visit.party:
        return stay(state)
    return stay(with_visit(state, _unchosen(replace(visit, party=event.party))))


def wheelchair_toggled(state: State, event: ev.WheelchairToggled) -> Step:
    """Seats already chosen may not suit any more."""
    return stay(with_visit(state, _unchosen(replace(visit_of(state), wheelchair=event.on))))


def high_chair_toggled(state: State, event: ev.HighChairToggled) -> Step:
    """Any table will do for a high chair."""
    return stay(with_visit(state, replace(visit_of(state), high_chair=event.on)))


def day_chosen(state: State, event: ev.DayChosen) -> Step:
    """Its times are read. On another day nobody can know which one is wanted; today the first that is not full is."""
    visit, day = visit_of(state), event.day
    if day not in days_offered(state) or day == day_of(state) or not can_be_chosen(state, day):
        return stay(state)
    other = day if day != today(state) else None
    sittings = () if other else state.floor.sittings or ()
    sitting = _first_with_room(state, sittings) if sittings else None
    return read_boards(with_visit(state, _unchosen(replace(visit, day=other, sitting=sitting))))


def time_chosen(state: State, event: ev.TimeChosen) -> Step:
    """Only what the services offered can be chosen."""
    if event.sitting not in (offered(state) or ()):
        return stay(state)
    return stay(with_visit(state, _unchosen(replace(visit_of(state), sitting=event.sitting))))


def seats_asked(state: State, _event: ev.SeatsAsked) -> Step:
    """On to 04 once it is known how many and when; to 16 when they would have to wait."""
    visit = visit_of(state)
    if visit.party is None or visit.sitting is None or state.outage:
        return stay(state)
    if is_full(state, visit, visit.sitting):
        return to_waitlist(state, visit)
    return to_floor(state, without_note(visit))


def best_held(state: State, event: ev.BestAsked) -> Step:
    """03: nobody has to read a plan. The best seats are chosen and held at once; 06 shows which, and why these."""
    visit = visit_of(state)
    if visit.party is None or visit.sitting is None or state.outage:
        return stay(state)
    moved, reads = to_floor(state, without_note(visit))
    shown, _ = best_shown(moved, event)
    if not visit_of(shown).chosen:
        return shown, reads
    held, calls = hold_asked(shown, ev.HoldAsked())
    return held, (*reads, *calls)


def best_shown(state: State, _event: ev.BestAsked) -> Step:
    """04: the best seats are chosen, and can be changed; when nothing fits, that is said."""
    if state.outage:
        return stay(state)
    visit, plan = visit_of(state), _plan(state)
    sitting, party = wish_of(state)
    seats = best_for(plan, free_seats(state, sitting), Needs(party, visit.wheelchair, visit.high_chair))
    if seats is None:
        return stay(with_visit(state, replace(_unchosen(visit), note=FloorNote.NONE_FIT)))
    chosen = without_note(replace(visit, chosen=in_order(plan, seats)))
    return stay(with_visit(state, facing(state, chosen)))


def left_party(state: State, _event: ev.WentBack) -> Step:
    """Back from the first question is out."""
    return ask_to_leave(state)


def room_chosen(state: State, event: ev.RoomChosen) -> Step:
    """Another room; what is chosen or offered stays so."""
    if event.room not in rooms_of(_plan(state)):
        return stay(state)
    visit = visit_of(state)
    return stay(with_visit(state, replace(visit if visit.offer else without_note(visit), room=event.room)))


def list_asked(state: State, _event: ev.ListAsked) -> Step:
    """From 04 to 05. What is chosen stays chosen: both show the same."""
    return stay(go(state, ScreenName.LIST, replace(visit_of(state), listed=True)))


def plan_asked(state: State, _event: ev.PlanAsked) -> Step:
    """And back."""
    return stay(go(state, ScreenName.FLOOR, facing(state, replace(visit_of(state), listed=False))))


def back_to_party(state: State, _event: ev.Event) -> Step:
    """뒤로 and 바꾸기 on 04."""
    return read_boards(go(state, ScreenName.PARTY, replace(visit_of(state), room=None)))


def table_touched(state: State, event: ev.TableTouched) -> Step:
    """The first touch takes the best seats; a table that will not do answers with one sentence."""
    if state.outage:
        return stay(state)
    visit, plan = visit_of(state), _plan(state)
    sitting, party = wish_of(state)
    table = plan.table(event.table_id)
    ours = {seat.seat_id for seat in table.seats}
    if ours & set(visit.chosen) and len(visit.chosen) == party:
        return stay(with_visit(state, without_note(visit)))
    if ours & visit.offer:
        return stay(with_visit(state, without_note(replace(visit, chosen=in_order(plan, visit.offer)))))
    free = free_seats(state, sitting)
    seats = seats_at(plan, table.table_id, free, party, wheelchair=visit.wheelchair)
    if seats:
        return stay(with_visit(state, without_note(replace(visit, chosen=in_order(plan, seats)))))
    return stay(with_visit(state, _answered(state, visit, table)))


def seat_touched(state: State, event: ev.SeatTouched) -> Step:
    """At a chosen table a chair can be swapped; anywhere else it stands for its table."""
    if state.outage:
        return stay(state)
    visit, plan = visit_of(state), _plan(state)
    sitting, party = wish_of(state)
    table = plan.table_of(event.seat_id)
    if not any(plan.table_of(seat_id).table_id == table.table_id for seat_id in visit.chosen):
        return table_touched(state, ev.TableTouched(table.table_id))
    free = free_seats(state, sitting)
    if event.seat_id not in free:
        return stay(with_visit(state, _answered(state, visit, table, event.seat_id)))
    chosen = swap(plan, visit.chosen, event.seat_id, free, party, wheelchair=visit.wheelchair)
    return stay(with_visit(state, _counted(without_note(replace(visit, chosen=chosen)))))


def hold_asked(state: State, _event: ev.HoldAsked) -> Step:
    """T1, when as many seats are chosen as there are guests. Seats that are already held need no asking."""
    visit, plan = visit_of(state), _plan(state)
    if not visit.chosen and visit.offer:
        visit = without_note(replace(visit, chosen=in_order(plan, visit.offer)))
    sitting, party = wish_of(state)
    booking = visit.booking
    if state.outage:
        return stay(state)
    if len(visit.chosen) != party:
        return stay(with_visit(state, _counted(visit)))
    seats = frozenset(visit.chosen)
    if has_hold(visit) and booking and (booking.seat_ids, booking.sitting) == (seats, sitting):
        return stay(go(state, ScreenName.REVIEW, without_note(visit)))
    holding = replace(without_note(visit), job=Job.HOLD)
    return stay(with_visit(state, holding), Hold(visit.visit_id, sitting, seats, party))


def hold_answered(state: State, event: ev.HoldAnswered) -> Step:
    """T1's outcome: ours, somebody else's, or not to be had at all."""
    visit = replace(visit_of(state), job=None)
    match event.result:
        case Held(booking):
            seats = in_order(_plan(state), booking.seat_ids)
            held = replace(
                visit, booking=booking, chosen=seats, sitting=booking.sitting, agreed=False, paying=None
            )
            return stay(go(state, ScreenName.REVIEW, replace(without_note(held), asked_without=False)))
        case Taken(gone, offer):
            return to_floor(state, _lost(state, visit, gone, offer))
        case Refused("sitting_over" | "too_far_ahead"):
            over = _unchosen(replace(visit, sitting=None))
            return read_boards(go(state, ScreenName.PARTY, over))
        case Refused(why):
            refused = replace(_unchosen(visit), note=FloorNote.CLOSED)
            moved, reads = to_floor(state, refused)
            called, calls = call_staff(moved, f"hold_{why}")
            return called, (*reads, *calls)


def choice_checked(state: State) -> State:
    """After a board was read on 04: what somebody else took meanwhile is not ours to choose any more."""
    visit, plan = visit_of(state), _plan(state)
    if visit.sitting is None or visit.party is None or visit.job is Job.HOLD:
        return state
    free = free_seats(state, visit.sitting)
    if visit.chosen and not _can_be_had(plan, visit.chosen, free):
        lost = frozenset(visit.chosen)
        offer = nearest_equal(plan, free, lost, visit.party)
        return with_visit(state, facing(state, _lost(state, visit, lost, offer)))
    if visit.offer and not _can_be_had(plan, tuple(visit.offer), free):
        offer = nearest_equal(plan, free, visit.offer, visit.party)
        return with_visit(state, facing(state, replace(visit, offer=offer)))
    return state


def _can_be_had(plan: Plan, chosen: tuple[str, ...], free: frozenset[str]) -> bool:
    tables = {plan.table_of(seat_id).table_id for seat_id in chosen}
    had = {seat.seat_id for table in tables for seat in open_seats(plan.table(table), free, wheelchair=True)}
    return set(chosen) <= had


def _lost(state: State, visit: Visit, gone: frozenset[str], offer: frozenset[str]) -> Visit:
    plan = _plan(state)
    label = plan.table_of(min(gone)).label if gone else ""
    lost = replace(visit, chosen=(), note=FloorNote.LOST_RACE, note_table=label, offer=offer)
    return lost if offer else replace(lost, note_seats=0)


def _counted(visit: Visit) -> Visit:
    missing = (visit.party or 0) - len(visit.chosen)
    if missing == 0:
        return visit
    return replace(visit, note=FloorNote.WRONG_COUNT, note_seats=missing)


def _answered(state: State, visit: Visit, table: Table, seat_id: str = "") -> Visit:
    """Why not: closed, taken, held, or too small, in that order of finality."""
    sitting, _ = wish_of(state)
    board = state.floor.boards.get(sitting.starts)
    used = board.used if board else {}
    uses = [used.get(seat_id)] if seat_id else [used.get(seat.seat_id) for seat in table.seats]
    room = open_seats(table, free_seats(state, sitting), wheelchair=visit.wheelchair)
    if not table.usable_seats:
        note = FloorNote.CLOSED
    elif room and not seat_id:
        note = FloorNote.TOO_SMALL
    elif SeatUse.TAKEN in uses:
        note = FloorNote.TAKEN
    else:
        note = FloorNote.HELD if SeatUse.HELD in uses else FloorNote.CLOSED
    return replace(without_note(visit), note=note, note_table=table.label, note_seats=len(room))


def _unchosen(visit: Visit) -> Visit:
    return without_note(replace(visit, chosen=()))


def _first_with_room(state: State, sittings: Sequence[Sitting]) -> Sitting:
    plan = _plan(state)
    return next((one for one in sittings if tables_that_fit(plan, free_seats(state, one), 1)), sittings[0])


def _plan(state: State) -> Plan:
    return state.house.restaurant.plan
