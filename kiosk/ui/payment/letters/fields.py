"""Which fields of a foreign page get our keys. Pure; asks only what Qt says of a field, never what is in it.

Card numbers, PINs and passwords must not pass through this program (PCI DSS, SAQ A). Chromium's hints do not tell a card
number from a telephone number (both ``type=tel``), nor a PIN from an amount (``inputmode=numeric``, even on a password). So no
figures are offered where a card number could stand: plain text gets letters only, of which no card number can be made, and
figures are there for mail addresses alone. What needs figures is keyed on the company's own keys, or on the guest's phone.
"""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt

_Hint = Qt.InputMethodHint

NEVER: Final = (
    _Hint.ImhHiddenText
    | _Hint.ImhSensitiveData
    | _Hint.ImhDigitsOnly
    | _Hint.ImhFormattedNumbersOnly
    | _Hint.ImhDialableCharactersOnly
    | _Hint.ImhDate
    | _Hint.ImhTime
)


class Serves(StrEnum):
    """What a field gets of us."""

    NOTHING = "nothing"
    LETTERS = "letters"
    MAIL = "mail"


def serves(*, takes_text: bool, hints: Qt.InputMethodHint) -> Serves:
    """What the field with the keyboard gets, by Qt's ``ImEnabled`` and ``ImHints``."""
    if not takes_text or hints & NEVER:
        return Serves.NOTHING
    return Serves.MAIL if hints & _Hint.ImhEmailCharactersOnly else Serves.LETTERS
