"""Touches that were meant for the screen before: what is tapped too often must not fall through to the next screen.

Watches one native window, before any widget gets an event; never the whole application (see ``LifeFilter``).
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Signal

SETTLE_MS: Final = 300
"""So long after a change nobody can have meant what is there now; a tap in this time makes it begin anew."""
LONGEST_MS: Final = 1_000
"""But never longer than this: whoever goes on tapping must not believe that the machine is dead."""

_DOWN = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.TouchBegin})
_FOLLOWING = frozenset({QEvent.Type.MouseMove, QEvent.Type.TouchUpdate})
_UP = frozenset({QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel})


def machine_ms() -> Callable[[], int]:
    """Milliseconds since now, by the clock that never goes back."""
    timer = QElapsedTimer()
    timer.start()
    return timer.elapsed


class TapGuard(QObject):
    """An event filter for the top window's native half. ``elapsed_ms`` is a clock in milliseconds.

    Signals:
        held_through_change: a finger is down that came down before the change; what it pressed must let go.
    """

    held_through_change = Signal()

    def __init__(self, parent: QObject, elapsed_ms: Callable[[], int] | None = None) -> None:
        super().__init__(parent)
        self._elapsed_ms = elapsed_ms or machine_ms()
        self._changed_at: int | None = None
        self._quiet_until = 0
        self._is_down = False
        self._is_dropping = False

    def screen_changed(self) -> None:
        """Something else is on the screen from now on."""
        self._changed_at = self._elapsed_ms()
        self._quiet_until = self._changed_at + SETTLE_MS
        if self._is_down and not self._is_dropping:
            self.held_through_change.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Drop a touch that began too early, from its beginning to its end; let everything else through."""
        kind = event.type()
        if kind in _DOWN:
            self._is_down = True
            self._is_dropping = self._is_too_early()
            return self._dropped(event)
        if kind in _FOLLOWING:
            return self._is_down and self._dropped(event)
        if kind in _UP:
            dropped = self._dropped(event)
            self._is_down = self._is_dropping = False
            return dropped
        return False

    def _dropped(self, event: QEvent) -> bool:
        if self._is_dropping:
            event.accept()  # else Qt makes a mouse's press of an unanswered touch
        return self._is_dropping

    def _is_too_early(self) -> bool:
        now = self._elapsed_ms()
        if self._changed_at is None or now >= min(self._quiet_until, self._changed_at + LONGEST_MS):
            return False
        self._quiet_until = now + SETTLE_MS
        return True
