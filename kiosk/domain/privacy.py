"""Words about people: how long they are kept, what is left of them after the visit, and whether they are about somebody.

Pure. Staff write names and telephone numbers of guests into notes; nobody needs them once the guests have left.
"""

import re
from datetime import timedelta
from typing import Final

SHORTEN_AFTER: Final = timedelta(days=1)
"""After the visit: until then somebody may ask for a glove, or call back."""
ERASE_AFTER: Final = timedelta(days=30)
"""After the visit: what is left goes, too. Personal information is destroyed once its purpose is fulfilled (Korea,
Personal Information Protection Act, article 21); what commerce law keeps for years are orders and money, without names."""

SHORTEST_QUESTION: Final = 2
LAST: Final = 4
"""Digits of a number that are left, and that a number is looked for by."""

_NUMBER = re.compile(r"\+?\d(?:[\s.-]?\d){3,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_STAR = "*"
_WHOLE = 9
"""Digits of the shortest whole number, with its area."""


def shortened(text: str) -> str:
    """Of a number its last four digits, of a word its first letter. What is short already stays as it is."""
    return _WORD.sub(_first, without_numbers(text))


def without_numbers(text: str) -> str:
    """Of a number its last four digits; all else stays."""
    return _NUMBER.sub(_end, text)


def is_about(text: str, asked: str) -> bool:
    """Whether a note is about who is asked for, by name or by number (whole, or its last four digits)."""
    digits = _digits(asked)
    if len(digits) >= LAST and not _WORD.search(asked):
        return any(_same_number(_digits(found), digits) for found in _NUMBER.findall(text))
    return bool(_WORD.search(asked)) and asked.strip().casefold() in text.casefold()


def can_be_asked(asked: str) -> bool:
    """Whether it says enough to find one person: two letters, or four digits."""
    return len(_digits(asked)) >= LAST or bool(_WORD.search(asked))


def _same_number(found: str, asked: str) -> bool:
    """A number from abroad begins otherwise, and of one that was shortened there is the end only."""
    shorter, longer = sorted((_national(found), _national(asked)), key=len)
    return len(shorter) >= LAST and longer.endswith(shorter)


def _national(digits: str) -> str:
    return digits.removeprefix("82").removeprefix("0") if len(digits) >= _WHOLE else digits


def _first(word: re.Match[str]) -> str:
    return word[0][0] + _STAR * 2


def _end(number: re.Match[str]) -> str:
    digits = _digits(number[0])
    return _STAR * 4 + digits[-LAST:] if len(digits) > LAST else number[0]


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())
