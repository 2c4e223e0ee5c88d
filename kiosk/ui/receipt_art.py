"""Draws a receipt's lines: as black dots for a receipt printer, or onto a page as a PDF. Says nothing itself.

A printer is sent a picture, never text: its code pages differ from model to model, few have Hangul, and none all four
languages. Nothing here is a widget, so it may be done on a lane.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import segno
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from kiosk.services.paper import NARROW, PAGE, WIDE, Kind, Line

DOTS: Final = {NARROW: 512, WIDE: 576}
"""Dots across a roll of 80 mm, by how many letters its printer puts on a line."""

_TALLEST: Final = 20_000
_DPI: Final = 300
_QUIET: Final = 4
_GAP: Final = 0.5
_BOLD: Final = frozenset({Kind.BANNER, Kind.TITLE, Kind.LARGE})
_SIZES: Final = {Kind.TITLE: 1.7, Kind.LARGE: 1.7, Kind.SMALL: 0.82, Kind.BANNER: 1.0, Kind.TEXT: 1.0}
_MIDDLE: Final = frozenset({Kind.BANNER, Kind.TITLE, Kind.SMALL})


def as_png(lines: Sequence[Line], columns: int, families: Sequence[str]) -> bytes:
    """The receipt in black and white, as wide as the roll, as a PNG."""
    wide = DOTS[columns]
    image = QImage(wide, _TALLEST, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    height = _Pen(painter, wide, columns, families).write(lines)
    painter.end()
    # A threshold, not a pattern of dots: letters keep their edges on thermal paper.
    flags = Qt.ImageConversionFlag.ThresholdDither
    dots = image.copy(0, 0, wide, round(height)).convertToFormat(QImage.Format.Format_Mono, flags)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(dots)
    return bytes(buffer.data().data())


def write_pdf(file: Path, title: str, lines: Sequence[Line], families: Sequence[str]) -> None:
    """One page of A6, the receipt on it from the top. Raises OSError when the file cannot be written."""
    with file.open("ab"):
        pass  # Qt only says "false" where the system would say why.
    writer = QPdfWriter(str(file))
    writer.setResolution(_DPI)
    writer.setTitle(title)
    layout = QPageLayout(
        QPageSize(QSizeF(105, _page_mm(lines, families)), QPageSize.Unit.Millimeter),
        QPageLayout.Orientation.Portrait,
        QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM),
        QPageLayout.Unit.Millimeter,
    )
    writer.setPageLayout(layout)
    painter = QPainter(writer)
    _Pen(painter, float(writer.width()), PAGE, families).write(lines)
    painter.end()


_MARGIN_MM: Final = 8.0
_A6_MM: Final = 148.0


def _page_mm(lines: Sequence[Line], families: Sequence[str]) -> float:
    """As high as A6, or higher where there is more to say: a receipt is one page."""
    wide = round((105 - 2 * _MARGIN_MM) / 25.4 * _DPI)
    image = QImage(wide, 1, QImage.Format.Format_Grayscale8)
    image.setDotsPerMeterX(round(_DPI / 0.0254))
    image.setDotsPerMeterY(round(_DPI / 0.0254))
    painter = QPainter(image)
    height = _Pen(painter, wide, PAGE, families).write(lines)
    painter.end()
    return max(_A6_MM, height * 25.4 / _DPI + 2 * _MARGIN_MM + 1)


class _Pen:
    """Where on the paper we are. A column is ``unit`` wide, a letter of Hangul two."""

    def __init__(self, painter: QPainter, width: float, columns: int, families: Sequence[str]) -> None:
        self._painter, self._width, self._families = painter, float(width), list(families)
        self._unit = width / columns
        self._room = self._width - self._unit
        self._y = self._unit

    def write(self, lines: Sequence[Line]) -> float:
        """Draw everything; gives how far down it went."""
        self._painter.setPen(Qt.GlobalColor.black)
        for line in lines:
            if line.kind is Kind.RULE:
                self._rule()
            elif line.kind is Kind.QR:
                self._code(line.left)
            elif line.kind is Kind.BANNER:
                self._banner(line.left)
            else:
                self._words(line)
        return self._y + self._unit

    def _rule(self) -> None:
        thick = max(1.0, self._unit / 6)
        self._y += self._unit * 0.7
        self._painter.fillRect(QRectF(0, self._y, self._width, thick), Qt.GlobalColor.black)
        self._y += self._unit * 0.7 + thick

    def _words(self, line: Line) -> None:
        font = self._font(line)
        high = QFontMetricsF(font, self._painter.device()).height()
        box = QRectF(self._unit / 2, self._y, self._room, high)
        self._painter.setFont(font)
        side = Qt.AlignmentFlag.AlignHCenter if line.kind in _MIDDLE else Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, line.left)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.right)
        self._y += high + self._unit * _GAP

    def _banner(self, words: str) -> None:
        """White on black: nobody takes a copy, or a payment that was only practised, for anything else."""
        font = self._font(Line(Kind.BANNER, words))
        high = QFontMetricsF(font, self._painter.device()).height() + self._unit
        box = QRectF(0, self._y, self._width, high)
        self._painter.fillRect(box, Qt.GlobalColor.black)
        self._painter.setFont(font)
        self._painter.setPen(Qt.GlobalColor.white)
        self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        self._painter.setPen(Qt.GlobalColor.black)
        self._y += high + self._unit * _GAP

    def _code(self, content: str) -> None:
        """Whole dots to a module, so that it is crisp, and half of the paper wide."""
        rows = tuple(bytes(row) for row in segno.make_qr(content, error="m").matrix)
        side = max(2, int(self._width / 2 / (len(rows) + 2 * _QUIET)))
        left = round((self._width - side * len(rows)) / 2)
        top = round(self._y + side * _QUIET / 2)
        for y, modules in enumerate(rows):
            for x, dark in enumerate(modules):
                if dark:
                    self._painter.fillRect(left + x * side, top + y * side, side, side, Qt.GlobalColor.black)
        self._y = top + side * (len(rows) + _QUIET / 2)

    def _font(self, line: Line) -> QFont:
        """As large as its kind, or smaller where proportional letters need more than their columns."""
        font = QFont(self._families)
        font.setWeight(QFont.Weight.Bold if line.kind in _BOLD else QFont.Weight.Medium)
        px = 2 * self._unit * 0.92 * _SIZES[line.kind]
        font.setPixelSize(max(1, round(px)))
        words = f"{line.left} {line.right}" if line.right else line.left
        needed = QFontMetricsF(font, self._painter.device()).horizontalAdvance(words)
        if needed > self._room:
            font.setPixelSize(max(1, int(px * self._room / needed)))
        return font
