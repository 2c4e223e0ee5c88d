"""How the web engine is run: decided by environment variables that must be set before Qt starts. No Qt in here."""

import os
import subprocess
import sys
from collections.abc import MutableMapping

from kiosk.app.errors import Fix

NAMESPACES_CURE = (
    "Allow user namespaces: sudo sysctl user.max_user_namespaces=15000 kernel.unprivileged_userns_clone=1 (the second "
    "where it exists); in a container, start it with a seccomp profile that allows unshare; on Ubuntu, give the kiosk's "
    "Python an AppArmor profile with the rule: userns,"
)
_FLAGS = "QTWEBENGINE_CHROMIUM_FLAGS"
_NO_SANDBOX = "--no-sandbox"

# What Chromium does first: a namespace of its own, and in it something that only its administrator may.
_TRY = """
import ctypes
unshare = ctypes.CDLL(None).unshare
raise SystemExit(1 if unshare(0x10000000) or unshare(0x40000000) else 0)
"""


def is_root() -> bool:
    """Whether this process has the administrator's rights (on POSIX systems)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_namespaces() -> bool:
    """Whether a process of this user can shut itself in, as the web engine's sandbox does. Tried for real, in a child."""
    if not sys.platform.startswith("linux"):
        return True
    return subprocess.run([sys.executable, "-I", "-S", "-c", _TRY], check=False, timeout=30).returncode == 0


def prepare_web_engine(
    environ: MutableMapping[str, str],
    *,
    rehearsal: bool,
    live: bool = False,
    root: bool | None = None,
    namespaces: bool | None = None,
) -> str:
    """Close the engine's back doors; gives a remark to print, or "".

    Chromium's own sandbox stays on. Chromium does not start with it as root; so root may only rehearse (with the
    local payment sandbox, where no card is real) and gets a remark. Raises Fix for root otherwise. Without user
    namespaces the engine leaves its sandbox out and says nothing: that is a remark, and Fix where cards are real.
    """
    environ.pop("QTWEBENGINE_REMOTE_DEBUGGING", None)
    environ.pop("QTWEBENGINE_DISABLE_SANDBOX", None)
    environ.pop(_FLAGS, None)
    if is_root() if root is None else root:
        if rehearsal:
            environ[_FLAGS] = _NO_SANDBOX
            return "Running as root: the web engine's own sandbox is off. Only the local payment sandbox is used."
        raise Fix(
            "The kiosk is being run as root, where the web engine cannot protect itself.",
            "Run it as an ordinary user: sudo -u USER kiosk run",
        )
    if has_namespaces() if namespaces is None else namespaces:
        return ""
    if live:
        raise Fix(
            "This system allows no user namespaces, so the web engine cannot shut the payment page in.",
            NAMESPACES_CURE,
        )
    return (
        "This system allows no user namespaces: the web engine runs without its own sandbox, and live mode would refuse "
        "to start. `kiosk doctor` has the cure."
    )
