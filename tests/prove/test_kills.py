"""The campaign of kills: a quick run holds, every known-bad program is caught, and a case is the same every time."""

import pytest

from kiosk.prove.campaign import Effort, Outcome
from kiosk.prove.kills.campaign import CONTROLS, Kills
from kiosk.prove.kills.crew import Told, crew
from kiosk.prove.kills.plan import DEEP, cells, firsts
from kiosk.prove.kills.schedules import ALL_CELLS, Case, read_case


@pytest.fixture(scope="module")
def quick() -> Outcome:
    return Kills().run(Effort(quick=True))


def test_wherever_a_process_is_killed_no_promise_is_broken(quick: Outcome) -> None:
    assert quick.violations == ()
    assert quick.cases > 60
    assert quick.figures["kills inside recovery"]


@pytest.mark.parametrize("name", CONTROLS)
def test_a_known_bad_program_is_caught(quick: Outcome, name: str) -> None:
    (control,) = [control for control in quick.controls if control.name == name]
    assert control.was_caught


def test_points_lie_around_statements_commits_and_every_part_of_an_exchange() -> None:
    with crew(1) as hands:
        ((_, told),) = hands.run([read_case("paid.ok-ok.soon.0")])
    assert told.points[0] > 150
    assert {
        "before INSERT INTO claim",
        "after INSERT INTO journal",
        "before COMMIT",
        "after COMMIT",
        "before connecting",
        "after connecting",
        "after half of what is sent",
        "after sending",
        "before the answer",
        "after a part of the answer, 1 to come",
        "after a part of the answer, 0 to come",
    } <= set(told.labels)


def test_a_case_is_the_same_every_time() -> None:
    case = read_case("paid.late-ok.soon.130.20")
    with crew(1) as hands:
        (_, one), (_, other) = hands.run([case, case])
    assert one == other
    assert len(one.killed) == 2
    assert Kills().replay(str(case)) == []


@pytest.mark.parametrize(
    "word",
    ["", "paid", "paid.ok-ok.soon", "paid.ok-ok.soon.x", "paid.ok-ok.never.3", "paid.ok-ok.soon.1.2.3"],
)
def test_nonsense_is_no_case(word: str) -> None:
    with pytest.raises(ValueError, match=r"no case|no cell"):
        Kills().replay(word)


def test_a_point_that_the_path_does_not_have_is_no_case() -> None:
    with pytest.raises(ValueError, match="no such point"):
        Kills().replay("paid.ok-ok.soon.9999")


def test_every_word_names_its_case() -> None:
    for cell in ALL_CELLS:
        assert read_case(str(Case(cell, 7, 3))) == Case(cell, 7, 3)


def test_a_full_run_covers_every_path_with_more_schedules_than_the_anchor() -> None:
    chosen = cells()
    assert {cell.path for cell in chosen} == {cell.path for cell in ALL_CELLS}
    assert len({cell.schedule for cell in chosen if cell.path == "paid"}) >= 27
    assert set(DEEP) <= set(chosen)


def test_undisturbed_every_single_point_is_killed_at() -> None:
    labels = ("after SELECT x", "after BEGIN IMMEDIATE", "before COMMIT", "after reading")
    counted = Told((4, 2), 3, (), (), labels)
    assert _points("paid.ok-ok.soon.0", counted) == [1, 2, 3, 4]
    assert _points("paid.ok-ok.gone.0", counted) == [2, 3]
    assert _points("paid.late-ok.soon.0", counted) == [2, 3]


def _points(word: str, counted: Told) -> list[int]:
    return [case.first for case in firsts(read_case(word).cell, counted)]
