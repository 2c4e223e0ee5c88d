"""What one guest may wish for."""

import pytest

from kiosk.ui.modes import TEXT, WORDS, Modes, TextSize


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
