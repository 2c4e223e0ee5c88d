"""Checks of what draws: Python, Qt, its system libraries, the web engine, the display and the fonts."""

import os
import platform
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from kiosk.app.display import has_display, unreachable
from kiosk.app.errors import Fix
from kiosk.app.findings import Finding, Findings, State
from kiosk.app.libraries import missing_libraries, packages_for
from kiosk.app.web_engine import NAMESPACES_CURE, has_namespaces, is_root

_CALLS = 1_000


def python_and_qt() -> Findings:
    """Versions that fit each other."""
    try:
        qt = version("PySide6")
    except PackageNotFoundError:
        yield Finding("qt", State.FIX, "PySide6 is not installed.", "Run: make setup")
        return
    yield Finding.fine("python", f"Python {platform.python_version()}, PySide6 {qt}")
    if missing := missing_libraries():
        yield Finding.of("libraries", libraries_fix(missing))
        return
    yield Finding.fine("libraries", "Every system library that Qt needs is here")
    lost = none_references_lost()
    if lost > _CALLS // 2:
        yield Finding(
            "none",
            State.FIX,
            f"This PySide6 loses a reference of None with each call ({lost} in {_CALLS}): the kiosk would die in minutes.",
            "Run: make setup   (it pins a PySide6 that is sound with this Python)",
        )
    else:
        yield Finding.fine("none", "PySide6 keeps Python's reference counts")


def libraries_fix(missing: tuple[str, ...]) -> Fix:
    """What is missing, and the exact command where it is known."""
    packages, unknown = packages_for(missing)
    cure = f"Debian, Ubuntu: sudo apt-get install {' '.join(packages)}" if packages else ""
    if unknown:
        cure = f"{cure}   And find the packages that contain: {', '.join(unknown)}".strip()
    return Fix(f"Qt misses system libraries: {', '.join(missing)}.", cure)


def none_references_lost(call: Callable[[], object] | None = None) -> int:
    """How many references of None 1,000 calls lose; about 0 when sound, always 0 from Python 3.12 on.

    WORKAROUND PySide6 6.12.0 on Python below 3.12: each call that returns nothing loses one, and after some 5,000
    the interpreter ends with "none_dealloc". ``call`` is what is called; by default a Qt call that returns nothing.
    """
    if call is None:
        from PySide6.QtCore import QObject

        thing = QObject()

        def call() -> None:
            thing.setObjectName("x")

    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        call()
    return before - sys.getrefcount(None)


def web_engine(*, live: bool) -> Findings:
    """Whether the payment page is shut in: Chromium's sandbox needs an ordinary user and user namespaces."""
    if missing_libraries():
        return  # told already; an import would only fail with less to say
    try:
        from PySide6 import QtWebEngineCore  # noqa: F401 - that it can be imported is the check
    except ImportError as wrong:
        yield Finding("web engine", State.FIX, f"The web engine does not load: {wrong}.", "Run: make setup")
        return
    if is_root():
        yield Finding(
            "web engine",
            State.FIX if live else State.NOTE,
            "This is root: the web engine runs without its own sandbox, which is right for trying out only.",
            "Run the kiosk as an ordinary user: sudo -u USER kiosk run",
        )
    elif not has_namespaces():
        yield Finding(
            "web engine",
            State.FIX if live else State.NOTE,
            "This system allows no user namespaces: the web engine runs without its own sandbox, which is right for "
            "trying out only.",
            NAMESPACES_CURE,
        )
    else:
        yield Finding.fine("web engine", "The web engine loads, and its sandbox can be used")


def display() -> Findings:
    """Where windows go."""
    if has_display(os.environ):
        if fix := unreachable(os.environ):
            yield Finding.of("display", fix)
        else:
            yield Finding.fine("display", "There is a display to show the kiosk on")
        return
    from shutil import which

    if which("Xvfb"):
        yield Finding.fine("display", "There is no display, but Xvfb: `kiosk run` gives the tour instead")
    else:
        yield Finding(
            "display",
            State.NOTE,
            "There is neither a display nor Xvfb: `kiosk run` gives the tour instead, drawn into memory.",
            "For the kiosk itself start it on a desktop. For Xvfb: sudo apt-get install xvfb",
        )


def fonts() -> Findings:
    """Which fonts the screens get."""
    try:
        from PySide6.QtGui import QGuiApplication

        from kiosk.app.fonts import load_fonts
    except ImportError:
        return  # the missing libraries have been told
    application = QGuiApplication.instance() or QGuiApplication(["kiosk", "-platform", "offscreen"])
    assert application is not None
    try:
        found = load_fonts()
    except Fix as fix:
        yield Finding.of("fonts", fix)
        return
    text = f"Korean is drawn with {found.hangul}, the restaurant's name with {found.serif}"
    if found.hangul == "Pretendard":
        yield Finding.fine("fonts", text)
    else:
        yield Finding(
            "fonts",
            State.NOTE,
            f"{text}; the screens were designed with Pretendard.",
            "Install npm, then: make setup",
        )
    languages = (("Japanese", found.japanese), ("Chinese", found.chinese))
    if nameless := [language for language, family in languages if not family]:
        yield Finding(
            "fonts",
            State.NOTE,
            f"No font draws {' and '.join(nameless)}; guests' names and notes in it would be empty boxes.",
            "Debian, Ubuntu: sudo apt-get install fonts-noto-cjk",
        )
    else:
        yield Finding.fine("fonts", f"Japanese is drawn with {found.japanese}, Chinese with {found.chinese}")
