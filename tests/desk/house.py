"""A desk with its back office, over real services, for the tests of what lies behind the rail."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.desk.back.office import Office, OfficeMeans
from kiosk.domain.sittings import day_bounds, seoul_day
from kiosk.services.reconciling import Reconciler
from tests.desk.front import Front, opened, words
from tests.desk.stage import look
from tests.fakes.channel import FakeChannel
from tests.fakes.machine import FRIDAY_EVENING
from tests.fakes.statements import FakeStatements

DAY = seoul_day(FRIDAY_EVENING)


@dataclass
class FakeFiles:
    """A person who always keeps files in one folder, and has one to open."""

    folder: Path
    has: Path | None = None
    asked: list[str] = field(default_factory=list)

    def to_save(self, name: str, kinds: str) -> Path | None:
        self.asked.append(name)
        return self.folder / name

    def to_open(self, kinds: str) -> Path | None:
        return self.has


@dataclass
class House:
    """A desk with its back office, and a company's list."""

    front: Front
    office: Office
    files: FakeFiles
    lists: FakeStatements = field(default_factory=FakeStatements)

    def go(self, place: str) -> None:
        self.front.touch(place)

    def compared(self) -> None:
        self.front.clock.advance(1)
        Reconciler(self.front.kiosk, FakeChannel(), self.lists).reconcile(DAY)
        self.refresh()

    def refresh(self) -> None:
        self.front.refresh()
        self.front.settle()

    def past_midnight(self) -> None:
        """An hour past; somebody is at the desk, which would else lock itself at its next tick."""
        self.front.clock.advance((day_bounds(DAY)[1] - self.front.clock.now()).total_seconds() + 3_600)
        self.front.controller.alive()


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path, newest_file: Path) -> Iterator[House]:
    shutil.copy(newest_file, tmp_path / "jari.db")
    with opened(f"sqlite:///{tmp_path / 'jari.db'}") as desk:
        files = FakeFiles(tmp_path)
        means = OfficeMeans(desk.shop, desk.lanes, files, lambda name, facts: desk.logged.append(name))
        office = Office(means, look(), words())
        desk.controller.add_office(office)
        yield House(desk, office, files)
