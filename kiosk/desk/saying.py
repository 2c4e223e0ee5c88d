"""What the desk says of an answer: a text's key with its values, and the deed that takes back what was done. Pure."""

from dataclasses import dataclass

from kiosk.desk.back.deeds import MoveTo, sentence_of
from kiosk.desk.deeds import Came, Deed, GiveUp, Move, Note, TakeSeats, VoidMoney
from kiosk.desk.wait_deeds import WaitDeed, undo_of, word_of
from kiosk.domain.seated import SeatedEvent
from kiosk.services.at_desk import Done, SeatsTaken, Stale
from kiosk.services.offsites import Recorded
from kiosk.services.refunding import Asked
from kiosk.services.reprinting import Queued
from kiosk.services.results import Refused
from kiosk.services.today import Line


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence for whoever stands here: a text's key with its values; ``undo`` takes back what it tells of."""

    key: str
    values: tuple[tuple[str, str | int], ...] = ()
    undo: Deed | None = None
    is_bad: bool = False


def said_of(deed: Deed, came: Came | None, moving: Line | None) -> Said:  # noqa: C901, PLR0911 - one return an answer
    """What is said of it, and how it is taken back where nothing left the house. ``moving`` is the booking that was being moved."""
    if (told := sentence_of(came)) is not None:
        return Said(told[0], is_bad=told[1])
    match came:
        case Done():
            return _told_of(deed, came, moving)
        case Stale(who, _):
            return Said("desk.stale", (("who", who),), is_bad=True)
        case SeatsTaken(_, numbers):
            return Said("desk.clash", (("number", ", ".join(numbers)),), is_bad=True)
        case Asked(_, amount, _):
            return Said("desk.refund_asked", (("amount", amount),))
        case Recorded(_, amount) if isinstance(deed, VoidMoney):
            return Said("desk.received_voided", (("amount", amount),))
        case Recorded(offsite_id, amount):
            return Said("desk.received_done", (("amount", amount),), VoidMoney(offsite_id))
        case Queued(number, terminal):
            return Said("desk.print_asked", (("number", number), ("terminal", terminal)))
        case Refused(why):
            return Said(f"desk.no_{why}", is_bad=True)
        case None:
            return Said("desk.no_answer", is_bad=True)
        case False:
            return Said("desk.too_late", is_bad=True)
        case _:
            return Said("desk.done")


def _told_of(deed: Deed, done: Done, moving: Line | None) -> Said:
    if isinstance(deed, WaitDeed):
        return Said(f"desk.wait_done_{word_of(deed)}", (("number", done.number),), undo_of(deed, done))
    values = (("number", done.number), ("amount", abs(done.difference)))
    return Said(f"desk.done_{_word(deed, done)}", values, _undo(deed, done, moving))


def _word(deed: Deed, done: Done) -> str:
    match deed:
        case Note(_, event, _):
            return str(event)
        case Move() | MoveTo():
            return (
                "moved"
                if done.difference == 0
                else "moved_dearer"
                if done.difference > 0
                else "moved_cheaper"
            )
        case TakeSeats(wanted):
            return str(wanted.kind)
        case _:
            return type(deed).__name__.lower()


def _undo(deed: Deed, done: Done, moving: Line | None) -> Deed | None:
    match deed:
        case Note(booking_id, event, _) if event is not SeatedEvent.TAKEN_BACK:
            return Note(booking_id, SeatedEvent.TAKEN_BACK, done.version)
        case Move(booking_id, _, _) if moving is not None:
            return Move(booking_id, done.version, moving.seat_ids)
        case TakeSeats():
            return GiveUp(done.booking_id, done.version)
        case _:
            return None
