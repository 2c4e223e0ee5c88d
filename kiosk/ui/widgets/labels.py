"""Text on a screen: breaks between words and never inside one, with the line height that the design asks for.

QLabel gives the semantics (text, accessible name, palette); lines are laid out here because it knows no line height.
"""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.ui.metrics import Look, Role
from kiosk.ui.widgets.lines import pieces

MARK = "*"
"""Words between two of these are set bold and in ink."""
TAIL = 0.2
"""How far, in em, commas and tails of letters reach below the line they stand on."""

_ENDLESS = 1_000_000.0
_WIDTHS_KEPT = 8
"""A layout that comes to rest asks for a few widths, each of them many times."""


class Label(QLabel):
    """A piece of text in one of the design's roles.

    ``color`` is a token's name; ``px``, ``weight`` and ``line`` (height in em) change the role's own.
    """

    def __init__(  # noqa: PLR0913 - each changes one thing of the role's own
        self,
        look: Look,
        role: Role = "body",
        *,
        color: str = "ink",
        px: float | None = None,
        weight: int | None = None,
        line: float | None = None,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        # Larger text is never cut off: what stands on one line by design may then take more.
        wrap = wrap or look.metrics.is_large
        self._look = look
        self._line = look.metrics.role(role).line if line is None else line
        self._strong: list[tuple[int, int]] = []
        self._laid: dict[float, list[QTextLayout]] = {}
        self._color = ""
        self.setFont(look.font(role, px=px, weight=weight))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_color(color)
        self.setWordWrap(wrap)
        # A fixed height would be that of the hint's width; what wraps is as high as its own width makes it.
        across = QSizePolicy.Policy.Expanding if wrap else QSizePolicy.Policy.Preferred
        policy = QSizePolicy(across, QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """The words; those between two asterisks are bold."""
        parts = text.split(MARK)
        plain = "".join(parts)
        self._strong, at = [], 0
        for nth, part in enumerate(parts):
            if nth % 2 and part:
                self._strong.append((at, len(part)))
            at += len(part)
        self._laid.clear()
        if plain != self.text():
            super().setText(plain)
            self.updateGeometry()

    def setWordWrap(self, on: bool) -> None:
        """Whether it may take several lines."""
        self._laid.clear()
        super().setWordWrap(on)

    def changeEvent(self, event: QEvent) -> None:
        """Lines of another font are other lines."""
        if event.type() == QEvent.Type.FontChange:
            self._laid.clear()
        super().changeEvent(event)

    def set_color(self, color: str) -> None:
        """Another token's colour."""
        if color == self._color:
            return
        self._color = color
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._look.color(color))
        self.setPalette(palette)

    def line_height(self) -> int:
        """The distance from line to line in screen pixels."""
        return max(1, round(self.font().pixelSize() * self._line))

    # --- size -----------------------------------------------------------------------------------------------------

    def hasHeightForWidth(self) -> bool:
        """Text that wraps is higher where it is narrower."""
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        """As many lines as it takes."""
        lines = sum(layout.lineCount() for layout in self._layouts(width))
        return lines * self.line_height()

    def sizeHint(self) -> QSize:
        """On as few lines as written, but no wider than a page."""
        width = self.natural_width()
        if self.wordWrap():
            width = min(width, self._look.px(968))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Nothing is ever cut off: the longest piece that does not wrap, or the line where nothing may."""
        if not self.wordWrap():
            return self.sizeHint()
        metrics = QFontMetricsF(self._boldest())
        widest = max((metrics.horizontalAdvance(piece) for piece in pieces(self.text())), default=0.0)
        return QSize(round(widest) + 1, self.line_height())

    def natural_width(self) -> int:
        """How wide the text is without wrapping, in screen pixels."""
        widths = [layout.lineAt(0).naturalTextWidth() for layout in self._layouts(_ENDLESS)]
        return round(max(widths, default=0.0) + 0.5)

    # --- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Line by line, each in the middle of its height."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        layouts, step = self._layouts(self.width()), self.line_height()
        count = sum(layout.lineCount() for layout in layouts)
        top = 0.0
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top = (self.height() - count * step) / 2
        elif self.alignment() & Qt.AlignmentFlag.AlignBottom:
            top = self.height() - count * step
        for layout in layouts:
            for nth in range(layout.lineCount()):
                line = layout.lineAt(nth)
                y = top + (step - line.ascent() - line.descent()) / 2
                # A font with much air of its own would let commas and tails sink below a tight line.
                y -= max(0.0, y + line.ascent() + TAIL * self.font().pixelSize() - (top + step))
                line.draw(painter, QPointF(self._indent(line.naturalTextWidth()), y))
                top += step
        painter.end()

    def _indent(self, width: float) -> float:
        if self.alignment() & Qt.AlignmentFlag.AlignRight:
            return self.width() - width
        if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            return (self.width() - width) / 2
        return 0.0

    def _layouts(self, width: float) -> list[QTextLayout]:
        """One laid-out paragraph a line of the words; every line at height 0, so that painting places it."""
        if width not in self._laid:
            if len(self._laid) >= _WIDTHS_KEPT:
                self._laid.clear()
            self._laid[width] = self._lay_out(width)
        return self._laid[width]

    def _lay_out(self, width: float) -> list[QTextLayout]:
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap if self.wordWrap() else QTextOption.WrapMode.NoWrap)
        made, start = [], 0
        for paragraph in self.text().split("\n"):
            layout = QTextLayout(paragraph, self.font())
            layout.setTextOption(option)
            layout.setFormats(self._formats(start, len(paragraph)))
            layout.beginLayout()
            while (line := layout.createLine()).isValid():
                line.setLineWidth(max(1.0, width))
                line.setPosition(QPointF(0, 0))
            layout.endLayout()
            made.append(layout)
            start += len(paragraph) + 1
        return made

    def _formats(self, start: int, length: int) -> list[QTextLayout.FormatRange]:
        found = []
        for at, count in self._strong:
            if start <= at < start + length:
                strong = QTextLayout.FormatRange()
                strong.start, strong.length = at - start, count
                look = QTextCharFormat()
                look.setFont(self._boldest())
                look.setForeground(self._look.color("ink"))
                strong.format = look
                found.append(strong)
        return found

    def _boldest(self) -> QFont:
        font = QFont(self.font())
        if self._strong:
            font.setWeight(QFont.Weight.Bold)
        return font


class NameLabel(Label):
    """The restaurant's name, in its serif."""

    def __init__(self, look: Look, px: float, parent: QWidget | None = None) -> None:
        super().__init__(look, "title", line=1.3, parent=parent)
        self.setFont(look.name_font(px))
