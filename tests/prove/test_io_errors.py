"""Failing disks: nothing that was refused is taken for stored, and with a swallowed error it is."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.disk.bench import FILE, base, bench
from kiosk.prove.disk.evening import evening
from kiosk.prove.disk.faults import FAULTS, Counted, DiskFaults
from kiosk.prove.disk.platter import Op
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


@pytest.mark.parametrize("storm", ["1000187", "1000350", "1000376", "1000444", "1000490"])
def test_a_connection_that_met_an_error_is_not_worked_on_with(storm: str) -> None:
    """Found by a full run: what such a connection remembers of the file may be half of something, and looks like damage."""
    assert Storms().replay(storm) == []


@pytest.mark.parametrize("word", ["", "storm", "-1", "1.5"])
def test_a_word_that_is_no_storm_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is not a case"):
        Storms().replay(word)


def test_after_a_failed_sync_the_database_is_looked_through_before_the_next_sale(tmp_path: Path) -> None:
    image, there = base()
    with bench(tmp_path) as ours, evening(ours, image, there) as current:
        with ours.database.read():
            current.strike_with(Counted(FAULTS["dies"], 1).strike)
        assert current.scene.hold("a") is None
        assert current.scene.shop.database.doubt.since_error
        looks = Looks()
        current.veil_with(looks.see)
        assert current.scene.hold("b") is None, "the disk is still dead"
        current.heal()
        current.veil_with(looks.see)
        assert current.scene.hold("c")
        assert looks.count >= len(image[FILE]) // 4_096, "every page is read again"
        assert not current.scene.shop.database.doubt.since_error


@dataclass
class Looks:
    """Counts what is read."""

    count: int = 0

    def see(self, op: Op) -> None:
        self.count += op.kind == "read"
