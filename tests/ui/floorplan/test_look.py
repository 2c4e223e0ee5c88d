"""Tokens, themes and sizes: what is drawn can be read, and is large enough to be touched."""

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont

from kiosk.ui.metrics import Families, Look, Metrics
from kiosk.ui.theme import Tokens, TokensError, load_tokens
from tests.ui.floorplan.conftest import RESOURCES, make_look

TEXT = 4.5
LINE = 3.0
PAIRS = [
    *(
        (text, ground, TEXT)
        for text in ("ink", "ink2", "accent", "ok", "warn", "bad")
        for ground in ("paper", "sheet")
    ),
    *((text, "paperDeep", TEXT) for text in ("ink", "ink2", "ink3")),
    *((kind, f"{kind}Soft", TEXT) for kind in ("ok", "warn", "bad", "accent")),
    *(("ink", f"{kind}Soft", TEXT) for kind in ("ok", "warn", "bad", "accent")),
    ("ink", "plan", TEXT),
    ("ink2", "plan", TEXT),
    ("ink", "wood", TEXT),
    ("ink3", "plan", TEXT),
    ("onAccent", "accent", TEXT),
    ("onAccent", "accentPress", TEXT),
    ("takenMark", "takenFill", TEXT),
    ("heldLine", "heldFill", TEXT),
    ("paper", "ink", TEXT),
    ("unfitLine", "plan", LINE),
    ("lineStrong", "paper", LINE),
    ("accent", "plan", LINE),
    ("focus", "paper", LINE),
    ("focus", "focusGap", LINE),
]


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1, success criterion 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["day", "night", "contrast"])
def test_every_pair_of_colours_can_be_told_apart(tokens: Tokens, theme: str) -> None:
    look = tokens.theme(theme)
    for text, ground, least in PAIRS:
        needed = 7.0 if theme == "contrast" and least == TEXT else least
        found = contrast(look.color(text), look.color(ground))
        assert found >= needed, f"{text} on {ground} in {theme}: {found:.2f}"


def test_all_themes_name_the_same_colours(tokens: Tokens) -> None:
    day = set(tokens.theme("day").colors)
    assert set(tokens.theme("night").colors) == day == set(tokens.theme("contrast").colors)


def test_lines_are_thicker_and_nothing_moves_in_high_contrast(tokens: Tokens) -> None:
    strong, day = make_look(tokens, "contrast", reduced_motion=False), make_look(tokens, reduced_motion=False)
    assert strong.stroke("control") == pytest.approx(day.stroke("control") * 1.5)
    assert (strong.motion("select").ms, day.motion("select").ms) == (0, 180)


@pytest.mark.parametrize(
    ("width", "height", "factor"), [(1080, 1920, 1), (1920, 1080, 1), (768, 1366, 768 / 1080)]
)
def test_the_shorter_side_decides_the_scale(tokens: Tokens, width: int, height: int, factor: float) -> None:
    metrics = Metrics(width, height, tokens)
    assert metrics.factor == pytest.approx(factor)
    assert metrics.px(144) == round(144 * factor)
    assert metrics.is_portrait == (height > width)


def test_a_hairline_never_vanishes(tokens: Tokens) -> None:
    assert Metrics(320, 480, tokens).px(1) == 1


def test_a_small_screen_raises_text_to_12_mm_and_targets_to_20_mm(tokens: Tokens) -> None:
    small = Metrics(720, 1280, tokens, px_per_mm=3.2)
    assert small.font_px("label") * tokens.hangul_ink_share >= 12 * 3.2
    assert small.touch(72) >= 20 * 3.2


def test_larger_text_grows_but_titles_stop(tokens: Tokens) -> None:
    largest = Metrics(1080, 1920, tokens, zoom=2.0)
    assert largest.font_px("label") == 92
    assert largest.font_px("title") == 136
    assert largest.font_px("hero") == 152
    assert largest.touch(112) == 224


def test_a_font_follows_its_role(tokens: Tokens) -> None:
    font = Metrics(1080, 1920, tokens).font("title", ("Pretendard",))
    assert font.pixelSize() == 76
    assert font.weight() == QFont.Weight.Bold
    assert font.letterSpacing() == pytest.approx(97.5)
    assert font.families() == ["Pretendard"]


def test_each_language_has_its_own_shapes_first(tokens: Tokens) -> None:
    assert Families.for_language(tokens, "ja").text[0] == "Pretendard JP"
    assert Families.for_language(tokens, "xx") == Families.for_language(tokens, "ko")


def test_a_look_answers_in_pixels_of_this_screen(tokens: Tokens) -> None:
    half = Look(tokens.theme("day"), Metrics(540, 960, tokens), Families.for_language(tokens, "ko"))
    assert half.px(144) == 72
    assert half.stroke("selected") == 3
    assert half.font("body").pixelSize() == 25


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "tokens.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_missing_or_broken_token_file_says_what_is_wrong(tmp_path: Path) -> None:
    good = json.loads((RESOURCES / "style" / "tokens.json").read_text(encoding="utf-8"))
    with pytest.raises(TokensError, match="cannot read"):
        load_tokens(tmp_path / "none.json")
    with pytest.raises(TokensError, match="not valid JSON"):
        load_tokens(write(tmp_path, "{"))
    with pytest.raises(TokensError, match="no 'night'"):
        load_tokens(write(tmp_path, json.dumps(good | {"themes": {"day": good["themes"]["day"]}})))
    good["themes"]["day"]["color"]["ink"] = "blackish"
    with pytest.raises(TokensError, match="colour ink is 'blackish'"):
        load_tokens(write(tmp_path, json.dumps(good)))
