"""A receipt printer that speaks ESC/POS, through python-escpos. Implements ``kiosk.services.printing.Printer``.

Asks the printer how it is before the first line and after the last; many cannot say, and are believed. Never raises for
what a device does. Imports heavy things when it prints, so on a lane.
"""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import structlog

from kiosk.services.paper import Line
from kiosk.services.printer_address import Address, AsFile, OnNetwork, OnUsb
from kiosk.services.printing import NotPrinted, Printed, Why

SEND_S: Final = 5.0
"""How long opening, or sending one piece of a receipt, may last."""

ASK_S: Final = 1.0
"""How long an answer of the printer is waited for."""

_PIECE: Final = 128
"""Rows of dots sent at once: 9 kB."""

_ASK_ONLINE: Final = b"\x10\x04\x01"
_ASK_CAUSE: Final = b"\x10\x04\x02"
_ASK_PAPER: Final = b"\x10\x04\x04"
_ASK_IN_TURN: Final = b"\x1dr\x01"
"""GS r: answered only when everything before it was printed. The others (DLE EOT) are answered at once."""

_TRIES_IN_TURN: Final = 8
_FIXED, _FIXED_IS = 0x93, 0x12
"""Bits that every answer to DLE EOT has alike: anything else is noise."""
_OFFLINE, _NO_PAPER, _PAPER_ENDED, _PAPER_OUT_IN_TURN = 0x08, 0x60, 0x20, 0x0C

Draw = Callable[[tuple[Line, ...], int, str], bytes]
"""``draw(lines, columns, language)``: the receipt as a picture of the roll's width, as a PNG."""


@dataclass(frozen=True, slots=True)
class Ready:
    """It can print. ``tells``: it says how it is; else it is believed."""

    tells: bool


@dataclass(frozen=True, slots=True)
class EscposPrinter:
    """One printer at one address. Opened for each receipt: it may be switched off and on between two."""

    address: Address
    columns: int
    draw: Draw

    def look(self) -> Ready | NotPrinted:
        """How it is, without printing anything."""
        with _opened(self.address) as device:
            return device if isinstance(device, NotPrinted) else _state(device)

    def print_lines(self, lines: tuple[Line, ...], language: str) -> Printed | NotPrinted:
        """Print and cut. What went wrong is in the log, in the system's own words."""
        came = self._print(self.draw(lines, self.columns, language))
        if isinstance(came, NotPrinted):
            structlog.get_logger("kiosk").warning("not_printed", reason=str(came.why), what=came.detail)
        return came

    def _print(self, picture: bytes) -> Printed | NotPrinted:
        with _opened(self.address) as device:
            if isinstance(device, NotPrinted):
                return device
            state = _state(device)
            if isinstance(state, NotPrinted):
                return state
            return _print(device, picture, waits=state.tells)


def _print(device: Any, picture: bytes, *, waits: bool) -> Printed | NotPrinted:
    from PIL import Image

    with Image.open(BytesIO(picture)) as image:
        # Else the library complains on standard output, once a piece, that it does not know how wide the roll is.
        media = {"media": {"width": {"pixels": image.width}}}
        device.profile.profile_data = {**device.profile.profile_data, **media}
        try:
            device.hw("INIT")
            device.image(image, fragment_height=_PIECE)
            device.cut()
            if not waits:
                return Printed(is_proven=False)
            answer = _answer_in_turn(device)
        except _failures() as wrong:
            return NotPrinted(Why.CUT_OFF, untouched=False, detail=str(wrong))
    if answer is None:
        return NotPrinted(Why.CUT_OFF, untouched=False, detail="no answer after the last line")
    if answer & _PAPER_OUT_IN_TURN == _PAPER_OUT_IN_TURN:
        return NotPrinted(Why.NO_PAPER, untouched=False)
    return Printed(is_proven=True)


def _state(device: Any) -> Ready | NotPrinted:
    """How it says it is. Nothing was sent yet that would print."""
    online = _asked(device, _ASK_ONLINE)
    if isinstance(online, NotPrinted):
        return online
    if online is None:
        return Ready(tells=False)
    paper = _asked(device, _ASK_PAPER)
    if isinstance(paper, int) and paper & _NO_PAPER == _NO_PAPER:
        return NotPrinted(Why.NO_PAPER, untouched=True)
    if not online & _OFFLINE:
        return Ready(tells=True)
    cause = _asked(device, _ASK_CAUSE)
    ended = isinstance(cause, int) and bool(cause & _PAPER_ENDED)
    return NotPrinted(Why.NO_PAPER if ended else Why.NOT_READY, untouched=True)


def _asked(device: Any, question: bytes) -> int | NotPrinted | None:
    """The answer to a real-time question; None from a printer that cannot or does not say."""
    try:
        answer = _query(device, question)
    except (TimeoutError, NotImplementedError):
        return None
    except _failures() as wrong:
        return None if _is_timeout(wrong) else NotPrinted(Why.OFF, untouched=True, detail=str(wrong))
    if isinstance(device.device, socket.socket) and not answer:
        return NotPrinted(Why.OFF, untouched=True, detail="it has hung up")
    return answer[0] if answer and answer[0] & _FIXED == _FIXED_IS else None


def _answer_in_turn(device: Any) -> int | None:
    """Waits until everything was printed; None when it hung up or said nothing for too long."""
    for _ in range(_TRIES_IN_TURN):
        try:
            answer = _query(device, _ASK_IN_TURN)
        except TimeoutError:
            continue
        except _failures() as wrong:
            if _is_timeout(wrong):
                continue
            raise
        return answer[-1] if answer else None
    return None


def _query(device: Any, question: bytes) -> bytes:
    """One question, and so long to answer as a person does not notice."""
    line = device.device if isinstance(device.device, socket.socket) else None
    if line is not None:
        line.settimeout(ASK_S)
    try:
        return bytes(device.query_status(question))
    finally:
        if line is not None:
            line.settimeout(SEND_S)


def _is_timeout(wrong: BaseException) -> bool:
    """USB says so in a class of its own, which is there only where pyusb is."""
    return type(wrong).__name__ == "USBTimeoutError"


def _failures() -> tuple[type[Exception], ...]:
    """What a device may do: everything of the system, of python-escpos, and a USB library that is not there (ValueError)."""
    from escpos.exceptions import Error

    return (OSError, Error, ValueError, AssertionError)


@contextmanager
def _opened(address: Address) -> Iterator[Any]:
    """The open device, or why it could not be opened."""
    try:
        device = _device_at(address)
    except _failures() as wrong:
        yield NotPrinted(_why(wrong), untouched=True, detail=str(wrong))
        return
    try:
        yield device
    finally:
        _close(device)


def _close(device: Any) -> None:
    """What was not sent is told before; a line that breaks now tells nothing new."""
    try:
        device.close()
    except _failures():
        return


def _why(wrong: BaseException) -> Why:
    denied = isinstance(wrong, PermissionError) or "Errno 13" in str(wrong)
    return Why.NO_RIGHT if denied else Why.OFF


def _device_at(address: Address) -> Any:
    """Open it. Raises what the system or the library says."""
    printer = _library()
    match address:
        case OnNetwork(host, port):
            network = printer.Network(host, port)
            # Its own ``open`` leaves a socket behind when nobody answers, and knows no IPv6.
            network.device = socket.create_connection((host, port), SEND_S)
            return network
        case OnUsb(vendor, product):
            into, out = _ends_of(vendor, product)
            patience = int(SEND_S * 1000)
            return _open(printer.Usb(vendor, product, timeout=patience, in_ep=into, out_ep=out))
        case AsFile(path):
            # Opening one for writing would make it, and a printer that is not there would print into it.
            os.close(os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK))
            return _open(printer.File(str(path)))


def _open(device: Any) -> Any:
    device.open()
    return device


def _ends_of(vendor: int, product: int) -> tuple[int, int]:
    """Where a USB printer is read from and written to: makers do not agree. The usual ones when it cannot be asked."""
    import usb.core
    import usb.util

    found = usb.core.find(idVendor=vendor, idProduct=product)
    ends = [end.bEndpointAddress for config in found or () for face in config for end in face]
    into = [end for end in ends if usb.util.endpoint_direction(end) == usb.util.ENDPOINT_IN]
    out = [end for end in ends if usb.util.endpoint_direction(end) == usb.util.ENDPOINT_OUT]
    return (into or [0x82])[0], (out or [0x01])[0]


def _library() -> Any:
    """python-escpos; it leaves a folder of its own behind with every start, which is taken away."""
    from escpos import capabilities, printer

    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return printer
