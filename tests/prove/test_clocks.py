"""Wrong clocks: promises hold whatever the machine believes, and not for a settler that believes it."""

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.clocks import Clocks


def test_every_promise_holds_however_wrong_the_clock_is_and_not_for_who_believes_it() -> None:
    outcome = Clocks().run(Effort(quick=True))
    assert outcome.violations == ()
    assert [control.was_caught for control in outcome.controls] == [True]


def test_one_case_runs_again_by_its_word() -> None:
    assert Clocks().replay("sent-late.86400") == []


@pytest.mark.parametrize("word", ["", "sent-late", "sent-late.x", "gone.5", "5"])
def test_a_word_that_is_no_case_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        Clocks().replay(word)
