"""The frame that keeps its place round every screen: header, progress, banner above; utility bar below; sheets on top."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kiosk.ui.metrics import OUT_OF_REACH, Look
from kiosk.ui.modes import Modes
from kiosk.ui.screens.attract import AttractScreen
from kiosk.ui.screens.base import PANEL, PANEL_LEFT, Screen
from kiosk.ui.screens.closed import ClosedScreen
from kiosk.ui.screens.confirming import ConfirmingScreen
from kiosk.ui.screens.done import DoneScreen
from kiosk.ui.screens.expired import ExpiredScreen
from kiosk.ui.screens.floor import FloorScreen
from kiosk.ui.screens.list import ListScreen
from kiosk.ui.screens.low import LowCover
from kiosk.ui.screens.overlay import OverlaySheet
from kiosk.ui.screens.party import PartyScreen
from kiosk.ui.screens.payment import PaymentScreen
from kiosk.ui.screens.review import ReviewScreen
from kiosk.ui.screens.sorry import DeclinedScreen, StoppedScreen
from kiosk.ui.screens.unknown import UnknownScreen
from kiosk.ui.screens.waiting import WaitingScreen
from kiosk.ui.screens.waitlist import WaitlistScreen
from kiosk.ui.text import Text
from kiosk.ui.theme import ThemeName
from kiosk.ui.views import FrameView, Overlay, OverlayView, ScreenName
from kiosk.ui.widgets.arrange import column, holder, row
from kiosk.ui.widgets.banner import TestBanner
from kiosk.ui.widgets.fade import PageFade
from kiosk.ui.widgets.frame import MARGIN, Header, Progress, UtilityBar
from kiosk.ui.widgets.paint import hair
from kiosk.ui.widgets.script import look_for

SCREENS: Final[Mapping[ScreenName, type[Screen[Any]]]] = {
    ScreenName.ATTRACT: AttractScreen,
    ScreenName.PARTY: PartyScreen,
    ScreenName.FLOOR: FloorScreen,
    ScreenName.LIST: ListScreen,
    ScreenName.WAITLIST: WaitlistScreen,
    ScreenName.WAITING: WaitingScreen,
    ScreenName.REVIEW: ReviewScreen,
    ScreenName.PAYMENT: PaymentScreen,
    ScreenName.CONFIRMING: ConfirmingScreen,
    ScreenName.DONE: DoneScreen,
    ScreenName.DECLINED: DeclinedScreen,
    ScreenName.STOPPED: StoppedScreen,
    ScreenName.UNKNOWN: UnknownScreen,
    ScreenName.EXPIRED: ExpiredScreen,
    ScreenName.CLOSED: ClosedScreen,
}


NEVER_LARGER: Final = (ScreenName.ATTRACT, ScreenName.PAYMENT)
"""01 is for whoever comes next; on 07 the payment page itself is larger, and needs the room. Both keep their design."""


LOW_BY_THEMSELVES: Final = (ScreenName.ATTRACT, ScreenName.PAYMENT)
"""What is touched there lies low anyway."""


class Shell(QWidget):
    """All screens and what surrounds them. Built for the size it has, and again when that changes.

    Signals:
        start_over_asked, language_asked, staff_asked: a key of the utility bar.
        changed: another screen or sheet is in front.
        wished: a guest wants it otherwise; the Modes.
    """

    changed = Signal()
    wished = Signal(object)
    start_over_asked = Signal()
    language_asked = Signal()
    staff_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._plain, self._modes = look, Modes()
        self.look = fitted(look, QSize(look.metrics.width_px, look.metrics.height_px))
        self.screens: dict[ScreenName, Any] = {name: kind(self.look) for name, kind in SCREENS.items()}
        self.current = ScreenName.ATTRACT
        self._frame: tuple[FrameView, Text] | None = None
        self._language = "ko"
        self._asked: Overlay | None = None
        self._stack = QStackedWidget()
        for screen in self.screens.values():
            self._stack.addWidget(screen)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        # The window has the size it has: no screen, least of all a hidden one, may ask for more.
        self._whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._whole.addWidget(self._stack, 1)
        self._fade = PageFade(self)
        self.overlay = OverlaySheet(look_for(self.look, self._language), self)
        self._build()
        self._draw_frame()

    @property
    def language(self) -> str:
        """The one that is on the glass."""
        return self._language

    # --- what the controller calls --------------------------------------------------------------------------------

    def show_screen(self, name: ScreenName) -> None:
        """Bring a screen to the front; where things move, the one before fades into it."""
        before, self.current = self.current, name
        fades = name is not before and self._may_fade(before, name)
        old = self.grab() if fades else None
        self._stack.setCurrentWidget(self.screens[name])
        self._draw_frame()
        self._fade.end()
        if old is not None:
            self._fade.run(old, self.grab(), self.look.motion("page"))
            self.overlay.raise_()
        if name is not before:
            self.changed.emit()

    def render_frame(self, frame: FrameView, text: Text) -> None:
        """Name, time, step, banner, keys."""
        self._frame = (frame, text)
        if text.language != self._language:
            self._language = text.language
            self._build()
        self._draw_frame()

    def show_overlay(self, view: OverlayView | None, text: Text) -> None:
        """Lay a sheet over everything, or take it away."""
        asked = view.overlay if view else None
        self.overlay.render(view, text)
        if asked is not self._asked:
            self._asked = asked
            self.changed.emit()

    def set_look(self, look: Look) -> None:
        """Another theme: everything is built again."""
        self._plain = look
        self._relook(fitted(as_wished(look, self._modes), self.size()))

    def set_modes(self, modes: Modes) -> None:
        """As this guest wants it; the terminal's own look comes back with ``Modes()``."""
        if modes == self._modes:
            return
        self._modes = modes
        self.set_look(self._plain)
        self.wished.emit(modes)

    # --- building -------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Build everything for the new size, if that changes anything."""
        super().resizeEvent(event)
        look = fitted(self.look, event.size())
        if look.metrics != self.look.metrics:
            self._relook(look)

    def _relook(self, look: Look) -> None:
        self.look = look
        self._fade.end()
        for name, screen in self.screens.items():
            screen.set_look(_usual(look) if name in NEVER_LARGER else look)
        self._build()
        self._draw_frame()

    def _build(self) -> None:
        """The parts around the screens, for the look and the language of now."""
        for nth in reversed(range(self._whole.count())):
            item = self._whole.itemAt(nth)
            part = item.widget() if item is not None else None
            if part is not None and part is not self._stack:
                self._whole.removeWidget(part)
                part.hide()
                part.deleteLater()
        look = look_for(self.look, self._language)
        palette = self.palette()
        palette.setColor(self.foregroundRole(), look.color("ink"))
        self.setPalette(palette)
        self._header, self._bar, self._banner = Header(look), UtilityBar(look), TestBanner(_usual(look))
        self._top = self._upper_part(look)
        self._whole.insertWidget(0, self._top)
        self._whole.insertWidget(1, self._banner)
        self._cover = LowCover(look)
        self._cover.hide()
        self._whole.insertWidget(2, self._cover)
        self._whole.addWidget(self._bar)
        self._bar.start_over_asked.connect(self.start_over_asked)
        self._bar.language_asked.connect(self.language_asked)
        self._bar.staff_asked.connect(self.staff_asked)
        self.overlay.set_look(look)

    def _upper_part(self, look: Look) -> QWidget:
        """Upright, the progress lies under the header; wide, beside it, over the right column."""
        if look.metrics.is_upright:
            self._progress = Progress(look, (MARGIN, MARGIN))
            return holder(column(look, self._header, self._progress))
        self._progress = Progress(look, (PANEL_LEFT, MARGIN))
        self._progress.setFixedWidth(look.px(PANEL))
        return holder(row(look, (self._header, 1), self._progress))

    # --- drawing --------------------------------------------------------------------------------------------------

    def _draw_frame(self) -> None:
        is_attract = self.current is ScreenName.ATTRACT
        metrics = self.look.metrics
        # Lying and larger, the payment page would be left with a slit.
        is_slit = self.current is ScreenName.PAYMENT and metrics.is_large and not metrics.is_portrait
        self._top.setHidden(is_attract or is_slit)
        self._bar.setHidden(self._frame is None)
        if self._frame is None:
            self._banner.hide()
            return
        frame, text = self._frame
        self._header.say(frame.restaurant, frame.now, text, disconnected=frame.disconnected)
        self._progress.say(frame.step, text)
        self._banner.say(text)
        self._banner.setVisible(frame.test_payment and not is_attract)
        self._draw_bar(frame, text)
        self._lower(text)
        self.update()

    def _lower(self, text: Text) -> None:
        """For who cannot reach high: the screen begins where they can; 01 has its key there, 07 its frame."""
        is_low = self.look.metrics.is_low and self.current not in LOW_BY_THEMSELVES
        self._cover.setVisible(is_low)
        self._cover.say(text)
        above = self._top.sizeHint().height() + (
            self._banner.sizeHint().height() if not self._banner.isHidden() else 0
        )
        self._cover.setFixedHeight(max(0, self.look.px(OUT_OF_REACH) - above))

    def _draw_bar(self, frame: FrameView, text: Text) -> None:
        """11 and 17 have a sentence instead of keys: their one way on is the button above."""
        notes = {ScreenName.UNKNOWN: "frame.stays", ScreenName.CLOSED: "frame.reopens"}
        note = notes.get(self.current, "")
        self._bar.say(
            text,
            start_over=frame.may_start_over and not note,
            language=frame.may_change_language and not note,
            staff=not note,
            note=text(note) if note else "",
        )

    def _may_fade(self, before: ScreenName, after: ScreenName) -> bool:
        """No picture is ever taken of the payment company's page."""
        payment = ScreenName.PAYMENT in (before, after)
        return self.look.moves and self.isVisible() and not payment and not self.overlay.isVisible()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The paper, and where the screen has one, the sheet of its right column."""
        look, painter = self.look, QPainter(self)
        painter.fillRect(self.rect(), look.color("paper"))
        if self.screens[self.current].has_panel and not look.metrics.is_upright:
            left = self.width() - look.px(PANEL)
            painter.fillRect(left, 0, look.px(PANEL), self.height(), look.color("sheet"))
            edge = max(hair(look), round(look.stroke("control")))
            painter.fillRect(left, 0, edge, self.height(), look.color("ink"))
        painter.end()


def _usual(look: Look) -> Look:
    return replace(look, metrics=replace(look.metrics, zoom=1.0, px_per_mm=None))


def as_wished(look: Look, modes: Modes) -> Look:
    """The terminal's look with a guest's wishes."""
    tokens = look.metrics.tokens
    return replace(
        look,
        theme=tokens.theme(ThemeName.CONTRAST) if modes.contrast else look.theme,
        metrics=replace(look.metrics, zoom=tokens.zoom[modes.text], low=modes.low),
        reduced_motion=look.reduced_motion or modes.calm,
    )


def fitted(look: Look, size: QSize) -> Look:
    """The look for a window of that size. Screens are made for 9:16; a squatter one is drawn smaller, with room beside.

    Portrait stays what it is by its own sides; only the scale is taken from the part that has the proportions.
    """
    width, height = max(1, size.width()), max(1, size.height())
    short, long_ = sorted(look.metrics.tokens.reference_px)
    if height > width:
        width = min(width, height * short // long_)
    else:
        height = min(height, width * short // long_)
    return replace(look, metrics=replace(look.metrics, width_px=width, height_px=height))
