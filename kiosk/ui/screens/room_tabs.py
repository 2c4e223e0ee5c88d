"""The rooms of a large house, one key each with how many of its tables can be had. As many in a line as have room."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.views import RoomTab
from kiosk.ui.widgets.keys import ChoiceKey

HEIGHT, GAP = 80, 12
TICK, TICK_SIDE = 30, 8
MOST = 24
"""A house with more rooms than these has no kiosk yet."""


class RoomTabs(QWidget):
    """Hidden where all of the house is on one picture.

    Signals:
        chosen(room).
    """

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._rooms: tuple[str, ...] = ()
        # All of them from the start: what is made later would be the last that the keyboard comes to.
        self._keys = [self._key(nth) for nth in range(MOST)]
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_rooms(self, tabs: Sequence[RoomTab], current: str, text: Text) -> None:
        """Each with its name and how many tables can be had there. Of more than ``MOST``, the list has the rest."""
        shown = tabs[:MOST]
        self._rooms = tuple(tab.room for tab in shown)
        for key, tab in zip(self._keys, shown, strict=False):
            word = text.zone(tab.room) or text("floor.other_room")
            name = text("floor.room", room=word, count=tab.free)
            key.say(f"{word} {tab.free}", chosen=tab.room == current, name=name)
            key.show()
        for key in self._keys[len(shown) :]:
            key.hide()
        self._lay_out(self.width())
        self.setVisible(bool(tabs))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or fewer in a line."""
        super().resizeEvent(event)
        self._lay_out(event.size().width())

    def _key(self, nth: int) -> ChoiceKey:
        made = ChoiceKey(self._look, height=HEIGHT, px=46, tick=(TICK, TICK_SIDE), parent=self)
        made.clicked.connect(partial(self._touched, nth))
        made.hide()
        return made

    def _touched(self, nth: int, _checked: bool = False) -> None:
        self.chosen.emit(self._rooms[nth])

    def _lay_out(self, width: int) -> None:
        """Each as wide as its words need; what is left of a line is shared out."""
        if not self._rooms:
            return
        gap, top = self._look.px(GAP), 0
        # The tick is beside the words and not on them.
        tick = self._look.px(TICK + TICK_SIDE)
        needs = {key: key.sizeHint().width() + tick for key in self._keys[: len(self._rooms)]}
        for line in _lines(needs, width, gap):
            left, over = 0, width - sum(needs[key] for key in line) - gap * (len(line) - 1)
            high = max(key.sizeHint().height() for key in line)
            for nth, key in enumerate(line):
                wide = needs[key] + over * (nth + 1) // len(line) - over * nth // len(line)
                key.setGeometry(left, top, wide, high)
                left += wide + gap
            top += high + gap
        self.setFixedHeight(top)


def _lines(needs: Mapping[ChoiceKey, int], width: int, gap: int) -> Iterator[list[ChoiceKey]]:
    """As few lines as hold them all, and none much emptier than the others."""
    with_gaps, many = [need + gap for need in needs.values()], 1
    while (limit := _widest_line(with_gaps, many)) > width + gap and many < len(needs):
        many += 1
    line: list[ChoiceKey] = []
    taken = 0
    for key, need in zip(needs, with_gaps, strict=True):
        if line and taken + need > limit:
            yield line
            line, taken = [], 0
        line.append(key)
        taken += need
    yield line


def _widest_line(needs: list[int], lines: int) -> int:
    """How wide the widest line must be for so many lines to do, in order."""
    if lines == 1:
        return sum(needs)
    return min(
        max(sum(needs[:first]), _widest_line(needs[first:], lines - 1))
        for first in range(1, len(needs) - lines + 2)
    )
