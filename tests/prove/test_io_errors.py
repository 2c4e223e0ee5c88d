"""Failing disks: nothing that was refused is taken for stored, and with a swallowed error it is."""

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.disk.faults import DiskFaults
from kiosk.prove.disk.storms import Storms


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


def test_a_storm_is_weathered_and_not_with_a_swallowed_error() -> None:
    outcome = Storms().run(Effort(quick=True))
    assert outcome.violations == ()
    assert [control.was_caught for control in outcome.controls] == [True]
    for figure in ("told paid", "told not charged", "failed operations", "steps that met an error"):
        assert outcome.figures[figure], figure


def test_a_storm_comes_again_by_its_number() -> None:
    assert Storms().replay("1000003") == []


@pytest.mark.parametrize("word", ["", "storm", "-1", "1.5"])
def test_a_word_that_is_no_storm_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is not a case"):
        Storms().replay(word)
