"""Power cuts and failing disks: promises hold, and with a faster pragma or a swallowed error they do not."""

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.chance import seeded
from kiosk.prove.disk.faults import DiskFaults
from kiosk.prove.disk.platter import Cut, Op
from kiosk.prove.disk.power import Power


def test_every_disk_that_a_power_cut_may_leave_is_recovered_and_not_with_normal_sync() -> None:
    outcome = Power().run(Effort(quick=True))
    assert outcome.violations == ()
    assert [control.was_caught for control in outcome.controls] == [True]


def test_nothing_is_taken_for_stored_that_a_failing_disk_refused() -> None:
    outcome = DiskFaults().run(Effort(quick=True))
    assert outcome.violations == ()
    assert [control.was_caught for control in outcome.controls] == [True]


@pytest.mark.parametrize("campaign", [Power(), DiskFaults()])
@pytest.mark.parametrize("word", ["", "paid", "nobody:1:2:3:4", "paid:x:1", "paid:1:2:3:x"])
def test_a_word_that_is_no_case_is_refused(campaign: Power | DiskFaults, word: str) -> None:
    with pytest.raises(ValueError, match="is not a case"):
        campaign.replay(word)


def test_one_case_runs_again_by_its_word() -> None:
    assert Power().replay("paid:1:5:40:3") == []
    assert DiskFaults().replay("lost:full:60") == []


def test_what_was_synced_is_there_whatever_becomes_of_the_rest() -> None:
    cut = Cut({"a": bytearray(b"....")})
    for op in (Op("write", "a", 0, b"AB"), Op("sync", "a"), Op("write", "a", 2, b"CD")):
        cut.take(op)
    images = {image["a"] for image in cut.states(seeded("any"), 12)}
    assert images == {b"AB..", b"ABCD"}


def test_a_write_may_arrive_in_part_by_whole_sectors() -> None:
    cut = Cut({"a": bytearray(2_048)})
    cut.take(Op("write", "a", 0, b"X" * 2_048))
    sizes = {image["a"].count(b"X") for image in cut.states(seeded("torn"), 60)}
    assert sizes == {0, 512, 1_024, 1_536, 2_048}
