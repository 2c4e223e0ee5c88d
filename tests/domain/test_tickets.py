"""What travels with an order comes back exactly, or not at all."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting
from kiosk.domain.tickets import Ticket, pack, unpack

TICKET = Ticket(
    restaurant_id="corner",
    terminal="kiosk-1",
    booking_id="b1",
    number="1001",
    party=2,
    sitting=Sitting(
        datetime(2026, 3, 13, 9, 45, tzinfo=UTC),
        datetime(2026, 3, 13, 11, 15, tzinfo=UTC),
        won(10_000),
        walk_in=True,
    ),
    seat_ids=frozenset({"1-1", "1-3"}),
    anchor="kiosk-1-57-0a1b2c3d",
)


@pytest.mark.parametrize(
    "ticket",
    [
        TICKET,
        replace(TICKET, seat_ids=frozenset({"창가, 1", "a&b=c", "100 %", "+"})),
        replace(TICKET, terminal="계산대 1", number="A&B=1", restaurant_id="모퉁이"),
        replace(TICKET, sitting=replace(TICKET.sitting, walk_in=False)),
        replace(TICKET, seat_ids=frozenset(f"{table}-{seat}" for table in range(20) for seat in range(8))),
    ],
)
def test_a_ticket_comes_back_as_it_went_within_the_companys_limits(ticket: Ticket) -> None:
    metadata = pack(ticket)
    assert unpack(metadata) == ticket
    assert len(metadata) <= 5
    assert all(len(key) <= 40 and len(value) <= 2_000 for key, value in metadata.items())


def test_its_worth_is_seats_times_price() -> None:
    assert TICKET.amount == 20_000


GOOD = pack(TICKET)


@pytest.mark.parametrize(
    "changes",
    [
        *({name: None} for name in GOOD),
        *({name: ""} for name in GOOD if name != "journal"),
        {"more": "x"},
        {"seats": "1-1,,1-3"},
        {"seats": "1-3,1-1"},
        {"sitting": GOOD["sitting"].replace("10000", "0")},
        {"sitting": GOOD["sitting"].replace("10000", "１００００")},
        {"sitting": GOOD["sitting"].replace("10000", "1e4")},
        {"sitting": GOOD["sitting"].replace("walk_in=1", "walk_in=2")},
        {"sitting": GOOD["sitting"].replace("Z", "")},
        {"sitting": GOOD["sitting"].replace("11:15", "09:45")},
        {"sitting": GOOD["sitting"].replace("starts", "begins")},
        {"sitting": "not pairs"},
        {"at": GOOD["at"].replace("party=2", "party=0")},
        {"at": GOOD["at"].replace("party=2", "party=two")},
        {"at": GOOD["at"].replace("number=1001", "number=")},
        {"at": GOOD["at"] + "&party=3"},
    ],
)
def test_metadata_that_are_not_whole_and_exact_are_none_of_ours(changes: dict[str, str | None]) -> None:
    metadata = {name: value for name, value in (GOOD | changes).items() if value is not None}
    assert unpack(metadata) is None
