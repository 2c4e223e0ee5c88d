"""The set-up's form for one kiosk's printer: where it is, none, or as the kiosk's own settings say; and a test page. Decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.desk.back.parts import DeskButton, words
from kiosk.desk.back.setup_parts import say, written
from kiosk.desk.back.setup_view import TerminalLine
from kiosk.services.printer_address import LONGEST
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, row


class PrinterForm(QWidget):
    """Signals: choose_asked (the kiosk's name, and an address, "" for none, or None for its own settings), trial_asked (its name)."""

    choose_asked = Signal(str, object)
    trial_asked = Signal(str)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._text = text
        self._name = ""
        self._whose = words(look, 20, 700)
        self.address = written(look, text("setup.printer_address"), 420, most=LONGEST)
        self.address.setPlaceholderText("tcp://192.168.0.50:9100")
        self.address.returnPressed.connect(self._keep)
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.printer_hint"))
        keys = [
            self._key(look, "setup.keep_printer", "check", self._keep, primary=True),
            self._key(look, "setup.printer_as_there", "undo", lambda: self._choose(None)),
            self._key(look, "setup.trial", "print", lambda: self.trial_asked.emit(self._name)),
            self._key(look, "setup.leave_printer", "", self.end),
        ]
        asked = row(look, self._whose, 14, self.address, None)
        done = row(look, *[part for key in keys for part in (key, 8.0)], None)
        whole = column(look, asked, 10, hint, 10, done)
        whole.setContentsMargins(0, look.px(16), 0, 0)
        self.setLayout(whole)
        self.end()

    @property
    def is_busy(self) -> bool:
        """Whether it is open."""
        return bool(self._name)

    def begin(self, line: TerminalLine) -> None:
        """Ask about that kiosk."""
        self._name = line.name
        self._whose.setText(self._text("setup.printer_of", name=line.title or line.name))
        self.address.setText(line.address)
        self.show()
        self.address.setFocus()

    def end(self) -> None:
        """No printer is being set up any more."""
        self._name = ""
        self.address.clear()
        self.hide()

    def _keep(self) -> None:
        self._choose(self.address.text())

    def _choose(self, address: str | None) -> None:
        self.choose_asked.emit(self._name, address)

    def _key(self, look: Look, key: str, icon: str, does: object, *, primary: bool = False) -> DeskButton:
        made = DeskButton(look, icon=icon, primary=primary)
        made.say(self._text(key))
        made.clicked.connect(does)
        return made
