"""Runs several threads one at a time: each stops before its next step, and the order of the steps is chosen from outside.

Real threads on real connections, so the locks are real; but never two at once, so a case can be replayed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Semaphore, Thread, current_thread

PATIENCE_S = 30.0
"""No step takes as long; a thread that does has stopped for good."""

Choose = Callable[[int], int]
"""Given how many could go on, which one does (0 is the first by name)."""


class Stuck(AssertionError):
    """A thread did not come back from its step: two of them wait for each other."""


@dataclass
class _Hand:
    work: Callable[[], None]
    go: Semaphore = field(default_factory=lambda: Semaphore(0))
    is_done: bool = False
    failed: BaseException | None = None


@dataclass
class Baton:
    """One at a time. ``pause`` is called by the working threads before each step that others may come before."""

    _back: Semaphore = field(default_factory=lambda: Semaphore(0))
    _hands: dict[str, _Hand] = field(default_factory=dict)

    def pause(self) -> None:
        """Let the choice be made again. Does nothing on a thread that is none of ours."""
        hand = self._hands.get(current_thread().name)
        if hand is not None:
            self._back.release()
            hand.go.acquire()

    def run(self, work: Mapping[str, Callable[[], None]], choose: Choose) -> list[tuple[int, int]]:
        """Run it all to its end; gives each choice with how many there were. Raises what a thread raised, or Stuck."""
        self._hands = {name: _Hand(work[name]) for name in sorted(work)}
        threads = [Thread(target=self._work, args=(hand,), name=name) for name, hand in self._hands.items()]
        for thread in threads:
            thread.daemon = True
            thread.start()
            # One at a time from the first moment: whoever watches threads (a debugger, coverage) hooks into each.
            self._wait()
        made: list[tuple[int, int]] = []
        while able := [hand for hand in self._hands.values() if not hand.is_done]:
            index = choose(len(able)) if len(able) > 1 else 0
            if len(able) > 1:
                made.append((index, len(able)))
            able[index].go.release()
            self._wait()
        for thread in threads:
            thread.join(PATIENCE_S)
        failed = [hand.failed for hand in self._hands.values() if hand.failed is not None]
        if failed:
            raise failed[0]
        return made

    def _wait(self) -> None:
        if not self._back.acquire(timeout=PATIENCE_S):
            raise Stuck(f"no step back after {PATIENCE_S:g} s")

    def _work(self, hand: _Hand) -> None:
        self._back.release()
        hand.go.acquire()
        try:
            hand.work()
        except BaseException as failed:  # noqa: BLE001 - it is raised again on the thread that asked for the run
            hand.failed = failed
        hand.is_done = True
        self._back.release()
