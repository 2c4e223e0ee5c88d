"""A desk's and a settler's own role at a server: each does its work, and none of what belongs to the other or to the owner."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kiosk.app.machine import MachineIds
from kiosk.domain.money import won
from kiosk.domain.seated import SeatedEvent
from kiosk.domain.sittings import Sitting
from kiosk.domain.staff import TRIES_BEFORE_LOCK, Role
from kiosk.services import (
    attendance,
    checkout,
    floor_setup,
    giving_back,
    holding,
    offsites,
    placing,
    privacy,
    serving,
    staffing,
    terminal_list,
    today,
)
from kiosk.services.at_desk import Done
from kiosk.services.exchanges import order_of
from kiosk.services.floor_setup import Published
from kiosk.services.offsites import Method, Recorded
from kiosk.services.outcomes import find_payment, outcome_of
from kiosk.services.placing import HouseKind, Wanted
from kiosk.services.presence import Presence
from kiosk.services.refunding import Asked
from kiosk.services.restaurants import load
from kiosk.services.results import Accepted, Paid, Refused
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.services.terminal_list import LetIn, ShutOut
from kiosk.storage import journal, tables
from kiosk.storage.copying import copy_out
from kiosk.storage.engine import Database, open_database
from kiosk.storage.rights import DESK_MAY, SETTLER_BY_COLUMN, SETTLER_MAY
from kiosk.storage.roles import RIGHTS, Kind, NotTheOwner, close_to, kind_here, open_to, terminals
from kiosk.storage.schema import bring_up_to_date
from tests.fakes.channel import FakeChannel
from tests.services.conftest import clock, now_sitting, shop
from tests.services.desk_crew import CHEAP, by, hire
from tests.services.road import redirect
from tests.storage.test_roles import opened

__all__ = ["clock", "now_sitting", "shop"]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
OTHERS = frozenset({"2-1", "2-2"})
NAMES = {Kind.KIOSK: "kiosk-1", Kind.DESK: "desk-1", Kind.SETTLER: "settler-1"}


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staffing, "HASHER", CHEAP)


@pytest.fixture
def house(shop: Shop, database_url: str) -> Iterator[dict[Kind, Shop]]:
    """One terminal of each kind, each by a role of its own; ``shop`` is the owner's."""
    made: dict[Kind, Shop] = {}
    for kind, name in NAMES.items():
        with shop.database.write() as session:
            role = open_to(session, name, "s3cret", kind)
        database = open_database(database_url.replace("//owner@", f"//{role}@"))
        made[kind] = replace(
            shop, database=database.of("corner"), terminal=name, settled_elsewhere=kind is not Kind.SETTLER
        )
    Presence(made[Kind.SETTLER], "1").begin()
    yield made
    for each in made.values():
        each.database.close()
    with shop.database.write() as session:
        for name in NAMES.values():
            close_to(session, name)


def paid(house: dict[Kind, Shop], sitting: Sitting, company: FakeChannel, visit: str = "v1") -> str:
    """A guest pays: the kiosk writes it down, the settler settles it, each as itself."""
    kiosk, settler = house[Kind.KIOSK], house[Kind.SETTLER]
    payment = opened(kiosk, sitting, visit).payment
    came = checkout.accept_return(kiosk, visit, payment.payment_id, redirect(payment))
    assert came == Accepted(payment.payment_id)
    with settler.database.read() as session:
        company.authenticate(order_of(find_payment(session, settler, payment.payment_id)))
    Settler(settler, company).settle(payment.payment_id)
    assert isinstance(outcome_of(kiosk, payment.payment_id), Paid)
    return payment.booking_id


def test_a_kiosk_a_desk_and_a_settler_work_together_each_with_its_own_rights(
    shop: Shop, house: dict[Kind, Shop], now_sitting: Sitting
) -> None:
    desk, settler, company = house[Kind.DESK], house[Kind.SETTLER], FakeChannel()
    owner = by(shop, hire(shop, Role.OWNER, "대표"))
    attendance.Attendance(desk, "desk", "1").begin()
    booking = paid(house, now_sitting, company)
    assert isinstance(serving.note(desk, owner, booking, SeatedEvent.SEATED, 0), Done)
    moved = placing.move(desk, owner, booking, 1, frozenset({"3-1", "3-2"}))
    assert isinstance(moved, Done), moved
    walk_in = placing.take_seats(
        desk, owner, Wanted(HouseKind.WALK_IN, OTHERS, 2, now_sitting.starts, now_sitting.ends, "길동")
    )
    assert isinstance(walk_in, Done), walk_in
    assert isinstance(offsites.record(desk, owner, walk_in.booking_id, Method.CASH, 5_000, "음료"), Recorded)
    asked = giving_back.give_back(desk, owner, booking, won(10_000), "인원 줄임", gives_up_seats=False)
    assert isinstance(asked, Asked), asked
    Settler(settler, company).settle_all()
    assert company.net_won == 10_000
    told = today.tell(desk, booking)
    assert told is not None
    assert [each.outcome for each in told.refunds] == ["done"]
    plan = load(desk.database, "corner").plan
    assert isinstance(floor_setup.publish(desk, owner, replace(plan, width=plan.width + 1), plan), Published)
    assert privacy.tidy(settler) is not None
    with shop.database.read() as session:
        assert journal.breaks(journal.entries(session, "corner")) == []


def test_a_desk_lets_go_of_holds_that_are_over_also_where_a_payment_was_open(
    house: dict[Kind, Shop], clock: object, now_sitting: Sitting
) -> None:
    opened(house[Kind.KIOSK], now_sitting)
    clock.advance(3_600)  # type: ignore[attr-defined]
    assert holding.sweep(house[Kind.DESK]) >= 1


REFUSED = r"permission denied|a desk does not|a desk asks|must be owner"
BOTH = {
    "change the journal": "UPDATE journal SET body = '{}'",
    "shorten the journal": "DELETE FROM journal",
    "empty the journal": "TRUNCATE journal",
    "take a booking away": "DELETE FROM booking",
    "take a payment away": "DELETE FROM payment",
    "take a refund away": "DELETE FROM refund",
    "change a day's close": "UPDATE day_close SET net_won = 0",
    "take the guard away": "DROP TRIGGER guard_desk_booking ON booking",
    "make a table": "CREATE TABLE mine (x int)",
    "be somebody else": "SET ROLE owner",
    "make a role": "CREATE ROLE another",
}
FORBIDDEN = {
    Kind.DESK: {
        "write PAID": "UPDATE booking SET status = 'PAID'",
        "make it free and write PAID": "UPDATE booking SET amount_won = 0, status = 'PAID'",
        "put in a booking that is paid": (
            "INSERT INTO booking SELECT restaurant_id, 'x', 'x', terminal, number, 'PAID', party, starts_at, ends_at, walk_in,"
            " price_won, amount_won, created_at, hold_ends_at, extensions_left, reason FROM booking LIMIT 1"
        ),
        "change what it costs": "UPDATE booking SET amount_won = 1",
        "write DONE": "UPDATE payment SET status = 'DONE', payment_key = 'x'",
        "mark it sent": "UPDATE payment SET sent_at = 1, intent_at = 1",
        "open a payment": "INSERT INTO payment SELECT * FROM payment",
        "say that money went back": "UPDATE refund SET status = 'DONE'",
        "put in a refund that is done": (
            "INSERT INTO refund SELECT restaurant_id, 'r', payment_id, 1, 'DONE', '', 's', 1, 'k', 't', 1, 1, 0, NULL, ''"
            " FROM payment LIMIT 1"
        ),
        "write the company's answer": "UPDATE answer SET code = ''",
        "say that books agree": "UPDATE reconciliation SET day = ''",
        "pretend to be a settler": "UPDATE settler SET beat_at = 9",
    },
    Kind.SETTLER: {
        "read PINs": "SELECT pin_hash FROM staff",
        "set a PIN": "UPDATE staff SET pin_hash = 'x'",
        "add to the staff": "INSERT INTO staff SELECT * FROM staff",
        "change prices": "UPDATE weekly_rule SET price_won = 1",
        "change the plan": "DELETE FROM seat",
        "close a day": "INSERT INTO day_close SELECT * FROM day_close",
        "seat somebody": "INSERT INTO seating SELECT * FROM seating",
        "record cash": "INSERT INTO offsite SELECT * FROM offsite",
        "change cash": "UPDATE offsite SET amount_won = 1",
    },
}
CASES = [(kind, what) for kind, its in FORBIDDEN.items() for what in (*BOTH, *its)]


@pytest.mark.parametrize(("kind", "what"), CASES)
def test_no_terminal_may_what_is_another_ones(
    kind: Kind, what: str, house: dict[Kind, Shop], now_sitting: Sitting
) -> None:
    opened(house[Kind.KIOSK], now_sitting)
    statement = BOTH.get(what) or FORBIDDEN[kind][what]
    with pytest.raises(ProgrammingError, match=REFUSED), house[kind].database.write() as session:
        session.execute(text(statement))


@pytest.mark.parametrize("what", ["write PAID", "mark it sent", "put in a refund that is done"])
def test_a_settler_may_what_a_desk_may_not(what: str, house: dict[Kind, Shop], now_sitting: Sitting) -> None:
    """The control: it is the role that is refused, not the statement."""
    opened(house[Kind.KIOSK], now_sitting)
    with house[Kind.SETTLER].database.write() as session:
        session.execute(text(FORBIDDEN[Kind.DESK][what]))


def test_a_desk_of_its_own_role_lets_kiosks_in_and_out_and_nobody_else(
    shop: Shop, house: dict[Kind, Shop]
) -> None:
    desk = replace(house[Kind.DESK], ids=MachineIds())
    owner = by(shop, hire(shop, Role.OWNER, "대표"))
    assert isinstance(terminal_list.let_in(desk, owner, "kiosk-9"), LetIn)
    assert terminal_list.let_in(desk, owner, "settler-1") == Refused("terminal_name")
    assert terminal_list.shut_out(desk, owner, "settler-1") == Refused("not_owner")
    assert terminal_list.shut_out(desk, owner, "kiosk-1") == ShutOut("kiosk-1")
    with shop.database.read() as session:
        assert terminals(session) == {"desk-1": Kind.DESK, "settler-1": Kind.SETTLER}
    for act in (lambda it: open_to(it, "kiosk-2", "x1"), lambda it: open_to(it, "s", "x1", Kind.SETTLER)):
        with pytest.raises(NotTheOwner), desk.database.write() as session:
            act(session)


def test_a_settlers_backup_has_everything_but_pins_and_locks_those_who_had_one(
    shop: Shop, house: dict[Kind, Shop], tmp_path: Path
) -> None:
    hire(shop, Role.OWNER, "대표")
    with house[Kind.SETTLER].database.read() as session:
        copy_out(session, tmp_path / "copy.db")
    with shop.database.read() as session:
        copy_out(session, tmp_path / "owners.db")
    asked = text("SELECT name, pin_hash = '', failures FROM staff")
    found = []
    for name in ("copy.db", "owners.db"):
        copy = open_database(f"sqlite:///{tmp_path / name}")
        with copy.read() as session:
            found.append(tuple(session.execute(asked).one()))
        copy.close()
    assert found == [("대표", 1, TRIES_BEFORE_LOCK), ("대표", 0, 0)]


def test_everybody_knows_as_what_they_came(shop: Shop, house: dict[Kind, Shop]) -> None:
    def here(database: Database) -> Kind | None:
        with database.read() as session:
            return kind_here(session)

    assert {kind: here(each.database) for kind, each in house.items()} == {kind: kind for kind in Kind}
    assert here(shop.database) is None
    with shop.database.read() as session:
        assert terminals(session) == {name: kind for kind, name in NAMES.items()}


def test_a_terminal_that_becomes_another_kind_keeps_nothing_of_the_former(
    shop: Shop, house: dict[Kind, Shop]
) -> None:
    with shop.database.write() as session:
        open_to(session, "settler-1", "s3cret", Kind.KIOSK)
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        house[Kind.SETTLER].database.read() as session,
    ):
        session.execute(text("SELECT name FROM staff"))


def test_of_every_table_it_is_said_what_a_desk_and_a_settler_may(database_url: str) -> None:
    """A new table is named for both, or the settler's backup is not whole and the desk shows half."""
    known = set(tables.metadata.tables) | {"alembic_version"}
    assert set(DESK_MAY) == known
    assert set(SETTLER_MAY) | set(SETTLER_BY_COLUMN) == known
    for by_table, by_column in RIGHTS.values():
        assert set(by_table) | set(by_column) <= known


def test_a_newer_version_brings_its_rights_with_its_tables(
    shop: Shop, house: dict[Kind, Shop], postgres: object
) -> None:
    """Terminals that were let in before an upgrade may use what came with it."""
    url = postgres.url(postgres.new_database())  # type: ignore[attr-defined]  # the tests' server
    fresh = open_database(url)
    bring_up_to_date(fresh)
    with fresh.read() as session:
        asked = text("SELECT has_table_privilege('jari_desk', 'waiting', 'UPDATE')")
        assert session.execute(asked).scalar_one() is True
    fresh.close()
