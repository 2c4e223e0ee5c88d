"""Makes the program's fonts known to Qt, and through it to the web engine; says which ones are really used.

Fonts are not part of the source: ``make setup`` fetches them (resources/fonts/README.md).
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from kiosk.app import resources
from kiosk.app.errors import Fix

HANGUL = ("Pretendard", "Noto Sans KR", "Noto Sans CJK KR")
SERIF = ("Noto Serif KR", "Noto Serif CJK KR")
JAPANESE = ("Pretendard JP", "Noto Sans JP", "Noto Sans CJK JP")
CHINESE = ("Noto Sans SC", "Noto Sans CJK SC")
_KINDS = (".otf", ".ttf", ".ttc")


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families in use. ``serif`` is for the restaurant's name; the last two are "" when nothing draws them."""

    hangul: str
    serif: str
    japanese: str
    chinese: str


def load_fonts() -> Fonts:
    """Add our font files to the application; needs a QGuiApplication. Raises Fix when no font has Hangul.

    A file that Qt cannot read is passed over: another font then draws.
    """
    for folder in (Path(sys.prefix) / "share" / "jari-fonts", resources.folder() / "fonts"):
        _add(sorted(file for file in folder.glob("*") if file.suffix.lower() in _KINDS))
    _fill_gaps()
    return fonts_in_use()


def fonts_in_use() -> Fonts:
    """Which families Qt draws with now. Raises Fix when no font has Hangul."""
    system = QFontDatabase.WritingSystem
    korean = _first(HANGUL, system.Korean)
    if not korean:
        raise Fix(
            "No font on this machine has Korean letters; the screens would show empty boxes.",
            "Run: make setup   (or install a Korean font, on Debian and Ubuntu: apt-get install fonts-noto-cjk)",
        )
    return Fonts(
        hangul=korean,
        serif=_first(SERIF, None) or korean,
        japanese=_first(JAPANESE, system.Japanese),
        chinese=_first(CHINESE, system.SimplifiedChinese),
    )


def _first(wanted: Iterable[str], system: QFontDatabase.WritingSystem | None) -> str:
    here = set(QFontDatabase.families())
    for family in wanted:
        if family in here:
            return family
    if system is None:
        return ""
    able = QFontDatabase.families(system)
    return able[0] if able else ""


def _fill_gaps() -> None:
    # Two files of one weight each: good enough to read, so only where nothing better is installed.
    here = set(QFontDatabase.families())
    spare = find_spec("pylopdf_fonts_ko")
    if spare is None or spare.origin is None:
        return
    folder = Path(spare.origin).parent
    if not here.intersection(HANGUL):
        _add([folder / "NotoSansKR-Regular.otf"])
    if not here.intersection(SERIF):
        _add([folder / "NotoSerifKR-Regular.otf"])


def _add(files: Iterable[Path]) -> None:
    for file in files:
        if file.is_file():
            QFontDatabase.addApplicationFont(str(file))
