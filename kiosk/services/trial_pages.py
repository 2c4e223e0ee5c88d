"""Test pages: somebody at a desk wants to see whether a kiosk's printer works. Asked for as a setting, answered in the journal.

A kiosk may write no setting, and no receipt is printed for it: a page is about nobody, and one too many does no harm.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.domain.sittings import SEOUL
from kiosk.domain.staff import Act
from kiosk.services import staffing
from kiosk.services.paper import Kind, Line
from kiosk.services.printer_choice import is_kiosk
from kiosk.services.printing import PATIENCE, Printed, Printer, Why
from kiosk.services.receipt_lines import Say
from kiosk.services.restaurants import current_in
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import journal, reconciliations
from kiosk.storage.engine import Session

_TRIAL = "test page of terminal "
_JOURNAL = "trial"
_LETTERS = ("가나다라 마바사", "ABC abc 0123", "あいう 日本語", "简体中文")


@dataclass(frozen=True, slots=True)
class TrialAsked:
    """The page will come out at that kiosk, or what prevented it will be told."""

    name: str


class TrialState(StrEnum):
    """What became of a page."""

    WAITING = "waiting"
    PRINTED = "printed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Trial:
    """The last page of one kiosk; ``why`` is a code, "" while nothing is wrong."""

    state: TrialState
    at: datetime
    why: str = ""


def ask(shop: Shop, by: By, name: str) -> TrialAsked | Refused:
    """Have a page printed at that kiosk. Refused: not_allowed, unknown, already_printing."""
    with shop.database.write() as session:
        if refused := staffing.allow(session, shop, by, Act.PRINT):
            return refused
        if not is_kiosk(session, shop, name):
            return Refused("unknown")
        before = _trial(session, shop, name)
        if before is not None and before.state is TrialState.WAITING:
            return Refused("already_printing")
        now = shop.clock.now()
        wish = f"{shop.ids.key()} {now.isoformat()}"
        reconciliations.write_setting(session, shop.restaurant_id, _TRIAL + name, wish)
        body = {"status": "WAITING", "about": name, "by": by.staff_id}
        journal.append(
            session, shop.restaurant_id, shop.terminal, now, _JOURNAL, wish.split(maxsplit=1)[0], body
        )
    return TrialAsked(name)


def last(shop: Shop, names: Iterable[str]) -> dict[str, Trial]:
    """By terminal: what became of its last page."""
    with shop.database.read() as session:
        found = {name: _trial(session, shop, name) for name in names}
    return {name: trial for name, trial in found.items() if trial is not None}


@dataclass
class TrialPress:
    """The test pages of one terminal. ``_done`` is the last wish that was printed here, whatever could be stored of it."""

    shop: Shop
    printer: Printer
    say: Say
    _done: str = field(default="", init=False)

    def work(self) -> int:
        """Print what is waited for; gives how many came out. One short read when nothing is."""
        with self.shop.database.read() as session:
            wish = reconciliations.read_setting(session, self.shop.restaurant_id, _TRIAL + self.shop.terminal)
            if not wish or wish == self._done:
                return 0
            self._done = wish
            trial = _trial(session, self.shop, self.shop.terminal)
            if trial is None or trial.state is not TrialState.WAITING:
                return 0
            names = current_in(self.shop, session).names
        title = names.get("ko") or next(iter(names.values()), "")
        answer = self.printer.print_lines(self._lines(title), "ko")
        why = "" if isinstance(answer, Printed) else answer.why
        self._tell(wish.split()[0], why)
        return int(not why)

    def _lines(self, title: str) -> tuple[Line, ...]:
        at = self.shop.clock.now().astimezone(SEOUL)
        ruler = ("1234567890" * 6)[: self.printer.columns]
        return (
            Line(Kind.TITLE, title),
            Line(Kind.LARGE, self.say("receipt.trial")),
            Line(Kind.RULE),
            Line(Kind.TEXT, self.shop.terminal, f"{at:%Y-%m-%d %H:%M}"),
            *(Line(Kind.TEXT, letters) for letters in _LETTERS),
            Line(Kind.TEXT, ruler),
            Line(Kind.SMALL, self.say("receipt.trial_note")),
        )

    def _tell(self, trial_id: str, why: str) -> None:
        shop, status = self.shop, "FAILED" if why else "PRINTED"
        body = {"status": status, "why": why, "about": shop.terminal}
        with shop.database.write() as session:
            journal.append(
                session, shop.restaurant_id, shop.terminal, shop.clock.now(), _JOURNAL, trial_id, body
            )


def _trial(session: Session, shop: Shop, name: str) -> Trial | None:
    told = reconciliations.read_setting(session, shop.restaurant_id, _TRIAL + name)
    if not told:
        return None
    trial_id, _, at = told.partition(" ")
    for entry in journal.about(session, shop.restaurant_id, trial_id):
        body = json.loads(entry.body)
        if body["status"] != "WAITING":
            return Trial(TrialState(body["status"].lower()), entry.at, body["why"])
    asked_at = datetime.fromisoformat(at)
    if abs(shop.clock.now() - asked_at) > PATIENCE:
        return Trial(TrialState.FAILED, asked_at, Why.NOT_TAKEN)
    return Trial(TrialState.WAITING, asked_at)
