"""Which URL is one of this payment's return addresses: compared part by part, never as text. Pure."""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from urllib.parse import SplitResult, parse_qs, urlsplit

REJECTED_PATH = "/pay/rejected"
"""Where our own checkout page goes when the payment company's script says no: on the fail address's host."""

LONGEST_MESSAGE = 200

_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
_UNRESERVED = re.compile(r"%(2[de]|3\d|4[1-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9ae])", re.IGNORECASE)
_NEVER_IN_A_URL = re.compile(r"[\x00-\x20\x7f\\]")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class Kind(StrEnum):
    """What a return address is for."""

    SUCCESS = "success"
    FAIL = "fail"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class _Place:
    scheme: str
    host: str
    port: int
    path: str
    has_user: bool


@dataclass(frozen=True)
class ReturnAddresses:
    """The success and fail address of one payment, as whole URLs.

    Raises ValueError for one that could not be told from the others, or is no http(s) URL.
    """

    success: str
    fail: str

    def __post_init__(self) -> None:
        if len(self._kinds) != len(Kind):
            raise ValueError("the success, the fail and the rejected address must differ")

    @cached_property
    def _kinds(self) -> dict[_Place, Kind]:
        success, fail = _own(self.success), _own(self.fail)
        rejected = _Place(fail.scheme, fail.host, fail.port, REJECTED_PATH, has_user=False)
        return {success: Kind.SUCCESS, fail: Kind.FAIL, rejected: Kind.REJECTED}

    def which(self, url: str) -> Kind | None:
        """What a URL is for us: same scheme, host, port and path, any query. None for everybody else's.

        Spellings that mean the same by RFC 3986 are the same: case of scheme and host, the default port, ``%73`` for
        ``s``. A user name or a dot after the host make it another address.
        """
        place = _place(url)
        return None if place is None else self._kinds.get(place)

    def owns(self, url: str) -> bool:
        """Whether a request there would reach a return host, by whatever spelling, path or protocol.

        On this very machine other ports are other people's (the local sandbox); elsewhere the whole host is ours.
        """
        place = _place(url)
        if place is None:
            return False
        host = place.host.rstrip(".")
        return any(
            host == ours.host and (place.port == ours.port or not _is_this_machine(host))
            for ours in self._kinds
        )


def said(url: str) -> tuple[str, str]:
    """Code and message of a fail or rejected address. The message is foreign text: never to be shown as it is."""
    query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    code, message = (query.get(name, [""])[0] for name in ("code", "message"))
    plain = "".join(character for character in message if character.isprintable())
    return (code if _CODE.fullmatch(code) else "UNKNOWN"), plain[:LONGEST_MESSAGE]


def _own(url: str) -> _Place:
    place = _place(url)
    if place is None or place.has_user or place.scheme not in {"http", "https"}:
        raise ValueError(f"{url!r} cannot be a return address: it must be a whole http(s) URL without a user")
    return place


def _place(url: str) -> _Place | None:
    if _NEVER_IN_A_URL.search(url):
        return None
    try:
        parts: SplitResult = urlsplit(url)
        port = _PORTS.get(parts.scheme) if parts.port is None else parts.port
    except ValueError:
        return None
    if port is None or not parts.hostname or parts.scheme not in _PORTS:
        return None
    return _Place(parts.scheme, parts.hostname, port, _plain(parts.path) or "/", "@" in parts.netloc)


def _plain(path: str) -> str:
    """The path with every needlessly encoded character as itself (RFC 3986, 6.2.2.2)."""
    return _UNRESERVED.sub(lambda found: chr(int(found.group(1), 16)), path)


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
