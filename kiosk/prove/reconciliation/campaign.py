"""The campaign: clean days, days with planted differences, and restored databases, each judged by itself."""

import multiprocessing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.reconciliation.days import CONTROLS, Day, Judged, Product, judge
from kiosk.prove.reconciliation.plants import PLANTS
from kiosk.prove.reconciliation.restored import Restored

FULL_DAYS, FULL_SALES, FULL_EACH, FULL_WORLDS = 50, 2_000, 20, 30
QUICK_DAYS, QUICK_SALES, QUICK_EACH, QUICK_WORLDS = 2, 300, 3, 1
_MOST = 100_000
_MOST_IN_A_WORLD = 20

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Our books against the company's list. Implements ``Campaign``."""

    name: str = "reconciliation"
    claim: str = (
        "Every planted difference between our books and the company's is found, classed and counted to the won; "
        "a clean ledger raises no alarm, and a restored database explains every won."
    )
    target: int = FULL_DAYS * (FULL_SALES + FULL_EACH * len(PLANTS)) + FULL_WORLDS

    def run(self, effort: Effort) -> Outcome:
        """All of it."""
        quick = effort.quick
        days, size = (QUICK_DAYS, QUICK_SALES) if quick else (FULL_DAYS, FULL_SALES)
        each = QUICK_EACH if quick else FULL_EACH
        clean = [Day(effort.seed, nth, size, 0) for nth in range(days)]
        planted = [Day(effort.seed + 1, nth, size // 10, each) for nth in range(days)]
        worlds = [
            Restored(effort.seed + nth, 1 if quick else 1 + nth % 4)
            for nth in range(QUICK_WORLDS if quick else FULL_WORLDS)
        ]
        judged = _spread(judge, [*clean, *planted], effort)
        broken = _spread(Restored.broken, worlds, effort)
        violations = [
            *(
                Violation(day.word, what)
                for day, end in zip([*clean, *planted], judged, strict=True)
                for what in end.wrong
            ),
            *(
                Violation(world.word, what)
                for world, ends in zip(worlds, broken, strict=True)
                for what in ends
            ),
        ]
        return Outcome(
            cases=sum(end.sales for end in judged[:days]) + sum(end.planted for end in judged) + len(worlds),
            violations=tuple(violations),
            controls=_controls(effort.seed),
            figures=_figures(judged, days, len(worlds)),
        )

    def replay(self, case: str) -> list[str]:
        """A day (``day:SEED:NTH:SALES:EACH``) or a restored database (``restored:SEED:EACH``)."""
        word, *texts = case.split(":")
        numbers = [int(text) for text in texts if text.isascii() and text.isdecimal() and int(text) <= _MOST]
        if len(numbers) != len(texts):
            numbers = []
        match word, numbers:
            case "day", [seed, nth, size, each] if size > 1:
                return list(judge(Day(seed, nth, size, each)).wrong)
            case "restored", [seed, each] if 0 < each <= _MOST_IN_A_WORLD:
                return Restored(seed, each).broken()
            case _:
                raise ValueError(f"{case!r} is not a case such as day:1:3:300:0 or restored:1:2")


def _controls(seed: int) -> tuple[Control, ...]:
    """Each bad variant on a clean day and on one with differences; and nobody who adopts."""
    days = (Day(seed, 0, QUICK_SALES, 0), Day(seed, 1, QUICK_SALES // 10, QUICK_EACH))
    found = [
        Control(name, len(days), sum(len(_judge_bad(day, product)) for day in days))
        for name, product in CONTROLS.items()
    ]
    unseen = len(Restored(seed, 1).broken(adopts=False))
    return (*found, Control("a restored database that nobody reconciles", 1, unseen))


def _judge_bad(day: Day, product: Product) -> tuple[str, ...]:
    return judge(day, product).wrong


def _figures(judged: Sequence[Judged], days: int, worlds: int) -> dict[str, int | float | str]:
    clean, planted = judged[:days], judged[days:]
    return {
        "clean_sales": sum(end.sales for end in clean),
        "false_alarms": sum(len(end.wrong) for end in clean),
        "kinds_planted": len(PLANTS),
        "planted": sum(end.planted for end in planted),
        "wrongly_classed": sum(len(end.wrong) for end in planted),
        "pages": sum(end.pages for end in judged),
        "rows": sum(end.rows for end in judged),
        "won_compared": sum(end.won for end in judged),
        "restored_databases": worlds,
    }


def _spread(work: Callable[[T], R], cases: Sequence[T], effort: Effort) -> list[R]:
    """In as many processes as there may be; the results come in the order of the cases."""
    if effort.jobs == 1 or effort.quick:
        return [work(case) for case in cases]
    with multiprocessing.get_context("spawn").Pool(min(effort.jobs, len(cases))) as pool:
        return pool.map(work, cases, chunksize=max(1, len(cases) // (effort.jobs * 4)))
