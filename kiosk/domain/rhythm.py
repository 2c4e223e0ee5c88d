"""How long to wait before asking about an undecided payment again. Pure: no clock, no chance."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

DELAYS: Final = tuple(timedelta(seconds=wait) for wait in (2, 5, 10, 20, 40, 60, 5 * 60, 15 * 60, 60 * 60))
"""After the first try, after the second ...; the last one is for all that follow. The first five are short enough for
a guest who stands there; the others are for the background."""

SPREAD: Final = 0.2
"""A delay grows by up to this share, so that payments which failed together do not all ask together again."""


def next_try(subject: str, tries: int, now: datetime) -> datetime:
    """When to ask about ``subject`` again after ``tries`` rounds (1 or more) that decided nothing."""
    delay = DELAYS[min(tries, len(DELAYS)) - 1]
    return now + delay * (1 + SPREAD * _share(subject, tries))


def _share(subject: str, tries: int) -> float:
    """Between 0 and 1, and always the same for the same question: a case of the fault campaign can be replayed."""
    return int.from_bytes(sha256(f"{subject} {tries}".encode()).digest()[:4]) / 2**32
