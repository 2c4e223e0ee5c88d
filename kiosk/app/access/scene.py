"""One real screen or sheet in one theme and text size, shown in memory, and what can be measured on it. Judges nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from kiosk.app.access import samples
from kiosk.app.access.reading import controls, page_of, place
from kiosk.ui.contrast import between
from kiosk.ui.floorplan.targets import Target
from kiosk.ui.metrics import Look, Metrics
from kiosk.ui.modes import Modes
from kiosk.ui.screens.shell import Shell
from kiosk.ui.text import Text
from kiosk.ui.theme import ThemeName
from kiosk.ui.views import Overlay, ScreenName
from kiosk.ui.widgets.labels import Label

INSET, OUTSET = 14, 5
"""Reference px: inside a control's border and round corners, and how far what surrounds it is looked at."""

SUBSTANCE = 0.002
"""The share of an area that a colour must have to be more than the soft edge of a letter."""

Colors = list[tuple[QColor, float]]
Page = tuple[QImage, dict[QWidget, QRect]]
"""A picture, and where on it is what is seen as a whole."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: a screen or a sheet over one, in a theme, as a guest may have chosen."""

    name: str
    theme: ThemeName
    wishes: str

    @property
    def modes(self) -> Modes:
        """As the guest wants it."""
        return Modes.of(self.wishes)


class Scene:
    """A shell at which a screen or a sheet stands."""

    def __init__(self, shell: Shell, wanted: Wanted, text: Text, px_per_mm: float) -> None:
        self.shell, self.wanted, self.text, self.px_per_mm = shell, wanted, text, px_per_mm
        self.is_sheet = wanted.name in list(Overlay)
        self.front: QWidget = shell.overlay if self.is_sheet else shell
        self._pages: list[Page] = []

    def mm(self, px: float) -> float:
        """What is so many pixels on this panel."""
        return px / self.px_per_mm

    def controls(self) -> list[QAbstractButton]:
        """What can be touched, or is shown as off."""
        return controls(self.front)

    def labels(self) -> list[Label]:
        """Every text that stands by itself."""
        return [one for one in self.front.findChildren(Label) if one.isVisible() and one.text()]

    def pages(self) -> list[Page]:
        """What is on the glass; at larger text, one picture a page."""
        if not self._pages:
            self._pages = list(self._turned())
        return self._pages

    def _turned(self) -> Iterator[Page]:
        down = self.text("common.page_down")
        while True:
            picture = self.shell.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
            parts = (*self.labels(), *self.controls())
            yield picture, {part: place(part, self.shell) for part in parts if self._is_whole(part)}
            key = next((one for one in self.controls() if one.accessibleName() == down), None)
            if key is None or not key.isEnabled():
                return
            key.click()
            QApplication.processEvents()

    def _is_whole(self, part: QWidget) -> bool:
        """Whether all of it is on the page that is turned up."""
        page = page_of(part)
        return page is None or page.rect().contains(place(part, page))

    def words_and_ground(self, picture: QImage, part: QWidget, rect: QRect) -> tuple[QColor, QColor]:
        """The colours in which its words and what lies behind them are really drawn."""
        inset = self.shell.look.px(INSET)
        if isinstance(part, Label):
            ground = colors_of(picture, rect)[0][0]
            return part.palette().color(QPalette.ColorRole.WindowText), ground
        found = colors_of(picture, rect.adjusted(inset, inset, -inset, -inset))
        ground = found[0][0]
        words = max(found, key=lambda each: between(each[0], ground))[0]
        return words, ground

    def edge_and_surroundings(self, picture: QImage, rect: QRect) -> tuple[QColor, QColor]:
        """What sets a control off most, and the colour around it."""
        out = self.shell.look.px(OUTSET)
        around = QRect(rect.left(), rect.top() - out, rect.width(), out).intersected(self.shell.rect())
        if around.height() < 1:
            around = QRect(rect.left(), rect.bottom() + 1, rect.width(), out)
        surroundings = colors_of(picture, around)[0][0]
        found = colors_of(picture, rect)
        return max(found, key=lambda each: between(each[0], surroundings))[0], surroundings

    def focus_walk(self) -> list[QAbstractButton]:
        """The controls in the order in which the keyboard comes to them, from the first of the screen on."""
        walked: list[QAbstractButton] = []
        window, many = self.shell.window(), len(self.controls())
        self.front.setFocus(Qt.FocusReason.OtherFocusReason)
        for _ in range(3 * many + 6):
            held: QWidget | None = window.focusWidget()
            at = held if held is not None else self.front
            key = Qt.Key.Key_Right if isinstance(at, Target) else Qt.Key.Key_Tab
            press = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(at, press)
            now = window.focusWidget()
            if isinstance(now, QAbstractButton) and self.front.isAncestorOf(now) and now not in walked:
                walked.append(now)
        return walked


def colors_of(picture: QImage, rect: QRect) -> Colors:
    """The colours of an area with their shares, the most frequent first; soft edges left out."""
    part = picture.copy(rect.intersected(picture.rect()))
    whole = part.width() * part.height()
    found = sorted(_counted(part), reverse=True)[:12]
    return [(QColor(*color), times / whole) for times, color in found if times / whole >= SUBSTANCE] or [
        (QColor(Qt.GlobalColor.black), 1.0)
    ]


def _counted(part: QImage) -> list[tuple[int, Any]]:
    """How many pixels have which colour. By Pillow, which counts them in C."""
    if part.isNull():
        return []
    size, bits = (part.width(), part.height()), bytes(part.constBits())
    picture = Image.frombuffer("RGB", size, bits, "raw", "BGRX", part.bytesPerLine(), 1)
    return picture.getcolors(size[0] * size[1]) or []


class Showing:
    """Shows one scene after the other on one shell a theme, which is quicker than a new one for each."""

    def __init__(self, size: QSize, px_per_mm: float, language: str = "ko", *, raised: bool = False) -> None:
        self._size, self._px_per_mm, self._language = size, px_per_mm, language
        self._raised = px_per_mm if raised else None
        self._shell: tuple[ThemeName, Shell] | None = None

    def show(self, wanted: Wanted) -> Scene:
        """Bring it to the front, and let layouts come to rest."""
        shell, text = self._of(wanted.theme), samples.texts()[self._language]
        shell.show_overlay(None, text)
        shell.set_modes(wanted.modes)
        sheet = Overlay(wanted.name) if wanted.name in list(Overlay) else None
        under = samples.BEHIND.get(sheet, ScreenName.PARTY) if sheet else wanted.name
        name, view = samples.shown(under)
        screen: Any = shell.screens[name]
        shell.render_frame(samples.frame(name), text)
        screen.render(view, text)
        shell.show_screen(name)
        if sheet is not None:
            shell.show_overlay(replace(samples.overlay(sheet), modes=wanted.modes), text)
        for _ in range(3):
            QApplication.processEvents()
        return Scene(shell, wanted, text, self._px_per_mm)

    def close(self) -> None:
        """Take the last shell away."""
        if self._shell is not None:
            shell = self._shell[1]
            shell.hide()
            shell.deleteLater()
            self._shell = None

    def _of(self, theme: ThemeName) -> Shell:
        if self._shell is None or self._shell[0] is not theme:
            self.close()
            look: Look = samples.look(self._size, theme)
            metrics = Metrics(
                self._size.width(), self._size.height(), look.metrics.tokens, px_per_mm=self._raised
            )
            shell = Shell(Look(look.theme, metrics, look.families, reduced_motion=True))
            shell.setFixedSize(self._size)
            shell.show()
            shell.activateWindow()  # else nothing has the keyboard
            self._shell = (theme, shell)
        return self._shell[1]
