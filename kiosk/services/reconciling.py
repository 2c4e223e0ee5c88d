"""Daily reconciliation: our books against the payment company's transactions and settlements, both ways, to the won.

What can be put right is put right at once (adopted, given back, entered); for the rest a person is told, until a later
run no longer finds it. A day whose list could not be had whole counts as not reconciled. Never inside a transaction
while the company is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from kiosk.domain.flight import KEPT, NoRecorder, Recorder, Sent
from kiosk.domain.reconciling import (
    OVERLAP,
    Comparison,
    Kind,
    Scope,
    Transaction,
    merchant_of,
)
from kiosk.domain.settlements import Settled, check_settlements
from kiosk.domain.sittings import day_bounds, seoul_day
from kiosk.domain.states import PaymentStatus
from kiosk.domain.tallies import Line
from kiosk.payments.channel import Channel
from kiosk.payments.statements import Statements, Unavailable
from kiosk.services import attention
from kiosk.services.adopting import Deed
from kiosk.services.comparing import Away, Comparing, Item, payment_of
from kiosk.services.shop import Shop
from kiosk.storage import journal, matters, payments, reconciliations
from kiosk.storage.engine import Session
from kiosk.storage.reconciliations import BookRow, FindingRow, LineRow, RunRow
from kiosk.storage.restoring import RESTORED_AT, RESTORED_FROM

MATTER = "reconcile_"
"""What the kinds of our matters begin with; the kind of the finding follows."""

MERCHANT = "merchant number"
"""The setting with our number at the company, learned from the first orders of ours in its list."""

ASKED = "comparison asked"
"""The setting with the day that somebody at the desk wants compared now, and since when: the desk has no key to ask."""

_UNSENT = (PaymentStatus.OPENED, PaymentStatus.CONFIRMING, PaymentStatus.VOID)
AFTER_RESTORE = timedelta(hours=48)
MOST_DAYS = 92
EVERY = timedelta(hours=1)


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


def ask_for(shop: Shop, day: date) -> None:
    """Have a day compared by whoever holds the key, at its next look."""
    with shop.database.write() as session:
        since = shop.clock.now().isoformat()
        reconciliations.write_setting(session, shop.restaurant_id, ASKED, f"{day.isoformat()} {since}")


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Compares days of one shop. Holds no state: every run starts from what is stored and what the company says."""

    shop: Shop
    channel: Channel
    statements: Statements
    recorder: Recorder = field(default_factory=NoRecorder)

    def reconcile(self, day: date) -> Report | NotReconciled:
        """Compare one day in Seoul, put right what can be, and keep what came of it."""
        scope = Scope(day, self.shop.clock.now())
        listed = self.statements.transactions(*scope.span())
        if isinstance(listed, Unavailable):
            return NotReconciled(day, listed.why, listed.code)
        rows = self._books(scope, listed)
        ours = [payment_of(row) for row in rows]
        scope = replace(scope, merchant=self._merchant() or merchant_of(ours, listed))
        known = {row.payment.order_id: row.payment for row in rows}
        run = Comparing(self.shop, self.channel, scope, known, self._strangers(day))
        try:
            comparison, items = run.go(ours, listed)
        except Away as away:
            return NotReconciled(day, str(away))
        settled = self._settled(scope, listed)
        if isinstance(settled, Settled):
            items += [Item(finding, Deed.TOLD) for finding in settled.findings]
        anchor = self._keep(comparison, items, settled)
        return Report(day, scope.now, comparison, tuple(items), settled, anchor)

    def due_days(self) -> list[date]:
        """Which days are to be compared now: today every hour, yesterday once it is over, what somebody has asked for,
        and all that a restored backup may lack. Oldest first.
        """
        now = self.shop.clock.now()
        today = seoul_day(now)
        yesterday = today - timedelta(days=1)
        over = day_bounds(yesterday)[1] + OVERLAP
        with self.shop.database.read() as session:
            due = self._after_restore(session) | self._asked_for(session) | self._recorded_only(session)
            if self._is_older(session, today, now - EVERY):
                due.add(today)
            if now >= over and self._is_older(session, yesterday, over):
                due.add(yesterday)
        return sorted(due)

    def asked_days(self) -> list[date]:
        """The day that somebody at a desk waits for, if one is asked for and was not compared since."""
        with self.shop.database.read() as session:
            return sorted(self._asked_for(session))

    def must_come_first(self) -> list[date]:
        """Days that have to be compared before anything is sold: the database was restored, and lacks what came after; or
        this machine has asked money for orders that the database does not have, or not as sent.
        """
        with self.shop.database.read() as session:
            return sorted(self._after_restore(session) | self._recorded_only(session))

    def unknown_here(self) -> list[Sent]:
        """What this machine has asked money for, and the database has no order of or calls never sent."""
        with self.shop.database.read() as session:
            return self._unknown(session)

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

    def _recorded_only(self, session: Session) -> set[date]:
        return {
            day
            for sent in self._unknown(session)
            if self._is_older(session, day := seoul_day(sent.at), sent.at)
        }

    def _unknown(self, session: Session) -> list[Sent]:
        sent = self.recorder.since(self.shop.clock.now() - KEPT)
        rows = payments.of_orders(session, self.shop.restaurant_id, [each.order_id for each in sent])
        # An older copy may have an order from before it was sent: in ours, sent is durable before it is written down.
        known = {row.order_id for row in rows if row.sent_at is not None or row.status not in _UNSENT}
        return [each for each in sent if each.order_id not in known]

    def _asked_for(self, session: Session) -> set[date]:
        told = reconciliations.read_setting(session, self.shop.restaurant_id, ASKED)
        if told is None:
            return set()
        day, since = told.split()
        asked = date.fromisoformat(day)
        return {asked} if self._is_older(session, asked, datetime.fromisoformat(since)) else set()

    def _is_older(self, session: Session, day: date, than: datetime) -> bool:
        run = reconciliations.last_of(session, self.shop.restaurant_id, day)
        return run is None or run.at <= than

    # --- both sides -------------------------------------------------------------------------------------------------

    def _books(self, scope: Scope, listed: Iterable[Transaction]) -> list[BookRow]:
        orders = list(dict.fromkeys(row.order_id for row in listed))
        with self.shop.database.read() as session:
            return reconciliations.books_of(session, self.shop.restaurant_id, orders, *day_bounds(scope.day))

    def _strangers(self, day: date) -> frozenset[str]:
        with self.shop.database.read() as session:
            run = reconciliations.last_of(session, self.shop.restaurant_id, day)
            found = reconciliations.findings_of(session, run) if run else []
        return frozenset(each.subject for each in found if each.kind == Kind.UNKNOWN_ORDER)

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
            findings = [_finding_row(item) for item in items]
            reconciliations.insert_run(session, row, findings, _line_rows(comparison))
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


def _line_rows(comparison: Comparison) -> list[LineRow]:
    ours, theirs = comparison.ours.lines, comparison.theirs.lines
    none = Line()
    return [
        LineRow(
            name,
            ours.get(name, none).count,
            ours.get(name, none).won,
            theirs.get(name, none).count,
            theirs.get(name, none).won,
        )
        for name in sorted(ours.keys() | theirs.keys())
    ]


def _finding_row(item: Item) -> FindingRow:
    finding = item.finding
    return FindingRow(finding.kind, finding.subject, finding.theirs, finding.ours, item.deed)
