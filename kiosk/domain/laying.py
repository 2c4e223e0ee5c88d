"""Where chairs stand around a table top: along its sides or in a ring, in plan units. Pure geometry."""

from collections.abc import Mapping
from math import cos, radians, sin
from typing import NamedTuple

CHAIR_GAP = 31.0
"""From the edge of a top to the middle of a chair at it, in cm."""
CHAIR_PITCH = 78.0
"""From one chair to the next along a side, at most."""
LEAST_PITCH = 60.0
"""Closer than this nobody sits; more chairs than fit go to the other sides."""
SIDES = ("top", "right", "bottom", "left")


class Place(NamedTuple):
    """The middle of a chair, and how many degrees clockwise it is turned (0 = below its table)."""

    x: float
    y: float
    turned: float


def along(middle: tuple[float, float], size: tuple[float, float], counts: Mapping[str, int]) -> list[Place]:
    """Chairs along the sides of a top, clockwise from the top left; ``counts`` says how many on which side."""
    (x, y), (w, h) = middle, size
    return [
        *(Place(x + d, y - h / 2 - CHAIR_GAP, 180.0) for d in _row(counts.get("top", 0), w)),
        *(Place(x + w / 2 + CHAIR_GAP, y + d, -90.0) for d in _row(counts.get("right", 0), h)),
        *(Place(x + d, y + h / 2 + CHAIR_GAP, 0.0) for d in _row(counts.get("bottom", 0), w)),
        *(Place(x - w / 2 - CHAIR_GAP, y + d, 90.0) for d in _row(counts.get("left", 0), h)),
    ]


def around(middle: tuple[float, float], radius: float, count: int, turned: float = 0.0) -> list[Place]:
    """Chairs in a ring; ``turned`` moves the first one on from below the table, in degrees."""
    far = radius + CHAIR_GAP
    angles = [turned + nth * 360 / count for nth in range(count)]
    return [
        Place(middle[0] - sin(radians(angle)) * far, middle[1] + cos(radians(angle)) * far, angle)
        for angle in angles
    ]


def shared_out(count: int, size: tuple[float, float]) -> dict[str, int]:
    """How many of ``count`` chairs go to which side: the two long ones first, then the ends; the rest squeezes in."""
    w, h = size
    long_ones, ends = (
        (("top", "bottom"), ("left", "right")) if w >= h else (("left", "right"), ("top", "bottom"))
    )
    most = dict.fromkeys(long_ones, max(1, int(max(w, h) // LEAST_PITCH)))
    most |= dict.fromkeys(ends, max(1, int(min(w, h) // LEAST_PITCH)))
    counts = dict.fromkeys(SIDES, 0)
    order = [side for pair in (long_ones, ends) for _ in range(most[pair[0]]) for side in pair]
    for nth in range(count):
        counts[order[nth] if nth < len(order) else long_ones[nth % 2]] += 1
    return counts


def _row(count: int, length: float) -> list[float]:
    pitch = min(CHAIR_PITCH, length / count) if count else 0.0
    return [(nth - (count - 1) / 2) * pitch for nth in range(count)]
