"""Where words about people stand, shelf by shelf: notes of seats that staff took, reasons, telephone numbers of who waits.

The journal has none of them. What somebody writes when a day is closed is signed with it, and is no shelf. A new place for
names or numbers gets a shelf here, or it is not found, handed out and erased.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, and_, literal, select, true, update

from kiosk.storage import journal, tables
from kiosk.storage.desk_tables import house_booking, offsite
from kiosk.storage.engine import Session
from kiosk.storage.waitings import waiting_contact


@dataclass(frozen=True, slots=True)
class Shelf:
    """One column of words. ``over`` is when the visit that they are about was over; ``may`` says which rows may change.

    ``is_note``: about a guest, and of no use after the visit. Else the reason of something done with money, which stays.
    """

    name: str
    table: Table
    key: Column[str]
    words: Column[str]
    over: ColumnElement[Any]
    booking_id: ColumnElement[Any]
    joined: Any
    may: ColumnElement[bool]
    is_note: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they stand. ``booking_id`` is "" where they are about no booking."""

    shelf: str
    key: str
    text: str
    over: datetime
    booking_id: str
    is_note: bool


def _of_booking(table: Table) -> ColumnElement[bool]:
    booking = tables.booking.c
    return and_(booking.restaurant_id == table.c.restaurant_id, booking.booking_id == table.c.booking_id)


def _of_payment() -> ColumnElement[bool]:
    payment, refund = tables.payment.c, tables.refund.c
    return and_(payment.restaurant_id == refund.restaurant_id, payment.payment_id == refund.payment_id)


_h, _o, _r, _w = house_booking.c, offsite.c, tables.refund.c, waiting_contact.c

SHELVES: Final = (
    Shelf(
        "house_booking", house_booking, _h.booking_id, _h.note, tables.booking.c.ends_at, _h.booking_id,
        house_booking.join(tables.booking, _of_booking(house_booking)), true(), is_note=True,
    ),
    Shelf("offsite", offsite, _o.offsite_id, _o.why, _o.taken_at, _o.booking_id, offsite, true(), is_note=False),
    # What is on its way is sent again with the same body: a reason changes only when its refund is at its end.
    Shelf(
        "refund", tables.refund, _r.refund_id, _r.reason, _r.asked_at, tables.payment.c.booking_id,
        tables.refund.join(tables.payment, _of_payment()), _r.status != "DUE", is_note=False,
    ),
    Shelf(
        "waiting", waiting_contact, _w.waiting_id, _w.phone, _w.given_at, literal(""), waiting_contact, true(), is_note=True,
    ),
)  # fmt: skip


def words_of(session: Session, restaurant_id: str, before: datetime | None = None) -> Iterator[Words]:
    """All words that are there; ``before``: only of visits that were over by then, and that may change."""
    for shelf in SHELVES:
        asked = [shelf.table.c.restaurant_id == restaurant_id, shelf.words != ""]
        if before is not None:
            asked += [shelf.over < before, shelf.may]
        found = session.execute(
            select(shelf.key, shelf.words, shelf.over, shelf.booking_id)
            .select_from(shelf.joined)
            .where(*asked)
            .order_by(shelf.over, shelf.key)
        )
        yield from (
            Words(shelf.name, key, text, over, booking_id, shelf.is_note)
            for key, text, over, booking_id in found.all()
        )


def rewrite(session: Session, restaurant_id: str, words: Words, text: str) -> bool:
    """Other words in their place. False where they may not change now, or have changed since."""
    shelf = next(each for each in SHELVES if each.name == words.shelf)
    done = session.execute(
        update(shelf.table)
        .where(
            shelf.table.c.restaurant_id == restaurant_id,
            shelf.key == words.key,
            shelf.words == words.text,
            shelf.may,
        )
        .values({shelf.words.name: text})
    )
    return done.rowcount == 1


def tell(
    session: Session, restaurant_id: str, terminal: str, at: datetime, what: str, count: int, by: str
) -> None:
    """One line of the journal: what was done with how many, and by whom; never about whom."""
    body: dict[str, str | int] = {"why": what, "about": str(count), "by": by}
    journal.append(session, restaurant_id, terminal, at, "privacy", restaurant_id, body)
