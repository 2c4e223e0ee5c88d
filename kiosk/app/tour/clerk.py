"""The scripted member of staff: touches the desk's controls by their accessible names, and waits for what follows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from kiosk.app.desk import DeskProgram
from kiosk.app.tour.guest import Step, Unexpected

PATIENCE_MS = 20_000
POLL_MS, PAINT_MS = 20, 120


@dataclass
class Clerk:
    """Somebody at one desk."""

    program: DeskProgram
    shots: Path | None
    steps: list[Step] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def step(self, name: str, act: Callable[[], None], holds: Callable[[], bool]) -> None:
        """Do something and wait until it holds. Raises Unexpected when it does not in time."""
        timer = QElapsedTimer()
        timer.start()
        act()
        while not holds():
            if timer.elapsed() > PATIENCE_MS:
                said = self.program.controller.state.said
                raise Unexpected(
                    f"{name}: it did not come about; the desk says {said}; there are {self.names()}"
                )
            self.rest(POLL_MS)
        took = timer.elapsed()
        self.rest(PAINT_MS)
        self.steps.append(Step(name, took, self._shot(name)))
        labels = self.program.window.findChildren(QLabel)
        self.seen += [label.text() for label in labels if label.isVisible() and label.text()]

    def touch(self, name: str) -> None:
        """The first control of that name on the topmost layer. Raises Unexpected when there is none that is on."""
        for each in self._controls():
            if each.accessibleName() == name and each.isEnabled():
                each.click()
                return
        raise Unexpected(f"there is no control {name!r}; there are {self.names()}")

    def write(self, name: str, text: str) -> None:
        """Write into the field of that name, as by keyboard. Raises Unexpected when there is none."""
        for each in self._top().findChildren(QLineEdit):
            if each.accessibleName() == name and each.isVisible():
                each.setText(text)
                each.textEdited.emit(text)
                return
        raise Unexpected(f"there is no field {name!r}")

    def has(self, name: str) -> bool:
        """Whether there is a control of that name."""
        return name in self.names()

    def can_touch(self, name: str) -> bool:
        """Whether there is one that is on."""
        return any(each.accessibleName() == name and each.isEnabled() for each in self._controls())

    def shows(self, text: str) -> bool:
        """Whether these words stand on the screen."""
        labels = self._top().findChildren(QLabel)
        return any(label.isVisible() and label.text() == text for label in labels)

    def type_pin(self, pin: str) -> None:
        """Digit by digit, on the pad."""
        for digit in pin:
            self.touch(digit)

    def row(self, *parts: str) -> None:
        """Touch the row of the list that has all these words. A number alone may be tonight's and tomorrow's first."""
        for row in self.program.window.now.list.rows:
            if not row.is_head and all(part in row.spoken for part in parts):
                self.program.window.now.list.touched.emit(row.booking_id)
                return
        raise Unexpected(f"no row has {parts}")

    def table(self, label: str) -> None:
        """Touch a table of the plan by what stands on it."""
        day = self.program.controller.state.today
        assert day is not None, "the floor is on the screen"
        for table in day.plan.tables:
            if table.label == label:
                self.program.window.now.plan.table_touched.emit(table.table_id)
                return
        raise Unexpected(f"there is no table {label!r}")

    def said(self) -> str:
        """The key of the sentence of the moment."""
        said = self.program.controller.state.said
        return said.key if said else ""

    def names(self) -> list[str]:
        """What can be touched."""
        return [each.accessibleName() for each in self._controls()]

    def rest(self, milliseconds: int) -> None:
        """Let the program do what it does."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def _controls(self) -> list[QAbstractButton]:
        return [each for each in self._top().findChildren(QAbstractButton) if each.isVisible()]

    def _top(self) -> QWidget:
        window = self.program.window
        for layer in (window.again, window.booking, window.frame):
            if layer.isVisible():
                return layer
        return window.pin

    def _shot(self, name: str) -> str:
        if self.shots is None:
            return ""
        self.shots.mkdir(parents=True, exist_ok=True)
        file = self.shots / f"{len(self.steps) + 1:02d}-{name.replace(' ', '-')}.png"
        self.program.window.grab().save(str(file))
        return file.name
