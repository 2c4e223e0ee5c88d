"""One day of the ledger through the product: its pages are read, compared and judged against what was planted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from kiosk.domain.reconciling import (
    Kind,
    Payment,
    Scope,
    Transaction,
    compare,
    merchant_of,
    unknown_orders,
)
from kiosk.domain.settlements import check_settlements
from kiosk.domain.sittings import day_bounds
from kiosk.domain.tickets import unpack
from kiosk.payments.statements import TossStatements, Unavailable
from kiosk.prove.reconciliation.company import Company
from kiosk.prove.reconciliation.ledger import RESTAURANT, Sale, clean_sales, day_of
from kiosk.prove.reconciliation.plants import planted_sales


@dataclass(frozen=True, slots=True)
class Day:
    """Which day: so many clean sales, and so many of each planted kind."""

    seed: int
    nth: int
    size: int
    each: int

    @property
    def word(self) -> str:
        """The case."""
        return f"day:{self.seed}:{self.nth}:{self.size}:{self.each}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a day."""

    wrong: tuple[str, ...]
    sales: int
    planted: int
    rows: int
    pages: int
    won: int


@dataclass(frozen=True, slots=True)
class Product:
    """The code under test; a control replaces a part of it by a bad one."""

    statements: type[TossStatements] = TossStatements
    scope: type[Scope] = Scope


SOUND: Final = Product()


class DropsARow(TossStatements):
    """The bad variant: the first row of each page is lost."""

    def _page(self, path: str, query: Mapping[str, str]) -> list[Mapping[str, Any]] | Unavailable:
        page = super()._page(path, query)
        return page if isinstance(page, Unavailable) else page[1:]


class StopsAtAShortPage(TossStatements):
    """The bad variant: a page with fewer rows than were asked for is taken for the last."""

    def _page(self, path: str, query: Mapping[str, str]) -> list[Mapping[str, Any]] | Unavailable:
        is_later = "startingAfter" in query or query.get("page", "1") != "1"
        return [] if is_later else super()._page(path, query)


class UtcScope(Scope):
    """The bad variant: a day begins at midnight in Greenwich."""

    def has(self, at: datetime | None) -> bool:
        """Whether an instant lies in the day, nine hours late."""
        return at is not None and at.astimezone(UTC).date() == self.day


CONTROLS: Final = {
    "one row of each page dropped": Product(statements=DropsARow),
    "a short page taken for the last": Product(statements=StopsAtAShortPage),
    "a day that begins at midnight in Greenwich": Product(scope=UtcScope),
}


def judge(day: Day, product: Product = SOUND) -> Judged:
    """Read, compare, and say what is not as it was planted."""
    around = [clean_sales(day.seed, nth, day.size) for nth in (day.nth - 1, day.nth, day.nth + 1)]
    planted = planted_sales(day.seed, day.nth, day.each)
    # Of the day before: what stands at its very end has to be left alone by this one.
    before = planted_sales(day.seed, day.nth - 1, day.each)
    sales = [sale for part in (*around, before, planted) for sale in part]
    company = Company(sales)
    wrong = _wrong(day, product, sales, company, planted)
    won = company.won_of(day_of(day.nth).isoformat())
    return Judged(tuple(wrong), day.size, len(planted), company.sent, company.pages, won)


def _wrong(
    day: Day, product: Product, sales: Sequence[Sale], company: Company, planted: Iterable[Sale]
) -> list[str]:
    date = day_of(day.nth)
    statements = product.statements(company.fetch)
    scope = product.scope(date, day_bounds(date)[1] + timedelta(days=2))
    listed = statements.transactions(*scope.span())
    settled = statements.settlements(date, date)
    if isinstance(listed, Unavailable) or isinstance(settled, Unavailable):
        return [f"{date}: the list could not be had"]
    books = _books(scope, sales, listed)
    scope = product.scope(scope.day, scope.now, merchant_of(books, listed))
    found = compare(scope, books, listed, _lost(sales, books, listed))
    findings = [*found.differences, *check_settlements(scope, settled, listed).findings]
    expected = Counter(
        (sale.expected.kind, sale.expected.subject, sale.expected.won) for sale in planted if sale.expected
    )
    seen = Counter(
        (each.kind, each.subject, 0 if each.kind is Kind.SETTLEMENT else each.won) for each in findings
    )
    wrong = [f"{date}: not found: {' '.join(map(str, each))}" for each in expected - seen]
    wrong += [f"{date}: found wrongly: {' '.join(map(str, each))}" for each in seen - expected]
    theirs = company.won_of(date.isoformat())
    ours = theirs - sum(won for _, _, won in expected.elements())
    if (found.theirs.net, found.ours.net) != (theirs, ours):
        wrong.append(
            f"{date}: sums {found.theirs.net:,} and {found.ours.net:,}, true are {theirs:,} and {ours:,}"
        )
    return wrong


def _books(scope: Scope, sales: Iterable[Sale], listed: Iterable[Transaction]) -> list[Payment]:
    """As our database gives them: the orders of the list, and all that was settled or refunded on the day."""
    orders = {row.order_id for row in listed}
    start, end = day_bounds(scope.day)
    return [
        sale.ours
        for sale in sales
        if sale.ours is not None
        and (
            sale.order_id in orders or any(at is not None and start <= at < end for at in _moments(sale.ours))
        )
    ]


def _moments(payment: Payment) -> list[datetime | None]:
    return [payment.at, *(refund.at for refund in payment.refunds)]


def _lost(sales: Iterable[Sale], books: Sequence[Payment], listed: Sequence[Transaction]) -> frozenset[str]:
    metadata = {sale.order_id: sale.metadata for sale in sales}
    tickets = {order: unpack(metadata.get(order) or {}) for order in unknown_orders(books, listed)}
    return frozenset(
        order for order, ticket in tickets.items() if ticket and ticket.restaurant_id == RESTAURANT
    )
