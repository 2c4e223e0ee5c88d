"""The scripted customer: finds controls by their accessible names, touches them with the mouse, waits for what follows."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.app.program import Program
from kiosk.app.sandbox_admin import SandboxAdmin
from kiosk.app.tour.clock import MovableClock
from kiosk.app.tour.hands import Finger, Hands, Unreachable
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.modes import reads_list
from kiosk.ui.payment.checkout_view import CheckoutView
from kiosk.ui.text import Text
from kiosk.ui.views import Overlay, ScreenName

PATIENCE_S = 30.0
POLL_MS = 10
PAINT_MS = 120


class Unexpected(Exception):
    """A step did not come to what was expected; the message says which and what is on the screen instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a tour: how long from the touch until the next screen stood."""

    name: str
    ms: int
    shot: str


@dataclass
class Guest:
    """A customer at one kiosk."""

    program: Program
    admin: SandboxAdmin
    clock: MovableClock
    shots: Path | None
    hands: Hands = field(default_factory=Finger)
    steps: list[Step] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    @property
    def text(self) -> Text:
        """The words in the language that is on the screen."""
        controller = self.program.controller
        assert controller is not None, "the kiosk is not open yet"
        return self.program.texts[controller.state.language]

    @property
    def screen(self) -> ScreenName:
        """Which screen stands."""
        return self.program.shell.current

    def step(self, name: str, act: Callable[[], None], until: Callable[[], bool]) -> None:
        """Do something, wait for what it should lead to, note the time, take a picture."""
        timer = QElapsedTimer()
        timer.start()
        act()
        self.wait(name, until)
        took = timer.elapsed()
        self.pause(PAINT_MS)
        self.seen.append(
            "\n".join(label.text() for label in self.program.shell.findChildren(QLabel) if label.isVisible())
        )
        self.steps.append(Step(name, took, self._shoot(name)))
        print(f"  {name:<28} {took:>6} ms", flush=True)

    def to(self, screen: ScreenName, act: Callable[[], None], name: str = "") -> None:
        """A step that ends on a screen."""
        self.step(name or screen, act, lambda: self.screen is screen)

    def touch(self, key: str, **values: object) -> None:
        """Touch the control that is called so, once it is there and can be touched."""
        self._touch_named(self.text(key, **values))

    def reads(self, words: str) -> bool:
        """Whether these words can be seen, on a control or not."""
        seen = [each for each in self.program.window.findChildren(QWidget) if each.isVisible()]
        return any(
            words == (each.text() if isinstance(each, QLabel) else each.accessibleName()) for each in seen
        )

    def touch_starting(self, words: str) -> None:
        """Touch the control whose name begins so."""
        self.wait(
            f"a control named {words}...", lambda: self._find(lambda name: name.startswith(words)) is not None
        )
        self._click(self._find(lambda name: name.startswith(words)))

    def touch_named(self, name: str) -> None:
        """Touch the control of that very name."""
        self._touch_named(name)

    def touch_table(self, table_id: str) -> None:
        """Touch a table on the plan, where it is drawn."""
        plan = self.program.shell.findChild(FloorPlanWidget)
        assert isinstance(plan, FloorPlanWidget), "the floor screen has a plan"
        QTest.mouseClick(
            plan,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
            plan.table_area(table_id).center(),
        )

    @property
    def reads_the_list(self) -> bool:
        """Larger text, the low layout and the voice have no plan."""
        controller = self.program.controller
        assert controller is not None, "the kiosk is not open yet"
        return reads_list(controller.state.modes)

    def overlay(self) -> Overlay | None:
        """The sheet that asks something, if one does."""
        controller = self.program.controller
        assert controller is not None, "the kiosk is not open yet"
        return controller.state.overlay

    def pass_time(self, seconds: float) -> None:
        """Let it be later, here and at the payment company, and let the kiosk notice."""
        self.clock.advance(seconds)
        self.admin.advance(seconds)
        self.pause(300)

    def checkout(self) -> CheckoutView:
        """The embedded page's widget."""
        view = self.program.shell.findChild(CheckoutView)
        if not isinstance(view, CheckoutView) or view.page is None:
            raise Unexpected("there is no checkout on the screen")
        return view

    def wait_for_checkout(self) -> None:
        """Until the payment company's own window can be used."""
        self.wait("the checkout", lambda: self._has_page() and self.has("pay"))

    def has(self, hook: str) -> bool:
        """Whether the page has the control with that test id."""
        return self.web(f"!!document.querySelector({_selector(hook)})") is True

    def press(self, hook: str) -> None:
        """Press a control of the payment company's page by its test id."""
        self.wait(f"{hook} in the checkout", lambda: self.has(hook))
        if self.hands.by_keys:
            is_there = f"document.activeElement === document.querySelector({_selector(hook)})"
            self.hands.use_page(self.checkout(), lambda: self.web(is_there) is True)
            return
        self.web(f"document.querySelector({_selector(hook)}).click(); true")

    def web(self, code: str) -> object:
        """What a piece of script in the checkout gives. Only the tour does this; the product injects nothing."""
        page = self.checkout().page
        assert page is not None, "checkout() has just looked"
        got: list[object] = []
        page.runJavaScript(code, got.append)
        self.wait_quietly(lambda: bool(got), 3.0)
        return got[0] if got else None

    def wait(self, what: str, until: Callable[[], bool]) -> None:
        """Until something is so. Raises Unexpected when it does not become so."""
        if not self.wait_quietly(until, PATIENCE_S):
            raise Unexpected(
                f"waited {PATIENCE_S:.0f} s for {what}; on the screen is {self.screen}, over it {self.overlay()}"
            )

    def wait_quietly(self, until: Callable[[], bool], seconds: float) -> bool:
        """Until something is so, or the time is over; gives which."""
        timer = QElapsedTimer()
        timer.start()
        while not until():
            if timer.elapsed() > seconds * 1000:
                return False
            self.pause(POLL_MS)
        return True

    @staticmethod
    def pause(ms: int) -> None:
        """Let the program run for a moment. A real event loop: only in one are deleted things really deleted."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def _has_page(self) -> bool:
        view = self.program.shell.findChild(CheckoutView)
        return isinstance(view, CheckoutView) and view.page is not None

    def _touch_named(self, name: str) -> None:
        self.wait(f"a control named {name}", lambda: self._find(lambda other: other == name) is not None)
        self._click(self._find(lambda other: other == name))

    def _find(self, fits: Callable[[str], bool]) -> QAbstractButton | None:
        """The topmost one: while a sheet asks something, only its own controls."""
        shell = self.program.shell
        within: QWidget = shell.overlay if shell.overlay.isVisible() else shell
        for button in within.findChildren(QAbstractButton):
            if fits(button.accessibleName()) and button.isVisible() and button.isEnabled():
                return button
        return None

    def _click(self, button: QAbstractButton | None) -> None:
        assert button is not None, "it was there a moment ago"
        if not self.hands.by_keys:
            self._turn_to(button)
        try:
            self.hands.use(button)
        except Unreachable as nowhere:
            raise Unexpected(str(nowhere)) from nowhere

    def _turn_to(self, button: QAbstractButton) -> None:
        """At larger text: turn the pages until it is seen."""
        down = self.text("common.page_down")
        while button.visibleRegion().isEmpty() and (key := self._find(lambda name: name == down)):
            QTest.mouseClick(key, Qt.MouseButton.LeftButton)
            self.pause(POLL_MS)

    def _shoot(self, name: str) -> str:
        if self.shots is None:
            return ""
        self.shots.mkdir(parents=True, exist_ok=True)
        file = self.shots / f"{len(self.steps) + 1:02d}-{name.replace(' ', '-')}.png"
        picture_of(self.program.window).save(str(file))
        return str(file)


def picture_of(window: QWidget) -> QPixmap:
    """What is really on the screen, web page and all; painted once more where a part of the window is not on it."""
    screen = window.screen()
    if screen.availableGeometry().contains(window.geometry()):
        return screen.grabWindow(window.winId())
    return window.grab()


def _selector(hook: str) -> str:
    return json.dumps(f'[data-testid="{hook}"]')
