"""Opening hours, special days and the refund policy, as staff change them at a desk.

A change counts for what is booked from then on: prices are in the bookings, and a guest keeps the refund terms of the day
they booked. Who has booked a time that is closed now keeps their seats, and a person is told. Never cancels anything.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk.domain.refunds import Policy, problems_of_policy
from kiosk.domain.sittings import (
    SpecialDay,
    WeeklyRule,
    flaws_of,
    open_rule,
    problems_of_days,
    seoul_day,
)
from kiosk.domain.staff import Act
from kiosk.services import attention, staffing
from kiosk.services.at_desk import NotNow, Stale
from kiosk.services.attention import Kind
from kiosk.services.restaurants import load_in
from kiosk.services.results import Refused, Restaurant
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import floors, hours, journal, reconciliations, refunds
from kiosk.storage.engine import Session
from kiosk.storage.hours import Ahead

CHANGED = "set up last"
"""The setting that tells who changed one of these last, and when."""


@dataclass(frozen=True, slots=True)
class Saved:
    """It counts from now on. ``changes`` has a word for each kind of it; ``standing`` guests come at a closed time."""

    changes: tuple[str, ...]
    standing: int = 0


@dataclass(frozen=True, slots=True)
class GuestsStand:
    """Not stored: these guests have booked a time that would be closed. Saving it all the same names them."""

    guests: tuple[Ahead, ...]

    @property
    def booking_ids(self) -> frozenset[str]:
        """To be named when it is saved all the same."""
        return frozenset(guest.booking_id for guest in self.guests)


Answer = Saved | GuestsStand | Stale | Refused


def save_week(
    shop: Shop,
    by: By,
    rules: Sequence[WeeklyRule],
    seen: Sequence[WeeklyRule],
    knowing: frozenset[str] = frozenset(),
) -> Answer:
    """Other weekly rules. ``seen`` is what they were decided on, ``knowing`` the bookings that are known to stand.

    Refused: not_allowed, pin_again, no_rule, and ``rule_`` with a word of ``flaws_of``.
    """
    if not rules:
        return Refused("no_rule")
    if flaw := _first_flaw(rules):
        return Refused(flaw)

    def change(session: Session, before: Restaurant) -> Restaurant:
        must_be_as_seen(session, shop, before.rules, tuple(seen))
        floors.replace_rules(session, shop.restaurant_id, rules)
        return replace(before, rules=tuple(rules))

    return _change(shop, by, Act.HOURS, change, knowing)


def save_day(
    shop: Shop, by: By, special: SpecialDay, seen: SpecialDay | None, knowing: frozenset[str] = frozenset()
) -> Answer:
    """A date of its own, or another one in its place. ``seen`` is what stood there, None for nothing.

    Refused: not_allowed, pin_again, day_over, day_name, and as for ``save_week``.
    """
    if flaw := _first_flaw(special.rules):
        return Refused(flaw)
    if problems_of_days([special]):
        return Refused("day_name")
    if special.day < seoul_day(shop.clock.now()):
        return Refused("day_over")

    def change(session: Session, before: Restaurant) -> Restaurant:
        known = {each.day: each for each in before.days}
        must_be_as_seen(session, shop, known.get(special.day), seen)
        hours.put_day(session, shop.restaurant_id, special)
        return replace(before, days=tuple((known | {special.day: special}).values()))

    return _change(shop, by, Act.HOURS, change, knowing)


def drop_day(shop: Shop, by: By, day: date, knowing: frozenset[str] = frozenset()) -> Answer:
    """A date like its weekday again. Refused: not_allowed, pin_again, unknown."""

    def change(session: Session, before: Restaurant) -> Restaurant:
        if not hours.drop_day(session, shop.restaurant_id, day):
            raise NotNow(Refused("unknown"))
        return replace(before, days=tuple(each for each in before.days if each.day != day))

    return _change(shop, by, Act.HOURS, change, knowing)


def save_policy(shop: Shop, by: By, policy: Policy, seen: Policy) -> Answer:
    """Other terms for whoever books from now on. Refused: not_allowed, pin_again, policy."""
    if problems_of_policy(policy):
        return Refused("policy")

    def change(session: Session, before: Restaurant) -> Restaurant:
        must_be_as_seen(session, shop, before.refunds, seen)
        if policy != seen:
            refunds.replace_policy(session, shop.restaurant_id, policy, shop.clock.now())
        return replace(before, refunds=policy)

    return _change(shop, by, Act.POLICY, change, frozenset())


def _change(
    shop: Shop,
    by: By,
    act: Act,
    change: Callable[[Session, Restaurant], Restaurant],
    knowing: frozenset[str],
) -> Answer:
    try:
        with shop.database.write() as session:
            if refused := staffing.allow(session, shop, by, act):
                return refused
            before = load_in(session, shop.restaurant_id)
            after = change(session, before)
            standing = _standing(session, shop, before, after)
            if not {guest.booking_id for guest in standing} <= knowing:
                raise _Stands(GuestsStand(tuple(standing)))
            changes = _words(before, after)
            if changes:
                tell_change(session, shop, by, changes, [guest.number for guest in standing])
                _tell_people(session, shop, after)
    except NotNow as not_now:
        return not_now.answer
    except _Stands as stands:
        return stands.found
    return Saved(changes, len(standing))


class _Stands(Exception):
    """Ends a transaction: guests come at a time that would be closed, and nobody has said that this is known."""

    def __init__(self, found: GuestsStand) -> None:
        super().__init__("guests stand")
        self.found = found


def _first_flaw(rules: Sequence[WeeklyRule]) -> str:
    return next((f"rule_{flaw}" for rule in rules for flaw in flaws_of(rule)), "")


def must_be_as_seen(session: Session, shop: Shop, stored: object, seen: object) -> None:
    """Raises NotNow with who was first, when another desk has changed it since."""
    if stored == seen:
        return
    told = reconciliations.read_setting(session, shop.restaurant_id, CHANGED)
    staff_id, _, at = (told or "").partition(" ")
    who = staffing.person(session, shop, staff_id)
    raise NotNow(Stale(who.name if who else staff_id, datetime.fromisoformat(at) if at else None))


def _standing(session: Session, shop: Shop, before: Restaurant, after: Restaurant) -> list[Ahead]:
    """Guests ahead whose time was open and is not any more."""
    ahead = hours.guests_ahead(session, shop.restaurant_id, shop.clock.now())
    return [guest for guest in ahead if _is_open(before, guest) and not _is_open(after, guest)]


def _is_open(restaurant: Restaurant, guest: Ahead) -> bool:
    return open_rule(guest.starts, restaurant.rules, restaurant.days) is not None


def _tell_people(session: Session, shop: Shop, after: Restaurant) -> None:
    """A matter for each guest who comes at a closed time, and none any more for those whose time is open again."""
    for guest in hours.guests_ahead(session, shop.restaurant_id, shop.clock.now()):
        if _is_open(after, guest):
            attention.cause_is_gone(session, shop, Kind.CLOSED_THEN, guest.booking_id)
        else:
            attention.open_matter(session, shop, Kind.CLOSED_THEN, guest.booking_id, booking=guest.booking_id)


def _words(before: Restaurant, after: Restaurant) -> tuple[str, ...]:
    parts = (
        ("opening times", before.rules != after.rules),
        ("special days", before.days != after.days),
        ("refunds", before.refunds != after.refunds),
    )
    return tuple(word for word, is_other in parts if is_other)


def tell_change(
    session: Session, shop: Shop, by: By, changes: Sequence[str], numbers: Sequence[str] = ()
) -> None:
    """The journal hears of it, and who is second hears who was first."""
    now, restaurant_id = shop.clock.now(), shop.restaurant_id
    reconciliations.write_setting(session, restaurant_id, CHANGED, f"{by.staff_id} {now.isoformat()}")
    why = "; ".join([*changes, *(["standing: " + ", ".join(numbers)] if numbers else [])])
    body = {"status": "CHANGED", "why": why, "by": by.staff_id}
    journal.append(session, restaurant_id, shop.terminal, now, "restaurant", restaurant_id, body)
