"""A booking as it travels with its order at the payment company, so that a lost database can be rebuilt from there.

At most five pairs of text (Toss docs, requestPayment, ``metadata``). Holds nothing about the guest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote, urlencode

from kiosk.domain.money import Won, read_won, won
from kiosk.domain.sittings import Sitting

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Ticket:
    """Everything a booking row needs. ``anchor`` marks the journal as it was when the payment was opened."""

    restaurant_id: str
    terminal: str
    booking_id: str
    number: str
    party: int
    sitting: Sitting
    seat_ids: frozenset[str]
    anchor: str

    @property
    def amount(self) -> Won:
        """What such a booking costs."""
        return won(len(self.seat_ids) * self.sitting.price)


def pack(ticket: Ticket) -> dict[str, str]:
    """As metadata: readable in the company's console, and exact."""
    sitting = ticket.sitting
    return {
        "booking": ticket.booking_id,
        "seats": ",".join(quote(seat_id, safe="") for seat_id in sorted(ticket.seat_ids)),
        "sitting": urlencode(
            {
                "starts": sitting.starts.isoformat(),
                "ends": sitting.ends.isoformat(),
                "price": sitting.price,
                "walk_in": int(sitting.walk_in),
            },
            safe=":+",
        ).replace("+00:00", "Z"),
        "at": urlencode(
            {
                "restaurant": ticket.restaurant_id,
                "terminal": ticket.terminal,
                "number": ticket.number,
                "party": ticket.party,
            }
        ),
        "journal": ticket.anchor,
    }


def unpack(metadata: Mapping[str, str]) -> Ticket | None:
    """The ticket, or None for metadata that is not whole and exactly of this form: nothing in it is ever guessed."""
    try:
        sitting, at = _pairs(metadata["sitting"]), _pairs(metadata["at"])
        price = read_won(sitting["price"])
        seats = frozenset(unquote(part) for part in metadata["seats"].split(","))
        if not price or not all(seats) or sitting["walk_in"] not in ("0", "1"):
            return None
        ticket = Ticket(
            restaurant_id=at["restaurant"],
            terminal=at["terminal"],
            booking_id=metadata["booking"],
            number=at["number"],
            party=int(at["party"]),
            sitting=Sitting(
                _instant(sitting["starts"]),
                _instant(sitting["ends"]),
                price,
                walk_in=sitting["walk_in"] == "1",
            ),
            seat_ids=seats,
            anchor=metadata["journal"],
        )
        return ticket if _is_whole(ticket) and pack(ticket) == dict(metadata) else None
    except (KeyError, ValueError):
        return None


def _pairs(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, strict_parsing=True, keep_blank_values=True))


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(text)
    return read.astimezone(UTC)


def _is_whole(ticket: Ticket) -> bool:
    return (
        ticket.sitting.ends > ticket.sitting.starts
        and ticket.party > 0
        and bool(ticket.booking_id and ticket.number and ticket.terminal)
    )
