"""Writes down each order before money is asked for. Orders that only this machine's recorder knows are looked for at the
company before anything is sold (``kiosk.services.reconciling``); the money road writes here and never reads.
"""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.flight import NotRecorded, Recorder, Sent
from kiosk.domain.money import Won
from kiosk.payments.channel import Answer, Channel, NotSent, Order, RefundAnswer, Standing
from kiosk.services import attention
from kiosk.services.attention import CHANNEL, Kind
from kiosk.services.shop import Shop

NOT_RECORDED: Final = "not_recorded"


@dataclass(frozen=True, slots=True)
class RecordedChannel:
    """A channel that writes down each order before money is asked for. Implements ``Channel``.

    What cannot be written down is not asked for: NotSent, and nothing new is sold until it can be.
    """

    channel: Channel
    recorder: Recorder
    shop: Shop

    def confirm(self, order: Order) -> Answer:
        """Written down, then asked."""
        sent = Sent(order.order_id, order.payment_key, order.amount, order.confirm_key, self.shop.clock.now())
        try:
            self.recorder.note(sent)
        except NotRecorded:
            self._tell(is_wrong=True)
            return NotSent(NOT_RECORDED)
        self._tell(is_wrong=False)
        return self.channel.confirm(order)

    def inquire(self, order: Order) -> Answer:
        """As it is."""
        return self.channel.inquire(order)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """As it is: what goes back is found by the order."""
        return self.channel.cancel(order, reason=reason, key=key, amount=amount)

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """As it is."""
        return self.channel.prove_canceled(order)

    def look_up(self, order: Order) -> Standing:
        """As it is."""
        return self.channel.look_up(order)

    def watch(self) -> None:
        """Before anything is sold, and now and then: can it be written? Staff are told of a damaged one that was put aside."""
        try:
            self.recorder.check(self.shop.clock.now())
        except NotRecorded:
            self._tell(is_wrong=True)
        else:
            self._tell(is_wrong=False)
        for name in self.recorder.put_aside():
            self._tell_damaged(name)

    def watch_if_closed(self) -> None:
        """The same while payments are closed for it: a payment that was not sent may have ended without another try."""
        if self._is_told():
            self.watch()

    def _is_told(self) -> bool:
        with self.shop.database.read() as session:
            return attention.is_open(session, self.shop, Kind.NOT_RECORDED, CHANNEL)

    def _tell_damaged(self, name: str) -> None:
        """Once: a person who has taken it knows."""
        with self.shop.database.write() as session:
            attention.open_matter(session, self.shop, Kind.RECORD_DAMAGED, name)

    def _tell(self, *, is_wrong: bool) -> None:
        """Staff are told, and told no more; asked of the database first, as it is nearly always as it was."""
        shop = self.shop
        if self._is_told() is is_wrong:
            return
        with shop.database.write() as session:
            if is_wrong:
                attention.open_matter(session, shop, Kind.NOT_RECORDED, CHANNEL, again=True)
            else:
                attention.cause_is_gone(session, shop, Kind.NOT_RECORDED, CHANNEL)
