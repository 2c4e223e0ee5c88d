"""Lanes keep order, stay off the main thread, and bring everything back to it."""

import threading
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from kiosk.ui.threads import FLOOR, MONEY, Lanes, Outcome


def test_jobs_of_a_lane_run_in_order_on_its_thread_and_end_on_the_main_one(qtbot: QtBot) -> None:
    lanes = Lanes(MONEY, FLOOR)
    ran: list[tuple[int, str]] = []
    ended: list[tuple[object, bool]] = []

    def job(number: int) -> int:
        ran.append((number, threading.current_thread().name))
        return number

    def done(outcome: Outcome) -> None:
        ended.append((outcome.value, threading.current_thread() is threading.main_thread()))

    for number in range(20):
        lanes.submit(MONEY, partial(job, number), done)
    qtbot.waitUntil(lambda: len(ended) == 20)
    assert [number for number, _ in ran] == list(range(20))
    assert {name for _, name in ran} == {"money_0"}
    assert ended == [(number, True) for number in range(20)]
    lanes.close(5)


def test_an_error_comes_back_as_an_outcome(qtbot: QtBot) -> None:
    lanes = Lanes(MONEY)
    ended: list[Outcome] = []

    def job() -> None:
        raise OSError("the database is gone")

    lanes.submit(MONEY, job, ended.append)
    qtbot.waitUntil(lambda: bool(ended))
    assert isinstance(ended[0].error, OSError)
    assert ended[0].value is None
    lanes.close(5)


def test_lanes_do_not_wait_for_each_other(qtbot: QtBot) -> None:
    lanes = Lanes(MONEY, FLOOR)
    gate = threading.Event()
    ended: list[object] = []
    lanes.submit(MONEY, lambda: gate.wait(20), lambda outcome: ended.append("money"))
    lanes.submit(FLOOR, lambda: None, lambda outcome: ended.append("floor"))
    qtbot.waitUntil(lambda: ended == ["floor"])
    gate.set()
    qtbot.waitUntil(lambda: ended == ["floor", "money"])
    lanes.close(5)


def test_closing_waits_for_what_runs_and_forgets_what_has_not_begun(qtbot: QtBot) -> None:
    lanes = Lanes(MONEY)
    begun, gate = threading.Event(), threading.Event()
    finished: list[str] = []
    ended: list[Outcome] = []

    def slow() -> None:
        begun.set()
        gate.wait(20)
        finished.append("slow")

    lanes.submit(MONEY, slow, ended.append)
    lanes.submit(MONEY, lambda: finished.append("never"), ended.append)
    assert begun.wait(20)
    closer = threading.Timer(0.05, gate.set)
    closer.start()
    lanes.close(20)
    closer.join()
    assert finished == ["slow"]
    lanes.submit(MONEY, lambda: finished.append("late"), ended.append)
    qtbot.wait(1)
    assert (finished, ended) == (["slow"], [])


@pytest.mark.parametrize("times", [3])
def test_closing_again_is_harmless(qtbot: QtBot, times: int) -> None:
    lanes = Lanes(MONEY)
    for _ in range(times):
        lanes.close(1)
