"""Asks a member of staff where to keep a file, or which one to open, by the system's own dialog."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


@dataclass(frozen=True, slots=True)
class ChosenFiles:
    """Implements ``kiosk.desk.back.office.Files`` over a window."""

    over: QWidget

    def to_save(self, name: str, kinds: str) -> Path | None:
        """Where to; None for nowhere. Begins in the home folder, under ``name``."""
        chosen, _ = QFileDialog.getSaveFileName(self.over, name, str(Path.home() / name), kinds)
        return Path(chosen) if chosen else None

    def to_open(self, kinds: str) -> Path | None:
        """Which one; None for none."""
        chosen, _ = QFileDialog.getOpenFileName(self.over, "", str(Path.home()), kinds)
        return Path(chosen) if chosen else None
