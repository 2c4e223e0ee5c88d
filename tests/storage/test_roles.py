"""A kiosk's own role at a server: all of a guest's road, and none of what belongs to settlers, staff and the journal's past."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kiosk.domain.best import Needs
from kiosk.domain.sittings import Sitting
from kiosk.domain.staff import Role
from kiosk.services import (
    attention,
    checkout,
    guest_words,
    holding,
    printer_choice,
    printing,
    queueing,
    selling,
    staffing,
    trial_pages,
    waitlist,
)
from kiosk.services.attendance import Attendance
from kiosk.services.boards import read_boards
from kiosk.services.checkout import Opened
from kiosk.services.exchanges import order_of
from kiosk.services.guest_words import WordsSaved, words_of
from kiosk.services.outcomes import find_payment, outcome_of
from kiosk.services.presence import Presence
from kiosk.services.printer_choice import PrinterChosen
from kiosk.services.printing import NotPrinted, Printed, Why
from kiosk.services.restaurants import current
from kiosk.services.results import Accepted, Held, Joined, Lapsed, Paid
from kiosk.services.settling import Settler
from kiosk.services.shop import Shop
from kiosk.services.trial_pages import TrialPress, TrialState
from kiosk.storage import reconciliations, roles, words
from kiosk.storage.engine import Database, Session, Unwritable, open_database
from kiosk.storage.roles import (
    BY_COLUMN,
    KIOSKS,
    MAY,
    Kind,
    NotTheOwner,
    Unsuitable,
    close_to,
    open_to,
    role_of,
    terminals,
)
from tests.fakes.channel import FakeChannel
from tests.fakes.printer import FakePrinter
from tests.services.conftest import clock, now_sitting, shop
from tests.services.desk_crew import CHEAP, by, hire
from tests.services.road import SEATS, redirect
from tests.services.test_printing import press_of

__all__ = ["clock", "now_sitting", "shop"]

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def role(shop: Shop) -> Iterator[str]:
    with shop.database.write() as session:
        made = open_to(session, "kiosk-1", "s3cret")
    yield made
    with shop.database.write() as session:
        close_to(session, "kiosk-1")


@pytest.fixture
def at_kiosk(shop: Shop, role: str, database_url: str) -> Iterator[Shop]:
    """The same shop by the kiosk's role, and a settler by the owner's."""
    Presence(replace(shop, terminal="S1"), "1").begin()
    database = open_database(database_url.replace("//owner@", f"//{role}@"))
    yield replace(shop, database=database.of("corner"), terminal="kiosk-1", settled_elsewhere=True)
    database.close()


def opened(kiosk: Shop, sitting: Sitting, visit: str = "v1") -> Opened:
    held = holding.hold(kiosk, visit, sitting, SEATS, len(SEATS))
    assert isinstance(held, Held), held
    found = checkout.open_payment(kiosk, visit, held.booking.booking_id)
    assert isinstance(found, Opened), found
    return found


def paid(shop: Shop, kiosk: Shop, sitting: Sitting) -> Opened:
    """A guest has paid: written down by the kiosk, settled by the owner's settler."""
    found = opened(kiosk, sitting)
    payment = found.payment
    assert checkout.accept_return(kiosk, "v1", payment.payment_id, redirect(payment)) == Accepted(
        payment.payment_id
    )
    company = FakeChannel()
    with shop.database.read() as session:
        company.authenticate(order_of(find_payment(session, shop, payment.payment_id)))
    Settler(shop, company).settle(payment.payment_id)
    return found


def test_a_kiosk_can_do_all_of_a_guests_road(shop: Shop, at_kiosk: Shop, now_sitting: Sitting) -> None:
    assert selling.why_closed(at_kiosk) == ""
    assert read_boards(at_kiosk, "v1", (now_sitting,))
    found = paid(shop, at_kiosk, now_sitting)
    assert isinstance(outcome_of(at_kiosk, found.payment.payment_id), Paid)


def test_holds_are_changed_extended_released_and_swept(
    at_kiosk: Shop, clock: object, now_sitting: Sitting
) -> None:
    held = holding.hold(at_kiosk, "v1", now_sitting, SEATS, len(SEATS))
    assert isinstance(held, Held)
    assert isinstance(holding.hold(at_kiosk, "v1", now_sitting, frozenset({"1-1"}), 1), Held)
    assert isinstance(holding.extend(at_kiosk, "v1", held.booking.booking_id), Held)
    holding.release(at_kiosk, "v1", held.booking.booking_id)
    assert isinstance(holding.look_again(at_kiosk, "v1", held.booking.booking_id), Lapsed)
    again = opened(at_kiosk, now_sitting, "v2")
    checkout.close_payment(at_kiosk, "v2", again.payment.payment_id, "stopped")
    clock.advance(3_600)  # type: ignore[attr-defined]
    assert holding.sweep(at_kiosk) >= 1


def test_a_kiosk_prints_receipts_and_a_desk_tells_of_those_that_did_not_come_out(
    shop: Shop, at_kiosk: Shop, now_sitting: Sitting
) -> None:
    found = paid(shop, at_kiosk, now_sitting)
    printer = FakePrinter([NotPrinted(Why.OFF, untouched=True), Printed(is_proven=True)])
    press = press_of(at_kiosk, printer)
    assert not press.print_for("v1", found.payment.booking_id, "ko")
    printing.watch(shop)
    assert [each.kind for each in attention.open_matters(shop)] == ["print_failed"]
    assert press.print_for("v1", found.payment.booking_id, "ko")


def test_a_kiosk_obeys_the_owner_about_its_printer_and_prints_test_pages_but_sets_none_up(
    shop: Shop, at_kiosk: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staffing, "HASHER", CHEAP)
    Attendance(at_kiosk, "kiosk", "1.0").begin()
    owner = by(shop, hire(shop, Role.OWNER))
    assert printer_choice.choose(shop, owner, "kiosk-1", "tcp://10.0.0.9") == PrinterChosen(
        "kiosk-1", "tcp://10.0.0.9"
    )
    assert printer_choice.here(at_kiosk, "") == "tcp://10.0.0.9"
    trial_pages.ask(shop, owner, "kiosk-1")
    assert TrialPress(at_kiosk, FakePrinter(), lambda key: key).work() == 1
    assert trial_pages.last(shop, ["kiosk-1"])["kiosk-1"].state is TrialState.PRINTED
    with pytest.raises(ProgrammingError, match=REFUSED), at_kiosk.database.write() as session:
        reconciliations.write_setting(session, "corner", "printer of terminal kiosk-1", "none")


def test_a_kiosk_shows_the_owners_words_at_once_and_writes_none(
    shop: Shop, at_kiosk: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staffing, "HASHER", CHEAP)
    before = words_of(current(at_kiosk))
    told = replace(before, notices={"ko": "오늘은 밤 9시까지 해요"})
    assert isinstance(guest_words.save(shop, by(shop, hire(shop, Role.OWNER)), told, before), WordsSaved)
    assert current(at_kiosk).notices == told.notices
    with pytest.raises(ProgrammingError, match=REFUSED), at_kiosk.database.write() as session:
        words.replace_words(session, "corner", before.names, {})


REFUSED = r"permission denied|a kiosk does not|must be owner"
FORBIDDEN = {
    "write PAID": "UPDATE booking SET status = 'PAID'",
    "put in a paid booking": (
        "INSERT INTO booking SELECT restaurant_id, 'x', 'x', terminal, number, 'PAID', party, starts_at, ends_at, walk_in,"
        " price_won, amount_won, created_at, hold_ends_at, extensions_left, reason FROM booking LIMIT 1"
    ),
    "take a booking away": "DELETE FROM booking",
    "write DONE": "UPDATE payment SET status = 'DONE', payment_key = 'x'",
    "mark it sent": "UPDATE payment SET sent_at = 1, intent_at = 1",
    "make it cheaper": "UPDATE payment SET amount_won = 1",
    "change its key": "UPDATE payment SET confirm_key = 'mine'",
    "take a payment away": "DELETE FROM payment",
    "change the journal": "UPDATE journal SET body = '{}'",
    "shorten the journal": "DELETE FROM journal",
    "empty the journal": "TRUNCATE journal",
    "ask for a refund": "INSERT INTO refund SELECT * FROM refund",
    "write a cash receipt": "INSERT INTO cash_receipt VALUES ('corner', 'x', 'x', 'x')",
    "take a print job away": "DELETE FROM print_job",
    "read refunds": "SELECT * FROM refund",
    "read why money went back": "SELECT reason FROM refund",
    "read at whose word money went back": "SELECT asked_by FROM refund",
    "read the staff": "SELECT * FROM staff",
    "read the day's close": "SELECT * FROM day_close",
    "change prices": "UPDATE weekly_rule SET price_won = 1",
    "change settings": "UPDATE setting SET value = ''",
    "pretend to be a settler": "UPDATE settler SET beat_at = 9",
    "close a matter": "UPDATE matter SET closed_at = 1",
    "take the guard away": "DROP TRIGGER guard_booking ON booking",
    "make a table": "CREATE TABLE mine (x int)",
    "be somebody else": "SET ROLE owner",
    "make a role": "CREATE ROLE another",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_a_kiosk_may_not(what: str, at_kiosk: Shop, now_sitting: Sitting) -> None:
    opened(at_kiosk, now_sitting)
    with (
        pytest.raises(ProgrammingError, match=REFUSED),
        at_kiosk.database.write() as session,
    ):
        session.execute(text(FORBIDDEN[what]))


@pytest.mark.parametrize("statement", ["UPDATE booking SET status = 'EXPIRED'", "DELETE FROM claim"])
def test_what_is_paid_is_out_of_a_kiosks_reach(
    statement: str, shop: Shop, at_kiosk: Shop, now_sitting: Sitting
) -> None:
    found = paid(shop, at_kiosk, now_sitting)
    with pytest.raises(ProgrammingError, match="a kiosk does not"), at_kiosk.database.write() as session:
        session.execute(text(statement))
    assert isinstance(outcome_of(shop, found.payment.payment_id), Paid)


@pytest.mark.parametrize("what", ["write PAID", "change the journal", "mark it sent", "change prices"])
def test_the_owner_may_what_a_kiosk_may_not(
    what: str, shop: Shop, at_kiosk: Shop, now_sitting: Sitting
) -> None:
    """The control: it is the role that is refused, not the statement."""
    opened(at_kiosk, now_sitting)
    with shop.database.write() as session:
        session.execute(text(FORBIDDEN[what]))


def test_every_table_is_closed_to_kiosks_but_those_that_are_named(shop: Shop, role: str) -> None:
    with shop.database.read() as session:
        asked = "SELECT table_name, privilege_type FROM information_schema.role_table_grants WHERE grantee = :kiosks"
        found: dict[str, set[str]] = {}
        for table, right in session.execute(text(asked), {"kiosks": KIOSKS}):
            found.setdefault(table, set()).add(right)
        asked = (
            "SELECT table_name, privilege_type, column_name FROM information_schema.column_privileges p"
            " WHERE grantee = :kiosks AND NOT EXISTS (SELECT 1 FROM information_schema.role_table_grants t"
            " WHERE t.grantee = :kiosks AND t.table_name = p.table_name AND t.privilege_type = p.privilege_type)"
        )
        columns: dict[str, dict[str, set[str]]] = {}
        for table, right, name in session.execute(text(asked), {"kiosks": KIOSKS}):
            columns.setdefault(table, {}).setdefault(right, set()).add(name)
    assert found == {table: set(rights.split(", ")) for table, rights in MAY.items()}
    assert columns == {
        table: {right: set(names) for right, names in rights.items()} for table, rights in BY_COLUMN.items()
    }


def test_a_guest_joins_and_leaves_the_list_at_a_kiosk_and_nobody_reads_the_number_there(
    shop: Shop, at_kiosk: Shop
) -> None:
    assert isinstance(queueing.join(at_kiosk, "v1", Needs(2), "01030275555", "ko"), Joined)
    with pytest.raises(ProgrammingError, match="permission denied"), at_kiosk.database.read() as session:
        session.execute(text("SELECT phone FROM waiting_contact"))
    assert waitlist.teams(shop)[0].phone == "01030275555"
    assert queueing.leave(at_kiosk, "v1")
    assert waitlist.teams(shop) == ()


def test_a_kiosk_calls_and_seats_nobody(shop: Shop, at_kiosk: Shop) -> None:
    assert isinstance(queueing.join(at_kiosk, "v1", Needs(2), "", "ko"), Joined)
    with pytest.raises(ProgrammingError, match="staff do the rest"), at_kiosk.database.write() as session:
        session.execute(text("UPDATE waiting SET status = 'CALLED'"))
    with shop.database.write() as session:
        session.execute(text("UPDATE waiting SET status = 'CALLED'"))


def test_a_terminal_is_shut_out_in_one_step(shop: Shop, at_kiosk: Shop) -> None:
    with at_kiosk.database.read() as session:
        session.execute(text("SELECT 1"))
    with shop.database.write() as session:
        assert terminals(session) == {"kiosk-1": Kind.KIOSK}
        assert close_to(session, "kiosk-1")
        assert terminals(session) == {}
        assert not close_to(session, "kiosk-1")
    with pytest.raises(Unwritable), at_kiosk.database.write():
        pass


def test_a_terminal_that_comes_again_has_another_password(shop: Shop, role: str) -> None:
    with shop.database.write() as session:
        assert open_to(session, "kiosk-1", "another") == role
        assert terminals(session) == {"kiosk-1": Kind.KIOSK}


@pytest.mark.parametrize("act", [lambda it: open_to(it, "kiosk-2", "x1"), lambda it: close_to(it, "kiosk-1")])
def test_a_kiosk_lets_nobody_in_or_out(act: Callable[[Session], object], at_kiosk: Shop) -> None:
    with pytest.raises(NotTheOwner), at_kiosk.database.write() as session:
        act(session)


def test_a_mistake_of_ours_is_not_taken_for_a_lack_of_rights(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MAY, "no_such_table", "SELECT")
    with pytest.raises(ProgrammingError, match="no_such_table"), shop.database.write() as session:
        open_to(session, "kiosk-1", "x1")


def test_a_name_that_a_server_cannot_keep_is_refused(database_url: str) -> None:
    with pytest.raises(Unsuitable, match="Latin letters"):
        role_of("자리-1")


def test_what_was_granted_beside_the_list_is_taken_back(shop: Shop, role: str) -> None:
    with shop.database.write() as session:
        session.execute(text(f"GRANT SELECT ON refund TO {KIOSKS}"))
        roles.grant(session)
        asked = text("SELECT has_table_privilege(:role, 'refund', 'SELECT')")
        assert session.execute(asked, {"role": role}).scalar_one() is False


def test_the_guards_ask_for_membership_and_not_for_power(shop: Shop, at_kiosk: Shop) -> None:
    def is_kiosk(database: Database) -> bool:
        with database.read() as session:
            return bool(session.execute(text("SELECT jari_is_kiosk()")).scalar_one())

    assert is_kiosk(at_kiosk.database)
    assert not is_kiosk(shop.database), "though a superuser is a member of everything"
