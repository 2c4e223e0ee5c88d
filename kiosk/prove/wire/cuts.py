"""Every exchange with the company, cut at every byte of the request and of the answer, in four ways, plain and over TLS.

Whatever is cut: the call ends in its time, nothing is certain that did not arrive whole, and recovery ends rightly.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from kiosk.app.machine import MachineClock
from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Approved, Canceled, Declined, Mismatch, RefundAnswer, Unknown
from kiosk.payments.toss import Toss
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import seeded
from kiosk.prove.wire.authority import Authority, make_authority
from kiosk.prove.wire.clients import BELIEFS, PRODUCT, Belief, Struck
from kiosk.prove.wire.company import There, company, know, port_of
from kiosk.prove.wire.crew import Crew, Found, crew
from kiosk.prove.wire.house import LARGEST_BATCH, House, Stage, Stock, Ticket
from kiosk.prove.wire.line import Cut, Line, Passed, Side, Way
from kiosk.prove.wire.recovery import broken_promises, settle_in_time, settle_now, wrong_end
from kiosk.sandbox import Sandbox
from kiosk.services.settling import Settler

LINES: Final = 10
"""Cases of a batch that are on the wire at once: most of a stall is waiting."""

STALL_LIMITS: Final = (0.1, 0.15)
OTHER_LIMITS: Final = (4.0, 4.0)
"""Seconds to connect and to read. A stall is waited for; everything else ends because something happens."""

SLACK_S: Final = 2.0
"""How late a busy machine may be."""

_NOWHERE: Final = 10**9
_HANDSHAKES_DIFFER_BY: Final = 4
_CERTAIN = (Approved, Declined, Canceled, Mismatch)


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
TRANSPORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "plain": tuple(EXCHANGES),
    "tls": ("confirm", "inquiry", "cancel"),
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


@dataclass(frozen=True, slots=True)
class Cuts:
    """Implements ``Campaign``."""

    name: str = "cuts"
    claim: str = (
        "whatever byte an exchange breaks off at, the call ends in time, nothing is certain that did not arrive whole, "
        "and recovery ends as the company's ledger says"
    )
    target: int = 10_000

    def run(self, effort: Effort) -> Outcome:
        """Every byte; ``quick``: the edges and a few bytes of each kind."""
        with crew(Bench, effort.jobs) as workers:
            lengths = _lengths(workers)
            cases = list(_some(lengths, effort.seed) if effort.quick else _all(lengths))
            found = Found.of(workers.work([(PRODUCT, *words) for words in _batches(cases)]))
            controls = tuple(_control(workers, name, lengths, effort.seed) for name in CONTROLS)
        longest = {f"bytes of {kind}": total for kind, total in sorted(lengths.items())}
        return Outcome(len(cases), found.violations, controls, found.figures | longest)

    def replay(self, case: str) -> list[str]:
        """One cut."""
        word = Case.of(case).word
        with crew(Bench, 1) as workers:
            return [one.what for one in Found.of(workers.work([(PRODUCT, word)])).violations]


CONTROLS: Final = ("an error on the line is a refusal", "a 200 that broke off is whole")


def _control(workers: Crew, name: str, lengths: Mapping[str, int], seed: int) -> Control:
    kinds = [_kind("plain", exchange, Side.RESPONSE) for exchange in ("confirm", "inquiry", "inquiry-open")]
    few = {kind: lengths[kind] for kind in kinds}
    cases = [case for case in _some(few, seed, 4) if case.cut.way is Way.FIN]
    found = Found.of(workers.work([(name, *words) for words in _batches(cases)]))
    return Control(name, len(cases), len(found.violations))


def _kind(transport: str, exchange: str, side: Side) -> str:
    return f"{transport}/{exchange}/{side}"


def _lengths(workers: Crew) -> dict[str, int]:
    """How many bytes go each way when nothing is cut."""
    probes = [
        (PRODUCT, Case(transport, exchange, Cut(Side.REQUEST, _NOWHERE, Way.FIN)).word)
        for transport, exchanges in TRANSPORTS.items()
        for exchange in exchanges
    ]
    found = Found.of(workers.work(probes))
    assert not found.violations, found.violations
    return {
        kind.removeprefix("length "): int(total)
        for kind, total in found.figures.items()
        if kind.startswith("length ")
    }


def _all(lengths: Mapping[str, int]) -> Iterator[Case]:
    for kind, total in lengths.items():
        transport, exchange, side = kind.split("/")
        more = _HANDSHAKES_DIFFER_BY if transport == "tls" else 0
        for at in range(total + more + 1):
            for way in Way:
                yield Case(transport, exchange, Cut(Side(side), at, way))


def _some(lengths: Mapping[str, int], seed: int, count: int = 1) -> Iterator[Case]:
    """Of each kind an edge and ``count`` bytes more."""
    for kind, total in lengths.items():
        transport, exchange, side = kind.split("/")
        for way in Way:
            chance = seeded("cuts", seed, kind, way)
            edge = chance.choice((0, 1, total - 1, total))
            for at in sorted({edge, *chance.sample(range(total), count)}):
                yield Case(transport, exchange, Cut(Side(side), at, way))


def _batches(cases: Iterable[Case]) -> Iterator[tuple[str, ...]]:
    """Cases that can share a house and a company, ways mixed so that the stalls of a batch are waited for together."""
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in cases:
        alike[case.transport, case.exchange].append(case.word)
    for words in alike.values():
        for first in range(0, len(words), LARGEST_BATCH):
            yield tuple(words[first : first + LARGEST_BATCH])


class Bench:
    """One process's workplace: stock and certificate are made once, batches come and go."""

    def __init__(self, folder: Path) -> None:
        self._stock = Stock(folder)
        self._folder = folder
        self._authority: Authority | None = None

    def work(self, batch: Sequence[str]) -> Found:
        """Run the cases of a batch, recover all their payments, and judge them. The first word names the client."""
        belief, cases = BELIEFS[batch[0]], [Case.of(word) for word in batch[1:]]
        exchange = EXCHANGES[cases[0].exchange]
        authority = self._certified() if cases[0].transport == "tls" else None
        tls = authority.server if authority else None
        with self._stock.house(exchange.stage, len(cases)) as house, company(tls) as sandbox:
            for ticket in house.tickets:
                know(sandbox, ticket, exchange.there)
            room = _Room(house, sandbox, authority.ca_file if authority else None, belief)
            found = room.run(cases)
            found.figures += settle_in_time(house, sandbox, room.toss(sandbox, OTHER_LIMITS))
            found.broken += self._judge(house, sandbox, cases)
        return found

    def _judge(self, house: House, sandbox: Sandbox, cases: Sequence[Case]) -> list[Violation]:
        exchange = EXCHANGES[cases[0].exchange]
        words = {case.word: ticket for case, ticket in zip(cases, house.tickets, strict=False)}
        ends = [
            Violation(word, wrong)
            for word, ticket in words.items()
            for wrong in wrong_end(house, sandbox, ticket, exchange.end, is_charged=exchange.is_charged)
        ]
        return [*ends, *broken_promises(house, sandbox, words)]

    def _certified(self) -> Authority:
        if self._authority is None:
            self._authority = make_authority(self._folder)
        return self._authority


@dataclass(frozen=True, slots=True)
class _Room:
    """One batch on the wire."""

    house: House
    sandbox: Sandbox
    ca_file: Path | None
    belief: Belief

    def toss(self, to: Sandbox | Line, limits: tuple[float, float]) -> Toss:
        """The product's client, with small limits, to the company or to a line before it."""
        port = port_of(to) if isinstance(to, Sandbox) else to.port
        scheme = "https" if self.ca_file else "http"
        return Toss(
            self.sandbox.secret_key,
            f"{scheme}://127.0.0.1:{port}",
            MachineClock(),
            connect_s=limits[0],
            read_s=limits[1],
            ca_file=self.ca_file,
        )

    def run(self, cases: Sequence[Case]) -> Found:
        """Each case on a line of its own, some at once."""
        found = Found()
        lines: SimpleQueue[Line] = SimpleQueue()
        opened = [Line(port_of(self.sandbox)) for _ in range(min(LINES, len(cases)))]
        for line in opened:
            lines.put(line)

        def one(case: Case, ticket: Ticket) -> Found:
            line = lines.get()
            try:
                return self._strike(case, ticket, line)
            finally:
                lines.put(line)

        with ThreadPoolExecutor(len(opened)) as threads:
            for part in threads.map(one, cases, self.house.tickets):
                found.add(part)
        for line in opened:
            line.close()
        return found

    def _strike(self, case: Case, ticket: Ticket, line: Line) -> Found:
        exchange = EXCHANGES[case.exchange]
        limits = STALL_LIMITS if case.cut.way is Way.STALL else OTHER_LIMITS
        channel = Struck(self.toss(line, limits), line, case.cut, exchange.call, exchange.skip, self.belief)
        Settler(self.house.shop, channel).settle(ticket.payment_id)
        passed = line.passed()
        settle_now(self.house, self.toss(self.sandbox, OTHER_LIMITS), ticket)
        wrong = list(_wrong(case, channel, passed, sum(limits) * (1 + exchange.skip) + SLACK_S))
        return Found([Violation(case.word, what) for what in wrong], _counted(case, channel.answer, passed))


def _wrong(case: Case, channel: Struck, passed: Passed, limit_s: float) -> Iterator[str]:
    answer, expected = channel.answer, EXCHANGES[case.exchange].answer
    if answer is None:
        yield f"there was no {channel.call}"
        return
    if channel.seconds > limit_s:
        yield f"the call took {channel.seconds:.1f} s, its limit is {limit_s:.1f} s"
    if isinstance(answer, _CERTAIN) and not passed.answer_arrived:
        yield f"{type(answer).__name__} after {passed.response} of {passed.whole} bytes of the answer"
    if case.cut.way is Way.SLICE and not isinstance(answer, expected):
        yield f"nothing was lost, and the answer is {answer}"


def _counted(case: Case, answer: RefundAnswer | None, passed: Passed) -> Counter[str]:
    figures = Counter[str]()
    figures["certain" if isinstance(answer, _CERTAIN) else "unknown"] += 1
    figures["struck" if passed.was_struck else "past the end"] += 1
    figures[f"cut {case.transport} {case.cut.way}"] += 1
    if case.cut.at == _NOWHERE:
        figures[f"length {_kind(case.transport, case.exchange, Side.REQUEST)}"] = passed.request
        figures[f"length {_kind(case.transport, case.exchange, Side.RESPONSE)}"] = passed.response
    return figures
