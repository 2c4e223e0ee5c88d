"""A payment company in memory that is worse than the real one: its money, its records and its answers, fault by fault.

A second key charges again. What it is asked may be done before, after or long after it has answered anything at all.
It speaks the bytes of Toss Payments and imports nothing that reads them.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kiosk.prove.chance import Random
from kiosk.prove.simulation.clocks import Course

CONFIRM_WITHIN_S: Final = 600.0
WINDOW_S: Final = 1_800.0
STALE_S: Final = 30.0
"""So long a copy that it answers from may be behind."""

USD_IN_WON: Final = 1_300


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: a status and bytes; or none, and then whether anything was sent, and how it ended."""

    status: int = 0
    body: bytes = b""
    none: str = ""


NOT_SENT: Final = Said(none="not_sent")
TIMED_OUT: Final = Said(none="timed_out")
CUT_OFF: Final = Said(none="cut_off")


@dataclass
class Account:
    """One order as the company truly has it."""

    order_id: str
    amount: int
    opened_s: float
    shows_expiry_s: float
    payment_key: str = ""
    authenticated_s: float = 0.0
    status: str = "READY"
    oddity: str = ""
    refuses: str = ""
    total: int = 0
    balance: int = 0
    currency: str = "KRW"
    charges: int = 0
    charged: int = 0
    refunded: int = 0
    charged_at: datetime | None = None
    cancels: list[dict[str, Any]] = field(default_factory=list)
    given_back: list[tuple[datetime, int]] = field(default_factory=list)
    answered: dict[str, Said | None] = field(default_factory=dict)
    console: int = 0
    """What went back without a word to us."""
    misled: bool = False
    """Whether it has shown somebody else's record for this order: then giving the money back was right."""
    copy: bytes = b""
    changed_s: float = 0.0


@dataclass
class _Late:
    """What has been asked for and will be done: at a time, or as soon as somebody has asked about it."""

    due_s: float
    when_asked: bool
    account: Account
    do: Callable[[], None]


class Company:
    """Everything it has and does. ``is_honest`` ends all faults; ``figures`` counts what it did."""

    def __init__(self, course: Course, chance: Random, figures: "Counter[str]") -> None:
        self._course, self._chance, self._figures = course, chance, figures
        self.accounts: dict[str, Account] = {}
        self.by_key: dict[str, Account] = {}
        self.is_honest = False
        self.misconfigured: list[tuple[float, float]] = []
        self.away: list[tuple[float, float]] = []
        self._late: list[_Late] = []
        self._cancels = 0

    # --- what guests and the shop's owner do there ------------------------------------------------------------------

    def open(self, order_id: str, amount: int) -> None:
        """The payment window is shown."""
        now = self._course.seconds
        shows = now + self._chance.choice((CONFIRM_WITHIN_S, WINDOW_S))
        self.accounts[order_id] = Account(order_id, amount, now, shows)

    def authenticate(self, order_id: str, oddity: str, refuses: str) -> str | None:
        """A card is shown; gives the payment key, or None when the window is over. No money moves."""
        account = self.accounts[order_id]
        if account.status != "READY" or self._course.seconds - account.opened_s >= WINDOW_S:
            return None
        self._keep_copy(account)
        account.payment_key = f"pk-{order_id}"
        account.authenticated_s = self._course.seconds
        account.shows_expiry_s = max(account.shows_expiry_s, account.authenticated_s + CONFIRM_WITHIN_S)
        account.status, account.oddity, account.refuses = "IN_PROGRESS", oddity, refuses
        self.by_key[account.payment_key] = account
        return account.payment_key

    def cancel_in_console(self, order_id: str, amount: int | None) -> bool:
        """Somebody with a login gives money back; nobody tells us."""
        account = self.accounts[order_id]
        back = account.balance if amount is None else min(amount, account.balance)
        if account.status not in ("DONE", "PARTIAL_CANCELED") or back <= 0:
            return False
        account.console += back
        self._give_back(account, back, "콘솔 취소")
        return True

    # --- what it is asked --------------------------------------------------------------------------------------------

    def confirm(self, order_id: str, payment_key: str, amount: int, key: str) -> Said:
        """POST /v1/payments/confirm."""
        account = self._standing(payment_key)
        if account is None:
            return refusal(404, "NOT_FOUND_PAYMENT")
        if account.order_id != order_id:
            return refusal(403, "FORBIDDEN_REQUEST")
        return self._asked(account, key, lambda: self._confirm(account, amount))

    def cancel(self, payment_key: str, reason: str, amount: int | None, key: str) -> Said:
        """POST /v1/payments/{paymentKey}/cancel."""
        account = self._standing(payment_key)
        if account is None:
            return refusal(404, "NOT_FOUND_PAYMENT")
        if not self.is_honest and key not in account.answered and self._is(0.1):
            self._figures["fault: cancel refused"] += 1
            return refusal(403, self._chance.choice(("NOT_CANCELABLE_AMOUNT", "REFUND_REJECTED")))
        return self._asked(account, key, lambda: self._cancel(account, reason, amount))

    def find(self, *, order_id: str = "", payment_key: str = "") -> Said:
        """GET /v1/payments/{paymentKey} and /v1/payments/orders/{orderId}."""
        self._do_late()
        account = self.by_key.get(payment_key) if payment_key else self.accounts.get(order_id)
        if account is None or not account.payment_key:
            return refusal(404, "NOT_FOUND_PAYMENT")
        self._expire(account)
        said = Said(200, self._record(account))
        if not self.is_honest:
            said = self._said_of(account, said)
        self._do_late(asked=account)
        return said

    def finish(self) -> None:
        """No more faults; what is under way gets done."""
        self.is_honest = True
        for late in self._late:
            late.due_s = self._course.seconds
        self._do_late()

    # --- how it does it ----------------------------------------------------------------------------------------------

    def _standing(self, payment_key: str) -> Account | None:
        self._do_late()
        account = self.by_key.get(payment_key)
        if account:
            self._expire(account)
        return account

    def _asked(self, account: Account, key: str, do: Callable[[], Said]) -> Said:
        """Once for each key; the first answer again after that."""
        if key in account.answered:
            return account.answered[key] or refusal(409, "IDEMPOTENT_REQUEST_PROCESSING")
        when = "now" if self.is_honest else self._chance.choices(("now", "never", "late"), (76, 12, 12))[0]
        if when == "now":
            account.answered[key] = said = do()
            return said
        self._figures[f"fault: {when}"] += 1
        if when == "never":
            return self._nonsense(account)
        account.answered[key] = None
        self._put_off(account, lambda: account.answered.__setitem__(key, do()))
        return self._nonsense(account)

    def _put_off(self, account: Account, do: Callable[[], None]) -> None:
        due = self._course.seconds + self._chance.uniform(1, 240)
        if account.status == "IN_PROGRESS":
            due = min(due, account.authenticated_s + CONFIRM_WITHIN_S - 0.001)
        self._late.append(_Late(due, self._is(0.5), account, do))

    def _do_late(self, asked: Account | None = None) -> None:
        if not self._late:
            return
        now = self._course.seconds
        over = [
            late for late in self._late if late.due_s <= now or (late.when_asked and late.account is asked)
        ]
        for late in over:
            self._late.remove(late)
            late.do()

    def _confirm(self, account: Account, amount: int) -> Said:
        if account.status == "EXPIRED" or account.authenticated_s + CONFIRM_WITHIN_S <= self._course.seconds:
            return refusal(404, "NOT_FOUND_PAYMENT_SESSION")
        if account.status in ("ABORTED", "CANCELED", "PARTIAL_CANCELED"):
            return refusal(400, "ALREADY_PROCESSED_PAYMENT")
        self._keep_copy(account)
        if account.refuses:
            account.status = "ABORTED"
            self._figures["refused cards"] += 1
            return refusal(403, account.refuses)
        self._capture(account, amount)
        return Said(200, self._record(account))

    def _capture(self, account: Account, amount: int) -> None:
        """The money moves: each time, whatever has been before."""
        account.total = account.balance = amount
        account.status = "DONE"
        if account.oddity == "other amount":
            account.total = account.balance = amount + 1_000
        if account.oddity == "other currency":
            account.currency = "USD"
        if account.oddity == "virtual account" and not account.charges:
            account.status = "WAITING_FOR_DEPOSIT"
            if self._is(0.7):
                return
            self._put_off(account, lambda: self._deposit(account))
            return
        self._charge(account)
        if account.oddity == "part gone":
            account.console += 1_000
            self._give_back(account, 1_000, "포인트")
            account.status = "DONE"

    def _charge(self, account: Account) -> None:
        account.charges += 1
        account.charged += account.total * (USD_IN_WON if account.currency == "USD" else 1)
        account.charged_at = account.charged_at or self._course.now

    def _deposit(self, account: Account) -> None:
        if account.status == "WAITING_FOR_DEPOSIT":
            self._keep_copy(account)
            self._charge(account)
            account.status = "DONE"

    def _cancel(self, account: Account, reason: str, amount: int | None) -> Said:
        back = account.balance if amount is None else amount
        if account.status == "WAITING_FOR_DEPOSIT":
            self._keep_copy(account)
            account.status, account.balance = "CANCELED", 0
            account.cancels.append(self._entry(account, account.total, reason))
            return Said(200, self._record(account))
        if account.status == "CANCELED":
            return refusal(400, "ALREADY_CANCELED_PAYMENT")
        if account.status not in ("DONE", "PARTIAL_CANCELED"):
            return refusal(403, "NOT_CANCELABLE_PAYMENT")
        if back > account.balance:
            return refusal(403, "NOT_CANCELABLE_AMOUNT")
        self._give_back(account, back, reason)
        return Said(200, self._record(account))

    def _give_back(self, account: Account, amount: int, reason: str) -> None:
        self._keep_copy(account)
        account.balance -= amount
        account.status = "CANCELED" if account.balance == 0 else "PARTIAL_CANCELED"
        account.cancels.append(self._entry(account, amount, reason))
        self._pay_out(account, amount)

    def _pay_out(self, account: Account, amount: int) -> None:
        won = amount * (USD_IN_WON if account.currency == "USD" else 1)
        account.refunded += won
        account.given_back.append((self._course.now, won))

    def _entry(self, account: Account, amount: int, reason: str) -> dict[str, Any]:
        self._cancels += 1
        return {
            "cancelAmount": amount,
            "cancelReason": reason,
            "canceledAt": self._course.now.isoformat(),
            "transactionKey": f"back-{account.order_id}-{self._cancels}",
            "cancelStatus": "DONE",
        }

    def _expire(self, account: Account) -> None:
        over = account.authenticated_s + CONFIRM_WITHIN_S <= self._course.seconds
        if account.status == "IN_PROGRESS" and over and account.shows_expiry_s <= self._course.seconds:
            self._keep_copy(account)
            account.status = "EXPIRED"

    # --- what it says ------------------------------------------------------------------------------------------------

    def trouble(self) -> Said | None:
        """What it says to everybody at this moment, whatever they ask; None when it is well."""
        now = self._course.seconds
        if self.is_honest:
            return None
        if any(begins <= now < ends for begins, ends in self.away):
            self._figures["fault: away"] += 1
            return NOT_SENT if self._is(0.5) else TIMED_OUT
        if any(begins <= now < ends for begins, ends in self.misconfigured):
            self._figures["fault: misconfigured"] += 1
            return refusal(401, "UNAUTHORIZED_KEY")
        return None

    def _said_of(self, account: Account, said: Said) -> Said:
        """What becomes of the answer to an inquiry."""
        kind = self._chance.choices(("whole", "nonsense", "missing", "old", "other"), (78, 12, 4, 4, 2))[0]
        if kind != "whole":
            self._figures[f"fault: inquiry {kind}"] += 1
        if kind == "nonsense":
            return self._nonsense(account)
        if kind == "missing" and account.status in ("IN_PROGRESS", "DONE", "ABORTED"):
            within = self._course.seconds < account.authenticated_s + CONFIRM_WITHIN_S
            return refusal(404, "NOT_FOUND_PAYMENT") if within else said
        if kind == "old" and account.copy and self._course.seconds - account.changed_s < STALE_S:
            return Said(200, account.copy)
        if kind == "other":
            return self._record_of_another(account) or said
        return said

    def lose(self, said: Said, account_of: str) -> Said:
        """What becomes of the answer to a request that has been dealt with."""
        if self.is_honest or said.none or self._is(0.85):
            return said
        self._figures["fault: answer lost"] += 1
        return self._nonsense(self.by_key.get(account_of))

    def _nonsense(self, account: Account | None) -> Said:
        """Anything but the truth, and nothing that would be a proof."""
        kind = self._chance.choice(tuple(_NONSENSE))
        self._figures[f"fault: {kind}"] += 1
        if kind == "other record" and account:
            return self._record_of_another(account) or TIMED_OUT
        if (
            kind == "not found"
            and account
            and self._course.seconds >= account.authenticated_s + CONFIRM_WITHIN_S
        ):
            # Long after, even this company does not deny what it has done.
            return TIMED_OUT
        return self._chance.choice(_NONSENSE[kind])

    def _record_of_another(self, account: Account) -> Said | None:
        others = [other for other in self.by_key.values() if other is not account and other.status == "DONE"]
        if not others:
            return None
        account.misled = True
        return Said(200, self._record(self._chance.choice(others)))

    def _is(self, share: float) -> bool:
        return self._chance.random() < share

    def _keep_copy(self, account: Account) -> None:
        if account.payment_key:
            account.copy, account.changed_s = self._record(account), self._course.seconds

    def _record(self, account: Account) -> bytes:
        never = account.status in ("ABORTED", "EXPIRED")
        shown = {
            "paymentKey": account.payment_key,
            "orderId": account.order_id,
            "status": account.status,
            "totalAmount": account.total or account.amount,
            "balanceAmount": account.balance if account.total else account.amount,
            "currency": account.currency,
            "method": "카드",
            "approvedAt": account.charged_at.isoformat() if account.charged_at else None,
            "card": {"approveNo": "00000000"},
            "cancels": account.cancels or None,
            "failure": {"code": account.refuses or "EXPIRED_PAYMENT", "message": "-"} if never else None,
        }
        return json.dumps(shown).encode()


def refusal(status: int, code: str) -> Said:
    """An error object."""
    return Said(status, f'{{"code":"{code}","message":"-"}}'.encode())


_HTML = b"<html><body>Please sign in to the network</body></html>"
_NONSENSE: Final[dict[str, tuple[Said, ...]]] = {
    "timed out": (TIMED_OUT,),
    "cut off": (CUT_OFF,),
    "server error": (
        refusal(500, "FAILED_INTERNAL_SYSTEM_PROCESSING"),
        refusal(500, "COMMON_ERROR"),
        refusal(503, "REJECT_CARD_PAYMENT"),
        Said(502, _HTML),
        Said(504, b""),
    ),
    "unreadable": (
        Said(200, b""),
        Said(200, b"{}"),
        Said(200, _HTML),
        Said(200, b"[]"),
        Said(200, b'{"status":"DONE"'),
        Said(200, b'{"status":"DONE","orderId":"x"}'),
    ),
    "unlisted refusal": (refusal(400, "NEW_KIND_OF_REFUSAL"), refusal(403, "NOT_TODAY"), Said(400, _HTML)),
    "listed, no proof": (
        refusal(409, "IDEMPOTENT_REQUEST_PROCESSING"),
        refusal(400, "ALREADY_PROCESSED_PAYMENT"),
        refusal(400, "PROVIDER_ERROR"),
        refusal(403, "FORBIDDEN_REQUEST"),
    ),
    "too many": (Said(429, b'{"code":"TOO_MANY_REQUESTS","message":"-"}'), Said(429, b"")),
    "not found": (refusal(404, "NOT_FOUND_PAYMENT"), refusal(404, "NOT_FOUND_PAYMENT_SESSION")),
    "other record": (TIMED_OUT,),
}
