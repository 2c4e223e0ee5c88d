"""What a campaign is: many cases of one kind of fault, a count of broken promises, and a known-bad variant that must break some.

A campaign knows nothing of the others, of the report or of the command line.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Violation:
    """A broken promise. ``case`` replays it: ``kiosk prove --only NAME --case CASE``."""

    case: str
    what: str


def _told_at_the_end(_found: Violation) -> None:
    """Short campaigns need not say anything before."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much to do. ``quick`` is a few seconds on one core, for the test-suite; otherwise the published figure.

    ``seed`` decides everything that chance decides. ``jobs`` is how many processes may work at once. ``tell`` is called for each
    violation as it is found by a campaign that takes hours: nobody should have to wait for the end of it.
    """

    quick: bool
    seed: int = 1
    jobs: int = 1
    tell: Callable[[Violation], None] = field(default=_told_at_the_end, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Control:
    """The known-bad variant that was run the same way. A campaign whose control breaks nothing proves nothing."""

    name: str
    cases: int
    violations: int

    @property
    def was_caught(self) -> bool:
        """Whether the bad variant was seen to fail."""
        return self.violations > 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one campaign found. ``figures`` are counts worth publishing (paid, kills, resets ...)."""

    cases: int
    violations: tuple[Violation, ...]
    controls: tuple[Control, ...]
    figures: Mapping[str, int | float | str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """No promise was broken, at least one case was run, and every control was seen to fail."""
        caught = all(control.was_caught for control in self.controls)
        return bool(self.cases) and not self.violations and bool(self.controls) and caught


class Campaign(Protocol):
    """One kind of fault, in all its forms."""

    @property
    def name(self) -> str:
        """A short word for the command line and the report."""
        ...

    @property
    def claim(self) -> str:
        """One sentence: what holds whatever this campaign does."""
        ...

    @property
    def target(self) -> int:
        """How many cases a full run has at least."""
        ...

    def run(self, effort: Effort) -> Outcome:
        """Run it all; the same effort gives the same cases."""
        ...

    def replay(self, case: str) -> list[str]:
        """Run one case again; gives what it breaks. Raises ValueError for a word that is no case of this campaign."""
        ...
