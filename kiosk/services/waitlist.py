"""The waiting list as staff keep it: who waits, calling, seating, no answer, and taking somebody off.

Every act names the version it was decided on; who is second is told who was first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain import waiting
from kiosk.domain.seated import GONE
from kiosk.domain.sittings import day_bounds, seoul_day
from kiosk.domain.staff import Act
from kiosk.domain.waiting import WaitEvent, WaitStatus
from kiosk.services import queueing, staffing
from kiosk.services.at_desk import Answer, Done, InTheWay, NotNow, Stale, kept, must_be_allowed
from kiosk.services.placing import Wanted, give_up_in, take_seats_in
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import seatings, waitings
from kiosk.storage.engine import CommitUnclear, Conflict, Session, Unwritable
from kiosk.storage.waitings import WaitingRow


@dataclass(frozen=True, slots=True)
class Team:
    """Somebody who waits. ``version`` is what an act names; ``phone`` is "" where none was left."""

    waiting_id: str
    number: int
    party: int
    wheelchair: bool
    status: WaitStatus
    version: int
    joined_at: datetime
    quoted_min: int
    called_at: datetime | None
    misses: int
    phone: str


def teams(shop: Shop) -> tuple[Team, ...]:
    """Everybody who waits, in the order of turns."""
    with shop.database.read() as session:
        rows = waitings.on_the_list(session, shop.restaurant_id)
        phones = waitings.phones(session, shop.restaurant_id, [row.waiting_id for row in rows])
    return tuple(
        Team(
            row.waiting_id, row.number, row.party, row.wheelchair, row.status, row.version, row.joined_at, row.quoted_min,
            row.called_at, row.misses, phones.get(row.waiting_id, ""),
        )
        for row in rows
    )  # fmt: skip


def call(shop: Shop, by: By, waiting_id: str, seen: int) -> Answer:
    """A table is free for them; the number is shown on every kiosk. Refused: not_allowed, unknown, makes_no_sense."""

    def act(session: Session, row: WaitingRow) -> WaitingRow:
        now = shop.clock.now()
        called = replace(row, status=_next(row, WaitEvent.CALLED), called_at=now)
        return waitings.store(session, called, now, "called", by.staff_id, shop.terminal)

    return _perform(shop, by, waiting_id, seen, act)


def unanswered(shop: Shop, by: By, waiting_id: str, seen: int) -> Answer:
    """Nobody came. Once they keep a place, behind the next team; the second time they are gone. Refused as for ``call``."""

    def act(session: Session, row: WaitingRow) -> WaitingRow:
        event = waiting.unanswered(row.misses)
        status = _next(row, event)
        if status not in waiting.ON_THE_LIST:
            return queueing.end(session, shop, row, status, event, by.staff_id)
        later = _behind_the_next(waitings.on_the_list(session, shop.restaurant_id), row)
        back = replace(row, status=status, misses=row.misses + 1, turn_at=later, called_at=None)
        return waitings.store(session, back, shop.clock.now(), event, by.staff_id, shop.terminal)

    return _perform(shop, by, waiting_id, seen, act)


def _behind_the_next(teams: list[WaitingRow], row: WaitingRow) -> datetime:
    behind = [team.turn_at for team in teams if team.turn_at > row.turn_at]
    return behind[0] + timedelta(microseconds=1) if behind else row.turn_at


def remove(shop: Shop, by: By, waiting_id: str, seen: int) -> Answer:
    """They have told staff that they do not wait any longer. Refused as for ``call``."""

    def act(session: Session, row: WaitingRow) -> WaitingRow:
        return queueing.end(session, shop, row, _next(row, WaitEvent.LEFT), "taken off", by.staff_id)

    return _perform(shop, by, waiting_id, seen, act)


def seat(shop: Shop, by: By, waiting_id: str, seen: int, wanted: Wanted) -> Answer:
    """They sit down, on seats that are taken for them in the same transaction. The answer names the booking, which is of
    the visit that waited. Refused as for ``call`` and ``take_seats``.
    """
    booking_id = shop.ids.booking_id()

    def act(session: Session, row: WaitingRow) -> WaitingRow:
        status = _next(row, WaitEvent.SEATED)
        take_seats_in(session, shop, by, booking_id, replace(wanted, visit_id=waiting_id))
        return queueing.end(session, shop, row, status, "seated", by.staff_id)

    answer = _perform(shop, by, waiting_id, seen, act)
    return replace(answer, booking_id=booking_id) if isinstance(answer, Done) else answer


def take_back(shop: Shop, by: By, waiting_id: str, seen: int, booking_id: str = "") -> Answer:
    """Their wait was ended by mistake: they stand where they stood. ``booking_id``: what they were seated by, which is given
    up; refused when those guests have left since. A telephone number that was forgotten stays so. Refused as for ``call``.
    """

    def act(session: Session, row: WaitingRow) -> WaitingRow:
        status = _next(row, waiting.taken_back(was_called=row.called_at is not None))
        if row.status is WaitStatus.SEATED:
            _stand_up(session, shop, by, row, booking_id)
        back = replace(row, status=status, ended_at=None)
        return waitings.store(session, back, shop.clock.now(), "taken back", by.staff_id, shop.terminal)

    return _perform(shop, by, waiting_id, seen, act)


def _stand_up(session: Session, shop: Shop, by: By, row: WaitingRow, booking_id: str) -> None:
    must_be_allowed(session, shop, by, Act.WALK_IN)
    seating = seatings.of_booking(session, shop.restaurant_id, booking_id)
    booking, _ = kept(session, shop, booking_id, seating.version)
    if booking.visit_id != row.waiting_id or seating.state in GONE:
        raise NotNow(Refused("makes_no_sense"))
    give_up_in(session, shop, by, booking, seating)


def end_of_day(shop: Shop) -> int:
    """Teams of earlier days wait no more; gives how many there were. Whoever settles does that once in a while."""
    first, _ = day_bounds(seoul_day(shop.clock.now()))
    with shop.database.read() as session:
        if not any(row.joined_at < first for row in waitings.on_the_list(session, shop.restaurant_id)):
            return 0
    with shop.database.write() as session:
        left = [row for row in waitings.on_the_list(session, shop.restaurant_id) if row.joined_at < first]
        for row in left:
            queueing.end(session, shop, row, WaitStatus.GONE, "the day is over", "")
    return len(left)


def _next(row: WaitingRow, event: WaitEvent) -> WaitStatus:
    """What the table says. Raises NotNow where it says nothing."""
    status = waiting.next_wait(row.status, event)
    if status is None:
        raise NotNow(Refused("makes_no_sense"))
    return status


def _perform(
    shop: Shop, by: By, waiting_id: str, seen: int, act: Callable[[Session, WaitingRow], WaitingRow]
) -> Answer:
    """One act in one transaction, and what stopped it as an answer. What was not surely stored is read back."""
    done: WaitingRow | None = None
    try:
        with shop.database.write() as session:
            must_be_allowed(session, shop, by, Act.WAITLIST)
            row = waitings.find(session, shop.restaurant_id, waiting_id)
            if row is None:
                raise NotNow(Refused("unknown"))
            if row.version != seen:
                raise NotNow(_first_at(session, shop, row))
            done = act(session, row)
    except InTheWay as in_the_way:
        return in_the_way.taken
    except NotNow as not_now:
        return not_now.answer
    except (Unwritable, Conflict):
        return Refused("cannot_store")
    except CommitUnclear:
        with shop.database.read() as session:
            row = waitings.find(session, shop.restaurant_id, waiting_id)
        if done is None or row is None or row.version != done.version:
            return Refused("cannot_store")
    return Done(waiting_id, str(done.number), done.version)


def _first_at(session: Session, shop: Shop, row: WaitingRow) -> Stale:
    who = staffing.person(session, shop, row.changed_by) if row.changed_by else None
    return Stale(who.name if who else row.terminal, row.called_at)
