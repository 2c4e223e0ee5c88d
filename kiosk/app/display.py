"""The screen to draw on: is there one, and, for a tour without one, a private Xvfb that ends with the tour.

Only environment variables and a child process; no Qt in here, because all of this comes before Qt.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kiosk.app.errors import Fix
from kiosk.app.libraries import missing_libraries


def has_display(environ: Mapping[str, str]) -> bool:
    """Whether a window can be shown: Linux names its display, other systems always have one."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") or environ.get("QT_QPA_PLATFORM"))


@contextmanager
def private_display(width: int, height: int) -> Iterator[str]:
    """A display of our own for as long as this lasts; gives its name.

    Xvfb where it is installed and Qt has its libraries, else Qt's "offscreen", which draws into memory.
    """
    if shutil.which("Xvfb") is None or missing_libraries():
        with _changed(QT_QPA_PLATFORM="offscreen"):
            yield "offscreen"
        return
    # Drawing by Qt itself instead of an emulated graphics card takes a tenth of the processor time.
    with (
        _xvfb(width, height) as display,
        _changed(
            DISPLAY=display, QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software", QT_XCB_GL_INTEGRATION="none"
        ),
    ):
        yield f"Xvfb {display}"


@contextmanager
def _changed(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _xvfb(width: int, height: int) -> Iterator[str]:
    ours, theirs = os.pipe()
    child = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=(theirs,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    try:
        with os.fdopen(ours) as pipe:
            number = pipe.readline().strip()  # nothing when the server ends at once
        if not number:
            raise Fix("Xvfb did not start.", "Run `Xvfb -displayfd 1` by itself to see why.")
        yield f":{number}"
    finally:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
