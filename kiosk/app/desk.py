"""``kiosk desk``: the staff's window on the same database as the kiosks, until it is closed. Never holds the secret key."""

import os
from argparse import Namespace
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial

import structlog
from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QGuiApplication

from kiosk import __version__
from kiosk.app import crashes, keys, logs, resources, settings
from kiosk.app.attends import Attends
from kiosk.app.backups import before_upgrade
from kiosk.app.desk_files import ChosenFiles
from kiosk.app.display import unreachable
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.opening import limits_of
from kiosk.app.printers import press_of, printer_of
from kiosk.app.prints import Prints
from kiosk.app.program import make_application
from kiosk.app.settings import Settings
from kiosk.app.signals import end_on_signals
from kiosk.app.sole import sole
from kiosk.app.sounds import Sounds
from kiosk.app.store import open_store
from kiosk.desk.back.office import Office, OfficeMeans
from kiosk.desk.controller import DeskController, Means
from kiosk.desk.window import DeskWindow
from kiosk.domain.ports import Clock, Ids
from kiosk.services.attendance import Attendance
from kiosk.services.restaurants import load
from kiosk.services.shop import Shop
from kiosk.storage.engine import Database
from kiosk.storage.feed import feed_of
from kiosk.ui.daylight import Night, theme_at
from kiosk.ui.metrics import Families, Look, Metrics
from kiosk.ui.modes import Volume
from kiosk.ui.sound.cues import Cue
from kiosk.ui.text import Text, load_texts
from kiosk.ui.theme import load_tokens
from kiosk.ui.threads import FLOOR, MONEY, PRINT, Lanes, Watch

DESK = "desk-1"
CLOSE_SECONDS = 3.0


class DeskProgram(QObject):
    """One desk, from its window to its database. ``database`` is closed with it."""

    def __init__(
        self, told: Settings, database: Database, restaurant_id: str, clock: Clock, ids: Ids
    ) -> None:
        super().__init__()
        self.database = database
        self.shop = Shop(
            database.of(restaurant_id), clock, ids, restaurant_id, told.terminal, limits_of(told)
        )
        self.size = size_of(told)
        self.look = look_of(told, self.size, clock)
        self.text = text = desk_texts()[told.lang if told.lang in ("ko", "en") else "en"]
        self.window = DeskWindow(self.look, text)
        self.lanes = Lanes(MONEY, FLOOR, PRINT)
        restaurant = load(self.shop.database, restaurant_id)
        press = press_of(self.shop, printer_of(told))
        means = Means(self.shop, self.lanes, _log, prints=press is not None)
        self.controller = DeskController(restaurant, means, self.window, text)
        self._prints = Prints(self.lanes, press.work) if press is not None else None
        self._sounds = Sounds(self.lanes, PRINT, wanted=told.sounds)
        self.controller.rang.connect(partial(self._sounds.play, Cue.NEEDS_YOU, Volume.LOUD))
        office = OfficeMeans(self.shop, self.lanes, ChosenFiles(self.window), _log)
        self.office = Office(office, self.look, text)
        self.controller.add_office(self.office)
        self._feed = feed_of(database, restaurant_id, clock)
        self._watch = Watch(self._feed.changed)
        self._watch.changed.connect(self.controller.read_day)
        self._attends = Attends(Attendance(self.shop, "desk", __version__), self.lanes, FLOOR, lambda: "")
        self._is_full = told.fullscreen

    def show(self) -> None:
        """Open the window and keep it up to date."""
        self.window.open_sized(None if self._is_full else self.size)
        self.controller.start()
        self._watch.start()
        self._attends.start()
        self._sounds.start()
        if self._prints is not None:
            self._prints.start()

    def close(self) -> None:
        """In order; what is stored stays."""
        self._watch.stop()
        self._attends.stop()
        if self._prints is not None:
            self._prints.stop()
        self.controller.stop()
        self.lanes.close(CLOSE_SECONDS)
        self._attends.end()
        self._feed.close()
        self.window.close()
        self.window.deleteLater()
        self.database.close()


def main(args: Namespace) -> int:
    """Run the desk; gives the exit code. Raises Fix for what a person has to put right."""
    told = settings.from_args(args)
    if args.terminal is None and told.terminal == Settings.model_fields["terminal"].default:
        told = told.model_copy(update={"terminal": DESK})
    if fix := unreachable(os.environ):
        raise fix
    keys.hide_secret(os.environ)
    clock = MachineClock()
    with ExitStack() as stack:
        stack.enter_context(sole(told.database_url, told.terminal))
        log = logs.configure(told.log_dir, clock, [])
        stack.callback(logs.shut)
        stack.callback(crashes.guard(logs.Redactor([])))
        app = make_application()
        backup = before_upgrade(told, clock)
        database, restaurant_id = open_store(told.database_url, told.restaurant, backup)
        program = DeskProgram(told, database, restaurant_id, clock, MachineIds())
        stack.callback(program.close)
        stack.callback(end_on_signals(app))
        program.show()
        print(f"kiosk: desk {told.terminal} is running; log {log}", flush=True)
        return app.exec()


def size_of(told: Settings) -> QSize:
    """As asked for; else as large as the screen, and no larger than the reference."""
    if told.window_size is not None:
        return QSize(*told.window_size)
    screen = QGuiApplication.primaryScreen()
    if told.fullscreen:
        return screen.size()
    room = screen.availableGeometry()
    return QSize(min(1920, room.width()), min(1080, room.height()))


def look_of(told: Settings, size: QSize, clock: Clock) -> Look:
    """The desk's look: its own sizes, scaled by the shorter side. By the clock means: by the hour it is started at."""
    tokens = load_tokens(resources.path("style", "tokens.json"))
    metrics = Metrics(size.width(), size.height(), tokens)
    return Look(
        tokens.theme(theme_at(told.theme, Night.read(told.night), clock.now())),
        metrics,
        Families.for_language(tokens, told.lang),
        reduced_motion=True,
    )


def desk_texts() -> Mapping[str, Text]:
    """The staff's languages: the desk's words over the kiosk's."""
    kiosk, desk, front = (load_texts(resources.path(name)) for name in ("text", "desk", "front"))
    return {
        language: Text(
            language, {**kiosk[language].entries, **desk[language].entries, **front[language].entries}
        )
        for language in front
    }


def _log(name: str, facts: dict[str, object]) -> None:
    structlog.get_logger("kiosk").info(name, **facts)
