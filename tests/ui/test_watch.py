"""The watch brings every hint to the main thread, and ends when it is told."""

import threading
from queue import Empty, Queue

from pytestqt.qtbot import QtBot

from kiosk.ui.threads import Watch


class Hints:
    """A feed that a test feeds."""

    def __init__(self) -> None:
        self.given: Queue[bool] = Queue()
        self.waits = 0

    def changed(self, seconds: float) -> bool:
        self.waits += 1
        try:
            return self.given.get(timeout=min(seconds, 0.02))
        except Empty:
            return False


def test_a_hint_reaches_the_main_thread_and_silence_does_not(qtbot: QtBot) -> None:
    hints, heard = Hints(), list[bool]()
    watch = Watch(hints.changed)
    watch.changed.connect(lambda: heard.append(threading.current_thread() is threading.main_thread()))
    watch.start()
    hints.given.put(True)
    qtbot.waitUntil(lambda: heard == [True])
    hints.given.put(False)
    hints.given.put(True)
    qtbot.waitUntil(lambda: heard == [True, True])
    watch.stop()


def test_after_stopping_nothing_is_asked_any_more(qtbot: QtBot) -> None:
    hints = Hints()
    watch = Watch(hints.changed)
    watch.start()
    qtbot.waitUntil(lambda: hints.waits > 0)
    watch.stop()
    waits = hints.waits
    qtbot.wait(60)
    assert hints.waits == waits


def test_one_that_was_never_started_can_be_stopped() -> None:
    Watch(Hints().changed).stop()
