"""What is kept in memory of a restaurant is true: whoever changes any part of it, by whatever road, it is read anew."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete, insert, text, update

from kiosk.domain.money import won
from kiosk.domain.refunds import DEFAULT
from kiosk.domain.sittings import SpecialDay, WeeklyRule
from kiosk.services.restaurants import current, load
from kiosk.services.shop import Kept, Shop
from kiosk.storage import floors, hours, refunds, tables
from kiosk.storage.engine import Session

HOLIDAY = SpecialDay(date(2026, 12, 25), "성탄절")


def _statement(statement: str) -> Callable[[Session], object]:
    """A statement of somebody who knows nothing of editions, such as a program of an older version."""
    return lambda session: session.execute(text(statement))


CHANGES: dict[str, Callable[[Session], object]] = {
    "its names": _statement('UPDATE restaurant SET names = \'{"ko": "새이름"}\''),
    "its largest party": _statement("UPDATE restaurant SET largest_party = 3"),
    "the room": _statement("UPDATE restaurant SET width = width + 1"),
    "a table out of use": _statement("UPDATE dining_table SET out_of_use = 1 WHERE table_id = '1'"),
    "a seat's label": _statement(
        "UPDATE seat SET label = 'Z9' WHERE seat_id = (SELECT min(seat_id) FROM seat)"
    ),
    "a seat less": lambda session: session.execute(
        delete(tables.seat).where(tables.seat.c.seat_id == "bar-1")
    ),
    "a price": lambda session: session.execute(update(tables.weekly_rule).values(price_won=12_345)),
    "a rule less": lambda session: session.execute(
        delete(tables.weekly_rule).where(tables.weekly_rule.c.place == 0)
    ),
    "all rules": lambda session: floors.replace_rules(session, "corner", load_rules()),
    "a day off": lambda session: hours.put_day(session, "corner", HOLIDAY),
    "refund terms": lambda session: refunds.store_policy(session, "corner", replace(DEFAULT, no_show=7)),
}


def load_rules() -> list[WeeklyRule]:
    return [WeeklyRule(0, time(9), time(10), timedelta(hours=1), timedelta(hours=1), won(1_000))]


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_of_any_part_is_seen_at_once(shop: Shop, what: str) -> None:
    before = current(shop)
    with shop.database.write() as session:
        CHANGES[what](session)
    after = current(shop)
    assert after != before
    assert after == load(shop.database, "corner")


def test_a_day_off_that_is_taken_back_is_seen_at_once(shop: Shop) -> None:
    with shop.database.write() as session:
        hours.put_day(session, "corner", HOLIDAY)
    assert current(shop).days == (HOLIDAY,)
    with shop.database.write() as session:
        hours.drop_day(session, "corner", HOLIDAY.day)
    assert current(shop).days == ()


def test_what_did_not_change_is_not_read_again(shop: Shop) -> None:
    assert current(shop) is current(shop)


def test_settings_that_are_no_part_of_a_restaurant_make_no_new_edition(shop: Shop) -> None:
    before = current(shop)
    with shop.database.write() as session:
        session.execute(insert(tables.setting).values(restaurant_id="corner", name="a note", value="1"))
    assert current(shop) is before


def test_a_change_that_is_rolled_back_leaves_nothing_behind(shop: Shop) -> None:
    """The edition is drawn, not counted: the next change does not get the number of the one that never was."""
    before = load(shop.database, "corner")
    with pytest.raises(RuntimeError), shop.database.write() as session:
        session.execute(update(tables.weekly_rule).values(price_won=1))
        floors.edition_of(session, "corner")
        raise RuntimeError("the disk is gone")
    assert current(shop) == before
    with shop.database.write() as session:
        session.execute(update(tables.weekly_rule).values(price_won=2))
    assert {rule.price for rule in current(shop).rules} == {2}


def test_what_another_lane_keeps_meanwhile_is_not_what_this_transaction_sees(
    shop: Shop,
) -> None:
    """A lane that reads a later edition puts it in memory just when this one has put its own there."""
    late = replace(load(shop.database, "corner"), largest_party=1)

    class Racing(Kept):
        """As if the other lane were always the quicker one."""

        def __setattr__(self, name: str, value: object) -> None:
            object.__setattr__(self, name, (-1, late) if name == "last" else value)

    raced = replace(shop, kept=Racing())
    assert current(raced) == load(shop.database, "corner")
