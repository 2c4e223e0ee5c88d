"""Receipts on paper: a wish is stored first, printed by the one lane of its terminal, and told as it came out.

Nobody waits for a printer but who asked for paper: the booking is PAID before, and its QR code is a receipt without one.
A page that may be out already is printed again only as a copy. The printer itself is a port; this module knows no device.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from kiosk.services import attention
from kiosk.services.attention import Kind
from kiosk.services.paper import Line
from kiosk.services.receipt_lines import Say, lines_of
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.slips import Slip, paid_of, slip_of
from kiosk.storage import bookings, matters, payments, prints
from kiosk.storage.engine import Conflict, Session, Unwritable
from kiosk.storage.prints import JobRow, JobState

PATIENCE: Final = timedelta(minutes=2)
"""Whoever wants paper is still there. A wish that is older is not printed before strangers: staff are told of it."""

_LATELY: Final = timedelta(days=1)


class Why(StrEnum):
    """Why nothing came out, or perhaps not all of it."""

    OFF = "off"
    NO_PAPER = "no_paper"
    NOT_READY = "not_ready"
    CUT_OFF = "cut_off"
    NO_RIGHT = "no_right"
    LATE = "late"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, slots=True)
class Printed:
    """It is out. ``is_proven``: the printer has said so after the last line; else it only took every byte."""

    is_proven: bool


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """It is not, or perhaps in part. ``untouched``: not one line of it can be out. ``detail`` is for the log and staff."""

    why: Why
    untouched: bool
    detail: str = ""


class Printer(Protocol):
    """A receipt printer. Every call blocks (never on the main thread) and never raises for what a device does."""

    @property
    def columns(self) -> int:
        """How many letters a line has."""
        ...

    def print_lines(self, lines: tuple[Line, ...], language: str) -> Printed | NotPrinted:
        """Print a receipt and cut it off. Letters are shaped as in ``language``."""
        ...


def ask(shop: Shop, visit_id: str, booking_id: str, language: str) -> str | Refused:
    """A guest wants their receipt on paper: stored, and the job's id given. Refused: not_paid."""
    with shop.database.write() as session:
        found = paid_of(session, shop, booking_id)
        if found is None or found[0].visit_id != visit_id:
            return Refused("not_paid")
        return enqueue(session, shop, found[1].payment_id, booking_id, shop.terminal, language)


def enqueue(
    session: Session, shop: Shop, payment_id: str, booking_id: str, terminal: str, language: str, by: str = ""
) -> str:
    """Store a wish for paper at a terminal's printer; gives the job's id."""
    row = JobRow(
        restaurant_id=shop.restaurant_id,
        job_id=shop.ids.key(),
        payment_id=payment_id,
        booking_id=booking_id,
        terminal=terminal,
        language=language,
        state=JobState.WAITING,
        asked_at=shop.clock.now(),
        asked_by=by,
    )
    prints.insert_waiting(session, row, shop.terminal)
    return row.job_id


@dataclass
class Press:
    """The printing of one terminal. ``say_in`` gives the words of a language; ``is_there``: it has a printer just now.

    ``_came`` are answers of the printer that could not be stored yet: such a page is not printed once more.
    """

    shop: Shop
    printer: Printer
    say_in: Callable[[str], Say]
    is_there: Callable[[], bool] = lambda: True
    _came: dict[str, Printed | NotPrinted] = field(default_factory=dict)

    def print_for(self, visit_id: str, booking_id: str, language: str) -> bool:
        """What a guest wants: asked for and printed. False when no paper came; staff know of it then."""
        asked = ask(self.shop, visit_id, booking_id, language)
        if isinstance(asked, Refused):
            return False
        self.work()
        with self.shop.database.read() as session:
            row = prints.find(session, self.shop.restaurant_id, asked)
        return row is not None and row.state is JobState.PRINTED

    def work(self) -> int:
        """Print whatever waits for this terminal, also from an earlier run; gives how many came out. Cheap when none does."""
        with self.shop.database.read() as session:
            waiting = prints.waiting_at(session, self.shop.restaurant_id, self.shop.terminal)
        return sum(self._do(job) for job in waiting) if waiting and self.is_there() else 0

    def _do(self, job: JobRow) -> bool:
        answer = self._came.get(job.job_id)
        if answer is None and abs(self.shop.clock.now() - job.asked_at) > PATIENCE:
            answer = NotPrinted(Why.LATE, untouched=True)
        if answer is None:
            slip = self._begin(job)
            if slip is None:
                return False
            lines = lines_of(slip, self.say_in(job.language), job.language, self.printer.columns)
            answer = self.printer.print_lines(lines, job.language)
        self._came[job.job_id] = answer
        with self.shop.database.write() as session:
            self._record(session, job, answer)
        del self._came[job.job_id]
        return isinstance(answer, Printed)

    def _begin(self, job: JobRow) -> Slip | None:
        """Durable before the first byte leaves: if this process dies now, the next page is a copy."""
        with self.shop.database.write() as session:
            copy = prints.count_begun(session, job.restaurant_id, job.payment_id)
            if not prints.begin(session, job, self.shop.clock.now(), copy):
                return None
            booking = bookings.find(session, job.restaurant_id, job.booking_id)
            payment = payments.find(session, job.restaurant_id, job.payment_id)
            assert booking is not None, "a print job without its booking: a foreign key forbids it"
            assert payment is not None, "a print job without its payment: a foreign key forbids it"
            return slip_of(session, self.shop, booking, payment, copy)

    def _record(self, session: Session, job: JobRow, answer: Printed | NotPrinted) -> None:
        now = self.shop.clock.now()
        fresh = prints.find(session, job.restaurant_id, job.job_id)
        assert fresh is not None, "print jobs are never deleted"
        may_tell = not self.shop.settled_elsewhere
        if isinstance(answer, Printed):
            prints.mark_printed(session, fresh, now)
            if may_tell:
                attention.cause_is_gone(session, self.shop, Kind.PRINT_FAILED, job.booking_id)
            return
        # What an earlier run had begun may be out, whatever the printer says now.
        untouched = answer.untouched and job.begun_at is None
        if (
            prints.mark_failed(session, fresh, now, answer.why, self.shop.terminal, untouched=untouched)
            and may_tell
        ):
            _tell(session, self.shop, fresh, answer.why)


@dataclass(frozen=True, slots=True)
class LastPaper:
    """What a terminal's printer did last, and when; ``why`` is "" for a receipt that came out, else a code."""

    at: datetime
    why: str


def last_papers(shop: Shop) -> dict[str, LastPaper]:
    """By terminal, of the last day: whose printer works, and whose does not."""
    with shop.database.read() as session:
        jobs = prints.asked_since(session, shop.restaurant_id, shop.clock.now() - _LATELY)
    return {job.terminal: LastPaper(job.ended_at, job.why) for job in jobs if job.ended_at is not None}


def watch(shop: Shop) -> None:
    """Tell people of receipts that did not come out, and take it back where one did later. For desks: a kiosk among several
    may not open a matter itself. Cheap when nothing has changed."""
    now = shop.clock.now()
    with shop.database.read() as session:
        jobs = prints.asked_since(session, shop.restaurant_id, now - _LATELY)
        last = {job.booking_id: job for job in jobs}
        told = {
            row.subject
            for row in matters.open_ones(session, shop.restaurant_id)
            if row.kind == Kind.PRINT_FAILED
        }
        missed = [job for job in last.values() if _is_missed(session, job, now)]
    gone = [each for each in sorted(told & last.keys()) if last[each].state is JobState.PRINTED]
    if not missed and not gone:
        return
    try:
        with shop.database.write() as session:
            for job in missed:
                _give_up(session, shop, job, now)
            for booking_id in gone:
                attention.cause_is_gone(session, shop, Kind.PRINT_FAILED, booking_id)
    except (Conflict, Unwritable):
        # Another desk has told the same at the same moment, or nothing can be stored: the next look tells it.
        return


def _is_missed(session: Session, job: JobRow, now: datetime) -> bool:
    """Whether somebody has to be told: it failed and nobody was, or its terminal has not taken it for too long."""
    if job.state is JobState.WAITING:
        # Twice as long as its own terminal needs to give it up, so that the two do not meet.
        return now - job.asked_at > 2 * PATIENCE
    since = job.ended_at or now
    return job.state is JobState.FAILED and not any(
        _tells(row.opened_at, row.closed_at, since) for row in _told(session, job)
    )


def _told(session: Session, job: JobRow) -> Iterator[matters.MatterRow]:
    yield from matters.about(session, job.restaurant_id, Kind.PRINT_FAILED, job.booking_id)


def _tells(opened_at: datetime, closed_at: datetime | None, failed_at: datetime) -> bool:
    return closed_at is None or opened_at >= failed_at


def _give_up(session: Session, shop: Shop, job: JobRow, now: datetime) -> None:
    why = job.why
    if job.state is JobState.WAITING:
        why = Why.NOT_TAKEN
        if not prints.mark_failed(session, job, now, why, shop.terminal, untouched=job.begun_at is None):
            return
    _tell(session, shop, job, why)


def _tell(session: Session, shop: Shop, job: JobRow, why: str) -> None:
    attention.open_matter(
        session, shop, Kind.PRINT_FAILED, job.booking_id, again=True, terminal=job.terminal, printer=why
    )
