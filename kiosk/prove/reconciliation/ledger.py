"""Days of sales as both sides keep them, seeded: our payments, and the company's rows as the JSON it would send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from kiosk.domain.reconciling import Books, Kind, Payment, Refund
from kiosk.domain.sittings import SEOUL, day_bounds
from kiosk.prove.chance import Random, seeded

FIRST_DAY: Final = date(2026, 1, 1)
RESTAURANT: Final = "proof"
MERCHANT: Final = "jariproof"
MOST_SEATS: Final = 8
MS = timedelta(milliseconds=1)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expected:
    """What has to be found of a sale, on its own day."""

    kind: Kind
    subject: str
    won: int


@dataclass(frozen=True, slots=True)
class Sale:
    """One order on both sides; ``expected`` is None where both agree."""

    order_id: str
    ours: Payment | None
    theirs: tuple[Row, ...]
    expected: Expected | None = None
    metadata: Mapping[str, str] | None = None
    spoiled: str = ""
    """The key of a row whose settlement does not add up."""


def day_of(nth: int) -> date:
    """The n-th day of the ledger; the days before the first exist as well."""
    return FIRST_DAY + timedelta(days=nth)


@lru_cache(maxsize=4)
def clean_sales(seed: int, nth: int, size: int) -> tuple[Sale, ...]:
    """A day on which both sides agree, with everything that happens on a good day, and a sale at each of its edges."""
    chance = seeded("ledger", seed, nth)
    start, end = day_bounds(day_of(nth))
    length = (end - start) // MS
    moments = [start, end - MS, *(start + chance.randrange(length) * MS for _ in range(size - 2))]
    return tuple(_sale(chance, f"d{nth}-{number}", at) for number, at in enumerate(moments[:size]))


def row(order_id: str, key: str, at: datetime, won: int, **changes: Any) -> Row:
    """One row of the company's list, as it is sent."""
    return {
        "mId": MERCHANT,
        "transactionKey": key,
        "paymentKey": f"pk-{order_id}",
        "orderId": order_id,
        "method": "카드",
        "customerKey": "ANONYMOUS",
        "useEscrow": False,
        "receiptUrl": None,
        "status": "DONE",
        "transactionAt": at.astimezone(SEOUL).isoformat(timespec="milliseconds"),
        "currency": "KRW",
        "amount": won,
    } | changes


def canceled(order_id: str, key: str, at: datetime, won: int, *, whole: bool, negative: bool = True) -> Row:
    """A cancel; the docs do not say which sign its amount has."""
    status = "CANCELED" if whole else "PARTIAL_CANCELED"
    return row(order_id, key, at, -won if negative else won, status=status)


def plain(order_id: str, at: datetime, won: int, lag: timedelta) -> Sale:
    """Paid and kept; our books say so a little later than the company, or with a clock that is behind a little earlier."""
    ours = Payment(order_id, f"p-{order_id}", won, Books.KEPT, at + lag)
    return Sale(order_id, ours, (row(order_id, f"t-{order_id}", at, won),))


def price(chance: Random) -> int:
    """What some seats cost."""
    return chance.randint(1, MOST_SEATS) * chance.randrange(8_000, 30_001, 500)


def lag(chance: Random) -> timedelta:
    """How much later our books say so: seconds mostly, after an outage an hour, a minute early with a wrong clock."""
    if one_in(chance, 100):
        return timedelta(minutes=chance.randint(1, 90))
    return chance.randint(-60_000 if one_in(chance, 20) else 200, 5_000) * MS


def one_in(chance: Random, many: int) -> bool:
    """Whether it happens this time."""
    return not chance.randrange(many)


def _sale(chance: Random, order_id: str, at: datetime) -> Sale:
    won, late = price(chance), lag(chance)
    sale = plain(order_id, at, won, late)
    (ends,) = chance.choices((_kept, _refunded, _returned, _not_taken), (90, 5, 2, 3))
    return ends(chance, sale, at, won)


def _kept(_: Random, sale: Sale, _at: datetime, _won: int) -> Sale:
    return sale


def _refunded(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    """Given back at somebody's word, in one to three parts, up to most of a day later."""
    assert sale.ours is not None
    parts, rows, refunds = chance.randint(1, 3), list(sale.theirs), []
    whole = one_in(chance, 3)
    left = won
    for nth in range(parts):
        back = left if whole and nth == parts - 1 else chance.randint(1, left // 2)
        left -= back
        key, when = f"c{nth}-{sale.order_id}", at + chance.randint(60_000, 72_000_000) * MS
        negative = one_in(chance, 2)
        rows.append(canceled(sale.order_id, key, when, back, whole=not left, negative=negative))
        refunds.append(Refund(key, back, is_done=True, at=when))
    payment = sale.ours
    ours = Payment(payment.order_id, payment.payment_id, payment.won, Books.KEPT, payment.at, tuple(refunds))
    return Sale(sale.order_id, ours, tuple(rows))


def _returned(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    """Could not be kept: the settler gave all of it back, minutes later."""
    assert sale.ours is not None
    when = at + timedelta(seconds=chance.randint(1, 600))
    back = canceled(sale.order_id, f"c-{sale.order_id}", when, won, whole=True)
    proven = when + timedelta(seconds=chance.randint(0, 60))
    ours = Payment(sale.order_id, sale.ours.payment_id, won, Books.RETURNED, proven)
    return Sale(sale.order_id, ours, (*sale.theirs, back))


def _not_taken(chance: Random, sale: Sale, at: datetime, _won: int) -> Sale:
    """Declined or given up; or a virtual account that was canceled before anything came."""
    assert sale.ours is not None
    is_account = one_in(chance, 3)
    books = Books.RETURNED if is_account else Books.NOT_PAID
    settled = at.astimezone(UTC)
    ours = Payment(sale.order_id, sale.ours.payment_id, sale.ours.won, books, settled, was_taken=False)
    return Sale(sale.order_id, ours, ())
