"""How words are broken into lines, and how controls that draw themselves write on several."""

from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

LINE = 1.15
"""The height of a line on a control, in em."""
_FIRST_KANA, _LAST_HAN = "\u3040", "\u9fff"


def pieces(text: str) -> Iterator[str]:
    """What a line break may not cut through: words, and in Japanese and Chinese what their own rules keep together."""
    for word in text.split():
        if not any(_FIRST_KANA <= letter <= _LAST_HAN for letter in word):
            yield word
            continue
        finder, start = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, word), 0
        while (end := finder.toNextBoundary()) != -1:
            yield word[start:end]
            start = end


def widest_piece(text: str, font: QFont) -> float:
    """How wide the longest piece is, in pixels."""
    metrics = QFontMetricsF(font)
    return max((metrics.horizontalAdvance(piece) for piece in pieces(text)), default=0.0)


def lines_of(text: str, font: QFont, width: float) -> list[str]:
    """The text in lines no wider than ``width`` pixels, broken between pieces only."""
    metrics, lines, line = QFontMetricsF(font), [], ""
    gap_follows = _gaps(text)
    for piece, gap in gap_follows:
        longer = line + piece
        if line and metrics.horizontalAdvance(longer.rstrip()) > width + 0.5:
            lines.append(line.rstrip())
            longer = piece
        line = longer + gap
    return [*lines, line.rstrip()] if line else lines


def write_lines(painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    """In the painter's font and colour, in the middle of the height; ``align`` is for the width."""
    font = painter.font()
    lines, step = lines_of(text, font, box.width()), font.pixelSize() * LINE
    top = box.center().y() - step * len(lines) / 2
    for nth, line in enumerate(lines):
        place = QRectF(box.left(), top + nth * step, box.width(), step)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | align, line)


def height_of(text: str, font: QFont, width: float) -> float:
    """How high ``write_lines`` writes, in pixels."""
    return len(lines_of(text, font, width)) * font.pixelSize() * LINE


def _gaps(text: str) -> list[tuple[str, str]]:
    """Each piece, and the space behind it if there was one."""
    found = []
    for word in text.split():
        parts = list(pieces(word))
        found += [(part, "") for part in parts[:-1]] + [(parts[-1], " ")]
    return found
