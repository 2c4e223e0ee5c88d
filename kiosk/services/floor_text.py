"""Writes a restaurant as a floor file: the text that ``floor_file`` reads back as the very same restaurant."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import time, timedelta
from itertools import groupby

from kiosk.domain.floor import Fixture, Seat, SeatKind, Shape, Table
from kiosk.domain.sittings import SpecialDay, WeeklyRule
from kiosk.services.floor_file import WEEKDAYS
from kiosk.services.results import Restaurant

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)


def write_restaurant(restaurant: Restaurant) -> str:
    """The whole file. Every seat is written out with its id, so that bookings find it again."""
    parts = [_head(restaurant), *_rules(restaurant.rules), *map(_day, restaurant.days), _refunds(restaurant)]
    parts += [_table(table) for table in restaurant.plan.tables]
    parts += [_fixture(fixture) for fixture in restaurant.plan.fixtures]
    return "\n\n".join(parts) + "\n"


def _head(restaurant: Restaurant) -> str:
    plan = restaurant.plan
    return "\n".join([
        "# Lengths are in cm, seen from above; x runs to the right, y downwards.",
        "",
        "[restaurant]",
        f"id = {_text(restaurant.restaurant_id)}",
        f"name = {_names(restaurant.names)}",
        f"largest_party = {restaurant.largest_party}",
        "",
        "[plan]",
        f"width = {_length(plan.width)}",
        f"height = {_length(plan.height)}",
        f"here = {_pair(plan.here)}",
    ])  # fmt: skip


def _rules(rules: Iterable[WeeklyRule]) -> Iterator[str]:
    """Days in a row that are alike are one part."""

    def alike(rule: WeeklyRule) -> tuple[time, time, timedelta, timedelta, int]:
        return rule.first, rule.last, rule.every, rule.duration, rule.price

    for (first, last, every, duration, price), same in groupby(rules, alike):
        days = ", ".join(_text(WEEKDAYS[rule.weekday]) for rule in same)
        yield "\n".join([
            "[[opening]]",
            f"days = [{days}]",
            f"first = {first:%H:%M:%S}",
            f"last = {last:%H:%M:%S}",
            f"every_minutes = {every // _MINUTE}",
            f"stay_minutes = {duration // _MINUTE}",
            f"price = {price}",
        ])  # fmt: skip


def _day(special: SpecialDay) -> str:
    lines = ["[[days]]", f"date = {special.day.isoformat()}", f"name = {_text(special.name)}"]
    if not special.rules:
        return "\n".join([*lines, "closed = true"])
    opening = (
        f"    {{ first = {rule.first:%H:%M:%S}, last = {rule.last:%H:%M:%S}, every_minutes = {rule.every // _MINUTE},"
        f" stay_minutes = {rule.duration // _MINUTE}, price = {rule.price} }},"
        for rule in special.rules
    )
    return "\n".join([*lines, "opening = [", *opening, "]"])


def _refunds(restaurant: Restaurant) -> str:
    policy = restaurant.refunds
    steps = ", ".join(
        f"{{ hours_before = {step.notice // _HOUR}, percent = {step.percent} }}" for step in policy.steps
    )
    return "\n".join([
        "[refunds]",
        f"steps = [{steps}]",
        f"no_show = {policy.no_show}",
        f"walk_in = {policy.walk_in}",
        f"round_to = {policy.round_to}",
    ])  # fmt: skip


def _table(table: Table) -> str:
    lines = ["[[tables]]", f"id = {_text(table.table_id)}", f"label = {_text(table.label)}"]
    if table.shape is not Shape.RECT:
        lines.append(f"shape = {_text(table.shape)}")
    lines += [f"at = {_pair((table.x, table.y))}", f"size = {_pair((table.width, table.height))}"]
    if table.zone:
        lines.append(f"zone = {_text(table.zone)}")
    lines += _flags(shared=table.shared, accessible=table.accessible, out_of_use=table.out_of_use)
    return "\n".join([*lines, "seats = [", *(f"    {_seat(seat)}," for seat in table.seats), "]"])


def _seat(seat: Seat) -> str:
    parts = [f"id = {_text(seat.seat_id)}", f"label = {_text(seat.label)}", f"at = {_pair((seat.x, seat.y))}"]
    if seat.angle:
        parts.append(f"turned = {_length(seat.angle)}")
    if seat.kind is not SeatKind.CHAIR:
        parts.append(f"kind = {_text(seat.kind)}")
    parts += _flags(accessible=seat.accessible, out_of_use=seat.out_of_use)
    return "{ " + ", ".join(parts) + " }"


def _fixture(fixture: Fixture) -> str:
    points = ", ".join(_pair(point) for point in fixture.points)
    lines = ["[[fixtures]]", f"kind = {_text(fixture.kind)}", f"points = [{points}]"]
    if fixture.text_key:
        lines.append(f"text = {_text(fixture.text_key)}")
    return "\n".join(lines)


def _flags(**flags: bool) -> list[str]:
    return [f"{name} = true" for name, is_set in flags.items() if is_set]


def _names(names: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{language} = {_text(name)}" for language, name in names.items()) + " }"


def _text(value: str) -> str:
    """JSON's strings are TOML's, but for one character that JSON leaves as it is."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _pair(values: tuple[float, float]) -> str:
    return f"[{_length(values[0])}, {_length(values[1])}]"


def _length(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(float(value))
