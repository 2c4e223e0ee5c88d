"""What a crash may leave behind: a traceback without secrets, in the log and on standard error, and no memory dump.

Decides nothing: whatever is durable does, at the next start.
"""

import resource
import sys
import threading
from collections.abc import Callable
from traceback import format_exception
from types import TracebackType
from typing import Any

import structlog

from kiosk.app.logs import Redactor


def guard(redactor: Redactor) -> Callable[[], None]:
    """Send what nobody caught, on any thread, through the redactor; gives what undoes it.

    Python's own hooks print an exception as it came, and an exception of HTTP carries its address, which carries a
    payment key. A core dump would carry the secret key itself.
    """
    before = sys.excepthook, threading.excepthook, sys.unraisablehook

    def report(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        written = redactor.text("".join(format_exception(kind, error, trace)))
        structlog.get_logger("kiosk").critical("crashed", exception=written)
        sys.stderr.write(written)

    def on_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit:
            report(args.exc_type, args.exc_value, args.exc_traceback)

    def unraisable(args: Any) -> None:
        report(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook, threading.excepthook, sys.unraisablehook = report, on_thread, unraisable
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))

    def undo() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    return undo
