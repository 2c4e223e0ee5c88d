"""Turns token sizes into pixels and fonts of this screen, and bundles them with a theme for the widgets.

The one place where sizes are scaled: a widget that multiplies a token itself is wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from PySide6.QtGui import QColor, QFont

from kiosk.ui.theme import Motion, Theme, Tokens, TypeRole

Role = Literal["hero", "display", "title", "heading", "body", "label", "planNumber"]

NOTICED = 1.1
"""Layouts have room for a little more than designed."""

OUT_OF_REACH = 896
"""Reference px of an upright screen, from its upper edge, in which nothing is touched in the low layout."""

_NEVER_SMALLER = ("heading", "body", "label", "planNumber")


@dataclass(frozen=True)
class Metrics:
    """Sizes on a screen of ``width_px`` x ``height_px``.

    ``zoom`` is the customer's text size (1, 1.5 or 2); ``px_per_mm`` the measured density of the screen,
    if known: then no text is drawn under 12 mm and no target under 20 mm. ``low``: for a guest who cannot reach high.
    """

    width_px: int
    height_px: int
    tokens: Tokens
    zoom: float = 1.0
    px_per_mm: float | None = None
    low: bool = False

    @property
    def is_low(self) -> bool:
        """True when what is touched has to lie in the lower part: a whole screen that lies is low by itself."""
        return self.low and self.is_portrait

    @property
    def turns_pages(self) -> bool:
        """True when there may be more than fits at once: with larger text, and in the lower part of a screen."""
        return self.is_large or self.is_low

    @property
    def factor(self) -> float:
        """Screen pixels to one reference pixel."""
        return min(self.width_px, self.height_px) / min(self.tokens.reference_px)

    @property
    def is_portrait(self) -> bool:
        """True when the screen is higher than wide."""
        return self.height_px > self.width_px

    @property
    def is_large(self) -> bool:
        """True when the customer has asked for larger text, or a small panel needs it to be 12 mm high."""
        return self.zoom > 1 or self.raised > NOTICED

    @property
    def raised(self) -> float:
        """How much larger the smallest text is than designed, so that it is 12 mm high; 1 where it is without."""
        return max(1.0, self._least_text_px() / (self.tokens.kiosk_type["label"].px * self.factor))

    def _least_text_px(self) -> float:
        if self.px_per_mm is None:
            return 0.0
        return self.tokens.smallest_text_mm * self.px_per_mm / self.tokens.hangul_ink_share

    @property
    def is_upright(self) -> bool:
        """True when everything stands in one column: upright screens, and larger text on any."""
        return self.is_portrait or self.is_large

    def px(self, size: float) -> int:
        """A reference size in screen pixels; never 0 for a size above 0. Not touched by ``zoom``."""
        return max(1, round(size * self.factor)) if size > 0 else round(size * self.factor)

    def touch(self, size: float) -> int:
        """The height of a target of ``size`` reference px: grows with ``zoom``, never under 20 mm."""
        wanted = round(size * self.zoom * self.factor)
        if self.px_per_mm is None:
            return wanted
        return max(wanted, ceil(self.tokens.smallest_touch_mm * self.px_per_mm))

    def space(self, step: int | str) -> int:
        """A space token (1 to 9, or by name) in screen pixels."""
        return self.px(self.tokens.space[str(step)])

    def font_px(self, role: Role, px: float | None = None) -> int:
        """The pixel size of a role, or of ``px`` reference pixels in its place; large titles stop growing."""
        base = self.tokens.kiosk_type[role].px if px is None else px
        grown = base * self.zoom
        if self.zoom > 1:
            grown = min(grown, max(base, self.tokens.title_stop_px))
        wanted = max(1, round(grown * self.factor))
        if role not in _NEVER_SMALLER:
            return wanted
        return max(wanted, ceil(self._least_text_px()))

    def role(self, role: Role) -> TypeRole:
        """The tokens of a text role, unscaled."""
        return self.tokens.kiosk_type[role]

    def line_height(self, role: Role) -> int:
        """The height of a line of that role in screen pixels."""
        return round(self.font_px(role) * self.tokens.kiosk_type[role].line)

    def font(
        self,
        role: Role,
        families: Sequence[str] = (),
        *,
        px: float | None = None,
        weight: int | None = None,
        tabular: bool = True,
    ) -> QFont:
        """The font of a role. ``tabular`` figures keep their width when a number counts; off for large still ones."""
        tokens = self.tokens.kiosk_type[role]
        font = QFont(list(families or self.tokens.families["ko"]))
        font.setPixelSize(self.font_px(role, px))
        font.setWeight(QFont.Weight(weight or tokens.weight))
        font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 100 * (1 + tokens.tracking))
        if tabular:
            _use_tabular_figures(font)
        return font


def _use_tabular_figures(font: QFont) -> None:
    # Qt can choose font features from 6.7 on; before, figures are what the font gives.
    if hasattr(font, "setFeature"):
        font.setFeature(QFont.Tag("tnum"), 1)


@dataclass(frozen=True)
class Families:
    """Font families in order of choice: ``text`` for everything, ``name`` for the restaurant's name only."""

    text: tuple[str, ...]
    name: tuple[str, ...]

    @classmethod
    def for_language(cls, tokens: Tokens, language: str) -> "Families":
        """The families of ``ko``, ``en``, ``ja`` or ``zh``: each draws shared characters in its own shapes."""
        return cls(tokens.families.get(language, tokens.families["ko"]), tokens.families["name"])


@dataclass(frozen=True)
class Look:
    """All a widget needs to draw itself. ``reduced_motion`` is the customer's wish; a flat theme implies it."""

    theme: Theme
    metrics: Metrics
    families: Families
    reduced_motion: bool = False

    @property
    def moves(self) -> bool:
        """False when every change must happen in one frame."""
        return not (self.reduced_motion or self.theme.flat)

    def color(self, name: str) -> QColor:
        """A colour of the theme by its token name."""
        return self.theme.color(name)

    def px(self, size: float) -> int:
        """A reference size in screen pixels."""
        return self.metrics.px(size)

    def stroke(self, name: str) -> float:
        """A line width of the theme in screen pixels, for a pen."""
        return self.theme.stroke(name) * self.metrics.factor

    def radius(self, name: str) -> float:
        """A corner radius in screen pixels."""
        return self.theme.radius(name) * self.metrics.factor

    def font(
        self, role: Role, *, px: float | None = None, weight: int | None = None, tabular: bool = True
    ) -> QFont:
        """The font of a role in the text family."""
        return self.metrics.font(role, self.families.text, px=px, weight=weight, tabular=tabular)

    def name_font(self, px: float) -> QFont:
        """The serif of the restaurant's name, ``px`` reference pixels high."""
        return self.metrics.font("title", self.families.name, px=px, weight=600)

    def motion(self, name: str) -> Motion:
        """A movement of the tokens; of 0 ms when nothing may move."""
        motion = self.metrics.tokens.motion[name]
        return motion if self.moves else Motion(0, motion.easing)
