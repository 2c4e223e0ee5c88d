"""The port of a payment channel: what services ask of any payment company, and the closed union of its answers.

Toss Payments is one channel (``kiosk.payments.toss``); a card terminal would be another. No HTTP here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kiosk.domain.money import Won


@dataclass(frozen=True, slots=True)
class Order:
    """What identifies one attempt to pay at the payment company. ``confirm_key`` never changes with a retry.

    The payment key is kept out of ``repr``: with a secret key it could cancel.
    """

    order_id: str
    payment_key: str = field(repr=False)
    amount: Won
    confirm_key: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """One entry of a record's cancels that is done: how much, why (the reason that was sent with it), and its own key."""

    amount: int
    reason: str
    transaction_key: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CashReceipt:
    """A cash receipt that the company has had issued: ``kind`` in its word (소득공제, 지출증빙), and the issue's number."""

    kind: str
    issue_number: str


@dataclass(frozen=True, slots=True)
class Record:
    """The payment company's own record of a payment, as far as we use it. Never contains card data.

    ``balance`` is what could still be given back; ``total`` does not change on a cancel. ``metadata`` is what we sent
    along when the checkout was opened.
    """

    order_id: str
    payment_key: str = field(repr=False)
    status: str
    total: int
    balance: int
    currency: str
    method: str
    approved_at: datetime | None = None
    approval_number: str = ""
    receipt_url: str = ""
    cash_receipt: CashReceipt | None = None
    given_back: tuple[GivenBack, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)


class Doubt(StrEnum):
    """Why an outcome is not known."""

    TIMED_OUT = "timed_out"
    CUT_OFF = "cut_off"
    UNREADABLE = "unreadable"
    STILL_RUNNING = "still_running"
    NOT_CONFIRMED_YET = "not_confirmed_yet"
    NOT_FOUND = "not_found"
    ALREADY_PROCESSED = "already_processed"
    WAITING_FOR_DEPOSIT = "waiting_for_deposit"
    TRY_LATER = "try_later"
    UNCLEAR = "unclear"
    """The company answered with a code that it lists, and that leaves open whether money moved."""
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class Approved:
    """Paid: HTTP 200, DONE, and order, key, amount and currency are ours. ``record`` is the proof."""

    record: Record


@dataclass(frozen=True, slots=True)
class Declined:
    """A listed, definite refusal: nothing was charged and nothing will be. ``code`` is the company's."""

    code: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Not one byte of the request left this machine."""

    why: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Charged or not is not known. Ask; repeat only with the same key; never pay again."""

    doubt: Doubt
    code: str = ""
    http_status: int = 0


@dataclass(frozen=True, slots=True)
class Misconfigured:
    """Our key or contract is wrong: no card will work, selling must stop. The outcome itself stays unknown."""

    code: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The company reports money under our order that is not as we asked: quarantine, alarm, give it back."""

    what: str
    record: Record


Answer = Approved | Declined | NotSent | Unknown | Misconfigured | Mismatch


@dataclass(frozen=True, slots=True)
class Canceled:
    """An inquiry shows the whole amount given back: CANCELED, balance 0, and an entry in ``cancels``.

    Also when it shows that nothing was ever taken (ABORTED, EXPIRED): ``record.status`` tells which.
    """

    record: Record


Standing = Record | Unknown | NotSent | Misconfigured
"""The company's record of an order as it is, unjudged; or why it could not be had."""

RefundAnswer = Canceled | Approved | Declined | NotSent | Unknown | Misconfigured | Mismatch


class Channel(Protocol):
    """A payment company. Every call blocks (never on the main thread), never raises for what the network does,
    and never retries on its own: retrying is the settler's decision because it owns the durable key."""

    def confirm(self, order: Order) -> Answer:
        """Ask for the money (N2): our amount, the stored key."""
        ...

    def inquire(self, order: Order) -> Answer:
        """Ask what became of it (N3). Only a record of ours that is DONE is Approved; ABORTED and EXPIRED are Declined."""
        ...

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """Give all of it back (N4), or just ``amount``, with a key of its own.

        Proven only by ``prove_canceled``, or by ``look_up`` for a part: ``given_back`` then has an entry with this reason.
        """
        ...

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """Ask whether all of it was given back; Approved means the money is still with us."""
        ...

    def look_up(self, order: Order) -> Standing:
        """The company's record of our order, whatever it says. By order id where the payment key is not known."""
        ...
