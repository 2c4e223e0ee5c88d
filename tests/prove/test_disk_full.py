"""Full disks: what is under way ends, nobody begins anything, and without a spare sales are left hanging."""

from collections import Counter
from pathlib import Path

import apsw
import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.disk.full import SPARE, FullDisk, SmallDisk
from kiosk.prove.disk.platter import Op


def test_sales_under_way_end_on_a_full_disk_and_not_without_a_spare() -> None:
    outcome = FullDisk().run(Effort(quick=True))
    assert outcome.violations == ()
    assert [control.was_caught for control in outcome.controls] == [True]
    assert outcome.figures["spares used"]


@pytest.mark.parametrize("word", ["", "paid", "paid:x", "nobody:3"])
def test_a_word_that_is_no_case_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is not a case"):
        FullDisk().replay(word)


def test_one_case_runs_again_by_its_word() -> None:
    assert FullDisk().replay("paid:90") == []


def test_nothing_grows_on_a_full_disk_until_the_spare_is_given_up(tmp_path: Path) -> None:
    spare = tmp_path / "spare"
    spare.touch()
    disk = SmallDisk(spare, has_spare=True, since=2, sizes=Counter())
    disk.strike(Op("write", "a", 0, bytes(100)))
    disk.strike(Op("write", "a", 50, bytes(50)))
    with pytest.raises(apsw.FullError):
        disk.strike(Op("write", "a", 50, bytes(51)))
    spare.unlink()
    disk.strike(Op("write", "a", 50, bytes(51)))
    with pytest.raises(apsw.FullError):
        disk.strike(Op("write", "a", SPARE + 100, b"x"))
