"""What staff wait for at the desk on a day of ten thousand bookings: services and everything put into words, no painting.

Each action is what the desk does when somebody touches a key: asks the services, takes the step, and makes the new view;
of a list the rows that a screen shows are made.
"""

from collections.abc import Callable, Mapping
from statistics import median, quantiles
from typing import Any

from kiosk.app.desk import desk_texts
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.bench.hall import PRICE, Guests, evening_shop, fill, hall
from kiosk.bench.place import prepared
from kiosk.desk import events as ev
from kiosk.desk.back.timeline_words import timeline_view
from kiosk.desk.flow import State, step
from kiosk.desk.places import Place
from kiosk.desk.presenter import desk_view
from kiosk.domain.staff import Role
from kiosk.services import attendance, attention, today, waitlist
from kiosk.services.shop import Shop
from kiosk.services.staffing import Person
from kiosk.storage import seatings
from kiosk.storage.engine import shown
from kiosk.storage.seatings import SeatingRow

ROWS_SHOWN = 16
FULL_HOUSE = 10_000
AT_WORK = Person("staff", "미나", Role.MANAGER, active=True, is_locked=False)


class Hand:
    """Somebody at the desk. What the lanes do one after the other is done here at once."""

    def __init__(self, shop: Shop, bookings: int) -> None:
        self.shop, self.text, self.house = shop, desk_texts()["ko"], hall(bookings)
        self.state = State(people=(AT_WORK,), who=AT_WORK, asks=None)
        self.rows = 0

    def does(self, event: ev.Event) -> None:
        """Something is touched; everything that follows from it, to the view that shows it."""
        waiting: list[ev.Event] = [event]
        while waiting:
            self.state, effects = step(self.state, waiting.pop(0))
            waiting += [self._answer(effect) for effect in effects]
        self.looks()

    def looks(self) -> None:
        """The view of this second, with the rows that fit on the screen."""
        view = desk_view(self.state, self.house, frozenset(Place), self.shop.clock.now(), self.text)
        self.rows = len(view.now.rows) if view.now else 0
        if view.now is not None:
            list(view.now.rows[:ROWS_SHOWN])

    def reads_anew(self) -> None:
        """As after the desk was started, or for another day: nothing is known of it yet."""
        self.shop.kept.days.clear()
        self.does(ev.PlaceChosen(Place.NOW))

    def timetable(self) -> None:
        """The day as bars."""
        view = timeline_view(today.read_today(self.shop), self.text, 0)
        for row in list(view.by_row)[:ROWS_SHOWN]:
            view.by_row[row]
        self.rows = len(view.by_row)

    def _answer(self, effect: ev.Effect) -> ev.Event:
        match effect:
            case ev.ReadDay():
                attendance.watch(self.shop)
                return ev.DayRead(
                    today.read_today(self.shop), attention.open_matters(self.shop), waitlist.teams(self.shop)
                )
            case ev.ReadStory(booking_id):
                return ev.StoryTold(today.tell(self.shop, booking_id))
            case ev.Search(query):
                return ev.Found(query, today.find(self.shop, query))
            case _:
                msg = f"{effect} is not looked at here"
                raise AssertionError(msg)


def measure(url: str, rounds: int, bookings: int) -> dict[str, int | float | str]:
    """p50 and p95 of every action, in milliseconds. Raises Fix for a database with bookings in it."""
    database = prepared(url, hall(bookings))
    try:
        shop = evening_shop(database)
        if today.read_today(shop).lines:
            raise Fix(f"There is a day in {shown(url)} already.", "Name an empty database.")
        hand, day = Hand(shop, bookings), fill(shop, bookings)
        figures: dict[str, int | float | str] = {"bookings": bookings, "rounds": rounds}
        for name, (does, least) in _actions(hand, day).items():
            took = [_timed(does, nth, _elsewhere(shop, day, nth)) for nth in range(rounds + 1)][1:]
            assert hand.rows >= least, f"{name} shows {hand.rows} rows"
            figures[f"{name} p50 ms"] = round(median(took), 2)
            figures[f"{name} p95 ms"] = round(quantiles(took, n=20)[18], 2)
        return figures
    finally:
        database.close()


def _actions(hand: Hand, day: list[Guests]) -> Mapping[str, tuple[Callable[[int], None], int]]:
    """What is done for the nth time, and how many rows there have to be then at least."""
    called = [each for each in day if each.note]
    paid = [each for each in day if not each.note]

    def asked(of: list[Guests], word: Callable[[Guests], str]) -> Callable[[int], None]:
        return lambda nth: hand.does(ev.Searched(word(of[nth * 97 % len(of)])))

    def drawer(nth: int) -> None:
        hand.state = State(people=(AT_WORK,), who=AT_WORK, asks=None, today=hand.state.today)
        hand.does(ev.BookingTouched(day[nth * 97 % len(day)].booking_id))
        assert hand.state.told is not None, "it was opened"

    return {
        "list": (lambda _: hand.does(ev.PlaceChosen(Place.NOW)), 1),
        "day read anew": (lambda _: hand.reads_anew(), 1),
        "whole day": (lambda _: hand.does(ev.TabChosen("day")), len(day)),
        "second": (lambda _: hand.looks(), len(day)),
        "number": (asked(day, lambda each: each.number), 1),
        "name": (asked(called, lambda each: each.note.partition(" ")[0]), 1),
        "last four": (asked(called, lambda each: each.note[-4:]), 1),
        "order id": (asked(paid, lambda each: each.order_id[-8:]), 1),
        "amount": (asked(paid, lambda each: f"{PRICE * len(each.seats):,}"), 1),
        "nothing": (lambda nth: hand.does(ev.Searched(f"없는 사람 {nth}")), 0),
        "drawer": (drawer, 1),
        "timetable": (lambda _: hand.timetable(), 1),
    }


def _elsewhere(shop: Shop, day: list[Guests], nth: int) -> SeatingRow:
    """Meanwhile another desk does something: before each action, and outside its time."""
    with shop.database.write() as session:
        row = seatings.of_booking(session, shop.restaurant_id, day[nth * 31 % len(day)].booking_id)
        return seatings.store(session, row, shop.clock.now(), "seated", "staff", "desk-2")


def _timed(does: Callable[[int], Any], nth: int, _changed: SeatingRow) -> float:
    clock = MachineClock()
    began = clock.monotonic()
    does(nth)
    return 1e3 * (clock.monotonic() - began)
