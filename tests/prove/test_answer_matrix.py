"""Every answer to every call: a quick round holds, two clients that believe too much are caught, the table is whole."""

import pytest

from kiosk.payments import codes
from kiosk.prove.campaign import Campaign, Effort, Outcome
from kiosk.prove.wire.answers import _CELLS, CODES, Answers, Cell
from kiosk.prove.wire.papers import PAPERS


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    campaign: Campaign = Answers()
    return campaign.run(Effort(quick=True, seed=5))


def test_seat_and_money_end_as_the_effect_truly_was(outcome: Outcome) -> None:
    assert outcome.violations == ()
    assert outcome.holds


@pytest.mark.parametrize("nth", [0, 1])
def test_a_client_that_believes_too_much_is_caught(outcome: Outcome, nth: int) -> None:
    assert outcome.controls[nth].was_caught, outcome.controls[nth]


def test_every_documented_code_meets_every_call_before_and_after_its_effect() -> None:
    told = {(cell.call, cell.what, cell.when) for cell in _CELLS if cell.by == "told"}
    ours = {*codes.CONFIRM, *codes.INQUIRY, *codes.CANCEL}
    assert ours <= set(CODES), "a code that we act on has to be one that the company can say"
    assert len(told) == len(CODES) * 3 * 2
    assert len(_CELLS) >= 600


def test_every_malformed_answer_has_its_cells() -> None:
    said = {cell.what for cell in _CELLS if cell.by == "said"}
    assert said == set(PAPERS)
    assert len(said) > 100


@pytest.mark.parametrize(
    "word",
    [
        "told/confirm/REJECT_CARD_PAYMENT/after",
        "told/confirm/ALREADY_PROCESSED_PAYMENT/before",
        "told/cancel/REFUND_REJECTED/before",
        "told/inquiry/NOT_FOUND_PAYMENT/after",
        "said/confirm/html/after",
        "said/confirm/other-order/before",
        "said/confirm/waiting-for-deposit/before",
        "said/inquiry/one-won-less/after",
        "said/cancel/utf-16/after",
        "said/confirm/chunked/after",
    ],
)
def test_a_cell_replays_from_its_word(word: str) -> None:
    assert Answers().replay(word) == []


@pytest.mark.parametrize(
    "word",
    [
        "",
        "told",
        "told/confirm/NEVER_HEARD_OF/after",
        "said/confirm/chunked/before",
        "said/x/html/after",
        "a/b/c/d/e",
    ],
)
def test_a_word_that_is_no_cell_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="there is no cell"):
        Answers().replay(word)


def test_an_alarm_is_the_only_reason_to_give_back_what_was_paid() -> None:
    kept = Cell("said", "confirm", "html", "after")
    alarmed = Cell("said", "confirm", "one-won-less", "after")
    assert [str(end) for end in kept.ends] == ["DONE"]
    assert "REFUNDED" in [str(end) for end in alarmed.ends]
