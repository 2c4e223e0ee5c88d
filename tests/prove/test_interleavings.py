"""Every order of hands: promises hold in each, and without the guards they do not."""

from functools import partial

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.interleavings.baton import Baton
from kiosk.prove.interleavings.campaign import Interleavings
from kiosk.prove.interleavings.orders import Orders, Script


def test_every_promise_holds_in_every_order_and_not_without_the_guards() -> None:
    outcome = Interleavings().run(Effort(quick=True))
    assert outcome.violations == ()
    assert {control.name: control.was_caught for control in outcome.controls} == {
        "claims without their primary key": True,
        "a timer that frees what is being paid": True,
    }
    assert outcome.holds


def test_one_case_runs_again_by_its_word() -> None:
    assert Interleavings().replay("two-guests.hold-over.01210") == []


@pytest.mark.parametrize("word", ["", "nobody.in-time.0", "two-guests.yesterday.0", "two-guests.in-time.!"])
def test_a_word_that_is_no_case_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        Interleavings().replay(word)


def test_all_orders_of_two_hands_are_tried_and_no_more() -> None:
    """Two hands of two steps each: six orders."""
    orders, seen = Orders(1_000, "all"), set()
    for prefix in orders:
        baton, told = Baton(), list[str]()

        def work(name: str, baton: Baton = baton, told: list[str] = told) -> None:
            told.append(name)
            baton.pause()
            told.append(name)

        made = baton.run({"a": partial(work, "a"), "b": partial(work, "b")}, Script(prefix))
        orders.made(made)
        seen.add("".join(told))
    assert seen == {"aabb", "abab", "abba", "baab", "baba", "bbaa"}
    assert orders.is_exhausted


def test_what_a_hand_raises_is_raised_by_the_run() -> None:
    def fails() -> None:
        raise LookupError("a")

    with pytest.raises(LookupError):
        Baton().run({"a": fails, "b": lambda: None}, Script(()))
