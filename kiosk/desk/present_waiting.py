"""The waiting list in words: its rows in the order of turns, the team that is chosen, and what may be done with it. Pure."""

from datetime import datetime
from typing import Final

from kiosk.desk.events import TeamAsked
from kiosk.desk.views import Key, RowView, TeamView
from kiosk.desk.wait_deeds import CallTeam, NoAnswer, TakeOff
from kiosk.desk.waits import Step, Waits
from kiosk.domain.staff import Act, Role, may
from kiosk.domain.waiting import WaitStatus
from kiosk.services.queueing import CALL_LASTS
from kiosk.services.waitlist import Team
from kiosk.ui.text import Text

_LAST_DIGITS: Final = 4
_MIDDLE: Final = 3, -4
"""Where a Korean mobile number is parted: 010-1234-5678, 011-123-4567."""


def team_rows(waits: Waits, now: datetime, text: Text) -> tuple[RowView, ...]:
    """Everybody who waits; sixty at most, so each is put into words at once."""
    return tuple(_row(team, team.waiting_id == waits.waiting_id, now, text) for team in waits.teams)


def _row(team: Team, is_chosen: bool, now: datetime, text: Text) -> RowView:
    mark, color, word = _standing(team, now, text)
    return RowView(
        booking_id=team.waiting_id,
        time=text("desk.wait_number", number=team.number),
        title=_party(team, text),
        more=_more(team, now, text),
        mark=mark,
        word=word,
        color=color,
        is_chosen=is_chosen,
    )


def _party(team: Team, text: Text) -> str:
    place = text("desk.wait_wheelchair") if team.wheelchair else ""
    return " · ".join(part for part in (text.guests(team.party), place) if part)


def _more(team: Team, now: datetime, text: Text) -> str:
    """Of the telephone number only the end: whoever passes by the desk need not read the rest."""
    waited = text("desk.wait_of", waited=_minutes(team.joined_at, now), quoted=team.quoted_min)
    return " · ".join(part for part in (waited, team.phone[-_LAST_DIGITS:]) if part)


def _standing(team: Team, now: datetime, text: Text) -> tuple[str, str, str]:
    """Sign, colour and word. A call that is shown on the kiosks no more, and a wait longer than told, stand out."""
    if team.status is WaitStatus.CALLED and team.called_at is not None:
        ago = _minutes(team.called_at, now)
        word = text("desk.wait_called_ago", minutes=ago) if ago else text("desk.wait_called_now")
        return "bell", "warn" if now - team.called_at > CALL_LASTS else "ok", word
    color = "warn" if _minutes(team.joined_at, now) > team.quoted_min else "ink2"
    return "clock", color, text("desk.wait_missed") if team.misses else text("desk.wait_waiting")


def wait_fact(waits: Waits, now: datetime, text: Text) -> tuple[str, str, str]:
    """How many teams wait, and how long the longest."""
    minutes = max((_minutes(team.joined_at, now) for team in waits.teams), default=0)
    unit = text("desk.wait_longest", minutes=minutes) if waits.teams else text("desk.parties")
    return text("desk.wait_list"), str(len(waits.teams)), unit


def _minutes(since: datetime, now: datetime) -> int:
    return max(0, int((now - since).total_seconds()) // 60)


def team_view(waits: Waits, role: Role, text: Text) -> TeamView | None:
    """The team that is chosen, with what this role may do with it; None where none is."""
    team = waits.team
    if team is None:
        return None
    title = text(
        "desk.wait_team", number=text("desk.wait_number", number=team.number), party=_party(team, text)
    )
    phone = _grouped(team.phone) or text("desk.wait_no_phone")
    if not may(role, Act.WAITLIST):
        return TeamView(title, phone, ())
    if waits.step is Step.OFF:
        off = Key(text("desk.wait_off_sure"), TakeOff(team.waiting_id, team.version), "cross")
        keep = Key(text("desk.wait_keep"), TeamAsked(Step.ACTS), "undo")
        return TeamView(title, text("desk.wait_off_ask"), (keep, off))
    return TeamView(title, phone, _acts(waits, team, role, text))


def _acts(waits: Waits, team: Team, role: Role, text: Text) -> tuple[Key, ...]:
    """What has no sense for this team is at the end, so that the others keep their places without it."""
    called = team.status is WaitStatus.CALLED
    keys = [
        Key(
            text("desk.wait_call_again" if called else "desk.wait_call"),
            CallTeam(team.waiting_id, team.version),
            "bell",
        )
    ]
    if may(role, Act.WALK_IN):
        step = Step.ACTS if waits.is_seating else Step.SEAT
        keys.append(Key(text("desk.wait_seat"), TeamAsked(step), "person", is_chosen=waits.is_seating))
    keys.append(Key(text("desk.wait_off"), TeamAsked(Step.OFF), "cross"))
    if called:
        word = "desk.wait_no_answer_again" if team.misses else "desk.wait_no_answer"
        keys.append(Key(text(word), NoAnswer(team.waiting_id, team.version, is_last=team.misses > 0), "mute"))
    return tuple(keys)


def _grouped(phone: str) -> str:
    """``010-3027-5555``."""
    first, last = _MIDDLE
    return "-".join((phone[:first], phone[first:last], phone[last:])) if phone else ""
