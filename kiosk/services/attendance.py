"""Whether every kiosk is there and sells, and whether anybody settles: each says that it lives, and who is missed is told.

A person who takes such a matter has peace for a while; if the cause still holds then, they are told again. Decides nothing
about sales: ``kiosk.services.selling`` does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kiosk.services import attention
from kiosk.services.attention import CHANNEL, ITSELF, Kind
from kiosk.services.presence import present
from kiosk.services.shop import Shop
from kiosk.storage import matters, settlers, terminals
from kiosk.storage.engine import Conflict, Session, Unwritable
from kiosk.storage.settlers import SettlerRow
from kiosk.storage.terminals import TerminalRow

BEAT_EVERY: Final = timedelta(seconds=20)
SILENT_AFTER: Final = timedelta(seconds=90)
"""Four beats and a little: a kiosk that is started again is not missed."""

PEACE: Final = timedelta(minutes=30)
"""How long whoever has taken one of these matters hears nothing of it."""

OF_THE_MACHINE: Final = frozenset({"disk_nearly_full", "disk_in_doubt", "cannot_store"})
"""Why a kiosk sells nothing, where somebody has to go to that very machine. What holds for all of them is told elsewhere."""

_KINDS: Final = frozenset({Kind.KIOSK_SILENT, Kind.KIOSK_CLOSED, Kind.SETTLER_AWAY})


class Standing(StrEnum):
    """How a terminal is: here, silent without having said goodbye, or off."""

    HERE = "here"
    SILENT = "silent"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Attendance:
    """One terminal's way of saying that it lives. ``kind``: kiosk or desk."""

    shop: Shop
    kind: str
    version: str

    def begin(self) -> None:
        """It is here now."""
        self._begin("")

    def beat(self, closed: str = "") -> None:
        """It is still here; ``closed`` says why it sells nothing. After a clock that was set back it begins anew."""
        shop = self.shop
        with shop.database.write() as session:
            known = terminals.beat(session, shop.restaurant_id, shop.terminal, shop.clock.now(), closed)
        if not known:
            self._begin(closed)

    def end(self) -> None:
        """It goes in order, and nobody has to look for it."""
        shop = self.shop
        with shop.database.write() as session:
            terminals.end(session, shop.restaurant_id, shop.terminal, shop.clock.now())

    def _begin(self, closed: str) -> None:
        shop, now = self.shop, self.shop.clock.now()
        settles = not shop.settled_elsewhere
        row = TerminalRow(
            shop.restaurant_id, shop.terminal, self.kind, now, now, None, settles, closed, self.version
        )
        with shop.database.write() as session:
            terminals.begin(session, row)


def standing(row: TerminalRow, now: datetime) -> Standing:
    """How a terminal is at that instant."""
    if row.ended_at is not None:
        return Standing.OFF
    return Standing.HERE if abs(now - row.beat_at) <= SILENT_AFTER else Standing.SILENT


def watch(shop: Shop) -> None:
    """Tell people of whoever is missed, and take it back for whoever is here again. Cheap when nothing has changed."""
    now = shop.clock.now()
    with shop.database.read() as session:
        rows = terminals.all_of(session, shop.restaurant_id)
        settling = settlers.all_of(session, shop.restaurant_id)
        told = {
            (row.kind, row.subject)
            for row in matters.open_ones(session, shop.restaurant_id)
            if row.kind in _KINDS
        }
        missed = {
            each for each in set(_missed(rows, settling, now)) if not _in_peace(session, shop, each, now)
        }
    if missed == told:
        return
    try:
        with shop.database.write() as session:
            _tell(session, shop, missed - told, told - missed)
    except (Conflict, Unwritable):
        # Another desk has told the same at the same moment, or nothing can be stored: the next look tells it.
        return


def _tell(
    session: Session, shop: Shop, new: Iterable[tuple[str, str]], gone: Iterable[tuple[str, str]]
) -> None:
    for kind, subject in sorted(new):
        attention.open_matter(session, shop, kind, subject, again=True, **_details(kind, subject))
    for kind, subject in sorted(gone):
        attention.cause_is_gone(session, shop, kind, subject)


def _missed(
    rows: Sequence[TerminalRow], settling: Sequence[SettlerRow], now: datetime
) -> Iterator[tuple[str, str]]:
    kiosks = [row for row in rows if row.kind == "kiosk" and standing(row, now) is not Standing.OFF]
    for row in kiosks:
        if standing(row, now) is Standing.SILENT:
            yield Kind.KIOSK_SILENT, row.name
        elif row.closed in OF_THE_MACHINE:
            yield Kind.KIOSK_CLOSED, row.name
    waits = [row for row in kiosks if not row.settles and now - row.since > SILENT_AFTER]
    if waits and not present(settling, now):
        yield Kind.SETTLER_AWAY, CHANNEL


def _in_peace(session: Session, shop: Shop, missed: tuple[str, str], now: datetime) -> bool:
    before = matters.about(session, shop.restaurant_id, *missed)
    return any(
        row.closed_at is not None and row.closed_by != ITSELF and now - row.closed_at < PEACE
        for row in before
    )


def _details(kind: str, subject: str) -> dict[str, str | int]:
    return {} if kind == Kind.SETTLER_AWAY else {"terminal": subject}
