"""Which fields of a page get keys of ours, on the real web view; and that what is keyed stands in them."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.ui.payment.letters.fields import Serves, serves
from kiosk.ui.payment.letters.pad import LetterPad
from tests.ui.payment.conftest import Glass
from tests.ui.screens import samples
from tests.ui.screens.finding import controls, touch

SERVED = {
    "type=text": Serves.LETTERS,
    "type=search": Serves.LETTERS,
    "type=email": Serves.MAIL,
}
"""An address of the web is nothing that a payment asks for, and is served as any text."""

NOT_SERVED = (
    "type=tel",
    "type=tel autocomplete=cc-number",
    "type=text inputmode=numeric autocomplete=cc-number",
    "type=text inputmode=tel",
    "type=text inputmode=decimal",
    "type=number",
    "type=password",
    "type=password inputmode=numeric",
    "type=password inputmode=text",
    "type=password inputmode=email",
    "type=date",
    "type=text readonly",
    "type=checkbox",
)
FIELDS = (*SERVED, *NOT_SERVED)
HIGH = 24


@pytest.fixture
def glass(make_glass: Callable[..., Glass]) -> Glass:
    """The checkout as the program makes it, with a page of every kind of field."""
    glass = make_glass()
    glass.view.set_look(samples.look())
    glass.view.resize(900, 900)
    lines = "".join(
        f'<div style="height:{HIGH}px"><input id=f{nth} style="height:20px;width:300px;box-sizing:border-box" {kind}></div>'
        for nth, kind in enumerate(FIELDS)
    )
    glass.open(f"<body style='margin:0'>{lines}</body>")
    glass.wait("page_painted")
    return glass


def finger_on(glass: Glass, kind: str) -> None:
    """A real press on the native window, as a finger's is."""
    window = glass.view.windowHandle()
    assert window is not None
    at = QPoint(100, FIELDS.index(kind) * HIGH + 10)
    focused = f"document.activeElement.id == 'f{FIELDS.index(kind)}'"
    for _ in range(10):
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        glass.settle()
        if glass.js(focused) is True:
            return
    assert "readonly" in kind or "date" in kind, f"{kind} did not get the keyboard"


def pad_of(glass: Glass) -> QWidget | None:
    return next((pad for pad in glass.view.findChildren(LetterPad) if pad.isVisible()), None)


def keys_for(glass: Glass) -> QWidget:
    """The keys, once they are there."""
    glass.qtbot.waitUntil(lambda: pad_of(glass) is not None, timeout=5_000)
    pad = pad_of(glass)
    assert pad is not None
    return pad


def value(glass: Glass, kind: str) -> object:
    return glass.js(f"document.getElementById('f{FIELDS.index(kind)}').value")


def type_keys(glass: Glass, keys: str) -> None:
    for key in keys:
        touch(keys_for(glass), {" ": "띄어쓰기 · Space"}.get(key, key))


def until_value(glass: Glass, kind: str, wanted: str) -> None:
    glass.until(f"document.getElementById('f{FIELDS.index(kind)}').value == '{wanted}'")


def test_a_name_and_a_mail_address_are_keyed_into_the_page(glass: Glass) -> None:
    finger_on(glass, "type=text")
    type_keys(glass, "ㅎㅗㅇㄱㅣㄹㄷㅗㅇ")
    until_value(glass, "type=text", "홍길동")
    finger_on(glass, "type=email")
    glass.qtbot.waitUntil(lambda: any(key.text() == "@" for key in controls(keys_for(glass))), timeout=5_000)
    type_keys(glass, "hong1@corner.kr")
    until_value(glass, "type=email", "hong1@corner.kr")
    assert value(glass, "type=text") == "홍길동", "the last syllable stayed in its own field"


def test_a_syllable_under_way_stays_in_the_field_where_it_was_begun(glass: Glass) -> None:
    finger_on(glass, "type=text")
    type_keys(glass, "ㄱㅏㄴ")
    finger_on(glass, "type=search")
    type_keys(glass, "ㅏ")
    until_value(glass, "type=search", "ㅏ")
    assert value(glass, "type=text") == "간"


def test_erasing_goes_key_by_key_and_then_letter_by_letter(glass: Glass) -> None:
    finger_on(glass, "type=text")
    type_keys(glass, "ㄱㅏㄴ ㄷㅏ")
    until_value(glass, "type=text", "간 다")
    for shown in ("간 ㄷ", "간 ", "간", ""):
        touch(keys_for(glass), "지우기 · Erase")
        until_value(glass, "type=text", shown)


def test_capitals_and_the_other_script(glass: Glass) -> None:
    finger_on(glass, "type=text")
    pad = keys_for(glass)
    touch(pad, "한글, 영문 · Hangul or Latin")
    touch(pad, "윗글쇠 · Shift")
    type_keys(glass, "H")
    type_keys(glass, "i")
    touch(pad, "한글, 영문 · Hangul or Latin")
    touch(pad, "윗글쇠 · Shift")
    type_keys(glass, "ㄲㅗ")
    until_value(glass, "type=text", "Hi꼬")


@pytest.mark.parametrize("kind", NOT_SERVED)
def test_what_may_be_card_data_gets_no_keys(glass: Glass, kind: str) -> None:
    finger_on(glass, "type=text")
    keys_for(glass)
    finger_on(glass, kind)
    glass.qtbot.waitUntil(lambda: pad_of(glass) is None, timeout=5_000)


def test_the_page_gets_smaller_and_is_never_covered(glass: Glass) -> None:
    before = glass.js("innerHeight")
    finger_on(glass, "type=text")
    pad = keys_for(glass)
    glass.until(f"innerHeight < {before}")
    assert pad.geometry().top() >= glass.view._view.geometry().bottom()
    touch(pad, "글자판 닫기 · Close letters")
    assert pad_of(glass) is None
    finger_on(glass, "type=text")
    keys_for(glass)


def test_the_keys_never_take_the_keyboard_from_the_page(glass: Glass) -> None:
    finger_on(glass, "type=text")
    pad = keys_for(glass)
    assert {key.focusPolicy() for key in controls(pad)} == {Qt.FocusPolicy.NoFocus}
    assert all(key.accessibleName() for key in controls(pad))


def test_the_keys_go_with_the_page(glass: Glass) -> None:
    finger_on(glass, "type=text")
    keys_for(glass)
    glass.close()
    assert pad_of(glass) is None


_H = Qt.InputMethodHint


@pytest.mark.parametrize(
    ("takes_text", "hints", "served"),
    [
        (True, _H.ImhNone, Serves.LETTERS),
        (True, _H.ImhEmailCharactersOnly, Serves.MAIL),
        (True, _H.ImhEmailCharactersOnly | _H.ImhHiddenText, Serves.NOTHING),
        (True, _H.ImhSensitiveData, Serves.NOTHING),
        (True, _H.ImhDigitsOnly, Serves.NOTHING),
        (True, _H.ImhDialableCharactersOnly, Serves.NOTHING),
        (True, _H.ImhFormattedNumbersOnly, Serves.NOTHING),
        (False, _H.ImhNone, Serves.NOTHING),
    ],
)
def test_the_rule(takes_text: bool, hints: Qt.InputMethodHint, served: Serves) -> None:
    assert serves(takes_text=takes_text, hints=hints) is served
