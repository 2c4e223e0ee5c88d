"""Which theme an hour of the day calls for. Pure; Seoul's time, whatever the machine thinks its zone is."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Final, Self

from kiosk.domain.sittings import SEOUL
from kiosk.ui.theme import ThemeName

AUTO: Final = "auto"
"""The theme that follows the clock."""

PATTERN: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"


@dataclass(frozen=True, slots=True)
class Night:
    """From its first minute up to, and not including, its last; over midnight when that comes earlier in the day."""

    first: time
    last: time

    @classmethod
    def read(cls, text: str) -> Self:
        """From ``18:00-07:00``. Raises ValueError for a night that has no minute."""
        first, last = (time.fromisoformat(part) for part in text.split("-"))
        if first == last:
            raise ValueError("a night begins and ends at different times, such as 18:00-07:00")
        return cls(first, last)

    def covers(self, at: datetime) -> bool:
        """Whether it is night then."""
        now = at.astimezone(SEOUL).time()
        if self.first < self.last:
            return self.first <= now < self.last
        return now >= self.first or now < self.last


def theme_at(told: str, night: Night, at: datetime) -> ThemeName:
    """The theme that was told, or by the clock."""
    if told != AUTO:
        return ThemeName(told)
    return ThemeName.NIGHT if night.covers(at) else ThemeName.DAY
