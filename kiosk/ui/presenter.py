"""Makes what a screen is shown from what the flow knows. Pure: no Qt, no language, no clock but the state's own.

Instants are cut to the minute where nothing smaller is shown, so that a view changes only when its picture does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from kiosk.domain.best import Needs, Reason, best_for, reasons_for
from kiosk.domain.floor import Plan, Table
from kiosk.domain.money import won
from kiosk.domain.rooms import rooms_of
from kiosk.domain.seating import best_seats, open_seats, tables_that_fit
from kiosk.domain.sittings import Sitting, sittings_on
from kiosk.services.results import Booking, SeatUse
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.flow.days import next_open, today
from kiosk.ui.flow.states import (
    Stage,
    State,
    booking_of,
    free_seats,
    hold_left,
    paying_of,
    visit_of,
    wish_of,
)
from kiosk.ui.flow.waiting import now_of
from kiosk.ui.modes import Modes
from kiosk.ui.present_party import ahead_of, free_until_of, minute_of, party_view
from kiosk.ui.present_waiting import waiting_view, waitlist_view
from kiosk.ui.views import (
    AttractView,
    Choice,
    ClosedView,
    ConfirmingView,
    DeclinedView,
    DoneView,
    ExpiredView,
    FloorScreenView,
    FrameView,
    HoldView,
    Overlay,
    OverlayView,
    Paper,
    PaymentView,
    ReviewView,
    RoomTab,
    ScreenName,
    ScreenView,
    StoppedView,
    UnknownView,
)

STEPS: Mapping[ScreenName, int] = {
    ScreenName.PARTY: 1,
    ScreenName.FLOOR: 2,
    ScreenName.LIST: 2,
    ScreenName.WAITLIST: 2,
    ScreenName.REVIEW: 3,
    ScreenName.PAYMENT: 4,
    ScreenName.CONFIRMING: 4,
    ScreenName.DECLINED: 4,
    ScreenName.STOPPED: 4,
    ScreenName.UNKNOWN: 4,
}
ASKING = (ScreenName.CONFIRMING, ScreenName.UNKNOWN)
MONEY = (ScreenName.PAYMENT, *ASKING, ScreenName.DONE)
DAYS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that is on the glass."""

    screen: ScreenName
    language: str
    modes: Modes
    view: ScreenView
    frame: FrameView
    overlay: OverlayView | None


def present(state: State) -> Picture:
    """The picture of a state."""
    return Picture(state.screen, state.language, state.modes, _view(state), _frame(state), _overlay(state))


def _view(state: State) -> ScreenView:  # noqa: C901, PLR0911, PLR0912 - one line a screen
    match state.screen:
        case ScreenName.ATTRACT:
            return _attract(state)
        case ScreenName.PARTY:
            return party_view(state)
        case ScreenName.FLOOR | ScreenName.LIST:
            return _floor(state)
        case ScreenName.WAITLIST:
            return waitlist_view(state)
        case ScreenName.WAITING:
            return waiting_view(state)
        case ScreenName.REVIEW:
            return _review(state)
        case ScreenName.PAYMENT:
            return _payment(state)
        case ScreenName.CONFIRMING:
            return ConfirmingView(_booked(state), slow=_shown(state) >= state.timers.confirm_soft_s)
        case ScreenName.DONE:
            return _done(state)
        case ScreenName.DECLINED:
            return DeclinedView(_booked(state), visit_of(state).reason or "other", _hold(state))
        case ScreenName.STOPPED:
            return StoppedView(_booked(state), _hold(state), page_broken=visit_of(state).page_broken)
        case ScreenName.UNKNOWN:
            return UnknownView(_booked(state), paying_of(state).reference, int(_shown(state)))
        case ScreenName.EXPIRED:
            return _expired(state)
        case ScreenName.CLOSED:
            return ClosedView(state.outage.code if state.outage else "")


def _frame(state: State) -> FrameView:
    names = state.house.restaurant.names
    return FrameView(
        restaurant=names.get(state.language) or next(iter(names.values()), ""),
        now=minute_of(state),
        step=STEPS.get(state.screen),
        may_start_over=state.screen not in (*ASKING, ScreenName.ATTRACT, ScreenName.CLOSED),
        may_change_language=state.screen not in (ScreenName.PAYMENT, *ASKING, ScreenName.CLOSED),
        test_payment=state.house.test_payment and state.screen in MONEY,
        disconnected=state.outage is not None,
    )


def _overlay(state: State) -> OverlayView | None:
    if state.overlay is None:
        return None
    visit, timers = state.visit, state.timers
    hold = _hold(state) if visit and visit.booking else None
    if state.overlay is Overlay.IDLE:
        left = timers.idle_leave_s - (state.at.mono - state.overlay_at)
        return OverlayView(state.overlay, max(ceil(left), 0), timers.idle_leave_s, hold)
    if state.overlay is Overlay.MORE_TIME and hold:
        return OverlayView(state.overlay, hold.seconds_left, hold.total_s, hold)
    return OverlayView(
        state.overlay,
        hold=hold,
        modes=state.modes,
        may_start=state.screen is ScreenName.ATTRACT,
        free_cancel_until=free_until_of(state, booking_of(state).sitting) if hold else None,
    )


def _attract(state: State) -> AttractView:
    restaurant, sittings = state.house.restaurant, state.floor.sittings
    name = restaurant.names.get(state.language) or next(iter(restaurant.names.values()), "")
    notice = restaurant.notices.get(state.language, "")
    if sittings is None:
        everything = sum(len(table.usable_seats) for table in restaurant.plan.tables)
        return AttractView(
            name,
            minute_of(state),
            everything,
            minute_of(state),
            matters=state.floor.matters,
            calls=state.floor.calls,
            notice=notice,
        )
    boards = [free_seats(state, sitting) for sitting in sittings]
    earliest = next(
        (
            sitting.starts
            for sitting, free in zip(sittings, boards, strict=True)
            if best_seats(restaurant.plan, free, 1)
        ),
        None,
    )
    now_free = _offered(restaurant.plan, boards[0]) if boards else 0
    reopens = _reopens(state) if earliest is None else None
    return AttractView(
        name,
        minute_of(state),
        now_free,
        earliest,
        reopens,
        state.floor.matters,
        unpayable=bool(state.floor.closed),
        waits=not now_free and now_of(state) is not None and state.house.waits,
        calls=state.floor.calls,
        notice=notice,
        later_days=next_open(state) is not None,
    )


def _offered(plan: Plan, free: frozenset[str]) -> int:
    return sum(len(open_seats(table, free, wheelchair=True)) for table in plan.tables)


def _reopens(state: State) -> datetime | None:
    restaurant = state.house.restaurant
    for ahead in range(DAYS_AHEAD):
        for sitting in sittings_on(today(state) + timedelta(days=ahead), restaurant.rules, restaurant.days):
            if sitting.starts > state.at.now:
                return sitting.starts
    return None


def _floor(state: State) -> FloorScreenView:
    visit, plan = visit_of(state), state.house.restaurant.plan
    sitting, party = wish_of(state)
    free = free_seats(state, sitting)
    first = tables_that_fit(plan, free, party, wheelchair=visit.wheelchair)
    fitting = frozenset(first)
    board = state.floor.boards.get(sitting.starts)
    used = board.used if board else {}
    tables = {table.table_id: _table_state(state, table, used, fitting, free) for table in plan.tables}
    seats = tuple(
        (seat.seat_id, _seat_state(state, seat.seat_id, used, tables[table.table_id], free))
        for table in plan.tables
        for seat in table.seats
    )
    return FloorScreenView(
        plan=plan,
        seats=seats,
        tables=tuple(tables.items()),
        party=party,
        sitting=sitting,
        choice=_choice(plan, frozenset(visit.chosen), sitting) if visit.chosen else None,
        note=visit.note,
        note_table=visit.note_table,
        note_seats=visit.note_seats,
        offer=_label_of(plan, visit.offer),
        holding=visit.job is not None,
        why=_why_best(state, free),
        order=first + tuple(table.table_id for table in plan.tables if table.table_id not in fitting),
        ahead=ahead_of(state, sitting),
        rooms=tuple(RoomTab(room, _to_be_had(plan, room, tables)) for room in rooms_of(plan)),
        room=visit.room or "",
    )


def _to_be_had(plan: Plan, room: str, tables: Mapping[str, SeatState]) -> int:
    can_be_had = (SeatState.FREE, SeatState.MINE)
    return sum(table.zone == room and tables[table.table_id] in can_be_had for table in plan.tables)


def _why_best(state: State, free: frozenset[str]) -> tuple[Reason, ...]:
    """A reason is given for the best choice only: beside any other it would say that there is none better."""
    visit, plan = visit_of(state), state.house.restaurant.plan
    _, party = wish_of(state)
    chosen = frozenset(visit.chosen)
    if not chosen or chosen != best_for(plan, free, Needs(party, visit.wheelchair, visit.high_chair)):
        return ()
    return reasons_for(plan, chosen)


def _table_state(
    state: State, table: Table, used: Mapping[str, SeatUse], fitting: frozenset[str], free: frozenset[str]
) -> SeatState:
    """Ours, fitting, had by others, or not to be had at all; all of it quiet while the services are away."""
    if state.outage:
        return SeatState.QUIET
    ours = {seat.seat_id for seat in table.seats}
    if ours & set(visit_of(state).chosen):
        return SeatState.MINE
    if table.table_id in fitting:
        return SeatState.FREE
    uses = {used[seat] for seat in ours if seat in used}
    has_room = bool(open_seats(table, free, wheelchair=True))
    if not table.usable_seats or has_room:
        return SeatState.UNFIT
    if SeatUse.TAKEN in uses:
        return SeatState.TAKEN
    return SeatState.HELD if SeatUse.HELD in uses else SeatState.UNFIT


def _seat_state(
    state: State, seat_id: str, used: Mapping[str, SeatUse], of_table: SeatState, free: frozenset[str]
) -> SeatState:
    if state.outage:
        return SeatState.QUIET
    if seat_id in visit_of(state).chosen:
        return SeatState.MINE
    match used.get(seat_id):
        case SeatUse.TAKEN:
            return SeatState.TAKEN
        case SeatUse.HELD:
            return SeatState.HELD
        case _ if seat_id not in free:
            return SeatState.UNFIT
        case _:
            return SeatState.FREE if of_table in (SeatState.MINE, SeatState.FREE) else of_table


def _review(state: State) -> ReviewView:
    visit, booking = visit_of(state), booking_of(state)
    return ReviewView(
        choice=_booked(state),
        sitting=booking.sitting,
        party=booking.party,
        hold=_hold(state),
        free_cancel_until=free_until_of(state, booking.sitting),
        agreed=visit.agreed,
        asked_without=visit.asked_without,
        opening=visit.job is not None,
        unpayable=bool(state.floor.closed),
        why=reasons_for(state.house.restaurant.plan, booking.seat_ids),
    )


def _payment(state: State) -> PaymentView:
    """The page shows once it is painted, and hides while a sheet asks something: nothing ever lies over it."""
    booking, paying = booking_of(state), paying_of(state)
    left = max(ceil((paying.page_ends_at - state.at.now).total_seconds()), 0)
    is_open = paying.stage is Stage.OPENED
    return PaymentView(
        choice=_booked(state),
        sitting=booking.sitting,
        party=booking.party,
        hold=_hold(state),
        page_seconds_left=left,
        visible=paying.painted and is_open and state.overlay is None,
        ask_more_time=is_open and left <= state.timers.hold_ask_s and booking.extensions_left > 0,
        secure=state.house.secure_payment,
        ahead=ahead_of(state, booking.sitting),
    )


def _done(state: State) -> DoneView:
    visit = visit_of(state)
    receipt = visit.receipt
    assert receipt is not None, "09 without a receipt"
    left = state.timers.done_leave_s - _shown(state)
    return DoneView(
        number=receipt.booking.number,
        choice=_choice_of(state, receipt.booking),
        sitting=receipt.booking.sitting,
        party=receipt.booking.party,
        plan=state.house.restaurant.plan,
        receipt=receipt.text,
        anchor=receipt.anchor,
        seconds_left=max(ceil(left), 0),
        paper=visit.paper if visit.paper or not state.house.prints else Paper.OFFERED,
        ahead=ahead_of(state, receipt.booking.sitting),
    )


def _expired(state: State) -> ExpiredView:
    timers = state.timers
    left = timers.expired_leave_s - _shown(state)
    return ExpiredView(_booked(state), timers.hold_s // 60, visit_of(state).again, max(ceil(left), 0))


def _hold(state: State) -> HoldView:
    timers = state.timers
    left = max(ceil(hold_left(state, booking_of(state))), 0)
    return HoldView(left, timers.hold_s, warn=left <= timers.hold_warn_s, paused=state.outage is not None)


def _booked(state: State) -> Choice:
    return _choice_of(state, booking_of(state))


def _choice_of(state: State, booking: Booking) -> Choice:
    tables = state.house.restaurant.plan.tables_with(booking.seat_ids)
    return Choice(tables, booking.seat_ids, booking.amount, booking.price_per_seat)


def _choice(plan: Plan, seats: frozenset[str], sitting: Sitting) -> Choice:
    return Choice(plan.tables_with(seats), seats, won(sitting.price * len(seats)), sitting.price)


def _label_of(plan: Plan, seats: frozenset[str]) -> str:
    return ", ".join(table.label for table in plan.tables_with(seats))


def _shown(state: State) -> float:
    return state.at.mono - visit_of(state).since
