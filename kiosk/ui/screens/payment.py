"""07: the amount and the hold above, the payment company's own page in a frame below. Nothing ever lies over the page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.ui.screens.base import Screen
from kiosk.ui.screens.checkout_frame import CheckoutFrame
from kiosk.ui.text import Text
from kiosk.ui.views import HoldView, PaymentView
from kiosk.ui.widgets.arrange import Part, column, holder, hug, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.hold_strip import HoldStrip
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.signs import Rule, Sign

LOW_FRAME = 600
"""The frame's height in the low layout, in reference px."""


class PaymentScreen(Screen[PaymentView]):
    """The embedded checkout and its surroundings.

    Signals:
        stop_asked, more_time_asked.
    """

    stop_asked = Signal()
    more_time_asked = Signal()

    _checkout: QWidget | None = None

    def compose(self) -> None:
        """Amount, strip, frame, the way out. The offer of more time has its place kept, so the page never moves."""
        look = self.look
        self._what = Label(look, "label", color="ink2")
        self._amount = Label(look, "title", px=96, weight=800, line=1.15)
        self._strip = HoldStrip(look)
        self._more = Button(look, ButtonRole.SECONDARY, height=112, px=50)
        self._frame = CheckoutFrame(look)
        self._frame.set_checkout(self._checkout)
        self._kept = Label(look, "label", color="ink2", weight=500, wrap=True)
        self._stop = Button(look, ButtonRole.SECONDARY)
        hug(self._more)
        self._lock = holder(row(look, Sign(look, "lock", 52), 22))
        self._keeps = holder(row(look, self._lock, (self._kept, 1)))
        if self.is_wide:
            right: list[Part] = [
                self._what,
                self._amount,
                20,
                Rule(look),
                16,
                self._strip,
                16,
                Rule(look),
                20,
            ]
            self.place([(self._frame, 1)], [*right, self._keeps, self._more, None], self.below(self._stop))
        else:
            policy = self._more.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            self._more.setSizePolicy(policy)
            head = column(look, self._what, row(look, self._amount, None, 20, self._more))
            top: list[Part] = [head, 10, self._strip, 22, (self._frame, 1), 20, self._keeps]
            if look.metrics.is_low:
                # Read above, touched below: the frame begins where everybody reaches.
                top = [holder(head), 10, self._strip, None, (self._frame, 0), 20, self._keeps]
                self._frame.setFixedHeight(look.px(LOW_FRAME))
            self.place(top, [], self.below(self._stop), top=26)
        self._stop.clicked.connect(self.stop_asked)
        self._more.clicked.connect(self.more_time_asked)

    def set_checkout(self, checkout: QWidget | None) -> None:
        """Put a checkout into the frame, or take it out: then it goes once its page is taken down."""
        old, self._checkout = self._checkout, checkout
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()
        if self._shown is not None:
            self._frame.set_checkout(checkout)
        elif checkout is not None:
            # Nothing is built yet: it waits in this window, since a web view that moves into one makes it flicker.
            checkout.setParent(self)

    def draw(self, view: PaymentView, text: Text) -> None:
        """Amount, time, and the page once there is something to see."""
        guests, starts = text.guests(view.party), text.moment(view.sitting.starts, view.ahead)
        what = "payment.what_day" if view.ahead else "payment.what"
        self._what.setText(text(what, table=text.tables(view.choice), guests=guests, time=starts))
        self._amount.setText(text.money(view.choice.amount))
        if view.ask_more_time:
            # The page closes before the hold does: now that is the clock that counts.
            ending = HoldView(view.page_seconds_left, view.hold.total_s, warn=True)
            self._strip.show_hold(ending, text("payment.time_left"), text)
        else:
            held = "common.time_left" if self.is_wide else "common.hold_left"
            self._strip.show_hold(view.hold, text(held), text)
        self._more.say(text("payment.more_time_button"))
        self._more.setVisible(view.ask_more_time)
        self._keeps.setVisible(not (self.is_wide and view.ask_more_time))
        self._frame.say(text, shown=view.visible, broken=view.broken, secure=view.secure)
        self._lock.setVisible(self.is_wide and view.secure)
        self._kept.setText(text("payment.kept"))
        self._stop.say(text("payment.stop"))
