"""The screen to draw on: is there one, and, for a tour without one, a private Xvfb that ends with the tour.

Only environment variables and a child process; no Qt in here, because all of this comes before Qt.
"""

import ctypes
import os
import shutil
import socket
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


def unreachable(environ: Mapping[str, str]) -> Fix | None:
    """Why no window can be shown on the display that is named, and the cure; None if it can be, or nobody can tell.

    Qt would end the whole process when it cannot reach its display, with a remark about a library that is not missing.
    """
    platforms = [name.partition(":")[0] for name in environ.get("QT_QPA_PLATFORM", "").split(";") if name]
    if not sys.platform.startswith("linux") or not {"xcb", "wayland"}.issuperset(platforms):
        return None  # drawn into memory, or straight onto the panel
    doors = [
        (variable, name, reaches)
        for platform, variable, reaches in (
            ("xcb", "DISPLAY", _reaches_x),
            ("wayland", "WAYLAND_DISPLAY", _reaches_wayland),
        )
        if (name := environ.get(variable)) and (not platforms or platform in platforms)
    ]
    if any(reaches(name, environ) for _, name, reaches in doors):
        return None
    named = " and ".join(f"{name} ({variable})" for variable, name, _ in doors)
    if not named and not platforms:
        return Fix("There is no display.", _CURE)
    return Fix(
        f"The display {named or 'of ' + ', '.join(platforms)} cannot be reached: it is not there, or this user may not use it.",
        _CURE,
    )


_CURE = (
    "Start the kiosk on the desktop itself, as the user who is logged in there. Without a display: kiosk tour"
)


def _reaches_x(name: str, _environ: Mapping[str, str]) -> bool:
    """As Qt itself connects, with this user's permission to do so."""
    xcb = _library("libxcb.so.1")
    if xcb is None:
        return True  # told as a missing library, which is what is wrong then
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    try:
        return bool(xcb.xcb_connection_has_error(connection) == 0)
    finally:
        xcb.xcb_disconnect(connection)


def _reaches_wayland(name: str, environ: Mapping[str, str]) -> bool:
    """A socket, by its whole path or in the user's own folder."""
    place = os.path.join(environ.get("XDG_RUNTIME_DIR", ""), name)  # noqa: PTH118 - a whole path wins, as in Wayland
    with socket.socket(socket.AF_UNIX) as door:
        try:
            door.connect(place)
        except OSError:
            return False
    return True


def _library(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


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
    screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    child = subprocess.Popen(
        # Else the server begins anew when its last client goes, and turns away whoever comes at that moment.
        ["Xvfb", "-displayfd", str(theirs), "-noreset", *screen],
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
