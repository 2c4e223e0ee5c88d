"""Who is here: names to touch and a pad for the PIN; alone on the left the laid table, or over another screen for one act."""

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, number, words
from kiosk.desk.views import PinView
from kiosk.domain.staff import PIN_LENGTH
from kiosk.ui.art import AttractArt, seal_pixmap
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.labels import NameLabel
from kiosk.ui.widgets.paint import rounded

_PANEL = 800
_NAMES_A_ROW = 4


class Digits(QWidget):
    """Six boxes: a dot in each that has a digit, the next one in accent. Nobody can read the digits from it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._entered = look, 0
        self.setFixedHeight(look.px(72))

    def say(self, entered: int, name: str) -> None:
        """How many there are."""
        self._entered = entered
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Boxes and dots."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = look.px(14)
        width = (self.width() - gap * (PIN_LENGTH - 1)) / PIN_LENGTH
        for nth in range(PIN_LENGTH):
            box = QRectF(nth * (width + gap), 0, width, self.height())
            is_next = nth == self._entered
            edge = look.color("accent" if is_next else "lineStrong")
            line = look.stroke("control" if is_next else "hair")
            rounded(painter, box, look.px(10), look.color("paper"), edge, line)
            if nth < self._entered:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.color("ink"))
                painter.drawEllipse(box.center(), look.px(8), look.px(8))
        painter.end()


class PinScreen(QWidget):
    """Signals:
    person_chosen (staff id), digit_pressed ("0".."9", "" the last one away, "all" all of them), given_up.
    """

    person_chosen = Signal(str)
    digit_pressed = Signal(str)
    given_up = Signal()

    def __init__(self, look: Look, text: Text, *, over: bool = False) -> None:
        super().__init__()
        self._look, self._text, self._over = look, text, over
        self._title, self._clock = number(look, 40), number(look, 40, 800)
        self._more = words(look, 20, 500, "ink2", wrap=True)
        self._pin_title, self._hint = words(look, 24, 700), words(look, 17, 500, "ink2")
        self._digits = Digits(look)
        self._people = QGridLayout()
        self._shown: tuple[object, ...] = ()
        self._forgotten = words(look, 17, 500, "ink2")
        self._name, self._date = NameLabel(look, 60), words(look, 24, 600, "ink2")
        panel = self._panel()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        if not over:
            whole.addLayout(self._left(), 1)
        else:
            whole.addStretch(1)
        whole.addWidget(panel)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _left(self) -> QVBoxLayout:
        look = self._look
        seal = QLabel()
        seal.setPixmap(seal_pixmap(look.px(64), look.theme))
        brand = QHBoxLayout()
        brand.setSpacing(look.px(20))
        brand.addWidget(seal)
        brand.addWidget(self._name)
        brand.addStretch(1)
        left = QVBoxLayout()
        left.setContentsMargins(look.px(72), look.px(64), look.px(24), 0)
        left.addLayout(brand)
        left.addSpacing(look.px(10))
        left.addWidget(self._date)
        left.addWidget(AttractArt(look), 1)
        return left

    def _panel(self) -> QWidget:
        look = self._look
        panel = _Panel(look)
        panel.setFixedWidth(look.px(_PANEL))
        column = QVBoxLayout(panel)
        column.setContentsMargins(look.px(96), look.px(64), look.px(96), look.px(40))
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._clock)
        column.addLayout(top)
        column.addWidget(self._more)
        column.addSpacing(look.px(20))
        self._people.setSpacing(look.px(12))
        column.addLayout(self._people)
        column.addSpacing(look.px(28))
        line = QHBoxLayout()
        line.addWidget(self._pin_title)
        line.addStretch(1)
        line.addWidget(self._hint)
        column.addLayout(line)
        column.addSpacing(look.px(10))
        column.addWidget(self._digits)
        column.addSpacing(look.px(24))
        column.addLayout(self._pad())
        column.addStretch(1)
        bottom = QHBoxLayout()
        if self._over:
            back = DeskButton(look, height=64, px=20)
            back.say(self._text("desk.pin_back"))
            back.clicked.connect(self.given_up)
            bottom.addWidget(back)
        bottom.addStretch(1)
        bottom.addWidget(self._forgotten)
        column.addLayout(bottom)
        return panel

    def _pad(self) -> QGridLayout:
        look, pad = self._look, QGridLayout()
        pad.setSpacing(look.px(12))
        keys = [*"123456789", "all", "0", ""]
        for nth, digit in enumerate(keys):
            key = DeskButton(look, height=104, px=36 if digit.isdigit() else 22).wide()
            word = digit if digit.isdigit() else self._text("desk.pin_all" if digit else "desk.pin_last")
            key.say(word)
            key.clicked.connect(partial(self._pressed, digit))
            pad.addWidget(key, nth // 3, nth % 3)
        return pad

    def _pressed(self, digit: str, _checked: bool = False) -> None:
        self.digit_pressed.emit(digit)

    def show_view(self, view: PinView) -> None:
        """Who may come in, and how far they are."""
        self._title.setText(view.title)
        self._clock.setText(view.clock)
        self._more.setText(view.more)
        self._more.setVisible(bool(view.more))
        self._name.setText(view.restaurant)
        self._date.setText(view.date)
        self._pin_title.setText(self._text("desk.pin_title"))
        self._hint.setText(view.hint)
        self._hint.set_color("bad" if view.is_bad else "ink2")
        self._forgotten.setText(view.forgotten)
        self._digits.say(view.entered, self._text("desk.pin_entered", entered=view.entered))
        self._show_people(view)

    def _show_people(self, view: PinView) -> None:
        if view.people == self._shown:
            return
        self._shown = view.people
        while (item := self._people.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for nth, person in enumerate(view.people):
            key = DeskButton(self._look, height=74, px=20, icon="check" if person.is_chosen else "").wide()
            key.setCheckable(True)
            key.say(person.name)
            key.setChecked(person.is_chosen)
            key.turn_off(person.why_not)
            key.clicked.connect(partial(self._chose, str(person.says)))
            self._people.addWidget(key, nth // _NAMES_A_ROW, nth % _NAMES_A_ROW)

    def _chose(self, staff_id: str, _checked: bool = False) -> None:
        self.person_chosen.emit(staff_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keyboard's digits are as good as the pad's."""
        if event.text().isascii() and event.text().isdigit():
            self.digit_pressed.emit(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.digit_pressed.emit("")
        elif event.key() == Qt.Key.Key_Escape and self._over:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper, or the scrim over what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("scrim" if self._over else "paper"))
        painter.end()


class _Panel(QWidget):
    """The sheet with the pad, a line to its left."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Sheet and line."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("sheet"))
        painter.fillRect(0, 0, max(1, self._look.px(3)), self.height(), self._look.color("ink"))
        painter.end()
