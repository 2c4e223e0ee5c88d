"""``kiosk sandbox``: the local Toss Payments alone, until it is told to end."""

import errno
import signal
import sys
from threading import Event, Thread

from kiosk.sandbox.server import Sandbox


def main(port: int, clock_scale: float, *, until_input_ends: bool = False) -> int:
    """Serve until SIGTERM or SIGINT; gives the exit code. Prints one line when it is ready.

    With ``until_input_ends`` also until standard input ends: a parent that dies, however it dies, takes it along.
    """
    try:
        sandbox = Sandbox(port, clock_scale)
    except (ValueError, OverflowError) as wrong:
        print(f"kiosk sandbox: {wrong}", file=sys.stderr)
        return 1
    except PermissionError:
        print(f"kiosk sandbox: this user may not use port {port}. Choose one above 1023.", file=sys.stderr)
        return 1
    except OSError as refused:
        if refused.errno != errno.EADDRINUSE:
            raise
        print(
            f"kiosk sandbox: port {port} is in use by another program.\n"
            "Choose another one with --port, or --port 0 for any free one.",
            file=sys.stderr,
        )
        return 1
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    if until_input_ends:
        Thread(target=_watch_input, args=(ended,), daemon=True).start()
    with sandbox:
        print(
            f"ready {sandbox.url} client_key={sandbox.client_key} secret_key={sandbox.secret_key} "
            f"widget_client_key={sandbox.widget_client_key} widget_secret_key={sandbox.widget_secret_key}",
            flush=True,
        )
        ended.wait()
    return 0


def _watch_input(ended: Event) -> None:
    sys.stdin.read()
    ended.set()
