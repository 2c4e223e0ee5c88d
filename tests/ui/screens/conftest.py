"""A shell of any size in any language on an offscreen display."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.screens.shell import Shell
from kiosk.ui.text import Text
from kiosk.ui.views import ScreenName, ScreenView
from tests.ui.screens import samples


class Stage:
    """A shell with a language, shown one screen after the other."""

    def __init__(self, shell: Shell, language: str) -> None:
        self.shell, self.language = shell, language

    @property
    def text(self) -> Text:
        return samples.texts()[self.language]

    def show(self, name: ScreenName, view: ScreenView | None = None) -> Shell:
        self.shell.render_frame(samples.frame(name), self.text)
        self.shell.screens[name].render(view or samples.view(name), self.text)
        self.shell.show_screen(name)
        QApplication.processEvents()
        QApplication.processEvents()
        return self.shell


MakeStage = Callable[..., Stage]


@pytest.fixture
def stage(qtbot: QtBot) -> MakeStage:
    def made(size: QSize = samples.SIZES["upright"], language: str = "ko", *, moves: bool = False) -> Stage:
        shell = Shell(samples.look(size, moves=moves))
        qtbot.addWidget(shell)
        shell.resize(size)
        shell.show()
        return Stage(shell, language)

    return made
