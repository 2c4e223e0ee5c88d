"""Text large enough for its script: Latin letters are lower than Hangul of the same size, so they are set larger."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QFont

from kiosk.ui.metrics import Families, Look, Role

SMALLEST: Final = {"ko": 46.0, "zh": 46.0, "ja": 48.0, "en": 55.0}
"""The least size of a line of text by language, in reference px: all of them draw 12 mm high."""


@dataclass(frozen=True)
class ScriptLook(Look):
    """A Look for one language: its families, and no text smaller than its script can bear."""

    language: str = "ko"

    def font(
        self, role: Role, *, px: float | None = None, weight: int | None = None, tabular: bool = True
    ) -> QFont:
        """The font of a role, raised to the least size of the script."""
        wanted = self.metrics.role(role).px if px is None else px
        least = SMALLEST.get(self.language, SMALLEST["en"])
        return super().font(role, px=max(wanted, least), weight=weight, tabular=tabular)


def look_for(look: Look, language: str) -> ScriptLook:
    """The same look for a language."""
    families = Families.for_language(look.metrics.tokens, language)
    return ScriptLook(look.theme, look.metrics, families, look.reduced_motion, language)
