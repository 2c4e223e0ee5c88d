"""What one guest may wish for."""

import pytest

from kiosk.ui.modes import TEXT, WORDS, Modes, Speed, TextSize, Volume, reads_list


def test_a_switch_goes_on_and_off_and_a_size_replaces_the_one_before() -> None:
    assert Modes().switched("slow").switched("slow") == Modes()
    assert Modes().switched(f"{TEXT}large").switched(f"{TEXT}largest").text is TextSize.LARGEST


def test_a_list_of_words_is_read_and_an_unknown_one_refused() -> None:
    assert Modes.of("") == Modes()
    assert Modes.of("largest,contrast") == Modes(TextSize.LARGEST, contrast=True)
    for word in WORDS:
        Modes.of(word)
    with pytest.raises(ValueError, match="huge"):
        Modes.of("slow,huge")


@pytest.mark.parametrize("word", ["stay", "close", "ko", "large", "text-", "text-huge"])
def test_words_of_other_sheets_are_no_wishes(word: str) -> None:
    assert not Modes.knows(word)


def test_less_motion_alone_leaves_the_clocks_alone() -> None:
    assert not Modes(calm=True).is_patient
    assert all(modes.is_patient for modes in (Modes(slow=True), Modes(contrast=True), Modes(TextSize.LARGE)))


def test_a_touch_on_volume_or_speed_goes_on_to_the_next_step_and_round() -> None:
    modes, heard = Modes(voice=True), []
    for _ in Volume:
        modes = modes.switched("volume").switched("speed")
        heard.append((modes.volume, modes.speed))
    assert modes == Modes(voice=True)
    assert {each[0] for each in heard} == set(Volume)
    assert {each[1] for each in heard} == set(Speed)
    assert Modes.knows("volume")
    assert Modes.knows("speed")


def test_who_hears_the_screens_or_cannot_reach_high_has_more_time_and_the_list() -> None:
    for modes in (Modes(voice=True), Modes(low=True)):
        assert modes.is_patient
        assert reads_list(modes)
    assert not reads_list(Modes(contrast=True))
