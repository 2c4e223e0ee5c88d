"""How a receipt printer is named, in settings and at the desk: on the network, on USB, or as a device file. Opens nothing."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PATTERN: Final = (
    r"^(|tcp://[A-Za-z0-9._-]+(:[0-9]{1,5})?|usb://[0-9A-Fa-f]{4}:[0-9A-Fa-f]{4}|file:///[^\s]+)$"
)
"""All that the setting ``printer`` may be; "" for none."""

LONGEST: Final = 120
_FROM_ELSEWHERE: Final = re.compile(r"tcp://.+|usb://.+|file:///dev/(?!.*\.\.).+")
_PORT: Final = 9100
_LAST_PORT: Final = 65_535


@dataclass(frozen=True, slots=True)
class OnNetwork:
    """Raw ESC/POS over TCP, as most network printers and print servers take it."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class OnUsb:
    """By the vendor's and the product's number, as ``lsusb`` lists them."""

    vendor: int
    product: int


@dataclass(frozen=True, slots=True)
class AsFile:
    """A device file of the system."""

    path: Path


Address = OnNetwork | OnUsb | AsFile


def address_of(text: str) -> Address:
    """What a setting that fits ``PATTERN`` and is not empty names."""
    assert re.fullmatch(PATTERN, text), text
    kind, _, rest = text.partition("://")
    if kind == "tcp":
        host, _, port = rest.partition(":")
        return OnNetwork(host, int(port or _PORT))
    if kind == "usb":
        vendor, _, product = rest.partition(":")
        return OnUsb(int(vendor, 16), int(product, 16))
    return AsFile(Path(rest))


def may_come_from_elsewhere(text: str) -> bool:
    """Whether another machine may name this printer: whoever writes to the database must not have a kiosk write to any file."""
    if len(text) > LONGEST or not re.fullmatch(PATTERN, text) or not _FROM_ELSEWHERE.fullmatch(text):
        return False
    address = address_of(text)
    return not isinstance(address, OnNetwork) or address.port <= _LAST_PORT
