"""A page's alert and confirm, in a sheet of ours over the checkout. What it says is foreign text."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.payment.sheets import Sheet, Words

LONGEST_MESSAGE = 500
ANSWER_MS = 120_000
"""A question that nobody answers is answered with no: the page behind it waits for it."""


class DialogSheet(Sheet):
    """One question.

    Signals:
        answered: yes or no.
    """

    answered = Signal(bool)

    def __init__(
        self, parent: QWidget, message: str, words: Words, look: Look | None, *, may_refuse: bool
    ) -> None:
        super().__init__(parent, words.dialog, look)
        margin = self.margin()
        text = self.label(message[:LONGEST_MESSAGE])
        text.setContentsMargins(margin, margin, margin, margin)
        text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleDescription(text.text())
        self.body.addWidget(text, 1)
        self.ok = self.button(words.ok, is_primary=True)
        self.ok.clicked.connect(self._yes)
        self.body.setContentsMargins(margin, 0, margin, margin)
        self.body.setSpacing(self.margin() // 2)
        self.body.addWidget(self.ok)
        if may_refuse:
            cancel = self.button(words.cancel)
            cancel.clicked.connect(self._no)
            self.body.addWidget(cancel)

    def _yes(self) -> None:
        self.answered.emit(True)  # noqa: FBT003 - a signal has no keywords

    def _no(self) -> None:
        self.answered.emit(False)  # noqa: FBT003 - the same


class Dialogs(QObject):
    """Asks one question at a time; a second one that comes meanwhile is answered with no.

    Chromium waits for the answer inside of its own call, so an event loop runs in here, and nothing of the payment's
    pages may be deleted until it has returned: ``when_quiet``.

    Signals:
        opened, closed: a question came up, went away. The page cannot answer anything in between.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, over: QWidget, words: Words, look: Look | None, parent: QObject) -> None:
        super().__init__(parent)
        self._over: QWidget | None = over
        self._words, self._look = words, look
        self._loop: QEventLoop | None = None
        self._afterwards: list[Callable[[], None]] = []
        over.destroyed.connect(self._over_gone)

    def ask(self, message: str, *, may_refuse: bool) -> bool:
        """Wait for the customer's answer; False when there is none."""
        if self._loop is not None or self._over is None:
            return False
        sheet = DialogSheet(self._over, message, self._words, self._look, may_refuse=may_refuse)
        said: list[bool] = []
        self._loop = QEventLoop()
        sheet.answered.connect(said.append)
        sheet.answered.connect(self._loop.quit)
        late = QTimer(sheet)
        late.setSingleShot(True)
        late.timeout.connect(self._loop.quit)
        late.start(ANSWER_MS)
        sheet.show()
        sheet.raise_()
        sheet.ok.setFocus()
        self.opened.emit()
        self._loop.exec()
        self._loop = None
        if self._over is not None:
            sheet.hide()
            sheet.deleteLater()
        self.closed.emit()
        for afterwards in self._afterwards:
            QTimer.singleShot(0, afterwards)
        self._afterwards.clear()
        return bool(said and said[0])

    def when_quiet(self, then: Callable[[], None]) -> None:
        """Take an open question away unanswered, then do this: at once when there is none."""
        if self._loop is None:
            then()
            return
        self._afterwards.append(then)
        self._loop.quit()

    def _over_gone(self) -> None:
        self._over = None
        if self._loop is not None:
            self._loop.quit()
