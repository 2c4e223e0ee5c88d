"""What needs a person: the list at the left; at the right what happened, what to do, and the button that does it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.desk.back.parts import Ground, Mark, Rule, number, words
from kiosk.desk.screens.booking import told_line
from kiosk.desk.screens.rows import RowList
from kiosk.desk.screens.strip import fill_keys
from kiosk.desk.views import MatterView
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text

_LIST = 560
_STORY = 420


class AttentionScreen(QWidget):
    """Signals: matter_touched (id), answered (a key's say)."""

    matter_touched = Signal(str)
    answered = Signal(object)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look = look
        self.list = RowList(look, text("desk.matters"))
        self.list.touched.connect(self.matter_touched)
        self._empty, self._note = (
            words(look, 20, 600, "ink2", wrap=True),
            words(look, 17, 500, "ink2", wrap=True),
        )
        self._headline, self._won = number(look, 30), number(look, 44, 800)
        self._what = words(look, 18, 500, "ink2", wrap=True)
        self._sides = [
            (words(look, 17, 600, "ink2"), words(look, 20, 700), words(look, 17)) for _ in range(3)
        ]
        self._do_title, self._story_title = words(look, 21, 700), words(look, 21, 700)
        self._steps, self._story = QVBoxLayout(), QVBoxLayout()
        self._acts = QHBoxLayout()
        self._acts.setSpacing(look.px(12))
        self._detail = QWidget()
        self._shown: MatterView | None = None
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._left())
        whole.addWidget(Rule(look, upright=True, thick=2))
        whole.addWidget(self._detail, 1)
        self._lay_out_detail()

    def _left(self) -> QWidget:
        px, ground = self._look.px, Ground(self._look, "sheet")
        ground.setFixedWidth(px(_LIST))
        column = QVBoxLayout(ground)
        column.setContentsMargins(px(20), px(20), px(20), px(20))
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        line = QHBoxLayout()
        line.addWidget(Mark(self._look, "info", "ink2", 24))
        line.addWidget(self._note, 1)
        column.addLayout(line)
        return ground

    def _lay_out_detail(self) -> None:
        px, column = self._look.px, QVBoxLayout(self._detail)
        column.setContentsMargins(px(32), px(24), px(32), px(24))
        column.setSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(self._headline, 1)
        head.addWidget(self._won)
        column.addLayout(head)
        column.addWidget(self._what)
        column.addWidget(Rule(self._look, "ink", thick=2))
        sides = QHBoxLayout()
        for side in self._sides:
            part = QVBoxLayout()
            part.setSpacing(px(6))
            for label in side:
                part.addWidget(label)
            sides.addLayout(part, 1)
        column.addLayout(sides)
        column.addWidget(Rule(self._look, "ink", thick=2))
        below = QHBoxLayout()
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(px(14))
        left.addWidget(self._do_title)
        left.addLayout(self._steps)
        left.addLayout(self._acts)
        left.addStretch(1)
        story = QWidget()
        story.setFixedWidth(px(_STORY))
        story.setLayout(right)
        right.addWidget(self._story_title)
        right.addLayout(self._story)
        right.addStretch(1)
        below.addLayout(left, 1)
        below.addWidget(Rule(self._look, upright=True))
        below.addWidget(story)
        column.addLayout(below, 1)

    def show_view(self, view: MatterView) -> None:
        """What waits, and the one that is open."""
        if view == self._shown:
            return
        self._shown = view
        self.list.show_rows(view.rows)
        self._empty.setText(view.empty)
        self._empty.setVisible(bool(view.empty))
        self._note.setText(view.note)
        self._detail.setVisible(bool(view.headline))
        self._headline.setText(view.headline)
        self._won.setText(view.won)
        self._what.setText(view.what)
        self._do_title.setText(view.do_title)
        self._story_title.setText(view.story_title)
        for nth, side in enumerate(self._sides):
            shown = view.sides[nth] if nth < len(view.sides) else ("", "", "")
            for label, said in zip(side, shown, strict=True):
                label.setText(said)
        _clear(self._steps)
        for nth, step in enumerate(view.steps, 1):
            label = words(self._look, 19, 600, wrap=True)
            label.setText(f"{nth}. {step}")
            self._steps.addWidget(label)
        fill_keys(self._look, self._acts, view.acts, self.answered)
        self._acts.addStretch(1)
        _clear(self._story)
        for line in view.story:
            self._story.addWidget(told_line(self._look, line))


def _clear(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
