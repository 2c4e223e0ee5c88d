"""A shell with every screen in it and the hand of a customer, who finds controls by their accessible names."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.screens.shell import Shell
from kiosk.ui.text import Text
from kiosk.ui.views import OverlayView, ScreenName, ScreenView
from tests.ui.screens import samples

SIZES = {"upright": QSize(1080, 1920), "lying": QSize(1920, 1080), "small": QSize(540, 960)}


@dataclass
class Glass:
    """One shell in one language."""

    shell: Shell
    text: Text

    def show(self, name: ScreenName, view: ScreenView | None = None) -> QWidget:
        """Bring a screen with its sample, or with another view, to the front, and give it back."""
        screen: Any = self.shell.screens[name]
        self.shell.render_frame(samples.frame(name), self.text)
        screen.render(view or samples.view(name), self.text)
        self.shell.show_screen(name)
        settle()
        found: QWidget = screen
        return found

    def lay(self, view: OverlayView | None) -> None:
        """Lay a sheet over it, or take it away."""
        self.shell.show_overlay(view, self.text)
        settle()

    def controls(self, within: QWidget | None = None) -> dict[str, QAbstractButton]:
        """What can be seen and touched, by accessible name."""
        return {one.accessibleName(): one for one in visible_controls(within or self.shell)}

    def named(self, start: str, within: QWidget | None = None) -> QAbstractButton:
        """The control whose name is this, or begins with it."""
        here = self.controls(within)
        found = [name for name in here if name == start or name.split(",")[0] == start]
        found = found or [name for name in here if name.startswith(start)]
        assert found, f"no control is called {start!r}; there are {sorted(here)}"
        return here[found[0]]

    def touch(self, name: str, within: QWidget | None = None) -> None:
        """A finger on the control of that name."""
        QTest.mouseClick(self.named(name, within), Qt.MouseButton.LeftButton)


def make_glass(qtbot: QtBot, language: str = "ko", size: QSize = SIZES["small"], theme: str = "day") -> Glass:
    """A shell that is shown, at its attract screen, and goes with the test."""
    shell = Shell(samples.look(size, theme))
    qtbot.addWidget(shell)
    shell.setFixedSize(size)
    shell.show()
    qtbot.waitExposed(shell)
    return Glass(shell, samples.texts()[language])


def visible_controls(within: QWidget) -> list[QAbstractButton]:
    """Every button-like control that is to be seen."""
    return [one for one in within.findChildren(QAbstractButton) if one.isVisible()]


def settle() -> None:
    """Let layouts come to rest."""
    for _ in range(3):
        QApplication.processEvents()
