"""A receipt as lines for paper that is so many columns wide. Pure; words come from outside, and nothing is drawn here.

A column is a Latin letter; Hangul, kana and Chinese take two. Whoever draws has proportional letters and never needs more.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from unicodedata import east_asian_width

from kiosk.domain.money import Won, split_vat
from kiosk.domain.sittings import SEOUL
from kiosk.services.paper import Kind, Line
from kiosk.services.slips import Slip

Say = Callable[..., str]
"""The sentence of a key of ``resources/text``, with what stands in braces by name."""

_METHODS: Final = {
    "카드": "card",
    "간편결제": "easy_pay",
    "계좌이체": "transfer",
    "휴대폰": "phone",
    "가상계좌": "deposit",
}
_CENTRED: Final = frozenset({Kind.BANNER, Kind.TITLE, Kind.SMALL})
_TWICE: Final = frozenset({Kind.LARGE, Kind.TITLE})


def lines_of(slip: Slip, say: Say, language: str, columns: int) -> tuple[Line, ...]:
    """The receipt from top to bottom; no line is wider than ``columns``."""
    return tuple(fitted for line in _lines(slip, say, language) for fitted in _fit(line, columns))


def width_of(text: str) -> int:
    """How many columns a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _lines(slip: Slip, say: Say, language: str) -> Iterator[Line]:
    if slip.rehearsal:
        yield Line(Kind.BANNER, say("receipt.rehearsal"))
    yield Line(Kind.TITLE, slip.names.get(language) or next(iter(slip.names.values()), ""))
    yield Line(Kind.SMALL, say("receipt.title"))
    if slip.copy:
        yield Line(Kind.BANNER, say("receipt.copy", number=slip.copy))
    yield Line(Kind.RULE)
    yield from _visit(slip, say)
    yield Line(Kind.RULE)
    yield from _money(slip, say)
    yield Line(Kind.RULE)
    yield from _payment(slip, say)
    yield Line(Kind.RULE)
    yield Line(Kind.QR, slip.text)
    yield Line(Kind.SMALL, say("receipt.anchor", anchor=slip.anchor))
    yield Line(Kind.SMALL, say("receipt.note"))


def _visit(slip: Slip, say: Say) -> Iterator[Line]:
    starts, ends = slip.sitting.starts, slip.sitting.ends
    yield Line(Kind.LARGE, say("receipt.number"), slip.number)
    yield Line(Kind.TEXT, say("receipt.when"), f"{_clock(starts)}-{ends.astimezone(SEOUL):%H:%M}")
    tables = ", ".join(slip.tables)
    yield Line(Kind.TEXT, say("receipt.where"), say("receipt.seats", tables=tables, count=slip.seats))


def _money(slip: Slip, say: Say) -> Iterator[Line]:
    supply, vat = split_vat(slip.amount)
    yield Line(Kind.TEXT, say("receipt.supply"), _won(supply, say))
    yield Line(Kind.TEXT, say("receipt.vat"), _won(vat, say))
    yield Line(Kind.LARGE, say("receipt.total"), _won(slip.amount, say))
    if slip.refunded:
        yield Line(Kind.TEXT, say("receipt.refunded"), f"-{_won(slip.refunded, say)}")


def _payment(slip: Slip, say: Say) -> Iterator[Line]:
    told = (
        (say("receipt.paid_at"), _clock(slip.paid_at)),
        (say("receipt.method"), _method(slip.method, say)),
        (say("receipt.approval"), slip.approval_number),
        (say("receipt.order"), slip.order_id),
        (say("receipt.cash", kind=slip.cash_kind), slip.cash_number),
    )
    yield from (Line(Kind.TEXT, name, value) for name, value in told if value)


def _method(method: str, say: Say) -> str:
    """In the guest's language where the company's word is known, else as it is."""
    return say(f"receipt.by_{_METHODS[method]}") if method in _METHODS else method


def _won(amount: Won, say: Say) -> str:
    return say("receipt.won", amount=f"{amount:,}")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def _fit(line: Line, columns: int) -> Iterator[Line]:
    """The line, or several of them where it is too wide: a value that has no room beside its name goes below it."""
    if line.kind in (Kind.RULE, Kind.QR):
        yield line
        return
    room = columns // 2 if line.kind in _TWICE else columns
    if not line.right or line.kind in _CENTRED:
        yield from (Line(line.kind, part) for part in _broken(line.left, room))
    elif width_of(line.left) + 1 + width_of(line.right) <= room:
        yield line
    else:
        yield from (Line(line.kind, part) for part in _broken(line.left, room))
        yield from (Line(line.kind, "", part) for part in _broken(line.right, room))


def _broken(text: str, room: int) -> Iterator[str]:
    """Parts that fit, at a blank where there is one."""
    while width_of(text) > room:
        end = _end(text, room)
        yield text[:end].rstrip()
        text = text[end:].lstrip()
    yield text


def _end(text: str, room: int) -> int:
    """How many letters of a text fit."""
    end = 0
    while width_of(text[: end + 1]) <= room:
        end += 1
    blank = text.rfind(" ", 0, end + 1)
    return blank if blank > 0 else end
