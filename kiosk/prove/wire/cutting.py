"""One batch of cuts: some at once, each group with a house, a company and a line of its own, so that nobody waits for a lock."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from kiosk.app.machine import MachineClock
from kiosk.domain.money import won
from kiosk.domain.reconciling import Transaction
from kiosk.payments.channel import Approved, Canceled, Declined, Mismatch
from kiosk.payments.statements import TossStatements, Unavailable
from kiosk.payments.toss import Toss
from kiosk.prove.campaign import Violation
from kiosk.prove.chance import FRIDAY_EVENING
from kiosk.prove.wire.authority import Authority, make_authority
from kiosk.prove.wire.clients import BELIEFS, Belief, Struck
from kiosk.prove.wire.company import There, company, know, port_of
from kiosk.prove.wire.crew import Found
from kiosk.prove.wire.exchanges import EXCHANGES, LISTS, Case
from kiosk.prove.wire.house import House, Stock, Ticket
from kiosk.prove.wire.line import Line, Passed, Side, Way
from kiosk.prove.wire.recovery import broken_promises, settle_in_time, settle_now, wrong_end
from kiosk.sandbox import Sandbox
from kiosk.services.settling import Settler

GROUPS: Final = 8
"""Cases of a batch that are on the wire at once: most of a stall is waiting."""

BATCH: Final = GROUPS * 30
NOWHERE: Final = 10**9
"""A byte that is never reached: such a case tells how many there are."""

STALL_LIMITS: Final = (0.1, 0.15)
OTHER_LIMITS: Final = (4.0, 4.0)
"""Seconds to connect and to read. A stall is waited for; everything else ends because something happens."""

SLACK_S: Final = 2.0
"""How late a busy machine may be."""

SHORT_LIST: Final = "a list that broke off is all there is"
"""A known-bad client: what could not be read of a list is left out of it."""

_CERTAIN = (Approved, Declined, Canceled, Mismatch)


class Bench:
    """One process's workplace: stock and certificate are made once, batches come and go."""

    def __init__(self, folder: Path) -> None:
        self._stock = Stock(folder)
        self._folder = folder
        self._lock = Lock()
        self._authority: Authority | None = None

    def work(self, batch: Sequence[str]) -> Found:
        """Run the cases of a batch, recover all their payments, and judge them. The first word names the client."""
        client, cases = batch[0], [Case.of(word) for word in batch[1:]]
        groups = [cases[first::GROUPS] for first in range(min(GROUPS, len(cases)))]
        with ThreadPoolExecutor(len(groups)) as threads:
            return Found.of(threads.map(lambda group: self._group(client, group), groups))

    def _group(self, client: str, cases: Sequence[Case]) -> Found:
        authority = self._certified() if cases[0].transport == "tls" else None
        with company(authority.server if authority else None) as sandbox, Line(port_of(sandbox)) as line:
            wire = _Wire(sandbox, line, authority.ca_file if authority else None)
            if cases[0].exchange in LISTS:
                return _of_lists(wire, cases, believing=client == SHORT_LIST)
            return self._of_payments(wire, cases, BELIEFS[client])

    def _of_payments(self, wire: "_Wire", cases: Sequence[Case], belief: Belief) -> Found:
        exchange, found = EXCHANGES[cases[0].exchange], Found()
        with self._stock.house(exchange.stage, len(cases)) as house:
            for ticket in house.tickets:
                know(wire.sandbox, ticket, exchange.there)
            words = {case.word: ticket for case, ticket in zip(cases, house.tickets, strict=False)}
            for word, ticket in words.items():
                found.add(_strike(Case.of(word), house, ticket, wire, belief))
            found.figures += settle_in_time(house, wire.sandbox, wire.clean())
            for word, ticket in words.items():
                ends = wrong_end(house, wire.sandbox, ticket, exchange.end, is_charged=exchange.is_charged)
                found.broken += [Violation(word, wrong) for wrong in ends]
            found.broken += broken_promises(house, wire.sandbox, words)
        return found

    def _certified(self) -> Authority:
        with self._lock:
            if self._authority is None:
                self._authority = make_authority(self._folder)
            return self._authority


@dataclass(frozen=True, slots=True)
class _Wire:
    """The way to one group's company, straight or by the line that is cut."""

    sandbox: Sandbox
    line: Line
    ca_file: Path | None

    def struck(self, case: Case) -> Toss:
        """The product's client over the line, with small limits."""
        return self._toss(self.line.port, _limits(case))

    def clean(self) -> Toss:
        """The product's client without anything between."""
        return self._toss(port_of(self.sandbox), OTHER_LIMITS)

    def _toss(self, port: int, limits: tuple[float, float]) -> Toss:
        return Toss(
            self.sandbox.secret_key,
            f"{'https' if self.ca_file else 'http'}://127.0.0.1:{port}",
            MachineClock(),
            connect_s=limits[0],
            read_s=limits[1],
            ca_file=self.ca_file,
        )


def kind_of(transport: str, exchange: str, side: Side) -> str:
    """The name of one direction of an exchange."""
    return f"{transport}/{exchange}/{side}"


def _limits(case: Case) -> tuple[float, float]:
    return STALL_LIMITS if case.cut.way is Way.STALL else OTHER_LIMITS


def _strike(case: Case, house: House, ticket: Ticket, wire: _Wire, belief: Belief) -> Found:
    """One payment, one cut, and all of recovery that needs no time."""
    exchange = EXCHANGES[case.exchange]
    channel = Struck(wire.struck(case), wire.line, case.cut, exchange.call, exchange.skip, belief)
    Settler(house.shop, channel).settle(ticket.payment_id)
    passed = wire.line.passed()
    settle_now(house, wire.clean(), ticket)
    wrong = _wrong(case, channel, passed, sum(_limits(case)) * (1 + exchange.skip) + SLACK_S)
    return Found(
        [Violation(case.word, what) for what in wrong],
        _counted(case, passed, is_certain=isinstance(channel.answer, _CERTAIN)),
    )


_ROWS: Final = tuple(
    Ticket("", "", "", f"order-l-{nth}", f"pk-order-l-{nth}", won(10_000 + nth)) for nth in range(4)
)


def _of_lists(wire: _Wire, cases: Sequence[Case], *, believing: bool) -> Found:
    """Reading has no effect: the list comes whole or not at all."""
    for ticket in _ROWS:
        know(wire.sandbox, ticket, There.CHARGED)
    whole, found = _listed(wire.clean()), Found()
    assert not isinstance(whole, Unavailable), whole
    assert len(whole) == len(_ROWS)
    for case in cases:
        found.add(_strike_list(case, wire, whole, believing=believing))
    return found


def _strike_list(case: Case, wire: _Wire, whole: tuple[Transaction, ...], *, believing: bool) -> Found:
    limit_s = sum(_limits(case)) * 2 + SLACK_S
    listed, seconds, passed = _read_struck(case, wire)
    if seconds > limit_s:
        # Reading has no effect, so it can be done again: a busy machine is late now and then, a limit that is missing always.
        listed, seconds, passed = _read_struck(case, wire)
    is_certain = not isinstance(listed, Unavailable)
    if believing and isinstance(listed, Unavailable):
        listed = ()
    wrong = []
    if seconds > limit_s:
        wrong.append(f"the list took {seconds:.1f} s, its limit is {limit_s:.1f} s")
    if not isinstance(listed, Unavailable) and (listed != whole or not passed.answer_arrived):
        wrong.append(f"a list of {len(listed)} rows after {passed.response} of {passed.whole} bytes")
    if case.cut.way is Way.SLICE and listed != whole:
        wrong.append(f"nothing was lost, and the list is {listed}")
    return Found(
        [Violation(case.word, what) for what in wrong], _counted(case, passed, is_certain=is_certain)
    )


def _read_struck(case: Case, wire: _Wire) -> tuple[tuple[Transaction, ...] | Unavailable, float, Passed]:
    """What is read over the line that is cut, in how many seconds, and what went over the line."""
    clock = MachineClock()
    wire.line.arm(case.cut, LISTS[case.exchange])
    before = clock.monotonic()
    listed = _listed(wire.struck(case))
    return listed, clock.monotonic() - before, wire.line.passed()


def _listed(toss: Toss) -> tuple[Transaction, ...] | Unavailable:
    day = timedelta(days=1)
    return TossStatements(toss.fetch).transactions(FRIDAY_EVENING - day, FRIDAY_EVENING + day)


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


def _counted(case: Case, passed: Passed, *, is_certain: bool) -> Counter[str]:
    figures = Counter[str]()
    figures["certain" if is_certain else "unknown"] += 1
    figures["struck" if passed.was_struck else "past the end"] += 1
    figures[f"cut {case.transport} {case.cut.way}"] += 1
    if case.cut.at == NOWHERE:
        figures[f"length {kind_of(case.transport, case.exchange, Side.REQUEST)}"] = passed.request
        figures[f"length {kind_of(case.transport, case.exchange, Side.RESPONSE)}"] = passed.response
    return figures
