"""Where a kiosk prints, as the owner says at a desk: who may say it, what is obeyed, and what counts where nobody has said."""

import pytest

from kiosk.domain.staff import Role
from kiosk.services import printer_choice, terminal_list
from kiosk.services.attendance import Attendance
from kiosk.services.printer_choice import NO_PRINTER, PrinterChosen
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import journal, reconciliations
from tests.services.desk_crew import by, hire

OWN = "usb://04b8:0e15"
ADDRESS = "tcp://192.168.0.50:9100"


@pytest.fixture
def owner(shop: Shop) -> By:
    Attendance(shop, "kiosk", "1.0").begin()
    return by(shop, hire(shop, Role.OWNER))


def test_a_kiosk_prints_where_its_own_settings_say_while_nobody_has_said_otherwise(shop: Shop) -> None:
    assert printer_choice.here(shop, OWN) == OWN
    assert printer_choice.here(shop, "") == ""


def test_what_the_owner_says_goes_before_the_kiosks_own_settings_until_it_is_taken_back(
    shop: Shop, owner: By
) -> None:
    assert printer_choice.choose(shop, owner, "K1", f" {ADDRESS} ") == PrinterChosen("K1", ADDRESS)
    assert printer_choice.here(shop, OWN) == ADDRESS
    assert printer_choice.choose(shop, owner, "K1", " ") == PrinterChosen("K1", NO_PRINTER)
    assert printer_choice.here(shop, OWN) == ""
    assert printer_choice.choose(shop, owner, "K1", None) == PrinterChosen("K1", None)
    assert printer_choice.here(shop, OWN) == OWN


def test_the_list_of_terminals_tells_it(shop: Shop, owner: By) -> None:
    assert terminal_list.listed(shop)[0].printer is None
    printer_choice.choose(shop, owner, "K1", ADDRESS)
    assert terminal_list.listed(shop)[0].printer == ADDRESS
    with shop.database.read() as session:
        assert '"why":"printer"' in "".join(entry.body for entry in journal.about(session, "corner", "K1"))


@pytest.mark.parametrize(
    "address",
    [
        "192.168.0.50",
        "tcp://",
        "tcp://printer:99999",
        "usb://04b8",
        "file:///etc/passwd",
        "file:///dev/../etc/passwd",
        "file:///dev/ lp0",
        "tcp://" + "a" * 200,
    ],
)
def test_an_address_that_is_none_or_would_write_to_any_file_is_neither_stored_nor_obeyed(
    shop: Shop, owner: By, address: str
) -> None:
    assert printer_choice.choose(shop, owner, "K1", address) == Refused("printer_address")
    with shop.database.write() as session:
        reconciliations.write_setting(session, "corner", "printer of terminal K1", address)
    assert printer_choice.here(shop, OWN) == OWN


@pytest.mark.parametrize("address", [ADDRESS, "tcp://printer.local", OWN, "file:///dev/usb/lp0"])
def test_every_kind_of_printer_can_be_named(shop: Shop, owner: By, address: str) -> None:
    assert printer_choice.choose(shop, owner, "K1", address) == PrinterChosen("K1", address)


@pytest.mark.parametrize("role", [Role.WAITER, Role.MANAGER])
def test_only_the_owner_sets_a_printer_up(shop: Shop, owner: By, role: Role) -> None:
    somebody = by(shop, hire(shop, role))
    assert printer_choice.choose(shop, somebody, "K1", ADDRESS) == Refused("not_allowed")


def test_what_is_no_kiosk_of_ours_has_no_printer_here(shop: Shop, owner: By) -> None:
    assert printer_choice.choose(shop, owner, "K9", ADDRESS) == Refused("unknown")
