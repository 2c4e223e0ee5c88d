"""Hangul from the two-set keyboard (KS X 5002): keys become syllables, one at a time. Pure, and keeps only that one."""

from dataclasses import dataclass, replace
from typing import Final

LEADS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS: Final = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS: Final = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
"""In the order in which Unicode counts them (The Unicode Standard, 3.12)."""

FIRST: Final = 0xAC00

_PARTS: Final = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
}  # fmt: skip
"""What has no key of its own is keyed as two."""

_JOINED: Final = {keys: made for made, keys in _PARTS.items()}


@dataclass(frozen=True, slots=True)
class Syllable:
    """The one being made; any of its parts may still be missing."""

    lead: str = ""
    vowel: str = ""
    tail: str = ""

    @property
    def text(self) -> str:
        """As it is shown so far."""
        if not (self.lead and self.vowel):
            return self.lead or self.vowel
        nth = LEADS.index(self.lead) * len(VOWELS) + VOWELS.index(self.vowel)
        return chr(FIRST + nth * len(TAILS) + TAILS.index(self.tail))

    def keyed(self, jamo: str) -> "tuple[str, Syllable]":
        """What is finished by another key, and the one being made then."""
        return self._vowel(jamo) if jamo in VOWELS else self._consonant(jamo)

    def erased(self) -> "Syllable":
        """Without its last key."""
        if self.tail:
            return replace(self, tail=_first_of(self.tail))
        if self.vowel:
            return replace(self, vowel=_first_of(self.vowel))
        return Syllable()

    def _consonant(self, jamo: str) -> "tuple[str, Syllable]":
        can_end = bool(self.lead and self.vowel)
        longer = _JOINED.get(self.tail + jamo, "") if self.tail else jamo
        if can_end and longer in TAILS and longer:
            return "", replace(self, tail=longer)
        return self.text, Syllable(lead=jamo)

    def _vowel(self, jamo: str) -> "tuple[str, Syllable]":
        if self.tail:
            # The last consonant begins the next syllable after all.
            stays = _first_of(self.tail)
            goes = _PARTS[self.tail][1] if stays else self.tail
            return replace(self, tail=stays).text, Syllable(goes, jamo)
        longer = _JOINED.get(self.vowel + jamo, "") if self.vowel else jamo
        if longer:
            return "", replace(self, vowel=longer)
        return self.text, Syllable(vowel=jamo)


def _first_of(made: str) -> str:
    """The first of two keys; nothing where there was one."""
    return _PARTS[made][0] if made in _PARTS else ""
