"""The voice says each screen, each sheet and each control, as loud and fast as is wished, and never what is nobody's business."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.app import speech
from kiosk.ui.flow.states import Timers
from kiosk.ui.modes import Modes, Speed, Volume
from kiosk.ui.views import Overlay, ScreenName
from kiosk.ui.voice.guide import VoiceGuide
from kiosk.ui.voice.speaker import Manner, Silence
from kiosk.ui.widgets.labels import Label
from tests.ui.screens import samples
from tests.ui.screens.glass import Glass, make_glass

S = ScreenName


@dataclass
class FakeSpeaker:
    """Remembers what it is to say; the number of times it was silenced."""

    said: list[str] = field(default_factory=list)
    manners: list[Manner] = field(default_factory=list)
    stops: int = 0

    def say(self, words: str, manner: Manner) -> None:
        self.said.append(words)
        self.manners.append(manner)

    def stop(self) -> None:
        self.stops += 1


Hearing = tuple[Glass, FakeSpeaker]


@pytest.fixture
def hearing(qtbot: QtBot) -> Hearing:
    glass, speaker = make_glass(qtbot), FakeSpeaker()
    VoiceGuide(glass.shell, speaker, samples.texts())
    glass.shell.activateWindow()
    return glass, speaker


@pytest.fixture
def guide(hearing: Hearing) -> VoiceGuide:
    (found,) = hearing[0].shell.findChildren(VoiceGuide)
    return found


def heard(qtbot: QtBot, speaker: FakeSpeaker, act: Callable[[], object]) -> str:
    """The first thing said after something was done."""
    speaker.said.clear()
    act()
    qtbot.waitUntil(lambda: bool(speaker.said), timeout=2000)
    return speaker.said[0]


def switch_on(qtbot: QtBot, hearing: Hearing, modes: Modes | None = None) -> str:
    glass, speaker = hearing
    return heard(qtbot, speaker, lambda: glass.shell.set_modes(modes or Modes(voice=True)))


@pytest.mark.parametrize("name", [name for name in S if name not in (S.ATTRACT, S.FLOOR)])
def test_every_screen_is_said_with_its_words_and_what_can_be_touched(
    qtbot: QtBot, hearing: Hearing, name: ScreenName
) -> None:
    glass, speaker = hearing
    switch_on(qtbot, hearing)
    words = heard(qtbot, speaker, lambda: glass.show(name))
    for control_name, control in glass.controls().items():
        assert not control.isEnabled() or control_name in words
    screen = glass.shell.screens[name]
    titles = [one.text() for one in screen.findChildren(Label) if one.isVisible()]
    assert any(title and title.replace("\n", " ") in words for title in titles)


@pytest.mark.parametrize("overlay", Overlay)
def test_every_sheet_is_said_and_nothing_of_what_lies_under_it(
    qtbot: QtBot, hearing: Hearing, overlay: Overlay
) -> None:
    glass, speaker = hearing
    switch_on(qtbot, hearing)
    heard(qtbot, speaker, lambda: glass.show(S.PARTY))
    words = heard(qtbot, speaker, lambda: glass.lay(samples.overlay(overlay)))
    assert glass.text(f"{overlay}.title").replace("\n", " ") in words
    assert glass.text("party.guests") not in words


def test_while_nothing_is_known_the_first_words_are_not_to_pay_again(qtbot: QtBot, hearing: Hearing) -> None:
    glass, speaker = hearing
    switch_on(qtbot, hearing)
    words = heard(qtbot, speaker, lambda: glass.show(S.UNKNOWN))
    assert words.startswith(glass.text("unknown.do_not"))


def test_at_the_payment_page_it_is_said_that_card_numbers_are_not_read(
    qtbot: QtBot, hearing: Hearing
) -> None:
    glass, speaker = hearing
    switch_on(qtbot, hearing)
    assert glass.text("voice.payment") in heard(qtbot, speaker, lambda: glass.show(S.PAYMENT))


def test_the_control_that_has_the_keyboard_is_said_with_how_it_stands(qtbot: QtBot, hearing: Hearing) -> None:
    glass, speaker = hearing
    switch_on(qtbot, hearing)
    heard(qtbot, speaker, lambda: glass.show(S.PARTY))
    key = glass.named("4", glass.shell.screens[S.PARTY])
    words = heard(qtbot, speaker, lambda: key.setFocus(Qt.FocusReason.TabFocusReason))
    assert words == f"4, {glass.text('voice.chosen')}"
    other = heard(qtbot, speaker, lambda: QTest.keyClick(key, Qt.Key.Key_Tab))
    assert other != words


def test_what_came_of_a_touch_is_said_at_once_and_instead_of_the_control(
    qtbot: QtBot, hearing: Hearing, guide: VoiceGuide
) -> None:
    glass, speaker = hearing
    guide.answer("nobody hears this")
    assert speaker.said == []
    switch_on(qtbot, hearing)
    heard(qtbot, speaker, lambda: glass.show(S.PARTY))
    speaker.said.clear()
    glass.named("4", glass.shell.screens[S.PARTY]).setFocus(Qt.FocusReason.TabFocusReason)
    guide.answer("this table is taken")
    qtbot.wait(150)
    assert speaker.said == ["this table is taken"]


def test_a_guest_who_does_not_want_it_hears_nothing(qtbot: QtBot, hearing: Hearing) -> None:
    glass, speaker = hearing
    glass.show(S.PARTY)
    glass.named("4", glass.shell.screens[S.PARTY]).setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait(150)
    assert speaker.said == []
    switch_on(qtbot, hearing)
    glass.shell.set_modes(Modes())
    before = len(speaker.said)
    glass.show(S.REVIEW)
    qtbot.wait(150)
    assert speaker.stops
    assert len(speaker.said) == before


def test_volume_speed_and_language_are_what_is_wished_and_heard_at_once(
    qtbot: QtBot, hearing: Hearing
) -> None:
    glass, speaker = hearing
    switch_on(qtbot, hearing)
    loud = Modes(voice=True, volume=Volume.LOUD, speed=Speed.SLOWER)
    switch_on(qtbot, hearing, loud)
    assert speaker.manners[-1] == Manner("ko", Volume.LOUD, Speed.SLOWER)
    glass.text = samples.texts()["en"]
    heard(qtbot, speaker, lambda: glass.show(S.PARTY))
    assert speaker.manners[-1].language == "en"


def test_the_sheet_has_steps_for_volume_and_speed_once_the_voice_is_on(
    qtbot: QtBot, hearing: Hearing
) -> None:
    glass, _ = hearing
    glass.show(S.PARTY)
    told: list[str] = []
    glass.shell.overlay.choice_made.connect(told.append)
    glass.lay(samples.overlay(Overlay.LANGUAGE))
    assert not [name for name in glass.controls(glass.shell.overlay) if name.startswith("소리")]
    glass.lay(replace(samples.overlay(Overlay.LANGUAGE), modes=Modes(voice=True)))
    glass.touch("소리 보통", glass.shell.overlay)
    glass.touch("속도 보통", glass.shell.overlay)
    assert told == ["volume", "speed"]


def test_no_clock_of_a_hold_or_a_payment_waits_for_the_voice() -> None:
    usual, slowed = Timers(), Timers().slowed()
    assert slowed.idle_ask_s == 2 * usual.idle_ask_s
    for name in ("hold_s", "hold_warn_s", "hold_ask_s", "confirm_soft_s", "confirm_unknown_s"):
        assert getattr(slowed, name) == getattr(usual, name)


def test_the_engine_hears_the_words_by_its_input_and_is_cut_short_by_the_next(
    qtbot: QtBot, tmp_path: Path
) -> None:
    log = tmp_path / "said"
    engine = tmp_path / "engine"
    engine.write_text(f'#!/bin/sh\necho "$@" >> {log}\ncat >> {log}\nexec sleep 30\n')
    engine.chmod(0o755)
    owner = QObject()
    speaker = speech.EspeakSpeaker(str(engine), owner)
    manner = Manner("zh", Volume.QUIET, Speed.FASTER)
    speaker.say("7번 테이블", manner)
    qtbot.waitUntil(lambda: log.exists() and "7번 테이블" in log.read_text(), timeout=5000)
    assert " ".join(speech.arguments(manner)) in log.read_text()
    assert "-v cmn" in log.read_text()
    speaker.say("끝", manner)
    speaker.stop()
    speaker.stop()


def test_an_engine_that_cannot_start_or_is_not_there_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    owner, manner = QObject(), Manner("ko", Volume.MIDDLE, Speed.USUAL)
    broken = speech.EspeakSpeaker("/nowhere/engine", owner)
    broken.say("여보세요", manner)
    qtbot.wait(50)
    broken.say("여보세요", manner)
    broken.stop()
    monkeypatch.setattr("shutil.which", lambda _name: None)
    silent = speech.make_speaker(owner)
    assert isinstance(silent, Silence)
    silent.say("여보세요", manner)
    silent.stop()
