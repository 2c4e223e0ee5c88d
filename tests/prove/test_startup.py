"""A start with open payments and a slow company: guests first, recovery behind."""

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.startup import Startup


@pytest.mark.slow
def test_a_guest_is_served_while_recovery_still_runs_and_not_when_recovery_comes_first() -> None:
    outcome = Startup().run(Effort(quick=True))
    assert outcome.violations == ()
    assert outcome.figures["usable_ms"] < 5_000  # type: ignore[operator] # a whole number
    assert [control.was_caught for control in outcome.controls] == [True]


@pytest.mark.parametrize("word", ["", "many", "0", "1001", "-3"])
def test_a_word_that_is_no_number_of_payments_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="number of open payments"):
        Startup().replay(word)
