"""Every word a customer reads, by key and language, and how dates, times, money and counts are written.

Words come from resources/text; formats from Babel, which knows each language's rules better than we do.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from babel.core import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

from kiosk.domain.best import Reason
from kiosk.domain.floor import Table
from kiosk.domain.sittings import SEOUL, Sitting, seoul_day
from kiosk.ui.korean import Noun
from kiosk.ui.views import Choice, Deadline

Day = date
"""By another name: Text has a method that is called date."""
_DATES = {"ko": "M월 d일 (E)", "en": "EEE d MMM", "ja": "M月d日 (E)", "zh": "M月d日 EEE"}
_SHORT_DATES = {"ko": "M월 d일", "en": "d MMM", "ja": "M月d日", "zh": "M月d日"}
_WEEKDAYS = {"ko": "EEEE", "en": "EEE", "ja": "EEEE", "zh": "EEE"}
STAFF_TABLES: Final = ("attention", "matter", "reconcile")
"""What only staff read: in Korean and English. Other languages take the Korean words."""
_LARGEST_WORD = 8
_NEAR = ("today", "tomorrow")


@dataclass(frozen=True, slots=True)
class Text:
    """One language. ``text("floor.title")`` is a sentence; what stands in braces is filled in by name."""

    language: str
    entries: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of a key. Raises KeyError for a key that is not there."""
        entry = self.entries[key]
        if isinstance(entry, dict):
            plural = Locale(self.language).plural_form(int(str(values["count"])))
            entry = entry.get(plural, entry["other"])
        nouns = {name: Noun(value) if isinstance(value, str) else value for name, value in values.items()}
        return str(entry).format(**nouns)

    def has(self, key: str) -> bool:
        """Whether there is such a key."""
        return key in self.entries

    def time(self, instant: datetime) -> str:
        """``19:00`` in Seoul."""
        return format_time(instant.astimezone(SEOUL), "HH:mm", locale=self.language)

    def span(self, sitting: Sitting) -> str:
        """``19:00–20:30``."""
        return f"{self.time(sitting.starts)}–{self.time(sitting.ends)}"

    def date(self, instant: datetime) -> str:
        """``3월 13일 (금)``, ``Fri 13 Mar``."""
        return self._dated(seoul_day(instant), _DATES)

    def day_in_full(self, day: Day, ahead: int) -> str:
        """``오늘 3월 13일 (금)``, ``Tomorrow, Sat 14 Mar``; later than tomorrow the date alone."""
        word, written = self._near(ahead), self._dated(day, _DATES)
        return self("common.day_and_date", day=word, date=written) if word else written

    def day_spoken(self, day: Day, ahead: int) -> str:
        """``오늘``, ``내일`` or ``일요일``: the upper line of a key."""
        return self._near(ahead) or self._dated(day, _WEEKDAYS)

    def date_short(self, day: Day) -> str:
        """``3월 15일``, ``15 Mar``: the lower line."""
        return self._dated(day, _SHORT_DATES)

    def moment(self, instant: datetime, ahead: int) -> str:
        """``19:00`` today, ``3월 14일 19:00`` on any other day."""
        time = self.time(instant)
        return f"{self.date_short(seoul_day(instant))} {time}" if ahead else time

    def until(self, key: str, deadline: Deadline | None) -> str:
        """A sentence about a deadline; its other form, ``key_over``, where that has passed."""
        if deadline is None:
            return self(f"{key}_over")
        return self(key, time=self.moment(deadline.at, deadline.ahead))

    def _near(self, ahead: int) -> str:
        return self(f"common.{_NEAR[ahead]}") if ahead in range(len(_NEAR)) else ""

    def _dated(self, day: Day, formats: Mapping[str, str]) -> str:
        return format_date(day, formats[self.language], locale=self.language)

    def money(self, amount: int) -> str:
        """``40,000원``, ``40,000 won``."""
        return self("common.won", figure=format_decimal(amount, locale=self.language))

    def countdown(self, seconds: int) -> str:
        """``8:40``."""
        return f"{seconds // 60}:{seconds % 60:02d}"

    def elapsed(self, seconds: int) -> str:
        """``1분 20초``, ``1 min 20 s``."""
        minutes, rest = divmod(seconds, 60)
        parts = [self("common.minutes", count=minutes)] if minutes else []
        return " ".join([*parts, self("common.seconds", count=rest)])

    def guests(self, count: int) -> str:
        """``4명``, ``4 guests``."""
        return self("common.guests", count=count)

    def seats(self, count: int) -> str:
        """``네 자리``, ``4 seats``."""
        if count <= _LARGEST_WORD:
            return self("common.seats", count=count, word=self(f"count.{count}"))
        return self("common.seats_many", count=count)

    def label(self, table: Table) -> str:
        """What stands on a table: its label, or the language's own word where the label is a name."""
        key = f"label.{table.label}"
        return self(key) if self.has(key) else table.label

    def tables(self, choice: Choice) -> str:
        """``7번 테이블``, ``Table 7``; a table that has a name instead of a number goes by it."""
        return self.table([self.label(table) for table in choice.tables])

    def table(self, labels: Sequence[str]) -> str:
        """The same for labels as they stand on the tables."""
        if len(labels) == 1 and not labels[0].isdigit():
            return self("common.table_named", label=labels[0])
        return self("common.table", label=", ".join(labels))

    def table_short(self, choice: Choice) -> str:
        """``7번``, ``Table 7``."""
        labels = [self.label(table) for table in choice.tables]
        if len(labels) == 1 and not labels[0].isdigit():
            return labels[0]
        return self("common.table_short", label=", ".join(labels))

    def zone(self, zone: str) -> str:
        """Where in the room: a word of the language, or the owner's own word as it is."""
        return self(f"zone.{zone}") if self.has(f"zone.{zone}") else zone

    def why(self, choice: Choice, reasons: Sequence[Reason]) -> str:
        """``창가 · 딱 맞는 자리``: where the seats are and what speaks for them most; "" when nothing does."""
        if not reasons:
            return ""
        where, what = self.zone(choice.tables[0].zone), self(f"why.{reasons[0]}")
        return f"{where} · {what}" if where and where != what else what


def load_texts(folder: Path) -> dict[str, Text]:
    """Every language of a folder of TOML files, by its code."""
    texts = {}
    for file in sorted(folder.glob("*.toml")):
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
        entries = {f"{name}.{key}": entry for name, table in tables.items() for key, entry in table.items()}
        texts[file.stem] = Text(file.stem, entries)
    staffs = {key: entry for key, entry in texts["ko"].entries.items() if key.startswith(STAFF_TABLES)}
    return {code: Text(code, staffs | dict(text.entries)) for code, text in texts.items()}
