"""Which keys there are: rows of letters, and the special keys by name. Data only."""

from typing import Final

SHIFT, ERASE, SCRIPT, SPACE, CLOSE = "shift", "erase", "script", "space", "close"
SPECIAL: Final = frozenset({SHIFT, ERASE, SCRIPT, SPACE, CLOSE})

Rows = tuple[tuple[str, ...], ...]

FIGURES: Final = tuple("1234567890")
HANGUL: Final[Rows] = (
    tuple("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ"),
    tuple("ㅁㄴㅇㄹㅎㅗㅓㅏㅣ"),
    (SHIFT, *"ㅋㅌㅊㅍㅠㅜㅡ", ERASE),
)
LATIN: Final[Rows] = (tuple("qwertyuiop"), tuple("asdfghjkl"), (SHIFT, *"zxcvbnm", ERASE))
LAST: Final = (SCRIPT, SPACE, "-", CLOSE)
MAIL_LAST: Final = ("@", ".", "_", "-", CLOSE)

SHIFTED: Final = {
    **dict(zip("ㅂㅈㄷㄱㅅㅐㅔ", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True)),
    **{letter: letter.upper() for row in LATIN for letter in row if letter not in SPECIAL},
}

WIDE: Final = {SPACE: 4, SHIFT: 1.4, ERASE: 1.4, SCRIPT: 2, CLOSE: 2}
"""How many times as wide as a letter."""


def rows_for(*, mail: bool, hangul: bool) -> Rows:
    """A mail address has Latin letters and figures; a text has letters only."""
    if mail:
        return (FIGURES, *LATIN, MAIL_LAST)
    return (*(HANGUL if hangul else LATIN), LAST)


def shifted(key: str) -> str:
    """The same key with shift."""
    return SHIFTED.get(key, key)
