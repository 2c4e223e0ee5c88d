"""Draws tables and chairs in their states, in plan units, onto any painter.

Knows how a state looks, not why it holds; the painter's transform decides the size.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from kiosk.domain.floor import SeatKind, Shape
from kiosk.ui.floorplan.ink import Ink
from kiosk.ui.floorplan.shapes import FRAME_PEN, FRAME_RADIUS, SeatShape, TableShape
from kiosk.ui.floorplan.states import FloorView, SeatState
from kiosk.ui.icons import draw_icon

_SIGN_ROOM = 150.0
"""A top at least this wide has room for a sign beside its number."""
_BAR_NUMBER = 48 / 56


@dataclass(frozen=True)
class TableLook:
    """One table as it is shown: the state of its top, of each chair in order, and whether it is framed."""

    top: SeatState
    seats: tuple[SeatState, ...]
    label: str
    framed: bool = False

    @classmethod
    def of(cls, view: FloorView, shape: TableShape, *, frames: bool = True) -> "TableLook":
        """How ``view`` wants this table drawn. What is out of use is dotted, whatever else is said of it."""
        table = shape.table
        if table.out_of_use:
            return cls(SeatState.UNFIT, (SeatState.UNFIT,) * len(shape.seats), view.label(table))
        seats = tuple(
            SeatState.UNFIT if place.seat.out_of_use else view.seat(place.seat.seat_id)
            for place in shape.seats
        )
        return cls(view.table(table), seats, view.label(table), frames and view.is_chosen(table))


@dataclass(frozen=True)
class Lettering:
    """How numbers are written: the font (its pixel size in plan units) and what may be left out."""

    font: QFont
    numbers: bool = True
    signs: bool = True
    seams: bool = False


def draw_frame(painter: QPainter, ink: Ink, shape: TableShape, grown: float = 1.0) -> None:
    """The frame around a chosen table; ``grown`` from 0 to 1 while it appears."""
    if grown <= 0:
        return
    fill = ink.theme.color("accentSoft")
    fill.setAlphaF(fill.alphaF() * grown)
    painter.setPen(ink.pen("accent", FRAME_PEN * grown))
    painter.setBrush(QBrush(fill))
    painter.drawRoundedRect(shape.frame, FRAME_RADIUS, FRAME_RADIUS)


def draw_table(painter: QPainter, ink: Ink, shape: TableShape, look: TableLook, lettering: Lettering) -> None:
    """Chairs, top, number and signs of one table; not its frame, which lies under all tables."""
    for place, state in zip(shape.seats, look.seats, strict=True):
        draw_seat(painter, ink, place, state, seams=lettering.seams)
    draw_top(painter, ink, shape, look, lettering)


def draw_top(painter: QPainter, ink: Ink, shape: TableShape, look: TableLook, lettering: Lettering) -> None:
    """The top of one table with its number and sign."""
    own = ink.tops[look.top]
    painter.setPen(own.pen)
    painter.setBrush(own.brush)
    painter.drawPath(shape.top)
    if own.inner is not None:
        painter.setPen(own.inner)
        painter.setBrush(QBrush())
        painter.drawPath(shape.inset)
    if lettering.numbers and look.top is not SeatState.QUIET:
        _draw_number(painter, ink, shape, look, lettering)


def draw_seat(
    painter: QPainter, ink: Ink, place: SeatShape, state: SeatState, *, seams: bool = False
) -> None:
    """One chair, stool or wheelchair place with its sign."""
    if place.seat.kind is SeatKind.WHEELCHAIR:
        _draw_wheelchair(painter, ink, place, state)
        return
    own = ink.chairs[state]
    painter.setPen(own.pen)
    painter.setBrush(own.brush)
    painter.drawPath(place.bare if state is SeatState.UNFIT else place.outline)
    stool = place.seat.kind is SeatKind.STOOL
    if own.inner is not None and (seams or (stool and state is SeatState.FREE)):
        painter.setPen(own.inner)
        painter.setBrush(QBrush())
        painter.drawPath(place.seam)
    if state is SeatState.MINE and not seams:
        draw_icon(painter, "check", _around(place.centre, 34), own.mark, 7)
    elif state is SeatState.TAKEN:
        draw_icon(painter, "cross", _around(place.centre, 30), own.mark, 6)
    elif place.seat.accessible and state in {SeatState.FREE, SeatState.QUIET}:
        draw_icon(painter, "wheel", _around(place.centre, 32), own.mark, 4)


def _draw_wheelchair(painter: QPainter, ink: Ink, place: SeatShape, state: SeatState) -> None:
    own = ink.wheelchair(state)
    painter.setPen(own.pen)
    painter.setBrush(own.brush)
    painter.drawPath(place.outline)
    sign = "cross" if state is SeatState.TAKEN else "wheel"
    draw_icon(
        painter, sign, _around(place.centre + QPointF(0, 2), 46 if sign == "wheel" else 34), own.mark, 4
    )


def _draw_number(
    painter: QPainter, ink: Ink, shape: TableShape, look: TableLook, lettering: Lettering
) -> None:
    font = QFont(lettering.font)
    bar = shape.table.shape is Shape.BAR
    if bar:
        font.setPixelSize(round(font.pixelSize() * _BAR_NUMBER))
    size = float(font.pixelSize())
    metrics = QFontMetricsF(font)
    number = metrics.horizontalAdvance(look.label)
    room = _SIGN_ROOM - 6 if shape.table.shape is Shape.ROUND else _SIGN_ROOM
    sign = ink.signs.get(look.top, "") if lettering.signs and not bar and shape.table.width >= room else ""
    total = number + (10 + size * 0.72 if sign else 0)
    left, middle = shape.table.x - total / 2, shape.table.y
    own = ink.tops[look.top]
    if look.top is SeatState.HELD:
        painter.setPen(QPen(QColor(0, 0, 0, 0)))
        painter.setBrush(QBrush(ink.plate))
        painter.drawRoundedRect(QRectF(left - 14, middle - size * 0.56, total + 28, size * 1.12), 12, 12)
    painter.setPen(own.mark)
    painter.setFont(font)
    painter.drawText(QPointF(left, middle + metrics.capHeight() / 2), look.label)
    if sign:
        draw_icon(
            painter,
            sign,
            _around(QPointF(left + number + 10 + size * 0.36, middle), size * 0.74),
            own.mark,
            5.4,
        )


def _around(centre: QPointF, size: float) -> QRectF:
    return QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
