"""SIGTERM and SIGINT end Qt's event loop, in order."""

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QSocketNotifier


def end_on_signals(app: QCoreApplication) -> Callable[[], None]:
    """From now on these signals end the loop; gives what undoes it.

    Python runs its signal handlers only between two of its own instructions, and Qt's loop has none while it waits:
    a socket pair wakes it.
    """
    ours, theirs = socket.socketpair()
    ours.setblocking(False)  # noqa: FBT003 - the standard library's own signature
    theirs.setblocking(False)  # noqa: FBT003 - the same
    before = signal.set_wakeup_fd(theirs.fileno())
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, app)
    notifier.activated.connect(app.quit)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _do_nothing)

    def undo() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        ours.close()
        theirs.close()

    return undo


def _do_nothing(_number: int, _frame: object) -> None:
    """The wake-up socket tells Qt; without a handler Python would raise in the middle of anything."""
