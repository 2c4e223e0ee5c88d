"""Planted secrets: none comes out, and without the guards they do."""

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.leaks import Leaks


def test_no_planted_secret_comes_out_and_without_the_guards_they_do() -> None:
    outcome = Leaks().run(Effort(quick=True))
    assert outcome.violations == ()
    assert all(control.was_caught for control in outcome.controls)


@pytest.mark.parametrize("word", ["", "line", "line-1-x", "crash-", "crash-1-2", "morning"])
def test_a_word_that_is_no_case_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        Leaks().replay(word)


@pytest.mark.parametrize("word", ["line-1-42", "crash-1"])
def test_one_case_runs_again_by_its_word(word: str) -> None:
    assert Leaks().replay(word) == []
