"""What somebody writes into the set-up's forms, and what becomes of it: rules, a special day, refund terms. Pure.

A form is text and steps as they stand on the screen; ``Wrong`` names the sentence that says what to put right.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from kiosk.domain.money import LARGEST, Won
from kiosk.domain.refunds import ALL, Policy, Step, problems_of_policy
from kiosk.domain.sittings import LONGEST_NAME, SpecialDay, WeeklyRule

QUARTER: Final = 15
LONGEST: Final = 12 * 60
"""Minutes: how far apart sittings may start, and how long one may last, by the steps of the form."""
MOST_STEPS: Final = 4
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Wrong:
    """It cannot be used: the key of a sentence, without its part."""

    why: str


@dataclass(frozen=True, slots=True)
class RuleForm:
    """One line of the hours: weekdays (0 = Monday), first and last start, minutes between and of a stay, won a seat."""

    days: frozenset[int] = frozenset()
    first: str = "17:00"
    last: str = "20:30"
    every: int = 30
    stay: int = 90
    price: str = "10,000"


@dataclass(frozen=True, slots=True)
class DayForm:
    """A date of its own. ``rule`` counts unless it is closed; its weekdays do not."""

    day: str = ""
    name: str = ""
    is_closed: bool = True
    rule: RuleForm = RuleForm()


@dataclass(frozen=True, slots=True)
class TermsForm:
    """Refund terms: (hours before, percent) from early to late, then percents and rounding."""

    steps: tuple[tuple[int, int], ...]
    no_show: int
    walk_in: int
    round_to: int


def forms_of(rules: Iterable[WeeklyRule]) -> tuple[RuleForm, ...]:
    """The weekly rules as lines: weekdays that are alike share one."""
    lines: dict[RuleForm, set[int]] = {}
    for rule in rules:
        lines.setdefault(_form(rule), set()).add(rule.weekday)
    return tuple(replace(form, days=frozenset(days)) for form, days in lines.items())


def rules_from(forms: Iterable[RuleForm]) -> tuple[WeeklyRule, ...] | Wrong:
    """The rules that these lines mean, weekday by weekday."""
    found: list[WeeklyRule] = []
    for form in forms:
        rule = _rule(form)
        if isinstance(rule, Wrong):
            return rule
        if not form.days:
            return Wrong("no_day")
        found += [replace(rule, weekday=day) for day in sorted(form.days)]
    return tuple(sorted(found, key=lambda rule: rule.weekday)) if found else Wrong("no_rule")


def form_of_day(special: SpecialDay) -> DayForm:
    """A special day to be changed; of several rules only the first one fits the form."""
    rule = _form(special.rules[0]) if special.rules else RuleForm()
    return DayForm(special.day.isoformat(), special.name, special.is_closed, rule)


def day_from(form: DayForm) -> SpecialDay | Wrong:
    """The special day that the form means."""
    try:
        day = date.fromisoformat(form.day.strip().replace(".", "-").replace("/", "-"))
    except ValueError:
        return Wrong("date")
    if not form.name.strip() or len(form.name.strip()) > LONGEST_NAME:
        return Wrong("day_name")
    if form.is_closed:
        return SpecialDay(day, form.name.strip())
    rule = _rule(form.rule)
    if isinstance(rule, Wrong):
        return rule
    return SpecialDay(day, form.name.strip(), (replace(rule, weekday=day.weekday()),))


def terms_of(policy: Policy) -> TermsForm:
    """The terms as they stand on the form."""
    steps = tuple((step.notice // _HOUR, step.percent) for step in policy.steps)
    return TermsForm(steps, policy.no_show, policy.walk_in, policy.round_to)


def policy_from(form: TermsForm) -> Policy | Wrong:
    """The policy that the form means."""
    steps = tuple(Step(timedelta(hours=hours), percent) for hours, percent in form.steps)
    policy = Policy(steps, form.no_show, form.walk_in, form.round_to)
    return Wrong("policy") if problems_of_policy(policy) else policy


def stepped(value: int, by: int, least: int, most: int) -> int:
    """One step further, and never out of bounds."""
    return max(least, min(most, value + by))


def percent(value: int, by: int) -> int:
    """A percentage, in tens."""
    return stepped(value, 10 * by, 0, ALL)


def time_of(text: str) -> time | None:
    """``17:00``, ``1700`` or ``17``; None for what is no time."""
    digits = text.strip().replace(":", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > len("1700"):
        return None
    hours, minutes = (int(digits), 0) if len(digits) <= len("17") else (int(digits[:-2]), int(digits[-2:]))
    return time(hours, minutes) if hours < 24 and minutes < 60 else None  # noqa: PLR2004 - of a clock


def won_of(text: str) -> Won | None:
    """``20,000``, ``20000원``; None for what is no sum or is too large."""
    digits = text.strip().removesuffix("원").replace(",", "").strip()
    if not digits.isascii() or not digits.isdigit():
        return None
    return Won(int(digits)) if 0 < int(digits) <= LARGEST else None


def _form(rule: WeeklyRule) -> RuleForm:
    return RuleForm(
        frozenset(),
        f"{rule.first:%H:%M}",
        f"{rule.last:%H:%M}",
        rule.every // _MINUTE,
        rule.duration // _MINUTE,
        f"{rule.price:,}",
    )


def _rule(form: RuleForm) -> WeeklyRule | Wrong:
    first, last, price = time_of(form.first), time_of(form.last), won_of(form.price)
    if first is None or last is None:
        return Wrong("time")
    if first.minute % QUARTER:
        return Wrong("quarter")
    if last < first:
        return Wrong("order")
    if price is None:
        return Wrong("price")
    return WeeklyRule(0, first, last, form.every * _MINUTE, form.stay * _MINUTE, price)
