"""The journal's campaign: everything is found, and verifiers with a piece taken out let things through."""

import pytest

from kiosk.prove.campaign import Effort, Outcome
from kiosk.prove.journal.book import ROWS, Book, write_book
from kiosk.prove.journal.campaign import QUICK_ROWS, Journal, found, seen_in_the_whole_file
from kiosk.prove.journal.tampering import endings, rearrangements


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return Journal().run(Effort(quick=True))


@pytest.fixture(scope="module")
def small() -> Book:
    return write_book(20)


def test_everything_is_found(outcome: Outcome) -> None:
    assert outcome.violations == ()
    assert outcome.holds
    assert outcome.figures["bytes_flipped"] == outcome.figures["bytes"], "each byte of each row"
    assert outcome.cases > 30_000
    kinds = {"swap", "delete", "change", "repeat", "forge", "move", "tails_cut", "rebuild", "store", "page"}
    assert kinds <= set(outcome.figures)


def test_every_broken_verifier_is_caught(outcome: Outcome) -> None:
    names = [control.name for control in outcome.controls]
    assert names == ["hashes not compared", "rows not linked", "no anchor"]
    assert all(control.was_caught for control in outcome.controls)
    without_anchor = outcome.controls[2]
    assert without_anchor.violations == without_anchor.cases, "a cut-off end never shows by itself"


def test_the_part_from_the_change_on_shows_what_the_whole_file_shows(small: Book) -> None:
    words = [*rearrangements(small, 1), *endings(small)]
    assert [word for word in words if not seen_in_the_whole_file(small, word)] == []
    assert [word for word in words if not found(small, word)] == []


def test_a_run_on_two_processes_finds_the_same() -> None:
    campaign = Journal(quick_rows=20)
    assert campaign.run(Effort(quick=True, jobs=2)) == campaign.run(Effort(quick=True))


@pytest.mark.parametrize(
    "word",
    [
        "flip/1/2/8",
        "swap/1/5",
        "delete/3",
        "cut/4",
        "rebuild/2",
        "store/1/body/3/8",
        "store/1/at/0/1",
        "page/1/hash/0/1",
    ],
)
def test_a_case_can_be_run_again(word: str) -> None:
    assert Journal().replay(f"20/{word}") == []


@pytest.mark.parametrize(
    "case",
    [
        "", "20", "20/", "flip/1/2/8", "0/flip/1/2/8", f"{ROWS + 1}/flip/1/2/8", "20/flip/1/2", "20/flip/1/2/0",
        "20/flip/1/2/256", "20/flip/1/9999/1", "20/flip/9999/1/1", "20/swap/5/1", "20/delete/99", "20/delete/-1",
        "20/burn/1", "20/store/1/body/3", "20/store/1/colour/3/1", "20/store/1/body/x/1",
        "20/page/1/subject/0/1", "20/store/99/body/0/1", "20/store/1/body/999/1",
    ],
)  # fmt: skip
def test_a_word_that_is_no_case_is_refused(case: str) -> None:
    with pytest.raises(ValueError, match="journal"):
        Journal().replay(case)


def test_the_end_of_a_chain_is_cut_or_made_anew_and_not_merely_changed(small: Book) -> None:
    """What becomes of a last row shows by an anchor only, so it is no case of the others."""
    last = len(small.rows) - 1
    for kind in ("delete", "change"):
        with pytest.raises(ValueError, match="journal"):
            found(small, f"{kind}/{last}")
    assert found(small, f"cut/{last}")


def test_a_quick_run_is_of_a_small_journal_and_a_full_one_of_a_thousand_rows() -> None:
    assert QUICK_ROWS < ROWS == 1_000
