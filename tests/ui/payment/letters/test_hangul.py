"""Every syllable can be keyed, and unkeyed, on the two-set keyboard."""

import pytest

from kiosk.ui.payment.letters.hangul import _PARTS, FIRST, LEADS, TAILS, VOWELS, Syllable
from kiosk.ui.payment.letters.layouts import HANGUL, LATIN, SHIFTED, SPECIAL, rows_for, shifted


def keyed(keys: str) -> str:
    """What stands there after these keys."""
    done, syllable = "", Syllable()
    for key in keys:
        finished, syllable = syllable.keyed(key)
        done += finished
    return done + syllable.text


def keys_of(jamo: str) -> str:
    return _PARTS.get(jamo, jamo)


def test_each_of_the_11172_syllables_is_made_by_its_keys_and_erased_key_by_key() -> None:
    code = FIRST
    for lead in LEADS:
        for vowel in VOWELS:
            for tail in TAILS:
                keys = lead + keys_of(vowel) + keys_of(tail)
                syllable = Syllable()
                for key in keys:
                    finished, syllable = syllable.keyed(key)
                    assert finished == "", f"{keys} is one syllable"
                assert syllable.text == chr(code)
                for _ in keys:
                    syllable = syllable.erased()
                assert syllable == Syllable()
                code += 1
    assert code == 0xD7A4


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ㅎㅗㅇㄱㅣㄹㄷㅗㅇ", "홍길동"),
        ("ㄱㅏㅂㅅㅇㅣ", "값이"),
        ("ㄱㅏㅂㅅㅣ", "갑시"),
        ("ㅇㅏㄴㅎㅏ", "안하"),
        ("ㄷㅏㄹㄱ", "닭"),
        ("ㄷㅏㄹㄱㅣ", "달기"),
        ("ㄲㅗㅊ", "꽃"),
        ("ㅃㅏㄹ", "빨"),
        ("ㅂㅏㄸㅏ", "바따"),
        ("ㅇㅢㅅㅏ", "의사"),
        ("ㅘ", "ㅘ"),
        ("ㅗㅏ", "ㅘ"),
        ("ㅏㄱ", "ㅏㄱ"),
        ("ㅏㅏ", "ㅏㅏ"),
        ("ㅋㅋㅋ", "ㅋㅋㅋ"),
        ("ㅎㅏㅏ", "하ㅏ"),
        ("ㅇㅏㄱㄱ", "악ㄱ"),
    ],
)
def test_words_are_made_as_on_any_keyboard(keys: str, word: str) -> None:
    assert keyed(keys) == word


def test_erasing_takes_one_key_and_not_a_syllable() -> None:
    syllable = Syllable("ㄱ", "ㅏ", "ㅄ")
    assert [syllable.text, (syllable := syllable.erased()).text, syllable.erased().text] == ["값", "갑", "가"]
    assert Syllable("ㄱ", "ㅘ").erased().text == "고"


def test_every_letter_of_both_scripts_has_a_key() -> None:
    letters = {key for row in HANGUL for key in row} - SPECIAL
    every = letters | {shifted(letter) for letter in letters}
    assert {part for jamo in (*LEADS, *VOWELS, *TAILS[1:]) for part in keys_of(jamo)} == every
    latin = {key for row in LATIN for key in row} - SPECIAL
    assert "".join(sorted(latin)) == "abcdefghijklmnopqrstuvwxyz"
    assert {SHIFTED[letter] for letter in latin} == {letter.upper() for letter in latin}


@pytest.mark.parametrize("hangul", [True, False])
def test_figures_are_on_no_keys_but_those_for_a_mail_address(hangul: bool) -> None:
    """A card number cannot be keyed where one could stand."""
    assert not any(key.isdigit() for row in rows_for(mail=False, hangul=hangul) for key in row)
    assert any(key.isdigit() for row in rows_for(mail=True, hangul=hangul) for key in row)
