"""Reads fields of a hand-written file one by one, and writes down every mistake with its cure instead of stopping.

Knows kinds of values (text, whole number, pair, flag); not what they mean.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from math import isfinite
from typing import Any

MISSING = object()
"""Stands for a field that is not there."""


class Fields:
    """One table of the file: gives values of the right kind, writes down what is wrong, and what nobody asked for."""

    def __init__(self, raw: Mapping[str, Any], name: str, problems: list[str]) -> None:
        self._raw = raw
        self._asked: list[str] = []
        self.name = name
        self.problems = problems

    def wrong(self, key: str, what: str) -> None:
        """Write down a problem of one field."""
        self.problems.append(f"{self.name}: {key} {what}")

    def value(self, key: str) -> Any:
        """What stands there, whatever it is; a marker when nothing does."""
        self._asked.append(key)
        return self._raw.get(key, MISSING)

    def has(self, key: str) -> bool:
        """True when the field is given."""
        return key in self._raw

    def no_more(self) -> None:
        """Every field nobody asked for is a mistake of the writer: most likely a misspelling."""
        for key in self._raw:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, 1)
                cure = f'did you mean "{near[0]}"?' if near else f"it can have {', '.join(self._asked)}"
                self.problems.append(f'{self.name}: unknown key "{key}"; {cure}')

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        found = self.value(key)
        if found is MISSING and default is not None:
            return default
        if isinstance(found, str) and found.strip():
            return found.strip()
        if found is MISSING:
            self.wrong(key, f'is missing; write {key} = "..."')
        else:
            self.wrong(key, f"must be a text in quotes, not {found!r}")
        return ""

    def whole(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        """A whole number between two bounds."""
        found = self.value(key)
        if found is MISSING and default is not None:
            return default
        if found is MISSING:
            self.wrong(key, f"is missing; write a whole number from {least:,} to {most:,}")
        elif type(found) is not int:
            self.wrong(key, f"must be a whole number without quotes or decimals, not {found!r}")
        elif not least <= found <= most:
            self.wrong(key, f"must be from {least:,} to {most:,}, not {found:,}")
        else:
            return found
        return least

    def number(self, key: str, default: float | None = None) -> float:
        """A length in cm or an angle in degrees."""
        found = self.value(key)
        if found is MISSING and default is not None:
            return default
        if _is_number(found):
            return float(found)
        self.wrong(
            key, "is missing; write a number" if found is MISSING else f"must be a number, not {found!r}"
        )
        return 1.0

    def pair(self, key: str) -> tuple[float, float]:
        """Two numbers: [x, y] or [width, height]."""
        found = self.value(key)
        pair = pair_of(found)
        if pair is not None:
            return pair
        self.wrong(
            key,
            "is missing; write two numbers like [120, 80]"
            if found is MISSING
            else f"must be two numbers like [120, 80], not {found!r}",
        )
        return 1.0, 1.0

    def flag(self, key: str) -> bool:
        """true or false; false when not given."""
        found = self.value(key)
        if found is MISSING:
            return False
        if isinstance(found, bool):
            return found
        self.wrong(key, f"must be true or false, not {found!r}")
        return False

    def one_of(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """One of some words."""
        allowed = tuple(allowed)
        found = self.text(key, default)
        if found and found not in allowed:
            near = get_close_matches(found, allowed, 1)
            cure = f'did you mean "{near[0]}"?' if near else f"use one of {', '.join(allowed)}"
            self.wrong(key, f'is "{found}"; {cure}')
        return found if found in allowed else allowed[0]

    def section(self, key: str) -> "Fields":
        """A table inside this one."""
        found = self.value(key)
        if isinstance(found, dict):
            return Fields(
                found, f"[{key}]" if self.name == "the file" else f"{self.name}, {key}", self.problems
            )
        self.wrong(
            key, f"is missing; add a part [{key}]" if found is MISSING else f"must be a part, not {found!r}"
        )
        return Silent()

    def sections(self, key: str) -> Iterable["Fields"]:
        """Every table of a list, [[key]] or inline."""
        found = self.value(key)
        if found is MISSING:
            return
        if not isinstance(found, list):
            self.wrong(key, f"must be a list, written as [[{key}]]")
            return
        for nth, raw in enumerate(found, 1):
            if isinstance(raw, dict):
                said = f' "{raw["label"]}"' if isinstance(raw.get("label"), str) else f" {nth}"
                whose = "" if self.name == "the file" else f"{self.name}, "
                yield Fields(raw, f"{whose}{key.removesuffix('s')}{said}", self.problems)
            else:
                self.wrong(key, f"entry {nth} must be a table with fields, not {raw!r}")


class Silent(Fields):
    """Stands for a part that is missing and already complained of: asks for nothing more."""

    def __init__(self) -> None:
        super().__init__({}, "", [])


def _is_number(found: object) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and isfinite(found)


def pair_of(found: object) -> tuple[float, float] | None:
    """Two numbers, if that is what it is."""
    if isinstance(found, list) and len(found) == 2 and all(_is_number(part) for part in found):  # noqa: PLR2004
        return float(found[0]), float(found[1])
    return None
