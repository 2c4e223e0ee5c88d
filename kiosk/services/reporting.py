"""The reports: what some days were like, beside as many days before. Reads only, but for counting visits that ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.domain.floor import Plan
from kiosk.domain.reports import (
    OUTCOMES,
    STEPS,
    Ended,
    Span,
    Stays,
    Taken,
    Waits,
    arrivals,
    fullness,
)
from kiosk.domain.sittings import seoul_day
from kiosk.domain.staff import Act
from kiosk.services import staffing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import floors, reporting
from kiosk.storage.engine import Session


@dataclass(frozen=True, slots=True)
class Part:
    """The figures that are compared with those of the days before."""

    guests: int
    bookings: int
    no_shows: int
    taken: tuple[Taken, ...]
    given_back: int
    arrivals: Mapping[int, int]

    @property
    def no_show_percent(self) -> float:
        """Of a hundred bookings, how many nobody came to."""
        return 100 * self.no_shows / self.bookings if self.bookings else 0.0

    @property
    def won(self) -> int:
        """What came in, before refunds."""
        return sum(each.won for each in self.taken)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the report screen shows of a span of days."""

    span: Span
    plan: Plan
    now: Part
    before: Part
    fullness: Mapping[tuple[int, int], int]
    bookings_by_table: Mapping[str, int]
    bookings_by_terminal: Mapping[str, int]
    refusals: Mapping[str, int]
    visits: tuple[Ended, ...]
    waits: Waits

    @property
    def is_empty(self) -> bool:
        """Nobody came, and nobody even tried."""
        return not (self.now.bookings or self.visits or self.now.taken or self.refusals or self.waits.teams)

    def turns(self, table_id: str) -> float:
        """How many bookings a table had a day."""
        return self.bookings_by_table.get(table_id, 0) / self.span.days


def read_report(shop: Shop, by: By, span: Span) -> Report | Refused:
    """One consistent view of these days and of those before. Refused: not_allowed."""
    its_id = shop.restaurant_id
    start, end = span.bounds
    with shop.database.read() as session:
        if refused := staffing.allow(session, shop, by, Act.REPORTS):
            return refused
        plan = floors.plan_of(session, its_id)
        stays = reporting.stays(session, its_id, start, end)
        seats = sum(len(table.usable_seats) for table in plan.tables)
        return Report(
            span=span,
            plan=plan,
            now=_part(session, its_id, span, stays),
            before=_part(session, its_id, span.before()),
            fullness=fullness(stays, span, seats),
            bookings_by_table=reporting.bookings_by_table(session, its_id, start, end),
            bookings_by_terminal=reporting.bookings_by_terminal(session, its_id, start, end),
            refusals=reporting.refusals(session, its_id, start, end),
            visits=tuple(reporting.visits(session, its_id, span.first, span.last)),
            waits=reporting.waits(session, its_id, start, end),
        )


def _part(session: Session, restaurant_id: str, span: Span, stays: list[Stays] | None = None) -> Part:
    start, end = span.bounds
    if stays is None:
        stays = reporting.stays(session, restaurant_id, start, end)
    return Part(
        guests=sum(each.guests for each in stays),
        bookings=sum(each.bookings for each in stays),
        no_shows=reporting.no_shows(session, restaurant_id, start, end),
        taken=tuple(reporting.taken(session, restaurant_id, start, end)),
        given_back=reporting.given_back(session, restaurant_id, start, end),
        arrivals=arrivals(stays),
    )


def note_visit(shop: Shop, step: str, outcome: str) -> None:
    """A visit at this terminal is over: count how far it got and how it ended. Raises ValueError for other words."""
    if step not in STEPS or outcome not in OUTCOMES:
        msg = f"a visit ends at one of {', '.join(STEPS)} as one of {', '.join(OUTCOMES)}, not {step}, {outcome}"
        raise ValueError(msg)
    day = seoul_day(shop.clock.now())
    with shop.database.write() as session:
        reporting.count_visit(session, shop.restaurant_id, day, shop.terminal, step, outcome)
