"""What a line on paper is, whoever fills it and whatever draws it. Only the shape."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NARROW: Final = 42
WIDE: Final = 48
PAGE: Final = 60
"""Columns of the two usual rolls of 80 mm, and of a page."""


class Kind(StrEnum):
    """How a line is drawn. LARGE takes two columns a letter; TITLE, BANNER, SMALL and QR stand in the middle."""

    BANNER = "banner"
    TITLE = "title"
    TEXT = "text"
    LARGE = "large"
    SMALL = "small"
    RULE = "rule"
    QR = "qr"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``left`` and ``right`` at their edges. Of a QR, ``left`` is what it says."""

    kind: Kind
    left: str = ""
    right: str = ""
