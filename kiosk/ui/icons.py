"""The line icons, as paths on a grid of 48, and how to draw one in any colour and size.

Icons accompany a word or a state; none of them stands alone for one.
"""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from kiosk.ui.paths import path_from

GRID = 48.0
STROKE = 3.5
"""The usual line width on the grid."""


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon in SVG path notation: ``lines`` are stroked, ``solid`` is filled; ``weight`` overrules the line width."""

    lines: str
    solid: str = ""
    weight: float = 0.0


def _circle(x: float, y: float, r: float) -> str:
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0z"


def _rounded(x: float, y: float, w: float, h: float, r: float) -> str:
    across, down = w - 2 * r, h - 2 * r
    return (
        f"M{x + r:g} {y:g}h{across:g}a{r:g} {r:g} 0 0 1 {r:g} {r:g}v{down:g}a{r:g} {r:g} 0 0 1 {-r:g} {r:g}"
        f"h{-across:g}a{r:g} {r:g} 0 0 1 {-r:g} {-r:g}v{-down:g}a{r:g} {r:g} 0 0 1 {r:g} {-r:g}z"
    )


ICONS = {
    "check": Icon("M10 25l10 10 18-21"),
    "cross": Icon("M12 12l24 24M36 12L12 36"),
    "minus": Icon("M10 24h28"),
    "plus": Icon("M10 24h28M24 10v28"),
    "back": Icon("M29 10L15 24l14 14"),
    "erase": Icon("M18 10h24v28H18L6 24zM25 18l11 12M36 18L25 30"),
    "next": Icon("M19 10l14 14-14 14"),
    "up": Icon("M10 30l14-14 14 14"),
    "down": Icon("M10 18l14 14 14-14"),
    "arrow": Icon("M8 24h30M27 12l12 12-12 12"),
    "home": Icon("M7 23L24 8l17 15M12 20v20h24V20M20 40V29h8v11"),
    "bell": Icon("M8 36h32M11 36c0-15 5-21 13-21s13 6 13 21M24 15v-5M20 8.5h8M17 41h14"),
    "globe": Icon(
        _circle(24, 24, 17) + "M7 24h34M24 7c6 5 8 11 8 17s-2 12-8 17M24 7c-6 5-8 11-8 17s2 12 8 17"
    ),
    "sound": Icon("M7 19v10h7l10 9V10L14 19z M31 17c3 4 3 10 0 14M36 12c6 7 6 17 0 24"),
    "mute": Icon("M7 19v10h7l10 9V10L14 19z M32 19l10 10M42 19L32 29"),
    "ear": Icon(
        "M13 20c0-8 5-13 12-13s12 5 12 12c0 9-8 9-8 16 0 4-3 7-7 7-4 0-6-3-6-6M19 21c0-4 2-7 6-7s6 3 6 6"
    ),
    "contrast": Icon(_circle(24, 24, 17), solid="M24 7a17 17 0 010 34z"),
    "text": Icon("M5 38L16 10l11 28M9 29h14M29 38l7-18 7 18M31.5 32h9"),
    "low": Icon("M8 41h32M24 6v25M13 21l11 11 11-11"),
    "clock": Icon(_circle(24, 24, 17) + "M24 13v12l8 5"),
    "glass": Icon("M12 7h24M12 41h24M15 7c0 9 9 11 9 17s-9 8-9 17M33 7c0 9-9 11-9 17s9 8 9 17"),
    "people": Icon(
        _circle(18, 16, 7) + "M6 39c0-9 5-13 12-13s12 4 12 13M31 10a7 7 0 010 13M34 27c5 1 8 5 8 12"
    ),
    "person": Icon(_circle(24, 15, 8) + "M9 41c0-11 6-15 15-15s15 4 15 15"),
    "card": Icon(_rounded(5, 11, 38, 27, 4) + "M5 20h38M12 31h9"),
    "lock": Icon(_rounded(10, 21, 28, 20, 4) + "M16 21v-5c0-5 3-8 8-8s8 3 8 8v5M24 29v5"),
    "print": Icon("M14 17V7h20v10M14 34H7V17h34v17h-7M14 28h20v13H14z"),
    "phone": Icon(_rounded(13, 5, 22, 38, 4) + "M21 37h6"),
    "qr": Icon("M7 7h13v13H7zM28 7h13v13H28zM7 28h13v13H7zM28 28h5v5h-5zM36 36h5v5h-5zM36 28h5M28 38v3"),
    "info": Icon(_circle(24, 24, 17) + "M24 22v11M24 14.5v.5"),
    "alert": Icon("M24 7l19 33H5z M24 20v9M24 34.2v.4"),
    "stop": Icon("M16 6h16l10 10v16L32 42H16L6 32V16z M24 15v12M24 32.6v.5"),
    "refresh": Icon("M39 20c-2-7-8-12-15-12-9 0-16 7-16 16s7 16 16 16c6 0 11-3 14-8M40 8v12H28"),
    "calendar": Icon(_rounded(7, 10, 34, 31, 4) + "M7 19h34M16 5v9M32 5v9"),
    "list": Icon("M17 13h24M17 24h24M17 35h24M7 13h2M7 24h2M7 35h2"),
    "plan": Icon(_rounded(6, 6, 36, 36, 3) + _rounded(14, 14, 10, 10, 2) + _circle(32, 31, 5) + "M6 32h12"),
    "wheel": Icon("M20 15v12h12l5 11h4M20 20h10M14.5 22.5A11 11 0 1029 35", solid=_circle(20, 8, 3.6)),
    "child": Icon(_circle(24, 12, 6) + "M12 26h24M16 26v6h16v-6M16 32l-4 10M32 32l4 10M14 38h20"),
    "window": Icon(_rounded(8, 7, 32, 34, 2) + "M24 7v34M8 24h32"),
    "edit": Icon("M9 39l2-9L33 8l7 7-22 22zM29 12l7 7"),
    "undo": Icon("M16 9L7 18l9 9M8 18h19c8 0 13 5 13 11s-5 11-13 11h-8"),
    "redo": Icon("M32 9l9 9-9 9M40 18H21C13 18 8 23 8 29s5 11 13 11h8"),
    "rotate": Icon("M38 17A16 16 0 1040 27M39 7v11H28"),
    "trash": Icon("M8 13h32M18 13V8h12v5M12 13l2 28h20l2-28M20 21v12M28 21v12"),
    "copy": Icon(_rounded(16, 16, 25, 25, 4) + "M32 16V7H7v25h9"),
    "search": Icon(_circle(21, 21, 13) + "M31 31l11 11"),
    "gear": Icon(
        _circle(24, 24, 6)
        + "M24 6v6M24 36v6M6 24h6M36 24h6M11 11l4.5 4.5M32.5 32.5L37 37M37 11l-4.5 4.5M15.5 32.5L11 37"
    ),
    "chart": Icon("M7 41h34M12 41V27h6v14M22 41V9h6v32M32 41V19h6v22"),
    "book": Icon("M9 8h25a4 4 0 014 4v29H13a4 4 0 01-4-4zM9 36a4 4 0 014-4h25M17 16h13M17 23h13"),
    "bars": Icon("M6 12h20M14 24h28M10 36h18"),
    "won": Icon("M7 12l8 25 9-25 9 25 8-25M5 21h38M5 29h38"),
    "wifi": Icon("M5 19c11-10 27-10 38 0M12 27c7-6 17-6 24 0M19 34c3-3 7-3 10 0M24 40v.3"),
    "pin": Icon("M24 43C16 33 11 26 11 19a13 13 0 0126 0c0 7-5 14-13 24z" + _circle(24, 19, 5)),
    "flag": Icon("M12 43V7M12 9h25l-6 9 6 9H12"),
    "eye": Icon("M4 24c5-9 12-13 20-13s15 4 20 13c-5 9-12 13-20 13S9 33 4 24z" + _circle(24, 24, 6)),
    "link": Icon("M20 28l8-8M18 22l-6 6a6.5 6.5 0 009 9l6-6M30 26l6-6a6.5 6.5 0 00-9-9l-6 6"),
    "door": Icon("M12 42V6h24v36M6 42h36M29 24v2"),
    "move": Icon("M24 5v38M5 24h38M18 11l6-6 6 6M18 37l6 6 6-6M11 18l-6 6 6 6M37 18l6 6-6 6"),
    "sun": Icon(
        _circle(24, 24, 8)
        + "M24 5v6M24 37v6M5 24h6M37 24h6M10.5 10.5l4.3 4.3M33.2 33.2l4.3 4.3M37.5 10.5l-4.3 4.3M14.8 33.2l-4.3 4.3"
    ),
    "dots": Icon("M12 24h.1M24 24h.1M36 24h.1", weight=6),
    "grip": Icon("M18 12h.1M30 12h.1M18 24h.1M30 24h.1M18 36h.1M30 36h.1", weight=5),
}


@cache
def icon_path(name: str) -> QPainterPath:
    """The lines of an icon on the grid of 48. Raises KeyError for a name there is not."""
    return path_from(ICONS[name].lines)


@cache
def _solid_path(name: str) -> QPainterPath:
    return path_from(ICONS[name].solid)


def draw_icon(painter: QPainter, name: str, rect: QRectF, color: QColor, stroke: float = STROKE) -> None:
    """Draw an icon into the middle of ``rect``; ``stroke`` is the line width on the grid of 48."""
    icon = ICONS[name]
    scale = min(rect.width(), rect.height()) / GRID
    pen = QPen(color, icon.weight or stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center() - QPointF(GRID, GRID) * scale / 2)
    painter.scale(scale, scale)
    if icon.solid:
        painter.fillPath(_solid_path(name), color)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(icon_path(name))
    painter.restore()


def icon_pixmap(
    name: str, size_px: int, color: QColor, stroke: float = STROKE, ratio: float = 1.0
) -> QPixmap:
    """An icon of ``size_px`` on nothing, for labels; ``ratio`` is the device pixel ratio of the screen."""
    pixmap = QPixmap(QSize(size_px, size_px) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_icon(painter, name, QRectF(0, 0, size_px, size_px), color, stroke)
    painter.end()
    return pixmap


def button_icon(name: str, size_px: int, color: QColor, ratio: float = 1.0) -> QIcon:
    """The same for a button."""
    return QIcon(icon_pixmap(name, size_px, color, ratio=ratio))
