"""How the web engine is run: decided by environment variables that must be set before Qt starts. No Qt in here."""

import os
from collections.abc import MutableMapping

from kiosk.app.errors import Fix

_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_NO_SANDBOX = "--no-sandbox"


def is_root() -> bool:
    """Whether this process has the administrator's rights (on POSIX systems)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def prepare_web_engine(
    environ: MutableMapping[str, str], *, rehearsal: bool, root: bool | None = None
) -> str:
    """Close the engine's back doors; gives a remark to print, or "".

    Chromium's own sandbox stays on. Chromium does not start with it as root; so root may only rehearse (with the
    local payment sandbox, where no card is real) and gets a remark. Raises Fix for root otherwise.
    """
    environ.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)
    environ.pop("QTWEBENGINE_DISABLE_SANDBOX", None)
    environ.pop(_FLAGS, None)
    if not (is_root() if root is None else root):
        return ""
    if not rehearsal:
        raise Fix(
            "The kiosk is being run as root, where the web engine cannot protect itself.",
            "Run it as an ordinary user: sudo -u USER kiosk run",
        )
    environ[_FLAGS] = _NO_SANDBOX
    return "Running as root: the web engine's own sandbox is off. Only the local payment sandbox is used."
