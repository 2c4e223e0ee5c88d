"""The plan as guests will see it, laid over the editor: the kiosk's own drawing, with every seat free."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.desk.back.editor_view import room_words
from kiosk.desk.back.parts import DeskButton, Ground
from kiosk.domain.floor import Plan
from kiosk.ui.floorplan.states import FloorView
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import Room, row


class Preview(Ground):
    """Covers ``over`` until it is closed by its button or Escape."""

    def __init__(self, look: Look, text: Text, over: QWidget) -> None:
        super().__init__(look, "paper", over)
        self._text, self._over = text, over
        self._plan = FloorPlanWidget(look)
        self._back = DeskButton(look, icon="back")
        self._back.say(text("editor.needed_back"))
        self._back.clicked.connect(self.hide)
        whole = QVBoxLayout(self)
        margin = look.px(24)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.addLayout(row(look, self._back, None))
        whole.addWidget(Room(self._plan, look.px(300)), 1)
        over.installEventFilter(self)
        self.hide()

    def show_plan(self, plan: Plan) -> None:
        """Show it over everything."""
        self._plan.render(FloorView(plan, texts=room_words(self._text, self._text)))
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as what it covers."""
        if watched is self._over and event.type() is QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False
