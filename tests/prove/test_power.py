"""Power cuts: promises hold in every world, and with a faster pragma or an ignored sync they do not."""

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.chance import seeded
from kiosk.prove.disk.platter import Cut, Op, some_of
from kiosk.prove.disk.power import CONTROLS, Power
from kiosk.prove.disk.worlds import WORLDS


@pytest.mark.slow
def test_every_disk_that_a_power_cut_may_leave_is_recovered_and_not_with_less_care() -> None:
    outcome = Power().run(Effort(quick=True))
    assert outcome.violations == ()
    assert [control.was_caught for control in outcome.controls] == [True] * len(CONTROLS)
    assert all(outcome.figures[f"states, {world}"] for world in WORLDS)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "paid",
        "write-ahead:nobody:1:2:0:3:4",
        "nowhere:paid:1:2:0:3:4",
        "rollback:paid:x:1:0:1:1",
        "write-ahead:paid:1:2:0:3",
        "write-ahead:paid:1:2:0:3:x",
    ],
)
def test_a_word_that_is_no_case_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="is not a case"):
        Power().replay(word)


def test_a_cut_after_the_end_is_no_case() -> None:
    with pytest.raises(ValueError, match="beyond"):
        Power().replay("write-ahead:paid:1:5:0:4000:0")


@pytest.mark.parametrize(
    "word",
    [
        "write-ahead:paid:1:5:0:40:3",
        "rollback:lost:2:4:0:90:1",
        "failed-sync:lapsed:1:3:4:50:2",
        "cut-again:paid:1:3:60:9:1",
    ],
)
def test_one_case_runs_again_by_its_word(word: str) -> None:
    assert Power().replay(word) == []


def test_what_was_synced_is_there_whatever_becomes_of_the_rest() -> None:
    cut = _cut({"a": b"...."}, Op("write", "a", 0, b"AB"), Op("sync", "a"), Op("write", "a", 2, b"CD"))
    images = {image["a"] for image in cut.states(seeded("any"), 12)}
    assert images == {b"AB..", b"ABCD"}


def test_a_write_may_arrive_in_part_by_whole_sectors() -> None:
    cut = _cut({"a": bytes(2_048)}, Op("write", "a", 0, b"X" * 2_048))
    images = {image["a"] for image in cut.states(seeded("torn"), 200)}
    assert {image.count(b"X") for image in images} == {0, 512, 1_024, 1_536, 2_048}
    assert bytes(512) + b"X" * 1_536 in images, "not only the first sectors arrive"


def test_what_a_failed_sync_lost_no_later_sync_brings_back() -> None:
    done = Op("write", "a", 0, b"AB"), Op("lost", "a"), Op("write", "a", 2, b"CD"), Op("sync", "a")
    assert {image["a"] for image in _cut({"a": b"...."}, *done).states(seeded("any"), 9)} == {b"..CD"}


def test_a_failed_sync_may_have_kept_a_part() -> None:
    found = set()
    for seed in range(20):
        cut = Cut({"a": bytearray(b"....")}, fate=some_of(seeded(seed)))
        for op in (Op("write", "a", 0, b"AB"), Op("write", "a", 2, b"CD"), Op("lost", "a"), Op("sync", "a")):
            cut.take(op)
        found |= {image["a"] for image in cut.states(seeded(seed), 2)}
    assert found == {b"....", b"AB..", b"..CD", b"ABCD"}


def test_a_deletion_counts_only_when_its_folder_was_synced() -> None:
    unsynced = _cut({"a": b"A", "b": b"B"}, Op("delete", "a"))
    assert {tuple(sorted(image)) for image in unsynced.states(seeded("any"), 12)} == {("a", "b"), ("b",)}
    synced = _cut({"a": b"A", "b": b"B"}, Op("delete", "a", 1))
    assert {tuple(sorted(image)) for image in synced.states(seeded("any"), 12)} == {("b",)}


def _cut(durable: dict[str, bytes], *done: Op) -> Cut:
    cut = Cut({name: bytearray(content) for name, content in durable.items()})
    for op in done:
        cut.take(op)
    return cut
