"""Which exchanges there are, where each begins and how it truly ends; and one cut of one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Approved, Canceled, Declined, RefundAnswer, Unknown
from kiosk.prove.wire.company import There
from kiosk.prove.wire.house import Stage
from kiosk.prove.wire.line import Cut, Side, Way


@dataclass(frozen=True, slots=True)
class Exchange:
    """One call, from where it starts to how its payment truly ends. ``skip``: requests of the call that come before it."""

    stage: Stage
    there: There
    call: str
    answer: type[RefundAnswer]
    end: PaymentStatus
    is_charged: bool
    skip: int = 0


EXCHANGES: Final[Mapping[str, Exchange]] = {
    "confirm": Exchange(
        Stage.INTENT, There.AUTHENTICATED, "confirm", Approved, PaymentStatus.DONE, is_charged=True
    ),
    "refusal": Exchange(
        Stage.INTENT, There.REFUSED_NEXT, "confirm", Declined, PaymentStatus.DECLINED, is_charged=False
    ),
    "inquiry": Exchange(Stage.SENT, There.CHARGED, "inquire", Approved, PaymentStatus.DONE, is_charged=True),
    "inquiry-open": Exchange(
        Stage.SENT, There.AUTHENTICATED, "inquire", Unknown, PaymentStatus.DONE, is_charged=True
    ),
    "inquiry-aborted": Exchange(
        Stage.SENT, There.ABORTED, "inquire", Declined, PaymentStatus.DECLINED, is_charged=False
    ),
    "cancel": Exchange(
        Stage.REFUND_DUE, There.CHARGED, "cancel", Canceled, PaymentStatus.REFUNDED, is_charged=True, skip=1
    ),
}
LISTS: Final[Mapping[str, int]] = {"transactions": 0, "transactions-end": 1}
"""The pages of a list that are cut: the one with the rows, and the empty one that ends it."""

TRANSPORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "plain": (*EXCHANGES, *LISTS),
    "tls": ("confirm", "inquiry", "cancel", "transactions"),
}
"""What differs between the kinds of inquiry and of refusal is above TLS."""


@dataclass(frozen=True, slots=True)
class Case:
    """One cut; its word is all that is needed to run it again."""

    transport: str
    exchange: str
    cut: Cut

    @property
    def word(self) -> str:
        """E.g. ``tls/confirm/response/812/rst``."""
        return f"{self.transport}/{self.exchange}/{self.cut.side}/{self.cut.at}/{self.cut.way}"

    @classmethod
    def of(cls, word: str) -> "Case":
        """Raises ValueError."""
        transport, exchange, side, at, way = word.split("/")
        if exchange not in TRANSPORTS.get(transport, ()):
            msg = f"there is no {transport} {exchange}"
            raise ValueError(msg)
        return cls(transport, exchange, Cut(Side(side), int(at), Way(way)))
