"""Every screen looks like its mock-up, and like it did when somebody last looked at it.

After a change that is meant: ``LOOK=approve .venv/bin/python -m pytest tests/ui/look``, look at what git shows, commit it.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest
from PIL import Image, ImageDraw
from pytestqt.qtbot import QtBot

from tests.ui.look.compare import SQUARE, differing, squares, unlike
from tests.ui.look.shots import COLORS, LOOKED_AT, MOCKUPS, Shot, setting, stage, take

HERE = Path(__file__).parent
APPROVES = os.environ.get("LOOK") == "approve"
TOLERANCE = 22
"""Of a square's mean; fonts that are smoothed otherwise stay below 8, a word more or less is far above."""

ALIKE = 8.5
"""What a screen may be off its mock-up, seen from across the room. Two screens that are not the same are 15 apart and more."""

FREER: Final[Mapping[str, float]] = {
    "01-attract": 28,
    "03-party-time-en": 11,
    "05-list": 15,
    "18-party-largest": 24,
    "20-land-floor": 16,
}
"""Where ours is another on purpose: keys for language and staff below, days above the times, more filters and chairs,
pages instead of fewer keys, another table chosen."""


def kept(kind: str, name: str) -> Image.Image:
    return Image.open(HERE / kind / f"{name}.png").convert("RGB")


def of_one_setting(shots: Iterable[Shot]) -> dict[str, list[Shot]]:
    """By the setting they share."""
    found: dict[str, list[Shot]] = {}
    for shot in shots:
        found.setdefault("-".join(filter(None, setting(shot))), []).append(shot)
    return found


@pytest.mark.parametrize("where", of_one_setting(LOOKED_AT))
def test_every_screen_looks_as_it_did(qtbot: QtBot, where: str, tmp_path: Path) -> None:
    shots = of_one_setting(LOOKED_AT)[where]
    shell = stage(qtbot, shots[0])
    changed = [told for shot in shots if (told := changes(shot, take(shell, shot), tmp_path))]
    assert not changed, "\n".join([*changed, "see the head of this file"])


def changes(shot: Shot, now: Image.Image, folder: Path) -> str:
    """What has changed since, and the file that shows it; "" when nothing has."""
    if APPROVES:
        now.quantize(COLORS).save(HERE / "approved" / f"{shot.name}.png", optimize=True)
    before = kept("approved", shot.name)
    assert now.size == before.size
    places = differing(now, before, TOLERANCE)
    if not places:
        return ""
    file = folder / f"{shot.name}.png"
    marked(before, now, places).save(file)
    return f"{shot.name} has changed in {len(places)} places: {file}"


@pytest.mark.parametrize("where", of_one_setting(MOCKUPS.values()))
def test_every_screen_looks_like_its_mockup(qtbot: QtBot, where: str) -> None:
    shots = of_one_setting(MOCKUPS.values())[where]
    shell = stage(qtbot, shots[0])
    apart = {
        mockup: unlike(take(shell, shot), kept("mockups", mockup))
        for mockup, shot in MOCKUPS.items()
        if shot in shots
    }
    assert {mockup: far for mockup, far in apart.items() if far > FREER.get(mockup, ALIKE)} == {}


def test_every_picture_that_is_kept_is_compared() -> None:
    assert {file.stem for file in (HERE / "approved").glob("*.png")} == {shot.name for shot in LOOKED_AT}
    assert {file.stem for file in (HERE / "mockups").glob("*.png")} == set(MOCKUPS)


def test_another_word_is_found(qtbot: QtBot) -> None:
    """The comparison itself is worth something only if it sees what an eye would."""
    shot = Shot("review")
    approved, shell = kept("approved", shot.name), stage(qtbot, shot)
    assert not differing(take(shell, shot), approved, TOLERANCE)
    assert differing(take(shell, Shot("review-warned")), approved, TOLERANCE)
    assert differing(take(shell, Shot("review", language="en")), approved, TOLERANCE)


def test_a_square_that_is_gone_is_found_and_a_shade_is_not() -> None:
    approved = kept("approved", Shot("floor").name)
    holed, shaded = approved.copy(), approved.point([max(0, value - 6) for value in range(256)] * 3)
    ImageDraw.Draw(holed).rectangle((4 * SQUARE, 9 * SQUARE, 5 * SQUARE, 10 * SQUARE), fill="black")
    assert differing(holed, approved, TOLERANCE)
    assert not differing(shaded, approved, TOLERANCE)


@pytest.mark.parametrize(
    ("mockup", "other"), [("10-declined", "12-expired"), ("04-floor", "05-list"), ("13-idle", "13-more-time")]
)
def test_another_screen_is_not_like_a_mockup(mockup: str, other: str) -> None:
    assert unlike(kept("mockups", mockup), kept("mockups", other)) > ALIKE


def test_pictures_of_two_shapes_are_not_compared() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        squares(Image.new("RGB", (2, 3)), Image.new("RGB", (3, 2)))


def marked(before: Image.Image, now: Image.Image, places: list[tuple[int, int]]) -> Image.Image:
    """Both beside each other, with what has changed framed."""
    both = Image.new("RGB", (2 * now.width + SQUARE, now.height), "white")
    both.paste(before, (0, 0))
    both.paste(now, (now.width + SQUARE, 0))
    pen = ImageDraw.Draw(both)
    for x, y in places:
        left = now.width + SQUARE + x * SQUARE
        pen.rectangle((left, y * SQUARE, left + SQUARE, (y + 1) * SQUARE), outline="red", width=2)
    return both
