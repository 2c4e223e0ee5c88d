"""Guests: what people do at a kiosk, sensible or not, and what becomes of it. One of them is one session."""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from kiosk.domain.money import Won
from kiosk.prove.simulation.clocks import Task
from kiosk.prove.simulation.line import Died
from kiosk.prove.simulation.terminal import Terminal
from kiosk.services import checkout, holding, refunding
from kiosk.services.checkout import Opened
from kiosk.services.refunder import Refunder
from kiosk.services.refunding import Asked
from kiosk.services.results import (
    Accepted,
    Booking,
    Held,
    MoneyReturned,
    NotAccepted,
    NotPaid,
    Paid,
    Settled,
    StillUnknown,
    Taken,
)
from kiosk.storage.engine import CommitUnclear, Conflict
from kiosk.storage.payments import PaymentRow

SUCCESS: Final = "https://kiosk.jari.invalid/pay/success"
PATIENCE: Final = (2.0, 5.0, 10.0, 20.0, 40.0)
SHORT_S: Final = 420
"""Who has so little time left when paying begins may well be late."""

CHOICES: Final = (
    *(frozenset({f"b{nth}"}) for nth in range(6)),
    *(frozenset({f"b{nth}", f"b{nth + 1}"}) for nth in range(5)),
    *(frozenset(f"f{nth}" for nth in range(size)) for size in (2, 3, 4)),
    *(frozenset(f"t{nth}" for nth in range(size)) for size in (1, 2)),
)
ODDITIES: Final = ("other amount", "other currency", "part gone", "virtual account")
REFUSALS: Final = ("REJECT_CARD_PAYMENT", "INVALID_STOPPED_CARD", "EXCEED_MAX_AMOUNT", "REJECT_CARD_COMPANY")


def session(terminal: Terminal) -> Task:
    """Somebody comes to a kiosk."""
    terminal.town.figures["sessions"] += 1
    try:
        yield from Guest(terminal, terminal.shop.ids.visit_id()).act()
    except (CommitUnclear, Conflict):
        # The screen says that something went wrong; the guest goes, and what is stored decides.
        terminal.town.figures["sessions ended by the database"] += 1


def rival(terminal: Terminal, booking: Booking) -> Task:
    """Takes the seats of somebody who is late, and never pays for them."""
    yield 0.0
    try:
        held = holding.hold(
            terminal.shop, terminal.shop.ids.visit_id(), booking.sitting, booking.seat_ids, booking.party
        )
    except (CommitUnclear, Conflict, Died):
        return
    terminal.town.figures["rivals who got the seats"] += isinstance(held, Held)


@dataclass(frozen=True, slots=True)
class Guest:
    """One person at one terminal."""

    terminal: Terminal
    visit_id: str

    def act(self) -> Task:
        """From the first touch to the last."""
        chance = self.terminal.town.chance
        held = yield from self._choose()
        if held is None:
            return
        yield chance.uniform(3, 25)
        if self._is(0.06):
            held = self._change_mind(held)
        if self._is(0.05):
            holding.extend(self.terminal.shop, self.visit_id, held.booking_id)
        if self._is(0.07):
            self._count("left without paying")
            if self._is(0.6):
                holding.release(self.terminal.shop, self.visit_id, held.booking_id)
            return
        if self._is(0.08):
            yield chance.uniform(250, 900)
        for _ in range(3):
            again = yield from self._pay(held)
            if not again:
                return
            yield chance.uniform(2, 20)

    # --- seats -------------------------------------------------------------------------------------------------------

    def _choose(self) -> Generator[float, None, Booking | None]:
        chance, shop = self.terminal.town.chance, self.terminal.shop
        sittings = self.terminal.sittings()
        if not sittings:
            self._count("nothing to book")
            return None
        wanted = chance.choice(CHOICES)
        sitting = sittings[min(int(chance.expovariate(0.1)), len(sittings) - 1)]
        recent = self.terminal.town.recent
        if recent and self._is(0.2):
            # Somebody was here just now, and may be gone.
            sitting, wanted = chance.choice(recent)
        recent.append((sitting, wanted))
        held = holding.hold(shop, self.visit_id, sitting, wanted, len(wanted))
        if isinstance(held, Taken):
            self._count("seats taken")
            if held.offer and self._is(0.4):
                yield chance.uniform(2, 8)
                held = holding.hold(shop, self.visit_id, sitting, held.offer, len(held.offer))
        return held.booking if isinstance(held, Held) else None

    def _change_mind(self, before: Booking) -> Booking:
        wanted = self.terminal.town.chance.choice(CHOICES)
        held = holding.hold(self.terminal.shop, self.visit_id, before.sitting, wanted, len(wanted))
        return held.booking if isinstance(held, Held) else before

    # --- money -------------------------------------------------------------------------------------------------------

    def _pay(self, held: Booking) -> Generator[float, None, bool]:
        """One try; gives whether the guest tries again."""
        opened = checkout.open_payment(self.terminal.shop, self.visit_id, held.booking_id)
        if not isinstance(opened, Opened):
            self._count("not opened")
            return False
        payment, company = opened.payment, self.terminal.town.company
        company.open(payment.order_id, payment.amount)
        payment_key = yield from self._at_the_card_page(payment, opened.booking)
        if payment_key is None:
            checkout.close_payment(self.terminal.shop, self.visit_id, payment.payment_id, "closed")
            self._say("not charged", payment)
            return self._is(0.3)
        answer = checkout.accept_return(
            self.terminal.shop, self.visit_id, payment.payment_id, self._url(payment, payment_key)
        )
        if self._is(0.05):
            self._replay(payment, payment_key)
        if isinstance(answer, NotAccepted):
            return self._turned_away(payment, answer)
        return (yield from self._wait_for_the_end(payment, answer))

    def _at_the_card_page(self, payment: PaymentRow, booking: Booking) -> Generator[float, None, str | None]:
        """Gives the payment key; None for somebody who closes the page or is too slow for the company."""
        chance, company = self.terminal.town.chance, self.terminal.town.company
        yield chance.uniform(15, 150)
        left = (booking.hold_ends_at - self.terminal.clock.now()).total_seconds()
        if self._is(0.6 if left < SHORT_S else 0.1):
            if self._is(0.6):
                # Somebody who waits for just these seats, and takes them as soon as they are free.
                town = self.terminal.town
                town.course.add(rival(self.terminal, booking), max(0.0, left) + chance.uniform(0.1, 30))
            yield chance.uniform(200, 540)
        if self._is(0.02):
            yield chance.uniform(560, 1_900)
        if self._is(0.05):
            return None
        oddity = chance.choice(ODDITIES) if self._is(0.08) else ""
        refuses = chance.choice(REFUSALS) if self._is(0.06) else ""
        payment_key = company.authenticate(payment.order_id, oddity, refuses)
        yield chance.uniform(0.2, 2)
        if self._is(0.03):
            yield chance.uniform(100, 900)
        return payment_key

    def _url(self, payment: PaymentRow, payment_key: str) -> str:
        """Where the page goes to; now and then somebody has changed it."""
        chance = self.terminal.town.chance
        asked = {"orderId": payment.order_id, "paymentKey": payment_key, "amount": str(payment.amount)}
        if self._is(0.03):
            self._count("tampered")
            changed = chance.choice(("amount", "orderId", "paymentKey", "nothing left"))
            others = list(self.terminal.town.company.by_key)
            if changed == "amount":
                asked["amount"] = chance.choice(("1", "0", str(payment.amount - 1), "１０００", " 9000"))
            elif changed == "orderId":
                asked["orderId"] = chance.choice(list(self.terminal.town.company.accounts))
            elif changed == "paymentKey":
                asked["paymentKey"] = chance.choice([*others, "pk-forged"])
            else:
                asked = {}
        return f"{SUCCESS}?{urlencode(asked)}"

    def _replay(self, payment: PaymentRow, payment_key: str) -> None:
        """The page is loaded again."""
        self._count("redirects replayed")
        again = self._url(payment, payment_key)
        checkout.accept_return(self.terminal.shop, self.visit_id, payment.payment_id, again)

    def _turned_away(self, payment: PaymentRow, answer: NotAccepted) -> bool:
        self._count(f"turned away: {answer.why}")
        if answer.why not in ("replay", "not_stored"):
            self._say("not charged", payment)
        return self._is(0.6)

    def _wait_for_the_end(self, payment: PaymentRow, accepted: Accepted) -> Generator[float, None, bool]:
        end = self._settle(accepted)
        for wait in PATIENCE:
            if not isinstance(end, StillUnknown):
                break
            self._count("unknown outcomes")
            if self._is(0.2):
                return False
            if self._is(0.3):
                self._press_everything(payment)
            yield wait
            end = self._settle(accepted)
        match end:
            case Paid():
                self._say("paid", payment)
                yield from self._afterwards(payment)
            case NotPaid(code=code):
                # A deposit to a virtual account may have been quicker than its cancel.
                self._say("returned" if code == "VIRTUAL_ACCOUNT" else "not charged", payment)
                return self._is(0.6)
            case MoneyReturned():
                self._say("returned", payment)
        return False

    def _press_everything(self, payment: PaymentRow) -> None:
        """Whatever an impatient guest can reach while nobody knows: pay again, other seats, stop, give the seats back."""
        self._count("impatient while unknown")
        shop, pressed = self.terminal.shop, self.terminal.town.chance.randrange(4)
        if pressed == 0:
            checkout.open_payment(shop, self.visit_id, payment.booking_id)
        elif pressed == 1:
            wanted = self.terminal.town.chance.choice(CHOICES)
            holding.hold(shop, self.visit_id, self.terminal.sittings()[0], wanted, len(wanted))
        elif pressed == 2:  # noqa: PLR2004 - the third of four
            checkout.close_payment(shop, self.visit_id, payment.payment_id, "stopped")
        else:
            holding.release(shop, self.visit_id, payment.booking_id)

    def _settle(self, accepted: Accepted) -> Settled:
        return self.terminal.settler.settle(accepted.payment_id)

    # --- money back --------------------------------------------------------------------------------------------------

    def _afterwards(self, payment: PaymentRow) -> Task:
        if self._is(0.03):
            yield self.terminal.town.chance.uniform(10, 3_000)
            self._replay(payment, f"pk-{payment.order_id}")
        if self._is(0.02):
            part = None if self._is(0.4) else 1_000
            if self.terminal.town.company.cancel_in_console(payment.order_id, part):
                self._count("canceled in the console")
        for _ in range(2):
            if self._is(0.08):
                yield self.terminal.town.chance.uniform(10, 200)
                self._ask_back(payment)

    def _ask_back(self, payment: PaymentRow) -> None:
        part = Won(self.terminal.town.chance.randint(1, payment.amount // 2))
        amount = None if self._is(0.4) else part
        asked = refunding.ask(
            self.terminal.shop,
            payment.booking_id,
            amount,
            reason="guest asked",
            asked_by="staff-1",
            gives_up_seats=self._is(0.5),
        )
        if isinstance(asked, Asked):
            self._count("refunds asked for")
            Refunder(self.terminal.shop, self.terminal.line).settle(asked.refund_id)

    # --- small things ------------------------------------------------------------------------------------------------

    def _is(self, share: float) -> bool:
        return self.terminal.town.chance.random() < share

    def _count(self, what: str) -> None:
        self.terminal.town.figures[what] += 1

    def _say(self, what: str, payment: PaymentRow) -> None:
        self.terminal.say(what, payment.booking_id, payment.payment_id)
