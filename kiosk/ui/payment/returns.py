"""Which URL is one of this payment's return addresses: compared part by part, never as text. Pure."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, urlsplit

Kind = Literal["success", "fail", "rejected"]
REJECTED_PATH = "/pay/rejected"
"""Where our own checkout page goes when the payment company's script refuses: on the fail address's host."""

_PORTS = {"http": 80, "https": 443}
_Place = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True)
class ReturnAddresses:
    """The success and fail address of one payment, as full URLs."""

    success: str
    fail: str

    def which(self, url: str) -> Kind | None:
        """What a URL is for us; None for everybody else's, and for any with a user name in it."""
        place = _place(url)
        fail = _place(self.fail)
        if place is None:
            return None
        if place == _place(self.success):
            return "success"
        if place == fail:
            return "fail"
        if fail is not None and place == (*fail[:3], REJECTED_PATH):
            return "rejected"
        return None

    def hosts(self) -> frozenset[tuple[str, int]]:
        """The hosts and ports that must never get a request."""
        places = (_place(self.success), _place(self.fail))
        return frozenset((place[1], place[2]) for place in places if place is not None)


def _place(url: str) -> _Place | None:
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return None
    if port is None or not parts.hostname or "@" in parts.netloc:
        return None
    return parts.scheme, parts.hostname, port, parts.path
