"""Receipt printers: what the settings may name, and what is said of one that is off, out of paper or cut off."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import structlog
from PIL import Image, ImageChops

from kiosk.app import checks_printer, escpos_printer, settings
from kiosk.app.errors import Fix
from kiosk.app.escpos_printer import EscposPrinter, Ready
from kiosk.app.findings import Finding, State
from kiosk.app.printers import kiosk_presses, printer_of
from kiosk.app.settings import Settings
from kiosk.services.paper import WIDE, Kind, Line
from kiosk.services.printer_address import AsFile, OnNetwork, OnUsb, address_of
from kiosk.services.printing import NotPrinted, Printed, Why
from kiosk.services.restaurants import install
from kiosk.services.shop import Shop
from kiosk.storage import reconciliations
from kiosk.storage.engine import open_database
from tests.fakes.escpos_device import COVER, NO_PAPER, OFFLINE, PAPER_END, EscposDevice, picture_of
from tests.fakes.machine import FakeClock, FakeIds
from tests.fakes.restaurants import restaurant

LINES = (Line(Kind.TEXT, "자리", "1001"),)


@pytest.fixture
def drawn(tmp_path: Path) -> bytes:
    """A picture as wide as the roll, higher than one piece: a diagonal."""
    image = Image.new("1", (576, 300), 1)
    for at in range(300):
        image.putpixel((at, at), 0)
    image.save(tmp_path / "drawn.png")
    return (tmp_path / "drawn.png").read_bytes()


def at_network(device: EscposDevice, drawn: bytes) -> EscposPrinter:
    return EscposPrinter(OnNetwork("127.0.0.1", device.port), WIDE, lambda *_: drawn)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escpos_printer, "ASK_S", 0.2)
    monkeypatch.setattr(escpos_printer, "SEND_S", 1.0)
    monkeypatch.setattr(escpos_printer, "_TRIES_IN_TURN", 2)


# --- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("tcp://192.168.0.50:9101", OnNetwork("192.168.0.50", 9101)),
        ("tcp://printer.local", OnNetwork("printer.local", 9100)),
        ("usb://04b8:0E15", OnUsb(0x04B8, 0x0E15)),
        ("file:///dev/usb/lp0", AsFile(Path("/dev/usb/lp0"))),
    ],
)
def test_a_printer_is_named_in_three_ways(text: str, address: object) -> None:
    assert address_of(Settings(printer=text).printer) == address


@pytest.mark.parametrize(
    "text", ["192.168.0.50", "tcp://", "usb://4b8:e15", "file://lp0", "lpr://x", "tcp://a:b"]
)
def test_another_word_is_refused_with_what_it_may_be(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(f'printer = "{text}"')
    with pytest.raises(Fix, match="printer") as refused:
        settings.load(file)
    assert "must name a receipt printer" in refused.value.what
    assert "tcp://" in refused.value.cure


@pytest.mark.parametrize("columns", ["42", "48"])
def test_a_rolls_width_may_be_a_variable(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PRINTER_COLUMNS", columns)
    assert settings.load().printer_columns == int(columns)


def test_another_width_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_PRINTER_COLUMNS", "80")
    with pytest.raises(Fix, match="42 or 48") as refused:
        settings.load()
    assert "manual" in refused.value.cure


def test_no_printer_is_none() -> None:
    assert printer_of(Settings()) is None


@pytest.fixture
def kiosk(newest_file: Path, tmp_path: Path) -> Iterator[Shop]:
    shutil.copy(newest_file, tmp_path / "jari.db")
    database = open_database(f"sqlite:///{tmp_path / 'jari.db'}")
    install(database, restaurant())
    yield Shop(database.of("corner"), FakeClock(), FakeIds(), "corner", "K1")
    database.close()


def _say_at_the_desk(kiosk: Shop, address: str) -> None:
    with kiosk.database.write() as session:
        reconciliations.write_setting(session, "corner", "printer of terminal K1", address)


def test_a_kiosk_prints_at_once_where_the_owner_has_said_and_then_nowhere(
    kiosk: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[object] = []

    def prints(self: EscposPrinter, _lines: object, _language: str) -> Printed:
        used.append(self.address)
        return Printed(is_proven=True)

    monkeypatch.setattr(EscposPrinter, "print_lines", prints)
    press, trials = kiosk_presses(kiosk, Settings(printer="tcp://own"))
    printer = press.printer
    for address in ("", "tcp://10.0.0.9:9101", "usb://04b8:0e15"):
        _say_at_the_desk(kiosk, address)
        assert press.is_there()
        assert printer.print_lines((), "ko") == Printed(is_proven=True)
    assert used == [OnNetwork("own", 9100), OnNetwork("10.0.0.9", 9101), OnUsb(0x04B8, 0x0E15)]
    assert trials.printer is printer
    _say_at_the_desk(kiosk, "none")
    assert not press.is_there()
    assert printer.print_lines((), "ko") == NotPrinted(Why.OFF, untouched=True, detail="no printer is set up")


def test_a_kiosk_without_a_printer_gets_its_first_one_from_the_desk(kiosk: Shop) -> None:
    press, _ = kiosk_presses(kiosk, Settings())
    assert not press.is_there()
    _say_at_the_desk(kiosk, "tcp://10.0.0.9")
    assert press.is_there()


# --- on the network ---------------------------------------------------------------------------------------------------


def test_a_receipt_comes_out_as_it_was_drawn_and_is_cut_off(
    drawn: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with EscposDevice().on() as device:
        assert at_network(device, drawn).print_lines(LINES, "ko") == Printed(is_proven=True)
    paper, wanted = picture_of(device.got), Image.open(tmp_path / "drawn.png").convert("L")
    assert ImageChops.difference(paper, wanted).getbbox() is None
    assert b"\x1dV" in device.got
    assert capsys.readouterr().out == "", "the library says nothing to nobody"


def test_a_printer_that_cannot_say_how_it_is_is_believed(drawn: bytes) -> None:
    with EscposDevice(online=None, in_turn=None).on() as device:
        printer = at_network(device, drawn)
        assert printer.look() == Ready(tells=False)
        assert printer.print_lines(LINES, "ko") == Printed(is_proven=False)


def test_noise_is_no_answer(drawn: bytes) -> None:
    with EscposDevice(online=0xFF).on() as device:
        assert at_network(device, drawn).look() == Ready(tells=False)


@pytest.mark.parametrize(
    ("device", "why"),
    [
        (EscposDevice(paper=NO_PAPER), Why.NO_PAPER),
        (EscposDevice(online=OFFLINE, cause=PAPER_END), Why.NO_PAPER),
        (EscposDevice(online=OFFLINE, cause=COVER), Why.NOT_READY),
    ],
    ids=["no paper", "stopped by its paper's end", "cover open"],
)
def test_a_printer_that_is_not_ready_is_sent_nothing(device: EscposDevice, why: Why, drawn: bytes) -> None:
    with device.on():
        printer = at_network(device, drawn)
        assert printer.look() == printer.print_lines(LINES, "ko") == NotPrinted(why, untouched=True)
    assert b"\x1dv0" not in device.got


def test_paper_that_ends_while_printing_is_seen(drawn: bytes) -> None:
    with EscposDevice(in_turn=0x0C).on() as device:
        assert at_network(device, drawn).print_lines(LINES, "ko") == NotPrinted(Why.NO_PAPER, untouched=False)


def test_a_printer_that_is_off_was_sent_nothing(drawn: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    printer = EscposPrinter(OnNetwork("127.0.0.1", port), WIDE, lambda *_: drawn)
    with structlog.testing.capture_logs() as logged:
        came = printer.print_lines(LINES, "ko")
    assert isinstance(came, NotPrinted)
    assert (came.why, came.untouched) == (Why.OFF, True)
    assert "refused" in came.detail
    assert [(line["event"], line["reason"], line["what"]) for line in logged] == [
        ("not_printed", "off", came.detail)
    ]


def test_a_line_that_is_cut_in_the_middle_leaves_it_open_what_came_out(drawn: bytes) -> None:
    with EscposDevice(hangs_up_after=3_000).on() as device:
        came = at_network(device, drawn).print_lines(LINES, "ko")
    assert isinstance(came, NotPrinted)
    assert (came.why, came.untouched) == (Why.CUT_OFF, False)


def test_a_line_that_is_cut_before_the_first_line_left_nothing(drawn: bytes) -> None:
    with EscposDevice(hangs_up_after=1).on() as device:
        came = at_network(device, drawn).print_lines(LINES, "ko")
    assert isinstance(came, NotPrinted)
    assert (came.why, came.untouched) == (Why.OFF, True)


def test_a_printer_that_said_how_it_is_and_then_nothing_is_not_believed(drawn: bytes) -> None:
    with EscposDevice(in_turn=None).on() as device:
        came = at_network(device, drawn).print_lines(LINES, "ko")
    assert isinstance(came, NotPrinted)
    assert (came.why, came.untouched) == (Why.CUT_OFF, False)


def test_it_is_opened_for_each_receipt(drawn: bytes) -> None:
    with EscposDevice().on() as device:
        printer = at_network(device, drawn)
        printer.print_lines(LINES, "ko")
        printer.print_lines(LINES, "ko")
    assert device.opened == 2


# --- as a file, on USB --------------------------------------------------------------------------------------------------


def test_a_device_file_gets_the_same(drawn: bytes, tmp_path: Path) -> None:
    place = tmp_path / "lp0"
    place.touch()
    printer = EscposPrinter(AsFile(place), WIDE, lambda *_: drawn)
    assert printer.look() == Ready(tells=False)
    assert printer.print_lines(LINES, "ko") == Printed(is_proven=False)
    assert picture_of(place.read_bytes()).size == (576, 300)


def test_a_device_file_that_is_not_there_is_not_made(drawn: bytes, tmp_path: Path) -> None:
    printer = EscposPrinter(AsFile(tmp_path / "lp0"), WIDE, lambda *_: drawn)
    came = printer.look()
    assert isinstance(came, NotPrinted)
    assert came.why is Why.OFF
    assert not (tmp_path / "lp0").exists()


def test_a_device_file_of_others_is_told_as_that(
    drawn: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    came = EscposPrinter(AsFile(tmp_path / "lp0"), WIDE, lambda *_: drawn).look()
    assert isinstance(came, NotPrinted)
    assert came.why is Why.NO_RIGHT


class OnWire:
    """A device that pyusb has found: takes bytes at one end, and answers at the other."""

    def __init__(self, answers: bool) -> None:
        self.answers, self.got = answers, b""
        self.backend = SimpleNamespace(__module__="usb.backend.fake")

    def __iter__(self) -> Iterator[Any]:
        ends = [SimpleNamespace(bEndpointAddress=0x03), SimpleNamespace(bEndpointAddress=0x81)]
        yield [ends]

    def set_configuration(self) -> None: ...

    def reset(self) -> None: ...

    def write(self, end: int, sent: bytes, timeout: int) -> int:
        assert end == 0x03
        self.got += sent
        return len(sent)

    def read(self, end: int, size: int) -> bytes:
        import usb.core

        assert end == 0x81
        if not self.answers:
            raise usb.core.USBTimeoutError("timed out")
        return bytes([0x00 if self.got.endswith(b"\x1dr\x01") else 0x12])


@pytest.mark.parametrize("answers", [True, False])
def test_on_usb_it_is_talked_to_at_its_own_ends(
    drawn: bytes, answers: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import usb.core
    import usb.util

    device = OnWire(answers)
    monkeypatch.setattr(usb.core, "find", lambda **_: device)
    monkeypatch.setattr(usb.util, "dispose_resources", lambda _: None)
    printer = EscposPrinter(OnUsb(0x04B8, 0x0E15), WIDE, lambda *_: drawn)
    assert printer.look() == Ready(tells=answers)
    assert printer.print_lines(LINES, "ko") == Printed(is_proven=answers)
    assert picture_of(device.got).size == (576, 300)


def test_a_usb_printer_that_is_not_plugged_in_is_off(drawn: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    import usb.core

    monkeypatch.setattr(usb.core, "find", lambda **_: None)
    came = EscposPrinter(OnUsb(1, 2), WIDE, lambda *_: drawn).print_lines(LINES, "ko")
    assert isinstance(came, NotPrinted)
    assert (came.why, came.untouched) == (Why.OFF, True)


def test_a_usb_library_that_is_not_installed_is_no_crash(
    drawn: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    import usb.core

    def none(**_: object) -> None:
        raise usb.core.NoBackendError("No backend available")

    monkeypatch.setattr(usb.core, "find", none)
    came = EscposPrinter(OnUsb(1, 2), WIDE, lambda *_: drawn).look()
    assert isinstance(came, NotPrinted)
    assert "backend" in came.detail


# --- kiosk doctor -------------------------------------------------------------------------------------------------------


def told(address: str) -> Finding:
    (finding,) = checks_printer.printer(Settings(printer=address))
    return finding


@pytest.mark.parametrize(
    ("device", "state", "said", "cure"),
    [
        (EscposDevice(), State.OK, "is ready", ""),
        (EscposDevice(online=None), State.OK, "cannot say", ""),
        (EscposDevice(paper=NO_PAPER), State.NOTE, "has no paper", "Put a roll in"),
        (EscposDevice(online=OFFLINE, cause=COVER), State.NOTE, "cover is open", "Put a roll in"),
    ],
    ids=["ready", "silent", "no paper", "cover open"],
)
def test_doctor_says_how_the_printer_is(device: EscposDevice, state: State, said: str, cure: str) -> None:
    with device.on():
        finding = told(f"tcp://127.0.0.1:{device.port}")
    assert finding.state is state
    assert said in finding.text
    assert cure in finding.cure


def test_doctor_says_what_to_do_about_a_printer_that_is_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import usb.core

    monkeypatch.setattr(usb.core, "find", lambda **_: None)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for address, cure in (
        (f"tcp://127.0.0.1:{port}", f"nc -vz 127.0.0.1 {port}"),
        ("usb://04b8:0e15", "lsusb"),
        (f"file://{tmp_path}/lp0", "ls -l"),
    ):
        finding = told(address)
        assert finding.state is State.NOTE, "the kiosk sells without it"
        assert address in finding.text
        assert cure in finding.cure


def test_doctor_says_that_there_is_none() -> None:
    assert told("").state is State.OK


def told_at(kiosk: Shop, own: str, terminal: str = "K1") -> Finding:
    """What doctor says at a kiosk whose settings name ``own``."""
    url = str(kiosk.database.writers.url)
    (finding,) = checks_printer.printer(Settings(printer=own, database_url=url, terminal=terminal))
    return finding


def test_doctor_looks_at_the_printer_that_was_chosen_at_the_desk_and_says_so(kiosk: Shop) -> None:
    with EscposDevice().on() as device:
        _say_at_the_desk(kiosk, f"tcp://127.0.0.1:{device.port}")
        finding = told_at(kiosk, "tcp://127.0.0.1:1")
    assert finding.state is State.OK
    assert "chosen at the desk, is ready" in finding.text


def test_doctor_knows_that_the_owner_has_taken_the_printer_away(kiosk: Shop) -> None:
    _say_at_the_desk(kiosk, "none")
    finding = told_at(kiosk, "tcp://127.0.0.1:1")
    assert finding.state is State.OK
    assert "At the desk it was said that there is no printer here" in finding.text


def test_doctor_looks_at_the_settings_own_printer_where_nobody_has_said_or_nothing_can_be_read(
    kiosk: Shop, tmp_path: Path
) -> None:
    _say_at_the_desk(kiosk, "none")
    assert "No receipt printer is set" in told_at(kiosk, "", terminal="K2").text
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"Dear diary, " * 1_000)
    for url in (f"sqlite:///{broken}", f"sqlite:///{tmp_path / 'nothing.db'}"):
        (finding,) = checks_printer.printer(Settings(printer="", database_url=url))
        assert "No receipt printer is set" in finding.text
    assert not (tmp_path / "nothing.db").exists()
