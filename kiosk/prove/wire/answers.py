"""Every answer there can be, to every call, before and after it had its effect: recovery ends as the effect truly was.

``told`` is a code in the company's own words (it keeps refusals under their key, as the real one does); ``said`` are the
bytes of somebody between us and it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.app.machine import MachineClock
from kiosk.domain.states import PaymentStatus
from kiosk.payments.toss import Toss
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import seeded
from kiosk.prove.wire.clients import BELIEFS, PRODUCT, Belief, Struck
from kiosk.prove.wire.company import There, company, entry_of, know, port_of
from kiosk.prove.wire.crew import Crew, Found, crew
from kiosk.prove.wire.house import LARGEST_BATCH, House, Stage, Stock, Ticket
from kiosk.prove.wire.line import Line, Say
from kiosk.prove.wire.papers import BOTH, CALLS, PAPERS
from kiosk.prove.wire.recovery import broken_promises, settle_in_time, settle_now, stored
from kiosk.sandbox import Sandbox
from kiosk.sandbox.errors import CODES as COMPANYS_CODES
from kiosk.services.settling import Settler

LIMITS: Final = (4.0, 4.0)
OF_PAGES: Final = ("PAY_PROCESS_CANCELED", "PAY_PROCESS_ABORTED")
"""Only ever in a redirect."""

CODES: Final = tuple(code for code in COMPANYS_CODES if code not in OF_PAGES)
CONTROLS: Final = ("an unlisted code of the 400s is a refusal", "any 200 is paid")
_FEW_EACH = 5

_STARTS: Final[Mapping[tuple[str, str], tuple[Stage, There]]] = {
    ("confirm", "before"): (Stage.INTENT, There.AUTHENTICATED),
    ("confirm", "after"): (Stage.INTENT, There.AUTHENTICATED),
    ("inquiry", "before"): (Stage.SENT, There.AUTHENTICATED),
    ("inquiry", "after"): (Stage.SENT, There.CHARGED),
    ("cancel", "before"): (Stage.REFUND_DUE, There.CHARGED),
    ("cancel", "after"): (Stage.REFUND_DUE, There.CHARGED),
}
"""Where a cell begins. An inquiry has no effect of its own: before and after are those of the confirm it asks about."""

_METHODS: Final = {"confirm": "confirm", "inquiry": "inquire", "cancel": "cancel"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer to one call at one moment."""

    by: str
    call: str
    what: str
    when: str

    @property
    def word(self) -> str:
        """E.g. ``told/cancel/REFUND_REJECTED/before`` or ``said/confirm/utf-16/after``."""
        return f"{self.by}/{self.call}/{self.what}/{self.when}"

    @property
    def start(self) -> tuple[Stage, There]:
        """Where its payment waits, and what the company knows of it."""
        return _STARTS[self.call, self.when]

    @classmethod
    def of(cls, word: str) -> "Cell":
        """Raises ValueError."""
        cell = cls(*word.split("/")) if word.count("/") == len(cls.__slots__) - 1 else None
        if cell not in _CELLS:
            msg = f"there is no cell {word}"
            raise ValueError(msg)
        assert cell is not None
        return cell

    @property
    def is_charged(self) -> bool:
        """Whether the money has been taken by the time of the answer."""
        return self.when == "after" or self.call == "cancel"

    @property
    def is_alarming(self) -> bool:
        """Whether the answer speaks of money that is not as we asked."""
        return self.by == "said" and PAPERS[self.what].is_alarming

    @property
    def ends(self) -> tuple[PaymentStatus, ...]:
        """The ends that are right."""
        if self.call == "cancel":
            return (PaymentStatus.REFUNDED,)
        # An alarm is answered by giving back whatever there is, be it nothing.
        given_back = (PaymentStatus.REFUNDED,) if self.is_alarming else ()
        refused = (PaymentStatus.DECLINED,) if (self.by, self.call, self.when) == _REFUSED_BEFORE else ()
        return (*given_back, *(refused or (PaymentStatus.DONE,)))


_REFUSED_BEFORE: Final = ("told", "confirm", "before")
"""The company has answered an error, did nothing, and keeps to it under this key: the payment can only expire."""


def _cells() -> Iterator[Cell]:
    for call in CALLS:
        for when in BOTH:
            yield from (Cell("told", call, code, when) for code in CODES)
    for paper in PAPERS.values():
        for call in paper.calls:
            yield from (Cell("said", call, paper.name, when) for when in paper.whens)


_CELLS: Final = tuple(_cells())


@dataclass(frozen=True, slots=True)
class Answers:
    """Implements ``Campaign``."""

    name: str = "answers"
    claim: str = (
        "whatever is answered to a confirm, an inquiry or a cancel, before or after it had its effect, "
        "seat and money end as the effect truly was"
    )
    target: int = 600

    def run(self, effort: Effort) -> Outcome:
        """Every cell; ``quick``: some of every kind."""
        cells = tuple(_some(effort.seed)) if effort.quick else _CELLS
        with crew(Bench, effort.jobs) as workers:
            found = Found.of(workers.work([(PRODUCT, *words) for words in _batches(cells)]))
            controls = tuple(_control(workers, name) for name in CONTROLS)
        return Outcome(len(cells), found.violations, controls, dict(found.figures) | {"codes": len(CODES)})

    def replay(self, case: str) -> list[str]:
        """One cell."""
        word = Cell.of(case).word
        with crew(Bench, 1) as workers:
            return [one.what for one in Found.of(workers.work([(PRODUCT, word)])).violations]


def _control(workers: Crew, name: str) -> Control:
    seen = [cell for cell in _CELLS if cell.by == "said" and cell.call == "inquiry" and _shows(name, cell)]
    cells = seen[:_FEW_EACH]
    found = Found.of(workers.work([(name, *words) for words in _batches(cells)]))
    return Control(name, len(cells), len(found.violations))


def _shows(control: str, cell: Cell) -> bool:
    """Where a control can be seen at all; elsewhere its belief is not asked for."""
    return cell.what.endswith("-unlisted") if control == CONTROLS[0] else cell.what in _SEEN_200


_SEEN_200: Final = ("empty", "html", "ready", "in-progress", "a-new-status", "an-empty-object")


def _some(seed: int) -> Iterator[Cell]:
    """Some of every kind."""
    alike = defaultdict(list)
    for cell in _CELLS:
        alike[cell.by, cell.call, cell.when].append(cell)
    for kind, cells in alike.items():
        yield from seeded("answers", seed, *kind).sample(cells, _FEW_EACH)


def _batches(cells: Iterable[Cell]) -> Iterator[tuple[str, ...]]:
    alike: dict[tuple[Stage, There], list[str]] = defaultdict(list)
    for cell in cells:
        alike[cell.start].append(cell.word)
    for words in alike.values():
        for first in range(0, len(words), LARGEST_BATCH):
            yield tuple(words[first : first + LARGEST_BATCH])


class Bench:
    """One process's workplace."""

    def __init__(self, folder: Path) -> None:
        self._stock = Stock(folder)

    def work(self, batch: Sequence[str]) -> Found:
        """Run the cells of a batch, recover all their payments, and judge them. The first word names the client."""
        belief, cells = BELIEFS[batch[0]], [Cell.of(word) for word in batch[1:]]
        stage, there = cells[0].start
        found = Found(figures=Counter({f"{cell.by} {cell.call} {cell.when}": 0 for cell in cells}))
        with self._stock.house(stage, len(cells)) as house, company() as sandbox:
            for ticket in house.tickets:
                know(sandbox, ticket, there)
            with Line(port_of(sandbox)) as line:
                for cell, ticket in zip(cells, house.tickets, strict=False):
                    _play(cell, house, sandbox, line, ticket, belief)
                    found.figures[f"{cell.by} {cell.call} {cell.when}"] += 1
            found.figures += settle_in_time(house, sandbox, toss(sandbox, port_of(sandbox)))
            words = {cell.word: ticket for cell, ticket in zip(cells, house.tickets, strict=False)}
            for word, ticket in words.items():
                found.broken += [
                    Violation(word, wrong) for wrong in _wrong(Cell.of(word), house, sandbox, ticket)
                ]
            found.broken += broken_promises(house, sandbox, words)
        return found


def toss(sandbox: Sandbox, port: int) -> Toss:
    """The product's client to this port."""
    return Toss(
        sandbox.secret_key, f"http://127.0.0.1:{port}", MachineClock(), connect_s=LIMITS[0], read_s=LIMITS[1]
    )


def _play(cell: Cell, house: House, sandbox: Sandbox, line: Line, ticket: Ticket, belief: Belief) -> None:
    said = None
    if cell.by == "said":
        said = Say(PAPERS[cell.what].build(_truth(cell, sandbox, ticket)), hears=cell.when == "after")
    else:
        sandbox.faults.switch_on(
            {
                "kind": "effect_then_error" if cell.when == "after" else "error",
                "endpoint": cell.call,
                "code": cell.what,
                "orderId": ticket.order_id,
            }
        )
    skip = 1 if cell.call == "cancel" else 0
    channel = Struck(toss(sandbox, line.port), line, said, _METHODS[cell.call], skip, belief)
    Settler(house.shop, channel).settle(ticket.payment_id)
    assert channel.answer is not None, f"{cell.word}: the call was never made"
    settle_now(house, toss(sandbox, port_of(sandbox)), ticket)


def _truth(cell: Cell, sandbox: Sandbox, ticket: Ticket) -> Mapping[str, object]:
    """The record that would be sent if all were well: paid, or given back."""
    payment = sandbox.ledger.payments[ticket.payment_key]
    whole = payment.shown(sandbox.url, sandbox.clock.now()) | {"failure": None}
    if cell.call != "cancel":
        return whole | {"status": "DONE"}
    entry = {
        "cancelAmount": ticket.amount,
        "cancelReason": "x",
        "transactionKey": "T",
        "cancelStatus": "DONE",
    }
    return whole | {"status": "CANCELED", "balanceAmount": 0, "cancels": [entry]}


def _wrong(cell: Cell, house: House, sandbox: Sandbox, ticket: Ticket) -> Iterator[str]:
    payment, entry = stored(house, ticket), entry_of(sandbox, ticket)
    if payment.status not in cell.ends:
        yield f"the payment ends {payment.status} ({payment.reason}), not {' or '.join(cell.ends)}"
    kept = ticket.amount if payment.status is PaymentStatus.DONE else 0
    if entry.net != kept:
        yield f"the payment ends {payment.status}, and the company keeps {entry.net} won"
    if cell.is_charged and entry.charges != 1:
        yield f"the company took the money {entry.charges} times"
