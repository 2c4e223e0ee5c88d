"""What the tests of the desk's screens share: a look, the words, and finding a control by its accessible name."""

from functools import cache
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.desk.back.sentences import desk_texts
from kiosk.ui.metrics import Families, Look, Metrics
from kiosk.ui.text import Text, load_texts
from kiosk.ui.theme import load_tokens

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


@cache
def texts(folder: str = "desk") -> dict[str, Text]:
    """The words of the kiosk, and those of the desk with them."""
    shared = load_texts(RESOURCES / "text")
    return shared if folder == "text" else desk_texts(shared, load_texts(RESOURCES / "desk"))


def look(theme: str = "day", language: str = "ko", size: tuple[int, int] = (1920, 1080)) -> Look:
    tokens = load_tokens(RESOURCES / "style" / "tokens.json")
    families = Families.for_language(tokens, language)
    return Look(tokens.theme(theme), Metrics(*size, tokens), families, reduced_motion=True)


def button(screen: QWidget, name: str) -> QAbstractButton:
    """The one button of that name that can be seen."""
    named = [each for each in screen.findChildren(QAbstractButton) if each.accessibleName() == name]
    seen = [each for each in named if each.isVisibleTo(screen)]
    assert len(seen) == 1, f"{len(seen)} buttons are called {name!r}"
    return seen[0]


def said(screen: QWidget) -> str:
    """Every word on the screen."""
    labels = [label for label in screen.findChildren(QLabel) if label.isVisibleTo(screen)]
    return "\n".join(label.text() for label in labels)
