"""Reads the path notation of SVG ("M10 25l10 10 18-21") into QPainterPath, so that drawings stay plain figures.

Knows lines, curves and arcs; no style, no transforms.
"""

import re
from collections.abc import Iterator
from math import acos, ceil, cos, degrees, hypot, pi, radians, sin, sqrt, tan

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

_TOKEN = re.compile(r"([MLHVCSQTAZmlhvcsqtaz])|([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)")
_ARC = re.compile(
    r"\s*,?\s*([-+]?[\d.]+)[\s,]+([-+]?[\d.]+)[\s,]+([-+]?[\d.]+)[\s,]*([01])[\s,]*([01])(.*)", re.DOTALL
)
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def path_from(notation: str) -> QPainterPath:
    """The path of an SVG ``d`` attribute. Raises ValueError for anything that is not one."""
    reader = _Reader()
    for command, numbers in _steps(notation):
        reader.follow(command, numbers)
    return reader.path


def circle(x: float, y: float, radius: float) -> QPainterPath:
    """A full circle."""
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), radius, radius)
    return path


def rounded(x: float, y: float, width: float, height: float, radius: float) -> QPainterPath:
    """A rectangle with round corners."""
    path = QPainterPath()
    path.addRoundedRect(x, y, width, height, radius, radius)
    return path


def joined(*parts: QPainterPath) -> QPainterPath:
    """All parts in one path, to be drawn in one stroke."""
    path = QPainterPath()
    for part in parts:
        path.addPath(part)
    return path


def _steps(notation: str) -> Iterator[tuple[str, list[float]]]:
    for match in re.finditer(r"([A-Za-z])([^A-Za-z]*)", notation.strip()):
        command, rest = match.group(1), match.group(2)
        if command.upper() not in _TAKES:
            msg = f"no such path command: {command!r}"
            raise ValueError(msg)
        numbers = list(_arc_numbers(rest)) if command in "Aa" else [float(n[1]) for n in _TOKEN.findall(rest)]
        takes = _TAKES[command.upper()]
        if takes == 0:
            yield command, []
            continue
        if not numbers or len(numbers) % takes:
            msg = f"path command {command} takes {takes} numbers, not {len(numbers)}: {rest!r}"
            raise ValueError(msg)
        for start in range(0, len(numbers), takes):
            # After a move, further pairs are lines.
            name = command if start == 0 or command not in "Mm" else ("L" if command == "M" else "l")
            yield name, numbers[start : start + takes]


def _arc_numbers(rest: str) -> Iterator[float]:
    # The two flags of an arc may stand without a space between them: "a17 17 0 010 34".
    while rest.strip(" ,\n"):
        match = _ARC.match(rest)
        if match is None:
            msg = f"not an arc: {rest!r}"
            raise ValueError(msg)
        yield from (float(part) for part in match.groups()[:5])
        ends = list(_TOKEN.finditer(match.group(6)))[:2]
        if len(ends) != 2:  # noqa: PLR2004 - an arc ends at x and y
            msg = f"an arc has no end: {rest!r}"
            raise ValueError(msg)
        yield from (float(end.group(2)) for end in ends)
        rest = match.group(6)[ends[-1].end() :]


class _Reader:
    """Follows path commands with a pen."""

    def __init__(self) -> None:
        self.path = QPainterPath()
        self._at = QPointF(0, 0)
        self._start = QPointF(0, 0)
        self._handle: tuple[str, QPointF] | None = None

    def follow(self, command: str, numbers: list[float]) -> None:
        """Draw one command; lower case is relative to where the pen stands."""
        base = self._at if command.islower() else QPointF(0, 0)
        kind = command.upper()
        if kind == "Z":
            self.path.closeSubpath()
            self._at, self._handle = self._start, None
        elif kind == "A":
            self._arc(numbers, base)
        elif kind in "HV":
            self._straight(kind, numbers[0], base)
        else:
            self._curve(
                kind, [base + QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
            )

    def _straight(self, kind: str, number: float, base: QPointF) -> None:
        end = (
            QPointF(base.x() + number, self._at.y())
            if kind == "H"
            else QPointF(self._at.x(), base.y() + number)
        )
        self._curve("L", [end])

    def _curve(self, kind: str, points: list[QPointF]) -> None:
        handle: tuple[str, QPointF] | None = None
        if kind == "M":
            self.path.moveTo(points[0])
            self._start = points[0]
        elif kind == "L":
            self.path.lineTo(points[0])
        elif kind in "CS":
            first = points[0] if kind == "C" else self._mirrored("C")
            self.path.cubicTo(first, points[-2], points[-1])
            handle = ("C", points[-2])
        else:
            middle = points[0] if kind == "Q" else self._mirrored("Q")
            self.path.quadTo(middle, points[-1])
            handle = ("Q", middle)
        self._at, self._handle = points[-1], handle

    def _mirrored(self, kind: str) -> QPointF:
        if self._handle is None or self._handle[0] != kind:
            return self._at
        return self._at * 2 - self._handle[1]

    def _arc(self, numbers: list[float], base: QPointF) -> None:
        end = base + QPointF(numbers[5], numbers[6])
        _arc_to(
            self.path, self._at, end, (numbers[0], numbers[1], numbers[2]), (numbers[3] != 0, numbers[4] != 0)
        )
        self._at, self._handle = end, None


def _arc_to(
    path: QPainterPath,
    start: QPointF,
    end: QPointF,
    shape: tuple[float, float, float],
    flags: tuple[bool, bool],
) -> None:
    """An arc between two points by its radii, turn and flags (SVG 1.1, appendix F.6), as cubic curves."""
    rx, ry, turned = abs(shape[0]), abs(shape[1]), radians(shape[2])
    if rx == 0 or ry == 0 or start == end:
        path.lineTo(end)
        return
    half = (start - end) / 2
    x = cos(turned) * half.x() + sin(turned) * half.y()
    y = -sin(turned) * half.x() + cos(turned) * half.y()
    grow = sqrt(max(1.0, (x / rx) ** 2 + (y / ry) ** 2))
    rx, ry = rx * grow, ry * grow
    under = (rx * y) ** 2 + (ry * x) ** 2
    away = sqrt(max(0.0, (rx * ry) ** 2 / under - 1)) * (-1 if flags[0] == flags[1] else 1)
    cx, cy = away * rx * y / ry, -away * ry * x / rx
    first = _angle(1, 0, (x - cx) / rx, (y - cy) / ry)
    sweep = _angle((x - cx) / rx, (y - cy) / ry, (-x - cx) / rx, (-y - cy) / ry)
    if flags[1] and sweep < 0:
        sweep += 2 * pi
    elif not flags[1] and sweep > 0:
        sweep -= 2 * pi
    middle = (start + end) / 2

    def turned_back(px: float, py: float) -> QPointF:
        return QPointF(cos(turned) * px - sin(turned) * py, sin(turned) * px + cos(turned) * py) + middle

    pieces = max(1, ceil(abs(degrees(sweep)) / 90))
    step = sweep / pieces
    reach = 4 / 3 * tan(step / 4)
    for piece in range(pieces):
        a, b = first + piece * step, first + (piece + 1) * step
        path.cubicTo(
            turned_back(cx + rx * (cos(a) - reach * sin(a)), cy + ry * (sin(a) + reach * cos(a))),
            turned_back(cx + rx * (cos(b) + reach * sin(b)), cy + ry * (sin(b) - reach * cos(b))),
            turned_back(cx + rx * cos(b), cy + ry * sin(b)),
        )


def _angle(ux: float, uy: float, vx: float, vy: float) -> float:
    share = (ux * vx + uy * vy) / (hypot(ux, uy) * hypot(vx, vy))
    angle = acos(min(1.0, max(-1.0, share)))
    return -angle if ux * vy - uy * vx < 0 else angle
