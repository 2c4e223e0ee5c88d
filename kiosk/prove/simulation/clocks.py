"""Time in a world: one true course of it, which the company lives by, and a clock for each terminal that may be wrong."""

import heapq
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

Task = Generator[float, None, None]
"""Somebody's doings: each yield waits so many seconds."""

CORRECTED_S: Final = 0.5
"""How well a clock goes that was put right."""


@dataclass
class Course:
    """The true time, and who does what next. ``seconds`` since the beginning; never goes back."""

    begins: datetime
    seconds: float = 0.0
    _queue: list[tuple[float, int, Task]] = field(default_factory=list)
    _added: int = 0

    @property
    def now(self) -> datetime:
        """The true instant."""
        return self.begins + timedelta(seconds=self.seconds)

    def add(self, task: Task, after: float = 0.0) -> None:
        """Let somebody begin."""
        self._added += 1
        heapq.heappush(self._queue, (self.seconds + after, self._added, task))

    def run(self, until: float | None = None) -> None:
        """Let everybody act in turn, until that moment or until nobody has anything left to do.

        May be called from within a task: then all the others act while this one waits.
        """
        while self._queue and (until is None or self._queue[0][0] <= until):
            at, _, task = heapq.heappop(self._queue)
            self.seconds = max(self.seconds, at)
            wait = next(task, None)
            if wait is not None:
                self.add(task, wait)
        if until is not None:
            self.seconds = max(self.seconds, until)


@dataclass
class TerminalClock:
    """Implements ``kiosk.domain.ports.Clock``; ``ahead`` is by how many seconds it is wrong."""

    course: Course
    ahead: float = 0.0

    def now(self) -> datetime:
        """What this terminal believes."""
        return self.course.begins + timedelta(seconds=self.course.seconds + self.ahead)

    def monotonic(self) -> float:
        """True seconds."""
        return self.course.seconds

    def sleep(self, seconds: float) -> None:
        """Time passes at once."""
        self.course.seconds += max(0.0, seconds)
