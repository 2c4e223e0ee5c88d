"""The days of 03 as a row of keys; more than fit are turned over. Tells which is touched; chooses nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.views import DayKey, DayState
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.keys import ChoiceKey

CELLS, CELLS_PER_ROW_LARGE = 4, 2
GAP = 16


class DayRow(QWidget):
    """Four keys, the last of which turns to other days where there are more.

    Signals:
        day_chosen(date).
    """

    day_chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        is_upright = look.metrics.is_upright
        high, px, tick = (136, 50, (30.0, 6.0)) if is_upright else (124, 44, (26.0, 6.0))
        self._keys = [ChoiceKey(look, height=high, px=px, tick=tick) for _ in range(CELLS)]
        self._turn = Button(look, ButtonRole.QUIET, height=high, px=42)
        self._days: tuple[DayKey, ...] = ()
        self._text: Text | None = None
        self._page: int | None = None
        columns = CELLS_PER_ROW_LARGE if look.metrics.is_large else CELLS
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.px(GAP))
        for nth, key in enumerate(self._keys):
            grid.addWidget(key, nth // columns, nth % columns)
            key.clicked.connect(lambda _=False, nth=nth: self._touched(nth))
        last = CELLS - 1
        grid.addWidget(self._turn, last // columns, last % columns)
        for nth in range(columns):
            grid.setColumnStretch(nth, 1)
        self._turn.clicked.connect(self._turn_page)

    def say(self, days: tuple[DayKey, ...], text: Text) -> None:
        """The days, beginning with the page of the one that is chosen."""
        self._days, self._text = days, text
        if self._page is None:
            chosen = next((nth for nth, key in enumerate(days) if key.chosen), 0)
            self._page = chosen // self._per_page
        self._draw(text)

    def hideEvent(self, event: QHideEvent) -> None:
        """The next customer begins with today; who comes back, with the day they chose."""
        super().hideEvent(event)
        self._page = None

    @property
    def _per_page(self) -> int:
        return CELLS if len(self._days) <= CELLS else CELLS - 1

    @property
    def _pages(self) -> int:
        return max(1, -(-len(self._days) // self._per_page))

    def _shown(self) -> tuple[DayKey, ...]:
        """The last page is as full as the others."""
        last = max(0, len(self._days) - self._per_page)
        first = min((self._page or 0) * self._per_page, last)
        return self._days[first : first + self._per_page]

    def _draw(self, text: Text) -> None:
        shown = self._shown()
        for key, day in zip(self._keys, shown, strict=False):
            key.say(
                *lines_of(day, text),
                chosen=day.chosen,
                gone=day.state is not DayState.OPEN,
                name=name_of(day, text),
            )
            key.show()
        for key in self._keys[len(shown) :]:
            key.hide()
        is_last = (self._page or 0) >= self._pages - 1
        turn = "party.earlier_days" if is_last else "party.later_days"
        self._turn.say(text(turn), text(f"{turn}_name"))
        self._turn.setVisible(self._pages > 1)

    def _turn_page(self) -> None:
        if self._text is not None:
            self._page = ((self._page or 0) + 1) % self._pages
            self._draw(self._text)

    def _touched(self, nth: int) -> None:
        self.day_chosen.emit(self._shown()[nth].day)


def lines_of(day: DayKey, text: Text) -> tuple[str, str]:
    """What people call it, above its date; or above the reason why it cannot be had."""
    below = text.date_short(day.day) if day.state is DayState.OPEN else text(f"party.{day.state}")
    return text.day_spoken(day.day, day.ahead), below


def name_of(day: DayKey, text: Text) -> str:
    """What a day is called where it is not seen: its whole date, and why it cannot be had."""
    name = text.day_in_full(day.day, day.ahead)
    return name if day.state is DayState.OPEN else f"{name}, {text(f'party.{day.state}')}"
