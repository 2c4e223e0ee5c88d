"""Where a team that waits may sit: the seats that are proposed, those of a table that staff touch, and the strip that asks. Pure.

What is offered here is advice; the services look again.
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.desk.events import TeamAsked
from kiosk.desk.merging import STAY, busy_seats
from kiosk.desk.views import Key
from kiosk.desk.wait_deeds import SeatTeam
from kiosk.desk.waits import Step, Waits
from kiosk.domain.best import Needs, best_for
from kiosk.domain.floor import Plan
from kiosk.domain.seating import made_useless, seats_at, tables_that_fit
from kiosk.services.today import Today
from kiosk.services.waitlist import Team
from kiosk.ui.text import Text


@dataclass(frozen=True, slots=True)
class Offer:
    """The seats that one key takes, empty where there are none; and the tables that a touch could take instead."""

    seat_ids: frozenset[str]
    fitting: frozenset[str]


def offer(waits: Waits, today: Today, now: datetime) -> Offer | None:
    """For the team that is chosen, as things are; None where no team is to be seated."""
    team = waits.team
    if team is None or not waits.is_seating:
        return None
    plan, free = today.plan, _free(today, now)
    fitting = tables_that_fit(plan, free, team.party, wheelchair=team.wheelchair)
    if waits.table_id:
        seats = seats_at(plan, waits.table_id, free, team.party, wheelchair=team.wheelchair)
    else:
        seats = best_for(plan, free, Needs(team.party, team.wheelchair))
    return Offer(seats or frozenset(), frozenset(fitting))


def _free(today: Today, now: datetime) -> frozenset[str]:
    """Seats that nobody has for as long as a team stays, and where nobody sits beyond their own time."""
    sitting = frozenset(today.at(now))
    busy = busy_seats(today, now, now + STAY) | sitting | made_useless(today.plan, sitting)
    return frozenset(seat.seat_id for table in today.plan.tables for seat in table.usable_seats) - busy


def seat_strip(waits: Waits, today: Today, now: datetime, text: Text) -> tuple[str, tuple[Key, ...]]:
    """The question over the plan while a team is seated, and its keys."""
    team = waits.team
    found = offer(waits, today, now)
    assert team is not None, "a team is being seated"
    assert found is not None, "a team is being seated"
    offered = found.seat_ids
    question = _question(waits, team, offered, today.plan, text)
    deed = SeatTeam(team.waiting_id, team.version, offered, team.party, STAY)
    go = Key(
        text("desk.wait_seat_here"),
        deed,
        "check",
        is_chosen=bool(offered),
        why_not="" if offered else question,
    )
    return question, (go, Key(text("desk.leave_it"), TeamAsked(Step.ACTS)))


def _question(waits: Waits, team: Team, offered: frozenset[str], plan: Plan, text: Text) -> str:
    number, guests = text("desk.wait_number", number=team.number), text.guests(team.party)
    if offered:
        labels = [
            text.label(table) for table in plan.tables if {each.seat_id for each in table.seats} & offered
        ]
        return text("desk.wait_seat_where", number=number, guests=guests, table=text.table(labels))
    if waits.table_id:
        table = text.table([text.label(plan.table(waits.table_id))])
        return text("desk.wait_seat_unfit", guests=guests, table=table)
    return text("desk.wait_seat_none", number=number, guests=guests)
