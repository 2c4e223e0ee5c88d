"""A restaurant file is read whole, or refused with every field and its cure."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from kiosk.domain.floor import SeatKind, Shape
from kiosk.domain.refunds import DEFAULT, Policy, Step
from kiosk.services.floor_file import FloorFileError, parse_restaurant, read_restaurant
from kiosk.services.floor_text import write_restaurant

DEMO = Path(__file__).parents[2] / "resources" / "demo"
GOOD = """
[restaurant]
id = "r"
name = { ko = "식당", en = "Diner" }
[plan]
width = 600
height = 500
here = [10, 10]
[[opening]]
days = ["mon", "sun"]
first = "11:00"
last = 21:00:00
every_minutes = 15
stay_minutes = 90
price = 10000
[[tables]]
label = "1"
at = [150, 150]
size = [166, 104]
chairs = { top = 2, bottom = 2 }
"""
SECOND = """
[[tables]]
label = "2"
at = [450, 150]
size = [100, 100]
chairs = { left = 1 }
"""


def problems(text: str) -> list[str]:
    with pytest.raises(FloorFileError) as refused:
        parse_restaurant(text)
    return refused.value.problems


def only_problem(text: str) -> str:
    found = problems(text)
    assert len(found) == 1, found
    return found[0]


def test_the_demo_restaurant_is_the_one_of_the_design() -> None:
    demo = read_restaurant(DEMO / "restaurant.toml")
    assert demo.names == {"ko": "모퉁이식당", "en": "Moteungi", "ja": "モトゥンイ食堂", "zh": "街角食堂"}
    assert [table.label for table in demo.plan.tables] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "바"]
    assert [len(table.seats) for table in demo.plan.tables] == [2, 2, 4, 4, 4, 5, 4, 8, 4, 4]
    assert demo.plan.table("6").shape is Shape.ROUND
    assert demo.plan.table("9").seats[3].kind is SeatKind.WHEELCHAIR
    assert {rule.weekday for rule in demo.rules} == set(range(7))
    assert {(rule.first, rule.last, rule.price) for rule in demo.rules} == {(time(0), time(23, 45), 10000)}


def test_the_realistic_example_can_be_used_too() -> None:
    assert {rule.weekday for rule in read_restaurant(DEMO / "realistic.toml").rules} == set(range(1, 7))


def test_chairs_stand_where_their_side_says() -> None:
    restaurant = parse_restaurant(GOOD + SECOND)
    one, two = restaurant.plan.tables
    assert [(seat.x, seat.y, seat.angle) for seat in one.seats] == [
        (111, 67, 180),
        (189, 67, 180),
        (111, 233, 0),
        (189, 233, 0),
    ]
    assert [(seat.seat_id, seat.label, seat.x, seat.angle) for seat in two.seats] == [("2-1", "1", 369, 90)]


def test_a_time_may_be_written_with_or_without_quotes() -> None:
    monday, sunday = parse_restaurant(GOOD).rules
    assert (monday.weekday, sunday.weekday) == (0, 6)
    assert (monday.first, monday.last, monday.duration) == (time(11), time(21), timedelta(minutes=90))


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("price = 0", "price = 10000", "opening 1: price must be from 1 to 100,000,000, not 0"),
        ("price = -5", "price = 10000", "opening 1: price must be from 1 to 100,000,000, not -5"),
        (
            "price = 9.5",
            "price = 10000",
            "opening 1: price must be a whole number without quotes or decimals, not 9.5",
        ),
        ('price = "10,000"', "price = 10000", "price must be a whole number without quotes"),
        ("price = true", "price = 10000", "price must be a whole number without quotes"),
        (
            'days = ["mon", "sunday"]',
            'days = ["mon", "sun"]',
            'days has "sunday"; a weekday is one of mon, tue',
        ),
        ('days = "daily"', 'days = ["mon", "sun"]', 'days must be "every day" or a list like ["mon", "tue"]'),
        ('days = ["mon", "mon"]', 'days = ["mon", "sun"]', "days names a weekday twice"),
        ('first = "25:00"', 'first = "11:00"', "first is '25:00'; write a time of day like \"11:00\""),
        ("every_minutes = 20", "every_minutes = 15", "every_minutes must be whole quarter hours"),
        ("labl = 1\nlabel", "label", 'table "1": unknown key "labl"; did you mean "label"?'),
        ('label = ""', 'label = "1"', "label must be a text in quotes, not ''"),
        ("size = [166]", "size = [166, 104]", "size must be two numbers like [120, 80], not [166]"),
        (
            "chairs = { tpo = 2 }",
            "chairs = { top = 2, bottom = 2 }",
            'unknown key "tpo"; did you mean "top"?',
        ),
        ('shape = "rond"\nat', "at", 'table "1": shape is "rond"; did you mean "round"?'),
        ("accessible = 1\nat", "at", 'table "1": accessible must be true or false, not 1'),
        ("here = [10, true]", "here = [10, 10]", "[plan]: here must be two numbers"),
        (
            'name = { ko = "식당" }',
            'name = { ko = "식당", en = "Diner" }',
            'name: en is missing; write en = "..."',
        ),
        ("largest_party = 0\nid", "id", "[restaurant]: largest_party must be from 1 to 100, not 0"),
    ],
)
def test_a_wrong_field_is_named_with_its_cure(wrong: str, right: str, said: str) -> None:
    text = GOOD.replace(right, wrong, 1)
    assert text != GOOD
    assert any(said in problem for problem in problems(text)), problems(text)


def test_a_table_without_seats_is_refused() -> None:
    text = GOOD.replace("chairs = { top = 2, bottom = 2 }", "")
    assert "nobody can sit there" in only_problem(text)


def test_overlapping_tables_are_refused() -> None:
    said = only_problem(GOOD + SECOND.replace("450", "200"))
    assert said == "tables 1 and 2 overlap, so their labels cannot be read; move one"


def test_two_tables_of_one_label_are_refused() -> None:
    assert any(
        'table label "1" is used 2 times' in said for said in problems(GOOD + SECOND.replace('"2"', '"1"'))
    )


def test_every_problem_is_told_at_once() -> None:
    text = GOOD.replace("10000", "0").replace("[166, 104]", '"wide"').replace('["mon", "sun"]', "[]")
    assert len(problems(text)) == 3


def test_a_file_with_no_parts_says_which_parts_it_needs() -> None:
    said = problems("")
    assert any("add a part [restaurant]" in problem for problem in said)
    assert any("add a part [plan]" in problem for problem in said)


def test_a_fixture_needs_enough_points() -> None:
    fixture = '[[fixtures]]\nkind = "door"\npoints = [[0, 0], [10, 0]]\n'
    assert only_problem(GOOD + fixture) == "fixture 1: points must be at least 3 for a door, not 2"
    assert "must be a list of pairs" in only_problem(GOOD + fixture.replace("[[0, 0], [10, 0]]", '"a"'))
    assert "use one of" in "".join(problems(GOOD + fixture.replace('"door"', '"moat"')))


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(FloorFileError, match="cannot read"):
        read_restaurant(tmp_path / "none.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes("name = '모'".encode("euc-kr"))
    with pytest.raises(FloorFileError, match="save it as UTF-8"):
        read_restaurant(latin)
    with pytest.raises(FloorFileError, match="this is not TOML"):
        parse_restaurant("[[[")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    marked = tmp_path / "marked.toml"
    marked.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_restaurant(marked).restaurant_id == "r"


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("width = 600", "width = 600\nnote = true", "note"),
        ("width = 600", "width = 0", "above 0 cm"),
        ("price = 10000", "price = 99999999999", "must be from"),
        ("every_minutes = 15", "", "whole number"),
        ('name = { ko = "식당", en = "Diner" }', 'name = "식당"', "must be a part"),
        ("chairs = { top = 2, bottom = 2 }", "seats = 4", "must be a list"),
        ("chairs = { top = 2, bottom = 2 }", "seats = [4]", "must be a table with fields"),
        ("size = [166, 104]", 'size = [166, 104]\nshape = "round"', "diameter twice"),
        ('label = "1"', "label = 1", "text in quotes"),
    ],
)
def test_every_kind_of_wrong_value_is_named(wrong: str, right: str, said: str) -> None:
    assert wrong in GOOD
    assert any(said in problem for problem in problems(GOOD.replace(wrong, right)))


def test_more_languages_than_two_are_read_when_they_are_there() -> None:
    text = GOOD.replace('en = "Diner"', 'en = "Diner", ja = "食堂", zh = "餐厅"')
    assert set(parse_restaurant(text).names) == {"ko", "en", "ja", "zh"}


def test_a_file_of_more_than_two_megabytes_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "large.toml"
    file.write_text(GOOD + "#" * 2_100_000, "utf-8")
    with pytest.raises(FloorFileError, match="over 2 MB"):
        read_restaurant(file)


# --- refunds ------------------------------------------------------------------------------------------------------

REFUNDS = """
[refunds]
steps = [ { hours_before = 24, percent = 100 }, { hours_before = 3, percent = 50 } ]
no_show = 0
walk_in = 90
round_to = 100
"""


def test_the_refund_policy_of_a_file_is_read() -> None:
    assert parse_restaurant(GOOD + REFUNDS).refunds == Policy(
        (Step(timedelta(hours=24), 100), Step(timedelta(hours=3), 50)), no_show=0, walk_in=90, round_to=100
    )


def test_a_file_that_says_nothing_of_refunds_gets_the_usual_policy() -> None:
    assert parse_restaurant(GOOD).refunds == parse_restaurant(GOOD + "[refunds]").refunds == DEFAULT


def test_no_step_at_all_is_a_policy_too() -> None:
    policy = parse_restaurant(GOOD + "[refunds]\nsteps = []\nno_show = 0").refunds
    assert policy.steps == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("no_show = 101", "[refunds]: no_show must be from 0 to 100, not 101"),
        (
            'walk_in = "all"',
            "[refunds]: walk_in must be a whole number without quotes or decimals, not 'all'",
        ),
        ("noshow = 10", '[refunds]: unknown key "noshow"; did you mean "no_show"?'),
        ("round_to = 7", "round_to of the refund policy must be one of 1, 10, 100, 1000, not 7"),
        ("steps = [ { percent = 80 } ]", "[refunds], step 1: hours_before is missing; write a whole number"),
        (
            "steps = [ { hours_before = 1, percent = 80, per = 1 } ]",
            '[refunds], step 1: unknown key "per"; did you mean "percent"?',
        ),
        ("steps = [ { hours_before = 1, percent = 70 } ]", "lower no_show or raise the other"),
        ("steps = 3", "[refunds]: steps must be a list"),
    ],
)
def test_a_mistake_in_the_refund_policy_is_named_with_its_cure(line: str, said: str) -> None:
    assert said in only_problem(f"{GOOD}[refunds]\n{line}\n")


def test_refunds_that_are_no_part_are_refused() -> None:
    assert only_problem("refunds = 3\n" + GOOD).startswith("the file: refunds must be a part")


# --- special days -------------------------------------------------------------------------------------------------

CLOSED = '[[days]]\ndate = 2026-10-05\nname = "추석"\nclosed = true\n'
FEAST = (
    '[[days]]\ndate = 2026-12-24\nname = "잔치"\n'
    "opening = [ { first = 17:00:00, last = 20:00:00, every_minutes = 30, stay_minutes = 120, price = 50000 } ]\n"
)


def test_special_days_of_a_file_are_read_and_written_back_the_same() -> None:
    read = parse_restaurant(GOOD + CLOSED + FEAST)
    assert [(each.day, each.name, each.is_closed) for each in read.days] == [
        (date(2026, 10, 5), "추석", True),
        (date(2026, 12, 24), "잔치", False),
    ]
    assert read.days[1].rules[0].price == 50_000
    assert parse_restaurant(write_restaurant(read)) == read


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (CLOSED.replace("2026-10-05", '"soon"'), "date must be a date like 2026-10-05"),
        (CLOSED.replace("2026-10-05", "2026-10-05T10:00:00"), "date must be a date like 2026-10-05"),
        (CLOSED.replace("closed = true\n", ""), "opening must be there unless closed = true"),
        (FEAST + "closed = true\n", "must not be there with it"),
        (CLOSED + CLOSED, "2026-10-05 is a special day twice"),
        (FEAST.replace("20:00", "16:00"), "the rule for 2026-12-24 17:00: last (16:00) is before first"),
    ],
)
def test_a_special_day_that_is_wrong_is_named_with_its_cure(part: str, said: str) -> None:
    assert said in only_problem(GOOD + part)
