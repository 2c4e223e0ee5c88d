"""Rows of what staff do in the room: how guests are doing, seats that staff took, money taken past the payment company.

Every change is told to the journal with who did it; a seating's version is what two desks compare.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, insert, select, update

from kiosk.domain.seated import SeatedState
from kiosk.storage import desk_tables, feed, journal
from kiosk.storage.engine import Conflict, Session


@dataclass(frozen=True, slots=True)
class SeatingRow:
    """How a booking's guests are doing. Version 0 is not stored: nobody has done anything yet.

    ``booked_until`` is the end as it was booked, where the seats were freed earlier; ``seats_since`` when its guests were
    moved to where they sit now.
    """

    restaurant_id: str
    booking_id: str
    state: SeatedState
    version: int
    arrived_at: datetime | None = None
    seated_at: datetime | None = None
    left_at: datetime | None = None
    no_show_at: datetime | None = None
    booked_until: datetime | None = None
    seats_since: datetime | None = None
    changed_at: datetime | None = None
    changed_by: str = ""
    terminal: str = ""


@dataclass(frozen=True, slots=True)
class HouseRow:
    """Why staff took seats: kind is walk_in, reserved or block."""

    restaurant_id: str
    booking_id: str
    kind: str
    note: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class OffsiteRow:
    """Won taken (or, below zero, given back) in cash or at the house's own card machine."""

    restaurant_id: str
    offsite_id: str
    booking_id: str
    method: str
    amount_won: int
    why: str
    taken_at: datetime
    taken_by: str
    voided_at: datetime | None = None
    voided_by: str = ""


# --- seatings ---------------------------------------------------------------------------------------------------------


def of_booking(session: Session, restaurant_id: str, booking_id: str) -> SeatingRow:
    """How a booking's guests are doing; expected, at version 0, where nothing was done yet."""
    which = {"of_restaurant": restaurant_id, "of_booking": booking_id}
    found = session.execute(_SEATING, which).mappings().first()
    return _seating(found) if found else SeatingRow(restaurant_id, booking_id, SeatedState.EXPECTED, 0)


def store(
    session: Session, row: SeatingRow, at: datetime, why: str, by: str, terminal: str, **told: str | int
) -> SeatingRow:
    """Store a change of the version in ``row``. Raises Conflict when another desk has stored that version's change."""
    new = replace(row, version=row.version + 1, changed_at=at, changed_by=by, terminal=terminal)
    values = {name: getattr(new, name) for name in SeatingRow.__slots__}
    if row.version == 0:
        session.execute(insert(_s).values(**values))
    else:
        is_it = (_s.c.restaurant_id == row.restaurant_id, _s.c.booking_id == row.booking_id)
        done = session.execute(update(_s).where(*is_it, _s.c.version == row.version).values(**values))
        if done.rowcount != 1:
            msg = f"seating {row.booking_id} is no longer at version {row.version}"
            raise Conflict(msg)
    _tell(session, new, {"status": new.state, "why": why, "by": by, **told})
    return new


def _tell(session: Session, row: SeatingRow, body: dict[str, str | int]) -> None:
    assert row.changed_at is not None, "a stored seating has been changed"
    at, subject = row.changed_at, row.booking_id
    journal.append(session, row.restaurant_id, row.terminal, at, "seating", subject, body)
    feed.tell(session, row.restaurant_id)


def everywhere(session: Session, restaurant_id: str) -> dict[str, SeatingRow]:
    """Every seating there is, by booking; for those who check everything."""
    found = session.execute(select(_s).where(_s.c.restaurant_id == restaurant_id)).mappings()
    return {row.booking_id: row for row in map(_seating, found)}


# --- seats that staff took ------------------------------------------------------------------------------------------


def insert_house(session: Session, row: HouseRow, terminal: str) -> None:
    """Why these seats are taken; the booking itself is the caller's."""
    session.execute(insert(_h).values(**{name: getattr(row, name) for name in HouseRow.__slots__}))
    body: dict[str, str | int] = {"why": row.kind, "by": row.made_by}
    journal.append(session, row.restaurant_id, terminal, row.made_at, "house", row.booking_id, body)


def houses(session: Session, restaurant_id: str, booking_ids: Iterable[str]) -> dict[str, HouseRow]:
    """Those of these bookings that staff made, by booking."""
    wanted = {"of_restaurant": restaurant_id, "of_bookings": list(booking_ids)}
    return {found["booking_id"]: HouseRow(**found) for found in session.execute(_HOUSES, wanted).mappings()}


def noted(session: Session, restaurant_id: str, words: str, since: datetime, most: int) -> set[str]:
    """The bookings whose note has these words in it, large or small, the latest ones made at ``since`` or later."""
    found = session.execute(
        select(_h.c.booking_id)
        .where(
            _h.c.restaurant_id == restaurant_id,
            desk_tables.HAS_NOTE,
            _h.c.made_at >= since,
            _h.c.note.icontains(words, autoescape=True),
        )
        .order_by(_h.c.made_at.desc())
        .limit(most)
    )
    return set(found.scalars())


# --- money taken past the payment company -----------------------------------------------------------------------------


def insert_offsite(session: Session, row: OffsiteRow, terminal: str) -> None:
    """What somebody took or gave back."""
    session.execute(insert(_o).values(**{name: getattr(row, name) for name in OffsiteRow.__slots__}))
    _tell_offsite(session, row, row.taken_at, "taken" if row.amount_won > 0 else "given back", terminal)


def void_offsite(session: Session, row: OffsiteRow, at: datetime, by: str, terminal: str) -> bool:
    """It was a mistake. False when somebody has said so before."""
    is_it = (_o.c.restaurant_id == row.restaurant_id, _o.c.offsite_id == row.offsite_id)
    done = session.execute(
        update(_o).where(*is_it, _o.c.voided_at.is_(None)).values(voided_at=at, voided_by=by)
    )
    if done.rowcount == 1:
        _tell_offsite(session, replace(row, taken_by=by), at, "voided", terminal)
    return done.rowcount == 1


def find_offsite(session: Session, restaurant_id: str, offsite_id: str) -> OffsiteRow | None:
    """One of them by its id."""
    found = session.execute(
        select(_o).where(_o.c.restaurant_id == restaurant_id, _o.c.offsite_id == offsite_id)
    ).mappings()
    return next((OffsiteRow(**row) for row in found), None)


def offsites_of(session: Session, restaurant_id: str, booking_id: str) -> list[OffsiteRow]:
    """Everything taken or given back for a booking, oldest first, voided ones too."""
    where = (_o.c.restaurant_id == restaurant_id, _o.c.booking_id == booking_id)
    return _offsites(session, *where)


def offsites_between(
    session: Session, restaurant_id: str, first: datetime, after: datetime
) -> list[OffsiteRow]:
    """Everything in [first, after), oldest first; what was voided does not count and is left out."""
    where = (_o.c.restaurant_id == restaurant_id, _o.c.taken_at >= first, _o.c.taken_at < after)
    return _offsites(session, *where, _o.c.voided_at.is_(None))


def tell_second(
    session: Session, restaurant_id: str, refund_id: str, at: datetime, by: str, terminal: str
) -> None:
    """One line about the second person who agreed to a refund."""
    body = {"why": "second person agreed", "refund": refund_id, "by": by}
    journal.append(session, restaurant_id, terminal, at, "agreement", refund_id, body)


def _offsites(session: Session, *where: Any) -> list[OffsiteRow]:
    ordered = select(_o).where(*where).order_by(_o.c.taken_at, _o.c.offsite_id)
    return [OffsiteRow(**row) for row in session.execute(ordered).mappings()]


def _tell_offsite(session: Session, row: OffsiteRow, at: datetime, why: str, terminal: str) -> None:
    body: dict[str, str | int] = {
        "why": why,
        "code": row.method,
        "amount": row.amount_won,
        "booking": row.booking_id,
        "by": row.taken_by,
    }
    journal.append(session, row.restaurant_id, terminal, at, "offsite", row.offsite_id, body)


_s, _h, _o = desk_tables.seating, desk_tables.house_booking, desk_tables.offsite
_SEATING = select(_s).where(
    _s.c.restaurant_id == bindparam("of_restaurant"), _s.c.booking_id == bindparam("of_booking")
)
_HOUSES = select(_h).where(
    _h.c.restaurant_id == bindparam("of_restaurant"),
    _h.c.booking_id.in_(bindparam("of_bookings", expanding=True)),
)


def _seating(found: RowMapping) -> SeatingRow:
    return SeatingRow(**{**found, "state": SeatedState(found["state"])})
