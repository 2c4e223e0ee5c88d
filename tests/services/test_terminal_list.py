"""The owner lets kiosks in and shuts them out; of a file nobody can be shut out, and it is said so."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kiosk.app.machine import MachineIds
from kiosk.domain.staff import Role
from kiosk.services import staffing, terminal_list
from kiosk.services.attendance import SILENT_AFTER, Attendance, Standing
from kiosk.services.presence import Presence
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.services.terminal_list import LetIn, Renamed, ShutOut
from kiosk.storage import journal, roles
from kiosk.storage.engine import address_of, open_database
from kiosk.storage.pairing import PAIRING, Paired, offer, redeem
from kiosk.storage.roles import Kind, NotTheOwner
from tests.fakes.machine import FakeClock
from tests.services.desk_crew import by, hire

LONG = SILENT_AFTER.total_seconds() + 1


@pytest.fixture
def owner(shop: Shop) -> By:
    return by(shop, hire(shop, Role.OWNER))


def anew(shop: Shop) -> By:
    """The owner has shown the PIN once more."""
    return by(shop, staffing.people(shop)[0])


def told(shop: Shop) -> str:
    with shop.database.read() as session:
        return "\n".join(e.body for e in journal.entries(session, "corner") if e.kind == "terminal")


def test_whoever_was_ever_here_is_listed_kiosks_first(shop: Shop, clock: FakeClock) -> None:
    Attendance(replace(shop, terminal="desk-1"), "desk", "1.0").begin()
    Attendance(replace(shop, terminal="K2"), "kiosk", "1.0").begin()
    clock.advance(LONG)
    Attendance(replace(shop, terminal="K1"), "kiosk", "1.0").begin()
    Presence(replace(shop, terminal="S1"), "1.0").begin()
    found = [(each.name, each.kind, each.standing) for each in terminal_list.listed(shop)]
    assert found == [
        ("K1", "kiosk", Standing.HERE),
        ("K2", "kiosk", Standing.SILENT),
        ("S1", "settler", Standing.HERE),
        ("desk-1", "desk", Standing.SILENT),
    ]
    clock.advance(LONG)
    assert terminal_list.listed(shop)[2].standing is Standing.SILENT


def test_a_settler_in_a_kiosk_is_listed_once(shop: Shop) -> None:
    Attendance(shop, "kiosk", "1.0").begin()
    Presence(shop, "1.0").begin()
    assert len(terminal_list.listed(shop)) == 1


def test_the_owner_gives_a_terminal_a_name_that_staff_call_it_by(shop: Shop, owner: By) -> None:
    Attendance(replace(shop, terminal="K1"), "kiosk", "1.0").begin()
    Presence(replace(shop, terminal="S1"), "1.0").begin()
    for name in ("K1", "S1"):
        assert terminal_list.rename(shop, owner, name, f" {name} 입구 ") == Renamed(name)
    assert [each.title for each in terminal_list.listed(shop)] == ["K1 입구", "S1 입구"]
    assert "renamed" in told(shop)
    assert "입구" not in told(shop), "words of staff are not in the journal"
    assert terminal_list.rename(shop, owner, "K1", "") == Renamed("K1")
    assert terminal_list.listed(shop)[0].title == ""
    assert terminal_list.rename(shop, owner, "K9", "x") == Refused("unknown")
    assert terminal_list.rename(shop, owner, "K1", "x" * 25) == Refused("terminal_title")
    waiter = by(shop, hire(shop, Role.WAITER))
    assert terminal_list.rename(shop, waiter, "K1", "x") == Refused("not_allowed")


@pytest.mark.parametrize("role", [Role.WAITER, Role.MANAGER])
def test_only_the_owner_decides_who_is_let_in(shop: Shop, role: Role) -> None:
    somebody = by(shop, hire(shop, role))
    assert terminal_list.let_in(shop, somebody, "K9") == Refused("not_allowed")
    assert terminal_list.shut_out(shop, somebody, "K9") == Refused("not_allowed")


@pytest.mark.parametrize("name", ["", "  ", "x" * 25])
def test_a_terminal_needs_a_name(shop: Shop, owner: By, name: str) -> None:
    assert terminal_list.let_in(shop, owner, name) == Refused("terminal_name")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_file_has_no_roles_and_forgets_only_who_is_gone(shop: Shop, owner: By, clock: FakeClock) -> None:
    assert terminal_list.let_in(shop, owner, "K9") == Refused("no_server")
    kiosk = Attendance(replace(shop, terminal="K1"), "kiosk", "1.0")
    kiosk.begin()
    assert terminal_list.shut_out(shop, owner, "K9") == Refused("unknown")
    assert terminal_list.shut_out(shop, owner, "K1") == Refused("still_here")
    clock.advance(LONG)
    assert terminal_list.shut_out(shop, anew(shop), "K1") == ShutOut("K1")
    assert terminal_list.listed(shop) == ()
    assert "shut out" in told(shop)


@pytest.fixture
def let_in(shop: Shop, owner: By) -> Iterator[LetIn]:
    found = terminal_list.let_in(replace(shop, ids=MachineIds()), owner, " kiosk-7 ")
    assert isinstance(found, LetIn), found
    yield found
    with shop.database.write() as session:
        roles.close_to(session, "kiosk-7")


def paired(shop: Shop, url: str, address: str) -> Paired | None:
    """What a kiosk gets that comes with this code, as nobody yet."""
    code = address.partition("@")[0]
    nobody = open_database(url.replace("//owner@", f"//{PAIRING}@"))
    try:
        with nobody.write() as session:
            return redeem(session, code)
    finally:
        nobody.close()


ON_A_SERVER = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@ON_A_SERVER
def test_a_kiosk_that_came_with_the_code_opens_the_database_until_it_is_shut_out(
    shop: Shop, owner: By, let_in: LetIn, database_url: str
) -> None:
    code = let_in.address.partition("@")[0]
    assert (let_in.name, len(code)) == ("kiosk-7", 12)
    assert code not in repr(let_in)
    assert code not in told(shop)
    assert terminal_list.listed(shop) == (), "nobody is in before the code was used"
    kiosk = paired(shop, database_url, let_in.address)
    assert kiosk is not None
    assert (kiosk.terminal, kiosk.role) == ("kiosk-7", "jari-kiosk-7")
    assert kiosk.password not in repr(kiosk)
    (listed,) = terminal_list.listed(shop)
    assert (listed.name, listed.kind, listed.standing, listed.has_role) == ("kiosk-7", "kiosk", None, True)
    database = open_database(address_of(database_url, kiosk.role, kiosk.password))
    Attendance(replace(shop, database=database.of("corner"), terminal="kiosk-7"), "kiosk", "1.0").begin()
    database.close()
    (listed,) = terminal_list.listed(shop)
    assert (listed.standing, listed.has_role) == (Standing.HERE, True)
    assert terminal_list.shut_out(shop, owner, "kiosk-7") == ShutOut("kiosk-7")
    assert terminal_list.listed(shop) == ()


@ON_A_SERVER
def test_a_code_opens_once(shop: Shop, let_in: LetIn, database_url: str) -> None:
    assert paired(shop, database_url, let_in.address) is not None
    with shop.database.write() as session:
        session.execute(text(f"ALTER ROLE {PAIRING} LOGIN"))
    assert paired(shop, database_url, let_in.address) is None


@ON_A_SERVER
def test_a_code_opens_nothing_after_ten_minutes(shop: Shop, let_in: LetIn, database_url: str) -> None:
    with shop.database.write() as session:
        lasts = session.execute(text("SELECT ends_at - made_at FROM pairing")).scalar_one()
        assert abs(lasts - 600_000_000) < 1_000_000
        session.execute(text("UPDATE pairing SET ends_at = ends_at - 600000000"))
    assert paired(shop, database_url, let_in.address) is None


@ON_A_SERVER
def test_after_five_wrong_codes_the_right_one_opens_nothing(
    shop: Shop, let_in: LetIn, database_url: str
) -> None:
    for _ in range(5):
        assert paired(shop, database_url, "AAAAAAAAAAAA@x") is None
    assert paired(shop, database_url, let_in.address) is None


@ON_A_SERVER
def test_a_new_code_is_the_end_of_the_one_before(
    shop: Shop, owner: By, let_in: LetIn, database_url: str
) -> None:
    again = terminal_list.let_in(replace(shop, ids=MachineIds()), anew(shop), "kiosk-7")
    assert isinstance(again, LetIn)
    assert paired(shop, database_url, let_in.address) is None
    assert paired(shop, database_url, again.address) is not None


@ON_A_SERVER
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM booking",
        "SELECT * FROM pairing",
        "INSERT INTO journal SELECT * FROM journal",
        "SELECT jari_offer('corner', 'AAAAAAAAAAAA', 'kiosk-8', 10)",
        "SELECT jari_shut_out('kiosk-7')",
        "CREATE TABLE mine (x int)",
    ],
)
def test_who_has_only_a_code_can_do_nothing_but_exchange_it(
    statement: str, shop: Shop, let_in: LetIn, database_url: str
) -> None:
    nobody = open_database(database_url.replace("//owner@", f"//{PAIRING}@"))
    with pytest.raises(ProgrammingError, match="permission denied"), nobody.write() as session:
        session.execute(text(statement))
    nobody.close()


@ON_A_SERVER
def test_a_code_is_for_kiosks_and_not_for_the_name_of_a_settler(shop: Shop, owner: By, let_in: LetIn) -> None:
    with shop.database.write() as session:
        roles.open_to(session, "settler-7", "x1", Kind.SETTLER)
    try:
        assert terminal_list.let_in(shop, owner, "settler-7") == Refused("terminal_name")
        with pytest.raises(ProgrammingError, match="something else"), shop.database.write() as session:
            offer(session, "corner", "AAAAAAAAAAAA", "settler-7", 10)
    finally:
        with shop.database.write() as session:
            roles.close_to(session, "settler-7")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_name_that_a_server_cannot_keep_is_refused(shop: Shop, owner: By) -> None:
    assert terminal_list.let_in(shop, owner, "키오스크") == Refused("terminal_name")
    assert terminal_list.shut_out(shop, owner, "키오스크") == Refused("unknown")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_desk_that_does_not_own_the_database_says_so(
    shop: Shop, owner: By, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise NotTheOwner("no")

    monkeypatch.setattr(roles, "grant", refuse)
    monkeypatch.setattr(roles, "close_to", refuse)
    assert terminal_list.let_in(shop, owner, "kiosk-7") == Refused("not_owner")
    assert terminal_list.shut_out(shop, owner, "kiosk-7") == Refused("not_owner")
