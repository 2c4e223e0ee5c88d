"""Words about people: found, handed out and erased for one person, and shortened and erased for everybody by the rule.

Numbers, times and money of bookings stay, and so does the journal: neither says who somebody was.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.domain import privacy as rules
from kiosk.domain.sittings import SEOUL, seoul_day
from kiosk.domain.staff import Act
from kiosk.services import staffing, today
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import COMMAND_LINE, By
from kiosk.storage import bookings, personal, reconciliations
from kiosk.storage.engine import Session
from kiosk.storage.personal import Words

TIDIED: Final = "privacy tidied"
"""The setting with the last day on which the rule was applied."""
BY_RULE: Final = "rule"


@dataclass(frozen=True, slots=True)
class Trace:
    """Words that are about somebody: where they stand, for which booking (its number, "" for none), of when."""

    where: str
    number: str
    over: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """Everything about one person."""

    asked: str
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The same with what is known of those bookings, as plain values that can be written into a file."""

    asked: str
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Erased:
    """So many words are gone; ``left`` belong to a refund on its way and go with the rule."""

    count: int
    left: int


@dataclass(frozen=True, slots=True)
class Tidied:
    """What the rule did."""

    shortened: int
    erased: int


def look_for(shop: Shop, by: By | None, asked: str) -> Found | Refused:
    """What is kept about somebody, by name or number. Refused: not_allowed, pin_again, too_little (to find one person)."""
    with shop.database.write() as session:
        if refused := _why_not(session, shop, by, asked):
            return refused
        about = _about(session, shop, asked)
        _tell(session, shop, by, "looked for", len(about))
        return Found(asked, tuple(_trace(session, shop, words) for words in about))


def hand_out(shop: Shop, by: By | None, asked: str) -> HandedOut | Refused:
    """The same, to be given to that person. Refused as for ``look_for``."""
    with shop.database.write() as session:
        if refused := _why_not(session, shop, by, asked):
            return refused
        about = _about(session, shop, asked)
        _tell(session, shop, by, "handed out", len(about))
        traces = [_trace(session, shop, words) for words in about]
    known = {words.booking_id: None for words in about if words.booking_id}
    told = {
        "asked": asked,
        "at": _local(shop.clock.now()),
        "words": [
            {"where": trace.where, "booking": trace.number, "until": _local(trace.over), "text": trace.text}
            for trace in traces
        ],
        "bookings": [_booking(shop, booking_id) for booking_id in known],
    }
    return HandedOut(asked, told)


def erase(shop: Shop, by: By | None, asked: str) -> Erased | Refused:
    """Take away all words about somebody; their bookings stay, under their numbers. Refused as for ``look_for``."""
    with shop.database.write() as session:
        if refused := _why_not(session, shop, by, asked):
            return refused
        about = _about(session, shop, asked)
        gone = sum(personal.rewrite(session, shop.restaurant_id, words, "") for words in about)
        _tell(session, shop, by, "erased", gone)
    return Erased(gone, len(about) - gone)


def tidy(shop: Shop) -> Tidied | None:
    """Apply the rule, once a day: notes are shortened a day after the visit, and erased after thirty. None: done before."""
    now = shop.clock.now()
    today_is = seoul_day(now).isoformat()
    with shop.database.read() as session:
        if reconciliations.read_setting(session, shop.restaurant_id, TIDIED) == today_is:
            return None
    shortened = erased = 0
    with shop.database.write() as session:
        for words in personal.words_of(session, shop.restaurant_id, now - rules.SHORTEN_AFTER):
            text = _by_rule(words, now)
            if text != words.text and personal.rewrite(session, shop.restaurant_id, words, text):
                erased, shortened = erased + (not text), shortened + bool(text)
        reconciliations.write_setting(session, shop.restaurant_id, TIDIED, today_is)
        if shortened or erased:
            _tell(session, shop, By(BY_RULE), "shortened", shortened)
            _tell(session, shop, By(BY_RULE), "erased", erased)
    return Tidied(shortened, erased)


def _by_rule(words: Words, now: datetime) -> str:
    """Notes are shortened, then erased; the reasons of what was done with money keep all but telephone numbers."""
    if not words.is_note:
        return rules.without_numbers(words.text)
    return "" if words.over < now - rules.ERASE_AFTER else rules.shortened(words.text)


def _why_not(session: Session, shop: Shop, by: By | None, asked: str) -> Refused | None:
    if by is not None and (refused := staffing.allow(session, shop, by, Act.PRIVACY)):
        return refused
    return None if rules.can_be_asked(asked) else Refused("too_little")


def _about(session: Session, shop: Shop, asked: str) -> list[Words]:
    known = personal.words_of(session, shop.restaurant_id)
    return [words for words in known if rules.is_about(words.text, asked)]


def _trace(session: Session, shop: Shop, words: Words) -> Trace:
    booking = bookings.find(session, shop.restaurant_id, words.booking_id) if words.booking_id else None
    return Trace(words.shelf, booking.number if booking else "", words.over, words.text)


def _booking(shop: Shop, booking_id: str) -> dict[str, Any]:
    told = today.tell(shop, booking_id)
    assert told is not None, "words stand on it"
    line, money = told.line, told.money
    return {
        "number": line.number,
        "starts": _local(line.sitting.starts),
        "ends": _local(line.sitting.ends),
        "party": line.party,
        "tables": list(line.tables),
        "status": line.status,
        "paid_won": int(money.paid) if money else 0,
        "given_back_won": int(money.back) if money else 0,
        "taken_here_won": sum(row.amount_won for row in told.offsites if row.voided_at is None),
    }


def _local(at: datetime) -> str:
    return at.astimezone(SEOUL).isoformat(timespec="minutes")


def _tell(session: Session, shop: Shop, by: By | None, what: str, count: int) -> None:
    who = by.staff_id if by else COMMAND_LINE
    personal.tell(session, shop.restaurant_id, shop.terminal, shop.clock.now(), what, count, who)
