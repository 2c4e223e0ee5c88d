"""The parts screens are made of: words that wrap, particles that fit, the ring of the keyboard, and the change of pages."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.korean import with_particle
from kiosk.ui.screens.shell import Shell
from kiosk.ui.views import DoneView, HoldView, ScreenName
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.script import look_for
from tests.ui.screens import samples

S = ScreenName


@pytest.mark.parametrize(
    ("word", "pair", "said"),
    [
        ("7번 테이블", "이/가", "7번 테이블이"),
        ("바", "이/가", "바가"),
        ("7번 테이블", "으로/로", "7번 테이블로"),
        ("바 자리", "으로/로", "바 자리로"),
        ("2층", "으로/로", "2층으로"),
        ("3", "은/는", "3은"),
        ("4", "은/는", "4는"),
    ],
)
def test_a_particle_follows_the_sound_of_its_word(word: str, pair: str, said: str) -> None:
    assert with_particle(word, pair) == said


def test_words_between_asterisks_are_bold_and_the_asterisks_are_not_said(qtbot: QtBot) -> None:
    label = Label(samples.look(), "body")
    qtbot.addWidget(label)
    label.setText("빈자리 *17석*")
    bold = label.natural_width()
    assert label.text() == "빈자리 17석"
    label.setText("빈자리 17석")
    assert label.natural_width() < bold


def test_korean_wraps_between_words_and_each_line_has_the_height_of_its_role(qtbot: QtBot) -> None:
    label = Label(samples.look(), "body", wrap=True)
    qtbot.addWidget(label)
    label.setText("식사값에서 그대로 빼 드려요")
    assert label.heightForWidth(5000) == label.line_height()
    assert label.heightForWidth(label.minimumSizeHint().width()) >= 3 * label.line_height()


def test_small_latin_is_set_larger_than_small_hangul(qtbot: QtBot) -> None:
    sizes = {code: look_for(samples.look(), code).font("label").pixelSize() for code in ("ko", "en")}
    assert sizes == {"ko": 46, "en": 55}


def test_the_hold_strip_says_its_time_and_when_it_is_paused(qtbot: QtBot) -> None:
    strip, text = HoldStrip(samples.look()), samples.texts()["ko"]
    qtbot.addWidget(strip)
    strip.show_hold(HoldView(520), "남은 시간", text)
    assert strip.accessibleName() == "남은 시간 8:40"
    strip.show_hold(HoldView(520, paused=True), "남은 시간", text)
    assert strip.accessibleName().startswith(text("common.paused"))


def test_the_ring_shows_for_the_keyboard_and_not_for_a_finger(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Button(samples.look()), Button(samples.look())
    layout = QVBoxLayout(window)
    for nth, button in enumerate((first, second)):
        button.say(str(nth))
        layout.addWidget(button)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    first.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not first.is_ringed
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.is_ringed
    assert not first.is_ringed


def test_a_button_that_is_off_says_why(qtbot: QtBot) -> None:
    button = Button(samples.look())
    qtbot.addWidget(button)
    button.turn_off("시간을 골라 주세요")
    assert (button.isEnabled(), button.accessibleDescription()) == (False, "시간을 골라 주세요")
    button.turn_off("")
    assert button.isEnabled()


@pytest.mark.parametrize(
    ("moves", "road", "fades"),
    [
        (True, (S.PARTY, S.FLOOR), True),
        (False, (S.PARTY, S.FLOOR), False),
        (True, (S.REVIEW, S.PAYMENT), False),
        (True, (S.PAYMENT, S.CONFIRMING), False),
    ],
)
def test_pages_fade_but_the_payment_page_is_never_pictured(
    qtbot: QtBot, moves: bool, road: tuple[ScreenName, ScreenName], fades: bool
) -> None:
    shell = Shell(samples.look(QSize(540, 960), moves=moves))
    qtbot.addWidget(shell)
    shell.resize(540, 960)
    shell.show()
    for name in road:
        shell._fade.end()
        shell.render_frame(samples.frame(name), samples.texts()["ko"])
        shell.screens[name].render(samples.view(name), samples.texts()["ko"])
        shell.show_screen(name)
    assert shell._fade.is_running is fades


def test_another_second_builds_nothing_anew(qtbot: QtBot) -> None:
    shell, text = Shell(samples.look(QSize(540, 960))), samples.texts()["ko"]
    qtbot.addWidget(shell)
    shell.resize(540, 960)
    shell.show()
    screen = shell.screens[S.DONE]
    screen.render(samples.view(S.DONE), text)
    shell.show_screen(S.DONE)
    QApplication.processEvents()
    parts = screen.findChildren(QWidget)
    drawn = screen._map._drawn
    view = samples.view(S.DONE)
    assert isinstance(view, DoneView)
    for seconds in (39, 38):
        screen.render(replace(view, seconds_left=seconds), text)
        QApplication.processEvents()
    assert screen.findChildren(QWidget) == parts
    assert screen._map._drawn is drawn, "the way is looked for and drawn once"
