"""Lanes without threads: jobs wait until a test lets them run, in any order it likes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kiosk.ui.threads import Outcome


@dataclass
class ManualLanes:
    """Keeps what was submitted; ``run`` does the next job of a lane and hands its outcome back at once."""

    waiting: list[tuple[str, Callable[[], Any], Callable[[Outcome], None]]] = field(default_factory=list)
    closed: bool = False

    def submit(self, lane: str, job: Callable[[], Any], done: Callable[[Outcome], None]) -> None:
        """The job waits."""
        self.waiting.append((lane, job, done))

    def run(self, lane: str = "") -> bool:
        """Do the oldest job (of that lane); False when there is none."""
        for index, (name, job, done) in enumerate(self.waiting):
            if lane in ("", name):
                del self.waiting[index]
                done(outcome_of(job))
                return True
        return False

    def run_all(self) -> None:
        """Do jobs until none is left, those that come up meanwhile too."""
        while self.run():
            pass

    def close(self, timeout_s: float) -> None:
        """Nothing to end."""
        self.closed = True


def outcome_of(job: Callable[[], Any]) -> Outcome:
    """What a job came to, caught as the real lanes catch it."""
    try:
        return Outcome(job(), None)
    except Exception as error:  # noqa: BLE001 - whatever a job raises is its outcome
        return Outcome(None, error)
