"""Every pair of colours that a guest has to tell apart is far enough apart, computed from the tokens, in every theme.

Text needs 4.5 to 1 and what shows a control's edge or state 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11); the theme for those
who need strong contrast has 7 to 1 for all text.
"""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from kiosk.ui.contrast import MARKS, MARKS_LEAST, STRONG_TEXT_LEAST, TEXT, TEXT_LEAST, luminance, too_close
from kiosk.ui.theme import ThemeName
from tests.ui.screens import samples

DECORATION = {"line", "scrim", "shadow"}
"""Rules that only part, and what lies over or under: nobody has to read them."""
UI = Path(__file__).parents[2] / "kiosk" / "ui"


@pytest.mark.parametrize("name", ThemeName)
def test_every_text_stands_out_from_its_ground(name: ThemeName) -> None:
    least = STRONG_TEXT_LEAST if name is ThemeName.CONTRAST else TEXT_LEAST
    assert too_close(samples.tokens().theme(name), TEXT, least) == []


@pytest.mark.parametrize("name", ThemeName)
def test_every_edge_and_mark_of_a_control_stands_out(name: ThemeName) -> None:
    assert too_close(samples.tokens().theme(name), MARKS, MARKS_LEAST) == []


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
