"""Every language says everything, in its own numbers and dates, and nothing is asked for that is not there."""

import ast
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from kiosk.domain.best import Reason
from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting, seoul_day
from kiosk.ui.text import STAFF_TABLES, Text, load_texts
from kiosk.ui.views import Choice, Deadline, FloorNote, Overlay
from tests.fakes.restaurants import plan

ROOT = Path(__file__).parents[2]
TEXTS = load_texts(ROOT / "resources" / "text")
EVENING = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)
SITTING = Sitting(EVENING, EVENING + timedelta(minutes=90), won(10_000))


@pytest.fixture
def ko() -> Text:
    return TEXTS["ko"]


@pytest.fixture
def en() -> Text:
    return TEXTS["en"]


def sentences(entry: Any) -> list[str]:
    """The sentences of an entry: one, or one a plural form."""
    return list(entry.values()) if isinstance(entry, dict) else [entry]


def blanks(entry: Any) -> set[str]:
    """The names in braces that an entry asks for."""
    return {name for one in sentences(entry) for _, name, _, _ in Formatter().parse(one) if name}


def keys_in_code() -> set[str]:
    """Every string in the screens' code that looks like a key of one of our tables."""
    tables = {key.split(".")[0] for key in TEXTS["ko"].entries}
    found = set()
    for file in (ROOT / "kiosk" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                table, dot, rest = node.value.partition(".")
                is_key = rest.replace("_", "a").isalnum() and not rest.endswith("_")
                if dot and table in tables and is_key:
                    found.add(node.value)
    return found


def test_there_are_four_languages() -> None:
    assert set(TEXTS) == {"ko", "en", "ja", "zh"}


@pytest.mark.parametrize("language", TEXTS)
def test_every_language_has_the_same_keys(ko: Text, language: str) -> None:
    assert set(ko.entries) == set(TEXTS[language].entries)


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_only_what_staff_read_is_borrowed_from_korean(ko: Text, language: str) -> None:
    own = tomllib.loads((ROOT / "resources" / "text" / f"{language}.toml").read_text("utf-8"))
    assert {key.split(".")[0] for key in ko.entries} - set(own) == set(STAFF_TABLES)
    for key in ("matter.mismatch", "attention.none"):
        assert TEXTS[language](key) == ko(key)


@pytest.mark.parametrize("language", TEXTS)
def test_no_language_asks_for_a_value_that_korean_does_not_get(ko: Text, language: str) -> None:
    """The screens give what the Korean sentence needs; others may say less, and counts may be words."""
    free, entries = {"count", "word"}, TEXTS[language].entries
    more = {key: extra for key in entries if (extra := blanks(entries[key]) - blanks(ko.entries[key]) - free)}
    assert more == {}


@pytest.mark.parametrize("language", TEXTS)
def test_nothing_is_left_unsaid_but_a_word_that_the_room_has_no_place_for(language: str) -> None:
    empty = {key for key, entry in TEXTS[language].entries.items() if not all(sentences(entry))}
    assert empty <= {"floor.kitchen", "floor.washroom"}


HANGUL, KANA = ("가", "힣"), ("ぁ", "ヿ")
IN_SEVERAL = {"attract.touch_other", "language.other", "language.ko", "language.ja", "label.바"}
"""Words that are there for the readers of another language."""


@pytest.mark.parametrize(
    ("language", "script"),
    [("en", HANGUL), ("ja", HANGUL), ("zh", HANGUL), ("ko", KANA), ("en", KANA), ("zh", KANA)],
    ids=lambda value: value if isinstance(value, str) else "".join(value),
)
def test_no_language_has_words_of_another(language: str, script: tuple[str, str]) -> None:
    foreign = {
        key
        for key, entry in TEXTS[language].entries.items()
        for one in sentences(entry)
        if not key.startswith(STAFF_TABLES) and any(script[0] <= letter <= script[1] for letter in one)
    }
    assert foreign <= IN_SEVERAL


def test_every_key_in_the_code_is_there(ko: Text) -> None:
    used = keys_in_code()
    assert len(used) > 50, "the search itself has to find something"
    assert {key for key in used if not ko.has(key)} == set()


def test_every_note_sheet_reason_and_zone_has_its_words(ko: Text) -> None:
    wanted = {f"{overlay}.title" for overlay in Overlay}
    wanted |= {f"floor.{note}" for note in FloorNote if note}
    reasons = ("limit", "unusable", "bank_closed", "ask_issuer", "expired", "other")
    wanted |= {f"declined.{reason}" for reason in reasons}
    zones = ("window", "middle", "shared", "step_free", "kitchen_front")
    wanted |= {f"zone.{zone}" for zone in zones}
    wanted |= {f"why.{reason}" for reason in Reason}
    assert {key for key in wanted if not ko.has(key)} == set()


def test_an_unknown_key_is_an_error_and_not_a_blank(ko: Text) -> None:
    with pytest.raises(KeyError):
        ko("floor.no_such_sentence")


def test_times_are_those_of_seoul(ko: Text, en: Text) -> None:
    assert ko.time(EVENING) == en.time(EVENING) == "19:00"
    assert ko.span(SITTING) == "19:00–20:30"


def test_dates_are_written_as_each_language_does(ko: Text, en: Text) -> None:
    assert ko.date(EVENING) == "3월 13일 (금)"
    assert en.date(EVENING) == "Fri 13 Mar"


def test_a_day_is_called_as_people_do_and_dated_where_it_is_far(ko: Text, en: Text) -> None:
    tomorrow = seoul_day(EVENING) + timedelta(days=1)
    assert (ko.day_spoken(tomorrow, 1), ko.day_spoken(tomorrow, 3)) == ("내일", "토요일")
    assert (ko.day_in_full(tomorrow, 1), ko.day_in_full(tomorrow, 3)) == (
        "내일 3월 14일 (토)",
        "3월 14일 (토)",
    )
    assert en.day_in_full(seoul_day(EVENING), 0) == "Today, Fri 13 Mar"
    assert (ko.moment(EVENING, 0), ko.moment(EVENING, 2)) == ("19:00", "3월 13일 19:00")


@pytest.mark.parametrize("language", TEXTS)
def test_a_deadline_that_has_passed_is_not_named(language: str) -> None:
    text = TEXTS[language]
    for key in ("review.note", "terms.body"):
        assert "13" in text.until(key, Deadline(EVENING, 2))
        assert "19:00" in text.until(key, Deadline(EVENING))
        assert text.until(key, None) == text(f"{key}_over")


def test_a_day_begins_at_midnight_in_seoul_and_not_in_greenwich(ko: Text) -> None:
    late_evening = datetime(2026, 3, 13, 14, 59, tzinfo=UTC)
    assert ko.date(late_evening) == "3월 13일 (금)"
    assert ko.date(late_evening + timedelta(minutes=1)) == "3월 14일 (토)"


def test_money_is_grouped_and_has_its_unit(ko: Text, en: Text) -> None:
    assert ko.money(40_000) == "40,000원"
    assert en.money(40_000) == "40,000 won"
    assert ko.money(0) == "0원"


@pytest.mark.parametrize(("seconds", "shown"), [(520, "8:40"), (58, "0:58"), (0, "0:00"), (600, "10:00")])
def test_a_countdown_is_minutes_and_two_digits(ko: Text, seconds: int, shown: str) -> None:
    assert ko.countdown(seconds) == shown


def test_what_has_passed_is_said_in_words(ko: Text, en: Text) -> None:
    assert (ko.elapsed(80), ko.elapsed(40)) == ("1분 20초", "40초")
    assert (en.elapsed(80), en.elapsed(40)) == ("1 min 20 s", "40 s")


def test_one_of_a_thing_is_singular_in_english(en: Text) -> None:
    assert (en.guests(1), en.guests(4)) == ("1 guest", "4 guests")
    assert (en.seats(1), en.seats(2)) == ("1 seat", "2 seats")


def test_seats_are_counted_with_korean_words(ko: Text) -> None:
    assert [ko.seats(count) for count in (1, 2, 4, 8)] == ["한 자리", "두 자리", "네 자리", "여덟 자리"]
    assert ko.seats(12) == "12자리"
    assert ko.guests(4) == "4명"


def test_a_table_goes_by_its_number_or_by_its_name(ko: Text, en: Text) -> None:
    numbered, bar = choice("1"), choice("bar")
    assert (ko.tables(numbered), en.tables(numbered)) == ("1번 테이블", "Table 1")
    assert (ko.table_short(numbered), en.table_short(numbered)) == ("1번", "Table 1")
    assert en.tables(bar) == "Bar"
    assert "번" not in ko.tables(bar)


def test_several_tables_are_all_named(ko: Text) -> None:
    tables = (plan().table("1"), plan().table("2"))
    both = Choice(tables, frozenset(), won(0), won(0))
    assert ko.tables(both) == "1, 2번 테이블"


def test_a_zone_of_the_owner_is_shown_in_the_owners_words(ko: Text) -> None:
    assert ko.zone("window") == "창가"
    assert ko.zone("마당") == "마당"


def choice(table_id: str) -> Choice:
    """A whole table of the small restaurant."""
    table = plan().table(table_id)
    return Choice((table,), frozenset(seat.seat_id for seat in table.seats), won(40_000), won(10_000))
