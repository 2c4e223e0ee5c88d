"""Reads a restaurant from a TOML file: names, plan, opening hours and refunds, with errors that name field and cure.

Parses and checks; stores nothing. Every problem of a file is reported at once, so it is mended in one go.
"""

import tomllib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

from kiosk.domain.floor import Fixture, Plan, Seat, SeatKind, Shape, Table, problems_of
from kiosk.domain.laying import SIDES, Place, along, around
from kiosk.domain.money import LARGEST, Won
from kiosk.domain.refunds import ALL, DEFAULT, LONGEST_NOTICE, Policy, Step, problems_of_policy
from kiosk.domain.sittings import SpecialDay, WeeklyRule, problems_of_days, problems_of_rules
from kiosk.services.fields import MISSING, Fields, Silent, pair_of
from kiosk.services.results import Restaurant

FIXTURE_KINDS = ("wall", "window", "door", "room", "kitchen", "plant", "label")
_LEAST_POINTS = {"wall": 2, "window": 2, "door": 3, "room": 2, "kitchen": 3, "plant": 2, "label": 1}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = "every day"
_LARGEST_FILE = 2_000_000


class FloorFileError(ValueError):
    """A floor file that cannot be used; ``problems`` names each field and its cure in a sentence."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


def read_restaurant(path: Path) -> Restaurant:
    """The restaurant in a file. Raises FloorFileError, also when the file cannot be read at all."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise FloorFileError([f"{path.name} is over 2 MB; a floor file is a few thousand lines at most"])
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FloorFileError([f"cannot read {path}: {error.strerror or error}"]) from error
    except UnicodeDecodeError as error:
        raise FloorFileError(
            [f"{path.name} is not UTF-8 text (byte {error.start}); save it as UTF-8"]
        ) from error
    return parse_restaurant(text)


def parse_restaurant(text: str) -> Restaurant:
    """The restaurant in a TOML text. Raises FloorFileError with every problem there is."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FloorFileError([f"this is not TOML: {error}"]) from error
    problems: list[str] = []
    root = Fields(raw, "the file", problems)
    head = root.section("restaurant")
    restaurant_id = head.text("id")
    names = _names(head)
    largest_party = head.whole("largest_party", default=8, least=1, most=100)
    head.no_more()
    plan = _plan(root)
    rules = tuple(rule for fields in root.sections("opening") for rule in _rules(fields))
    days = tuple(_special_day(fields) for fields in root.sections("days"))
    refunds = _refunds(root)
    root.no_more()
    if not problems:
        problems += [
            *problems_of(plan),
            *problems_of_rules(rules),
            *problems_of_days(days),
            *problems_of_policy(refunds),
        ]
    if problems:
        raise FloorFileError(problems)
    return Restaurant(restaurant_id, names, plan, rules, largest_party, refunds, days)


def _names(head: Fields) -> dict[str, str]:
    fields = head.section("name")
    names = {"ko": fields.text("ko"), "en": fields.text("en")}
    for language in ("ja", "zh"):
        if fields.has(language):
            names[language] = fields.text(language)
    fields.no_more()
    return names


def _plan(root: Fields) -> Plan:
    fields = root.section("plan")
    width, height = fields.number("width"), fields.number("height")
    if not isinstance(fields, Silent) and (width <= 0 or height <= 0):
        fields.wrong("width and height", "must be above 0 cm")
    plan = Plan(
        width=width,
        height=height,
        here=fields.pair("here"),
        tables=tuple(_table(table) for table in root.sections("tables")),
        fixtures=tuple(_fixture(fixture) for fixture in root.sections("fixtures")),
    )
    fields.no_more()
    return plan


def _table(fields: Fields) -> Table:
    label = fields.text("label")
    table_id = fields.text("id", default=label or "?")
    shape = Shape(fields.one_of("shape", [shape.value for shape in Shape], default=Shape.RECT.value))
    (x, y), (width, height) = fields.pair("at"), fields.pair("size")
    if shape is Shape.ROUND and width != height:
        fields.wrong("size", f"of a round table is its diameter twice, like [{width:g}, {width:g}]")
    places = [*_chairs(fields, shape, (x, y), (width, height))]
    seats = [
        Seat(f"{table_id}-{nth}", table_id, str(nth), place.x, place.y, place.turned)
        for nth, place in enumerate(places, 1)
    ]
    for own in fields.sections("seats"):
        seats.append(_seat(own, table_id, len(seats) + 1))
    table = Table(
        table_id=table_id,
        label=label,
        shape=shape,
        x=x,
        y=y,
        width=width,
        height=height,
        zone=fields.text("zone", default=""),
        seats=tuple(seats),
        shared=fields.flag("shared"),
        accessible=fields.flag("accessible"),
        out_of_use=fields.flag("out_of_use"),
    )
    if not seats:
        fields.wrong(
            "chairs", "is missing, so nobody can sit there; write chairs = { top = 1, bottom = 1 } or seats"
        )
    fields.no_more()
    return table


def _chairs(fields: Fields, shape: Shape, at: tuple[float, float], size: tuple[float, float]) -> list[Place]:
    """The places of the chairs that a table's ``chairs`` asks for, clockwise."""
    if not fields.has("chairs"):
        return []
    own = fields.section("chairs")
    if shape is Shape.ROUND:
        count = own.whole("around", least=1, most=24)
        turned = own.number("turned", default=0.0)
        own.no_more()
        return around(at, size[0] / 2, count, turned)
    counts = {side: own.whole(side, least=0, most=24, default=0) for side in SIDES}
    own.no_more()
    return along(at, size, counts)


def _seat(fields: Fields, table_id: str, nth: int) -> Seat:
    x, y = fields.pair("at")
    seat = Seat(
        seat_id=fields.text("id", default=f"{table_id}-{nth}"),
        table_id=table_id,
        label=fields.text("label", default=str(nth)),
        x=x,
        y=y,
        angle=fields.number("turned", default=0.0),
        kind=SeatKind(fields.one_of("kind", [kind.value for kind in SeatKind], default=SeatKind.CHAIR.value)),
        accessible=fields.flag("accessible"),
        out_of_use=fields.flag("out_of_use"),
    )
    fields.no_more()
    return seat


def _fixture(fields: Fields) -> Fixture:
    kind = fields.one_of("kind", FIXTURE_KINDS)
    found = fields.value("points")
    points = [pair_of(point) for point in found] if isinstance(found, list) else []
    least = _LEAST_POINTS[kind]
    if not points or None in points:
        fields.wrong("points", "must be a list of pairs like [[0, 0], [100, 0]]")
    elif len(points) < least:
        fields.wrong("points", f"must be at least {least} for a {kind}, not {len(points)}")
    fixture = Fixture(kind, tuple(point for point in points if point), fields.text("text", default="") or "")
    fields.no_more()
    return fixture


def _rules(fields: Fields) -> list[WeeklyRule]:
    days = _days(fields)
    made = _rule(fields, 0)
    return [replace(made, weekday=day) for day in days]


def _special_day(fields: Fields) -> SpecialDay:
    """A date of its own: ``closed = true``, or ``opening`` with rules that name no weekday."""
    day = fields.value("date")
    if not isinstance(day, date) or isinstance(day, datetime):
        fields.wrong("date", "must be a date like 2026-10-05, without quotation marks")
        day = date.min
    name = fields.text("name")
    is_closed = fields.flag("closed")
    rules = tuple(_rule(own, day.weekday()) for own in fields.sections("opening"))
    if is_closed == bool(rules):
        fields.wrong("opening", "must be there unless closed = true, and must not be there with it")
    fields.no_more()
    return SpecialDay(day, name, rules)


def _rule(fields: Fields, weekday: int) -> WeeklyRule:
    first, last = _time(fields, "first"), _time(fields, "last")
    every = fields.whole("every_minutes", least=15, most=24 * 60)
    stay = fields.whole("stay_minutes", least=15, most=24 * 60)
    price = fields.whole("price", least=1, most=LARGEST)
    for key, minutes in (("every_minutes", every), ("stay_minutes", stay)):
        if minutes % 15:
            fields.wrong(key, f"must be whole quarter hours (15, 30, 45 ...), not {minutes}")
    fields.no_more()
    return WeeklyRule(weekday, first, last, timedelta(minutes=every), timedelta(minutes=stay), Won(price))


def _refunds(root: Fields) -> Policy:
    """The part [refunds]; a file without one gets the default policy, a part without a field that field's default."""
    if root.value("refunds") is MISSING:
        return DEFAULT
    fields = root.section("refunds")
    steps = tuple(_step(step) for step in fields.sections("steps"))
    policy = Policy(
        steps=steps if fields.has("steps") else DEFAULT.steps,
        no_show=fields.whole("no_show", least=0, most=ALL, default=DEFAULT.no_show),
        walk_in=fields.whole("walk_in", least=0, most=ALL, default=DEFAULT.walk_in),
        round_to=fields.whole("round_to", least=1, most=1000, default=DEFAULT.round_to),
    )
    fields.no_more()
    return policy


def _step(fields: Fields) -> Step:
    most = LONGEST_NOTICE // timedelta(hours=1)
    notice = timedelta(hours=fields.whole("hours_before", least=0, most=most))
    step = Step(notice, fields.whole("percent", least=0, most=ALL))
    fields.no_more()
    return step


def _days(fields: Fields) -> list[int]:
    found = fields.value("days")
    if found == EVERY_DAY:
        return list(range(7))
    if isinstance(found, list) and found and all(isinstance(day, str) for day in found):
        days = cast("list[str]", found)
        strange = [day for day in days if day not in WEEKDAYS]
        for day in strange:
            fields.wrong("days", f'has "{day}"; a weekday is one of {", ".join(WEEKDAYS)}')
        if len(set(days)) != len(days):
            fields.wrong("days", "names a weekday twice; name each once")
        return [WEEKDAYS.index(day) for day in days if day not in strange]
    fields.wrong("days", f'must be "{EVERY_DAY}" or a list like ["mon", "tue"]')
    return []


def _time(fields: Fields, key: str) -> time:
    found = fields.value(key)
    if isinstance(found, str):
        with suppress(ValueError):
            found = time.fromisoformat(found)
    if isinstance(found, time) and found.tzinfo is None:
        return found
    what = "is missing; write" if found is MISSING else f"is {found!r}; write"
    fields.wrong(key, f'{what} a time of day like "11:00"')
    return time()
