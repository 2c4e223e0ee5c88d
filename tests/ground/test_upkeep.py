"""Reconciling beside serving: what is due and nothing else, patiently while the company is away, and first after a restore."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.app.errors import Fix
from kiosk.app.upkeep import TRY_AGAIN_S, Upkeep
from kiosk.services.reconciling import NotReconciled
from kiosk.storage import room
from tests.fakes.machine import FakeClock

DAY = date(2026, 3, 13)


@dataclass
class FakeReconciler:
    """Does what its script says; a day that was compared is no longer due."""

    due: list[date]
    away: bool = False
    compared: list[date] = field(default_factory=list)

    def due_days(self) -> list[date]:
        return [day for day in self.due if day not in self.compared]

    must_come_first = due_days

    def asked_days(self) -> list[date]:
        return self.due_days()[:1]

    def reconcile(self, day: date) -> Any:
        if self.away:
            return NotReconciled(day, "the payment company cannot be reached: refused")
        self.compared.append(day)
        return day


def upkeep(reconciler: FakeReconciler, clock: FakeClock | None = None) -> Upkeep:
    return Upkeep(reconciler, clock or FakeClock())  # type: ignore[arg-type]  # a stand-in


def test_every_day_that_is_due_is_compared_oldest_first() -> None:
    reconciler = FakeReconciler([DAY, DAY + timedelta(days=1)])
    keeping = upkeep(reconciler)
    assert keeping.run() == [DAY, DAY + timedelta(days=1)]
    assert keeping.run() == []


def test_the_day_that_a_desk_waits_for_is_compared_alone() -> None:
    reconciler = FakeReconciler([DAY, DAY + timedelta(days=1)])
    assert upkeep(reconciler).run_asked() == [DAY]


def test_while_the_company_is_away_it_is_left_alone_for_ten_minutes() -> None:
    clock, reconciler = FakeClock(), FakeReconciler([DAY, DAY + timedelta(days=1)], away=True)
    keeping = upkeep(reconciler, clock)
    assert len(keeping.run()) == 1, "the next day would not answer either"
    assert keeping.run() == []
    reconciler.away = False
    clock.advance(TRY_AGAIN_S - 1)
    assert keeping.run() == []
    clock.advance(1)
    assert len(keeping.run()) == 2


def test_after_a_restore_nothing_is_sold_before_the_missing_days_were_compared() -> None:
    reconciler = FakeReconciler([DAY])
    assert upkeep(reconciler).before_selling() == [DAY]
    assert upkeep(reconciler).before_selling() == []
    reconciler.compared.clear()
    reconciler.away = True
    with pytest.raises(Fix, match="backup was restored") as stopped:
        upkeep(reconciler).before_selling()
    assert "kiosk reconcile --date 2026-03-13" in stopped.value.cure


@dataclass
class FakeRecorded:
    """Counts who looks whether something can be written down."""

    looks: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.looks.append("always")

    def watch_if_closed(self) -> None:
        self.looks.append("if closed")


def test_whether_orders_can_be_written_down_is_tried_before_selling_and_now_and_then() -> None:
    recorded = FakeRecorded()
    keeping = Upkeep(FakeReconciler([]), FakeClock(), None, recorded)  # type: ignore[arg-type]  # stand-ins
    keeping.before_selling()
    keeping.run()
    keeping.run_asked()
    assert recorded.looks == ["always", "always", "if closed"]


def test_a_spare_that_a_full_disk_has_cost_is_put_aside_again(tmp_path: Path) -> None:
    file = tmp_path / "jari.db"
    Upkeep(FakeReconciler([]), FakeClock(), file).run()  # type: ignore[arg-type]  # a stand-in
    assert room.give_up_spare(file)
    Upkeep(FakeReconciler([]), FakeClock(), file).run()  # type: ignore[arg-type]  # a stand-in
    assert room.give_up_spare(file)
