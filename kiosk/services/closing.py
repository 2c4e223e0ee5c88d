"""The day's close: what is still to be done, and signing the day once nothing is.

Reads and signs; the comparison itself is the reconciler's, who holds the key. A difference is left only with somebody's
reason, and a closed day is never changed: what comes later makes a revision of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.domain.closing import (
    BothSides,
    Explained,
    Facts,
    Sheet,
    Step,
    Visitors,
    missing_steps,
)
from kiosk.domain.reconciling import Kind
from kiosk.domain.sittings import day_bounds
from kiosk.domain.staff import Act
from kiosk.domain.states import PaymentStatus, RefundStatus
from kiosk.services import attention, staffing
from kiosk.services.reconciling import MATTER
from kiosk.services.results import Refused
from kiosk.services.selling import set_stop, stopped_until
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import closings, journal, matters, payments, reconciliations, refunds, staffs
from kiosk.storage.closings import CloseRow, Signed
from kiosk.storage.engine import Conflict, Session
from kiosk.storage.matters import MatterRow
from kiosk.storage.reconciliations import FindingRow, RunRow


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something that keeps the day open. ``matter_id`` is what a person can take with a reason; "" where only time helps.

    ``kind`` is a matter's kind, or the kind of a finding that waits; ``won`` is what it is about.
    """

    kind: str
    subject: str
    won: int
    matter_id: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """How a day stands: the sheet as it would be signed now, None while it was never compared."""

    day: date
    sheet: Sheet | None
    items: tuple[OpenItem, ...]
    missing: tuple[Step, ...]
    visitors: Visitors
    stopped_until: datetime | None
    compared_at: datetime | None
    compared_rows: int
    signed: tuple[Signed, ...]
    is_intact: bool
    """Whether every close of this day still is what was signed."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of whoever was ever of the staff, by id: what is signed has ids."""

    @property
    def is_closed(self) -> bool:
        """Whether the newest close says all that there is to say."""
        return bool(self.signed) and self.signed[-1].row.sheet == self.sheet


@dataclass(frozen=True, slots=True)
class NotYet:
    """The day stays open: steps that are missing, or nothing has changed since it was closed (``missing`` is empty)."""

    missing: tuple[Step, ...]


def read_day(shop: Shop, day: date) -> DayView:
    """How a day stands at this moment."""
    with shop.database.read() as session:
        return _read(session, shop, day)


def close_day(shop: Shop, by: By, day: date) -> Signed | NotYet | Refused:
    """Sign a day. Refused: not_allowed, pin_again.

    What is signed was read in the same transaction. Two desks at once: one signs, the other gets NotYet.
    """
    try:
        with shop.database.write() as session:
            if refused := staffing.allow(session, shop, by, Act.CLOSE_DAY):
                return refused
            return _close(session, shop, day, by.staff_id)
    except Conflict:
        return NotYet(())


def explain(shop: Shop, by: By, matter_id: str, reason: str) -> bool | Refused:
    """A difference stays, and why. False when it was settled before. Refused: not_allowed, reason."""
    if not reason.strip():
        return Refused("reason")
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.STOP_SALES):
            return refused
        row = matters.find(session, shop.restaurant_id, matter_id)
        now = shop.clock.now()
        return row is not None and matters.close(
            session, row, now, by.staff_id, reason.strip(), shop.terminal
        )


def stop_sales(shop: Shop, by: By, until: datetime) -> Refused | None:
    """Nothing new is sold before ``until``. Refused: not_allowed."""
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.STOP_SALES):
            return refused
        set_stop(session, shop, until, by.staff_id)
    return None


def resume_sales(shop: Shop, by: By) -> Refused | None:
    """Sell again. Refused: not_allowed."""
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.STOP_SALES):
            return refused
        set_stop(session, shop, None, by.staff_id)
    return None


def _close(session: Session, shop: Shop, day: date, by: str) -> Signed | NotYet:
    view = _read(session, shop, day)
    run = reconciliations.last_of(session, shop.restaurant_id, day)
    if view.missing or view.sheet is None or run is None or view.is_closed:
        return NotYet(view.missing)
    row = CloseRow(
        restaurant_id=shop.restaurant_id,
        day=day,
        revision=len(view.signed) + 1,
        closed_at=shop.clock.now(),
        terminal=shop.terminal,
        closed_by=by,
        run_id=run.run_id,
        sheet=view.sheet,
        heads={entry.terminal: entry.hash for entry in journal.heads(session, shop.restaurant_id)},
    )
    return closings.insert_close(session, row)


def _read(session: Session, shop: Shop, day: date) -> DayView:
    now = shop.clock.now()
    start, end = day_bounds(day)
    run = reconciliations.last_of(session, shop.restaurant_id, day)
    findings = reconciliations.findings_of(session, run) if run else []
    items = _open_items(session, shop, day, findings)
    visitors = closings.visitors_of(session, shop.restaurant_id, start, end, now)
    stopped = stopped_until(session, shop)
    facts = Facts(
        is_over=end <= now,
        guests_here=visitors.here,
        sales_stopped=stopped is not None and stopped >= end,
        compared_at=run.at if run else None,
        moved_at=closings.last_moved(session, shop.restaurant_id, start, end),
        open_items=len(items),
    )
    signed = closings.of_day(session, shop.restaurant_id, day)
    return DayView(
        day=day,
        sheet=_sheet(session, shop, day, run, findings, visitors) if run else None,
        items=items,
        missing=missing_steps(facts),
        visitors=visitors,
        stopped_until=stopped,
        compared_at=run.at if run else None,
        compared_rows=run.their_rows if run else 0,
        signed=tuple(signed),
        is_intact=all(closings.is_as_signed(session, each) for each in signed),
        names={row.staff_id: row.name for row in staffs.everybody(session, shop.restaurant_id)},
    )


def _sheet(
    session: Session,
    shop: Shop,
    day: date,
    run: RunRow,
    findings: Iterable[FindingRow],
    visitors: Visitors,
) -> Sheet:
    return Sheet(
        day=day,
        lines=tuple(
            BothSides(row.line, row.our_count, row.our_won, row.their_count, row.their_won)
            for row in reconciliations.lines_of(session, run)
        ),
        elsewhere=closings.elsewhere_of(session, shop.restaurant_id, *day_bounds(day)),
        explained=tuple(_explained(session, shop, row) for row in findings if Kind(row.kind).is_difference),
        parties=visitors.parties,
        guests=visitors.guests,
        no_shows=visitors.no_shows,
        payout_won=run.payout_won if run.settled_rows else None,
    )


# --- what is open -------------------------------------------------------------------------------------------------------


def _open_items(
    session: Session, shop: Shop, day: date, findings: Iterable[FindingRow]
) -> tuple[OpenItem, ...]:
    waiting = matters.open_ones(session, shop.restaurant_id)
    items = [_of_matter(row) for row in waiting if _keeps_open(row, day)]
    items += [
        OpenItem(row.kind, row.subject, row.theirs_won - row.ours_won)
        for row in findings
        if row.kind in (Kind.UNDER_WAY, Kind.NOT_LISTED_YET)
    ]
    told = {item.subject for item in items}
    undecided = payments.with_status(
        session, shop.restaurant_id, (PaymentStatus.CONFIRMING, PaymentStatus.REFUND_DUE)
    )
    items += [
        OpenItem(_UNDECIDED[row.status], row.payment_id, row.amount)
        for row in undecided
        if not told & {row.payment_id, row.order_id}
    ]
    due = refunds.with_status(session, shop.restaurant_id, (RefundStatus.DUE,))
    items += [
        OpenItem(attention.Kind.REFUND_STUCK, row.refund_id, row.amount)
        for row in due
        if not told & {row.refund_id, row.payment_id}
    ]
    return tuple(items)


_UNDECIDED = {
    PaymentStatus.CONFIRMING: attention.Kind.UNKNOWN_PAYMENT,
    PaymentStatus.REFUND_DUE: attention.Kind.REFUND_STUCK,
}
_MONEY = (
    attention.Kind.UNKNOWN_PAYMENT,
    attention.Kind.REFUND_STUCK,
    attention.Kind.REFUND_REFUSED,
    attention.Kind.MISMATCH,
    attention.Kind.CANCELED_ELSEWHERE,
    attention.Kind.IMPOSSIBLE,
)


def _keeps_open(row: MatterRow, day: date) -> bool:
    """Money whose fate is open keeps every day open; a difference keeps open its own day only."""
    if row.kind.startswith(MATTER):
        return row.details.get("day") == day.isoformat()
    return row.kind in _MONEY


def _of_matter(row: MatterRow) -> OpenItem:
    theirs, ours = row.details.get("theirs"), row.details.get("ours")
    if isinstance(theirs, int) and isinstance(ours, int):
        won = theirs - ours
    else:
        amount = row.details.get("amount", 0)
        won = amount if isinstance(amount, int) else 0
    return OpenItem(row.kind, row.subject, won, row.matter_id)


def _explained(session: Session, shop: Shop, row: FindingRow) -> Explained:
    taken = [
        matter
        for matter in matters.about(session, shop.restaurant_id, MATTER + row.kind, row.subject)
        if matter.closed_by not in ("", attention.ITSELF)
    ]
    by, decision = (taken[-1].closed_by, taken[-1].decision) if taken else (attention.ITSELF, row.deed)
    return Explained(row.kind, row.subject, row.theirs_won, row.ours_won, by, decision)
