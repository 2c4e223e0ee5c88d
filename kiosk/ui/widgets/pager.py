"""What is higher than its place at larger text: seen a page at a time, with two keys that turn the pages.

A finger may also push it. Nothing is lost, and nothing has to be dragged.
"""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QSizePolicy, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import holder, row, stack_what_is_too_wide
from kiosk.ui.widgets.button import Button, ButtonRole

KEY, LEAST = 76, 320
SHARED = 120
"""What two pages have in common: a line, so that none is cut on both."""


class Pager(QWidget):
    """Holds one widget. The keys are there only when there is more than fits."""

    def __init__(
        self, look: Look, content: QWidget, *, margin: float = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._content = content
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setWidget(content)
        # setWidget turns it on.
        content.setAutoFillBackground(False)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._up = Button(look, ButtonRole.QUIET, icon="up", height=KEY, px=40)
        self._down = Button(look, ButtonRole.QUIET, icon="down", height=KEY, px=40)
        self._keys = holder(row(look, (self._up, 1), 20, (self._down, 1)))
        keys = self._keys.layout()
        assert keys is not None, "a holder has one"
        keys.setContentsMargins(look.px(margin), 0, look.px(margin), 0)
        self._keys.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._gap, self._least = look.px(12), look.px(LEAST)
        self._shared = look.metrics.touch(SHARED)
        # No layout: Qt would ask that one, and not this widget, how high it is for its width.
        self._area.setParent(self)
        self._keys.setParent(self)
        self._up.clicked.connect(lambda: self._turn(-1))
        self._down.clicked.connect(lambda: self._turn(1))
        bar = self._area.verticalScrollBar()
        bar.rangeChanged.connect(self._follow)
        bar.valueChanged.connect(self._follow)
        content.installEventFilter(self)
        self._keys.hide()

    def sizeHint(self) -> QSize:
        """All of it."""
        hint = self._content.sizeHint()
        return QSize(hint.width(), self.heightForWidth(hint.width()))

    def minimumSizeHint(self) -> QSize:
        """A few lines and the keys."""
        return QSize(self._keys.minimumSizeHint().width(), self._least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The keys below, the rest above."""
        super().resizeEvent(event)
        self._fit()

    def hasHeightForWidth(self) -> bool:
        """What it holds may wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """All of it at once, if there is room."""
        layout = self._content.layout()
        if layout is not None:
            layout.invalidate()
        return layout.totalHeightForWidth(width) if layout is not None else self._content.height()

    def say(self, text: Text) -> None:
        """What the keys are called."""
        self._up.say(text("common.page_up"))
        self._down.say(text("common.page_down"))

    def to_top(self) -> None:
        """Its beginning."""
        self._area.verticalScrollBar().setValue(0)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes begins at the top."""
        super().showEvent(event)
        self.to_top()

    def arrange(self) -> None:
        """Stack what does not fit beside each other, and show the keys if there is more than fits."""
        stack_what_is_too_wide(self._content.layout(), self.width())
        self._fit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """What it holds has changed."""
        if event.type() is QEvent.Type.LayoutRequest:
            self.arrange()
            self.updateGeometry()
        return False

    def _turn(self, pages: int) -> None:
        bar = self._area.verticalScrollBar()
        step = max(self._area.height() - self._shared, self._area.height() // 3)
        bar.setValue(bar.value() + pages * step)

    def _fit(self) -> None:
        is_long = self.heightForWidth(self.width()) > self.height()
        below = self._keys.sizeHint().height() + self._gap if is_long else 0
        self._area.setGeometry(0, 0, self.width(), self.height() - below)
        self._keys.setGeometry(0, self.height() - below + self._gap, self.width(), below - self._gap)
        self._keys.setVisible(is_long)
        self._follow()

    def _follow(self) -> None:
        bar = self._area.verticalScrollBar()
        self._up.setEnabled(bar.value() > 0)
        self._down.setEnabled(bar.value() < bar.maximum())
