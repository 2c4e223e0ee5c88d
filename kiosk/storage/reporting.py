"""Sums for the reports, each over a half-open span of indexed instants; and how far visits at the kiosks got."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, insert, select, update

from kiosk.domain.reports import Ended, Stays, Taken, Waited, Waits
from kiosk.domain.seated import SeatedState
from kiosk.domain.waiting import WaitStatus
from kiosk.storage import day_tables, desk_tables, tables, waitings
from kiosk.storage.engine import Session

_b, _bs, _s, _p = tables.booking.c, tables.booking_seat.c, tables.seat.c, tables.payment.c
_v = day_tables.visit_count.c


def stays(session: Session, restaurant_id: str, start: datetime, end: datetime) -> list[Stays]:
    """Paid bookings that start in the span, added up by when they start and end."""
    seats = (
        select(func.count())
        .where(_bs.restaurant_id == _b.restaurant_id, _bs.booking_id == _b.booking_id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(_b.starts_at, _b.ends_at, func.count(), func.sum(_b.party), func.sum(seats))
        .where(*_paid(restaurant_id, start, end))
        .group_by(_b.starts_at, _b.ends_at)
        .order_by(_b.starts_at, _b.ends_at)
    )
    return [Stays(starts, ends, count, int(guests), int(sat)) for starts, ends, count, guests, sat in rows]


def bookings_by_table(session: Session, restaurant_id: str, start: datetime, end: datetime) -> dict[str, int]:
    """How many paid bookings sat at each table; one over two tables counts at both."""
    rows = session.execute(
        select(_s.table_id, func.count(_b.booking_id.distinct()))
        .select_from(tables.booking)
        .join(
            tables.booking_seat,
            (_bs.restaurant_id == _b.restaurant_id) & (_bs.booking_id == _b.booking_id),
        )
        .join(tables.seat, (_s.restaurant_id == _bs.restaurant_id) & (_s.seat_id == _bs.seat_id))
        .where(*_paid(restaurant_id, start, end))
        .group_by(_s.table_id)
    )
    return {row[0]: row[1] for row in rows}


def bookings_by_terminal(
    session: Session, restaurant_id: str, start: datetime, end: datetime
) -> dict[str, int]:
    """How many paid bookings each terminal took."""
    rows = session.execute(
        select(_b.terminal, func.count()).where(*_paid(restaurant_id, start, end)).group_by(_b.terminal)
    )
    return {row[0]: row[1] for row in rows}


def no_shows(session: Session, restaurant_id: str, start: datetime, end: datetime) -> int:
    """How many paid bookings of the span nobody came to."""
    s = desk_tables.seating.c
    return session.execute(
        select(func.count())
        .select_from(tables.booking)
        .join(desk_tables.seating, (s.restaurant_id == _b.restaurant_id) & (s.booking_id == _b.booking_id))
        .where(*_paid(restaurant_id, start, end), s.state == SeatedState.NO_SHOW)
    ).scalar_one()


def taken(session: Session, restaurant_id: str, start: datetime, end: datetime) -> list[Taken]:
    """Payments that were kept when they were settled in the span, by way of paying; the most first."""
    won = func.sum(_p.amount_won)
    rows = session.execute(
        select(_p.method, func.count(), won)
        .where(*_settled(restaurant_id, start, end), _p.status.in_(("DONE", "REFUNDED")))
        .group_by(_p.method)
        .order_by(won.desc(), _p.method)
    )
    return [Taken(method, count, int(amount)) for method, count, amount in rows]


def given_back(session: Session, restaurant_id: str, start: datetime, end: datetime) -> int:
    """Won of refunds that were done in the span."""
    r = tables.refund.c
    return int(
        session.execute(
            select(func.coalesce(func.sum(r.amount_won), 0)).where(
                r.restaurant_id == restaurant_id,
                r.settled_at >= start,
                r.settled_at < end,
                r.status == "DONE",
            )
        ).scalar_one()
    )


def refusals(session: Session, restaurant_id: str, start: datetime, end: datetime) -> dict[str, int]:
    """Payments that were refused in the span, by the company's code; the most frequent first."""
    count = func.count()
    rows = session.execute(
        select(_p.reason, count)
        .where(*_settled(restaurant_id, start, end), _p.status == "DECLINED")
        .group_by(_p.reason)
        .order_by(count.desc(), _p.reason)
    )
    return {row[0]: row[1] for row in rows}


def waits(session: Session, restaurant_id: str, start: datetime, end: datetime) -> Waits:
    """Teams that joined the waiting list in the span and wait no more."""
    w = waitings.waiting.c
    rows = session.execute(
        select(w.status, w.joined_at, w.quoted_min, w.called_at, w.ended_at, w.changed_by)
        .where(
            w.restaurant_id == restaurant_id, w.joined_at >= start, w.joined_at < end, w.ended_at.is_not(None)
        )
        .order_by(w.joined_at, w.number)
    ).all()
    seated = tuple(
        Waited(joined_at, told, max((called_at or ended_at) - joined_at, timedelta()) // timedelta(minutes=1))
        for status, joined_at, told, called_at, ended_at, _ in rows
        if status == WaitStatus.SEATED
    )
    left = [bool(changed_by) for status, *_, changed_by in rows if status == WaitStatus.LEFT]
    gone = sum(status == WaitStatus.GONE for status, *_ in rows)
    return Waits(seated, left.count(False), left.count(True), gone)


def count_visit(
    session: Session, restaurant_id: str, day: date, terminal: str, step: str, outcome: str
) -> None:
    """One more visit that got so far and ended so. Nothing about whose visit it was is kept."""
    key = {
        "restaurant_id": restaurant_id,
        "day": day.isoformat(),
        "terminal": terminal,
        "step": step,
        "outcome": outcome,
    }
    known = session.execute(
        update(day_tables.visit_count)
        .where(*(_v[name] == value for name, value in key.items()))
        .values(visits=_v.visits + 1)
    )
    if known.rowcount == 0:
        session.execute(insert(day_tables.visit_count).values(**key, visits=1))


def visits(session: Session, restaurant_id: str, first: date, last: date) -> list[Ended]:
    """How far visits got on these days, both ends within."""
    rows = session.execute(
        select(_v.step, _v.outcome, func.sum(_v.visits))
        .where(_v.restaurant_id == restaurant_id, _v.day >= first.isoformat(), _v.day <= last.isoformat())
        .group_by(_v.step, _v.outcome)
        .order_by(_v.step, _v.outcome)
    )
    return [Ended(step, outcome, int(count)) for step, outcome, count in rows]


def _paid(restaurant_id: str, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _b.restaurant_id == restaurant_id,
        _b.starts_at >= start,
        _b.starts_at < end,
        _b.status == "PAID",
        ~desk_tables.is_block(_b),
    )


def _settled(restaurant_id: str, start: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    return _p.restaurant_id == restaurant_id, _p.settled_at >= start, _p.settled_at < end
