"""Every exchange with the company, cut at every byte of the request and of the answer, in four ways, plain and over TLS.

Whatever is cut: the call ends in its time, nothing is certain that did not arrive whole, and recovery ends rightly.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.prove.campaign import Control, Effort, Outcome
from kiosk.prove.chance import seeded
from kiosk.prove.wire.clients import PRODUCT
from kiosk.prove.wire.crew import Crew, Found, crew
from kiosk.prove.wire.cutting import BATCH, NOWHERE, SHORT_LIST, Bench, kind_of
from kiosk.prove.wire.exchanges import TRANSPORTS, Case
from kiosk.prove.wire.line import Cut, Side, Way

_HANDSHAKES_DIFFER_BY: Final = 4


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


CONTROLS: Final[Mapping[str, tuple[str, ...]]] = {
    "an error on the line is a refusal": ("confirm", "inquiry", "inquiry-open"),
    "a 200 that broke off is whole": ("confirm", "inquiry", "inquiry-open"),
    SHORT_LIST: ("transactions",),
}
"""Known-bad clients, and the exchanges at which they can be seen."""


def _control(workers: Crew, name: str, lengths: Mapping[str, int], seed: int) -> Control:
    kinds = [kind_of("plain", exchange, Side.RESPONSE) for exchange in CONTROLS[name]]
    few = {kind: lengths[kind] for kind in kinds}
    cases = [case for case in _some(few, seed, 4) if case.cut.way is Way.FIN]
    found = Found.of(workers.work([(name, *words) for words in _batches(cases)]))
    return Control(name, len(cases), len(found.violations))


def _lengths(workers: Crew) -> dict[str, int]:
    """How many bytes go each way when nothing is cut."""
    probes = [
        (PRODUCT, Case(transport, exchange, Cut(Side.REQUEST, NOWHERE, Way.FIN)).word)
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
        for first in range(0, len(words), BATCH):
            yield tuple(words[first : first + BATCH])
