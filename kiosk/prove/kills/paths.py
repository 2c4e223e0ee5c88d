"""Every path through the money protocol, as a guest walks it; each is killed at every point that it has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.states import BookingStatus as B
from kiosk.prove.kills.guest import RIVAL, Astray, Guest, look
from kiosk.services.results import Accepted, Held

MINUTE: Final = 60


@dataclass(frozen=True, slots=True)
class Path:
    """One path. ``faulty`` is the call whose answers go wrong on it: confirm, cancel, or none.

    ``refuses`` cards are refused, ``too_much`` won are taken beyond the price. ``ends``: how the guest's booking stands
    when nothing disturbs it, so that a path really leads where it says.
    """

    walk: Callable[[Guest], None]
    ends: B
    faulty: str = ""
    refuses: int = 0
    too_much: int = 0


def _paid(guest: Guest) -> None:
    guest.hold()
    guest.pay()


def _again(guest: Guest) -> None:
    """The first card is refused, the second one is not."""
    guest.hold()
    guest.pay()
    if isinstance(look(guest), Held):
        guest.pay()


def _reopened(guest: Guest) -> None:
    """The page is opened twice; then the first one's redirect comes, and after it the second one's."""
    guest.hold()
    guest.open()
    guest.authenticate()
    first = guest.opened
    guest.open()
    guest.authenticate()
    assert first is not None
    if isinstance(guest.come_back(guest.urls[0], first.payment_id), Accepted):
        raise Astray("a page that was opened again must not be paid")
    if isinstance(guest.come_back(), Accepted):
        guest.settle()
    guest.come_back()


def _reclaimed(guest: Guest) -> None:
    """The redirect comes when the hold is over; nobody has taken the seats."""
    guest.hold()
    guest.wait(8 * MINUTE)
    guest.open()
    guest.wait(5.5 * MINUTE)
    guest.authenticate()
    if isinstance(guest.come_back(), Accepted):
        guest.settle()


def _seats_gone(guest: Guest) -> None:
    """The same, and somebody has."""
    guest.hold()
    guest.wait(8 * MINUTE)
    guest.open()
    guest.wait(5.5 * MINUTE)
    if not isinstance(guest.hold(visit=RIVAL), Held):
        raise Astray("a lapsed hold frees its seats")
    guest.authenticate()
    if isinstance(guest.come_back(), Accepted):
        raise Astray("seats of somebody else must not be paid for")


def _extended(guest: Guest) -> None:
    """Other seats first, more time before and during the payment, and a timer that looks in between."""
    guest.hold(frozenset({"s2", "s3"}))
    guest.hold()
    guest.wait(9 * MINUTE)
    guest.extend()
    guest.open()
    guest.wait(4 * MINUTE)
    guest.extend()
    guest.wait(4 * MINUTE)
    guest.authenticate()
    if isinstance(guest.come_back(), Accepted):
        guest.settle()


def _lapsed(guest: Guest) -> None:
    """Nobody comes back; the timer lets go, and the next guest takes the seats."""
    guest.hold()
    guest.open()
    guest.wait(11 * MINUTE)
    if not isinstance(guest.hold(visit=RIVAL), Held):
        raise Astray("a lapsed hold frees its seats")
    guest.wait(11 * MINUTE)


def _closed(guest: Guest) -> None:
    """The guest closes the page, keeps the seats a while, and gives them back."""
    guest.hold()
    guest.open()
    guest.authenticate()
    guest.close_page()
    look(guest)
    guest.release()
    guest.come_back()


def _tampered(guest: Guest) -> None:
    """The redirect says another sum; and then the right one, too late."""
    guest.hold()
    guest.open()
    guest.authenticate(more=-1)
    if isinstance(guest.come_back(), Accepted):
        raise Astray("a tampered amount must not be accepted")
    guest.come_back(guest.urls[-1].replace("23999", "24000"))


def _unsent(guest: Guest) -> None:
    """The intent is stored, and the guest is gone before anything is sent."""
    guest.hold()
    guest.open()
    guest.authenticate()
    if isinstance(guest.come_back(), Accepted):
        guest.wait(3 * MINUTE)
        guest.settle()


def _unkept(guest: Guest) -> None:
    """Approved, and the seats are not ours any more: the money goes back."""
    guest.hold()
    guest.open()
    guest.authenticate()
    if isinstance(guest.come_back(), Accepted):
        guest.lose_seats()
        guest.settle()


def _virtual(guest: Guest) -> None:
    """A virtual account, which this kiosk cannot wait for."""
    guest.hold()
    guest.pay(method="가상계좌")


def _returned(guest: Guest) -> None:
    guest.hold()
    guest.pay()
    guest.ask_back(None)


def _returned_in_parts(guest: Guest) -> None:
    guest.hold()
    guest.pay()
    guest.ask_back(7_000)
    guest.ask_back(5_000)


PATHS: Final[Mapping[str, Path]] = {
    "paid": Path(_paid, B.PAID, "confirm"),
    "declined": Path(_paid, B.EXPIRED, "confirm", refuses=1),
    "again": Path(_again, B.PAID, "confirm", refuses=1),
    "reopened": Path(_reopened, B.PAID, "confirm"),
    "reclaimed": Path(_reclaimed, B.PAID, "confirm"),
    "extended": Path(_extended, B.PAID, "confirm"),
    "mismatch": Path(_paid, B.EXPIRED, "cancel", too_much=1_000),
    "virtual": Path(_virtual, B.EXPIRED, "cancel"),
    "unkept": Path(_unkept, B.EXPIRED, "cancel"),
    "returned": Path(_returned, B.CANCELED, "cancel"),
    "in_parts": Path(_returned_in_parts, B.PAID, "cancel"),
    "seats_gone": Path(_seats_gone, B.EXPIRED),
    "tampered": Path(_tampered, B.EXPIRED),
    "unsent": Path(_unsent, B.EXPIRED),
    "closed": Path(_closed, B.FAILED),
    "lapsed": Path(_lapsed, B.EXPIRED),
}
