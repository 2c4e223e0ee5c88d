"""The team of the waiting list that is chosen: who they are, and the keys for what can be done. Decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.desk.back.parts import words
from kiosk.desk.screens.strip import fill_keys
from kiosk.desk.views import Key, TeamView
from kiosk.ui.metrics import Look

_COLUMNS = 2


class TeamPanel(QWidget):
    """Signals: answered (what the touched key says)."""

    answered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title, self._more = words(look, 20, 700, wrap=True), words(look, 18, 500, "ink2", wrap=True)
        self._keys = QGridLayout()
        self._keys.setSpacing(look.px(10))
        self._shown: tuple[Key, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.px(4), 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(self._title)
        column.addWidget(self._more)
        column.addSpacing(look.px(6))
        column.addLayout(self._keys)
        self.hide()

    def show_view(self, view: TeamView | None) -> None:
        """Shown while a team is chosen."""
        self.setVisible(view is not None)
        if view is None:
            return
        self._title.setText(view.title)
        self._more.setText(view.more)
        if view.acts != self._shown:
            self._shown = view.acts
            fill_keys(self._look, self._keys, view.acts, self.answered, columns=_COLUMNS)
