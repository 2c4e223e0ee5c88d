"""A floor plan that cannot be used says what is wrong with it, in words that name the table."""

from dataclasses import replace

import pytest

from kiosk.domain.floor import Plan, Seat, Shape, problems_of
from tests.fakes.restaurants import plan, table_of_four


def with_tables(*tables: object) -> Plan:
    return replace(plan(), tables=tables)  # type: ignore[arg-type]  # the tests pass tables


def test_a_sound_plan_has_no_problem() -> None:
    assert problems_of(plan()) == []


def test_a_plan_without_tables_is_refused() -> None:
    assert "the plan has no table" in problems_of(with_tables())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label": " "}, "has no label"),
        ({"width": 0}, "has no size"),
        ({"seats": ()}, "has no seat"),
        ({"x": 5000}, "outside the room"),
        ({"seats": (Seat("s", "9", "1", 0, 0),)}, "belongs to table 9"),
        (
            {"seats": (Seat("s", "1", "1", 0, 0), Seat("t", "1", "1", 0, 0))},
            'seat label at table 1 "1" is used 2 times',
        ),
    ],
)
def test_a_table_that_makes_no_sense_is_named(changes: dict[str, object], words: str) -> None:
    table = replace(table_of_four("1", 150, 150), **changes)  # type: ignore[arg-type]  # fields by name
    assert any(words in problem for problem in problems_of(with_tables(table)))


def test_two_tables_of_one_label_are_refused() -> None:
    twin = replace(table_of_four("2", 500, 150), label="1")
    assert any(
        'table label "1" is used 2 times' in p
        for p in problems_of(with_tables(table_of_four("1", 150, 150), twin))
    )


def test_tables_that_stand_on_each_other_are_refused() -> None:
    found = problems_of(with_tables(table_of_four("1", 150, 150), table_of_four("2", 200, 150)))
    assert found == ["tables 1 and 2 overlap, so their labels cannot be read; move one"]


def test_round_tables_may_come_closer_at_the_corners_than_square_ones() -> None:
    round_ = [
        replace(table_of_four(name, x, y), shape=Shape.ROUND, width=144, height=144)
        for name, x, y in (("1", 200, 200), ("2", 310, 310))
    ]
    square = [replace(table, shape=Shape.RECT) for table in round_]
    assert problems_of(with_tables(*round_)) == []
    assert len(problems_of(with_tables(*square))) == 1


def test_seats_out_of_use_are_not_for_sale_and_neither_is_a_closed_table() -> None:
    table = table_of_four("1", 150, 150)
    broken = replace(table, seats=(replace(table.seats[0], out_of_use=True), *table.seats[1:]))
    assert [seat.seat_id for seat in broken.usable_seats] == ["1-2", "1-3", "1-4"]
    assert replace(table, out_of_use=True).usable_seats == ()


def test_tables_are_found_by_id_and_by_seat() -> None:
    assert plan().table("2").label == "2"
    assert plan().table_of("bar-0").table_id == "bar"
    for find in (plan().table, plan().table_of):
        with pytest.raises(KeyError):
            find("nowhere")


def test_the_tables_of_some_seats_come_in_the_order_of_the_plan() -> None:
    assert [table.label for table in plan().tables_with({"bar-1", "1-2", "1-3"})] == ["1", "바"]
    assert plan().tables_with(()) == ()
