"""Korean particles: which of two forms follows a word depends on the sound it ends in.

Used in texts as ``{table:이/가}``. Figures count as they are read: 1, 3, 6, 7, 8 and 0 end in a consonant.
"""

from typing import Final

_FIRST, _LAST, _FINALS = 0xAC00, 0xD7A3, 28
_RIEUL: Final = 8
"""The number of the final consonant after which 로 stays 로."""
_READ: Final = {"0": 21, "1": _RIEUL, "3": 16, "6": 1, "7": _RIEUL, "8": _RIEUL}
"""The final consonant of each figure as it is read (영 일 삼 육 칠 팔); the others have none."""
SEPARATOR: Final = "/"


def final_of(word: str) -> int:
    """The number of the final consonant of a word's last letter; 0 for none, and for other scripts."""
    last = word[-1:]
    if last and _FIRST <= ord(last) <= _LAST:
        return (ord(last) - _FIRST) % _FINALS
    return _READ.get(last, 0)


def with_particle(word: str, pair: str) -> str:
    """``with_particle("바", "이/가")`` is 바가. The first form follows a consonant; 으로/로 also knows ㄹ."""
    closed, _, open_ = pair.partition(SEPARATOR)
    final = final_of(word)
    if open_ == "로" and final == _RIEUL:
        return word + open_
    return word + (closed if final else open_)


class Noun(str):
    """A word in a text that may be followed by a particle: the format ``이/가`` adds the right one."""

    __slots__ = ()

    def __format__(self, pair: str) -> str:
        """Itself, with the particle if one is asked for."""
        return with_particle(str(self), pair) if SEPARATOR in pair else super().__format__(pair)
