"""The restaurant's own words on the guests' screens: whatever is said to have room has room on every panel."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.services.guest_words import LONGEST_NAME, LONGEST_NOTICE
from kiosk.ui import views
from kiosk.ui.metrics import Look
from kiosk.ui.views import ScreenName as S
from kiosk.ui.widgets.frame import Header
from kiosk.ui.widgets.labels import Label, NameLabel
from kiosk.ui.widgets.makers_strip import MakersStrip, name_fits, notice_fits
from tests.ui.screens import samples
from tests.ui.screens.glass import Glass, make_glass, settle

PANELS = [(540, 960), (1080, 1920), (1920, 1080), (1366, 768)]
WORDS = {
    "ko": "오늘은 밤 아홉 시까지 하고 단체 손님이 계셔서 조금 시끄러울 수 있어요",
    "en": "Today we close at nine and a large party may make the room a little noisy",
    "ja": "本日は夜九時までの営業です団体のお客様がいらっしゃるため少し賑やかになります",
    "zh": "今天营业到晚上九点因有团体客人用餐店内可能会有些热闹请您谅解谢谢光临",
}
NAMES = {
    "ko": "모퉁이식당 강남역 본점 별관",
    "en": "Moteungi Corner Wirtshaus am Markt",
    "ja": "街角食堂江南駅前本店別館二階",
    "zh": "街角食堂江南站前总店别馆二楼",
}


def longest(glass: Glass, text: str, most: int, fits: Callable[[Look, str, str], bool]) -> str:
    """As much of it as has room."""
    look, language = glass.shell.look, glass.text.language
    parts = (text[:end].strip() for end in range(min(len(text), most), 0, -1))
    return next(part for part in parts if fits(look, language, part))


@pytest.fixture(params=PANELS, ids=str)
def panel(request: pytest.FixtureRequest) -> QSize:
    return QSize(*request.param)


def shown(glass: Glass, **changes: Any) -> tuple[MakersStrip, list[QLabel]]:
    view = samples.view(S.ATTRACT)
    assert isinstance(view, views.AttractView)
    screen = glass.show(S.ATTRACT, replace(view, **changes))
    (strip,) = screen.findChildren(MakersStrip)
    return strip, [label for label in screen.findChildren(QLabel) if label.isVisible() and label.text()]


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("matters", [0, 12])
def test_the_longest_notice_that_has_room_is_neither_cut_off_nor_over_anything(
    qtbot: QtBot, panel: QSize, language: str, matters: int
) -> None:
    glass = make_glass(qtbot, language, panel)
    notice = longest(glass, WORDS[language], LONGEST_NOTICE, notice_fits)
    strip, labels = shown(glass, notice=notice, matters=matters)
    (said,) = [label for label in labels if label.text() == notice]
    assert isinstance(said, Label)
    assert said.height() >= said.heightForWidth(said.width())
    assert said.width() >= said.minimumSizeHint().width()
    inside = [label for label in labels if strip.isAncestorOf(label)]
    assert all(strip.rect().contains(label.geometry()) for label in inside)
    for one, other in combinations(inside, 2):
        assert not one.geometry().intersects(other.geometry()), (one.text(), other.text())


@pytest.mark.parametrize("language", WORDS)
def test_without_a_notice_it_says_what_the_deposit_is(qtbot: QtBot, language: str) -> None:
    glass = make_glass(qtbot, language)
    strip, labels = shown(glass)
    height = strip.height()
    assert glass.text("attract.deposit") in [label.text() for label in labels]
    strip, labels = shown(glass, notice="!")
    assert glass.text("attract.deposit") not in [label.text() for label in labels]
    assert strip.height() > height, "a notice may take two lines"


@pytest.mark.parametrize("language", NAMES)
def test_the_longest_name_that_has_room_is_whole_beside_the_clock(
    qtbot: QtBot, panel: QSize, language: str
) -> None:
    glass = make_glass(qtbot, language, panel)
    name = longest(glass, NAMES[language], LONGEST_NAME, name_fits)
    _, labels = shown(glass, restaurant=name)
    (said,) = [label for label in labels if label.text() == name]
    assert isinstance(said, NameLabel)
    assert said.width() >= said.natural_width()
    for disconnected in (False, True):
        frame = replace(samples.frame(S.PARTY), restaurant=name, disconnected=disconnected)
        glass.shell.render_frame(frame, glass.text)
        glass.shell.show_screen(S.PARTY)
        settle()
        (header,) = [each for each in glass.shell.findChildren(Header) if each.isVisible()]
        parts = [label for label in header.findChildren(Label) if label.isVisible() and label.text()]
        assert parts
        assert all(label.width() >= label.natural_width() for label in parts)
        assert disconnected or name in [label.text() for label in parts]


def test_what_has_no_room_is_said_to_have_none(qtbot: QtBot) -> None:
    look = make_glass(qtbot).shell.look
    assert not notice_fits(look, "ko", "가" * 30), "a word is not broken"
    assert not notice_fits(look, "ko", "가나다라 " * 12)
    assert not notice_fits(look, "ja", "漢" * LONGEST_NOTICE)
    assert not name_fits(look, "en", "W" * LONGEST_NAME)
