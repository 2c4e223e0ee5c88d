"""The kiosk put together: window and screens first, then, after the first paint, everything heavy behind them.

Used by ``kiosk run`` and, with a clock it can move and a database of its own, by ``kiosk tour``.
"""

import os
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from kiosk import __version__
from kiosk.app import resources
from kiosk.app.attends import Attends
from kiosk.app.errors import Fix
from kiosk.app.fonts import load_fonts
from kiosk.app.keys import Mode
from kiosk.app.local_sandbox import LocalSandbox
from kiosk.app.nights import Nights
from kiosk.app.prints import Prints
from kiosk.app.settings import Settings
from kiosk.app.sounds import Sounds
from kiosk.app.speech import make_speaker
from kiosk.app.twilight import Twilight
from kiosk.domain.ports import Clock, Ids
from kiosk.ui.controller import CheckoutPage, Controller, Means
from kiosk.ui.daylight import Night, theme_at
from kiosk.ui.flow import House
from kiosk.ui.flow import Timers as FlowTimers
from kiosk.ui.flow.events import Event, FloorChanged
from kiosk.ui.metrics import Families, Look, Metrics
from kiosk.ui.modes import Modes, TextSize
from kiosk.ui.presenter import Picture
from kiosk.ui.screens.shell import Shell
from kiosk.ui.sound.cues import cue_of
from kiosk.ui.text import load_texts
from kiosk.ui.theme import ThemeName, load_tokens
from kiosk.ui.threads import FLOOR, MONEY, PRINT, Lanes, Outcome, Watch
from kiosk.ui.views import ScreenName
from kiosk.ui.voice.announcer import Announcer
from kiosk.ui.voice.answers import answer_of
from kiosk.ui.voice.guide import VoiceGuide
from kiosk.ui.window import KioskWindow

if TYPE_CHECKING:
    from kiosk.app.backend import Backend
    from kiosk.services.key_check import KeyCheck
    from kiosk.services.presence import Presence

RECOVERY = "recovery"
"""A lane of its own: a slow payment company must never hold up what a customer is waiting for."""

SETTLE_EVERY_MS = 5_000
"""How often it is looked whether a payment is due to be asked about; the rhythm itself is the domain's."""

PREWARM_AFTER_MS = 150
CLOSE_SECONDS = 5.0
TEARDOWN_MS = 250


@dataclass(frozen=True, slots=True)
class Given:
    """What the program is started with."""

    settings: Settings
    clock: Clock
    ids: Ids
    sandbox: LocalSandbox | None
    motion: bool = True


class Program(QObject):
    """One terminal, from its window to its database.

    Signals:
        opened: everything behind the screens is ready; customers can be served.
        failed: it could not be opened; the Fix says why.
    """

    opened = Signal()
    failed = Signal(object)

    def __init__(self, app: QApplication, given: Given) -> None:
        super().__init__()
        self._app, self._given = app, given
        settings = given.settings
        tokens = load_tokens(resources.path("style", "tokens.json"))
        size = window_size(settings)
        metrics = Metrics(size.width(), size.height(), tokens, px_per_mm=_density(settings, size))
        families = Families.for_language(tokens, settings.lang)
        self.tokens = tokens
        self.texts = load_texts(resources.path("text"))
        theme = tokens.theme(self._theme_of_the_hour())
        self.look = Look(theme, metrics, families, reduced_motion=not given.motion)
        self.shell = Shell(self.look)
        self.window = KioskWindow(self.shell, locked=settings.fullscreen)
        self.shell.changed.connect(self.window.screen_changed)
        self._speaker = make_speaker(self)
        self._announcer = Announcer(self.shell, self.texts)
        self._guide = VoiceGuide(self.shell, self._speaker, self.texts)
        self.lanes = Lanes(MONEY, FLOOR, PRINT, RECOVERY)
        self._sounds = Sounds(self.lanes, PRINT, wanted=settings.sounds)
        self.controller: Controller | None = None
        self.backend: Backend | None = None
        self._size = size
        self._warm: QWidget | None = None
        self._recovery = QTimer(self)
        self._recovery.setInterval(SETTLE_EVERY_MS)
        self._recovery.timeout.connect(self._settle_all)
        self._is_settling = False
        self._nights: Nights | None = None
        self._attends: Attends | None = None
        self._prints: Prints | None = None
        self._is_closing = False
        self._watch: Watch | None = None
        self._twilight: Twilight | None = None

    def show(self) -> None:
        """Paint first, open what lies behind after it."""
        if self._given.settings.fullscreen:
            self.window.open_fullscreen()
        else:
            self.window.open_windowed(self._size)
        QCoreApplication.processEvents()
        self.lanes.submit(MONEY, self._open, self._on_opened)

    def close(self) -> None:
        """Take everything down in order; what is durable decides what becomes of a payment under way."""
        self._is_closing = True
        self._speaker.stop()
        self._recovery.stop()
        if self._nights is not None:
            self._nights.stop()
        if self._attends is not None:
            self._attends.stop()
        if self._prints is not None:
            self._prints.stop()
        if self._twilight is not None:
            self._twilight.stop()
        if self.controller is not None:
            self.controller.stop()
        self._discard_warm()
        if self._watch is not None:
            self._watch.stop()
        self.lanes.close(CLOSE_SECONDS)
        if self._attends is not None:
            self._attends.end()
        self.window.allow_closing()
        self.window.close()
        self.window.deleteLater()
        # Pages, profiles and windows go in an event loop only; what is left of them when Python ends crashes it.
        loop = QEventLoop()
        QTimer.singleShot(TEARDOWN_MS, loop.quit)
        loop.exec()
        if self.backend is not None:
            self.backend.close()

    def _open(self) -> "tuple[Backend, Any, bool]":
        """On a lane: imports the database and HTTP, waits for the sandbox, opens the store."""
        from kiosk.app.opening import open_all

        backend = open_all(self._given.settings, self._given.clock, self._given.ids, self._given.sandbox)
        # Where payments are settled elsewhere, backups are made and days compared there, too.
        if self._given.sandbox is None and backend.settler is not None:
            from kiosk.app.upkeep import upkeep_of

            try:
                upkeep_of(backend.shop, backend.settler.channel).before_selling()
            except Fix:
                backend.close()
                raise
        return backend, backend.counter.restaurant(), backend.counter.has_printer()

    def _on_opened(self, outcome: Outcome) -> None:
        if self._is_closing:  # ended before it was open: there is no window any more
            if outcome.error is None:
                outcome.value[0].close()
            return
        if outcome.error is not None:
            self.failed.emit(_as_fix(outcome.error))
            return
        self.backend, restaurant, prints = outcome.value
        if self._given.sandbox is not None and self.backend.undecided:
            _note_forgotten(self.backend.undecided)
        settings = self._given.settings
        house = House(
            restaurant,
            FlowTimers.of(settings.timers.model_dump()),
            settings.lang,
            _wishes(settings.access, self.look),
            test_payment=settings.mode is not Mode.LIVE,
            secure_payment=self.backend.counter.pages.sdk_url.startswith("https://"),
            prints=prints,
            waits=settings.waiting_list,
            days_ahead=settings.days_ahead,
        )
        means = Means(self.backend.counter, self.lanes, self._given.clock, _log)
        self.controller = Controller(house, means, self.shell, self._make_checkout, self.texts)
        self.shell.overlay.choice_made.connect(self.controller.overlay_answered)
        self.window.active.connect(self.controller.active)
        self.controller.staff_called.connect(_note_staff_call)
        self.controller.drawn.connect(self._let_hear)
        self._twilight = Twilight(self.controller, self._theme_of_the_hour, self._wear)
        self.controller.start()
        self._twilight.start()
        if self.backend.settler is not None:
            self._settle_all(only_due=False)
            self._recovery.start()
            self._nights = self._make_nights(self.backend)
            self._nights.start(self.lanes, RECOVERY)
        self._attends = self._make_attends(self.backend)
        self._attends.start()
        self._prints = self._make_prints(self.backend)
        self._prints.start()
        self._watch = Watch(self.backend.feed.changed)
        self._watch.changed.connect(self._floor_changed)
        self._watch.start()
        QTimer.singleShot(PREWARM_AFTER_MS, self._prewarm)
        self._sounds.start()
        self.opened.emit()

    def _theme_of_the_hour(self) -> ThemeName:
        settings = self._given.settings
        return theme_at(settings.theme, Night.read(settings.night), self._given.clock.now())

    def _wear(self, theme: ThemeName) -> None:
        self.look = replace(self.look, theme=self.tokens.theme(theme))
        self.shell.set_look(self.look)

    def _let_hear(self, before: Picture | None, after: Picture, touch: type[Event] | None) -> None:
        """Sounds are as loud as the voice, which has the keys for it."""
        if cue := cue_of(before, after, touch):
            self._sounds.play(cue, after.modes.volume)
        if words := answer_of(before, after, touch, self.texts[after.language]):
            self._guide.answer(words)
            self._announcer.announce(words)

    def _settle_all(self, *, only_due: bool = True) -> None:
        """Recovery is the normal road: everything at start-up, then whatever is due, on a lane of its own."""
        if self.backend is None or self.backend.settler is None or self._is_settling:
            return
        self._is_settling = True
        assert self.backend.keys is not None, "who settles has the keys"
        work = partial(settle_round, self.backend.keys, self._presence(), first=not only_due)
        self.lanes.submit(RECOVERY, work, self._on_settled)

    def _presence(self) -> "Presence":
        from kiosk.services.presence import Presence

        assert self.backend is not None, "nothing is settled before it is open"
        return Presence(self.backend.shop, __version__)

    def _floor_changed(self) -> None:
        if self.controller is not None and not self._is_closing:
            self.controller.dispatch(FloorChanged())

    def _on_settled(self, outcome: Outcome) -> None:
        self._is_settling = False
        if outcome.error is not None:
            _log("recovery_failed", {"event": type(outcome.error).__name__})
        elif outcome.value:
            _log("recovery", {"count": outcome.value})

    def _make_attends(self, backend: "Backend") -> Attends:
        from kiosk.services.attendance import Attendance

        counter = backend.counter
        return Attends(
            Attendance(backend.shop, "kiosk", __version__), self.lanes, RECOVERY, counter.why_unfit
        )

    def _make_prints(self, backend: "Backend") -> Prints:
        presses = (backend.counter.press, backend.trials)
        return Prints(self.lanes, *(press.work for press in presses if press is not None))

    def _make_nights(self, backend: "Backend") -> Nights:
        assert backend.settler is not None, "who settles elsewhere has no nights"
        assert backend.keys is not None, "the same"
        given = self._given
        return Nights(
            given.settings,
            given.clock,
            backend.database,
            backend.shop,
            backend.settler.channel,
            keys=backend.keys,
            compares=given.sandbox is None,
        )

    def _make_checkout(self) -> CheckoutPage:
        from kiosk.ui.payment.checkout_view import CheckoutView

        view = CheckoutView()
        # As the screen around it is drawn for this guest: in strong contrast, say, or low.
        view.set_look(self.shell.screens[ScreenName.PAYMENT].look)
        view.set_zoom(self.tokens.payment_web[_zoom(self.shell.look)] * self.look.metrics.factor)
        return view

    def _prewarm(self) -> None:
        """Start the web engine on the attract screen, so that the first customer does not wait for it."""
        if self._is_closing:
            return
        from kiosk.ui.payment.prewarm import prewarm

        self._warm = prewarm(self.window)

    def _discard_warm(self) -> None:
        if self._warm is not None:
            from kiosk.ui.payment.prewarm import discard

            discard(self._warm)
            self._warm = None


def settle_round(keys: "KeyCheck", presence: "Presence", *, first: bool) -> int:
    """One round on a lane: say that somebody settles, then whatever is due.

    The first one after a start: are keys and clock right, and what has an earlier run left?
    """
    if not first:
        presence.beat()
        return keys.settler.settle_all(only_due=True)
    presence.begin()
    keys.run()
    return keys.settler.settle_all()


def make_application() -> QApplication:
    """The one QApplication, with what must be set before it. Raises Fix when no font has Hangul."""
    # Without a graphics card Qt draws by itself ten times as cheaply as an emulated card does, and a web view then
    # does not make the window flicker once.
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(["kiosk"])
    app.setApplicationName("jari")
    app.setQuitOnLastWindowClosed(True)
    load_fonts()
    return app


def _wishes(words: str, look: Look) -> Modes:
    """What the settings say; a panel on which text has to be raised is one for larger text anyway."""
    modes = Modes.of(words)
    if look.metrics.is_large and modes.text is TextSize.NORMAL:
        return replace(modes, text=TextSize.LARGE)
    return modes


def _zoom(look: Look) -> str:
    return "zoom_large" if look.metrics.is_large else "zoom"


def window_size(settings: Settings) -> QSize:
    """As asked for; else the whole screen, or the largest portrait window that fits it."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    if settings.fullscreen:
        return QGuiApplication.primaryScreen().size()
    if settings.window_size is not None:
        return QSize(*settings.window_size)
    height = min(screen.height(), screen.width() * 16 // 9, 1920)
    return QSize(height * 9 // 16, height)


def _density(settings: Settings, size: QSize) -> float | None:
    """Pixels a millimetre, if the screen was measured; only a full screen is as wide as its panel."""
    if settings.screen_width_mm is None or not settings.fullscreen:
        return None
    return size.width() / settings.screen_width_mm


def _as_fix(error: BaseException) -> Fix:
    if isinstance(error, Fix):
        return error
    return Fix(
        f"The kiosk could not be opened ({type(error).__name__}: {error}).",
        "Run `kiosk doctor`; the log has the rest.",
    )


def _log(name: str, facts: dict[str, object]) -> None:
    """Names, codes and ids only; ``event`` is structlog's own word for the name of a record."""
    renamed = {"event": "what", "effect": "what", "to": "state", "kind": "reason"}
    structlog.get_logger("kiosk").info(name, **{renamed.get(key, key): value for key, value in facts.items()})


def _note_forgotten(count: int) -> None:
    structlog.get_logger("kiosk").warning(
        "sandbox_forgot",
        count=count,
        reason="the sandbox of the earlier run has ended and forgot these payments; no money in it was real",
    )


def _note_staff_call(why: str, reference: str) -> None:
    structlog.get_logger("kiosk").warning("staff_called", reason=why, what=reference)
