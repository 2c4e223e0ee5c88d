"""Hostile redirects: by name, by chance, and at the wrong moment. Not one confirm is sent for a bad one, and good ones are paid."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from kiosk.domain.money import Won
from kiosk.domain.states import PaymentStatus
from kiosk.payments.redirect import Broken, Failed, Returned, read_redirect
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.wire.crew import Batch, Crew, Found, crew
from kiosk.prove.wire.desk import Desk
from kiosk.prove.wire.hostile import GOOD, HOSTILE
from kiosk.prove.wire.house import PRICE, Stage, Stock, Ticket
from kiosk.prove.wire.mutations import mutated
from kiosk.prove.wire.recovery import judged
from kiosk.prove.wire.states import MOMENTS, MOST_TICKETS
from kiosk.prove.wire.till import TheirAmount, Till
from kiosk.prove.wire.verdict import Verdict, verdict_of
from kiosk.services import checkout
from kiosk.services.settling import Settler

FUZZED: Final = 50_000
_FUZZED_QUICK: Final = 120
_BATCH: Final = 120
_SPARE: Final = 4
_LATER_S: Final = (45 * 60, 120)
"""Past all that the company remembers, twice: a made-up key is only then known to be nobody's."""

PRODUCT: Final = "the product"
THEIRS: Final = "their amount is not compared, and it is what is sent"
BY_INT: Final = "the redirect is read with int()"
CONTROLS: Final = (THEIRS, BY_INT)
_OTHER: Final = Ticket("visit", "booking", "payment", "order-x-1000", "pk-order-x-1000", PRICE)
"""Somebody else's, of whom only the URL is known."""


@dataclass(frozen=True, slots=True)
class Redirects:
    """Implements ``Campaign``."""

    name: str = "redirects"
    claim: str = (
        "no confirm is ever sent for a redirect that is not ours, not now, or not in every part as we asked"
    )
    target: int = FUZZED + 300

    def run(self, effort: Effort) -> Outcome:
        """All names and moments; ``quick`` only has fewer of the random ones."""
        fuzzed = _FUZZED_QUICK if effort.quick else FUZZED
        words = [*_named(), *(f"fuzzed/{effort.seed}/{nth}" for nth in range(fuzzed))]
        with crew(Bench, effort.jobs) as workers:
            found = Found.of(workers.work([(PRODUCT, *batch) for batch in _batches(words)]))
            controls = tuple(_control(workers, name) for name in CONTROLS)
        names = {"named": len(HOSTILE), "good": len(GOOD), "moments": len(MOMENTS), "fuzzed": fuzzed}
        return Outcome(len(words), found.violations, controls, dict(found.figures) | names)

    def replay(self, case: str) -> list[str]:
        """One redirect."""
        _check(case)
        with crew(Bench, 1) as workers:
            return [one.what for one in Found.of(workers.work([(PRODUCT, case)])).violations]


def _named() -> Iterator[str]:
    yield from (f"hostile/{name}" for name in HOSTILE)
    yield from (f"good/{name}" for name in GOOD)
    yield from (f"moment/{name}" for name in MOMENTS)


def _check(word: str) -> None:
    kind, _, name = word.partition("/")
    known: Mapping[str, Mapping[str, Any]] = {"hostile": HOSTILE, "good": GOOD, "moment": MOMENTS}
    numbers = name.split("/")
    if name in known.get(kind, ()):
        return
    if kind != "fuzzed" or len(numbers) != len(("seed", "nth")) or not all(map(_is_number, numbers)):
        msg = f"there is no redirect {word}"
        raise ValueError(msg)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _batches(words: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Moments move the clock, so each has a house of its own."""
    words = list(words)
    yield from ((word,) for word in words if word.startswith("moment/"))
    others = [word for word in words if not word.startswith("moment/")]
    for first in range(0, len(others), _BATCH):
        yield tuple(others[first : first + _BATCH])


def _control(workers: Crew, name: str) -> Control:
    words = [f"hostile/{case}" for case in HOSTILE if case.startswith("amount-")]
    found = Found.of(workers.work([(name, *batch) for batch in _batches(words)]))
    return Control(name, len(words), len(found.violations))


class Bench:
    """One process's workplace."""

    def __init__(self, folder: Path) -> None:
        self._stock = Stock(folder)

    def work(self, batch: Batch) -> Found:
        """Deliver the redirects of a batch, recover, and judge. The first word says whose code reads them."""
        product, words = batch[0], batch[1:]
        is_moment = words[0].startswith("moment/")
        size = MOST_TICKETS if is_moment else len(words) + _SPARE
        amounts: dict[str, int] = {}
        with self._stock.house(Stage.OPENED, size) as house, _sabotage(product, amounts):
            till = Till(trusting=product != PRODUCT)
            channel = TheirAmount(till, amounts) if product == THEIRS else till
            desk = Desk(house, till, channel)
            found, cases = Found(), {}
            for word in words:
                ticket, wrong = _moment(desk, word) if is_moment else _one(desk, word, found)
                cases[word] = ticket
                found.broken += [Violation(word, what) for what in wrong]
            for seconds in _LATER_S:
                house.clock.advance(seconds)
                Settler(house.shop, channel).settle_all()
            found.broken += judged(house, till.entries(), cases)
            found.figures["confirms sent"] += len(till.confirms)
        return found


def _moment(desk: Desk, word: str) -> tuple[Ticket, list[str]]:
    wrong = list(MOMENTS[word.partition("/")[2]](desk))
    return desk.used[0], wrong


def _one(desk: Desk, word: str, found: Found) -> tuple[Ticket, list[str]]:
    ticket = desk.take()
    url = _url(word, ticket)
    verdict = Verdict.GOOD if word.startswith("good/") else verdict_of(url, ticket)
    if verdict is Verdict.GOOD and desk.is_used(ticket.payment_key):
        # A forgery before it has named just this key by chance. No key pays twice, so the true one is refused now.
        verdict = Verdict.ODD
    found.figures[f"{verdict.value} redirects"] += 1
    before = len(desk.till.confirms)
    desk.deliver(ticket, url)
    wrong = list(_what_is_wrong(desk, ticket, verdict, len(desk.till.confirms) - before))
    desk.give_back(ticket)
    return ticket, wrong


def _url(word: str, ticket: Ticket) -> str:
    kind, _, name = word.partition("/")
    if kind == "fuzzed":
        seed, _, nth = name.partition("/")
        return mutated(int(seed), int(nth), ticket, _OTHER)
    return (HOSTILE if kind == "hostile" else GOOD)[name](ticket, _OTHER)


def _what_is_wrong(desk: Desk, ticket: Ticket, verdict: Verdict, confirms: int) -> Iterator[str]:
    status = desk.status(ticket)
    if verdict is Verdict.BAD and confirms:
        yield f"{confirms} confirms were sent for a bad redirect"
    if verdict is Verdict.BAD and status not in (PaymentStatus.OPENED, PaymentStatus.VOID):
        yield f"a bad redirect made the payment {status}"
    if verdict is Verdict.GOOD and (confirms, status) != (1, PaymentStatus.DONE):
        yield f"a good redirect sent {confirms} confirms, and the payment is {status}"
    for order in desk.confirms_of(ticket):
        if order.amount != ticket.amount:
            yield f"{order.amount} won were asked for, not {ticket.amount}"


@contextmanager
def _sabotage(product: str, amounts: dict[str, int]) -> Iterator[None]:
    """Put a known-bad reader of redirects into T3; ``amounts`` is what it read, by order id."""
    reader = {THEIRS: _without_comparison, BY_INT: _by_int}.get(product)
    if reader is None:
        yield
        return

    def read(url: str) -> Returned | Failed | Broken:
        returned = reader(url)
        if not isinstance(returned, Returned):
            return returned
        amounts[returned.order_id] = int(returned.amount)
        return replace(returned, amount=PRICE) if product == THEIRS else returned

    before = vars(checkout)["read_redirect"]
    vars(checkout)["read_redirect"] = read
    try:
        yield
    finally:
        vars(checkout)["read_redirect"] = before


def _without_comparison(url: str) -> Returned | Failed | Broken:
    return read_redirect(url)


def _by_int(url: str) -> Returned | Broken:
    """What is seen in many shops: the first of each parameter, and whatever int() makes of the amount."""
    found = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    try:
        return Returned(found["orderId"], found["paymentKey"], Won(int(found["amount"])))
    except (KeyError, ValueError):
        return Broken("not a number")
