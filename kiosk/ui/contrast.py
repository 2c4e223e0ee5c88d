"""Which colours of a theme meet each other on the screens, and how far apart they are (WCAG 2.2). Paints nothing."""

from PySide6.QtGui import QColor

from kiosk.ui.theme import Theme

TEXT_LEAST, STRONG_TEXT_LEAST, MARKS_LEAST = 4.5, 7.0, 3.0
"""For text, for text of the theme for those who need strong contrast, and for what shows an edge or a state
(WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

GROUNDS = ("paper", "paperDeep", "sheet", "plan")
TEXT = (
    *(
        (words, ground)
        for words in ("ink", "ink2", "ink3", "accent", "ok", "warn", "bad")
        for ground in GROUNDS
    ),
    *((words, ground) for words in ("ink", "ink2", "accent") for ground in ("accentSoft",)),
    *((words, ground) for words in ("onAccent",) for ground in ("accent", "accentPress")),
    *((words, f"{mark}Soft") for mark in ("ok", "warn", "bad") for words in ("ink", "ink2", mark)),
    ("ink", "wood"),
    ("takenMark", "takenFill"),
)
_LINEAR_BELOW = 0.04045
MARKS = (
    *((line, ground) for line in ("lineStrong", "accent", "ink") for ground in GROUNDS),
    *((line, "plan") for line in ("heldLine", "unfitLine", "takenMark")),
    ("focus", "focusGap"),
    ("onAccent", "accent"),
)


def luminance(color: QColor) -> float:
    """Relative luminance, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    linear = [  # the two constants are WCAG's own
        part / 12.92 if part <= _LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4
        for part in (color.redF(), color.greenF(), color.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(theme: Theme, one: str, other: str) -> float:
    """The contrast of two colours of a theme, 1 to 21."""
    return between(theme.color(one), theme.color(other))


def between(one: QColor, other: QColor) -> float:
    """The contrast of any two colours."""
    dark, light = sorted(luminance(color) for color in (one, other))
    return (light + 0.05) / (dark + 0.05)


def too_close(theme: Theme, pairs: tuple[tuple[str, str], ...], least: float) -> list[str]:
    """The pairs under ``least``, each with its figure."""
    return [
        f"{one} on {other}: {ratio(theme, one, other):.2f}"
        for one, other in pairs
        if ratio(theme, one, other) < least
    ]
