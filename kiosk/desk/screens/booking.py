"""The drawer of one booking: what can be done, its money, a refund, and everything that happened. Lies over the right side."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Ground, Mark, Rule, number, words
from kiosk.desk.screens.strip import fill_keys
from kiosk.desk.views import BookingView, Key, MoneyLine
from kiosk.domain.money import LARGEST
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.paint import rounded

_WIDTH = 720
_TIME = 130


class BookingDrawer(QWidget):
    """Signals: closed, answered (a key's say), amount_typed (won to go back), received_typed (won taken in the house)."""

    closed = Signal()
    answered = Signal(object)
    amount_typed = Signal(int)
    received_typed = Signal(int)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._number, self._title = number(look, 46, 800), words(look, 21, 700, wrap=True)
        self._state, self._mark = words(look, 18, 600), Mark(look, "check", "ok", 22)
        self._acts, self._sums, self._reasons = QGridLayout(), QGridLayout(), QGridLayout()
        self._money, self._slip, self._story = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._money_title, self._refund_title = words(look, 21, 700), words(look, 21, 700)
        self._left, self._warning = words(look, 17, 500, "ink2"), words(look, 17, 600, wrap=True)
        self._reason_title, self._story_title = words(look, 17, 600, "ink2"), words(look, 21, 700)
        self._amount, self._got = (
            self._sum(text("desk.refund_amount")),
            self._sum(text("desk.received_amount")),
        )
        self._amount.textEdited.connect(lambda typed: self.amount_typed.emit(int(typed or 0)))
        self._got.textEdited.connect(lambda typed: self.received_typed.emit(int(typed or 0)))
        self._got_title, self._got_keys, self._received = words(look, 21, 700), QGridLayout(), QWidget()
        self._close, self._go = (
            DeskButton(look, height=64, px=20),
            DeskButton(look, icon="lock", primary=True, height=64, px=20),
        )
        self._cross = DeskButton(look, icon="cross", height=56)
        self._cross.only_icon(text("desk.close_drawer"))
        for key in (self._close, self._cross):
            key.clicked.connect(self.closed)
        self._go.clicked.connect(self._went)
        self._go_says: Key | None = None
        self._refund = QWidget()
        self._shown: BookingView | None = None
        self._panel = Ground(look, "sheet")
        self._panel.setFixedWidth(look.px(_WIDTH))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(self._panel)
        self._lay_out()

    def _sum(self, name: str) -> QLineEdit:
        """A field for won."""
        look = self._look
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setValidator(QIntValidator(0, LARGEST, self))
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setFont(look.font("title", px=30))
        made.setFixedHeight(look.px(64))
        made.setStyleSheet(
            f"QLineEdit{{background:{look.theme.css('sheet')};color:{look.theme.css('ink')};"
            f"border:{look.px(3)}px solid {look.theme.css('accent')};border-radius:{look.px(10)}px;"
            f"padding:0 {look.px(16)}px;}}"
        )
        return made

    def _lay_out(self) -> None:
        look, px = self._look, self._look.px
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px(32), px(18), px(32), px(18))
        head.setSpacing(px(20))
        named = QVBoxLayout()
        named.setSpacing(0)
        named.addWidget(self._title)
        state = QHBoxLayout()
        state.setSpacing(px(8))
        state.addWidget(self._mark)
        state.addWidget(self._state, 1)
        named.addLayout(state)
        head.addWidget(self._number)
        head.addLayout(named, 1)
        head.addWidget(self._cross)
        column.addLayout(head)
        column.addWidget(Rule(look, thick=2))
        column.addWidget(self._scroll(), 1)
        column.addWidget(Rule(look, thick=2))
        foot = QHBoxLayout()
        foot.setContentsMargins(px(32), px(16), px(32), px(16))
        foot.setSpacing(px(12))
        foot.addWidget(self._close)
        foot.addWidget(self._go.wide(), 1)
        column.addLayout(foot)

    def _scroll(self) -> QScrollArea:
        px, inside = self._look.px, Ground(self._look, "sheet")
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(32), px(18), px(32), px(18))
        column.setSpacing(px(10))
        for box in (self._acts, self._sums, self._reasons, self._got_keys):
            box.setSpacing(px(10))
        column.addLayout(self._acts)
        column.addSpacing(px(12))
        column.addWidget(self._money_title)
        column.addLayout(self._money)
        self._lay_out_received()
        column.addWidget(self._received)
        self._lay_out_refund()
        column.addWidget(self._refund)
        column.addSpacing(px(12))
        column.addWidget(self._story_title)
        column.addLayout(self._story)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _lay_out_received(self) -> None:
        px, column = self._look.px, QVBoxLayout(self._received)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(10))
        column.addWidget(self._got_title)
        column.addWidget(self._got)
        column.addLayout(self._got_keys)

    def _lay_out_refund(self) -> None:
        px, column = self._look.px, QVBoxLayout(self._refund)
        column.setContentsMargins(0, px(12), 0, 0)
        column.setSpacing(px(10))
        line = QHBoxLayout()
        line.addWidget(self._refund_title)
        line.addStretch(1)
        line.addWidget(self._left)
        column.addLayout(line)
        column.addLayout(self._sums)
        column.addWidget(self._amount)
        column.addWidget(self._reason_title)
        column.addLayout(self._reasons)
        slip = _Slip(self._look)
        slip.setLayout(self._slip)
        self._slip.setContentsMargins(px(22), px(14), px(22), px(14))
        column.addWidget(slip)
        warning = QHBoxLayout()
        warning.setSpacing(px(12))
        warning.addWidget(Mark(self._look, "alert", "warn", 26))
        warning.addWidget(self._warning, 1)
        column.addLayout(warning)

    def show_view(self, view: BookingView) -> None:
        """One booking as it is now."""
        if view == self._shown:
            return
        last, self._shown = self._shown, view
        self._number.setText(view.number)
        self._title.setText(view.title)
        self._state.setText(view.state)
        self._state.set_color(view.color)
        self._mark.show_as("alert" if view.color in ("bad", "warn") else "check", view.color)
        if last is None or last.acts != view.acts:
            fill_keys(self._look, self._acts, view.acts, self.answered)
        if last is None or last.sums != view.sums:
            fill_keys(self._look, self._sums, view.sums, self.answered, columns=2)
        if last is None or last.reasons != view.reasons:
            fill_keys(self._look, self._reasons, view.reasons, self.answered, columns=2)
        self._money_title.setText(view.money_title)
        self._fill(self._money, view.money)
        self._received.setVisible(bool(view.received))
        self._got_title.setText(view.received_title)
        if last is None or last.received != view.received:
            fill_keys(self._look, self._got_keys, view.received, self.answered, columns=2)
        self._refund.setVisible(bool(view.sums))
        self._refund_title.setText(view.refund_title)
        self._left.setText(view.refund_left)
        self._reason_title.setText(view.reason_title)
        self._fill(self._slip, tuple(MoneyLine("", name, value) for name, value in view.slip))
        self._warning.setText(view.warning)
        self._story_title.setText(view.story_title)
        self._fill(self._story, view.story)
        self._close.say(view.close)
        self._go_says = view.go
        self._go.setVisible(view.go is not None)
        if view.go is not None:
            self._go.say(view.go.name)
            self._go.turn_off(view.go.why_not)

    def say_amount(self, won: int, received: int) -> None:
        """What a key has put into the fields, or a deed has emptied."""
        for field, told in ((self._amount, won), (self._got, received)):
            if field.text() != (str(told) if told else ""):
                field.setText(str(told) if told else "")

    def _fill(self, box: QVBoxLayout, lines: tuple[MoneyLine, ...]) -> None:
        while (item := box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            box.addWidget(told_line(self._look, line))

    def _went(self) -> None:
        if self._go_says is not None:
            self.answered.emit(self._go_says.says)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes the safe way."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch beside the drawer closes it."""
        if event.position().x() < self._panel.x():
            self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The scrim, and the line at the drawer's left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("scrim"))
        width = max(1, self._look.px(3))
        painter.fillRect(self._panel.x() - width, 0, width, self.height(), self._look.color("ink"))
        painter.end()


class _Slip(QWidget):
    """The framed sum before money goes back."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded(painter, QRectF(self.rect()), look.px(10), None, look.color("ink"), look.stroke("hair"))
        painter.end()


def told_line(look: Look, line: MoneyLine) -> QWidget:
    """When, what and how much, in one row."""
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, look.px(5), 0, look.px(5))
    if line.time:
        when = words(look, 17, 500, "ink2")
        when.setText(line.time)
        when.setFixedWidth(look.px(_TIME))
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    what = words(look, 18, 500, line.color, wrap=True)
    what.setText(line.what)
    row.addWidget(what, 1)
    if line.won:
        won = words(look, 19, 700, line.color)
        won.setText(line.won)
        row.addWidget(won)
    holder.setAccessibleName(" ".join(part for part in (line.time, line.what, line.won) if part))
    return holder
