"""The set-up: its lists behind one row of keys, each a page of its own. Decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from kiosk.desk.back.parts import Rule, Segments
from kiosk.desk.back.setup_hours import DaysPage, WeekPage
from kiosk.desk.back.setup_machines import KeysPage, TerminalsPage
from kiosk.desk.back.setup_parts import MARGIN
from kiosk.desk.back.setup_people import StaffPage
from kiosk.desk.back.setup_privacy import PrivacyPage
from kiosk.desk.back.setup_terms import TermsPage
from kiosk.desk.back.setup_words import WordsPage
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, row

TABS = ("week", "days", "terms", "words", "staff", "terminals", "keys", "privacy")


class SetupScreen(QWidget):
    """Signals: turned (another page is shown)."""

    turned = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._text = text
        self.week, self.days, self.terms = WeekPage(look, text), DaysPage(look, text), TermsPage(look, text)
        self.staff, self.terminals, self.keys = (
            StaffPage(look, text),
            TerminalsPage(look, text),
            KeysPage(look, text),
        )
        self.privacy, self.words = PrivacyPage(look, text), WordsPage(look, text)
        self._pages = QStackedWidget()
        settled = (self.week, self.days, self.terms, self.words)
        for page in (*settled, self.staff, self.terminals, self.keys, self.privacy):
            self._pages.addWidget(page)
        self._tabs = Segments(look, len(TABS))
        self._tabs.chosen.connect(self.show_page)
        head = row(look, self._tabs, None)
        margin = look.px(MARGIN)
        head.setContentsMargins(margin, look.px(16), margin, look.px(14))
        self.setLayout(column(look, head, Rule(look), (self._pages, 1)))
        self.show_page(0)

    @property
    def shown(self) -> str:
        """Which list it is."""
        return TABS[self._pages.currentIndex()]

    @property
    def count(self) -> int:
        """How many lists there are."""
        return self._pages.count()

    @property
    def is_half_done(self) -> bool:
        """Whether something is written that is not stored, or shown that goes with the page."""
        written = any(field.isModified() and field.text() for field in self.findChildren(QLineEdit))
        pages = (self.week, self.days, self.terms, self.words, self.staff, self.terminals, self.privacy)
        return written or any(page.is_busy for page in pages)

    def show_page(self, nth: int) -> None:
        """Turn to a list."""
        self.terminals.forget_address()
        self.privacy.forget()
        self._pages.setCurrentIndex(nth)
        self._tabs.say([self._text(f"setup.tab_{tab}") for tab in TABS], nth)
        self.turned.emit()
