"""Hostile redirects: a quick round holds, readers that believe too much are caught, and the oracle itself is looked at."""

import pytest

from kiosk.domain.money import won
from kiosk.payments.redirect import Returned, read_redirect
from kiosk.prove.campaign import Campaign, Effort, Outcome
from kiosk.prove.wire.hostile import GOOD, HOSTILE
from kiosk.prove.wire.house import SUCCESS, Ticket, success_url
from kiosk.prove.wire.mutations import mutated
from kiosk.prove.wire.redirects import CONTROLS, Redirects
from kiosk.prove.wire.states import MOMENTS
from kiosk.prove.wire.verdict import Verdict, verdict_of

OWN = Ticket("v1", "b1", "p1", "order-s-1000", "pk-order-s-1000", won(10_000))
OTHER = Ticket("v2", "b2", "p2", "order-s-1001", "pk-order-s-1001", won(10_000))


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    campaign: Campaign = Redirects()
    return campaign.run(Effort(quick=True, seed=7))


def test_no_confirm_is_sent_for_a_bad_redirect_and_good_ones_are_paid(outcome: Outcome) -> None:
    assert outcome.violations == ()
    assert outcome.holds
    assert outcome.figures["named"] in range(300, 1_000)


@pytest.mark.parametrize("nth", range(len(CONTROLS)))
def test_a_reader_that_believes_too_much_is_caught(outcome: Outcome, nth: int) -> None:
    assert outcome.controls[nth].was_caught, outcome.controls[nth]


@pytest.mark.parametrize(
    "word",
    [
        "hostile/amount-full-width",
        "hostile/all-of-somebody-else",
        "hostile/place-host-as-user",
        "good/as-it-is",
        "moment/after-paid",
        "moment/seats-gone",
        "fuzzed/1/85",
    ],
)
def test_a_redirect_replays_from_its_word(word: str) -> None:
    assert Redirects().replay(word) == []


@pytest.mark.parametrize(
    "word", ["", "hostile", "hostile/none", "moment/none", "fuzzed/1", "fuzzed/1/x", "fuzzed/1/2/3", "good/"]
)
def test_a_word_that_is_no_redirect_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="there is no redirect"):
        Redirects().replay(word)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_good_redirect_at_a_wrong_moment_is_not_confirmed(moment: str, outcome: Outcome) -> None:
    assert not [one for one in outcome.violations if one.case == f"moment/{moment}"]


# --- the oracle ---------------------------------------------------------------------------------------------------


def test_more_than_three_hundred_named_ones_are_bad_for_certain() -> None:
    verdicts = {name: verdict_of(forged(OWN, OTHER), OWN) for name, forged in HOSTILE.items()}
    assert sum(verdict is Verdict.BAD for verdict in verdicts.values()) >= 300
    assert Verdict.GOOD not in verdicts.values()


@pytest.mark.parametrize("name", GOOD)
def test_another_spelling_of_the_same_is_not_bad(name: str) -> None:
    assert verdict_of(GOOD[name](OWN, OTHER), OWN) is not Verdict.BAD


def test_the_redirect_itself_is_good_for_its_payment_only() -> None:
    assert verdict_of(success_url(OWN, OWN.payment_key), OWN) is Verdict.GOOD
    assert verdict_of(success_url(OTHER, OTHER.payment_key), OWN) is Verdict.BAD


def test_two_readers_written_apart_agree_on_what_is_ours() -> None:
    """Whatever the product's reader takes for ours, the oracle must not call bad, and the other way round within reason."""
    seen = set()
    for nth in range(1_200):
        url = mutated(11, nth, OWN, OTHER)
        returned = read_redirect(url)
        is_ours = isinstance(returned, Returned) and (returned.order_id, returned.amount) == (
            OWN.order_id,
            OWN.amount,
        )
        is_here = url.startswith(f"{SUCCESS}?")
        verdict = verdict_of(url, OWN)
        seen.add(verdict)
        if is_here:
            assert not (is_ours and verdict is Verdict.BAD), url
        if verdict is Verdict.GOOD:
            assert is_ours, url
    assert seen == set(Verdict)


def test_the_same_number_makes_the_same_forgery() -> None:
    assert [mutated(1, nth, OWN, OTHER) for nth in range(50)] == [
        mutated(1, nth, OWN, OTHER) for nth in range(50)
    ]
    assert mutated(1, 0, OWN, OTHER) != mutated(2, 0, OWN, OTHER)
