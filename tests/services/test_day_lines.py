"""A day is read whole once and then only where it changed; what is shown is what is stored, after every act there is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update

from kiosk.domain.money import won
from kiosk.domain.seated import Phase, SeatedEvent
from kiosk.domain.sittings import Sitting, seoul_day
from kiosk.domain.staff import Role
from kiosk.services import (
    day_lines,
    floor_setup,
    giving_back,
    holding,
    placing,
    privacy,
    serving,
    today,
)
from kiosk.services.at_desk import Done
from kiosk.services.floor_setup import Published
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.privacy import Erased
from kiosk.services.restaurants import load
from kiosk.services.shop import Kept, Shop
from kiosk.services.staffing import By
from kiosk.storage import tables
from tests.fakes.machine import FakeClock
from tests.services.desk_crew import by, hire
from tests.services.road import Road

TWO = frozenset({"2-1", "2-2"})


@pytest.fixture
def owner(shop: Shop) -> By:
    return by(shop, hire(shop, Role.OWNER, "대표"))


def is_as_stored(shop: Shop) -> bool:
    """What this desk shows is what one shows that was just started."""
    fresh = today.read_today(replace(shop, kept=Kept())).lines
    return bool(today.read_today(shop).lines == fresh)


def take(shop: Shop, who: By, sitting: Sitting, kind: HouseKind = HouseKind.RESERVED) -> Done:
    made = placing.take_seats(
        shop, who, Wanted(kind, TWO, 2, sitting.starts, sitting.ends, "홍길동 01012345678")
    )
    assert isinstance(made, Done), made
    return made


def test_after_every_act_the_day_is_as_it_is_stored(
    shop: Shop, road: Road, clock: FakeClock, owner: By, now_sitting: Sitting
) -> None:
    assert is_as_stored(shop)
    held = road.hold()
    assert is_as_stored(shop)
    holding.extend(shop, "v1", held.booking_id)
    assert is_as_stored(shop)
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    assert is_as_stored(shop)
    serving.note(shop, owner, payment.booking_id, SeatedEvent.SEATED, 0)
    assert is_as_stored(shop)
    done = take(shop, owner, now_sitting)
    assert is_as_stored(shop)
    moved = placing.move(shop, owner, done.booking_id, done.version, frozenset({"3-1", "3-2"}))
    assert isinstance(moved, Done), moved
    assert is_as_stored(shop)
    tomorrow = now_sitting.starts + timedelta(days=1)
    gone = placing.move(shop, owner, done.booking_id, moved.version, TWO, tomorrow)
    assert isinstance(gone, Done), gone
    assert is_as_stored(shop)
    assert today.read_today(shop).line(done.booking_id) is None
    giving_back.cancel_without_refund(shop, owner, payment.booking_id)
    assert is_as_stored(shop)
    assert today.read_today(shop).lines == ()


def test_what_has_not_changed_is_not_read_again(shop: Shop, owner: By, now_sitting: Sitting) -> None:
    first = take(shop, owner, now_sitting)
    line = today.read_today(shop).line(first.booking_id)
    later = replace(
        now_sitting,
        starts=now_sitting.starts + timedelta(hours=3),
        ends=now_sitting.ends + timedelta(hours=3),
    )
    take(shop, owner, later)
    assert today.read_today(shop).line(first.booking_id) is line


def test_headings_go_on_with_the_time_alone(
    shop: Shop, clock: FakeClock, owner: By, now_sitting: Sitting
) -> None:
    done = take(shop, owner, now_sitting)
    today.read_today(shop)
    clock.instant = now_sitting.starts + timedelta(minutes=20)
    line = today.read_today(shop).line(done.booking_id)
    assert line is not None
    assert line.phase is Phase.LATE
    clock.instant = now_sitting.starts - timedelta(minutes=20)
    assert is_as_stored(shop), "also with a clock that was set back"


def test_words_that_were_erased_are_gone_at_once(shop: Shop, owner: By, now_sitting: Sitting) -> None:
    done = take(shop, owner, now_sitting)
    today.read_today(shop)
    assert isinstance(privacy.erase(shop, owner, "길동"), Erased)
    line = today.read_today(shop).line(done.booking_id)
    assert line is not None
    assert "길동" not in line.note


def test_a_plan_that_was_published_names_its_tables(shop: Shop, owner: By, now_sitting: Sitting) -> None:
    done = take(shop, owner, now_sitting)
    today.read_today(shop)
    plan = load(shop.database, shop.restaurant_id).plan
    named = replace(plan, tables=tuple(replace(table, label=f"T{table.label}") for table in plan.tables))
    assert isinstance(floor_setup.publish(shop, owner, named, plan), Published)
    line = today.read_today(shop).line(done.booking_id)
    assert line is not None
    assert line.tables == ("T2",)


def _cut(shop: Shop) -> None:
    """The end of the chain is cut off, as in a database that was set back."""
    with shop.database.write() as session:
        session.execute(delete(tables.journal).where(tables.journal.c.place > 1))


def _another(shop: Shop) -> None:
    """The chain is another one of the same length."""
    with shop.database.write() as session:
        session.execute(update(tables.journal).values(hash="f" * 64))


def _longer(shop: Shop) -> None:
    """Another one that has got further."""
    with shop.database.write() as session:
        session.execute(update(tables.journal).values(hash="f" * 64, place=tables.journal.c.place + 1_000))


@pytest.mark.parametrize("harm", [_cut, _another, _longer])
def test_of_a_chain_that_is_not_the_one_that_was_read_nothing_is_taken_for_known(
    harm: Callable[[Shop], None], shop: Shop, owner: By, now_sitting: Sitting
) -> None:
    done = take(shop, owner, now_sitting)
    today.read_today(shop)
    with shop.database.write() as session:
        session.execute(text("UPDATE house_booking SET note = '다른 손님'"))
    harm(shop)
    line = today.read_today(shop).line(done.booking_id)
    assert line is not None
    assert line.note == "다른 손님"


def test_after_very_many_changes_the_day_is_read_whole(
    shop: Shop, owner: By, now_sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_lines, "_MOST_CHANGES", 0)
    today.read_today(shop)
    take(shop, owner, now_sitting)
    assert is_as_stored(shop)


def test_two_days_are_kept_in_mind_and_no_more(shop: Shop) -> None:
    day = seoul_day(shop.clock.now())
    for days in range(4):
        today.read_today(shop, day + timedelta(days=days))
    assert list(shop.kept.days) == [day + timedelta(days=2), day + timedelta(days=3)]


def test_a_guest_by_telephone_is_found_by_name_and_by_the_last_four_digits(
    shop: Shop, owner: By, now_sitting: Sitting
) -> None:
    done = take(shop, owner, now_sitting)
    for asked in ("홍길동", "5678", " 길동 "):
        assert [line.booking_id for line in today.find(shop, asked)] == [done.booking_id], asked
    assert today.find(shop, "9999") == today.find(shop, "%") == ()
    assert won(0) == today.find(shop, "길동")[0].amount
