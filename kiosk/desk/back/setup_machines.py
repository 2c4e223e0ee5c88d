"""The set-up's pages of machines: terminals with who is here, and whether the payment keys are good. They decide nothing.

The code that lets a kiosk in is shown once, and taken off the screen with the page.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Mark, Rule, words
from kiosk.desk.back.setup_parts import emptied, page_of, say, written
from kiosk.desk.back.setup_printer import PrinterForm
from kiosk.desk.back.setup_view import KeysView, TerminalLine
from kiosk.services.terminal_list import LONGEST_NAME, LetIn
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row
from kiosk.ui.widgets.pictures import QrPicture

_NOTHING = "jari"
"""What the code says while there is no address to show."""
_ICONS = {"ok": "check", "bad": "alert", "warn": "alert", "ink2": "dots"}


class TerminalsPage(QWidget):
    """Signals: let_in_asked (name), shut_out_asked (name), rename_asked (name, what staff call it)."""

    let_in_asked = Signal(str)
    rename_asked = Signal(str, str)
    shut_out_asked = Signal(str)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._shown: tuple[tuple[TerminalLine, ...], str] | None = None
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self._empty = say(words(look, 18, 500, "ink2"), text("setup.no_terminals"))
        self.name = written(look, text("setup.terminal_name"), 300, most=LONGEST_NAME)
        self.name.setPlaceholderText("kiosk-2")
        self._let_in = DeskButton(look, icon="plus", primary=True)
        self._let_in.say(text("setup.let_in"))
        self._let_in.clicked.connect(lambda: self.let_in_asked.emit(self.name.text()))
        self._why = words(look, 17, 600, "ink2", wrap=True)
        self._code = QrPicture(look, 280)
        self._address = words(look, 17, 600, wrap=True)
        self._address.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._seen = DeskButton(look, icon="check")
        self._seen.say(text("setup.address_seen"))
        self._seen.clicked.connect(self.forget_address)
        self._renamed = ""
        self.title = written(look, text("setup.title"), 300, most=LONGEST_NAME)
        self._whose = words(look, 20, 700)
        self._keep = DeskButton(look, icon="check", primary=True)
        self._keep.say(text("setup.keep_title"))
        self._keep.clicked.connect(lambda: self.rename_asked.emit(self._renamed, self.title.text()))
        self._leave = DeskButton(look)
        self._leave.say(text("setup.leave_it"))
        self._leave.clicked.connect(self.end_renaming)
        self.printer = PrinterForm(look, text)
        self._lay_out()
        self.forget_address()
        self.end_renaming()

    def _lay_out(self) -> None:
        look, text = self._look, self._text
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.terminals_hint"))
        title = say(words(look, 20, 700), text("setup.new_terminal"))
        once = say(words(look, 17, 600, "warn", wrap=True), text("setup.address_once"))
        told = column(look, once, 12, self._address, 16, row(look, self._seen, None), None)
        self._once = holder(row(look, self._code, 24, (told, 1)))
        asked = row(look, self._whose, 14, self.title, 14, self._keep, 8, self._leave, None)
        self._form = holder(asked)
        asked.setContentsMargins(0, look.px(16), 0, 0)
        inside = column(
            look, hint, 16, Rule(look, "ink", thick=2), self._empty, holder(self._box), self._form, self.printer, 28, title, 12,
            row(look, self.name, 14, self._let_in, None), 12, self._why, 16, self._once, None,
        )  # fmt: skip
        self.setLayout(column(look, page_of(look, inside)))

    @property
    def is_busy(self) -> bool:
        """Whether a form is open, or the code is shown that is shown only once."""
        return bool(self._renamed) or self.printer.is_busy or not self._once.isHidden()

    def show_stored(self, lines: Sequence[TerminalLine], why_not: str) -> None:
        """Who there is and how they are."""
        shown = (tuple(lines), why_not)
        if shown == self._shown:
            return
        self._shown = shown
        emptied(self._box)
        self._empty.setVisible(not lines)
        for line in lines:
            self._box.addWidget(self._terminal(line, why_not))
            self._box.addWidget(Rule(self._look))
        self._let_in.turn_off(why_not)
        self._why.setText(why_not)

    def show_address(self, let_in: LetIn) -> None:
        """What is typed on the kiosk, or read by its camera, this once."""
        self.name.clear()
        self._code.say(let_in.address, self._text("setup.address_code", name=let_in.name))
        self._address.setText(f"kiosk pair '{let_in.address}'")
        self._once.show()

    def forget_address(self) -> None:
        """Take it off the screen, and out of memory."""
        self._code.say(_NOTHING, "")
        self._address.setText("")
        self._once.hide()

    def end_renaming(self) -> None:
        """No name is being written any more."""
        self._renamed = ""
        self._form.hide()

    def _set_printer(self, line: TerminalLine) -> None:
        self.end_renaming()
        self.printer.begin(line)

    def _rename(self, line: TerminalLine) -> None:
        self.printer.end()
        self._renamed = line.name
        self._whose.setText(line.name)
        self.title.setText(line.title)
        self._form.show()
        self.title.setFocus()

    def _terminal(self, line: TerminalLine, why_not: str) -> QWidget:
        look = self._look
        called = f"{line.title} ({line.name})" if line.title else line.name
        name, kind = say(words(look, 20, 700), called), say(words(look, 17, 500, "ink2"), line.kind)
        name.setFixedWidth(look.px(340))
        kind.setFixedWidth(look.px(170))
        how = say(words(look, 18, 700, line.color), line.how)
        more = say(words(look, 17, 500, "ink2"), line.more)
        gone = DeskButton(look, icon="cross", height=48, px=17)
        gone.say(self._text("setup.shut_out"), f"{self._text('setup.shut_out')}, {line.name}")
        gone.clicked.connect(lambda: self.shut_out_asked.emit(line.name))
        gone.turn_off(why_not or ("" if line.can_go else self._text("setup.still_here")))
        mark = Mark(look, _ICONS[line.color], line.color, 24)
        other = DeskButton(look, icon="edit", height=48, px=17)
        other.say(self._text("setup.rename"), f"{self._text('setup.rename')}, {line.name}")
        other.clicked.connect(lambda: self._rename(line))
        other.turn_off(why_not)
        keys = [other, *self._printer_key(line, why_not), gone]
        spaced = [part for key in keys for part in (8.0, key)]
        lines = column(look, row(look, name, kind, mark, 10, how, 16, more, None, *spaced))
        if line.has_printer:
            lines.addWidget(say(words(look, 17, 500, "ink2"), line.printer))
        held = holder(lines)
        lines.setContentsMargins(0, look.px(10), 0, look.px(10))
        return held

    def _printer_key(self, line: TerminalLine, why_not: str) -> list[DeskButton]:
        if not line.has_printer:
            return []
        key = DeskButton(self._look, icon="print", height=48, px=17)
        key.say(self._text("setup.printer"), f"{self._text('setup.printer')}, {line.name}")
        key.clicked.connect(lambda: self._set_printer(line))
        key.turn_off(why_not)
        return [key]


class KeysPage(QWidget):
    """Signals: check_asked."""

    check_asked = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look = look
        self._shown: KeysView | None = None
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self._note = words(look, 18, 600, "ink2", wrap=True)
        check = DeskButton(look, icon="refresh", primary=True)
        check.say(text("setup.check_keys"))
        check.clicked.connect(self.check_asked)
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.keys_hint"))
        inside = column(
            look, hint, 16, Rule(look, "ink", thick=2), holder(self._box), 16, self._note, 20,
            row(look, check, None), None,
        )  # fmt: skip
        self.setLayout(column(look, page_of(look, inside)))

    def show_stored(self, view: KeysView) -> None:
        """What the last check came to."""
        if view == self._shown:
            return
        self._shown = view
        self._note.setText(view.note)
        emptied(self._box)
        look = self._look
        for what, how, color in view.lines:
            title = say(words(look, 18, 600, "ink2"), what)
            title.setFixedWidth(look.px(360))
            parts = row(
                look, title, Mark(look, _ICONS[color], color, 26), 12, say(words(look, 20, 700), how), None
            )
            held = holder(parts)
            parts.setContentsMargins(0, look.px(14), 0, look.px(14))
            self._box.addWidget(held)
            self._box.addWidget(Rule(look))
