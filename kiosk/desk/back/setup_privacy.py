"""The set-up's page of privacy: what is kept about one person, as a file for them, or erased. Decides nothing.

What was found is about somebody: it leaves the screen with the page.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Rule, words
from kiosk.desk.back.setup_parts import emptied, page_of, say, written
from kiosk.desk.back.setup_view import TraceLine
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row


class PrivacyPage(QWidget):
    """Signals: look_asked, export_asked, erase_asked (a name or a number)."""

    look_asked = Signal(str)
    export_asked = Signal(str)
    erase_asked = Signal(str)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._asked = ""
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self.who = written(look, text("setup.who"), 380)
        self.who.setPlaceholderText(text("setup.who_hint"))
        self.who.returnPressed.connect(self._look_for)
        self._search = DeskButton(look, icon="search", primary=True)
        self._search.say(text("setup.look_for"))
        self._search.clicked.connect(self._look_for)
        self._note = words(look, 18, 600, "ink2", wrap=True)
        self._file, self._erase = DeskButton(look, icon="copy"), DeskButton(look, icon="trash")
        self._file.say(text("setup.hand_out"))
        self._erase.say(text("setup.erase"))
        self._file.clicked.connect(lambda: self.export_asked.emit(self._asked))
        self._erase.clicked.connect(lambda: self.erase_asked.emit(self._asked))
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.privacy_hint"))
        self._deeds = holder(row(look, self._file, 12, self._erase, None))
        inside = column(
            look, hint, 18, row(look, self.who, 14, self._search, None), 20, Rule(look, "ink", thick=2), 12,
            self._note, holder(self._box), 16, self._deeds, None,
        )  # fmt: skip
        self.setLayout(column(look, page_of(look, inside)))
        self.forget()

    @property
    def is_busy(self) -> bool:
        """Whether somebody's traces are on the screen."""
        return bool(self._asked)

    def show_found(self, asked: str, lines: Sequence[TraceLine]) -> None:
        """What is kept about that person."""
        self._asked = asked
        emptied(self._box)
        self._note.setText(self._text("setup.found_about", who=asked, count=len(lines)))
        for line in lines:
            self._box.addWidget(self._trace(line))
            self._box.addWidget(Rule(self._look))
        self._deeds.setVisible(bool(lines))

    def forget(self) -> None:
        """Nothing about anybody stays on the screen."""
        self._asked = ""
        self.who.clear()
        self._note.setText("")
        emptied(self._box)
        self._deeds.hide()

    def _trace(self, line: TraceLine) -> QWidget:
        look = self._look
        where, when = say(words(look, 18, 600, "ink2"), line.where), say(words(look, 18, 600), line.when)
        where.setFixedWidth(look.px(220))
        when.setFixedWidth(look.px(330))
        parts = row(look, where, when, (say(words(look, 20, 700, wrap=True), line.text), 1))
        held = holder(parts)
        parts.setContentsMargins(0, look.px(12), 0, look.px(12))
        return held

    def _look_for(self) -> None:
        self.look_asked.emit(self.who.text())
