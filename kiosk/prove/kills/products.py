"""The program under test, and known-bad variants of it that the same kills must bring down."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kiosk.payments.channel import Answer, Channel
from kiosk.payments.redirect import Returned, read_redirect
from kiosk.services import checkout
from kiosk.services.exchanges import note, order_of
from kiosk.services.results import Accepted, NotAccepted
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage import payments
from kiosk.storage.payments import PaymentRow

Accept = Callable[[Shop, Channel, str, str, str], Accepted | NotAccepted]


@dataclass(frozen=True, slots=True)
class Product:
    """What of the program may be swapped: T3, and the settler."""

    accept: Accept
    settler: Callable[[Shop, Channel], Settler]


def _accept(
    shop: Shop, _channel: Channel, visit_id: str, payment_id: str, url: str
) -> Accepted | NotAccepted:
    return checkout.accept_return(shop, visit_id, payment_id, url)


def _money_first(
    shop: Shop, channel: Channel, visit_id: str, payment_id: str, url: str
) -> Accepted | NotAccepted:
    """T3 after N2: the company is asked for the money before the intent is durable."""
    returned = read_redirect(url)
    with shop.database.read() as session:
        payment = payments.find(session, shop.restaurant_id, payment_id)
    if payment is not None and isinstance(returned, Returned):
        channel.confirm(replace(order_of(payment), payment_key=returned.payment_key))
    return checkout.accept_return(shop, visit_id, payment_id, url)


class _SentAfter(Settler):
    """T3b after N2: the mark is made when the call has come back."""

    def _mark_sent(self, payment: PaymentRow) -> bool:
        return payment.sent_at is None

    def _confirm(self, payment: PaymentRow) -> Answer:
        answer = super()._confirm(payment)
        super()._mark_sent(payment)
        return answer


class _NewKeys(Settler):
    """A new key for each try."""

    def _confirm(self, payment: PaymentRow) -> Answer:
        answer = self.channel.confirm(replace(order_of(payment), confirm_key=self.shop.ids.key()))
        note(self.shop, payment, "confirm", answer)
        return answer


class _RefundedFirst(Settler):
    """T5 before N4: what is to go back is written down as gone before it is asked for."""

    def _give_back(self, payment: PaymentRow) -> None:
        self._record_refunded(payment)
        super()._give_back(payment)


SOUND: Final = "sound"
PRODUCTS: Final[Mapping[str, Product]] = {
    SOUND: Product(_accept, Settler),
    "money first": Product(_money_first, Settler),
    "sent after": Product(_accept, _SentAfter),
    "new keys": Product(_accept, _NewKeys),
    "refunded first": Product(_accept, _RefundedFirst),
}
