"""Failing disks: nothing that was refused is taken for stored, and with a swallowed error it is."""

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.disk.faults import DiskFaults


@pytest.mark.slow
def test_nothing_is_taken_for_stored_that_a_failing_disk_refused() -> None:
    outcome = DiskFaults().run(Effort(quick=True))
    assert outcome.violations == ()
    assert [control.was_caught for control in outcome.controls] == [True]


@pytest.mark.parametrize("word", ["", "paid", "nobody:full:4", "paid:x:1", "paid:full:x"])
def test_a_word_that_is_no_case_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is not a case"):
        DiskFaults().replay(word)


def test_one_case_runs_again_by_its_word() -> None:
    assert DiskFaults().replay("lost:full:60") == []
