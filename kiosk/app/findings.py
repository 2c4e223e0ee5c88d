"""What a check-up found: one sentence, how bad it is, and the cure. Only the shape; checks are in ``checks_*``."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from kiosk.app.errors import Fix


class State(StrEnum):
    """``FIX`` means the kiosk cannot be used safely as it is; ``NOTE`` that something is less good than it could be."""

    OK = "ok"
    NOTE = "note"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Finding:
    """One result. ``cure`` is "" only when there is nothing to cure."""

    check: str
    state: State
    text: str
    cure: str = ""

    @classmethod
    def fine(cls, check: str, text: str) -> Self:
        """Nothing to do."""
        return cls(check, State.OK, text)

    @classmethod
    def of(cls, check: str, fix: Fix) -> Self:
        """What stopped us, as a finding."""
        return cls(check, State.FIX, fix.what, fix.cure)


Findings = Iterator[Finding]
