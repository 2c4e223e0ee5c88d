"""Carries what the flow asks to the services and what they answer back, and shows every new state. Decides nothing.

Two lanes: what staff wait for, and reading the day. Everything here runs on the main thread but the calls themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk.desk import events as ev
from kiosk.desk import flow
from kiosk.desk.back.office import Office
from kiosk.desk.deeds import Move, TakeSeats, carry_out
from kiosk.desk.flow import State
from kiosk.desk.merging import STAY
from kiosk.desk.places import Place
from kiosk.desk.present_floor import seats_for, whole_table
from kiosk.desk.presenter import desk_view
from kiosk.desk.window import DeskWindow
from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting
from kiosk.domain.staff import IDLE_LOCK, IDLE_OPENS, Act
from kiosk.services import attendance, attention, printing, staffing, today, waitlist
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.results import Refused, Restaurant
from kiosk.services.shop import Shop
from kiosk.ui.text import Text
from kiosk.ui.threads import FLOOR, MONEY, Outcome, Runner

TICK_MS = 1_000
READ_EVERY_TICKS = 5
RING_EVERY_TICKS = 20


@dataclass(frozen=True, slots=True)
class Means:
    """What the controller works with. ``log`` gets names and ids only; ``prints``: this desk has a printer for receipts."""

    shop: Shop
    lanes: Runner
    log: Callable[[str, dict[str, object]], None]
    prints: bool = False


class DeskController(QObject):
    """One desk.

    Signals:
        moved: the state is another one; tests and the tour wait for it.
        rang: something waits for a person, and nobody has looked at it yet; again and again until somebody does.
    """

    moved = Signal()
    rang = Signal()

    def __init__(self, restaurant: Restaurant, means: Means, window: DeskWindow, text: Text) -> None:
        super().__init__()
        self._restaurant, self._means, self._window, self._text = restaurant, means, window, text
        self.state = State(printer=means.shop.terminal if means.prints else "")
        self.places = frozenset({Place.NOW, Place.ATTENTION})
        self._office: Office | None = None
        self._ticks = 0
        self._rang_at = 0
        self._is_reading = self._reads_again = False
        self._last_life = means.shop.clock.monotonic()
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self._tick)
        self._connect()

    def start(self) -> None:
        """Show who may come in, and keep the day up to date from now on."""
        self.read_people()
        self.read_day()
        self._clock.start()
        self._show()

    def stop(self) -> None:
        """Ask nothing more."""
        self._clock.stop()

    def add_place(self, place: Place) -> None:
        """A place of the rail that has a page now."""
        self.places |= {place}
        self._show()

    def dispatch(self, event: ev.Event) -> None:
        """Something has happened."""
        before, (self.state, effects) = self.state, flow.step(self.state, event)
        if self.state.unseen - before.unseen:
            self._ring()
        for effect in effects:
            self._ask(effect)
        self._show()
        self._tell_office(event)
        self.moved.emit()

    def add_office(self, office: Office) -> None:
        """The back office has its places, and what it asks for goes the way of every deed."""
        self._office = office
        office.deed_asked.connect(self._said)
        office.booking_touched.connect(lambda booking: self.dispatch(ev.BookingTouched(booking)))
        office.said.connect(lambda key, is_bad: self.dispatch(ev.Noticed(key, is_bad)))
        for place, page in office.pages.items():
            self._window.frame.add_place(Place(place), page)
            self.places |= {Place(place)}
        self._show()

    def _tell_office(self, event: ev.Event) -> None:
        """Where somebody is, what was done, and that time goes on."""
        if isinstance(event, ev.DeedAnswered) and event.deed.act is Act.STAFF:
            self.read_people()
        if self._office is None:
            return
        who = self.state.who.staff_id if self.state.is_open and self.state.who else ""
        self._office.came(self.state.place, who, fresh=isinstance(event, ev.DayRead))
        if isinstance(event, ev.DeedAnswered):
            self._office.answered(event.deed, event.came)

    def alive(self) -> None:
        """Somebody is here."""
        self._last_life = self._means.shop.clock.monotonic()
        if self.state.opened_itself:
            self.dispatch(ev.Touched())

    def read_people(self) -> None:
        """Who works here."""
        self._submit(MONEY, partial(staffing.people, self._means.shop), ev.PeopleRead)

    def read_day(self) -> None:
        """The day as it is now. While it is being read it is read once more after that: the change may have come too late for it."""
        if self._is_reading:
            self._reads_again = True
        else:
            self._is_reading = True
            self._means.lanes.submit(FLOOR, self._read, self._day_read)

    # --- asking -------------------------------------------------------------------------------------------------------

    def _ask(self, effect: ev.Effect) -> None:
        shop = self._means.shop
        match effect:
            case ev.SignIn(staff_id, pin):
                self._submit(
                    MONEY, partial(staffing.sign_in, shop, staff_id, pin), ev.PinAnswered, _not_asked
                )
            case ev.Prove(staff_id, pin):
                self._submit(MONEY, partial(staffing.prove, shop, staff_id, pin), ev.PinAnswered, _not_asked)
            case ev.SignOut(staff_id, why):
                self._submit(MONEY, partial(staffing.sign_out, shop, staff_id, why), None)
            case ev.Carry(by, deed):
                answered = partial(ev.DeedAnswered, deed)
                self._submit(
                    MONEY, partial(carry_out, shop, by, deed), answered, failed=partial(answered, None)
                )
            case ev.ReadDay():
                self.read_day()
            case ev.ReadStory(booking_id):
                self._submit(FLOOR, partial(today.tell, shop, booking_id), ev.StoryTold)
            case ev.Search(query):
                self._submit(FLOOR, partial(today.find, shop, query), partial(ev.Found, query))

    def _submit(
        self,
        lane: str,
        job: Callable[[], Any],
        make: Callable[[Any], ev.Event] | None,
        failed: Callable[[], ev.Event] | None = None,
    ) -> None:
        self._means.lanes.submit(lane, job, partial(self._answered, make, failed))

    def _answered(
        self,
        make: Callable[[Any], ev.Event] | None,
        failed: Callable[[], ev.Event] | None,
        outcome: Outcome,
    ) -> None:
        if outcome.error is not None:
            self._means.log("desk_call_failed", {"reason": type(outcome.error).__name__})
            if failed is not None:
                self.dispatch(failed())
        elif make is not None:
            self.dispatch(make(outcome.value))

    def _read(self) -> ev.DayRead:
        shop = self._means.shop
        attendance.watch(shop)
        printing.watch(shop)
        return ev.DayRead(today.read_today(shop), attention.open_matters(shop), waitlist.teams(shop))

    def _day_read(self, outcome: Outcome) -> None:
        self._is_reading = False
        if outcome.error is not None:
            self._means.log("desk_day_unread", {"reason": type(outcome.error).__name__})
        else:
            self.dispatch(outcome.value)
        if self._reads_again and not self._is_reading:
            self._reads_again = False
            self.read_day()

    # --- what is touched ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        window = self._window
        for pin in (window.pin, window.again):
            pin.person_chosen.connect(lambda staff_id: self.dispatch(ev.PersonChosen(staff_id)))
            pin.digit_pressed.connect(lambda digit: self.dispatch(ev.DigitPressed(digit)))
            pin.given_up.connect(lambda: self.dispatch(ev.PinGivenUp()))
        window.frame.place_chosen.connect(lambda place: self.dispatch(ev.PlaceChosen(Place(place))))
        window.frame.lock_asked.connect(lambda: self.dispatch(ev.LockAsked("locked")))
        window.frame.undo_asked.connect(self._said)
        window.now.row_touched.connect(self._row_touched)
        window.now.table_touched.connect(self._table_touched)
        window.now.tab_chosen.connect(lambda tab: self.dispatch(ev.TabChosen(tab)))
        window.now.searched.connect(lambda query: self.dispatch(ev.Searched(query)))
        window.now.taking_asked.connect(lambda kind: self.dispatch(ev.TakingAsked(kind)))
        window.now.answered.connect(self._said)
        window.booking.closed.connect(lambda: self.dispatch(ev.BookingTouched("")))
        window.booking.answered.connect(self._said)
        window.booking.amount_typed.connect(lambda amount: self.dispatch(ev.RefundChosen(amount)))
        window.booking.received_typed.connect(lambda amount: self.dispatch(ev.ReceivedTyped(amount)))
        window.attention.matter_touched.connect(lambda matter: self.dispatch(ev.MatterTouched(matter)))
        window.attention.answered.connect(self._said)
        window.alive.connect(self.alive)

    def _said(self, says: Any) -> None:
        """A key's own event, or a deed."""
        self.dispatch(says if isinstance(says, ev.Event) else ev.DeedAsked(says))

    def _row_touched(self, row_id: str) -> None:
        """The list shows bookings, or teams that wait."""
        is_team = self.state.waits.find(row_id) is not None
        self.dispatch(ev.TeamTouched(row_id) if is_team else ev.BookingTouched(row_id))

    def _table_touched(self, table_id: str) -> None:
        day, state = self.state.today, self.state
        if day is None:
            return
        if state.waits.is_seating:
            self.dispatch(ev.TeamTableTouched(table_id))
        elif state.merged is not None:
            self.dispatch(ev.MergeTouched(table_id))
        elif state.moving is not None:
            line = state.moving
            seats = seats_for(day, table_id, line.sitting, line.party, line.booking_id)
            seats = seats or whole_table(day.plan, table_id)
            self._said(Move(line.booking_id, line.version, seats))
        elif state.taking:
            self._said(TakeSeats(self._wanted(table_id)))
        else:
            here = day.at(self._means.shop.clock.now())
            seats = whole_table(day.plan, table_id)
            found = next((here[seat] for seat in seats if seat in here), None)
            found = found or next((each for each in day.coming if each.seat_ids & seats), None)
            if found is not None:
                self.dispatch(ev.BookingTouched(found.booking_id))

    def _wanted(self, table_id: str) -> Wanted:
        assert self.state.today is not None, "a table was touched on it"
        day, now = self.state.today, self._means.shop.clock.now()
        if self.state.taking == "block":
            seats = whole_table(day.plan, table_id)
            return Wanted(HouseKind.BLOCK, seats, len(seats), now, now + timedelta(hours=1))
        party = self.state.party
        seats = seats_for(day, table_id, Sitting(now, now + STAY, won(0)), party) or whole_table(
            day.plan, table_id
        )
        return Wanted(HouseKind.WALK_IN, seats, min(party, len(seats)), now, now + STAY)

    # --- showing --------------------------------------------------------------------------------------------------

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % READ_EVERY_TICKS == 0:
            self.read_day()
        if self.state.unseen and self._ticks - self._rang_at >= RING_EVERY_TICKS:
            self._ring()
        idle = self._means.shop.clock.monotonic() - self._last_life
        if self.state.is_open and idle >= IDLE_LOCK.total_seconds():
            self.read_people()
            self.dispatch(ev.LockAsked("idle"))
        elif self.state.unseen and idle >= IDLE_OPENS.total_seconds() and not self._is_half_done():
            self.dispatch(ev.NobodyTouches())
        else:
            self._show()

    def _is_half_done(self) -> bool:
        """Whether somebody holds something, or has left a form of the back office half written, which the flow cannot know."""
        held = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        asked = QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None
        return held or asked or (self._office is not None and self._office.is_half_done)

    def _ring(self) -> None:
        self._rang_at = self._ticks
        self.rang.emit()

    def _show(self) -> None:
        now = self._means.shop.clock.now()
        self._window.show_view(desk_view(self.state, self._restaurant, self.places, now, self._text))
        if self.state.told is not None:
            self._window.booking.say_amount(self.state.refund or 0, self.state.received)


def _not_asked() -> ev.Event:
    """The database was away: the PIN was not judged, and can be given again."""
    return ev.PinAnswered(Refused("cannot_store"))
