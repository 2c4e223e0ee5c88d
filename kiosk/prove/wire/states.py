"""Good redirects at a wrong moment: again, too late, from somebody else, a thousand at once. Each gives what was wrong."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Final

from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Canceled, Mismatch, Order, Record, Unknown
from kiosk.prove.wire.desk import Desk
from kiosk.prove.wire.house import Ticket, success_url
from kiosk.prove.wire.till import Till
from kiosk.services import checkout, holding
from kiosk.services.results import Held
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import bookings

Moment = Callable[[Desk], Iterator[str]]

REPLAYS: Final = 1_000
FEWER_REPLAYS: Final = 200
THREADS: Final = 8


def _url(ticket: Ticket) -> str:
    return success_url(ticket, ticket.payment_key)


def _paid(desk: Desk) -> Ticket:
    ticket = desk.take()
    assert desk.deliver(ticket, _url(ticket))
    return ticket


def _again(desk: Desk, ticket: Ticket, url: str, *, shop: Shop | None = None) -> Iterator[str]:
    """Delivered once more: nothing may be accepted, and nothing more confirmed."""
    before, status = len(desk.till.confirms), desk.status(ticket)
    if desk.deliver(ticket, url, shop=shop):
        yield "it was accepted"
    if len(desk.till.confirms) != before:
        yield f"{len(desk.till.confirms) - before} confirms were sent"
    if desk.status(ticket) not in (status, PaymentStatus.VOID):
        yield f"the payment went from {status} to {desk.status(ticket)}"
    if status is PaymentStatus.DONE and desk.status(ticket) is not PaymentStatus.DONE:
        yield "what was paid is no longer paid"


def _after_paid(desk: Desk) -> Iterator[str]:
    ticket = _paid(desk)
    yield from _again(desk, ticket, _url(ticket))
    yield from _again(desk, ticket, _url(replace(ticket, payment_key="pk-another")))


def _after_paid_elsewhere(desk: Desk) -> Iterator[str]:
    ticket = _paid(desk)
    yield from _again(desk, ticket, _url(ticket), shop=replace(desk.house.shop, terminal="K2"))


def _after_void(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    checkout.close_payment(desk.house.shop, ticket.visit_id, ticket.payment_id, "closed")
    yield from _again(desk, ticket, _url(ticket))


def _after_a_forgery(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    desk.deliver(ticket, _url(ticket).replace("amount=10000", "amount=1"))
    yield from _again(desk, ticket, _url(ticket))


def _of_the_payment_before(desk: Desk) -> Iterator[str]:
    old = desk.take()
    new = desk.reopen(old)
    desk.till.authenticate(new)
    yield from _again(desk, old, _url(old))
    yield from _again(desk, new, _url(old))


def _after_refunded(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    wrong = _Wrong(desk.till)
    checkout.accept_return(desk.house.shop, ticket.visit_id, ticket.payment_id, _url(ticket))
    Settler(desk.house.shop, wrong).settle(ticket.payment_id)
    if desk.status(ticket) is not PaymentStatus.REFUNDED:
        yield f"it was not given back: {desk.status(ticket)}"
    yield from _again(desk, ticket, _url(ticket))


class _Wrong(Till):
    """Takes another amount than was asked for, and has given it back when it is asked."""

    def __init__(self, till: Till) -> None:
        super().__init__(_records=till._records)  # noqa: SLF001 - the same company, for one call

    def confirm(self, order: Order) -> Mismatch:
        """Not ours."""
        return Mismatch("total", _other_money(order, "DONE", 1))

    def prove_canceled(self, order: Order) -> Canceled:
        """All back."""
        return Canceled(_other_money(order, "CANCELED", 0))


def _other_money(order: Order, status: str, balance: int) -> Record:
    return Record(order.order_id, order.payment_key, status, 1, balance, "KRW", "카드")


def _while_confirming(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    checkout.accept_return(desk.house.shop, ticket.visit_id, ticket.payment_id, _url(ticket))
    before = desk.status(ticket)
    yield from _again(desk, ticket, _url(ticket))
    if before is not PaymentStatus.CONFIRMING:
        yield f"the first was not accepted: {before}"


def _too_late(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    desk.house.clock.advance(desk.house.shop.limits.window.total_seconds())
    yield from _again(desk, ticket, _url(ticket))


def _seats_gone(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    shop = desk.house.shop
    with shop.database.read() as session:
        row = bookings.find(session, shop.restaurant_id, ticket.booking_id)
    assert row is not None
    # The hold lapses before the window does: somebody else takes the seats, and only then the customer comes back.
    longer = replace(shop, limits=replace(shop.limits, window=timedelta(minutes=20)))
    slow = replace(desk, house=replace(desk.house, shop=longer))
    late = slow.reopen(ticket)
    desk.till.authenticate(late)
    desk.house.clock.advance((shop.limits.hold + timedelta(seconds=1)).total_seconds())
    rival = holding.hold(shop, "visit-of-a-rival", row.sitting, row.seat_ids, row.party)
    if not isinstance(rival, Held):
        yield f"nobody else got the seats: {rival}"
    yield from _again(slow, late, _url(late))


def _other_visit(desk: Desk) -> Iterator[str]:
    ticket, other = desk.take(), desk.take()
    try:
        desk.deliver(ticket, _url(ticket), visit_id=other.visit_id)
    except KeyError:
        pass
    else:
        yield "another visit's payment was found"
    if desk.confirms_of(ticket):
        yield "a confirm was sent"


def _unknown_payment(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    try:
        desk.deliver(replace(ticket, payment_id="payment-of-nobody"), _url(ticket))
    except KeyError:
        pass
    else:
        yield "a payment that is not there was found"
    if desk.confirms_of(ticket):
        yield "a confirm was sent"


def _key_of_a_paid_one(desk: Desk) -> Iterator[str]:
    paid, ticket = _paid(desk), desk.take()
    yield from _again(desk, ticket, _url(replace(ticket, payment_key=paid.payment_key)))


def _key_of_one_that_runs(desk: Desk) -> Iterator[str]:
    running, ticket = desk.take(), desk.take()
    checkout.accept_return(desk.house.shop, running.visit_id, running.payment_id, _url(running))
    yield from _again(desk, ticket, _url(replace(ticket, payment_key=running.payment_key)))


def _key_that_is_nobodys(desk: Desk) -> Iterator[str]:
    """T3 cannot know a key that it has never seen; the company does, and nothing is charged."""
    ticket = desk.take()
    desk.deliver(ticket, _url(replace(ticket, payment_key="pk-made-up")))
    if desk.status(ticket) is PaymentStatus.DONE:
        yield "a made-up key was paid with"
    if isinstance(desk.channel.inquire(_order(ticket)), Unknown) is False:
        yield "the company charged something"


def _order(ticket: Ticket) -> Order:
    return Order(ticket.order_id, ticket.payment_key, ticket.amount, "")


def _lapsed_and_free(desk: Desk) -> Iterator[str]:
    """Not hostile: late, but the seats are still free, so they are claimed again and paid."""
    ticket = desk.take()
    shop = desk.house.shop
    longer = replace(shop, limits=replace(shop.limits, window=timedelta(minutes=20)))
    slow = replace(desk, house=replace(desk.house, shop=longer))
    late = slow.reopen(ticket)
    desk.till.authenticate(late)
    desk.house.clock.advance((shop.limits.hold + timedelta(seconds=1)).total_seconds())
    slow.deliver(late, _url(late))
    if slow.status(late) is not PaymentStatus.DONE:
        yield f"it was not paid, but is {slow.status(late)}"


def _many(desk: Desk, ticket: Ticket, url: str, times: int = FEWER_REPLAYS) -> int:
    """The same URL again and again from several threads; gives how often it was accepted."""
    with ThreadPoolExecutor(THREADS) as threads:
        return sum(threads.map(lambda _: desk.deliver(ticket, url), range(times)))


def _a_thousand_at_once(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    accepted = _many(desk, ticket, _url(ticket), REPLAYS)
    confirms = desk.confirms_of(ticket)
    if (accepted, len(confirms)) != (1, 1):
        yield f"accepted {accepted} times, {len(confirms)} confirms sent"
    if desk.status(ticket) is not PaymentStatus.DONE:
        yield f"it is {desk.status(ticket)}, not paid"


def _many_forgeries(desk: Desk) -> Iterator[str]:
    ticket = desk.take()
    accepted = _many(desk, ticket, _url(ticket).replace("amount=10000", "amount=1"))
    if accepted or desk.confirms_of(ticket):
        yield f"accepted {accepted} times, {len(desk.confirms_of(ticket))} confirms sent"


def _many_after_paid(desk: Desk) -> Iterator[str]:
    ticket = _paid(desk)
    accepted = _many(desk, ticket, _url(ticket))
    if accepted or len(desk.confirms_of(ticket)) != 1:
        yield f"accepted {accepted} times more, {len(desk.confirms_of(ticket))} confirms sent"


MOMENTS: Final[Mapping[str, Moment]] = {
    "after-paid": _after_paid,
    "after-paid-from-another-terminal": _after_paid_elsewhere,
    "after-void": _after_void,
    "after-a-forgery": _after_a_forgery,
    "after-refunded": _after_refunded,
    "of-the-payment-before": _of_the_payment_before,
    "while-confirming": _while_confirming,
    "too-late": _too_late,
    "seats-gone": _seats_gone,
    "another-visits": _other_visit,
    "of-no-payment": _unknown_payment,
    "the-key-of-a-paid-one": _key_of_a_paid_one,
    "the-key-of-one-that-runs": _key_of_one_that_runs,
    "a-key-that-is-nobodys": _key_that_is_nobodys,
    "late-but-the-seats-are-free": _lapsed_and_free,
    "a-thousand-at-once": _a_thousand_at_once,
    "many-forgeries-at-once": _many_forgeries,
    "many-after-paid": _many_after_paid,
}
MOST_TICKETS: Final = 2
"""What the hungriest of them uses."""
