"""What is around every place of the desk: the rail, the top line, and the sentence of the moment with its way back."""

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Ground, Mark, Rule, number, words
from kiosk.desk.views import FrameView, Key, RailEntry
from kiosk.ui.art import draw_seal
from kiosk.ui.icons import draw_icon
from kiosk.ui.metrics import Look
from kiosk.ui.widgets.touch import Touch

RAIL, TOP = 96, 76
_ICON = 34


class RailKey(Touch):
    """An entry of the rail: icon over word, a bar at its left where one is, and how much waits there."""

    def __init__(self, look: Look, icon: str) -> None:
        super().__init__(look, inside=True)
        self._icon, self._count = icon, 0
        self.setFont(look.font("label", px=17, weight=600))
        self._small = look.font("label", px=15, weight=800)
        self.setCheckable(True)

    def say(self, entry: RailEntry) -> None:
        """Its word, whether it is where we are, and its count."""
        self.name(entry.name, f"{entry.name} {entry.count}" if entry.count else entry.name)
        self.setChecked(entry.is_chosen)
        if entry.count != self._count:
            self._count = entry.count
            self.update()

    def nextCheckState(self) -> None:
        """The flow goes there, not the finger."""

    def sizeHint(self) -> QSize:
        """As wide as the rail."""
        return QSize(self.look.px(RAIL), self.look.px(84))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Icon, word, bar, count."""
        look, painter = self.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ink = look.color("accent" if self.isChecked() else "ink2")
        if self.isChecked():
            painter.fillRect(box, look.color("paper"))
            painter.fillRect(
                QRectF(0, box.height() * 0.15, look.px(5), box.height() * 0.7), look.color("accent")
            )
        size = look.px(_ICON)
        spot = QRectF(box.center().x() - size / 2, look.px(12), size, size)
        draw_icon(painter, self._icon, spot, ink, 3.6)
        painter.setFont(self.font())
        painter.setPen(ink)
        place = QRectF(0, spot.bottom(), box.width(), box.height() - spot.bottom() - look.px(4))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            self._paint_count(painter, spot)
        painter.end()

    def _paint_count(self, painter: QPainter, spot: QRectF) -> None:
        text = str(self._count)
        width = max(self.look.px(26), QFontMetricsF(self._small).horizontalAdvance(text) + self.look.px(12))
        badge = QRectF(spot.right() - self.look.px(8), spot.top() - self.look.px(6), width, self.look.px(26))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.look.color("bad"))
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
        painter.setPen(self.look.color("sheet"))
        painter.setFont(self._small)
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


class _Seal(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.px(84))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self._look.px(46)
        spot = QRectF((self.width() - size) / 2, (self.height() - size) / 2, size, size)
        draw_seal(painter, spot, self._look.theme)
        painter.end()


class Frame(QWidget):
    """Signals: place_chosen (place), lock_asked, undo_asked (what the key says)."""

    place_chosen = Signal(str)
    lock_asked = Signal()
    undo_asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.pages = QStackedWidget()
        self._places: dict[str, QWidget] = {}
        self._keys: dict[str, RailKey] = {}
        self._rail = QVBoxLayout()
        self._lock = RailKey(look, "lock")
        self._lock.clicked.connect(self.lock_asked)
        self._title, self._date = number(look, 28), words(look, 18, 500, "ink2")
        self._facts = QHBoxLayout()
        self._shown: tuple[object, ...] = ()
        self._who, self._clock = words(look, 18, 600), number(look, 30, 800)
        self._said, self._undo = words(look, 19, 600), DeskButton(look, icon="undo", height=48)
        self._undo_says: Key | None = None
        self._undo.clicked.connect(self._undone)
        self._bar = _Toast(look, self._said, self._undo)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._rail_ground())
        whole.addWidget(Rule(look, upright=True, thick=2))
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self._top())
        main.addWidget(Rule(look, thick=2))
        main.addWidget(self._bar)
        main.addWidget(self.pages, 1)
        whole.addLayout(main, 1)

    def add_place(self, place: str, page: QWidget) -> None:
        """A place of the rail has its page."""
        self._places[place] = page
        self.pages.addWidget(page)

    def page(self, place: str) -> QWidget | None:
        """The page of a place, None while it has none."""
        return self._places.get(place)

    def show_view(self, view: FrameView, place: str) -> None:
        """Where we are, and how the house is."""
        self._title.setText(view.title)
        self._date.setText(view.date)
        self._who.setText(view.who)
        self._clock.setText(view.clock)
        self._show_facts(view)
        for entry in view.rail:
            self._key(entry).say(entry)
        self._lock.say(RailEntry("", view.lock, "lock", is_chosen=False))
        self._said.setText(view.said)
        self._bar.say(view.said, bad=view.is_bad)
        self._undo_says = view.undo
        self._undo.setVisible(view.undo is not None)
        if view.undo is not None:
            self._undo.say(view.undo.name)
        page = self._places.get(place)
        if page is not None:
            self.pages.setCurrentWidget(page)

    def _undone(self) -> None:
        if self._undo_says is not None:
            self.undo_asked.emit(self._undo_says.says)

    def _rail_ground(self) -> QWidget:
        ground = Ground(self._look, "paperDeep")
        ground.setFixedWidth(self._look.px(RAIL))
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, self._look.px(12))
        column.setSpacing(0)
        column.addWidget(_Seal(self._look))
        column.addLayout(self._rail)
        column.addStretch(1)
        column.addWidget(self._lock)
        return ground

    def _key(self, entry: RailEntry) -> RailKey:
        if entry.place not in self._keys:
            key = RailKey(self._look, entry.icon)
            key.clicked.connect(partial(self._chose, entry.place))
            self._keys[entry.place] = key
            self._rail.addWidget(key)
        return self._keys[entry.place]

    def _chose(self, place: str, _checked: bool = False) -> None:
        self.place_chosen.emit(place)

    def _top(self) -> QWidget:
        look = self._look
        top = Ground(look, "paper")
        top.setFixedHeight(look.px(TOP))
        line = QHBoxLayout(top)
        line.setContentsMargins(look.px(28), 0, look.px(28), 0)
        line.setSpacing(look.px(18))
        self._facts.setSpacing(look.px(8))
        for part in (self._title, self._date):
            line.addWidget(part)
        line.addStretch(1)
        line.addLayout(self._facts)
        line.addWidget(Mark(look, "person", "ink2", 24))
        line.addWidget(self._who)
        line.addWidget(self._clock)
        return top

    def _show_facts(self, view: FrameView) -> None:
        if view.facts == self._shown:
            return
        self._shown = view.facts
        while (item := self._facts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for icon, word, color in view.facts:
            self._facts.addWidget(Mark(self._look, icon, color, 22))
            label = words(self._look, 17, 600, color if color != "ok" else "ink2")
            label.setText(word)
            self._facts.addWidget(label)


class _Toast(QWidget):
    """The sentence of the moment on a tint."""

    def __init__(self, look: Look, label: QWidget, undo: QWidget) -> None:
        super().__init__()
        self._look, self._is_bad = look, False
        line = QHBoxLayout(self)
        line.setContentsMargins(look.px(28), look.px(6), look.px(28), look.px(6))
        line.addWidget(label)
        line.addStretch(1)
        line.addWidget(undo)
        self.setMinimumHeight(look.px(60))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(self, sentence: str, *, bad: bool) -> None:
        """Shown while there is something to say."""
        self._is_bad = bad
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The tint."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.color("badSoft" if self._is_bad else "okSoft"))
        painter.end()
