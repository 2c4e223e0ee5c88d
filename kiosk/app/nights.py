"""What is done beside the sale by whoever settles: the nightly backup, the comparison of days with the company, and the rule
by which words about guests are shortened and erased.

On a lane where a second of waiting hurts nobody. Fails quietly into the log; the next look tries again.
"""

from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QObject, QTimer

from kiosk.app.settings import Settings
from kiosk.domain.ports import Clock
from kiosk.ui.threads import Outcome, Runner

if TYPE_CHECKING:
    from kiosk.payments.channel import Channel
    from kiosk.services.key_check import KeyCheck
    from kiosk.services.shop import Shop
    from kiosk.storage.engine import Database

LOOK_EVERY_MS = 600_000
"""How often it is looked whether tonight's backup is due; after a failure, how soon it is tried again. And whether a day
is to be compared with the payment company's list."""


ASKED_EVERY_MS = 5_000
"""How often it is looked whether somebody at a desk waits for a comparison, or for the keys to be checked; two questions to
our own database."""


class Nights(QObject):
    """The chores of one program. ``compares``: days are compared; not with a local sandbox, which forgets when it ends:
    compared with that, everything sold before would be a difference."""

    def __init__(
        self,
        told: Settings,
        clock: Clock,
        database: "Database",
        shop: "Shop",
        channel: "Channel",
        *,
        keys: "KeyCheck",
        compares: bool = True,
    ) -> None:
        super().__init__()
        from kiosk.app.backups import backups_of
        from kiosk.app.upkeep import upkeep_of

        self._database, self._shop, self._keys = database, shop, keys
        self._backups = backups_of(told, clock) if told.backup_nightly else None
        self._upkeep = upkeep_of(shop, channel) if compares else None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._asked = QTimer(self)
        self._asked.setInterval(ASKED_EVERY_MS)
        self._asked.timeout.connect(self._look_for_asked)

    def before_selling(self) -> None:
        """After a restored backup: nothing is sold before it is known what was sold since. Blocks; raises Fix."""
        if self._upkeep is not None:
            self._upkeep.before_selling()

    def start(self, lanes: Runner, lane: str) -> None:
        """Look now, and then again and again."""
        self._lanes, self._lane = lanes, lane
        self._look()
        self._timer.start()
        self._asked.start()

    def stop(self) -> None:
        """Begin nothing new."""
        self._timer.stop()
        self._asked.stop()

    def _look_for_asked(self) -> None:
        self._lanes.submit(self._lane, self._keys.run_asked, _note_keys)
        if self._upkeep is not None:
            self._lanes.submit(self._lane, self._upkeep.run_asked, _note_reconciled)

    def _look(self) -> None:
        if self._backups is not None:
            self._lanes.submit(self._lane, self._back_up, _note_backup)
        if self._upkeep is not None:
            self._lanes.submit(self._lane, self._upkeep.run, _note_reconciled)
        self._lanes.submit(self._lane, self._tidy, _note_tidied)

    def _tidy(self) -> object:
        """Who waited on an earlier day waits no more; words about guests who have left are shortened, then erased, by the rule."""
        from kiosk.services.privacy import tidy
        from kiosk.services.waitlist import end_of_day

        end_of_day(self._shop)
        return tidy(self._shop)

    def _back_up(self) -> object:
        assert self._backups is not None, "looked at before"
        return self._backups.make_if_due(self._database)


def _note_backup(outcome: Outcome) -> None:
    log = structlog.get_logger("kiosk")
    if outcome.error is not None:
        log.error("backup_failed", reason=str(outcome.error))
    elif outcome.value is not None:
        made, found = outcome.value
        log.info("backup", what=made.file.name, count=found.facts.rows.get("journal", 0))
        if found.breaks:
            log.error("journal_was_changed", reason=found.breaks[0], count=len(found.breaks))


def _note_tidied(outcome: Outcome) -> None:
    log = structlog.get_logger("kiosk")
    if outcome.error is not None:
        log.error("privacy_rule_failed", reason=type(outcome.error).__name__)
    elif outcome.value is not None:
        log.info("privacy_rule", count=outcome.value.shortened + outcome.value.erased)


def _note_keys(outcome: Outcome) -> None:
    log = structlog.get_logger("kiosk")
    if outcome.error is not None:
        log.error("key_check_failed", reason=type(outcome.error).__name__)
    elif outcome.value is not None:
        log.info("keys_checked", reason=str(outcome.value.answer))


def _note_reconciled(outcome: Outcome) -> None:
    log = structlog.get_logger("kiosk")
    if outcome.error is not None:
        log.error("reconciling_failed", reason=type(outcome.error).__name__)
        return
    from kiosk.services.reconciling import Report

    for end in outcome.value:
        if isinstance(end, Report):
            log.info("reconciled", what=end.day.isoformat(), count=len(end.differences))
        else:
            log.warning("not_reconciled", what=end.day.isoformat(), reason=end.why)
