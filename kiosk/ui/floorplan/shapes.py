"""The outlines of furniture seen from above, in plan units (1 unit = 1 cm), ready to be stroked.

Pure geometry: neither colour nor state. Built once for a plan and kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QTransform

from kiosk.domain.floor import Plan, Seat, SeatKind, Shape, Table
from kiosk.ui.paths import circle, joined, path_from, rounded

GROUP_MARGIN = 12.0
"""A touch this far around chairs and top still means the table."""
FRAME_MARGIN = 15.0
FRAME_RADIUS = 30.0
FRAME_PEN = 6.0
FOCUS_PEN = 6.0
TOP_RADIUS = 14.0
SEAT_HIT = (72.0, 84.0)
"""How wide and deep a chair can be touched, once its table is chosen."""

_PAD = "M-16 -20H16Q27 -20 26.5 -9L25 8Q23.5 18 13 18H-13Q-23.5 18 -25 8L-26.5 -9Q-27 -20 -16 -20Z"
_BACK = "M-22 24Q0 31 22 24Q27.5 22.5 28 27.5Q28.3 32 23 33.5Q0 40.5 -23 33.5Q-28.3 32 -28 27.5Q-27.5 22.5 -22 24Z"
_POSTS = "M-14 18V26M14 18V26"
_PAD_SEAM = "M-14 -13H14Q20 -13 19.6 -7L18.6 5Q18 11 12 11H-12Q-18 11 -18.6 5L-19.6 -7Q-20 -13 -14 -13Z"
_STOOL_RADIUS = 25.0
_STOOL_SEAM = 16.5
_WHEELCHAIR = QRectF(-33, -29, 66, 62)


@cache
def chair_with_posts() -> QPainterPath:
    """A chair whose table is above it: pad, back rail and the two posts between."""
    return joined(path_from(_POSTS), path_from(_BACK), path_from(_PAD))


@cache
def chair_without_posts() -> QPainterPath:
    """The same without posts: dotted lines that short would be a blot."""
    return joined(path_from(_BACK), path_from(_PAD))


@cache
def pad_seam() -> QPainterPath:
    """The fine line inside a pad, for drawings shown large."""
    return path_from(_PAD_SEAM)


@dataclass(frozen=True)
class SeatShape:
    """One place. ``outline`` and ``bare`` (without posts) are where they belong on the plan."""

    seat: Seat
    centre: QPointF
    outline: QPainterPath
    bare: QPainterPath
    seam: QPainterPath
    hit: QPainterPath
    bounds: QRectF


@dataclass(frozen=True)
class TableShape:
    """A table with its places. ``group`` holds chairs and top, ``frame`` is drawn when it is chosen,
    ``framed_extent`` is the frame with its line."""

    table: Table
    top: QPainterPath
    inset: QPainterPath
    top_bounds: QRectF
    seats: tuple[SeatShape, ...]
    group: QRectF
    target: QRectF
    frame: QRectF
    framed_extent: QRectF

    def seat_at(self, point: QPointF) -> SeatShape | None:
        """The chair that a touch at ``point`` means: the nearest whose hit area holds it."""
        hit = [shape for shape in self.seats if shape.hit.contains(point)]
        return min(hit, key=lambda shape: _distance(shape.centre, point), default=None)


def shape_table(table: Table) -> TableShape:
    """The outlines of one table."""
    seats = tuple(_shape_seat(seat) for seat in table.seats)
    top = QRectF(table.x - table.width / 2, table.y - table.height / 2, table.width, table.height)
    group = QRectF(top)
    for shape in seats:
        group = group.united(shape.bounds)
    frame = group.adjusted(-FRAME_MARGIN, -FRAME_MARGIN, FRAME_MARGIN, FRAME_MARGIN)
    far = FRAME_PEN
    return TableShape(
        table=table,
        top=_outline(table, top, 0),
        inset=_outline(table, top, 8),
        top_bounds=top,
        seats=seats,
        group=group,
        target=group.adjusted(-GROUP_MARGIN, -GROUP_MARGIN, GROUP_MARGIN, GROUP_MARGIN),
        frame=frame,
        framed_extent=frame.adjusted(-far, -far, far, far),
    )


def shape_plan(plan: Plan) -> tuple[TableShape, ...]:
    """The outlines of every table, in plan order."""
    return tuple(shape_table(table) for table in plan.tables)


def nearest_table(shapes: Iterable[TableShape], point: QPointF) -> TableShape | None:
    """Of the tables whose group holds ``point``, the one whose top is nearest."""
    hit = [shape for shape in shapes if shape.target.contains(point)]
    return min(hit, key=lambda shape: _gap(shape.top_bounds, point), default=None)


def _outline(table: Table, top: QRectF, inside: float) -> QPainterPath:
    if table.shape is Shape.ROUND:
        return circle(table.x, table.y, table.width / 2 - inside)
    within = top.adjusted(inside, inside, -inside, -inside)
    return rounded(within.x(), within.y(), within.width(), within.height(), max(4.0, TOP_RADIUS - inside))


def _shape_seat(seat: Seat) -> SeatShape:
    place = QTransform().translate(seat.x, seat.y)
    turned = QTransform(place).rotate(seat.angle)
    width, depth = SEAT_HIT
    hit = QPainterPath()
    if seat.kind is SeatKind.CHAIR:
        outline, bare = turned.map(chair_with_posts()), turned.map(chair_without_posts())
        seam = turned.map(pad_seam())
        # The chair reaches further back than forward, so its target is moved back as well.
        hit.addRect(QRectF(-width / 2, -depth / 2 + 7, width, depth))
    elif seat.kind is SeatKind.STOOL:
        outline = bare = circle(seat.x, seat.y, _STOOL_RADIUS)
        seam = circle(seat.x, seat.y, _STOOL_SEAM)
        hit.addRect(QRectF(-width / 2, -depth / 2, width, depth))
    else:
        where = _WHEELCHAIR.translated(seat.x, seat.y)
        outline = bare = rounded(where.x(), where.y(), where.width(), where.height(), TOP_RADIUS)
        seam = QPainterPath()
        hit.addRect(QRectF(-width / 2, -depth / 2, width, depth))
    bounds = outline.boundingRect().adjusted(-2, -2, 2, 2)
    return SeatShape(seat, QPointF(seat.x, seat.y), outline, bare, seam, turned.map(hit), bounds)


def _distance(one: QPointF, other: QPointF) -> float:
    return (one - other).manhattanLength()


def _gap(rect: QRectF, point: QPointF) -> float:
    across = max(rect.left() - point.x(), 0.0, point.x() - rect.right())
    down = max(rect.top() - point.y(), 0.0, point.y() - rect.bottom())
    return across + down
