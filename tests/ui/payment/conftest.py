"""Fixtures of the embedded checkout: hosts that count, a view whose signals are written down, a plain page beside it."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineProfile
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.exceptions import TimeoutError as PytestQtTimeoutError
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from kiosk.ui.payment.checkout_view import CheckoutView
from kiosk.ui.payment.popups import Popup
from tests.ui.payment.hosts import Company, ReturnHost

# As the program does: without a graphics card Qt then draws by itself.
os.environ.setdefault("QT_QUICK_BACKEND", "software")

SIGNALS = ("page_painted", "returned", "failed_back", "rejected", "app_link_refused", "page_broken")


def tap(view: QWidget) -> None:
    """A real press and release; a web view takes them by the widget that stands in for it."""
    proxy = view.focusProxy() or view
    QTest.mouseClick(proxy, Qt.MouseButton.LeftButton, pos=proxy.rect().center())


def tap_until(qtbot: QtBot, view: QWidget, happened: Callable[[], bool]) -> None:
    """Touch until it has an effect: a page takes touches only some time after its first frame."""
    for _ in range(15):
        tap(view)
        with suppress(PytestQtTimeoutError):
            qtbot.waitUntil(happened, timeout=600)
            return
    raise AssertionError("fifteen touches had no effect")


class Glass:
    """A checkout on an offscreen window, and the diary of its signals."""

    def __init__(self, qtbot: QtBot, view: CheckoutView, host: ReturnHost) -> None:
        self.view, self.host, self.qtbot = view, host, qtbot
        self.diary: list[tuple[str, ...]] = []
        for name in SIGNALS:
            getattr(view, name).connect(self._writer(name))

    def _writer(self, name: str) -> Callable[..., None]:
        return lambda *said: self.diary.append((name, *said))

    def open(self, html: str, success: str = "", fail: str = "") -> None:
        """Open our own page, as of the return host."""
        self.view.open(html, self.host.url + "/", success or self.host.success, fail or self.host.fail)

    def go(self, url: str) -> None:
        """Open a page of ours that leads to a URL, as the company's script does."""
        self.open(f"<script>location.href = {url!r}</script>")

    def wait(self, name: str, times: int = 1) -> tuple[str, ...]:
        """Until a signal is in the diary; gives it."""
        found: list[tuple[str, ...]] = []

        def is_there() -> bool:
            found[:] = [entry for entry in self.diary if entry[0] == name]
            return len(found) >= times

        self.qtbot.waitUntil(is_there, timeout=10_000)
        return found[times - 1]

    def said(self, name: str) -> int:
        """How often a signal came."""
        return sum(entry[0] == name for entry in self.diary)

    def settle(self, milliseconds: int = 80) -> None:
        """Let everything that is on its way arrive: for claims that something does not happen."""
        self.qtbot.wait(milliseconds)

    def js(self, code: str, page: QWebEnginePage | None = None) -> object:
        """The value of an expression in a page; arrays and objects only as JSON."""
        page = page or self.view.page
        assert page is not None
        with self.qtbot.waitCallback(timeout=10_000) as answer:
            page.runJavaScript(code, answer)
        return answer.args[0]

    def until(self, condition: str, page: QWebEnginePage | None = None) -> None:
        """Until an expression is true in a page."""
        self.qtbot.waitUntil(lambda: self.js(f"!!({condition})", page) is True, timeout=10_000)

    def button(self, name: str) -> QPushButton:
        """The visible button of that accessible name, once it is there."""
        found: list[QPushButton] = []

        def is_there() -> bool:
            buttons = self.view.findChildren(QPushButton)
            found[:] = [b for b in buttons if b.accessibleName() == name and b.isVisible()]
            return bool(found)

        self.qtbot.waitUntil(is_there, timeout=10_000)
        return found[0]

    def when_asked(self, then: Callable[[QPushButton], object], name: str = "확인 · OK") -> None:
        """Once that button is there, do something with it: from inside the event loop that the question runs."""
        watch = QTimer(self.view)

        def look() -> None:
            for button in self.view.findChildren(QPushButton):
                if button.accessibleName() == name and button.isVisible():
                    watch.stop()
                    then(button)
                    return

        watch.timeout.connect(look)
        watch.start(15)

    def popup(self, nth: int = 0) -> Popup:
        """A popup, once it is open."""
        self.qtbot.waitUntil(lambda: len(self.view.popups) > nth, timeout=10_000)
        return self.view.popups[nth]

    def close(self) -> None:
        """Take the checkout down and see it gone."""
        if self.view.page is None:
            return
        with self.qtbot.waitSignal(self.view.page_closed, timeout=10_000):
            self.view.close_page()

    def tap_until(self, happened: Callable[[], bool]) -> None:
        """Touch the page in its middle until it has an effect: many things are allowed to a page only then."""
        tap_until(self.qtbot, self.view.findChildren(QWebEngineView)[0], happened)


@pytest.fixture
def company() -> Iterator[Company]:
    with Company() as company:
        yield company


@pytest.fixture
def issuer() -> Iterator[Company]:
    with Company() as issuer:
        yield issuer


@pytest.fixture
def host() -> Iterator[ReturnHost]:
    with ReturnHost() as host:
        yield host


@pytest.fixture
def make_glass(qapp: object, qtbot: QtBot, host: ReturnHost) -> Iterator[Callable[..., Glass]]:
    made: list[Glass] = []

    def make(ping_ms: int = 2_000) -> Glass:
        view = CheckoutView(ping_ms=ping_ms)
        view.resize(500, 600)
        view.show()
        made.append(Glass(qtbot, view, host))
        return made[-1]

    yield make
    for glass in made:
        glass.close()
        if isValid(glass.view):
            glass.view.deleteLater()


@pytest.fixture
def glass(make_glass: Callable[..., Glass]) -> Glass:
    return make_glass()


class PlainPage(QWebEnginePage):
    """Qt's own page with popups and nothing else: what the checkout would be without our guards."""

    def createWindow(self, _kind: QWebEnginePage.WebWindowType) -> QWebEnginePage:
        popup = PlainPage(self.profile(), self.parent())
        popup.windowCloseRequested.connect(popup.deleteLater)
        return popup

    def javaScriptConsoleMessage(self, *_: object) -> None:
        pass


@pytest.fixture
def plain(qapp: object, qtbot: QtBot) -> Iterator[tuple[QWebEngineView, QWebEnginePage]]:
    """The negative control: the same engine without interception."""
    profile = QWebEngineProfile(QCoreApplication.instance())
    view = QWebEngineView()
    view.resize(500, 600)
    page = PlainPage(profile, view)
    view.setPage(page)
    view.show()
    yield view, page
    view.deleteLater()
    qtbot.waitUntil(lambda: not isValid(page), timeout=10_000)
    profile.deleteLater()
    qtbot.waitUntil(lambda: not isValid(profile), timeout=10_000)
