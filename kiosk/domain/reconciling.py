"""Our books against the payment company's list, for one day in Seoul: what agrees, and of what kind everything else is.

Pure: two lists in, findings out. Every won of the difference between the two sums belongs to exactly one finding.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum

from kiosk.domain.sittings import day_bounds
from kiosk.domain.tallies import PART, WHOLE, Tally, line_of

OVERLAP = timedelta(hours=2)
"""How far beyond the day's edges the company's list is read: its clock and ours may disagree about midnight."""

LISTED_WITHIN = timedelta(hours=1)
"""How old something of ours may be that the company's list does not show yet, before it is a difference."""


class Kind(StrEnum):
    """Every way in which the two can differ; ``resources/text`` says of each what it means and what staff do."""

    LOST_ORDER = "lost_order"
    """They have it, we do not; its metadata say that it is ours: the database was restored from a backup."""
    UNKNOWN_ORDER = "unknown_order"
    OTHER_SHOP = "other_shop"
    NOT_KEPT = "not_kept"
    """They hold money for an order of ours that our books call not paid."""
    OURS_ONLY = "ours_only"
    AMOUNT = "amount"
    CHARGED_TWICE = "charged_twice"
    CANCELED_THERE = "canceled_there"
    PARTLY_CANCELED_THERE = "partly_canceled_there"
    REFUND_OURS_ONLY = "refund_ours_only"
    DEPOSIT = "deposit"
    """A virtual account: this kiosk offers none, and a deposit goes back only to an account that the guest names."""
    SETTLEMENT = "settlement"

    UNDER_WAY = "under_way"
    NOT_LISTED_YET = "not_listed_yet"
    OTHER_DAY = "other_day"
    """Both have it, on two sides of a midnight: the company's day counts."""
    CAME_AND_WENT = "came_and_went"
    """Money that we never counted, given back in full."""

    @property
    def is_difference(self) -> bool:
        """Whether somebody has to know. The others explain a sum and pass by themselves."""
        return self not in (Kind.UNDER_WAY, Kind.NOT_LISTED_YET, Kind.OTHER_DAY, Kind.CAME_AND_WENT)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One row of the company's list. ``won`` is above 0 for an approval, below for a cancel, 0 where no won moved."""

    key: str
    order_id: str
    at: datetime
    won: int
    merchant: str
    currency: str = "KRW"
    is_whole: bool = False
    """Of a cancel: nothing is left to give back after it."""
    is_deposit: bool = False
    method: str = ""
    """The way of paying, by the company's own word."""

    @property
    def is_foreign(self) -> bool:
        """Whether it is of a currency that we neither take nor count."""
        return self.currency != "KRW"


class Books(Enum):
    """What our own books say of a payment's money."""

    KEPT = "kept"
    RETURNING = "returning"
    RETURNED = "returned"
    UNDECIDED = "undecided"
    NOT_PAID = "not paid"


@dataclass(frozen=True, slots=True)
class Refund:
    """A sum that goes back by our books; ``key`` is the company's transaction key once its record showed it."""

    key: str
    won: int
    is_done: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment in our books. ``at`` is when it was settled; ``was_taken`` is False when no money can have moved."""

    order_id: str
    payment_id: str
    won: int
    books: Books
    at: datetime | None = None
    refunds: tuple[Refund, ...] = ()
    was_taken: bool = True
    method: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which day is compared, and what is known beforehand. ``merchant`` is our number at the company, "" if unknown."""

    day: date
    now: datetime
    merchant: str = ""

    def has(self, at: datetime | None) -> bool:
        """Whether an instant lies in the day: 00:00 does, the next 00:00 does not."""
        start, end = day_bounds(self.day)
        return at is not None and start <= at < end

    def span(self) -> tuple[datetime, datetime]:
        """What is read of the company's list: the day, and the overlap on both sides."""
        start, end = day_bounds(self.day)
        return start - OVERLAP, end + OVERLAP


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not the same on both sides, in won of this day. ``subject`` is an order id or a transaction key."""

    kind: Kind
    subject: str
    theirs: int
    ours: int
    order_id: str
    payment_id: str = ""

    @property
    def won(self) -> int:
        """How much more the company has than our books."""
        return self.theirs - self.ours


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came out for one day. ``matched`` are the company's rows that our books have too."""

    scope: Scope
    ours: Tally
    theirs: Tally
    matched: int
    findings: tuple[Finding, ...]

    @property
    def differences(self) -> tuple[Finding, ...]:
        """Those that somebody has to know of."""
        return tuple(finding for finding in self.findings if finding.kind.is_difference)


def unknown_orders(ours: Iterable[Payment], theirs: Iterable[Transaction]) -> list[str]:
    """Orders that only the company has, in the order of its list."""
    known = {payment.order_id for payment in ours}
    return list(dict.fromkeys(row.order_id for row in theirs if row.order_id not in known))


def merchant_of(ours: Iterable[Payment], theirs: Iterable[Transaction]) -> str:
    """Our number at the company: the one that most rows of our own orders bear, "" when there is none."""
    known = {payment.order_id for payment in ours}
    seen = Counter(row.merchant for row in theirs if row.order_id in known)
    return seen.most_common(1)[0][0] if seen else ""


def compare(
    scope: Scope,
    ours: Sequence[Payment],
    theirs: Sequence[Transaction],
    lost: frozenset[str] = frozenset(),
) -> Comparison:
    """Both ways, to the won. ``theirs`` is the whole list of ``scope.span()``, ``ours`` everything of those orders and
    of that day; ``lost`` are the orders that only the company has and that are ours by their metadata.
    """
    by_order: dict[str, list[Transaction]] = {}
    for row in sorted(theirs, key=lambda row: (row.at, row.key)):
        by_order.setdefault(row.order_id, []).append(row)
    sheet = _Sheet(scope)
    for payment in ours:
        _compare_known(sheet, payment, by_order.pop(payment.order_id, []))
    for order_id, rows in by_order.items():
        _class_stranger(sheet, order_id, rows, order_id in lost)
    counted = _count(scope, theirs, {payment.order_id: payment for payment in ours})
    found = Comparison(scope, sheet.ours, counted, sheet.matched, tuple(sheet.findings))
    unexplained = counted.net - sheet.ours.net - sum(finding.won for finding in found.findings)
    assert unexplained == 0, f"{unexplained:+,} won of {scope.day} belong to no finding"
    return found


def _count(scope: Scope, theirs: Sequence[Transaction], known: Mapping[str, Payment]) -> Tally:
    counted = Tally()
    for row in theirs:
        if scope.has(row.at):
            counted.add(row.won, _their_line(row, known.get(row.order_id)))
    return counted


def _their_line(row: Transaction, payment: Payment | None) -> str:
    if payment is not None:
        return line_of(row.won, payment.won, row.method or payment.method)
    return row.method if row.won > 0 else WHOLE if row.is_whole else PART


@dataclass(slots=True)
class _Sheet:
    """What has been found so far."""

    scope: Scope
    ours: Tally = field(default_factory=Tally)
    matched: int = 0
    findings: list[Finding] = field(default_factory=list)

    def match(self, row: Transaction, at: datetime | None, payment: Payment) -> None:
        """A row that our books have too; its day is the company's, even where ours says another."""
        if self.scope.has(row.at):
            self.ours.add(row.won, line_of(row.won, payment.won, payment.method))
            self.matched += 1
        elif self.scope.has(at):
            self.findings.append(Finding(Kind.OTHER_DAY, row.key, 0, 0, payment.order_id, payment.payment_id))

    def find(
        self,
        kind: Kind,
        rows: Sequence[Transaction],
        payment: Payment,
        ours: int = 0,
        subject: str = "",
    ) -> None:
        """A finding about these rows, unless none of it belongs to this day. What is ours of it is counted as ours."""
        here = [row.won for row in rows if self.scope.has(row.at)]
        if here or ours:
            self.ours.add(ours, line_of(ours, payment.won, payment.method))
            name = subject or payment.order_id
            self.findings.append(Finding(kind, name, sum(here), ours, payment.order_id, payment.payment_id))

    def late(self, at: datetime | None, kind: Kind) -> Kind:
        """What the list does not show: not yet, or a difference."""
        assert at is not None, "only what has its time is looked for on a day"
        return Kind.NOT_LISTED_YET if self.scope.now - at < LISTED_WITHIN else kind


def _class_stranger(sheet: _Sheet, order_id: str, rows: list[Transaction], is_lost: bool) -> None:
    nobody = Payment(order_id, "", 0, Books.NOT_PAID)
    rows = _without_other_shops(sheet, nobody, rows)
    moved = [row for row in rows if row.won or row.is_foreign]
    if _came_and_went(moved):
        sheet.find(Kind.CAME_AND_WENT, moved, nobody)
    elif is_lost and any(row.is_deposit for row in rows):
        sheet.find(Kind.DEPOSIT, rows, nobody)
    else:
        sheet.find(Kind.LOST_ORDER if is_lost else Kind.UNKNOWN_ORDER, moved, nobody)


def _compare_known(sheet: _Sheet, payment: Payment, rows: list[Transaction]) -> None:
    rows = _without_other_shops(sheet, payment, rows)
    for row in rows:
        if row.is_foreign:
            sheet.find(Kind.AMOUNT, [row], payment, subject=row.key)
    moved = [row for row in rows if row.won]
    match payment.books:
        case Books.UNDECIDED:
            sheet.find(Kind.UNDER_WAY, moved, payment)
        case Books.NOT_PAID if _came_and_went(moved):
            sheet.find(Kind.CAME_AND_WENT, moved, payment)
        case Books.NOT_PAID:
            waits = any(row.is_deposit for row in rows)
            sheet.find(Kind.DEPOSIT if waits else Kind.NOT_KEPT, rows if waits else moved, payment)
        case _:
            charges = [row for row in moved if row.won > 0]
            _compare_charges(sheet, payment, charges)
            _compare_cancels(sheet, payment, charges, [row for row in moved if row.won < 0])


def _without_other_shops(sheet: _Sheet, payment: Payment, rows: list[Transaction]) -> list[Transaction]:
    """Rows under another merchant number are nobody's of this shop; whoever's order they name."""
    if not sheet.scope.merchant:
        return rows
    others = [row for row in rows if row.merchant != sheet.scope.merchant]
    if others:
        sheet.find(Kind.OTHER_SHOP, others, payment)
    return [row for row in rows if row.merchant == sheet.scope.merchant]


def _came_and_went(rows: list[Transaction]) -> bool:
    return any(row.won < 0 for row in rows) and sum(row.won for row in rows) <= 0


def _compare_charges(sheet: _Sheet, payment: Payment, charges: list[Transaction]) -> None:
    if not charges:
        if payment.books is Books.KEPT and sheet.scope.has(payment.at):
            sheet.find(sheet.late(payment.at, Kind.OURS_ONLY), (), payment, ours=payment.won)
        return
    first, *more = charges
    sheet.find(Kind.CHARGED_TWICE, more, payment)
    if first.won != payment.won:
        sheet.find(Kind.AMOUNT, [first], payment, ours=payment.won if sheet.scope.has(first.at) else 0)
    else:
        sheet.match(first, payment.at if payment.books is Books.KEPT else None, payment)


def _compare_cancels(
    sheet: _Sheet, payment: Payment, charges: list[Transaction], cancels: list[Transaction]
) -> None:
    refunds = list(payment.refunds)
    # What the settler gives back by itself is all of it, and has no row of its own.
    whole = 0 if payment.books is Books.KEPT else payment.won
    elsewhere = []
    for row in cancels:
        refund = _refund_of(row, refunds)
        if refund:
            refunds.remove(refund)
            _compare_refund(sheet, payment, refund, row)
        elif whole >= -row.won:
            whole += row.won
            if payment.books is Books.RETURNED:
                sheet.match(row, payment.at, payment)
            else:
                sheet.find(Kind.UNDER_WAY, [row], payment, subject=row.key)
        else:
            elsewhere.append(row)
    all_of_it = any(row.is_whole for row in elsewhere)
    sheet.find(Kind.CANCELED_THERE if all_of_it else Kind.PARTLY_CANCELED_THERE, elsewhere, payment)
    for refund in refunds:
        _miss_refund(sheet, payment, refund)
    if payment.books is Books.RETURNED and whole:
        _miss_return(sheet, payment, charges, whole)


def _refund_of(row: Transaction, refunds: list[Refund]) -> Refund | None:
    named = (refund for refund in refunds if refund.key == row.key)
    alike = (refund for refund in refunds if not refund.key and refund.won == -row.won)
    return next(named, None) or next(alike, None)


def _compare_refund(sheet: _Sheet, payment: Payment, refund: Refund, row: Transaction) -> None:
    if not refund.is_done:
        sheet.find(Kind.UNDER_WAY, [row], payment, subject=row.key)
    elif refund.won != -row.won:
        ours = -refund.won if sheet.scope.has(row.at) else 0
        sheet.find(Kind.AMOUNT, [row], payment, ours=ours, subject=row.key)
    else:
        sheet.match(row, refund.at, payment)


def _miss_refund(sheet: _Sheet, payment: Payment, refund: Refund) -> None:
    if refund.is_done and sheet.scope.has(refund.at):
        kind = sheet.late(refund.at, Kind.REFUND_OURS_ONLY)
        sheet.find(kind, (), payment, ours=-refund.won, subject=refund.key or payment.order_id)


def _miss_return(sheet: _Sheet, payment: Payment, charges: list[Transaction], whole: int) -> None:
    """We call it given back, and the list has no cancel: a difference, unless there was never anything to give back."""
    if not charges and not payment.was_taken:
        return
    assert payment.at is not None, "given back at some time"
    at = max([payment.at, *(row.at for row in charges)])
    if sheet.scope.has(at):
        is_deposit = any(row.is_deposit for row in charges)
        kind = Kind.DEPOSIT if is_deposit else sheet.late(at, Kind.REFUND_OURS_ONLY)
        sheet.find(kind, (), payment, ours=-whole)
