"""The frame around the payment company's page: a title bar, with a lock over https; the page inset in white, as it is."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.loading import LoadingOutline
from kiosk.ui.widgets.paint import rounded
from kiosk.ui.widgets.signs import Sign

BAR, BAR_SIDE = 92, 32


class CheckoutFrame(QWidget):
    """Shows the page once it has painted, and what is being waited for until then."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._checkout: QWidget | None = None
        self._title, self._secure = Label(look, "label"), Label(look, "label", color="ink2")
        self._lock = holder(row(look, Sign(look, "lock", 46), 18))
        self._wait = LoadingOutline(look)
        bar = holder(row(look, self._lock, self._title, None, 16, self._secure))
        bar.setFixedHeight(look.px(BAR))
        layout = bar.layout()
        assert layout is not None, "the holder was given one"
        layout.setContentsMargins(look.px(BAR_SIDE), 0, look.px(BAR_SIDE), 0)
        # Page and waiting words lie one above the other here: a page that is hidden would never paint.
        self._place = QWidget()
        self._wait.setParent(self._place)
        self.setLayout(column(look, bar, (self._place, 1)))

    def set_checkout(self, checkout: QWidget | None) -> None:
        """Take in a page, covered until it has painted; the one before goes when its page is down."""
        if self._checkout is not None:
            self._checkout.hide()
            self._checkout.setParent(None)
            self._checkout.deleteLater()
        self._checkout = checkout
        if checkout is not None:
            checkout.setParent(self._place)
            checkout.show()
        self._fill()
        self._wait.raise_()

    def say(self, text: Text, *, shown: bool, broken: bool, secure: bool) -> None:
        """Its words, and whether the page is to be seen."""
        self._title.setText(text("payment.frame"))
        self._secure.setText(text("payment.secure"))
        for sign in (self._lock, self._secure):
            sign.setVisible(secure)
        self._wait.say(text("payment.broken" if broken else "payment.opening"), loading=not broken)
        uncovered = shown and not broken and self._checkout is not None
        if uncovered is self._wait.isVisibleTo(self._place):
            self._wait.setVisible(not uncovered)
            self.update()

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
        inset = self._look.px(self._look.metrics.tokens.payment_web["inset_px"])
        for part in (self._wait, self._checkout):
            if part is not None:
                part.setGeometry(self._place.rect().adjusted(inset, inset, -inset, -inset))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """White inside, the bar above, the edge round both."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius, edge = QRectF(self.rect()), look.radius("sheet"), look.stroke("control")
        bar = look.px(BAR)
        # White belongs to the page; words of our own, in the theme's ink, stand on the theme's sheet.
        is_waiting = self._wait.isVisibleTo(self._place)
        rounded(painter, box, radius, look.color("sheet") if is_waiting else QColor(Qt.GlobalColor.white))
        painter.save()
        painter.setClipRect(0, 0, self.width(), bar)
        rounded(painter, box, radius, look.color("paperDeep"))
        painter.restore()
        painter.fillRect(QRectF(0, bar - edge, self.width(), edge), look.color("ink"))
        rounded(painter, box, radius, None, look.color("ink"), edge)
        painter.end()
