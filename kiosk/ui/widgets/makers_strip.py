"""The foot of the first screen, and whether what a restaurant calls itself and tells its guests has room there. Decides nothing."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kiosk.ui.art import seal_pixmap
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.arrange import column, row
from kiosk.ui.widgets.frame import MARGIN, UTILITY
from kiosk.ui.widgets.labels import Label, NameLabel
from kiosk.ui.widgets.script import look_for

NAME_PX, NAME_ROOM = 66, 780
NOTICE_LINES, NOTICE_ROOM = 2, 780
"""Reference pixels across that a name, and a line of the notice, has on the narrowest panel."""


def name_fits(look: Look, language: str, name: str) -> bool:
    """Whether a restaurant's name has room beside the clock."""
    label = NameLabel(look_for(look, language), NAME_PX)
    label.setText(name)
    return label.natural_width() <= look.px(NAME_ROOM)


def notice_fits(look: Look, language: str, notice: str) -> bool:
    """Whether a notice has room in the strip."""
    label, room = Label(look_for(look, language), "label", wrap=True), look.px(NOTICE_ROOM)
    label.setText(notice)
    most = NOTICE_LINES * label.line_height()
    return label.minimumSizeHint().width() <= room and label.heightForWidth(room) <= most


class MakersStrip(QWidget):
    """The strip below it: the restaurant's notice, or else what the deposit is, and whose program this is.

    Upright, what waits for staff has its own line.
    """

    STAFF, NOTICE = 64, 44

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._words = Label(look, "label", wrap=True)
        self._matters = Label(look, "label", weight=800, color="ink")
        seal, name = QLabel(), NameLabel(look, 46)
        seal.setPixmap(seal_pixmap(look.px(54), look.theme, self.devicePixelRatioF()))
        name.setText("자리")
        if look.metrics.is_upright:
            parts = column(look, None, row(look, (self._words, 1), 24, seal, 14, name), self._matters, None)
        else:
            parts = column(look, row(look, (self._words, 1), 24, self._matters, 24, seal, 14, name))
        parts.setContentsMargins(look.px(MARGIN), 0, look.px(MARGIN), 0)
        self.setLayout(parts)
        self._fit(staff=False, notice=False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def say(self, words: str, matters: str, *, notice: bool = False) -> None:
        """Its sentence, and what waits for staff: they see it in passing, and it tells a guest nothing."""
        self._words.setText(words)
        self._matters.setText(matters)
        self._matters.setVisible(bool(matters))
        self._fit(staff=bool(matters), notice=notice)

    def _fit(self, *, staff: bool, notice: bool) -> None:
        more = self.STAFF if staff and self._look.metrics.is_upright else 0
        more += self.NOTICE if notice else 0
        self.setFixedHeight(self._look.px(UTILITY + more))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the utility bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("paperDeep"))
        painter.end()
