"""Reads single values of the command line. Raises ArgumentTypeError with an example of what is meant; imports nothing heavy."""

from argparse import ArgumentTypeError
from datetime import date


def wishes(text: str) -> str:
    """What a guest may wish for, by commas."""
    from kiosk.ui.modes import Modes

    try:
        Modes.of(text)
    except ValueError:
        msg = f"{text!r} is not a list of large, largest, contrast, slow and calm, such as large,contrast"
        raise ArgumentTypeError(msg) from None
    return text


def size(text: str) -> str:
    """``540x960``."""
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdecimal() and height.isdecimal() and int(width) >= 100 and int(height) >= 100):  # noqa: PLR2004
        raise ArgumentTypeError(f"{text!r} is not a size in pixels such as 540x960")
    return f"{int(width)}x{int(height)}"


def day(text: str) -> date:
    """``2026-03-13``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is not a day such as 2026-03-13") from None


def port(text: str) -> int:
    """0 to 65535."""
    if not text.isdecimal() or int(text) > 65535:  # noqa: PLR2004 - the highest port there is
        raise ArgumentTypeError(f"{text!r} is not a port (0 to 65535)")
    return int(text)


def jobs(text: str) -> int:
    """How many processes."""
    if not text.isdecimal() or not 1 <= int(text) <= 256:  # noqa: PLR2004 - more helps nobody
        raise ArgumentTypeError(f"{text!r} is not a number of processes (1 to 256)")
    return int(text)


def count(text: str) -> int:
    """How many of anything."""
    if not text.isdecimal() or not 1 <= int(text) <= 10_000_000:  # noqa: PLR2004 - more would take days
        raise ArgumentTypeError(f"{text!r} is not a number from 1 to 10,000,000")
    return int(text)


def scale(text: str) -> float:
    """A factor, or seconds, above 0."""
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0 < scale <= 100_000:  # noqa: PLR2004 - a day in less than a second is enough
        raise ArgumentTypeError(f"{text!r} is not a factor such as 60")
    return scale
