"""What is left of names and numbers, and who a note is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.privacy import can_be_asked, is_about, shortened, without_numbers


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("홍길동 010-1234-5678", "홍** ****5678"),
        ("010 1234 5678 창가", "****5678 창**"),
        ("+82 10-1234-5678", "****5678"),
        ("Hong Gildong", "H** G**"),
        ("4명", "4명"),
        ("19:30", "19:30"),
        ("5678", "5678"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_first_letter_and_a_number_its_last_four(text: str, left: str) -> None:
    assert shortened(text) == left


@given(st.text())
def test_shortening_twice_leaves_what_shortening_once_left(text: str) -> None:
    assert shortened(shortened(text)) == shortened(text)


def test_a_reason_keeps_its_words() -> None:
    assert without_numbers("손님 사정, 010-1234-5678로 알림") == "손님 사정, ****5678로 알림"


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("홍길동", True),
        ("길동", True),
        ("010-1234-5678", True),
        ("01012345678", True),
        ("+82 10 1234 5678", True),
        ("5678", True),
        ("1234", False),
        ("678", False),
        ("김", False),
        ("홍길순", False),
    ],
)
def test_a_note_is_found_by_name_and_by_number(asked: str, is_found: bool) -> None:
    assert is_about("홍길동 010-1234-5678 창가", asked) is is_found


def test_a_shortened_number_is_found_by_the_whole_one_and_by_its_end() -> None:
    assert is_about("홍** ****5678", "010-1234-5678")
    assert is_about("홍** ****5678", "5678")
    assert not is_about("홍** ****5678", "0000")
    assert is_about("번호 0000", "0000")


@pytest.mark.parametrize(
    ("asked", "is_enough"),
    [("홍길", True), ("5678", True), ("홍", False), ("678", False), ("", False), (" ", False)],
)
def test_two_letters_or_four_digits_are_enough(asked: str, is_enough: bool) -> None:
    assert can_be_asked(asked) is is_enough
