"""The only file with threads: lanes of one worker each, and one signal that brings outcomes back to the main thread.

A job must not touch widgets; ``done`` runs on the main thread, always. Lanes keep order, they do not protect data.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from threading import Event, Thread
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

MONEY: Final = "money"
FLOOR: Final = "floor"
PRINT: Final = "print"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job came to: its value, or the error it raised."""

    value: Any
    error: BaseException | None


class Runner(Protocol):
    """Whatever does jobs off the main thread and hands their outcome back on it."""

    def submit(self, lane: str, job: Callable[[], Any], done: Callable[[Outcome], None]) -> None:
        """Queue ``job`` on a lane; ``done`` is called with its outcome, on the main thread."""
        ...

    def close(self, timeout_s: float) -> None:
        """Take no more jobs, forget those not begun, and wait at most so long for the others."""
        ...


class Lanes(QObject):
    """Single-worker lanes, by name.

    Signals:
        _finished: a job came to an end, emitted by its worker; received on the main thread, where this object lives.
    """

    _finished = Signal(object, object)

    def __init__(self, *names: str) -> None:
        super().__init__()
        self._pools = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in names}
        self._running: set[Future[Any]] = set()
        self._open = True
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def submit(self, lane: str, job: Callable[[], Any], done: Callable[[Outcome], None]) -> None:
        """Queue a job; after ``close`` nothing is taken any more."""
        if not self._open:
            return
        future = self._pools[lane].submit(job)
        self._running.add(future)
        future.add_done_callback(partial(self._tell, done))

    def close(self, timeout_s: float) -> None:
        """Forget what has not begun and wait for what has; outcomes that come later reach nobody."""
        self._open = False
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)
        # A future that was canceled before it began never tells ``wait`` so; waiting for it takes the whole time-out.
        wait([future for future in self._running if not future.cancelled()], timeout=timeout_s)

    def _tell(self, done: Callable[[Outcome], None], future: "Future[Any]") -> None:
        """On the worker: nothing but the signal."""
        if not self._open or future.cancelled():
            return
        self._finished.emit(future, done)

    @Slot(object, object)
    def _on_finished(self, future: "Future[Any]", done: Callable[[Outcome], None]) -> None:
        self._running.discard(future)
        if not self._open:
            return
        error = future.exception()
        done(Outcome(None if error else future.result(), error))


class Watch(QObject):
    """A thread that waits for hints of other terminals, and tells the main thread of each.

    Signals:
        changed: something may be different; many hints in a moment are told as few.
    """

    changed = Signal()
    _PATIENCE_S: Final = 0.5
    """How long one wait lasts, and so how long stopping takes at most."""

    def __init__(self, wait: Callable[[float], bool]) -> None:
        super().__init__()
        self._wait = wait
        self._goes_on = Event()
        self._thread = Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._goes_on.set()
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing more; returns when the thread has ended, or will touch nothing any more."""
        self._goes_on.clear()
        if self._thread.is_alive():
            self._thread.join(2 * self._PATIENCE_S)

    def _run(self) -> None:
        """On the thread: nothing but waiting and the signal."""
        while self._goes_on.is_set():
            if self._wait(self._PATIENCE_S) and self._goes_on.is_set():
                self.changed.emit()
