"""One table of the list: its picture, its name, what may be said of it, and its state as a word with a sign."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.domain.floor import Table
from kiosk.ui.floorplan.pictures import TablePicture
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.lines import height_of, widest_piece, write_lines
from kiosk.ui.widgets.paint import hair, rounded
from kiosk.ui.widgets.touch import Touch

PICTURE_WIDE, SIDE, GAP, SIGN = 150, 16, 20, 44
AIR = 1.08
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_SIGNS = {
    SeatState.MINE: "check",
    SeatState.TAKEN: "cross",
    SeatState.HELD: "glass",
    SeatState.UNFIT: "minus",
}


class TableRow(Touch):
    """The whole row is the target. A table that cannot be had is quieter, and still answers with a sentence."""

    def __init__(self, look: Look, height: float, parent: QWidget | None = None) -> None:
        super().__init__(look, parent, inside=True)
        self._height = height
        self._more: tuple[str, ...] = ()
        self._word = ""
        self._state = SeatState.FREE
        self._small = look.font("label", weight=500)
        self._picture = TablePicture(look, height - 24, parent=self)
        self.setFont(look.font("heading", px=54))
        self.setCheckable(True)

    def say(self, title: str, more: tuple[str, ...], word: str, spoken: str) -> None:
        """Two lines, the state's word, and what the row is called. Of what does not fit into the second line, the first
        part is left out: it is the least of them, and spoken all the same.
        """
        self.name(title, spoken)
        if (more, word) != (self._more, self._word):
            self._more, self._word = more, word
            self.updateGeometry()
            self.update()

    def show_table(self, view: FloorView, table: Table, mine: frozenset[str]) -> None:
        """The table's picture as it stands."""
        self._state = view.table(table)
        self.choose(self._state is SeatState.MINE)
        self._picture.render(table, mine=mine & {seat.seat_id for seat in table.seats}, view=view)
        self._place_picture()
        self.update()

    def nextCheckState(self) -> None:
        """A touch does not choose: the flow does, and says so in the next picture."""

    def sizeHint(self) -> QSize:
        """Picture, the longer line, sign and word."""
        if self.look.metrics.is_large:
            return self._large_hint()
        title, more = self._line_widths()
        width = max(title, more) + self._state_width() + self._beside_words()
        return QSize(round(width), self.look.metrics.touch(self._height))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words: where they are too long, the state moves up beside the name."""
        if self.look.metrics.is_large:
            return self._large_hint()
        title, more = self._line_widths()
        least = QFontMetricsF(self._small).horizontalAdvance(_joined(self._more[1:]))
        width = max(title + self._state_width(), min(more, least)) + self._beside_words()
        return QSize(round(width), self.look.metrics.touch(self._height))

    def _line_widths(self) -> tuple[float, float]:
        return (
            QFontMetricsF(self.font()).horizontalAdvance(self.text()),
            QFontMetricsF(self._small).horizontalAdvance(_joined(self._more)),
        )

    def _state_width(self) -> float:
        """Its word and sign, with the gaps around them."""
        return self._word_width() + self.look.px(2 * GAP + SIGN)

    def hasHeightForWidth(self) -> bool:
        """Higher where its words take more lines."""
        return self.look.metrics.is_large

    def heightForWidth(self, width: int) -> int:
        """A finger's height, or its lines'."""
        room = width - self._beside_words()
        lines = sum(height_of(words, font, room) * AIR for words, font, _ in self._lines())
        return max(self.look.px(self._height), round(lines) + self.look.px(24))

    def _large_hint(self) -> QSize:
        widest = max(widest_piece(words, font) for words, font, _ in self._lines())
        return QSize(round(widest) + self._beside_words(), self.look.metrics.touch(self._height))

    def _beside_words(self) -> int:
        return self.look.px(PICTURE_WIDE + 2 * SIDE + GAP)

    def _lines(self) -> tuple[tuple[str, QFont, str], ...]:
        """At larger text: name, what may be said, and the state, one below the other."""
        is_quiet = self._state not in (SeatState.FREE, SeatState.MINE)
        accent = "accent" if self._state is SeatState.MINE else "ink3" if is_quiet else "ink2"
        name, more = ("ink3", "ink3") if is_quiet else ("ink", "ink2")
        return (
            (self.text(), self.font(), name), (_joined(self._more), self._small, more), (self._word, self._small, accent)
        )  # fmt: skip

    def _paint_large(self, painter: QPainter, box: QRectF) -> None:
        left = float(self.look.px(SIDE + PICTURE_WIDE + GAP))
        room = box.right() - self.look.px(SIDE) - left
        heights = [height_of(words, font, room) * AIR for words, font, _ in self._lines()]
        top = box.center().y() - sum(heights) / 2
        for (words, font, color), high in zip(self._lines(), heights, strict=True):
            painter.setFont(font)
            painter.setPen(self.look.color(color))
            write_lines(painter, QRectF(left, top, room, high), words, Qt.AlignmentFlag.AlignLeft)
            top += high

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture keeps its place."""
        super().resizeEvent(event)
        self._place_picture()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Frame or line, two lines of words, sign and word."""
        look, painter, box = self.look, QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            rounded(
                painter,
                box,
                self.radius(),
                look.color("accentSoft"),
                look.color("accent"),
                look.stroke("selected"),
            )
        else:
            if self.isDown():
                painter.fillRect(box, look.color("paperDeep"))
            painter.fillRect(
                QRectF(0, box.bottom() - hair(look), box.width(), hair(look)), look.color("line")
            )
        if look.metrics.is_large:
            self._paint_large(painter, box)
        else:
            self._paint_words(painter, box)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        look = self.look
        is_quiet = self._state not in (SeatState.FREE, SeatState.MINE)
        name, told = ("ink3", "ink3") if is_quiet else ("ink", "ink2")
        accent = "accent" if self._state is SeatState.MINE else told
        upper, lower = self.font().pixelSize() * 1.2, self._small.pixelSize() * 1.3
        top = box.center().y() - (upper + lower) / 2
        left, right = look.px(SIDE + PICTURE_WIDE + GAP), box.right() - look.px(SIDE)
        word_left = right - self._word_width()
        is_tight = self.sizeHint().width() > box.width()
        fits = not is_tight or self._line_widths()[1] <= right - left
        more = _joined(self._more if fits else self._more[1:])
        ends = right if is_tight else word_left
        beside = QRectF(box.left(), top, box.width(), upper) if is_tight else box
        for words, font, color, rect in (
            (self.text(), self.font(), name, QRectF(left, top, word_left - left, upper)),
            (more, self._small, told, QRectF(left, top + upper, ends - left, lower)),
            (
                self._word,
                self._small,
                accent,
                QRectF(word_left, beside.top(), right - word_left + 2, beside.height()),
            ),
        ):
            painter.setFont(font)
            painter.setPen(look.color(color))
            painter.drawText(rect, _LEFT, words)
        if self._state in _SIGNS:
            side = look.px(SIGN)
            spot = QRectF(word_left - side - look.px(12), beside.center().y() - side / 2, side, side)
            draw_icon(painter, _SIGNS[self._state], spot, look.color(accent))

    def _word_width(self) -> float:
        return QFontMetricsF(self._small).horizontalAdvance(self._word)

    def _place_picture(self) -> None:
        size = self._picture.sizeHint()
        wide, high = self.look.px(PICTURE_WIDE), round(self.height() * 0.84)
        scale = min(wide / max(size.width(), 1), high / max(size.height(), 1))
        size = QSize(round(size.width() * scale), round(size.height() * scale))
        left = self.look.px(SIDE) + (wide - size.width()) // 2
        self._picture.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())


def _joined(parts: tuple[str, ...]) -> str:
    return " · ".join(parts)
