"""Known-bad settlers as processes, for the campaigns' controls. Never part of the product."""

import sys
from collections.abc import Mapping
from typing import Final

from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.opening import open_all
from kiosk.app.settings import load
from kiosk.payments.channel import Answer, Doubt, Unknown
from kiosk.prove.kills.products import PRODUCTS
from kiosk.services.presence import Presence
from kiosk.services.settling import Settler
from kiosk.storage.engine import CommitUnclear, Unwritable
from kiosk.storage.payments import PaymentRow


class TakesSilenceForNo(Settler):
    """An answer that does not come means that the card was refused."""

    def _record(self, payment: PaymentRow, answer: Answer) -> None:
        if isinstance(answer, Unknown) and answer.doubt in (Doubt.TIMED_OUT, Doubt.CUT_OFF):
            self._record_not_charged(payment, "lost")
        else:
            super()._record(payment, answer)


NEW_KEYS: Final = "new keys"
SILENCE: Final = "takes silence for no"


def _settler(kind: str, sound: Settler) -> Settler:
    made: Mapping[str, Settler] = {
        NEW_KEYS: PRODUCTS[NEW_KEYS].settler(sound.shop, sound.channel),
        SILENCE: TakesSilenceForNo(sound.shop, sound.channel),
    }
    return made[kind]


def main(kind: str) -> None:
    """Settle until killed."""
    clock = MachineClock()
    backend = open_all(load(), clock, MachineIds(), None)
    assert backend.settler is not None, "it is given the secret key"
    settler, presence = _settler(kind, backend.settler), Presence(backend.shop, "bad")
    while True:
        try:
            presence.beat()
            settler.settle_all(only_due=True)
            backend.feed.changed(0.2)
        except (Unwritable, CommitUnclear):
            clock.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1])
