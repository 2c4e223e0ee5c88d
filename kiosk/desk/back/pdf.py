"""Tables on A4, as a PDF: for the day's close and the reports. Lays out what it is given, says nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from kiosk.desk.back.report_view import ReportView
from kiosk.services.day_papers import Paper

_DPI = 300
_LINE = 1.7
_SMALLEST_FIRST = 0.28


@dataclass(frozen=True, slots=True)
class Block:
    """Lines, then a table whose first row names the columns; either may be empty."""

    title: str
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


def blocks_of_paper(paper: Paper) -> list[Block]:
    """The day's close."""
    foot = tuple((name, _figure(value)) for name, value in paper.foot)
    table = tuple(tuple(_figure(cell) for cell in row) for row in paper.table)
    return [Block("", paper.head, table), Block("", (), (("", ""), *foot)), Block("", paper.notes)]


def blocks_of_report(view: ReportView) -> list[Block]:
    """The reports: the large figures, then every chart as its table."""
    figures = tuple(f"{each.title}  {each.figure}{each.unit}  ({each.note})" for each in view.figures)
    charts = [Block(each.title, (each.empty,) if each.empty else (), each.table) for each in view.charts]
    return [Block(view.days, figures), *charts]


def write_pdf(file: Path, title: str, blocks: Sequence[Block], families: Sequence[str]) -> None:
    """Write it. Raises OSError when the file cannot be written."""
    with file.open("ab"):
        pass  # Qt only says "false" where the system would say why.
    writer = QPdfWriter(str(file))
    writer.setResolution(_DPI)
    writer.setTitle(title)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(16, 16, 16, 16),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter(writer)
    _Page(writer, painter, families).write(title, blocks)
    painter.end()


class _Page:
    """Where on the page we are; begins another one where there is no room."""

    def __init__(self, writer: QPdfWriter, painter: QPainter, families: Sequence[str]) -> None:
        self._writer, self._painter, self._families = writer, painter, list(families)
        self._width, self._height = float(writer.width()), float(writer.height())
        self._y = 0.0

    def write(self, title: str, blocks: Sequence[Block]) -> None:
        self._text(title, 18, QFont.Weight.Bold)
        for block in blocks:
            self._y += self._px(6)
            if block.title:
                self._text(block.title, 12, QFont.Weight.Bold)
            for line in block.lines:
                self._text(line, 9)
            if block.table:
                self._table(block.table)

    def _table(self, table: Sequence[Sequence[str]]) -> None:
        count = max(len(row) for row in table)
        first = self._width * max(_SMALLEST_FIRST, 1 / count)
        other = (self._width - first) / max(1, count - 1)
        for nth, row in enumerate(table):
            if not any(row):
                continue
            font = self._font(9, QFont.Weight.Bold if nth == 0 else QFont.Weight.Normal)
            high = QFontMetricsF(font, self._writer).height() * _LINE
            self._room(high)
            self._painter.setFont(font)
            self._painter.setPen(Qt.GlobalColor.black)
            for at, cell in enumerate(row):
                box = QRectF(0, self._y, first, high)
                if at:
                    box = QRectF(first + (at - 1) * other, self._y, other, high)
                side = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
                self._painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, cell)
            self._y += high
            self._painter.setPen(QPen(Qt.GlobalColor.lightGray, 2))
            self._painter.drawLine(0, round(self._y), round(self._width), round(self._y))

    def _text(self, words: str, points: float, weight: QFont.Weight = QFont.Weight.Normal) -> None:
        font = self._font(points, weight)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWrapAnywhere
        metrics = QFontMetricsF(font, self._writer)
        needed = metrics.boundingRect(QRectF(0, 0, self._width, self._height), flags, words)
        self._room(needed.height())
        self._painter.setFont(font)
        self._painter.setPen(Qt.GlobalColor.black)
        self._painter.drawText(QRectF(0, self._y, self._width, needed.height()), flags, words)
        self._y += needed.height() + self._px(2)

    def _room(self, needed: float) -> None:
        if self._y + needed > self._height:
            self._writer.newPage()
            self._y = 0.0

    def _font(self, points: float, weight: QFont.Weight) -> QFont:
        font = QFont(self._families)
        font.setPointSizeF(points)
        font.setWeight(weight)
        return font

    def _px(self, points: float) -> float:
        return points * _DPI / 72


def _figure(cell: str | int) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell
