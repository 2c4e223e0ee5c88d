"""Who works here and what each may do: roles, acts, the table of rights, limits of refunds, and the rules of a PIN.

Pure: knows no row, no hash and no screen. What a cell of ``RIGHTS`` says is asked by services, in the transaction of the act.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from kiosk.domain.money import LARGEST


class Role(StrEnum):
    """What somebody is here. Each has all that the one before has."""

    WAITER = "waiter"
    MANAGER = "manager"
    OWNER = "owner"


class Act(StrEnum):
    """Everything that staff can do at the desk."""

    LOOK = "look"
    SEAT = "seat"
    WALK_IN = "walk_in"
    MOVE = "move"
    EXTEND = "extend"
    BLOCK = "block"
    OFFSITE = "offsite"
    PRINT = "print"
    TAKE_MATTER = "take_matter"
    WAITLIST = "waitlist"
    CANCEL = "cancel"
    REFUND = "refund"
    STOP_SALES = "stop_sales"
    CLOSE_DAY = "close_day"
    REPORTS = "reports"
    PRIVACY = "privacy"
    HOURS = "hours"
    EDIT_PLAN = "edit_plan"
    PUBLISH_PLAN = "publish_plan"
    POLICY = "policy"
    WORDS = "words"
    TERMINALS = "terminals"
    STAFF = "staff"


_WAITERS: Final = frozenset({
    Act.LOOK, Act.SEAT, Act.WALK_IN, Act.MOVE, Act.EXTEND, Act.BLOCK, Act.OFFSITE, Act.PRINT, Act.TAKE_MATTER,
    Act.WAITLIST,
})  # fmt: skip
_MANAGERS: Final = _WAITERS | {
    Act.CANCEL, Act.REFUND, Act.STOP_SALES, Act.CLOSE_DAY, Act.REPORTS, Act.PRIVACY, Act.HOURS, Act.EDIT_PLAN, Act.PUBLISH_PLAN,
}  # fmt: skip

RIGHTS: Final[Mapping[Role, frozenset[Act]]] = {
    Role.WAITER: _WAITERS,
    Role.MANAGER: _MANAGERS,
    Role.OWNER: frozenset(Act),
}

ASKED_AGAIN: Final = frozenset({
    Act.CANCEL, Act.REFUND, Act.CLOSE_DAY, Act.PUBLISH_PLAN, Act.PRIVACY, Act.HOURS, Act.POLICY, Act.WORDS,
    Act.TERMINALS, Act.STAFF,
})  # fmt: skip
"""Acts before which the PIN is asked for again, however short ago somebody has signed in."""

REFUND_ALONE: Final[Mapping[Role, int]] = {Role.WAITER: 0, Role.MANAGER: 100_000, Role.OWNER: 500_000}
"""Won that one person may give back of one booking; above it a second one, who may refund too, has to agree."""

PIN_LENGTH: Final = 6
TRIES_BEFORE_PAUSE: Final = 5
TRIES_BEFORE_LOCK: Final = 10
"""Wrong PINs in a row; then only somebody with the right to change staff opens it again. Counts tries, so no clock helps."""
PAUSE: Final = timedelta(minutes=1)
PROOF_LASTS: Final = timedelta(minutes=1)
"""How long a PIN that was asked for again stands for its act."""
IDLE_LOCK: Final = timedelta(minutes=5)
IDLE_OPENS: Final = timedelta(seconds=30)
"""After so long without a touch or a key the desk shows by itself what has come up and needs a person."""


def may(role: Role, act: Act) -> bool:
    """Whether somebody of this role may do that."""
    return act in RIGHTS[role]


def needs_second(role: Role, amount: int) -> bool:
    """Whether a refund that brings a booking to ``amount`` won given back needs a second person."""
    return amount > min(REFUND_ALONE[role], LARGEST)


def is_pin(text: str) -> bool:
    """Six digits. Which six nobody judges but ``is_weak``."""
    return len(text) == PIN_LENGTH and text.isascii() and text.isdigit()


def is_weak(pin: str) -> bool:
    """One digit six times, or a run up or down: what anybody tries first."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def pause_left(failures: int, last_failed_at: datetime | None, now: datetime) -> timedelta:
    """How long nobody may try: a minute after every fifth wrong PIN. A clock that was set back waits the minute anew."""
    if last_failed_at is None or failures == 0 or failures % TRIES_BEFORE_PAUSE:
        return timedelta()
    gone = now - last_failed_at
    return max(timedelta(), PAUSE - gone) if gone >= timedelta() else PAUSE


def tries_left(failures: int) -> int:
    """How many wrong PINs are left before the next pause, or the lock."""
    return TRIES_BEFORE_PAUSE - failures % TRIES_BEFORE_PAUSE if failures < TRIES_BEFORE_LOCK else 0


def is_locked(failures: int) -> bool:
    """Whether waiting does not help any more."""
    return failures >= TRIES_BEFORE_LOCK
