"""The waiting list as guests meet it: how long it is, joining it, leaving it, and who is being called.

Takes no seats. Works without the payment company and without a settler: no money is in it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kiosk.domain import waiting
from kiosk.domain.best import Needs
from kiosk.domain.sittings import CELL, next_cell, open_rule, seoul_day, start_of
from kiosk.domain.waiting import Opening, Quote, WaitEvent, WaitStatus
from kiosk.services.restaurants import current, current_in
from kiosk.services.results import Joined, Refused, Restaurant
from kiosk.services.shop import Shop
from kiosk.storage import bookings, claims, waitings
from kiosk.storage.engine import CommitUnclear, Conflict, Session, Unwritable
from kiosk.storage.waitings import WaitingRow

CALL_LASTS = timedelta(minutes=10)
"""How long a call is shown on the first screen of every kiosk."""


def quote(shop: Shop, needs: Needs) -> Quote:
    """What somebody would be told who joined now."""
    with shop.database.read() as session:
        return quote_in(session, shop, needs, waitings.on_the_list(session, shop.restaurant_id))


def quote_in(session: Session, shop: Shop, needs: Needs, before: Sequence[WaitingRow]) -> Quote:
    """The same inside a transaction, behind these teams."""
    restaurant, now = current_in(shop, session), shop.clock.now()
    openings = _openings(restaurant, now)
    if not openings:
        return Quote(len(before), None)
    span = range(openings[0].cell, max(opening.cell + opening.stay for opening in openings))
    busy: dict[str, set[int]] = defaultdict(set)
    for owner in claims.owners(session, shop.restaurant_id, span):
        busy[owner.seat_id].add(owner.cell)
    cell = waiting.quoted(
        restaurant.plan,
        {seat_id: frozenset(cells) for seat_id, cells in busy.items()},
        openings,
        [Needs(row.party, row.wheelchair) for row in before],
        needs,
    )
    if cell is None:
        return Quote(len(before), None)
    return Quote(len(before), waiting.minutes_until(start_of(cell), now))


def _openings(restaurant: Restaurant, now: datetime) -> list[Opening]:
    """The quarter hours of what is left of this day in Seoul in which somebody may sit down."""
    today, cell = seoul_day(now), next_cell(now)
    found = []
    while seoul_day(start_of(cell)) == today:
        rule = open_rule(start_of(cell), restaurant.rules, restaurant.days)
        if rule is not None:
            found.append(Opening(cell, rule.duration // CELL))
        cell += 1
    return found


def join(shop: Shop, visit_id: str, needs: Needs, phone: str, language: str) -> Joined | Refused:
    """A place at the end of the list. The same visit asking again keeps its place.

    ``phone``: digits, or "". Refused: party_too_large, phone, already_waiting, list_full, not_today, cannot_store.
    """
    if not 1 <= needs.party <= current(shop).largest_party:
        return Refused("party_too_large")
    if phone and not waiting.is_phone(phone):
        return Refused("phone")
    try:
        with shop.database.write() as session:
            return _join(session, shop, visit_id, needs, phone, language)
    except (Unwritable, CommitUnclear):
        # Stored or not: asking again gives the same visit the same place.
        return Refused("cannot_store")
    except Conflict:
        # Nothing else can be in the way of a new place than the number of somebody who waits.
        return Refused("already_waiting" if phone else "cannot_store")


def _join(
    session: Session, shop: Shop, visit_id: str, needs: Needs, phone: str, language: str
) -> Joined | Refused:
    teams = waitings.on_the_list(session, shop.restaurant_id)
    known = waitings.find(session, shop.restaurant_id, visit_id)
    if known is not None:
        before = [row for row in teams if row.turn_at < known.turn_at]
        return Joined(visit_id, known.number, known.party, Quote(len(before), known.quoted_min))
    if len(teams) >= waiting.LONGEST_LIST:
        return Refused("list_full")
    told = quote_in(session, shop, needs, teams)
    if told.minutes is None:
        return Refused("not_today")
    now = shop.clock.now()
    row = WaitingRow(
        restaurant_id=shop.restaurant_id,
        waiting_id=visit_id,
        number=bookings.next_number(session, shop.restaurant_id, f"waiting {seoul_day(now).isoformat()}", 1),
        party=needs.party,
        wheelchair=needs.wheelchair,
        language=language,
        status=WaitStatus.WAITING,
        version=1,
        joined_at=now,
        # A clock that was set back puts nobody before those who came earlier.
        turn_at=max([now, *(team.turn_at + timedelta(microseconds=1) for team in teams)]),
        quoted_min=told.minutes,
        terminal=shop.terminal,
    )
    waitings.add(session, row)
    if phone:
        waitings.leave_phone(session, shop.restaurant_id, visit_id, phone, now)
    return Joined(visit_id, row.number, row.party, told)


def leave(shop: Shop, visit_id: str) -> bool:
    """Somebody does not want to wait any longer. False when there was no place to give up, or it could not be stored."""
    try:
        with shop.database.write() as session:
            row = waitings.find(session, shop.restaurant_id, visit_id)
            status = waiting.next_wait(row.status, WaitEvent.LEFT) if row else None
            if row is None or status is None:
                return False
            end(session, shop, row, status, "left at the kiosk", "")
            return True
    except (Unwritable, CommitUnclear, Conflict):
        return False


def end(session: Session, shop: Shop, row: WaitingRow, status: WaitStatus, why: str, by: str) -> WaitingRow:
    """The wait is over, and the number that was left is forgotten."""
    now = shop.clock.now()
    over = replace(row, status=status, ended_at=now)
    stored = waitings.store(session, over, now, why, by, shop.terminal)
    waitings.forget_phone(session, shop.restaurant_id, row.waiting_id)
    return stored


def calls(shop: Shop) -> tuple[int, ...]:
    """The numbers that are being called, the last one first."""
    since = shop.clock.now() - CALL_LASTS
    with shop.database.read() as session:
        teams = waitings.on_the_list(session, shop.restaurant_id)
    called = [
        (row.called_at, row.number) for row in teams if row.status is WaitStatus.CALLED and row.called_at
    ]
    return tuple(number for at, number in sorted(called, reverse=True) if at > since)
