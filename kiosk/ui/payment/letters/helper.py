"""Brings the keys up under a page while one of its fields wants letters, and takes them away again. Looks; reads nothing.

Qt tells nobody when a field of a page gets or loses the keyboard, so it is asked for a few times a second.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QTouchEvent, QWindow
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.payment.letters.fields import Serves, serves
from kiosk.ui.payment.letters.pad import LetterPad
from kiosk.ui.payment.letters.typist import Typist
from kiosk.ui.payment.sheets import Words

LOOK_EVERY_MS: Final = 200
_Query = Qt.InputMethodQuery


class PressWatch(QObject):
    """Sees each press on the native window before the page does; swallows nothing (see ``kiosk.ui.window``).

    Signals:
        pressed: where, in the window's own pixels.
    """

    pressed = Signal(QPoint)

    def watch(self, window: QWindow) -> None:
        """From now on; this window only."""
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Only looks."""
        if isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            self.pressed.emit(event.position().toPoint())
        elif isinstance(event, QTouchEvent) and event.type() is QEvent.Type.TouchBegin:
            self.pressed.emit(event.points()[0].position().toPoint())
        return False


class LetterHelp(QObject):
    """The keys of one view; they lie under it in ``layout``, so that the page gets smaller and is never covered."""

    def __init__(self, view: QWebEngineView, layout: QBoxLayout, look: Look, words: Words) -> None:
        super().__init__(view)
        self._view, self._layout, self._look, self._words = view, layout, look, words
        self._serving = Serves.NOTHING
        self._pad: LetterPad | None = None
        self._typist: Typist | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Whether the field with the keyboard wants letters, now."""
        wanted = self._wanted()
        if wanted is self._serving:
            return
        self._serving = wanted
        if self._typist is not None:
            self._typist.forget()
        if wanted is not Serves.NOTHING:
            pad = self._pad or self._make_pad()
            pad.serve(wanted)
            pad.show()
        elif self._pad is not None:
            self._pad.hide()

    def end(self) -> None:
        """The page goes, and what was being typed with it."""
        self._timer.stop()
        if self._typist is not None:
            self._typist.forget()
        if self._pad is not None:
            self._pad.hide()

    def _wanted(self) -> Serves:
        target = self._view.focusProxy()
        if target is None or not target.hasFocus():
            return Serves.NOTHING
        # Chromium takes input methods away from every password, also from one that says it holds a mail address.
        takes_text = bool(target.inputMethodQuery(_Query.ImEnabled)) and target.testAttribute(
            Qt.WidgetAttribute.WA_InputMethodEnabled
        )
        hints = target.inputMethodQuery(_Query.ImHints)
        return serves(takes_text=takes_text, hints=Qt.InputMethodHint(int(hints or 0)))

    def _make_pad(self) -> LetterPad:
        target = self._view.focusProxy()
        assert target is not None, "it has just been asked"
        self._typist = Typist(target)
        self._pad = pad = LetterPad(self._look, self._words)
        pad.lettered.connect(self._typist.key)
        pad.erased.connect(self._typist.erase)
        pad.closed.connect(self._close)
        self._layout.addWidget(pad)
        window = self._view.window().windowHandle()
        if window is not None:
            watch = PressWatch(self)
            watch.pressed.connect(self._pressed)
            watch.watch(window)
        return pad

    def _pressed(self, at: QPoint) -> None:
        """The syllable stays in the field where it was begun; and keys that were put away come back for the field touched."""
        assert self._typist is not None, "the watch is made with it"
        assert self._pad is not None, "the same"
        if self._pad.isHidden():
            self._serving = Serves.NOTHING
        elif not _place_of(self._pad).contains(at):
            self._typist.finish()

    def _close(self) -> None:
        """Put away until a field is touched."""
        if self._pad is not None and self._typist is not None:
            self._typist.finish()
            self._pad.hide()


def _place_of(widget: QWidget) -> QRect:
    """Where it is in its window."""
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
