"""Differences that are planted: each changes one sale so that the two sides differ in one known way."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from kiosk.domain.money import won as as_won
from kiosk.domain.reconciling import Books, Kind, Refund
from kiosk.domain.sittings import Sitting, day_bounds
from kiosk.domain.tickets import Ticket, pack
from kiosk.prove.chance import Random, seeded
from kiosk.prove.reconciliation.ledger import (
    MOST_SEATS,
    MS,
    RESTAURANT,
    Expected,
    Sale,
    canceled,
    day_of,
    lag,
    plain,
    price,
    row,
)

Plant = Callable[[Random, Sale, datetime, int], Sale]


def planted_sales(seed: int, nth: int, each: int) -> tuple[Sale, ...]:
    """So many of every kind on one day."""
    chance = seeded("plants", seed, nth)
    start, end = day_bounds(day_of(nth))
    # Refunds follow within the same day, so that a plant is found on its own day.
    length = (end - start - timedelta(hours=3)) // MS
    sales = []
    for name, plant in PLANTS.items():
        for number in range(each):
            at = end - MS if name == "wrong day edge" else start + chance.randrange(length) * MS
            won = price(chance)
            sales.append(
                plant(
                    chance, plain(f"d{nth}-{name.replace(' ', '-')}-{number}", at, won, lag(chance)), at, won
                )
            )
    return tuple(sales)


def _ticket(sale: Sale, at: datetime, won: int, restaurant: str) -> Mapping[str, str]:
    seats = next(count for count in range(MOST_SEATS, 0, -1) if won % count == 0)
    sitting = Sitting(at, at + timedelta(minutes=90), as_won(won // seats))
    seat_ids = frozenset(f"s{nth}" for nth in range(seats))
    ticket = Ticket(restaurant, "K1", f"b-{sale.order_id}", "1001", seats, sitting, seat_ids, "K1-1-0a1b2c3d")
    return pack(ticket)


def _lost_order(_: Random, sale: Sale, at: datetime, won: int) -> Sale:
    expected = Expected(Kind.LOST_ORDER, sale.order_id, won)
    return replace(sale, ours=None, metadata=_ticket(sale, at, won, RESTAURANT), expected=expected)


def _unknown_order(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    """Of another shop on the same number: no metadata, another restaurant's, or ours with a character changed."""
    ours = dict(_ticket(sale, at, won, RESTAURANT))
    metadata = chance.choice(
        (None, _ticket(sale, at, won, "bakery"), ours | {"seats": ours["seats"] + ","}, {"table": "7"})
    )
    expected = Expected(Kind.UNKNOWN_ORDER, sale.order_id, won)
    return replace(sale, ours=None, metadata=metadata, expected=expected)


def _ours_only(_: Random, sale: Sale, at: datetime, won: int) -> Sale:
    assert sale.ours is not None
    # Of the day by our own books, as the company does not say.
    ours = replace(sale.ours, at=at)
    return replace(sale, ours=ours, theirs=(), expected=Expected(Kind.OURS_ONLY, sale.order_id, -won))


def _amount(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    other = won + chance.choice((-1, 1, won, 1_000))
    rows = (row(sale.order_id, f"t-{sale.order_id}", at, other),)
    return replace(sale, theirs=rows, expected=Expected(Kind.AMOUNT, sale.order_id, other - won))


def _canceled_there(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    back = canceled(sale.order_id, f"c-{sale.order_id}", _later(chance, at), won, whole=True)
    expected = Expected(Kind.CANCELED_THERE, sale.order_id, -won)
    return replace(sale, theirs=(*sale.theirs, back), expected=expected)


def _partly_canceled_there(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    part = chance.randint(1, won - 1)
    back = canceled(sale.order_id, f"c-{sale.order_id}", _later(chance, at), part, whole=False)
    expected = Expected(Kind.PARTLY_CANCELED_THERE, sale.order_id, -part)
    return replace(sale, theirs=(*sale.theirs, back), expected=expected)


def _charged_twice(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    again = row(sale.order_id, f"t2-{sale.order_id}", at + chance.randint(1, 60_000) * MS, won)
    expected = Expected(Kind.CHARGED_TWICE, sale.order_id, won)
    return replace(sale, theirs=(*sale.theirs, again), expected=expected)


def _wrong_day_edge(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    """In the last millisecond of the company's day, and on the next day in our books: no difference on either."""
    return plain(sale.order_id, at, won, chance.randint(1, 5_000) * MS)


def _other_shop(_: Random, sale: Sale, at: datetime, won: int) -> Sale:
    rows = (row(sale.order_id, f"t-{sale.order_id}", at, won, mId="bakery"),)
    return replace(sale, ours=None, theirs=rows, expected=Expected(Kind.OTHER_SHOP, sale.order_id, won))


def _deposit(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    """Money on a virtual account whose order we had given up."""
    assert sale.ours is not None
    books = chance.choice((Books.NOT_PAID, Books.RETURNED))
    ours = replace(sale.ours, books=books, at=at - timedelta(minutes=5), was_taken=False)
    rows = (row(sale.order_id, f"t-{sale.order_id}", at, won, method="가상계좌"),)
    return replace(sale, ours=ours, theirs=rows, expected=Expected(Kind.DEPOSIT, sale.order_id, won))


def _not_kept(_: Random, sale: Sale, at: datetime, won: int) -> Sale:
    assert sale.ours is not None
    ours = replace(sale.ours, books=Books.NOT_PAID, at=at - timedelta(minutes=5))
    return replace(sale, ours=ours, expected=Expected(Kind.NOT_KEPT, sale.order_id, won))


def _refund_ours_only(chance: Random, sale: Sale, at: datetime, won: int) -> Sale:
    assert sale.ours is not None
    back, key = chance.randint(1, won), f"c-{sale.order_id}"
    refunds = (Refund(key, back, is_done=True, at=_later(chance, at)),)
    expected = Expected(Kind.REFUND_OURS_ONLY, key, back)
    return replace(sale, ours=replace(sale.ours, refunds=refunds), expected=expected)


def _settlement(_: Random, sale: Sale, _at: datetime, _won: int) -> Sale:
    key = f"t-{sale.order_id}"
    return replace(sale, spoiled=key, expected=Expected(Kind.SETTLEMENT, key, 0))


def _later(chance: Random, at: datetime) -> datetime:
    return at + timedelta(seconds=chance.randint(60, 7_200))


PLANTS: Final[Mapping[str, Plant]] = {
    "lost order": _lost_order,
    "unknown order": _unknown_order,
    "ours only": _ours_only,
    "amount": _amount,
    "canceled there": _canceled_there,
    "partly canceled there": _partly_canceled_there,
    "charged twice": _charged_twice,
    "wrong day edge": _wrong_day_edge,
    "other shop": _other_shop,
    "deposit": _deposit,
    "not kept": _not_kept,
    "refund ours only": _refund_ours_only,
    "settlement": _settlement,
}
"""Every kind of difference that there is, and one that is none."""
