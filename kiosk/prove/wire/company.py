"""The company of one batch: a real sandbox, its payments as a case wants them, and what its ledger shows in the end."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from kiosk.prove.chance import FRIDAY_EVENING
from kiosk.prove.wire.house import Ticket
from kiosk.sandbox import Sandbox
from kiosk.sandbox.payment import Payment
from kiosk.services.invariants import CompanyEntry

REFUSAL: Final = "REJECT_CARD_PAYMENT"


class There(StrEnum):
    """What the company knows of a payment when a case begins."""

    AUTHENTICATED = "authenticated"
    REFUSED_NEXT = "refused_next"
    CHARGED = "charged"
    ABORTED = "aborted"


@contextmanager
def company(tls: ssl.SSLContext | None = None) -> Iterator[Sandbox]:
    """A sandbox of its own, at the hour at which the houses are open."""
    with Sandbox(tls=tls) as sandbox:
        sandbox.clock.set(FRIDAY_EVENING)
        yield sandbox


def port_of(sandbox: Sandbox) -> int:
    """Where it listens."""
    port = urlsplit(sandbox.url).port
    assert port is not None
    return port


def know(sandbox: Sandbox, ticket: Ticket, there: There) -> None:
    """The customer's part at the company has happened."""
    ledger, now = sandbox.ledger, sandbox.clock.now()
    ledger.payments[ticket.payment_key] = Payment(
        payment_key=ticket.payment_key,
        order_id=ticket.order_id,
        order_name="자리",
        amount=ticket.amount,
        client_key=sandbox.client_key,
        method="카드",
        requested_at=now,
        status="IN_PROGRESS",
        authenticated_at=now,
    )
    if there is There.CHARGED:
        ledger.confirm(ticket.payment_key, ticket.order_id, ticket.amount, sandbox.client_key)
    elif there is There.ABORTED:
        ledger.abort(ticket.payment_key, REFUSAL, "한도초과")
    elif there is There.REFUSED_NEXT:
        sandbox.faults.switch_on({"kind": "error", "code": REFUSAL, "orderId": ticket.order_id})


def entry_of(sandbox: Sandbox, ticket: Ticket) -> CompanyEntry:
    """One line of the company's ledger."""
    with sandbox.ledger.lock:
        return _entry(sandbox.ledger.payments[ticket.payment_key])


def entries_of(sandbox: Sandbox) -> tuple[CompanyEntry, ...]:
    """The whole ledger."""
    with sandbox.ledger.lock:
        return tuple(_entry(payment) for payment in sandbox.ledger.payments.values())


def _entry(payment: Payment) -> CompanyEntry:
    return CompanyEntry(
        payment.order_id, payment.charged, payment.refunded, payment.charges, payment.approved_at
    )
