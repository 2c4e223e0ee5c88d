"""The ten promises of the design, checked against the stored rows and the payment company's own ledger.

One function for every fault test, for ``kiosk tour`` and for the running program. Reads only.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.sittings import seoul_day
from kiosk.domain.states import BookingStatus, PaymentStatus
from kiosk.services.shop import Shop
from kiosk.storage import bookings, journal, payments
from kiosk.storage.bookings import BookingRow
from kiosk.storage.payments import PaymentRow


@dataclass(frozen=True, slots=True)
class CompanyEntry:
    """One payment in the company's ledger, in won; ``charges`` counts how often it took the money."""

    order_id: str
    charged: int
    refunded: int
    charges: int
    charged_at: datetime | None = None

    @property
    def net(self) -> int:
        """What the company holds of it now."""
        return self.charged - self.refunded


@dataclass(frozen=True, slots=True)
class Said:
    """What a screen told a customer about money, with the status stored at that moment: paid, not_charged or unknown."""

    what: str
    booking_id: str
    stored: BookingStatus | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything there is to check against."""

    company: Sequence[CompanyEntry] = ()
    said: Sequence[Said] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    secrets: Sequence[str] = ()


PROMISES: Mapping[int, str] = {
    1: "no seat has two bookings in one cell",
    2: "a booking's net money at the company is zero or exactly its price",
    3: "net money above zero if and only if the booking is PAID",
    4: "no booking and no order is charged twice",
    5: "nothing stays unsettled once the company answers truthfully",
    6: "no refund happens that was not needed or asked for",
    7: "our ledger equals theirs to the won, per Seoul day",
    8: "every state change has its journal row, and the chain verifies",
    9: "the screen says paid only when PAID is durable, and not charged only when that is known",
    10: "no secret is in a log, a screen, a crash report or the page",
}

_SECRET = re.compile(r"(?:test|live)_g?sk_\w{6,}|test_ak_\w{6,}|\b01[016789]-?\d{3,4}-?\d{4}\b")


def violations(shop: Shop, evidence: Evidence) -> dict[int, list[str]]:
    """What is broken, by number of the promise; an empty list for each one that holds."""
    with shop.database.read() as session:
        booked = bookings.with_status(session, shop.restaurant_id, BookingStatus)
        paid = payments.with_status(session, shop.restaurant_id, PaymentStatus)
        chain = list(journal.entries(session, shop.restaurant_id))
    by_order = defaultdict(list)
    for entry in evidence.company:
        by_order[entry.order_id].append(entry)
    return {
        1: _two_in_one_seat(booked),
        2: _net_is_not_the_price(booked, paid, by_order),
        3: _paid_and_net_disagree(booked, paid, by_order),
        4: _charged_twice(paid, by_order),
        5: _unsettled(paid),
        6: _needless_refunds(paid, by_order),
        7: _ledgers_differ(paid, by_order),
        8: [*journal.breaks(iter(chain)), *_not_told(booked, paid, chain)],
        9: _said_wrongly(evidence.said, booked),
        10: _leaks(evidence, chain),
    }


def _two_in_one_seat(booked: Iterable[BookingRow]) -> list[str]:
    owners: dict[tuple[str, int], str] = {}
    found = []
    for row in booked:
        if row.status not in (BookingStatus.READY, BookingStatus.PAID):
            continue
        for seat_id in row.seat_ids:
            for cell in row.sitting.cells:
                first = owners.setdefault((seat_id, cell), row.booking_id)
                if first != row.booking_id:
                    found.append(f"seat {seat_id}, cell {cell}: {first} and {row.booking_id}")
    return found


_ByOrder = Mapping[str, Sequence[CompanyEntry]]


def _net(rows: Iterable[PaymentRow], by_order: _ByOrder) -> int:
    return sum(entry.net for row in rows for entry in by_order.get(row.order_id, ()))


def _of(paid: Sequence[PaymentRow]) -> dict[str, list[PaymentRow]]:
    grouped: dict[str, list[PaymentRow]] = defaultdict(list)
    for row in paid:
        grouped[row.booking_id].append(row)
    return grouped


def _net_is_not_the_price(
    booked: Iterable[BookingRow], paid: Sequence[PaymentRow], by_order: _ByOrder
) -> list[str]:
    grouped = _of(paid)
    found = []
    for row in booked:
        net = _net(grouped[row.booking_id], by_order) if row.booking_id in grouped else 0
        if net not in (0, row.amount):
            found.append(f"{row.booking_id}: net {net}, price {row.amount}")
    known = {row.order_id for row in paid}
    found += [
        f"order {order} is not ours, net {sum(entry.net for entry in entries)}"
        for order, entries in by_order.items()
        if order not in known and any(entry.net for entry in entries)
    ]
    return found


def _paid_and_net_disagree(
    booked: Iterable[BookingRow], paid: Sequence[PaymentRow], by_order: _ByOrder
) -> list[str]:
    grouped = _of(paid)
    open_ = {row.booking_id for row in paid if row.status in _UNSETTLED}
    found = []
    for row in booked:
        net = _net(grouped.get(row.booking_id, ()), by_order)
        if row.booking_id not in open_ and (net > 0) != (row.status is BookingStatus.PAID):
            found.append(f"{row.booking_id} is {row.status}, net {net}")
    return found


def _charged_twice(paid: Sequence[PaymentRow], by_order: _ByOrder) -> list[str]:
    found = [
        f"order {order}: charged {sum(entry.charges for entry in entries)} times"
        for order, entries in by_order.items()
        if sum(entry.charges for entry in entries) > 1
    ]
    for booking_id, rows in _of(paid).items():
        kept = [row.order_id for row in rows if _net([row], by_order) > 0]
        if len(kept) > 1:
            found.append(f"booking {booking_id}: {len(kept)} orders keep money")
    return found


_UNSETTLED = (PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE)


def _unsettled(paid: Iterable[PaymentRow]) -> list[str]:
    return [f"{row.payment_id} is still {row.status}" for row in paid if row.status in _UNSETTLED]


def _needless_refunds(paid: Iterable[PaymentRow], by_order: _ByOrder) -> list[str]:
    asked = (PaymentStatus.REFUND_DUE, PaymentStatus.REFUNDED)
    return [
        f"{row.payment_id} is {row.status}, but the company gave money back"
        for row in paid
        if row.status not in asked and any(entry.refunded for entry in by_order.get(row.order_id, ()))
    ]


def _ledgers_differ(paid: Iterable[PaymentRow], by_order: _ByOrder) -> list[str]:
    days: Counter[str] = Counter()
    for row in paid:
        for entry in by_order.get(row.order_id, ()):
            if entry.charged_at:
                days[seoul_day(entry.charged_at).isoformat()] += entry.net
        if row.status is PaymentStatus.DONE:
            dates = [entry.charged_at for entry in by_order.get(row.order_id, ()) if entry.charged_at]
            day = dates[0] if dates else row.settled_at or row.opened_at
            days[seoul_day(day).isoformat()] -= row.amount
    return [f"{day}: the company holds {won:+,} won more than our ledger" for day, won in days.items() if won]


def _not_told(
    booked: Iterable[BookingRow], paid: Iterable[PaymentRow], chain: Iterable[journal.Entry]
) -> list[str]:
    told: dict[str, str] = {}
    for entry in sorted(chain, key=lambda entry: (entry.at, entry.place)):
        told[entry.subject] = json.loads(entry.body)["status"]
    stored = {row.booking_id: str(row.status) for row in booked}
    stored |= {row.payment_id: str(row.status) for row in paid}
    return [
        f"{subject} is {status}, the journal says {told.get(subject, 'nothing')}"
        for subject, status in stored.items()
        if told.get(subject) != status
    ]


def _said_wrongly(said: Iterable[Said], booked: Iterable[BookingRow]) -> list[str]:
    paid = {row.booking_id for row in booked if row.status in (BookingStatus.PAID, BookingStatus.CANCELED)}
    found = []
    for word in said:
        if word.what == "paid" and (word.stored is not BookingStatus.PAID or word.booking_id not in paid):
            found.append(f"{word.booking_id}: the screen said paid, stored was {word.stored}")
        if word.what == "not_charged" and word.stored is BookingStatus.PAID:
            found.append(f"{word.booking_id}: the screen said not charged, stored was PAID")
    return found


def _leaks(evidence: Evidence, chain: Iterable[journal.Entry]) -> list[str]:
    texts = dict(evidence.texts) | {"the journal": "\n".join(entry.body for entry in chain)}
    found = []
    for name, text in texts.items():
        if _SECRET.search(text):
            found.append(f"{name} holds something of the form of a key or a phone number")
        found += [f"{name} holds a secret" for secret in evidence.secrets if secret and secret in text]
    return found
