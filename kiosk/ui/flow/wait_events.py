"""What can happen at the waiting list: touches on 16 and on the number after it, and the services' answers. Part of ``events``."""

from dataclasses import dataclass, field

from kiosk.domain.waiting import Quote
from kiosk.services.results import Joined, Refused
from kiosk.ui.flow.events import Answer, Touch


@dataclass(frozen=True, slots=True)
class PhoneKeyed(Touch):
    """16: a key of the number pad: a digit, "back" or "clear"."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class JoinAsked(Touch):
    """16: put us on the waiting list."""


@dataclass(frozen=True, slots=True)
class OtherTimeAsked(Touch):
    """16: rather at another time."""


@dataclass(frozen=True, slots=True)
class SplitAsked(Touch):
    """16: rather in two groups, now."""


@dataclass(frozen=True, slots=True)
class LeaveListAsked(Touch):
    """The waiting number: we do not want to wait any longer."""


@dataclass(frozen=True, slots=True)
class QuoteAnswered(Answer):
    """How long the waiting list is."""

    quote: Quote


@dataclass(frozen=True, slots=True)
class JoinAnswered(Answer):
    """A place on the list, or why not."""

    result: Joined | Refused
