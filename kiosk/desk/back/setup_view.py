"""What the set-up's pages show, in finished words: special days, staff, terminals, and whether the keys are good. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from kiosk.domain.money import won
from kiosk.domain.refunds import Policy, refund_offer
from kiosk.domain.sittings import SEOUL, SpecialDay
from kiosk.domain.staff import Act, Role, may
from kiosk.services.attendance import Standing
from kiosk.services.key_check import Answer, Verdict
from kiosk.services.opening_hours import GuestsStand
from kiosk.services.printing import LastPaper
from kiosk.services.privacy import Found
from kiosk.services.staffing import Person
from kiosk.services.terminal_list import Terminal
from kiosk.services.trial_pages import Trial, TrialState
from kiosk.ui.text import Text

GUESTS_NAMED = 4
_EXAMPLE = won(40_000)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One special day of the list."""

    special: SpecialDay
    date: str
    name: str
    hours: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One of the staff. ``note`` says that they have left or are locked."""

    staff_id: str
    name: str
    role_at: int
    note: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class TerminalLine:
    """One terminal: ``how`` it is, in a colour; ``more`` says since when.

    ``printer`` says where it prints and how its last test page came out, ``address`` is what can be written anew; a terminal whose
    printer is not set up here has neither (``has_printer``).
    """

    name: str
    kind: str
    how: str
    color: str
    more: str
    can_go: bool
    title: str = ""
    printer: str = ""
    address: str = ""
    has_printer: bool = False


@dataclass(frozen=True, slots=True)
class KeysView:
    """What is known of the keys: (what, how it is, its colour) line by line, and when it was found out."""

    lines: tuple[tuple[str, str, str], ...]
    note: str


@dataclass(frozen=True, slots=True)
class TraceLine:
    """Words about somebody: where they stand, of which booking or day, and what they say."""

    where: str
    when: str
    text: str


def day_lines(days: Iterable[SpecialDay], text: Text) -> list[DayLine]:
    """The special days, soonest first."""
    return [
        DayLine(each, _date(each, text), each.name, _hours(each, text))
        for each in sorted(days, key=lambda each: each.day)
    ]


def person_lines(people: Iterable[Person], text: Text) -> list[PersonLine]:
    """Who works here, and after them who has left."""
    return [
        PersonLine(each.staff_id, each.name, list(Role).index(each.role), _note(each, text), each.active)
        for each in sorted(people, key=lambda each: not each.active)
    ]


def terminal_lines(
    terminals: Iterable[Terminal],
    papers: Mapping[str, LastPaper],
    trials: Mapping[str, Trial],
    now: datetime,
    text: Text,
) -> list[TerminalLine]:
    """Every terminal as it is now, with what its printer did last where it has one."""
    return [
        _with_printer(
            _with_paper(_terminal(each, now, text), papers.get(each.name), text), each, trials, text
        )
        for each in terminals
    ]


def _with_printer(
    line: TerminalLine, terminal: Terminal, trials: Mapping[str, Trial], text: Text
) -> TerminalLine:
    """A kiosk's: a desk has its printer from its own settings, and a settler has none."""
    if terminal.kind != "kiosk" or terminal.standing is None:
        return line
    where = terminal.printer or text(
        "setup.printer_own" if terminal.printer is None else "setup.printer_none"
    )
    told = [text("setup.printer_at", where=where)]
    if (trial := trials.get(terminal.name)) is not None:
        told.append(_trial(trial, text))
    return replace(line, printer=" · ".join(told), address=terminal.printer or "", has_printer=True)


def _trial(trial: Trial, text: Text) -> str:
    if trial.state is TrialState.FAILED:
        return text("setup.trial_failed", at=text.time(trial.at), how=text(f"attention.printer_{trial.why}"))
    return text(f"setup.trial_{trial.state}", at=text.time(trial.at))


def _with_paper(line: TerminalLine, last: LastPaper | None, text: Text) -> TerminalLine:
    if last is None:
        return line
    how = text(f"attention.printer_{last.why}") if last.why else text("setup.printer_fine")
    told = text("setup.printer_last", at=text.time(last.at), how=how)
    return replace(line, more=" · ".join(part for part in (line.more, told) if part))


def keys_view(verdict: Verdict | None, *, waits: bool, text: Text) -> KeysView:
    """What the last check came to."""
    if verdict is None:
        return KeysView((), text("setup.keys_waits" if waits else "setup.keys_never"))
    pair = text("setup.keys_pair", one=verdict.pair, other=f"{verdict.pair[:-3]}sk_")
    answers = {
        Answer.GOOD: (text("setup.keys_good"), "ok"),
        Answer.REFUSED: (text("setup.keys_refused", code=verdict.code), "bad"),
        Answer.SILENT: (text("setup.keys_silent"), "warn"),
    }
    lines = (
        (
            text("setup.keys_mode"),
            text(f"setup.mode_{verdict.mode}"),
            "ok" if verdict.mode == "live" else "warn",
        ),
        (text("setup.keys_prefix"), pair, "ok"),
        (text("setup.keys_answer"), *answers[verdict.answer]),
    )
    when = text("setup.keys_when", at=f"{text.date(verdict.at)} {text.time(verdict.at)}", by=verdict.terminal)
    return KeysView(lines, text("setup.keys_waits") if waits else when)


def trace_lines(found: Found, text: Text) -> list[TraceLine]:
    """What is kept about somebody."""
    return [
        TraceLine(
            text(f"setup.where_{trace.where}"),
            text("setup.trace", number=trace.number, at=text.date(trace.over)),
            trace.text,
        )
        for trace in found.traces
    ]


def guests_of(stands: GuestsStand, text: Text) -> list[str]:
    """Who stands: the first few by day, time and number, and how many more."""
    named = [
        text("setup.guest", at=f"{text.date(guest.starts)} {text.time(guest.starts)}", number=guest.number)
        for guest in stands.guests[:GUESTS_NAMED]
    ]
    more = len(stands.guests) - GUESTS_NAMED
    return [*named, text("setup.guests_more", count=more)] if more > 0 else named


def why_not(role: Role, act: Act, text: Text) -> str:
    """Why somebody of that role changes nothing here; "" when they may."""
    return "" if may(role, act) else text("setup.owners_only")


def examples(policy: Policy, text: Text) -> Sequence[str]:
    """What the terms mean for a booking of 40,000 won: at each step, and for who does not come."""
    starts = datetime(2026, 1, 2, tzinfo=UTC)

    def back(before: timedelta, *, walk_in: bool = False) -> str:
        offer = refund_offer(policy, _EXAMPLE, won(0), starts, starts - before, walk_in=walk_in)
        return text.money(offer.back_now)

    said = [
        text(
            "setup.example_step", hours=step.notice // timedelta(hours=1), won=back(max(step.notice, _MINUTE))
        )
        for step in policy.steps
    ]
    return [*said, text("setup.example_none", won=back(timedelta()))]


_MINUTE = timedelta(minutes=1)


def _date(special: SpecialDay, text: Text) -> str:
    return text.date(datetime.combine(special.day, time(12), SEOUL))


def _hours(special: SpecialDay, text: Text) -> str:
    if special.is_closed:
        return text("setup.is_closed")
    return " · ".join(
        text(
            "setup.hours_line",
            first=f"{rule.first:%H:%M}",
            last=f"{rule.last:%H:%M}",
            won=text.money(rule.price),
        )
        for rule in special.rules
    )


def _note(person: Person, text: Text) -> str:
    if not person.active:
        return text("setup.has_left")
    return text("setup.is_locked") if person.is_locked else ""


def _terminal(each: Terminal, now: datetime, text: Text) -> TerminalLine:
    if each.standing is None or each.beat_at is None:
        how, color, more = text("setup.never_here"), "ink2", ""
    else:
        minutes = max(0, int((now - each.beat_at).total_seconds()) // 60)
        how = text("setup.sells_nothing") if each.closed else text(f"setup.standing_{each.standing}")
        color = "bad" if each.closed else _COLORS[each.standing]
        more = "" if each.standing is Standing.HERE else _since(minutes, each.beat_at, text)
    can_go = each.has_role or each.standing is not Standing.HERE
    return TerminalLine(
        each.name,
        text(f"setup.kind_{each.kind}"),
        how,
        color,
        more,
        can_go and each.kind != "settler",
        each.title,
    )


def _since(minutes: int, at: datetime, text: Text) -> str:
    if minutes < 60:  # noqa: PLR2004 - an hour
        return text("setup.since_minutes", count=minutes)
    return text("setup.since", at=f"{text.date(at)} {text.time(at)}")


_COLORS = {Standing.HERE: "ok", Standing.SILENT: "bad", Standing.OFF: "ink2"}
