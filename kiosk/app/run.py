"""``kiosk run``: the customers' kiosk, until its window is closed or the process is told to end."""

import os
import signal
import socket
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from kiosk.app import crashes, keys, logs, settings
from kiosk.app.display import unreachable
from kiosk.app.errors import Fix
from kiosk.app.keys import Mode
from kiosk.app.local_sandbox import LocalSandbox
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.program import Given, Program, make_application
from kiosk.app.settings import Settings
from kiosk.app.sole import sole
from kiosk.app.web_engine import prepare_web_engine


def main(args: Namespace) -> int:
    """Run the kiosk; gives the exit code. Raises Fix for what a person has to put right."""
    told = settings.from_args(args)
    if fix := unreachable(os.environ):
        raise fix
    remark = prepare_web_engine(os.environ, rehearsal=told.mode is Mode.SANDBOX, live=told.mode is Mode.LIVE)
    if remark:
        print(f"kiosk: {remark}", file=sys.stderr)
    keys.hide_secret(os.environ)
    clock = MachineClock()
    with ExitStack() as stack:
        secrets = [told.toss_keys.secret] if told.toss_keys else []
        stack.enter_context(sole(told.database_url, told.terminal))
        log = logs.configure(told.log_dir, clock, secrets)
        stack.callback(logs.shut)
        stack.callback(crashes.guard(logs.Redactor(secrets)))
        sandbox = stack.enter_context(LocalSandbox()) if told.mode is Mode.SANDBOX else None
        app = make_application()
        program = Program(app, Given(told, clock, MachineIds(), sandbox))
        stack.callback(program.close)
        problems: list[Fix] = []
        program.failed.connect(problems.append)
        program.failed.connect(app.quit)
        stack.callback(_end_on_signals(app))
        program.show()
        _say_where(told, log)
        code = app.exec()
        if problems:
            raise problems[0]
        return code


def _say_where(told: Settings, log: Path) -> None:
    database = told.database_url.removeprefix("sqlite:///")
    print(f"kiosk: {told.terminal} is running, mode {told.mode}; database {database}, log {log}")
    print(f"kiosk: to end it: {'' if told.fullscreen else 'close its window, or '}Ctrl-C here", flush=True)


def _end_on_signals(app: QApplication) -> Callable[[], None]:
    """SIGTERM and SIGINT end the event loop; gives what undoes it.

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
