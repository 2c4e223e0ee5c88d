"""The campaign: world after world, on as many processes as wanted. The controls are two settlers that believe too much."""

import gc
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import Final

from kiosk.domain.money import Won
from kiosk.payments.channel import Answer, Channel, Doubt, Order, RefundAnswer, Standing, Unknown
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.simulation import house
from kiosk.prove.simulation.line import Line
from kiosk.prove.simulation.terminal import Settling
from kiosk.prove.simulation.world import SESSIONS, live
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.storage.payments import PaymentRow

FULL_WORLDS: Final = 10_000
QUICK_WORLDS: Final = 6
CONTROL_WORLDS: Final = 8
WORLDS_AT_ONCE: Final = 25
_CASE: Final = re.compile(r"world-(\d{1,9})-(\d{6})")


@dataclass(frozen=True, slots=True)
class Lived:
    """What came of some worlds: the broken ones by number, and all figures added up."""

    broken: Mapping[int, tuple[str, ...]]
    figures: "Counter[str]"


@dataclass(frozen=True, slots=True)
class Simulation:
    """Sessions by the hundred thousand. Implements ``Campaign``."""

    name: str = "simulation"
    claim: str = "Whatever guests, clocks, crashes and the payment company do, no won and no seat is lost or given twice."
    target: int = 1_000_000

    def run(self, effort: Effort) -> Outcome:
        """World after world, then each control until it is seen to fail."""
        worlds = QUICK_WORLDS if effort.quick else FULL_WORLDS
        found: list[Violation] = []
        figures: Counter[str] = Counter()
        for lived in _parts(effort, worlds):
            figures += lived.figures
            for number, broken in lived.broken.items():
                found.append(Violation(f"world-{effort.seed}-{number:06d}", "; ".join(broken)))
                effort.tell(found[-1])
        controls = tuple(_control(effort.seed, name) for name in BAD)
        cases = figures.pop("sessions", 0)
        kinds = sum(name.startswith("fault: ") for name in figures)
        return Outcome(
            cases,
            tuple(found),
            controls,
            {"fault kinds": kinds, "worlds": worlds, **dict(sorted(figures.items()))},
        )

    def replay(self, case: str) -> list[str]:
        """``world-SEED-NUMBER``, as a violation names it."""
        found = _CASE.fullmatch(case)
        if found is None:
            raise ValueError("it is written as world-1-000123")
        with house.opened() as database:
            return list(live(database, int(found[1]), int(found[2])).broken)


def _parts(effort: Effort, worlds: int) -> Iterator[Lived]:
    firsts = range(0, worlds, WORLDS_AT_ONCE)
    spans = [(effort.seed, first, min(first + WORLDS_AT_ONCE, worlds)) for first in firsts]
    if effort.jobs == 1 or len(spans) == 1:
        yield from map(_live_some, spans)
        return
    with ProcessPoolExecutor(effort.jobs, mp_context=get_context("spawn")) as workers:
        yield from workers.map(_live_some, spans)


def _live_some(span: tuple[int, int, int]) -> Lived:
    seed, first, after = span
    broken: dict[int, tuple[str, ...]] = {}
    figures: Counter[str] = Counter()
    with house.opened() as database, _collecting_between_worlds() as collect:
        for number in range(first, after):
            lived = live(database, seed, number)
            figures += lived.figures
            if lived.broken:
                broken[number] = lived.broken
            collect()
    return Lived(broken, figures)


@contextmanager
def _collecting_between_worlds() -> Iterator[Callable[[], object]]:
    """Python looks for garbage after each world only: a sixth of the time."""
    gc.freeze()
    gc.disable()
    try:
        yield gc.collect
    finally:
        gc.enable()
        gc.unfreeze()


def _control(seed: int, name: str) -> Control:
    with house.opened() as database:
        for number in range(CONTROL_WORLDS):
            lived = live(database, seed, number, settling=BAD[name])
            if lived.broken:
                return Control(name, (number + 1) * SESSIONS, len(lived.broken))
    return Control(name, CONTROL_WORLDS * SESSIONS, 0)


# --- what must be caught ------------------------------------------------------------------------------------------------


class TakesSilenceForNo(Settler):
    """An answer that is lost means that the card was refused."""

    def _record(self, payment: PaymentRow, answer: Answer) -> None:
        if isinstance(answer, Unknown) and answer.doubt in (Doubt.TIMED_OUT, Doubt.CUT_OFF):
            self._record_not_charged(payment, "lost")
        else:
            super()._record(payment, answer)


@dataclass
class NewKeys:
    """A channel that sends every confirm under a key of its own."""

    line: Channel
    sent: list[str] = field(default_factory=list)

    def confirm(self, order: Order) -> Answer:
        """As if it were the first."""
        self.sent.append(order.order_id)
        return self.line.confirm(replace(order, confirm_key=f"{order.confirm_key}-{len(self.sent)}"))

    def inquire(self, order: Order) -> Answer:
        """As it is."""
        return self.line.inquire(order)

    def cancel(self, order: Order, *, reason: str, key: str, amount: Won | None = None) -> RefundAnswer:
        """As it is."""
        return self.line.cancel(order, reason=reason, key=key, amount=amount)

    def prove_canceled(self, order: Order) -> RefundAnswer:
        """As it is."""
        return self.line.prove_canceled(order)

    def look_up(self, order: Order) -> Standing:
        """As it is."""
        return self.line.look_up(order)


def _takes_silence_for_no(shop: Shop, line: Line) -> Settler:
    return TakesSilenceForNo(shop, line, lambda: line.clock_skew_s)


def _new_keys() -> Settling:
    channels: dict[int, NewKeys] = {}

    def settling(shop: Shop, line: Line) -> Settler:
        channel = channels.setdefault(id(line), NewKeys(line))
        return Settler(shop, channel, lambda: line.clock_skew_s)

    return settling


BAD: Final[dict[str, Settling]] = {
    "a lost answer is taken for a refusal": _takes_silence_for_no,
    "every try has a new key": _new_keys(),
}
