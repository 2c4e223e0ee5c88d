"""Daily reconciliation: our books against the payment company's transactions and settlements, both ways, to the won.

What can be put right is put right at once (adopted, given back, entered); for the rest a person is told, until a later
run no longer finds it. A day whose list could not be had whole counts as not reconciled. Never inside a transaction
while the company is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from kiosk.domain.money import Won
from kiosk.domain.reconciling import (
    OVERLAP,
    Books,
    Comparison,
    Finding,
    Kind,
    Payment,
    Refund,
    Scope,
    Transaction,
    compare,
    merchant_of,
    unknown_orders,
)
from kiosk.domain.settlements import Settled, check_settlements
from kiosk.domain.sittings import day_bounds, seoul_day
from kiosk.domain.states import PaymentStatus, RefundStatus
from kiosk.domain.tickets import unpack
from kiosk.payments.channel import Channel, Doubt, Order, Record, Unknown
from kiosk.payments.statements import Statements, Unavailable
from kiosk.services import attention
from kiosk.services.adopting import Adopter, Deed
from kiosk.services.exchanges import order_of
from kiosk.services.refunding import notice
from kiosk.services.shop import Shop
from kiosk.storage import journal, matters, reconciliations
from kiosk.storage.engine import Session
from kiosk.storage.payments import PaymentRow
from kiosk.storage.reconciliations import BookRow, FindingRow, RunRow
from kiosk.storage.restoring import RESTORED_AT, RESTORED_FROM

MATTER = "reconcile_"
"""What the kinds of our matters begin with; the kind of the finding follows."""

MERCHANT = "merchant number"
"""The setting with our number at the company, learned from the first orders of ours in its list."""

AFTER_RESTORE = timedelta(hours=48)
MOST_DAYS = 92
EVERY = timedelta(hours=1)
_VERIFY_AT_MOST = 50
_SLOW_DOWN_S, _SLOWED_AT_MOST = 20.0, 5
"""Toss allows 100 requests a minute for each API (Toss docs, test environment)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One finding, and what the program did about it."""

    finding: Finding
    deed: Deed


@dataclass(frozen=True, slots=True)
class Report:
    """One day that was compared whole. ``settled`` is Unavailable where only the settlements could not be had."""

    day: date
    at: datetime
    comparison: Comparison
    items: tuple[Item, ...]
    settled: Settled | Unavailable
    anchor: str

    @property
    def differences(self) -> tuple[Item, ...]:
        """Those that somebody has to know of; the rest explains a sum and passes by itself."""
        return tuple(item for item in self.items if item.finding.kind.is_difference)


@dataclass(frozen=True, slots=True)
class NotReconciled:
    """The company could not be asked, or not in full. What was put right before stays; the day is asked for again."""

    day: date
    why: str
    code: str = ""


class _Away(Exception):
    """The company stopped answering in the middle of a run."""


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Compares days of one shop. Holds no state: every run starts from what is stored and what the company says."""

    shop: Shop
    channel: Channel
    statements: Statements

    def reconcile(self, day: date) -> Report | NotReconciled:
        """Compare one day in Seoul, put right what can be, and keep what came of it."""
        scope = Scope(day, self.shop.clock.now())
        listed = self.statements.transactions(*scope.span())
        if isinstance(listed, Unavailable):
            return NotReconciled(day, listed.why, listed.code)
        rows = self._books(scope, listed)
        ours = [_payment(row) for row in rows]
        scope = replace(scope, merchant=self._merchant() or merchant_of(ours, listed))
        run = _Run(self.shop, self.channel, scope, {row.payment.order_id: row.payment for row in rows})
        try:
            comparison, items = run.go(ours, listed)
        except _Away as away:
            return NotReconciled(day, str(away))
        settled = self._settled(scope, listed)
        if isinstance(settled, Settled):
            items += [Item(finding, Deed.TOLD) for finding in settled.findings]
        anchor = self._keep(comparison, items, settled)
        return Report(day, scope.now, comparison, tuple(items), settled, anchor)

    def due_days(self) -> list[date]:
        """Which days are to be compared now: today every hour, yesterday once it is over, and all that a restored
        backup may lack. Oldest first.
        """
        now = self.shop.clock.now()
        today = seoul_day(now)
        yesterday = today - timedelta(days=1)
        over = day_bounds(yesterday)[1] + OVERLAP
        with self.shop.database.read() as session:
            due = self._after_restore(session)
            if self._is_older(session, today, now - EVERY):
                due.add(today)
            if now >= over and self._is_older(session, yesterday, over):
                due.add(yesterday)
        return sorted(due)

    def must_come_first(self) -> list[date]:
        """Days that have to be compared before anything is sold: the database was restored, and lacks what came after."""
        with self.shop.database.read() as session:
            return sorted(self._after_restore(session))

    # --- what is due ------------------------------------------------------------------------------------------------

    def _after_restore(self, session: Session) -> set[date]:
        restaurant = self.shop.restaurant_id
        told = reconciliations.read_setting(session, restaurant, RESTORED_AT)
        if told is None:
            return set()
        restored = datetime.fromisoformat(told)
        known_until = reconciliations.read_setting(session, restaurant, RESTORED_FROM)
        knows = datetime.fromisoformat(known_until) if known_until else restored
        last = seoul_day(restored)
        days = min((last - seoul_day(min(restored - AFTER_RESTORE, knows))).days, MOST_DAYS)
        lacking = [last - timedelta(days=nth) for nth in range(days + 1)]
        return {day for day in lacking if self._is_older(session, day, restored)}

    def _is_older(self, session: Session, day: date, than: datetime) -> bool:
        run = reconciliations.last_of(session, self.shop.restaurant_id, day)
        return run is None or run.at <= than

    # --- both sides -------------------------------------------------------------------------------------------------

    def _books(self, scope: Scope, listed: Iterable[Transaction]) -> list[BookRow]:
        orders = list(dict.fromkeys(row.order_id for row in listed))
        with self.shop.database.read() as session:
            return reconciliations.books_of(session, self.shop.restaurant_id, orders, *day_bounds(scope.day))

    def _merchant(self) -> str:
        with self.shop.database.read() as session:
            return reconciliations.read_setting(session, self.shop.restaurant_id, MERCHANT) or ""

    def _settled(self, scope: Scope, listed: Sequence[Transaction]) -> Settled | Unavailable:
        found = self.statements.settlements(scope.day, scope.day)
        if isinstance(found, Unavailable):
            return found
        return check_settlements(scope, found, listed)

    # --- keeping ----------------------------------------------------------------------------------------------------

    def _keep(self, comparison: Comparison, items: Sequence[Item], settled: Settled | Unavailable) -> str:
        """One transaction: the run, its findings, its journal row, and the matters it opens and closes."""
        shop, scope = self.shop, comparison.scope
        differences = [item for item in items if item.finding.kind.is_difference]
        run_id = shop.ids.key()
        with shop.database.write() as session:
            self._learn_merchant(session, scope.merchant)
            self._tell_people(session, scope.day, differences)
            entry = journal.append(
                session,
                shop.restaurant_id,
                shop.terminal,
                scope.now,
                "reconciliation",
                run_id,
                {
                    "status": "DIFFERS" if differences else "AGREES",
                    "about": scope.day.isoformat(),
                    "amount": comparison.ours.net,
                    "net": comparison.theirs.net,
                },
            )
            row = _run_row(shop, run_id, comparison, len(differences), settled, entry.anchor)
            reconciliations.insert_run(session, row, [_finding_row(item) for item in items])
        return entry.anchor

    def _learn_merchant(self, session: Session, merchant: str) -> None:
        known = reconciliations.read_setting(session, self.shop.restaurant_id, MERCHANT)
        if merchant and not known:
            reconciliations.write_setting(session, self.shop.restaurant_id, MERCHANT, merchant)

    def _tell_people(self, session: Session, day: date, differences: Iterable[Item]) -> None:
        """Open a matter for each difference that needs somebody; close those of this day that are gone."""
        needed = {
            (MATTER + item.finding.kind, item.finding.subject): item.finding
            for item in differences
            if item.deed in (Deed.TOLD, Deed.GIVING_BACK)
        }
        for matter in matters.open_ones(session, self.shop.restaurant_id):
            is_ours = matter.kind.startswith(MATTER) and matter.details.get("day") == day.isoformat()
            if is_ours and (matter.kind, matter.subject) not in needed:
                attention.cause_is_gone(session, self.shop, matter.kind, matter.subject)
        for (kind, subject), finding in needed.items():
            attention.open_matter(
                session,
                self.shop,
                kind,
                subject,
                day=day.isoformat(),
                theirs=finding.theirs,
                ours=finding.ours,
            )


@dataclass(frozen=True, slots=True)
class _Run:
    """One comparison under way: asks about what differs, and puts it right."""

    shop: Shop
    channel: Channel
    scope: Scope
    known: Mapping[str, PaymentRow]
    deeds: dict[str, Deed] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    """By order id: what was done, and which lost orders have been given back whole."""

    def go(self, ours: Sequence[Payment], listed: Sequence[Transaction]) -> tuple[Comparison, list[Item]]:
        """Orders we have first, for they may hold the seats of those we lost."""
        for finding in compare(self.scope, ours, listed).findings:
            if finding.order_id in self.known:
                self._put_right(finding, self.known[finding.order_id])
        here = [row for row in listed if self.scope.has(row.at) and self._is_our_shop(row)]
        lost = frozenset(order for order in unknown_orders(ours, here) if self._adopt(order))
        comparison = compare(self.scope, ours, listed, lost)
        findings = self._verified(comparison.findings)
        items = [Item(finding, self._deed(finding)) for finding in findings]
        return replace(comparison, findings=tuple(findings)), items

    def _is_our_shop(self, row: Transaction) -> bool:
        return not self.scope.merchant or row.merchant == self.scope.merchant

    def _put_right(self, finding: Finding, payment: PaymentRow) -> None:
        match finding.kind:
            case Kind.NOT_KEPT | Kind.UNDER_WAY | Kind.DEPOSIT if payment.status in _NOT_PAID:
                record = self._look_up(order_of(payment))
                if record:
                    self.deeds[payment.order_id] = Adopter(self.shop, self.channel).catch_up(payment, record)
            case Kind.CANCELED_THERE | Kind.PARTLY_CANCELED_THERE:
                record = self._look_up(order_of(payment))
                if record and notice(self.shop, payment, record):
                    self.deeds[payment.order_id] = Deed.NOTICED

    def _adopt(self, order_id: str) -> bool:
        """Whether an order that only the company has is ours; adopts it then."""
        record = self._look_up(Order(order_id, "", Won(0), ""))
        ticket = unpack(record.metadata) if record else None
        if record is None or ticket is None or ticket.restaurant_id != self.shop.restaurant_id:
            return False
        if record.status == "CANCELED" and record.balance == 0:
            self.gone.add(order_id)
        else:
            self.deeds[order_id] = Adopter(self.shop, self.channel).adopt(ticket, record)
        return True

    def _verified(self, findings: Sequence[Finding]) -> list[Finding]:
        """What the list lacks may be dated by the company on a day that was not read: its own record tells."""
        doubtful = [
            finding for finding in findings if finding.kind in (Kind.OURS_ONLY, Kind.REFUND_OURS_ONLY)
        ]
        kinds = {
            finding: _seen_in(self._look_up(order_of(self.known[finding.order_id])), finding, self.scope)
            for finding in doubtful[:_VERIFY_AT_MOST]
        }
        for finding in findings:
            if finding.kind is Kind.LOST_ORDER and finding.order_id in self.gone:
                kinds[finding] = Kind.CAME_AND_WENT
        return [replace(finding, kind=kinds.get(finding, finding.kind)) for finding in findings]

    def _deed(self, finding: Finding) -> Deed:
        if not finding.kind.is_difference:
            return Deed.WAITS
        if finding.kind in _CAN_BE_PUT_RIGHT:
            return self.deeds.get(finding.order_id, Deed.TOLD)
        return Deed.TOLD

    def _look_up(self, order: Order) -> Record | None:
        """The company's record, None where it has none. Raises _Away when it cannot be had."""
        for _ in range(_SLOWED_AT_MOST):
            standing = self.channel.look_up(order)
            match standing:
                case Record():
                    return standing
                case Unknown(doubt=Doubt.NOT_FOUND):
                    return None
                case Unknown(doubt=Doubt.TRY_LATER):
                    self.shop.clock.sleep(_SLOW_DOWN_S)
                case _:
                    raise _Away(
                        f"the payment company did not tell about an order ({type(standing).__name__})"
                    )
        raise _Away("the payment company asks for fewer questions")


_NOT_PAID = (
    PaymentStatus.OPENED,
    PaymentStatus.CONFIRMING,
    PaymentStatus.VOID,
    PaymentStatus.DECLINED,
)
_CAN_BE_PUT_RIGHT = (
    Kind.LOST_ORDER,
    Kind.NOT_KEPT,
    Kind.DEPOSIT,
    Kind.CANCELED_THERE,
    Kind.PARTLY_CANCELED_THERE,
)


def _seen_in(record: Record | None, finding: Finding, scope: Scope) -> Kind:
    """The kind of a finding after the company's own record of the order was read."""
    if record is None:
        return finding.kind
    if finding.kind is Kind.OURS_ONLY:
        moments = [record.approved_at]
    else:
        named = [part for part in record.given_back if part.transaction_key == finding.subject]
        moments = [part.at for part in named or record.given_back]
        if not moments and record.approved_at is None:
            # Nothing was ever taken, so nothing had to go back.
            return Kind.CAME_AND_WENT
    start, end = scope.span()
    is_elsewhere = bool(moments) and all(at is not None and not start <= at <= end for at in moments)
    return Kind.OTHER_DAY if is_elsewhere else finding.kind


def _payment(row: BookRow) -> Payment:
    payment = row.payment
    return Payment(
        order_id=payment.order_id,
        payment_id=payment.payment_id,
        won=payment.amount,
        books=_books_say(row),
        at=payment.settled_at,
        refunds=tuple(
            Refund(
                refund.transaction_key or "",
                refund.amount,
                refund.status is RefundStatus.DONE,
                refund.settled_at,
            )
            for refund in row.refunds
            if refund.status is not RefundStatus.REFUSED
        ),
        was_taken=payment.reason != "virtual account",
    )


def _books_say(row: BookRow) -> Books:
    match row.payment.status:
        case PaymentStatus.DONE:
            return Books.KEPT
        case PaymentStatus.REFUNDED if row.refunds:
            # Kept, and given back at somebody's word since: its refunds have rows of their own.
            return Books.KEPT
        case PaymentStatus.REFUNDED:
            return Books.RETURNED
        case PaymentStatus.REFUND_DUE:
            return Books.RETURNING
        case PaymentStatus.CONFIRMING:
            return Books.UNDECIDED
        case _:
            return Books.NOT_PAID


def _run_row(
    shop: Shop,
    run_id: str,
    comparison: Comparison,
    differences: int,
    settled: Settled | Unavailable,
    anchor: str,
) -> RunRow:
    ours, theirs = comparison.ours, comparison.theirs
    return RunRow(
        restaurant_id=shop.restaurant_id,
        run_id=run_id,
        day=comparison.scope.day,
        at=comparison.scope.now,
        terminal=shop.terminal,
        our_rows=ours.charges + ours.refunds,
        our_charged_won=ours.charged,
        our_refunded_won=ours.refunded,
        their_rows=theirs.charges + theirs.refunds,
        their_charged_won=theirs.charged,
        their_refunded_won=theirs.refunded,
        matched=comparison.matched,
        differences=differences,
        settled_rows=settled.rows if isinstance(settled, Settled) else 0,
        payout_won=settled.payout if isinstance(settled, Settled) else 0,
        journal_head=anchor,
    )


def _finding_row(item: Item) -> FindingRow:
    finding = item.finding
    return FindingRow(finding.kind, finding.subject, finding.theirs, finding.ours, item.deed)
