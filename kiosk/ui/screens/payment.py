"""07: the amount and the hold above, the payment company's own page in a frame below. Nothing ever lies over the page."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import PaymentView
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.notes import Sign
from kiosk.ui.widgets.paint import rounded

INSET = 16


class PaymentScreen(Screen):
    """The embedded checkout and its surroundings.

    Signals:
        stop_asked, more_time_asked.
    """

    stop_asked = Signal()
    more_time_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=18)
        self._what = Label(look, "label", color="ink2")
        self._amount = Label(look, "title", px=92)
        self._strip = HoldStrip(look)
        self._more_words = Label(look, "label", color="warn")
        self._more = Button(look, ButtonRole.SECONDARY, height=96, px=48)
        self._frame = CheckoutFrame(look)
        self._kept = Label(look, "label", color="ink2", weight=500)
        self._stop = Button(look, ButtonRole.SECONDARY)
        self._more.setSizePolicy(self._more.sizePolicy().Policy.Maximum, self._more.sizePolicy().Policy.Fixed)
        more = QHBoxLayout()
        more.addWidget(self._more_words, 1)
        more.addWidget(self._more)
        self.main.addWidget(self._what)
        self.main.addWidget(self._amount)
        self.main.addWidget(self._strip)
        self.main.addLayout(more)
        self.gap(14)
        self.main.addWidget(self._frame, 1)
        self.gap(14)
        self.main.addWidget(self._kept)
        self.buttons.addWidget(self._stop)
        self._stop.clicked.connect(self.stop_asked)
        self._more.clicked.connect(self.more_time_asked)

    def set_checkout(self, checkout: QWidget | None) -> None:
        """Put a checkout into the frame, or take it out; it belongs to the caller."""
        self._frame.set_checkout(checkout)

    def render(self, view: PaymentView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """Amount, time, and the page once there is something to see."""
        what = text(
            "payment.what",
            table=text.tables(view.choice),
            guests=text.guests(view.party),
            time=text.time(view.sitting.starts),
        )
        self._what.setText(what)
        self._amount.setText(text.money(view.choice.amount))
        self._strip.show_hold(view.hold, text)
        self._more_words.setText(text("payment.more_time", left=text.countdown(view.page_seconds_left)))
        self._more.say(text("payment.more_time_button"))
        for part in (self._more_words, self._more):
            part.setVisible(view.ask_more_time)
        self._frame.say(text, shown=view.visible)
        self._kept.setText(text("payment.kept"))
        self._stop.say(text("payment.stop"))


class CheckoutFrame(QWidget):
    """A frame with a title and a lock. The page is inset and never restyled."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._bar = look.px(92)
        self._title = Label(look, "label")
        self._secure = Label(look, "label", color="ink2")
        self._wait = Label(look, "body", color="ink2")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._wait.setAutoFillBackground(True)
        palette = self._wait.palette()
        palette.setColor(self._wait.backgroundRole(), Qt.GlobalColor.white)
        palette.setColor(
            self._wait.foregroundRole(),
            look.theme.color("ink") if not look.theme.flat else Qt.GlobalColor.black,
        )
        self._wait.setPalette(palette)
        bar = QHBoxLayout()
        bar.setContentsMargins(look.px(32), 0, look.px(32), 0)
        bar.setSpacing(look.px(18))
        bar.addWidget(Sign(look, "lock", 46))
        bar.addWidget(self._title, 1)
        bar.addWidget(self._secure)
        holder = QWidget()
        holder.setFixedHeight(self._bar)
        holder.setLayout(bar)
        # Page and words lie one above the other in this place: a page that is hidden would never paint.
        self._place = QWidget()
        self._wait.setParent(self._place)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        inset = look.px(INSET)
        place = QVBoxLayout()
        place.setContentsMargins(inset, inset, inset, inset)
        place.addWidget(self._place)
        whole.addWidget(holder)
        whole.addLayout(place, 1)
        self._checkout: QWidget | None = None

    def set_checkout(self, checkout: QWidget | None) -> None:
        """Take in a page, covered until it has painted."""
        if self._checkout is not None:
            self._checkout.hide()
            self._checkout.setParent(None)
            # The controller asks it to take its page down; the widget itself goes when that is done.
            self._checkout.deleteLater()
        self._checkout = checkout
        if checkout is not None:
            checkout.setParent(self._place)
            checkout.show()
        self._fill()
        self._wait.raise_()

    def say(self, text: Text, *, shown: bool) -> None:
        """Its words, and whether the page is to be seen."""
        self._title.setText(text("payment.frame"))
        self._secure.setText(text("payment.secure"))
        self._wait.setText(text("payment.opening"))
        uncovered = shown and self._checkout is not None
        if uncovered is self._wait.isVisibleTo(self._place):
            self._wait.setVisible(not uncovered)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Page and words fill the same place."""
        super().resizeEvent(event)
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Sizes are final only now."""
        super().showEvent(event)
        self._fill()

    def _fill(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        for part in (self._wait, self._checkout):
            if part is not None:
                part.setGeometry(self._place.rect())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White inside, the bar above, the edge round both."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius, edge = QRectF(self.rect()), look.radius("sheet"), look.stroke("control")
        rounded(painter, box, radius, Qt.GlobalColor.white)  # type: ignore[arg-type]  # Qt takes it for a colour
        painter.save()
        painter.setClipRect(0, 0, self.width(), self._bar)
        rounded(painter, box, radius, look.color("paperDeep"))
        painter.restore()
        painter.fillRect(QRectF(0, self._bar - edge, self.width(), edge), look.color("ink"))
        rounded(painter, box, radius, None, look.color("ink"), edge)
        painter.end()
