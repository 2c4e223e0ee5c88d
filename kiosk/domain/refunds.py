"""What a guest gets back of what was paid: the restaurant's policy as data, and its arithmetic line by line.

Pure, in whole won. Decides nothing about a booking: staff may give back more, and say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from kiosk.domain.money import Won, won

ALL: Final = 100
ROUNDINGS: Final = (1, 10, 100, 1000)
LONGEST_NOTICE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Step:
    """With at least this much notice before the sitting starts, ``percent`` of the price goes back."""

    notice: timedelta
    percent: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What goes back when. ``steps`` from the longest notice to the shortest.

    ``walk_in`` is for a sitting that was bought to sit down now, until it starts. ``no_show`` is for everything later
    than every step, and for who never comes. A part is rounded up to whole ``round_to`` won, in the guest's favour.
    """

    steps: tuple[Step, ...]
    no_show: int
    walk_in: int
    round_to: int


DEFAULT: Final = Policy((Step(timedelta(hours=1), ALL),), no_show=80, walk_in=ALL, round_to=10)
"""A restaurant that says nothing: all of it back up to an hour before, and a fifth kept after that.

A fifth is the most that a restaurant may keep of the whole price when a guest does not come; two fifths where food is
prepared for the booking and the guest was told so before (Korea Fair Trade Commission, consumer dispute resolution
standards, revision of 18 December 2025).
"""


class Rule(StrEnum):
    """Which rule of the policy decided."""

    NOTICE = "notice"
    WALK_IN = "walk_in"
    NO_SHOW = "no_show"


class Entry(StrEnum):
    """What a line of the arithmetic says."""

    PAID = "paid"
    BY_POLICY = "by_policy"
    ALREADY_BACK = "already_back"
    BACK_NOW = "back_now"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the arithmetic, in won. ``percent`` only where a percentage made it."""

    entry: Entry
    amount: Won
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """What the policy gives back now: paid = already back + back now + kept, to the won.

    ``notice`` is the step that applied, None where no step did.
    """

    rule: Rule
    notice: timedelta | None
    percent: int
    paid: Won
    by_policy: Won
    already_back: Won
    back_now: Won
    kept: Won

    def __post_init__(self) -> None:
        assert self.paid == self.already_back + self.back_now + self.kept, self
        assert min(self.back_now, self.kept, self.by_policy) >= 0, self

    @property
    def lines(self) -> tuple[Line, ...]:
        """The arithmetic as it is shown to guest and staff."""
        return (
            Line(Entry.PAID, self.paid),
            Line(Entry.BY_POLICY, self.by_policy, self.percent),
            Line(Entry.ALREADY_BACK, self.already_back),
            Line(Entry.BACK_NOW, self.back_now),
            Line(Entry.KEPT, self.kept),
        )


def refund_offer(
    policy: Policy, price: Won, already_back: Won, starts: datetime, now: datetime, *, walk_in: bool
) -> Offer:
    """What goes back of ``price`` now, for a sitting that starts at ``starts``.

    Never more than is left, and never more for waiting longer. Raises ValueError if more than the price has gone back.
    """
    if not 0 <= already_back <= price:
        msg = f"{already_back:,} won cannot have gone back of {price:,}"
        raise ValueError(msg)
    rule, notice, percent = _rule(policy, starts - now, walk_in=walk_in)
    by_policy = _part(price, percent, policy.round_to)
    back_now = won(max(0, by_policy - already_back))
    kept = won(price - already_back - back_now)
    return Offer(rule, notice, percent, price, by_policy, already_back, back_now, kept)


def free_until(policy: Policy, starts: datetime, *, walk_in: bool) -> datetime | None:
    """Until when all of the price goes back; None when it never does."""
    if walk_in:
        return starts if policy.walk_in == ALL else None
    whole = [step.notice for step in policy.steps if step.percent == ALL]
    return starts - whole[-1] if whole else None


def _rule(policy: Policy, notice: timedelta, *, walk_in: bool) -> tuple[Rule, timedelta | None, int]:
    if walk_in and notice > timedelta():
        return Rule.WALK_IN, None, policy.walk_in
    # A step of no notice at all still ends when the sitting starts.
    step = next((step for step in policy.steps if notice >= step.notice and notice > timedelta()), None)
    if step is None or walk_in:
        return Rule.NO_SHOW, None, policy.no_show
    return Rule.NOTICE, step.notice, step.percent


def _part(price: Won, percent: int, round_to: int) -> Won:
    hundredths = price * percent
    return won(min(price, -(-hundredths // (ALL * round_to)) * round_to))


def problems_of_policy(policy: Policy) -> list[str]:
    """What is wrong with a policy, one plain sentence each."""
    found = []
    percents = [*(step.percent for step in policy.steps), policy.no_show, policy.walk_in]
    if any(not 0 <= percent <= ALL for percent in percents):
        found.append("the refund policy has a percentage that is not from 0 to 100")
    found += _steps_out_of_order(policy.steps)
    latest = policy.steps[-1].percent if policy.steps else ALL
    if policy.no_show > min(latest, policy.walk_in):
        found.append(
            f"the refund policy gives back more for not coming ({policy.no_show} %) than for canceling"
            f" ({min(latest, policy.walk_in)} %); lower no_show or raise the other"
        )
    if policy.round_to not in ROUNDINGS:
        found.append(f"round_to of the refund policy must be one of 1, 10, 100, 1000, not {policy.round_to}")
    return found


def _steps_out_of_order(steps: Sequence[Step]) -> list[str]:
    found = []
    if any(not timedelta() <= step.notice <= LONGEST_NOTICE for step in steps):
        found.append("the refund policy has a step with a notice that is not from 0 hours to a year")
    for earlier, later in pairwise(steps):
        if later.notice >= earlier.notice:
            found.append("the steps of the refund policy must go from the longest notice to the shortest")
        if later.percent > earlier.percent:
            found.append(
                f"the refund policy gives back more with less notice ({later.percent} % after {earlier.percent} %);"
                " percentages must not grow from step to step"
            )
    return found
