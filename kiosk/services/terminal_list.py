"""The terminals as their owner sees them: who is here, letting a kiosk in with a role of its own, shutting one out.

Roles are a server's (``kiosk.storage.roles``); a file has one user. A password is given once and kept nowhere by us.
"""

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.staff import Act
from kiosk.services import staffing
from kiosk.services.attendance import SILENT_AFTER, Standing, standing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import roles, settlers, terminals
from kiosk.storage.engine import Session
from kiosk.storage.roles import NotTheOwner, Unsuitable

LONGEST_NAME = 24


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


@dataclass(frozen=True, slots=True)
class LetIn:
    """What the kiosk is started with, to be shown once. ``address`` has the password in it: never log it."""

    name: str
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShutOut:
    """Its sessions are ended, its password opens nothing any more, and nobody looks for it."""

    name: str


def listed(shop: Shop) -> tuple[Terminal, ...]:
    """Every terminal, kiosks first, then by name."""
    now = shop.clock.now()
    with shop.database.read() as session:
        rows = terminals.all_of(session, shop.restaurant_id)
        settling = settlers.all_of(session, shop.restaurant_id)
        named = roles.terminals(session) if _is_server(session) else {}
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
    return tuple(sorted(found, key=lambda each: (each.kind != "kiosk", each.name)))


def let_in(shop: Shop, by: By, name: str) -> LetIn | Refused:
    """A role for a kiosk, or a new password for the one it has.

    Refused: not_allowed, pin_again, terminal_name, no_server (the database is a file), not_owner (of the database).
    """
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        return Refused("terminal_name")
    password = shop.ids.key()
    try:
        with shop.database.write() as session:
            if refused := staffing.allow(session, shop, by, Act.TERMINALS):
                return refused
            if not _is_server(session):
                return Refused("no_server")
            role = roles.open_to(session, name, password)
            now = shop.clock.now()
            terminals.tell(session, shop.restaurant_id, name, now, "let in", by.staff_id, shop.terminal)
    except (Unsuitable, NotTheOwner) as wrong:
        return Refused("terminal_name" if isinstance(wrong, Unsuitable) else "not_owner")
    return LetIn(name, shop.database.address_for(role, password))


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
