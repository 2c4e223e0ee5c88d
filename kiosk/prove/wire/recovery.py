"""After the fault: the line is good again, the company truthful, and the settler is run to its end. Then everything is judged."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Channel
from kiosk.prove.campaign import Violation
from kiosk.prove.wire.company import entries_of, entry_of
from kiosk.prove.wire.house import House, Ticket
from kiosk.sandbox import Sandbox
from kiosk.services.invariants import PROMISES, CompanyEntry, Evidence, violations
from kiosk.services.settling import Settler
from kiosk.services.watching import UNDECIDED
from kiosk.storage import payments
from kiosk.storage.payments import PaymentRow

ROUNDS_AT_ONCE: Final = 3
KEY_LIVES_S: Final = 15 * 86_400
WAITS_S: Final = (61, 11 * 60, 45 * 60, 120, KEY_LIVES_S + 86_400, 120)
"""A minute, past the confirm window, twice past everything the company remembers, and past the life of a key."""


def settle_now(house: House, channel: Channel, ticket: Ticket) -> None:
    """What recovery does without any time passing."""
    settler = Settler(house.shop, channel)
    for _ in range(ROUNDS_AT_ONCE):
        if stored(house, ticket).status not in UNDECIDED:
            return
        settler.settle(ticket.payment_id)


def settle_in_time(house: House, sandbox: Sandbox, channel: Channel) -> Counter[str]:
    """The rest, while both clocks go on; gives how many payments needed how long."""
    settler = Settler(house.shop, channel)
    needed = Counter[str]()
    for seconds in WAITS_S:
        open_ = settler.count_undecided()
        if not open_:
            break
        needed["needed more time" if seconds < KEY_LIVES_S else "waited for the end of their key"] = open_
        house.clock.advance(seconds)
        sandbox.clock.advance(seconds)
        settler.settle_all()
    return needed


def stored(house: House, ticket: Ticket) -> PaymentRow:
    """The payment as it stands."""
    with house.shop.database.read() as session:
        row = payments.find(session, house.shop.restaurant_id, ticket.payment_id)
    assert row is not None
    return row


def broken_promises(house: House, sandbox: Sandbox, cases: Mapping[str, Ticket]) -> list[Violation]:
    """What of the ten promises does not hold, by the sandbox's ledger."""
    return judged(house, entries_of(sandbox), cases)


def judged(house: House, ledger: Sequence[CompanyEntry], cases: Mapping[str, Ticket]) -> list[Violation]:
    """The same by any ledger; each violation is laid to the case whose names are in it."""
    return [
        Violation(_blamed(text, cases), f"promise {number}, {PROMISES[number]}: {text}")
        for number, texts in violations(house.shop, Evidence(company=ledger)).items()
        for text in texts
    ]


def wrong_end(
    house: House, sandbox: Sandbox, ticket: Ticket, status: PaymentStatus, *, is_charged: bool
) -> list[str]:
    """How the end of one payment differs from what truly happened to it."""
    payment, entry = stored(house, ticket), entry_of(sandbox, ticket)
    kept = ticket.amount if status is PaymentStatus.DONE else 0
    found = []
    if payment.status is not status:
        found.append(f"the payment ends {payment.status} ({payment.reason}), not {status}")
    if entry.charges != int(is_charged):
        found.append(f"the company took the money {entry.charges} times, not {int(is_charged)}")
    if entry.net != kept:
        found.append(f"the company keeps {entry.net} won, not {kept}")
    return found


def _blamed(text: str, cases: Mapping[str, Ticket]) -> str:
    words = set(re.findall(r"[\w-]+", text))
    for case, ticket in cases.items():
        if words & {ticket.booking_id, ticket.payment_id, ticket.order_id}:
            return case
    return next(iter(cases))
