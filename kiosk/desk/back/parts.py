"""The small parts that the back office's screens are made of, in the desk's sizes: words, buttons, rules, choices."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.arrange import row
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.touch import Touch

_ICON, _GAP, _PADDING = 26, 10, 22
RADIUS = 10


def words(look: Look, px: float = 18, weight: int = 500, color: str = "ink", *, wrap: bool = False) -> Label:
    """A piece of text in the desk's size."""
    return Label(look, "label", px=px, weight=weight, color=color, line=1.4, wrap=wrap)


def number(look: Look, px: float, weight: int = 700, color: str = "ink") -> Label:
    """A large figure."""
    return Label(look, "title", px=px, weight=weight, color=color, line=1.1)


class DeskButton(Touch):
    """A button of the desk: ``primary`` in accent, else with a line around it; with an icon, a word, or both."""

    def __init__(
        self,
        look: Look,
        *,
        icon: str = "",
        primary: bool = False,
        height: float = 52,
        px: float = 18,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._icon, self._primary, self._height = icon, primary, height
        self._shows_words = True
        self.setFont(look.font("label", px=px, weight=700))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def is_primary(self) -> bool:
        """Whether it is the next step."""
        return self._primary

    def radius(self) -> float:
        """Smaller than the kiosk's."""
        return float(self.look.px(RADIUS))

    def say(self, text: str, name: str = "") -> None:
        """What stands on it, and what it is called where that differs."""
        self.name(text, name)

    def only_icon(self, name: str) -> None:
        """Show the icon alone; ``name`` is what it is called."""
        self._shows_words = False
        self.name(name)
        self.setToolTip(name)

    def turn_off(self, reason: str) -> None:
        """Off with a reason, or on again with none; whoever lays it out shows the reason."""
        self.setEnabled(not reason)
        self.setAccessibleDescription(reason)

    def wide(self) -> "DeskButton":
        """As wide as there is room."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return self

    def sizeHint(self) -> QSize:
        """As wide as its words; an icon alone is square."""
        height = self.look.px(self._height)
        if not self._shows_words:
            return QSize(height, height)
        return QSize(round(self._content() + 2 * self.look.px(_PADDING)), height)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box, icon, words."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ink = look.color(self._paint_box(painter, box))
        if not self._shows_words:
            size = look.px(_ICON)
            spot = QRectF(box.center().x() - size / 2, box.center().y() - size / 2, size, size)
            draw_icon(painter, self._icon, spot, ink, 4)
        else:
            self._paint_words(painter, box)
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF) -> str:
        look, line = self.look, self.look.stroke("hair")
        if not self.isEnabled():
            edge = look.color("lineStrong")
            rounded(painter, box, self.radius(), look.color("paperDeep"), edge, line, dashed=True)
            return "ink3"
        if self._primary:
            rounded(painter, box, self.radius(), look.color("accentPress" if self.isDown() else "accent"))
            return "onAccent"
        chosen = self.isCheckable() and self.isChecked()
        fill = "ink" if chosen else "paperDeep" if self.isDown() else "sheet"
        rounded(painter, box, self.radius(), look.color(fill), look.color("lineStrong"), line)
        return "paper" if chosen else "ink"

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        look = self.look
        chosen = self.isCheckable() and self.isChecked()
        name = "onAccent" if self._primary else "paper" if chosen else "ink"
        ink = look.color(name if self.isEnabled() else "ink3")
        left = box.center().x() - self._content() / 2
        if self._icon:
            size = look.px(_ICON)
            draw_icon(painter, self._icon, QRectF(left, box.center().y() - size / 2, size, size), ink, 4)
            left += size + look.px(_GAP)
        painter.setPen(ink)
        painter.setFont(self.font())
        painter.drawText(
            QRectF(left, box.top(), box.right() - left, box.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            self.text(),
        )

    def _content(self) -> float:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return width + (self.look.px(_ICON) + self.look.px(_GAP) if self._icon else 0)


class Switch(Touch):
    """On or off: the knob to the right or to the left."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def radius(self) -> float:
        """Round at both ends."""
        return self.height() / 2

    def sizeHint(self) -> QSize:
        """Large enough for a finger."""
        return QSize(self.look.px(78), self.look.px(46))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track and knob."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, inset = QRectF(self.rect()), look.px(6)
        on = self.isChecked()
        fill, edge = ("accent", "accent") if on else ("sheet", "lineStrong")
        rounded(painter, box, self.radius(), look.color(fill), look.color(edge), look.stroke("hair"))
        size = box.height() - 2 * inset
        left = box.right() - inset - size if on else box.left() + inset
        rounded(
            painter, QRectF(left, inset, size, size), size / 2, look.color("onAccent" if on else "lineStrong")
        )
        painter.end()


def field_style(look: Look) -> str:
    """The style of a line to write in, for Qt's own widget."""
    theme = look.theme
    return (
        f"QLineEdit {{ background: {theme.css('sheet')}; color: {theme.css('ink')};"
        f" border: {look.px(2)}px solid {theme.css('lineStrong')}; border-radius: {look.px(RADIUS)}px;"
        f" padding: 0 {look.px(14)}px; }}"
        f" QLineEdit:focus {{ border-color: {theme.css('accent')}; }}"
    )


class Segments(QWidget):
    """One of a few: the chosen one in ink.

    Signals:
        chosen: the place of the one that was touched.
    """

    chosen = Signal(int)

    def __init__(self, look: Look, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [DeskButton(look, height=46, px=17) for _ in range(count)]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(look.px(6))
        for nth, key in enumerate(self._keys):
            key.setCheckable(True)
            key.clicked.connect(lambda _=False, nth=nth: self.chosen.emit(nth))
            line.addWidget(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, texts: Sequence[str], chosen: int, names: Sequence[str] = ()) -> None:
        """What stands on them, which one it is, and what they are called where that differs."""
        for nth, (key, text) in enumerate(zip(self._keys, texts, strict=True)):
            key.say(text, names[nth] if names else "")
            key.setChecked(nth == chosen)


class Stepper(QWidget):
    """A number with less and more.

    Signals:
        stepped: by how much.
    """

    stepped = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._less, self._more = (
            DeskButton(look, icon="minus", height=46),
            DeskButton(look, icon="plus", height=46),
        )
        self._figure = words(look, 18, 700)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._figure.setFixedWidth(look.px(56))
        self._less.clicked.connect(lambda: self.stepped.emit(-1))
        self._more.clicked.connect(lambda: self.stepped.emit(1))
        self.setLayout(row(look, self._less, self._figure, self._more))

    def widen(self, width: float) -> None:
        """Room for a figure with its unit."""
        self._figure.setFixedWidth(self._look.px(width))

    def say(self, figure: str, less: str, more: str) -> None:
        """The number, and what the two buttons are called."""
        self._figure.setText(figure)
        self._less.only_icon(less)
        self._more.only_icon(more)


class Rule(QFrame):
    """A line between two things, lying or standing."""

    def __init__(
        self,
        look: Look,
        color: str = "line",
        *,
        thick: float = 1,
        upright: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._color = look.color(color)
        width = max(1, look.px(thick))
        if upright:
            self.setFixedWidth(width)
        else:
            self.setFixedHeight(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._color)
        painter.end()


class Mark(QWidget):
    """An icon in a colour, for a state that its word tells too."""

    def __init__(
        self, look: Look, icon: str, color: str, size: float = 26, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._color = look, icon, color
        self.setFixedSize(look.px(size), look.px(size))

    def show_as(self, icon: str, color: str) -> None:
        """Another state."""
        if (icon, color) != (self._icon, self._color):
            self._icon, self._color = icon, color
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon."""
        painter = QPainter(self)
        draw_icon(painter, self._icon, QRectF(self.rect()), self._look.color(self._color), 4.5)
        painter.end()


class StepBox(QWidget):
    """A box to tick that ticks itself: filled with a check, or hollow."""

    def __init__(self, look: Look, *, done: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._done = look, done
        self.setFixedSize(look.px(36), look.px(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Box and check."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = QRectF(self.rect()), look.radius("mark")
        if self._done:
            rounded(painter, box, radius, look.color("accent"))
            inset = look.px(6)
            draw_icon(painter, "check", box.adjusted(inset, inset, -inset, -inset), look.color("onAccent"), 6)
        else:
            rounded(painter, box, radius, look.color("sheet"), look.color("ink"), look.stroke("control"))
        painter.end()


class Ground(QWidget):
    """A plain ground in a token's colour."""

    def __init__(self, look: Look, color: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._color = look.color(color)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The colour."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._color)
        painter.end()
