"""``kiosk settle``: settles payments for kiosks that hold no secret key, until it is told to end. No window.

The same settler as in a kiosk of one machine. Several may run: what one has begun, another finds done or asks about.
Also makes the nightly backup and compares days with the company, which its kiosks then leave to it.
"""

import os
from argparse import Namespace
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from kiosk import __version__
from kiosk.app import crashes, keys, logs, settings
from kiosk.app.errors import Fix
from kiosk.app.keys import Mode
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.nights import Nights
from kiosk.app.settings import Settings
from kiosk.app.signals import end_on_signals
from kiosk.app.sole import sole
from kiosk.domain.ports import Clock
from kiosk.ui.threads import Lanes, Outcome, Watch

if TYPE_CHECKING:
    from kiosk.services.key_check import KeyCheck
    from kiosk.services.presence import Presence
    from kiosk.storage.feed import Feed

MONEY, BEATS, NIGHT = "money", "beats", "night"
"""Lanes: a slow company must neither keep the settler from saying that it lives, nor wait for a backup."""

LOOK_EVERY_MS = 1_000
BEAT_EVERY_MS = 5_000
CLOSE_SECONDS = 70.0
"""A confirm may take 60 s; what it came to is stored before the process ends."""


class SettlerProgram(QObject):
    """Timers and lanes of one settler.

    Signals:
        failed: it could not go on; the Fix says why.
    """

    failed = Signal(object)

    def __init__(self, keys: "KeyCheck", presence: "Presence", feed: "Feed", nights: Nights) -> None:
        super().__init__()
        self._keys, self._settler = keys, keys.settler
        self._presence, self._nights = presence, nights
        self._lanes = Lanes(MONEY, BEATS, NIGHT)
        self._watch = Watch(feed.changed)
        self._watch.changed.connect(self._look)
        self._is_settling = self._wants_more = False
        self._timers = [self._every(LOOK_EVERY_MS, self._look), self._every(BEAT_EVERY_MS, self._beat)]

    def start(self) -> None:
        """Everything that is undecided first, then whatever is due."""
        self._is_settling = True
        self._lanes.submit(MONEY, partial(_first_round, self._keys, self._presence), self._on_settled)
        for timer in self._timers:
            timer.start()
        self._watch.start()
        self._nights.start(self._lanes, NIGHT)

    def stop(self) -> None:
        """Take nothing new, wait for what is under way, and say goodbye."""
        self._watch.stop()
        for timer in self._timers:
            timer.stop()
        self._nights.stop()
        self._lanes.close(CLOSE_SECONDS)
        self._presence.end()

    def _every(self, milliseconds: int, does: "object") -> QTimer:
        timer = QTimer(self)
        timer.setInterval(milliseconds)
        timer.timeout.connect(does)
        return timer

    def _look(self) -> None:
        """At most one round at a time; a hint during one is not lost."""
        if self._is_settling:
            self._wants_more = True
            return
        self._is_settling = True
        self._lanes.submit(MONEY, partial(self._settler.settle_all, only_due=True), self._on_settled)

    def _on_settled(self, outcome: Outcome) -> None:
        self._is_settling = False
        log = structlog.get_logger("kiosk")
        if outcome.error is not None:
            log.error("recovery_failed", what=type(outcome.error).__name__)
        elif outcome.value:
            log.info("recovery", count=outcome.value)
        if self._wants_more:
            self._wants_more = False
            self._look()

    def _beat(self) -> None:
        self._lanes.submit(BEATS, self._presence.beat, _note_beat)


def main(args: Namespace) -> int:
    """Settle until SIGTERM or SIGINT; gives the exit code. Raises Fix for what a person has to put right."""
    told = settings.from_args(args)
    if told.toss_keys is None or told.settler == "elsewhere":
        raise Fix(
            "There is no secret key here to settle with.",
            'Put the keys on this machine (README, Several terminals), and settler = "elsewhere" on the kiosks.',
        )
    keys.hide_secret(os.environ)
    clock = MachineClock()
    with ExitStack() as stack:
        secrets = [told.toss_keys.secret]
        stack.enter_context(sole(told.database_url, told.terminal))
        logs.configure(told.log_dir, clock, secrets)
        stack.callback(logs.shut)
        stack.callback(crashes.guard(logs.Redactor(secrets)))
        return _run(told, clock, stack)


def _run(told: Settings, clock: Clock, stack: ExitStack) -> int:
    from kiosk.app.opening import open_all
    from kiosk.services.presence import Presence

    backend = open_all(told, clock, MachineIds(), None)
    stack.callback(backend.close)
    assert backend.settler is not None, "main has seen the secret key"
    assert backend.keys is not None, "the same"
    nights = Nights(told, clock, backend.database, backend.shop, backend.settler.channel, keys=backend.keys)
    nights.before_selling()
    app = QCoreApplication.instance() or QCoreApplication(["kiosk"])
    program = SettlerProgram(backend.keys, Presence(backend.shop, __version__), backend.feed, nights)
    stack.callback(program.stop)
    stack.callback(end_on_signals(app))
    program.start()
    mode = "" if told.mode is Mode.LIVE else f", mode {told.mode}: no money moves"
    print(f"kiosk: {told.terminal} settles payments{mode}. To end it: Ctrl-C here", flush=True)
    return app.exec()


def _first_round(keys: "KeyCheck", presence: "Presence") -> int:
    presence.begin()
    keys.run()
    return keys.settler.settle_all()


def _note_beat(outcome: Outcome) -> None:
    if outcome.error is not None:
        structlog.get_logger("kiosk").error("beat_failed", what=type(outcome.error).__name__)
