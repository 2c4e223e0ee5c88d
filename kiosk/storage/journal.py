"""The journal: one hash chain per terminal, each row written in the transaction of the change it tells of.

Bodies hold ids, states and amounts only: no names, phone numbers, keys or cards. Rows are never changed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from sqlalchemy import Select, bindparam, insert, select

from kiosk.storage import tables
from kiosk.storage.engine import Session

GENESIS = "0" * 64
SHOWN = 8
"""How many hex digits of a hash are in an anchor."""

BODY = frozenset({
    "about", "amount", "backup", "booking", "by", "code", "net", "payment", "refund", "revision", "seats", "status",
    "why",
})  # fmt: skip
"""All that a body may tell. None of them is about a person but ``by``, the id of somebody on the staff."""

_PERSONAL = re.compile(
    r"(?<!\w)0\d{1,2}[- .]?\d{3,4}[- .]?\d{4}(?!\w)"  # a phone number
    r"|(?<!\w)\d(?:[ -]?\d){12,18}(?!\w)"  # a card number
    r"|[\w.+-]+@[\w-]+\.[\w.]+"  # a mail address
    r"|(?:live|test)_g?[sca]k_\w+"  # a key
)
_LONGEST_WHY = 120


@dataclass(frozen=True, slots=True)
class Anchor:
    """A short mark of one row, kept outside: on a receipt, or with an order at the payment company."""

    terminal: str
    place: int
    shown: str

    @classmethod
    def read(cls, text: str) -> Self:
        """From ``terminal-place-hash8``. Raises ValueError; a terminal's name may itself have hyphens in it."""
        found = re.fullmatch(rf"(.+)-([1-9]\d{{0,17}})-([0-9a-f]{{{SHOWN}}})", text.strip())
        if found is None:
            msg = f"{text.strip()!r} is not an anchor such as kiosk-1-57-0a1b2c3d"
            raise ValueError(msg)
        return cls(found[1], int(found[2]), found[3])

    def __str__(self) -> str:
        return f"{self.terminal}-{self.place}-{self.shown}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a chain. ``subject`` is the id of what has changed; ``body`` is canonical JSON."""

    terminal: str
    place: int
    at: datetime
    kind: str
    subject: str
    body: str
    previous: str
    hash: str

    @property
    def anchor(self) -> str:
        """A short mark of this row for receipts: who holds one can show that the chain up to here is unchanged."""
        return f"{self.terminal}-{self.place}-{self.hash[:SHOWN]}"

    @property
    def says(self) -> str:
        """The state that this row tells of."""
        return str(json.loads(self.body).get("status", ""))

    @property
    def line(self) -> str:
        """The canonical form with the hash as the last element, and a line's end; what stands before the hash was hashed."""
        return _canonical([*_fields(self), self.hash]) + "\n"

    @classmethod
    def of_line(cls, line: str) -> Self:
        """The other way. Raises ValueError for anything that ``line`` would have written differently."""
        values = json.loads(line)
        if not isinstance(values, list) or [type(value) for value in values] != _TYPES:
            raise ValueError("not the eight fields of a journal row")
        previous, terminal, place, at, kind, subject, body, mark = values
        entry = cls(terminal, place, datetime.fromisoformat(at), kind, subject, body, previous, mark)
        if entry.line != line:
            raise ValueError("not in the canonical form")
        return entry


_TYPES = [str, str, int, str, str, str, str, str]


class Chains:
    """Checks rows one by one, each terminal's against the one before it, and remembers where every chain has got to."""

    def __init__(self, reached: Iterable[Entry] = ()) -> None:
        self.heads: dict[str, Entry] = {entry.terminal: entry for entry in reached}

    def add(self, entry: Entry) -> list[str]:
        """What is wrong with the next row, one sentence each."""
        name = f"journal row {entry.terminal}-{entry.place}"
        found = []
        before = self.heads.get(entry.terminal)
        last = before.place if before else 0
        if entry.place != last + 1:
            found.append(f"{name}: is not the next one after row {last}")
        if entry.previous != (before.hash if before else GENESIS):
            found.append(f"{name}: does not follow from the row before it")
        if not self.is_as_hashed(entry):
            found.append(f"{name}: its content was changed")
        self.heads[entry.terminal] = entry
        return found

    def is_as_hashed(self, entry: Entry) -> bool:
        """Whether the row's content is what its hash was made from."""
        return entry.hash == hash_of(entry)


def append(
    session: Session,
    restaurant_id: str,
    terminal: str,
    at: datetime,
    kind: str,
    subject: str,
    body: Mapping[str, str | int],
) -> Entry:
    """Write the next row of this terminal's chain; its primary key refuses two rows for one place.

    Raises ValueError for a body that tells what no body may (see ``BODY``).
    """
    last = head(session, restaurant_id, terminal)
    place, previous = (last.place + 1, last.hash) if last else (1, GENESIS)
    unmarked = Entry(terminal, place, at, kind, subject, _canonical(_harmless(body)), previous, "")
    entry = replace(unmarked, hash=hash_of(unmarked))
    session.execute(
        _INSERT,
        {
            "restaurant_id": restaurant_id,
            "terminal": entry.terminal,
            "place": entry.place,
            "at": entry.at,
            "kind": entry.kind,
            "subject": entry.subject,
            "body": entry.body,
            "previous": entry.previous,
            "hash": entry.hash,
        },
    )
    return entry


def head(session: Session, restaurant_id: str, terminal: str) -> Entry | None:
    """The last row of a terminal's chain."""
    found = session.execute(_HEAD, {"of_restaurant": restaurant_id, "of_terminal": terminal}).first()
    return Entry(*found) if found else None


def about_all(session: Session, restaurant_id: str, subjects: Sequence[str]) -> list[Entry]:
    """Every row about these, of all chains, as their clocks say."""
    c = tables.journal.c
    found = session.execute(
        select(c.terminal, c.place, c.at, c.kind, c.subject, c.body, c.previous, c.hash)
        .where(c.restaurant_id == restaurant_id, c.subject.in_(list(subjects)))
        .order_by(c.at, c.terminal, c.place)
    )
    return [Entry(*row) for row in found]


def heads(session: Session, restaurant_id: str) -> list[Entry]:
    """The last row of every chain, by terminal."""
    terminals = session.execute(
        select(tables.journal.c.terminal)
        .where(tables.journal.c.restaurant_id == restaurant_id)
        .distinct()
        .order_by(tables.journal.c.terminal)
    ).scalars()
    found = [head(session, restaurant_id, terminal) for terminal in terminals]
    return [entry for entry in found if entry is not None]


def about(session: Session, restaurant_id: str, subject: str) -> list[Entry]:
    """Every row that tells of one subject, each terminal's in order."""
    j = tables.journal.c
    rows = session.execute(
        _columns().where(j.restaurant_id == restaurant_id, j.subject == subject).order_by(j.terminal, j.place)
    )
    return [Entry(*row) for row in rows]


def entries(session: Session, restaurant_id: str) -> Iterator[Entry]:
    """Every row, chain by chain, in order."""
    j = tables.journal.c
    rows = session.execute(_columns().where(j.restaurant_id == restaurant_id).order_by(j.terminal, j.place))
    return (Entry(*row) for row in rows)


def hash_of(entry: Entry) -> str:
    """SHA-256 over the hash of the row before and every other field of this one, as a canonical JSON list."""
    return sha256(_canonical(_fields(entry)).encode()).hexdigest()


def restaurants(session: Session) -> list[str]:
    """Every restaurant that has a journal here."""
    return list(session.execute(select(tables.journal.c.restaurant_id).distinct()).scalars())


def breaks(rows: Iterable[Entry]) -> list[str]:
    """Where the chains do not hold, one sentence each; an empty list means that no row was changed, moved or taken out.

    A tail that was cut off cannot be seen in what is left: that needs an anchor.
    """
    chains = Chains()
    return [sentence for entry in rows for sentence in chains.add(entry)]


def _harmless(body: Mapping[str, str | int]) -> dict[str, str | int]:
    wrong = [
        name
        for name, value in body.items()
        if name not in BODY or isinstance(value, bool) or not isinstance(value, int | str)
    ]
    if wrong:
        msg = (
            f"a journal body tells {', '.join(sorted(BODY))} as text or whole numbers, not {', '.join(wrong)}"
        )
        raise ValueError(msg)
    # A code may come from outside; whatever it says, nobody's number gets into a row that can never be taken out.
    cleaned = {
        name: _PERSONAL.sub("***", value) if isinstance(value, str) else value for name, value in body.items()
    }
    if isinstance(why := cleaned.get("why"), str):
        cleaned["why"] = why[:_LONGEST_WHY]
    return cleaned


def _fields(entry: Entry) -> list[Any]:
    return [
        entry.previous,
        entry.terminal,
        entry.place,
        _written(entry.at),
        entry.kind,
        entry.subject,
        entry.body,
    ]


def _written(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _columns() -> Select[Any]:
    c = tables.journal.c
    return select(c.terminal, c.place, c.at, c.kind, c.subject, c.body, c.previous, c.hash)


_INSERT = insert(tables.journal)
_HEAD = (
    _columns()
    .where(
        tables.journal.c.restaurant_id == bindparam("of_restaurant"),
        tables.journal.c.terminal == bindparam("of_terminal"),
    )
    .order_by(tables.journal.c.place.desc())
    .limit(1)
)
"""Built once, as every change writes a row: building a statement takes several times as long as running it."""
