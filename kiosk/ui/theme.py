"""The design tokens: every colour, size and time, read once from a file and frozen.

Knows no screen and no pixel of this machine (that is ``metrics``); paints nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QEasingCurve
from PySide6.QtGui import QColor


class ThemeName(StrEnum):
    """The three looks: by day, by night, and for those who need strong contrast."""

    DAY = "day"
    NIGHT = "night"
    CONTRAST = "contrast"


class TokensError(Exception):
    """The tokens file cannot be used; ``problems`` says what is wrong, one sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class TypeRole:
    """A size of text: ``px`` and ``line`` (height in em) at the reference screen, ``tracking`` in em."""

    px: float
    weight: int
    line: float
    tracking: float


@dataclass(frozen=True, slots=True)
class Motion:
    """How long a movement takes, in milliseconds, and its curve."""

    ms: int
    easing: QEasingCurve.Type


@dataclass(frozen=True, slots=True)
class Shadow:
    """A soft shadow in reference px, in the theme's ``color``; only for what lies over the page."""

    x: float
    y: float
    blur: float
    color: str


@dataclass(frozen=True)
class Theme:
    """The colours and lines of one look. ``flat`` has no shadow, texture or tint; ``line_factor`` thickens every line."""

    name: ThemeName
    flat: bool
    line_factor: float
    colors: Mapping[str, QColor] = field(repr=False)
    strokes: Mapping[str, float] = field(repr=False)
    radii: Mapping[str, float] = field(repr=False)

    def color(self, name: str) -> QColor:
        """A colour by its token name, such as ``ink``; KeyError if there is none of that name."""
        return QColor(self.colors[name])

    def css(self, name: str) -> str:
        """The same colour for a style sheet."""
        color = self.colors[name]
        return f"rgba({color.red()},{color.green()},{color.blue()},{color.alpha()})"

    def stroke(self, name: str) -> float:
        """A line width in reference px, already thickened where the theme asks for it."""
        return self.strokes[name] * self.line_factor

    def radius(self, name: str) -> float:
        """A corner radius in reference px."""
        return self.radii[name]


@dataclass(frozen=True)
class Tokens:
    """All tokens. Sizes are px of the reference screen; ``timers`` are seconds (and counts where named so)."""

    themes: Mapping[ThemeName, Theme]
    reference_px: tuple[int, int]
    reference_px_per_mm: float
    kiosk_type: Mapping[str, TypeRole]
    desk_type: Mapping[str, TypeRole]
    families: Mapping[str, tuple[str, ...]]
    smallest_text_mm: float
    hangul_ink_share: float
    title_stop_px: float
    zoom: Mapping[str, float]
    space: Mapping[str, float]
    touch: Mapping[str, float]
    desk_touch: Mapping[str, float]
    smallest_touch_mm: float
    shadows: Mapping[str, Shadow]
    motion: Mapping[str, Motion]
    timers: Mapping[str, int]
    payment_web: Mapping[str, float]

    def theme(self, name: str) -> Theme:
        """The look ``day``, ``night`` or ``contrast``. Raises ValueError for any other name."""
        return self.themes[ThemeName(name)]


def load_tokens(path: Path) -> Tokens:
    """Read the tokens file. Raises TokensError when it is missing, is not JSON, or lacks something."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TokensError([f"cannot read {path.name}: {error.strerror}"]) from error
    except ValueError as error:
        raise TokensError([f"{path.name} is not valid JSON: {error}"]) from error
    try:
        return _tokens(raw)
    except KeyError as error:
        raise TokensError(
            [f"{path.name} has no {error.args[0]!r}; restore it from the installation"]
        ) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise TokensError([f"{path.name} has a value of the wrong kind: {error}"]) from error


def _tokens(raw: Mapping[str, Any]) -> Tokens:
    text, touch, reference = raw["type"], raw["touch"], raw["reference"]
    return Tokens(
        themes=MappingProxyType({name: _theme(name, raw) for name in ThemeName}),
        reference_px=(int(reference["width_px"]), int(reference["height_px"])),
        reference_px_per_mm=float(reference["px_per_mm"]),
        kiosk_type=_roles(text["kiosk"]),
        desk_type=_roles(text["desk"]),
        families=MappingProxyType({lang: tuple(names) for lang, names in text["family"].items()}),
        smallest_text_mm=float(text["smallest_mm"]),
        hangul_ink_share=float(text["ink_share"]["hangul"]),
        title_stop_px=float(text["title_stop_px"]),
        zoom=_numbers(text["zoom"]),
        space=_numbers(raw["space"]),
        touch=_numbers({name: value for name, value in touch.items() if not isinstance(value, dict)}),
        desk_touch=_numbers(touch["desk"]),
        smallest_touch_mm=float(touch["smallest_mm"]),
        shadows=MappingProxyType({name: _shadow(value) for name, value in raw["shadow"].items()}),
        motion=MappingProxyType({name: _motion(value) for name, value in raw["motion"].items()}),
        timers=MappingProxyType({name: int(value) for name, value in raw["timers"].items()}),
        payment_web=_numbers(raw["payment_web"]),
    )


def _theme(name: ThemeName, raw: Mapping[str, Any]) -> Theme:
    own = raw["themes"][name.value]
    return Theme(
        name=name,
        flat=bool(own["flat"]),
        line_factor=float(own["line_factor"]),
        colors=MappingProxyType({key: _color(key, value) for key, value in own["color"].items()}),
        strokes=_numbers(raw["stroke"]),
        radii=_numbers(raw["radius"]),
    )


def _color(name: str, text: str) -> QColor:
    color = QColor.fromString(text)
    if not color.isValid():
        msg = f"colour {name} is {text!r}, not #RRGGBB or #AARRGGBB"
        raise ValueError(msg)
    return color


def _numbers(raw: Mapping[str, Any]) -> Mapping[str, float]:
    return MappingProxyType({name: float(value) for name, value in raw.items()})


def _roles(raw: Mapping[str, Any]) -> Mapping[str, TypeRole]:
    return MappingProxyType(
        {
            name: TypeRole(
                float(role["px"]), int(role["weight"]), float(role["line"]), float(role["tracking"])
            )
            for name, role in raw.items()
        }
    )


def _motion(raw: Mapping[str, Any]) -> Motion:
    return Motion(int(raw["ms"]), QEasingCurve.Type[raw["easing"]])


def _shadow(raw: Mapping[str, Any]) -> Shadow:
    return Shadow(float(raw["x"]), float(raw["y"]), float(raw["blur"]), str(raw["color"]))
