"""Every pair of colours that a guest has to tell apart is far enough apart, computed from the tokens, in every theme.

Text needs 4.5 to 1 and what shows a control's edge or state 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11); the theme for those
who need strong contrast has 7 to 1 for all text.
"""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from kiosk.ui.theme import Theme, ThemeName
from tests.ui.screens import samples

GROUNDS = ("paper", "paperDeep", "sheet", "plan")
TEXT = (
    *(
        (words, ground)
        for words in ("ink", "ink2", "ink3", "accent", "ok", "warn", "bad")
        for ground in GROUNDS
    ),
    *((words, ground) for words in ("ink", "ink2", "accent") for ground in ("accentSoft",)),
    *((words, ground) for words in ("onAccent",) for ground in ("accent", "accentPress")),
    *((words, f"{mark}Soft") for mark in ("ok", "warn", "bad") for words in ("ink", "ink2", mark)),
    ("ink", "wood"),
    ("takenMark", "takenFill"),
)
MARKS = (
    *((line, ground) for line in ("lineStrong", "accent", "ink") for ground in GROUNDS),
    *((line, "plan") for line in ("heldLine", "unfitLine", "takenMark")),
    ("focus", "focusGap"),
    ("onAccent", "accent"),
)

DECORATION = {"line", "scrim", "shadow"}
"""Rules that only part, and what lies over or under: nobody has to read them."""
UI = Path(samples.__file__).parents[3] / "kiosk" / "ui"


def luminance(color: QColor) -> float:
    """Relative luminance, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(theme: Theme, one: str, other: str) -> float:
    """The contrast of two colours of a theme, 1 to 21."""
    dark, light = sorted(luminance(theme.color(name)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


def too_close(theme: Theme, pairs: tuple[tuple[str, str], ...], least: float) -> list[str]:
    """The pairs under ``least``, each with its figure."""
    return [
        f"{one} on {other}: {ratio(theme, one, other):.2f}"
        for one, other in pairs
        if ratio(theme, one, other) < least
    ]


@pytest.mark.parametrize("name", ThemeName)
def test_every_text_stands_out_from_its_ground(name: ThemeName) -> None:
    least = 7.0 if name is ThemeName.CONTRAST else 4.5
    assert too_close(samples.tokens().theme(name), TEXT, least) == []


@pytest.mark.parametrize("name", ThemeName)
def test_every_edge_and_mark_of_a_control_stands_out(name: ThemeName) -> None:
    assert too_close(samples.tokens().theme(name), MARKS, 3.0) == []


def test_every_colour_that_a_screen_names_is_looked_at() -> None:
    known = {*samples.tokens().theme("day").colors}
    named = {
        node.value
        for folder in ("screens", "widgets")
        for file in sorted((UI / folder).glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in known
    }
    looked_at = {name for pair in (*TEXT, *MARKS) for name in pair}
    assert {"ink", "paper", "accent"} <= named
    assert named - looked_at - DECORATION == set()


def test_black_on_white_has_the_ratio_that_the_rule_gives_it() -> None:
    assert round((luminance(QColor("white")) + 0.05) / (luminance(QColor("black")) + 0.05), 2) == 21.0


def test_two_colours_too_close_are_found() -> None:
    """Without this the tests above would prove nothing."""
    assert too_close(samples.tokens().theme("day"), (("line", "paper"),), 3.0)
