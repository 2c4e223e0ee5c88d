"""The laid table of the first screen, seen from above: ink lines on wood, and one chair that is yours.

Drawn from figures, so that it is crisp at any size and follows the theme. Neither a widget nor a movement.
"""

from collections.abc import Callable, Iterator
from functools import cache, partial
from math import cos, pi, radians, sin, sqrt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPen, QTransform

from kiosk.ui.floorplan.shapes import chair_with_posts, pad_seam
from kiosk.ui.paths import circle, joined, path_from, rounded
from kiosk.ui.theme import Theme

TABLE_RADIUS = 330.0
FEAST = QRectF(-512, -478, 1024, 1066)
"""Everything of the laid table lies in here, its middle at the origin, in reference px."""
OWN_CHAIR = QRectF(-100, TABLE_RADIUS + 20, 200, 240)
"""Where the customer's chair can be, from all the way in to all the way out."""
_GUESTS = 5
_CHAIR_OUT = 128.0
_CHAIR_AWAY = 72.0
_SLIDE = 24.0
"""How far the customer's chair moves toward the table while it breathes."""
_CHAIR_SCALE = 3.1


def _scatter(seed: int) -> Iterator[float]:
    """The same numbers between 0 and 1 every time: rice must not dance from one painting to the next."""
    while True:
        seed = seed * 16807 % 2147483647
        yield seed / 2147483647


def _spots(seed: int, count: int, far: float) -> Iterator[tuple[float, float]]:
    dice = _scatter(seed)
    for _ in range(count):
        angle, away = next(dice) * 2 * pi, sqrt(next(dice)) * far
        yield cos(angle) * away, sin(angle) * away


Dish = tuple[QPainterPath, ...]


def _is_closed(path: QPainterPath) -> bool:
    return path.elementCount() > 0 and path.currentPosition() == QPointF(
        path.elementAt(0).x, path.elementAt(0).y
    )


@cache
def _rice() -> Dish:
    dice, path = _scatter(91), QPainterPath()
    for x, y in _spots(17, 26, 27):
        path.moveTo(x, y)
        path.lineTo(x + next(dice) * 6 - 3, y + next(dice) * 6 - 3)
    return (path,)


@cache
def _soup() -> Dish:
    waves = path_from("M-20 -8q7 -6 13 0t13 0 13 0M-22 5q7 -6 14 0t14 0 13 0M-12 17q6 -5 12 0t12 0")
    return waves, circle(-8, -18, 3.4), circle(11, 13, 3.4)


@cache
def _kimchi() -> Dish:
    return (
        path_from(
            "M-24 8C-12 -18 6 -22 24 -10M-20 16C-6 -4 8 -8 24 2M-10 22C0 8 12 6 22 12M-6 -20l6 8M10 -18l2 9"
        ),
    )


@cache
def _rolls() -> Dish:
    return tuple(circle(x, y, r) for x, y in ((-14, -8), (12, -12), (2, 14)) for r in (12, 5))


@cache
def _beans() -> Dish:
    # Turning by the golden angle lays them evenly, as no dice would.
    return tuple(
        circle(cos(nth * 2.4) * 6.9 * sqrt(nth), sin(nth * 2.4) * 6.9 * sqrt(nth), 4.4) for nth in range(15)
    )


@cache
def _greens() -> Dish:
    dice = _scatter(33)
    leaf = path_from("M0 0Q10 -12 0 -28Q-10 -12 0 0Z")
    leaves = []
    for nth in range(9):
        turn = nth * 137.5
        leaves.append(QTransform().translate(next(dice) * 12 - 6, next(dice) * 12 - 6).rotate(turn).map(leaf))
    return tuple(leaves)


@cache
def _fish() -> Dish:
    body = path_from("M-27 0Q-8 -17 16 -2L27 -10V10L16 2Q-8 17 -27 0Z")
    return (
        body,
        circle(-15, -1, 1.2),
        path_from("M-6 -7L-4.6 -3L-4 0L-4.6 3L-6 7"),
        path_from("M4 -6L5.5 0L4 6"),
    )


@cache
def _pot_handles() -> QPainterPath:
    return path_from("M-118 -22q-24 0 -24 22t24 22M118 -22q24 0 24 22t-24 22")


@cache
def _stew() -> QPainterPath:
    parts = [
        path_from(
            "M40 6q22 -22 40 0q-4 10 -14 8v18h-12V14q-10 2 -14 -8ZM-84 18q16 -18 32 0q-3 8 -11 6v16h-10V24q-8 2 -11 -6Z"
        )
    ]
    for x, y, turn, cx, cy in ((-62, -42, -14, -42, -25), (8, -74, 18, 28, -57), (-24, 34, 8, -4, 50)):
        turned = QTransform().translate(cx, cy).rotate(turn).translate(-cx, -cy)
        parts.append(turned.map(rounded(x, y, 40, 34, 4)))
    for x, y, r, hole in (
        (-6, -6, 9, 4),
        (22, -8, 7, 3),
        (-30, 14, 7, 3),
        (-34, -72, 8, 3.4),
        (62, 56, 8, 3.4),
    ):
        parts += [circle(x, y, r), circle(x, y, hole)]
    parts.append(path_from("M-76 -22l16 -30M-70 -18l14 -32M46 62l-22 22M52 68l-22 20"))
    return joined(*parts)


class _Pencil:
    """Ink on paper in one theme."""

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self.painter = painter
        self.theme = theme

    def use(self, line: str, width: float, fill: str = "", opacity: float = 1.0) -> QPainter:
        """The painter with a round pen of ``width`` and a fill by colour name."""
        color = self.theme.color(line)
        color.setAlphaF(color.alphaF() * opacity)
        pen = QPen(color, width * self.theme.line_factor)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self.painter.setPen(pen)
        self.painter.setBrush(QBrush(self.theme.color(fill)) if fill else QBrush())
        return self.painter

    def at(self, x: float, y: float, turn: float, draw: Callable[[], None]) -> None:
        """Draw something moved and turned."""
        self.painter.save()
        self.painter.translate(x, y)
        self.painter.rotate(turn)
        draw()
        self.painter.restore()

    def plate(self, radius: float, food: Dish, width: float = 2.0) -> None:
        """A plate around the origin, with food on it: what is solid covers what lies under it."""
        self.use("ink", 3, "sheet").drawEllipse(QPointF(0, 0), radius, radius)
        self.use("ink", 1.5).drawEllipse(QPointF(0, 0), radius * 0.8, radius * 0.8)
        for path in food:
            self.use("ink", width, "sheet" if _is_closed(path) else "").drawPath(path)

    def cover(self) -> None:
        """What lies before one guest: rice, soup, spoon and chopsticks, a cup."""
        self.at(-46, 6, 0, lambda: self.plate(40, _rice(), 2.2))
        self.at(46, 6, 0, lambda: self.plate(40, _soup()))
        painter = self.use("ink", 4, "sheet")
        painter.drawPath(path_from("M101 34V-12"))
        self.use("ink", 3, "sheet").drawEllipse(QPointF(101, -28), 10.5, 16)
        self.use("ink", 3).drawPath(path_from("M117 36L115 -46M125 34L124 -46"))
        self.use("ink", 3, "sheet").drawEllipse(QPointF(-108, -14), 21, 21)
        self.use("ink", 1.6).drawEllipse(QPointF(-108, -14), 14, 14)

    def pot(self) -> None:
        """The stew that all share."""
        self.painter.scale(0.86, 0.86)
        self.use("ink", 7).drawPath(_pot_handles())
        self.use("ink", 5, "sheet").drawEllipse(QPointF(0, 0), 116, 116)
        self.use("ink", 2).drawEllipse(QPointF(0, 0), 102, 102)
        self.use("ink", 2.2).drawPath(_stew())

    def chair(self, *, mine: bool) -> None:
        """A chair around the origin, its back away from a table above it."""
        self.painter.scale(_CHAIR_SCALE, _CHAIR_SCALE)
        line, fill = ("accent", "accent") if mine else ("ink", "sheet")
        self.use(line, 4 / _CHAIR_SCALE, fill).drawPath(chair_with_posts())
        if mine:
            self.use(line, 14 / _CHAIR_SCALE / self.theme.line_factor).drawPath(
                path_from("M-14 18V27M14 18V27")
            )
        seam, faint = ("onAccent", 0.75) if mine else ("ink", 0.5)
        self.use(seam, 1.8 / _CHAIR_SCALE, opacity=faint).drawPath(pad_seam())


def draw_feast(painter: QPainter, theme: Theme) -> None:
    """The round table laid for five, around the origin, with four white chairs; the fifth is ``draw_own_chair``."""
    pencil = _Pencil(painter, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    turns = [nth * 360 / _GUESTS for nth in range(_GUESTS)]
    for turn in turns[1:]:
        x, y = _around(turn, TABLE_RADIUS + _CHAIR_AWAY)
        pencil.at(x, y, turn, partial(pencil.chair, mine=False))
    pencil.use("ink", 5, "wood").drawEllipse(QPointF(0, 0), TABLE_RADIUS, TABLE_RADIUS)
    pencil.use("woodLine", 2.4).drawEllipse(QPointF(0, 0), TABLE_RADIUS - 15, TABLE_RADIUS - 15)
    for turn in turns:
        x, y = _around(turn, TABLE_RADIUS - 84)
        pencil.at(x, y, turn, pencil.cover)
    dishes = (_kimchi(), _rolls(), _beans(), _greens(), _fish())
    for turn, food in zip(turns, dishes, strict=True):
        x, y = _around(turn + 36, 178)
        pencil.at(x, y, 0, partial(pencil.plate, 43, food))
    pencil.at(0, 0, 0, pencil.pot)


def draw_own_chair(painter: QPainter, theme: Theme, slid: float = 0.0) -> None:
    """The customer's chair below the table of ``draw_feast``; ``slid`` from 0 (out) to 1 (24 px toward the table)."""
    pencil = _Pencil(painter, theme)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pencil.at(0, TABLE_RADIUS + _CHAIR_OUT - _SLIDE * slid, 0, partial(pencil.chair, mine=True))


def _around(turn: float, radius: float) -> tuple[float, float]:
    return -sin(radians(turn)) * radius, cos(radians(turn)) * radius
