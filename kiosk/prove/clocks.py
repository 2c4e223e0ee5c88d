"""The campaign of wrong clocks: in every state of a payment the machine's clock jumps, by a second or by ten years, and back.

The company's clock stays right. Its confirm may still be on its way while ours says that all is long over.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import VirtualClock, seeded
from kiosk.prove.interleavings.baton import Baton
from kiosk.prove.interleavings.floor import House, Scene, house, scene
from kiosk.services import holding
from kiosk.services.settling import Settler
from kiosk.storage.payments import PaymentRow

FULL_JUMPS, QUICK_JUMPS = 200, 14
YEAR_S: Final = 31_557_600
_NAMED: Final = tuple(
    sign * seconds
    for seconds in (1, 60, 121, 601, 3_600, 9 * 3_600, 86_400, 30 * 86_400, YEAR_S, 10 * YEAR_S)
    for sign in (1, -1)
)
_MOMENTS: Final = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2026, 3, 13, 14, 59, 59, 999_000, tzinfo=UTC),  # a millisecond before midnight in Seoul
    datetime(2026, 3, 31, 15, 0, tzinfo=UTC),  # the first instant of April in Seoul
    datetime(2026, 12, 31, 14, 59, 59, tzinfo=UTC),  # the last second of the year in Seoul
)


class Stage(StrEnum):
    """How far the guest is when the clock jumps."""

    HELD = "held"
    OPENED = "opened"
    INTENT = "intent"
    SENT = "sent"
    SENT_LATE = "sent-late"
    PAID = "paid"


@dataclass
class SkewedClock:
    """The machine's clock: the right one, and what it is wrong by. Implements ``kiosk.domain.ports.Clock``."""

    right: VirtualClock
    wrong_by_s: float = 0.0

    def now(self) -> datetime:
        """What the machine believes."""
        return self.right.now() + timedelta(seconds=self.wrong_by_s)

    def monotonic(self) -> float:
        """This one does not jump."""
        return self.right.monotonic()

    def sleep(self, seconds: float) -> None:
        """Move on at once."""
        self.right.sleep(seconds)


Skew = Callable[[], float | None]


@dataclass(frozen=True, slots=True)
class Clocks:
    """Every stage, every jump. Implements ``Campaign``."""

    name: str = "clocks"
    claim: str = (
        "However wrong the machine's clock goes, and whenever, nobody is charged twice or for nothing."
    )
    target: int = FULL_JUMPS * len(Stage)

    def run(self, effort: Effort) -> Outcome:
        """Each stage with each jump, and the settler that believes its own clock."""
        jumps = list(_jumps(QUICK_JUMPS if effort.quick else FULL_JUMPS, effort.seed))
        with TemporaryDirectory(prefix="jari-clocks-") as folder, house(Path(folder)) as there:
            cases = [(stage, jump) for stage in Stage for jump in jumps]
            found = [
                Violation(f"{stage}.{jump:g}", what)
                for stage, jump in cases
                for what in _case(there, stage, jump)
            ]
            bad = sum(bool(_case(there, Stage.SENT_LATE, jump, trusts_itself=True)) for jump in jumps)
        control = Control("a settler that believes its own clock", len(jumps), bad)
        return Outcome(len(cases), tuple(found), (control,), {"jumps": len(jumps), "stages": len(Stage)})

    def replay(self, case: str) -> list[str]:
        """``stage.seconds``, such as ``sent-late.86400``."""
        stage, _, seconds = case.partition(".")
        try:
            jump = float(seconds)
            there_is = Stage(stage)
        except ValueError:
            raise ValueError(f"{case!r} is not a case such as sent-late.86400") from None
        with TemporaryDirectory(prefix="jari-clocks-") as folder, house(Path(folder)) as there:
            return _case(there, there_is, jump)


def _jumps(count: int, seed: int) -> Iterator[float]:
    start = VirtualClock().now()
    named = [*_NAMED, *((moment - start).total_seconds() for moment in _MOMENTS)]
    if count < len(named):
        yield from named[12:14]  # a day ahead and a day back: what the control is caught with
        yield from seeded("clocks", seed).sample(named[:12] + named[14:], count - 2)
        return
    yield from named
    chance = seeded("clocks", seed)
    for _ in range(count - len(named)):
        yield round(chance.choice((-1, 1)) * 10 ** chance.uniform(0, 8.5), 3)


def _case(there: House, stage: Stage, jump: float, *, trusts_itself: bool = False) -> list[str]:
    play = _Play.of(there, trusts_itself=trusts_itself)
    try:
        play.reach(stage)
        play.clock.wrong_by_s = jump
        play.go_on(stage)
        play.clock.wrong_by_s = 0.0
        return play.scene.end()
    except Exception as failed:  # noqa: BLE001 - whatever the product raises is what this case found
        return [f"it failed: {type(failed).__name__}: {failed}"]


@dataclass
class _Play:
    """One guest, one wrong clock."""

    scene: Scene
    clock: SkewedClock
    skew_s: Skew
    row: PaymentRow | None = None
    booking_id: str | None = None
    visit: str = field(default="a")

    @classmethod
    def of(cls, there: House, *, trusts_itself: bool) -> "_Play":
        stage = scene(there, Baton())
        clock = SkewedClock(stage.clock)
        stage = replace(stage, shop=replace(stage.shop, clock=clock))

        def skew_s() -> float | None:
            return None if trusts_itself else clock.wrong_by_s

        return cls(stage, clock, skew_s)

    def settle_all(self) -> None:
        """As the program does, every so often."""
        Settler(self.scene.shop, self.scene.company, self.skew_s).settle_all()

    def reach(self, stage: Stage) -> None:
        """Up to where the clock jumps."""
        company = self.scene.company
        company.hides = True
        self.booking_id = self.scene.hold(self.visit)
        if stage is Stage.HELD:
            return
        assert self.booking_id is not None
        self.row = self.scene.open(self.visit, self.booking_id)
        if stage is Stage.OPENED:
            return
        if stage is Stage.SENT_LATE:
            company.late = timedelta(minutes=4)
        elif stage is Stage.SENT:
            company.loses = 2
        self._come_back(and_settle=stage is not Stage.INTENT)

    def go_on(self, stage: Stage) -> None:
        """What happens by itself while the clock is wrong: sweeps, rounds of the settler, a guest who comes back."""
        if stage is Stage.HELD and self.booking_id:
            self.row = self.scene.open(self.visit, self.booking_id)
        if stage in (Stage.HELD, Stage.OPENED) and self.row:
            self._come_back(and_settle=True)
        for wait_s in (5, 40, 61, 61, 61, 120, 900):
            self.scene.clock.advance(wait_s)
            holding.sweep(self.scene.shop)
            self.scene.company.run_late()
            self.settle_all()

    def _come_back(self, *, and_settle: bool) -> None:
        assert self.row is not None
        if self.scene.accept(self.visit, self.row) and and_settle:
            settler = Settler(self.scene.shop, self.scene.company, self.skew_s)
            settler.settle(self.row.payment_id)
