"""The ten promises of the design, checked against the stored rows and the payment company's own ledger.

One function for every fault test, for ``kiosk tour`` and for the running program. Reads only.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.sittings import cell_of, seoul_day
from kiosk.domain.states import BookingStatus, PaymentStatus, RefundStatus
from kiosk.services.shop import Shop
from kiosk.storage import bookings, journal, payments, refunds, seatings
from kiosk.storage.bookings import BookingRow
from kiosk.storage.payments import PaymentRow
from kiosk.storage.refunds import RefundRow
from kiosk.storage.seatings import SeatingRow


@dataclass(frozen=True, slots=True)
class CompanyEntry:
    """One payment in the company's ledger, in won; ``charges`` counts how often it took the money.

    ``given_back`` has when and how much, where the ledger tells; ``refunded`` is the sum, dated or not.
    """

    order_id: str
    charged: int
    refunded: int
    charges: int
    charged_at: datetime | None = None
    given_back: Sequence[tuple[datetime, int]] = ()

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
    2: "a booking's net money at the company is zero or exactly its price less what was asked and proven back",
    3: "net money above zero if and only if the booking is PAID, or CANCELED with a part kept",
    4: "no booking and no order is charged twice",
    5: "nothing stays unsettled once the company answers truthfully",
    6: "no refund happens that was not needed or asked for",
    7: "our ledger equals theirs to the won, per Seoul day",
    8: "every state change has its journal row, and the chain verifies",
    9: "the screen says paid only when PAID is durable, and not charged only when that is known",
    10: "no secret is in a log, a screen, a crash report or the page",
}

_SECRET = re.compile(r"(?:test|live)_g?sk_\w{6,}|test_ak_\w{6,}|\b01[016789]-?\d{3,4}-?\d{4}\b")


_ByOrder = Mapping[str, Sequence[CompanyEntry]]


@dataclass(frozen=True, slots=True)
class _Stored:
    """All rows, read once."""

    booked: Sequence[BookingRow]
    paid: Sequence[PaymentRow]
    back: Mapping[str, Sequence[RefundRow]]
    """By payment."""
    of_booking: Mapping[str, Sequence[PaymentRow]]
    chain: Sequence[journal.Entry]
    seated: Mapping[str, SeatingRow]
    """By booking: what the front desk has done with it."""

    def asked_back(self, payment: PaymentRow, status: RefundStatus) -> int:
        """The won of its refunds in one state."""
        return sum(row.amount for row in self.back.get(payment.payment_id, ()) if row.status is status)

    def was_kept(self, payment: PaymentRow) -> bool:
        """Whether it made its booking PAID. REFUNDED without a refund of anybody's is the settler's own: never kept."""
        return payment.status is PaymentStatus.DONE or (
            payment.status is PaymentStatus.REFUNDED and payment.payment_id in self.back
        )


def violations(shop: Shop, evidence: Evidence) -> dict[int, list[str]]:
    """What is broken, by number of the promise; an empty list for each one that holds."""
    stored = _read(shop)
    by_order = defaultdict(list)
    for entry in evidence.company:
        by_order[entry.order_id].append(entry)
    return {
        1: _two_in_one_seat(stored),
        2: _net_is_not_the_price(stored, by_order),
        3: _paid_and_net_disagree(stored, by_order),
        4: _charged_twice(stored, by_order),
        5: _unsettled(stored),
        6: _needless_refunds(stored, by_order),
        7: [*_ledgers_differ(stored, by_order), *_books_disagree(stored)],
        8: [*journal.breaks(stored.chain), *_not_told(stored)],
        9: _said_wrongly(evidence.said, stored.booked),
        10: _leaks(evidence, stored.chain),
    }


def _read(shop: Shop) -> _Stored:
    with shop.database.read() as session:
        booked = bookings.with_status(session, shop.restaurant_id, BookingStatus)
        paid = payments.with_status(session, shop.restaurant_id, PaymentStatus)
        asked = refunds.with_status(session, shop.restaurant_id, RefundStatus)
        chain = list(journal.entries(session, shop.restaurant_id))
        seated = seatings.everywhere(session, shop.restaurant_id)
    back, of_booking = defaultdict(list), defaultdict(list)
    for refund in asked:
        back[refund.payment_id].append(refund)
    for payment in paid:
        of_booking[payment.booking_id].append(payment)
    return _Stored(booked, paid, back, of_booking, chain, seated)


def _two_in_one_seat(stored: _Stored) -> list[str]:
    """Guests who were moved while they sat count at their new seats from then on only."""
    owners: dict[tuple[str, int], str] = {}
    found = []
    for row in stored.booked:
        if row.status not in (BookingStatus.READY, BookingStatus.PAID):
            continue
        seating = stored.seated.get(row.booking_id)
        since = cell_of(seating.seats_since) if seating and seating.seats_since else row.sitting.cells.start
        for seat_id in row.seat_ids:
            for cell in row.sitting.cells:
                if cell < since:
                    continue
                first = owners.setdefault((seat_id, cell), row.booking_id)
                if first != row.booking_id:
                    found.append(f"seat {seat_id}, cell {cell}: {first} and {row.booking_id}")
    return found


def _net(rows: Iterable[PaymentRow], by_order: _ByOrder) -> int:
    return sum(entry.net for row in rows for entry in by_order.get(row.order_id, ()))


def _net_is_not_the_price(stored: _Stored, by_order: _ByOrder) -> list[str]:
    found = []
    for row in stored.booked:
        rows = stored.of_booking.get(row.booking_id, ())
        net = _net(rows, by_order)
        left = row.amount - sum(stored.asked_back(payment, RefundStatus.DONE) for payment in rows)
        under_way = sum(stored.asked_back(payment, RefundStatus.DUE) for payment in rows)
        if net not in (0, left, left - under_way):
            found.append(f"{row.booking_id}: net {net}, price less refunds {left}")
    known = {row.order_id for row in stored.paid}
    found += [
        f"order {order} is not ours, net {sum(entry.net for entry in entries)}"
        for order, entries in by_order.items()
        if order not in known and any(entry.net for entry in entries)
    ]
    return found


def _paid_and_net_disagree(stored: _Stored, by_order: _ByOrder) -> list[str]:
    found = []
    for row in stored.booked:
        rows = stored.of_booking.get(row.booking_id, ())
        if any(_is_open(stored, payment) for payment in rows):
            continue
        given_back = sum(stored.asked_back(payment, RefundStatus.DONE) for payment in rows)
        has_some = row.status in _WERE_PAID and row.amount > given_back
        net = _net(rows, by_order)
        if (net > 0) != has_some:
            found.append(f"{row.booking_id} is {row.status}, net {net}, given back {given_back}")
    return found


_WERE_PAID = (BookingStatus.PAID, BookingStatus.CANCELED)


def _charged_twice(stored: _Stored, by_order: _ByOrder) -> list[str]:
    found = [
        f"order {order}: charged {sum(entry.charges for entry in entries)} times"
        for order, entries in by_order.items()
        if sum(entry.charges for entry in entries) > 1
    ]
    for booking_id, rows in stored.of_booking.items():
        kept = [row.order_id for row in rows if _net([row], by_order) > 0]
        if len(kept) > 1:
            found.append(f"booking {booking_id}: {len(kept)} orders keep money")
    return found


_UNSETTLED = (PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE)


def _is_open(stored: _Stored, row: PaymentRow) -> bool:
    return row.status in _UNSETTLED or stored.asked_back(row, RefundStatus.DUE) > 0


def _unsettled(stored: _Stored) -> list[str]:
    return [
        *(f"{row.payment_id} is still {row.status}" for row in stored.paid if row.status in _UNSETTLED),
        *(
            f"refund {row.refund_id} is still {row.status}"
            for rows in stored.back.values()
            for row in rows
            if row.status is RefundStatus.DUE
        ),
    ]


def _needless_refunds(stored: _Stored, by_order: _ByOrder) -> list[str]:
    found = []
    for row in stored.paid:
        given_back = sum(entry.refunded for entry in by_order.get(row.order_id, ()))
        asked = sum(stored.asked_back(row, status) for status in (RefundStatus.DONE, RefundStatus.DUE))
        needed = row.status in (PaymentStatus.REFUND_DUE, PaymentStatus.REFUNDED) and not stored.was_kept(row)
        if given_back > asked and not needed:
            found.append(
                f"{row.payment_id} is {row.status}: {given_back} won went back, {asked} were asked for"
            )
    return found


def _ledgers_differ(stored: _Stored, by_order: _ByOrder) -> list[str]:
    days: Counter[str] = Counter()
    for row in stored.paid:
        entries = by_order.get(row.order_id, ())
        dates = [entry.charged_at for entry in entries if entry.charged_at]
        if not stored.was_kept(row):
            # What was not kept has gone back whole, and is nobody's income on any day.
            days[_day(dates[0] if dates else row.opened_at)] += sum(entry.net for entry in entries)
            continue
        done = [back for back in stored.back.get(row.payment_id, ()) if back.status is RefundStatus.DONE]
        for entry in entries:
            if entry.charged_at:
                days.update(_company_days(entry, entry.charged_at, done))
        days[_day(dates[0] if dates else row.settled_at or row.opened_at)] -= row.amount
        for back in done:
            days[_day(back.settled_at or back.asked_at)] += back.amount
    return [f"{day}: the company holds {won:+,} won more than our ledger" for day, won in days.items() if won]


def _company_days(entry: CompanyEntry, charged_at: datetime, done: Iterable[RefundRow]) -> Counter[str]:
    """The entry by Seoul day. What went back without a date counts on the days of our own refunds, then on the charge's."""
    days = Counter({_day(charged_at): entry.charged})
    undated = entry.refunded
    for at, won in entry.given_back:
        days[_day(at)] -= won
        undated -= won
    for back in done if not entry.given_back else ():
        part = min(undated, back.amount)
        days[_day(back.settled_at or back.asked_at)] -= part
        undated -= part
    days[_day(charged_at)] -= undated
    return days


def _day(instant: datetime) -> str:
    return seoul_day(instant).isoformat()


def _books_disagree(stored: _Stored) -> list[str]:
    """All of it went back if and only if the payment says so."""
    return [
        f"{row.payment_id} is {row.status} with {back} of {row.amount} won given back"
        for row in stored.paid
        if stored.was_kept(row)
        and ((back := stored.asked_back(row, RefundStatus.DONE)) == row.amount)
        != (row.status is PaymentStatus.REFUNDED)
    ]


_TOLD = ("booking", "payment", "refund")


def _not_told(stored: _Stored) -> list[str]:
    """A subject may be in several chains, whose clocks nobody can compare: the last word of one of them has to be true."""
    last: dict[tuple[str, str], journal.Entry] = {}
    for entry in stored.chain:
        if entry.kind in _TOLD:
            last[entry.terminal, entry.subject] = entry
    told: dict[str, set[str]] = defaultdict(set)
    for (_, subject), entry in last.items():
        told[subject].add(entry.says)
    now = {row.booking_id: str(row.status) for row in stored.booked}
    now |= {row.payment_id: str(row.status) for row in stored.paid}
    now |= {row.refund_id: str(row.status) for rows in stored.back.values() for row in rows}
    return [
        f"{subject} is {status}, the journal says {', '.join(sorted(told.get(subject, ['nothing'])))}"
        for subject, status in now.items()
        if status not in told.get(subject, ())
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
