"""Which system libraries Qt's platform plugin and web engine still miss, and the Debian packages that bring them.

When some are missing Qt names the wrong one or just ends the process, so they are looked for beforehand.
"""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

_LOOKED_AT = ("plugins/platforms/libqxcb.so", "libexec/QtWebEngineProcess", "lib/libQt6WebEngineCore.so.6")

_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxkbfile.so.1": "libxkbfile1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libnss3.so": "libnss3",
    "libsmime3.so": "libnss3",
    "libnspr4.so": "libnspr4",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def missing_libraries() -> tuple[str, ...]:
    """File names of missing libraries, sorted; empty where there is no way to tell (not Linux, no ldd)."""
    spec = find_spec("PySide6")
    if not sys.platform.startswith("linux") or spec is None or spec.origin is None or not shutil.which("ldd"):
        return ()
    root = Path(spec.origin).parent / "Qt"
    found: set[str] = set()
    for file in (root / part for part in _LOOKED_AT):
        if file.exists():
            found |= missing_in(_ldd(file))
    return tuple(sorted(found))


def missing_in(listing: str) -> set[str]:
    """The libraries that an output of ``ldd`` reports as not found."""
    return {
        line.split("=>")[0].strip() for line in listing.splitlines() if line.rstrip().endswith("=> not found")
    }


def packages_for(libraries: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The Debian packages that bring these libraries, and the libraries whose package is not known here."""
    packages = sorted({_PACKAGES[name] for name in libraries if name in _PACKAGES})
    return tuple(packages), tuple(name for name in libraries if name not in _PACKAGES)


def _ldd(file: Path) -> str:
    done = subprocess.run(["ldd", str(file)], capture_output=True, text=True, timeout=30, check=False)
    return done.stdout
