"""The campaign: each scene under each clock in every order up to a number, judged by the ten promises.

The controls take away the one constraint that forbids overselling, and the one rule that keeps a timer off a payment.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sqlalchemy import select

from kiosk.domain.states import BookingStatus
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.interleavings.baton import Baton
from kiosk.prove.interleavings.floor import House, Scene, house, scene
from kiosk.prove.interleavings.orders import Orders, Script
from kiosk.prove.interleavings.scenes import CLOCKS, SCENES
from kiosk.storage import bookings, overdue, tables
from kiosk.storage.bookings import BookingRow
from kiosk.storage.engine import Session

FULL_ORDERS: Final = 400
QUICK_ORDERS: Final = 5
CONTROL_ORDERS: Final = 60
_LETTERS: Final = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Interleavings:
    """Every order of transactions and calls. Implements ``Campaign``."""

    name: str = "interleavings"
    claim: str = (
        "In whatever order guests, redirects, sweeps, settlers and the clock act, every promise holds."
    )
    target: int = 7_500

    def run(self, effort: Effort) -> Outcome:
        """All scenes under all clocks."""
        at_most = QUICK_ORDERS if effort.quick else FULL_ORDERS
        found: list[Violation] = []
        cases = exhausted = 0
        with _folder() as folder, house(folder) as there:
            for scene_name in SCENES:
                for clock in CLOCKS:
                    orders = Orders(at_most, f"{effort.seed}/{scene_name}/{clock}")
                    run, broken = _explore(there, scene_name, clock, orders)
                    cases, found = cases + run, found + broken
                    exhausted += orders.is_exhausted
        controls = tuple(_control(name) for name in _BAD)
        figures = {"scenes": len(SCENES) * len(CLOCKS), "scenes_in_every_order": exhausted}
        return Outcome(cases, tuple(found), controls, figures)

    def replay(self, case: str) -> list[str]:
        """``scene.clock.choices``, as a violation names it."""
        scene_name, _, rest = case.partition(".")
        clock, _, letters = rest.partition(".")
        if scene_name not in SCENES or clock not in CLOCKS or not set(letters) <= set(_LETTERS):
            raise ValueError(f"{case!r} is not a case such as two-guests.in-time.0110")
        with _folder() as folder, house(folder) as there:
            choices = tuple(_LETTERS.index(letter) for letter in letters)
            _, broken = _run(there, scene_name, clock, choices)
        return broken


def _explore(there: House, scene_name: str, clock: str, orders: Orders) -> tuple[int, list[Violation]]:
    cases, found = 0, []
    for prefix in orders:
        made, broken = _run(there, scene_name, clock, prefix)
        orders.made(made)
        cases += 1
        if broken:
            letters = "".join(_LETTERS[choice] for choice, _ in made)
            found.append(Violation(f"{scene_name}.{clock}.{letters}", "; ".join(broken)))
    return cases, found


def _run(
    there: House, scene_name: str, clock: str, choices: tuple[int, ...]
) -> tuple[list[tuple[int, int]], list[str]]:
    baton = Baton()
    on_stage = scene(there, baton)
    hands = dict(SCENES[scene_name](on_stage))
    if CLOCKS[clock]:
        hands["clock"] = _passing(on_stage, baton, CLOCKS[clock])
    try:
        made = baton.run(hands, Script(choices))
    except Exception as failed:  # noqa: BLE001 - whatever a hand raises is what this case found
        return [], [f"a hand failed: {type(failed).__name__}: {failed}"]
    return made, on_stage.end()


def _passing(there: Scene, baton: Baton, seconds: int) -> Callable[[], None]:
    def pass_by() -> None:
        baton.pause()
        there.clock.advance(seconds)

    return pass_by


def _control(name: str) -> Control:
    make_bad, scenes = _BAD[name]
    cases, broken = 0, 0
    with _folder() as folder, house(folder) as there, _as_they_were():
        make_bad(there)
        for scene_name in scenes:
            for clock in CLOCKS:
                if not broken:
                    run, found = _explore(there, scene_name, clock, Orders(CONTROL_ORDERS, name))
                    cases, broken = cases + run, broken + len(found)
    return Control(name, cases, broken)


def _without_the_constraint(there: House) -> None:
    """Two bookings may claim one seat in one cell."""
    with there.database.write() as session:
        for statement in (
            "CREATE TABLE anything AS SELECT * FROM claim",
            "DROP TABLE claim",
            "ALTER TABLE anything RENAME TO claim",
        ):
            session.exec_driver_sql(statement)


def _timer_frees_what_is_being_paid(there: House) -> None:  # noqa: ARG001 - each bad variant is told where
    """Every READY hold whose time is over lapses, whatever its payment is doing."""

    def lapsed(session: Session, restaurant_id: str, at: datetime) -> list[BookingRow]:
        b = tables.booking.c
        ids = session.execute(
            select(b.booking_id).where(
                b.restaurant_id == restaurant_id, b.status == BookingStatus.READY, b.hold_ends_at <= at
            )
        ).scalars()
        rows = [bookings.find(session, restaurant_id, booking_id) for booking_id in ids.all()]
        return [row for row in rows if row is not None]

    bookings.lapsed = lapsed

    def anything(session: Session, restaurant_id: str, at: datetime) -> bool:
        return bool(lapsed(session, restaurant_id, at)) or honest(session, restaurant_id, at)

    honest = overdue.is_anything
    overdue.is_anything = anything


@contextmanager
def _as_they_were() -> Iterator[None]:
    """Whatever a bad variant has changed is put back."""
    honest = bookings.lapsed, overdue.is_anything
    try:
        yield
    finally:
        bookings.lapsed, overdue.is_anything = honest


_BAD: Final[dict[str, tuple[Callable[[House], None], tuple[str, ...]]]] = {
    "claims without their primary key": (_without_the_constraint, ("two-guests", "rival")),
    "a timer that frees what is being paid": (_timer_frees_what_is_being_paid, ("redirect-twice", "rival")),
}


@contextmanager
def _folder() -> Iterator[Path]:
    """In memory where there is such a place: thousands of small files come and go."""
    shared = Path("/dev/shm")  # noqa: S108 - a private folder is made below it
    place = nullcontext(shared) if shared.is_dir() else nullcontext(None)
    with place as below, TemporaryDirectory(prefix="jari-orders-", dir=below) as made:
        yield Path(made)
