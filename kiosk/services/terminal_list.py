"""The terminals as their owner sees them: who is here, letting a kiosk in with a role of its own, shutting one out.

Roles are a server's (``kiosk.storage.roles``); a file has one user. A password is given once and kept nowhere by us.
"""

import re
from base64 import b32encode
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from kiosk.domain.staff import Act
from kiosk.services import printer_choice, staffing
from kiosk.services.attendance import SILENT_AFTER, Standing, standing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import pairing, reconciliations, roles, settlers, terminals
from kiosk.storage.engine import Session
from kiosk.storage.pairing import PAIRING
from kiosk.storage.roles import Kind, NotTheOwner, Unsuitable

LONGEST_NAME = 24
CODE_LENGTH = 12
MINUTES = 10
"""So long a code opens anything; the server's clock counts."""
_TITLE = "title of terminal "
_NAME = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_NAME}}}")


@dataclass(frozen=True, slots=True)
class Terminal:
    """One terminal: kiosk, desk, or settler. ``has_role``: a password of its own opens the server's database to it.

    ``standing`` is None for one that was let in and has never been here.
    """

    name: str
    kind: str
    standing: Standing | None
    beat_at: datetime | None
    closed: str
    version: str
    has_role: bool
    title: str = ""
    """What staff call it, such as where it stands; "" where nobody has said."""
    printer: str | None = None
    """Where a kiosk prints by the owner's word, "" for nowhere; None where its own settings say."""


@dataclass(frozen=True, slots=True)
class LetIn:
    """A code for one kiosk, and where: what ``kiosk pair`` is told on it, within ten minutes and once. Never log it."""

    name: str
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Its sessions are ended, its password opens nothing any more, and nobody looks for it."""

    name: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """Staff call it by another name from now on; bookings, the journal and its role keep the one it has."""

    name: str


def listed(shop: Shop) -> tuple[Terminal, ...]:
    """Every terminal, kiosks first, then by name."""
    now = shop.clock.now()
    with shop.database.read() as session:
        rows = terminals.all_of(session, shop.restaurant_id)
        settling = settlers.all_of(session, shop.restaurant_id)
        named = roles.terminals(session) if _is_server(session) else {}
        names = {*(row.name for row in rows), *(row.name for row in settling), *named}
        titles = {
            name: reconciliations.read_setting(session, shop.restaurant_id, _TITLE + name) for name in names
        }
        chosen = {name: printer_choice.chosen(session, shop.restaurant_id, name) for name in names}
    known = {row.name for row in rows}
    found = [
        Terminal(
            row.name, row.kind, standing(row, now), row.beat_at, row.closed, row.version, row.name in named
        )
        for row in rows
    ]
    found += [
        Terminal(
            row.name,
            "settler",
            _of_settler(row.beat_at, now),
            row.beat_at,
            "",
            row.version,
            row.name in named,
        )
        for row in settling
        if row.name not in known
    ]
    known |= {row.name for row in settling}
    found += [
        Terminal(name, kind, None, None, "", "", has_role=True)
        for name, kind in named.items()
        if name not in known
    ]
    called = [replace(each, title=titles[each.name] or "", printer=chosen[each.name]) for each in found]
    return tuple(sorted(called, key=lambda each: (each.kind != "kiosk", each.name)))


def rename(shop: Shop, by: By, name: str, title: str) -> Renamed | Refused:
    """What staff call a terminal; "" for its own name again. Refused: not_allowed, pin_again, terminal_title, unknown."""
    title = title.strip()
    if len(title) > LONGEST_NAME:
        return Refused("terminal_title")
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.TERMINALS):
            return refused
        rows = terminals.all_of(session, shop.restaurant_id)
        settling = settlers.all_of(session, shop.restaurant_id)
        if name not in {*(row.name for row in rows), *(row.name for row in settling)}:
            return Refused("unknown")
        reconciliations.write_setting(session, shop.restaurant_id, _TITLE + name, title)
        now = shop.clock.now()
        terminals.tell(session, shop.restaurant_id, name, now, "renamed", by.staff_id, shop.terminal)
    return Renamed(name)


def let_in(shop: Shop, by: By, name: str) -> LetIn | Refused:
    """A code by which a kiosk gets a role of its own, or a new password for the one it has; an earlier code is over.

    Refused: not_allowed, pin_again, terminal_name, no_server (the database is a file), not_owner (of the database).
    """
    name = name.strip()
    if not _NAME.fullmatch(name):
        return Refused("terminal_name")
    code = code_of(shop.ids.key())
    try:
        with shop.database.write() as session:
            if refused := staffing.allow(session, shop, by, Act.TERMINALS):
                return refused
            if not _is_server(session):
                return Refused("no_server")
            if roles.terminals(session).get(name, Kind.KIOSK) is not Kind.KIOSK:
                return Refused("terminal_name")
            with roles.as_the_owner():
                if roles.kind_here(session) is None:
                    roles.grant(session)
                pairing.offer(session, shop.restaurant_id, code, name, MINUTES)
            now = shop.clock.now()
            terminals.tell(session, shop.restaurant_id, name, now, "let in", by.staff_id, shop.terminal)
    except NotTheOwner:
        return Refused("not_owner")
    return LetIn(name, shop.database.address_for(PAIRING, code).partition(f"{PAIRING}:")[2])


def code_of(key: str) -> str:
    """Twelve letters that are read aloud and typed, 60 bits of a random key."""
    return b32encode(sha256(key.encode()).digest()).decode()[:CODE_LENGTH]


def shut_out(shop: Shop, by: By, name: str) -> ShutOut | Refused:
    """A kiosk that was stolen, or is no more. Refused: not_allowed, pin_again, unknown, still_here, not_owner.

    Of a file a terminal that runs cannot be shut out; it is only forgotten once it is off.
    """
    now = shop.clock.now()
    try:
        with shop.database.write() as session:
            if refused := staffing.allow(session, shop, by, Act.TERMINALS):
                return refused
            rows = {row.name: row for row in terminals.all_of(session, shop.restaurant_id)}
            had_role = _is_server(session) and roles.close_to(session, name)
            row = rows.get(name)
            if row is None and not had_role:
                return Refused("unknown")
            if row is not None and not had_role and standing(row, now) is Standing.HERE:
                return Refused("still_here")
            terminals.forget(session, shop.restaurant_id, name)
            terminals.tell(session, shop.restaurant_id, name, now, "shut out", by.staff_id, shop.terminal)
    except (Unsuitable, NotTheOwner) as wrong:
        return Refused("unknown" if isinstance(wrong, Unsuitable) else "not_owner")
    return ShutOut(name)


def _is_server(session: Session) -> bool:
    return session.dialect.name == "postgresql"


def _of_settler(beat_at: datetime, now: datetime) -> Standing:
    return Standing.HERE if abs(now - beat_at) <= SILENT_AFTER else Standing.SILENT
