"""The screen to draw on: is there one, and, for a tour without one, a private Xvfb that ends with the tour."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kiosk.app.errors import Fix

NO_XVFB = Fix(
    "There is no display, and Xvfb, which draws into memory instead, is not installed.",
    "Run this on a machine with a screen, or install it: sudo apt-get install xvfb",
)


def has_display(environ: Mapping[str, str]) -> bool:
    """Whether a window can be shown: Linux names its display, other systems always have one."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") or environ.get("QT_QPA_PLATFORM"))


@contextmanager
def private_display(width: int, height: int) -> Iterator[None]:
    """Set DISPLAY to an Xvfb of our own for as long as this lasts. Raises Fix when there is no Xvfb."""
    program = shutil.which("Xvfb")
    if program is None:
        raise NO_XVFB
    ours, theirs = os.pipe()
    child = subprocess.Popen(
        [program, "-displayfd", str(theirs), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=(theirs,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    try:
        with os.fdopen(ours) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise Fix("Xvfb did not start.", "Run `Xvfb -displayfd 1` by itself to see why.")
        os.environ["DISPLAY"] = f":{number}"
        yield
    finally:
        os.environ.pop("DISPLAY", None)
        child.terminate()
        child.wait(10)
