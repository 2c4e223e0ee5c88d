"""What the set-up asks the services to do, as values, and how each is carried out on a lane. No Qt, no rule.

A PIN in a deed, or a guest's name, is never part of its ``repr``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kiosk.domain.refunds import Policy
from kiosk.domain.sittings import SpecialDay, WeeklyRule
from kiosk.domain.staff import Act, Role
from kiosk.services import (
    guest_words,
    key_check,
    opening_hours,
    printer_choice,
    privacy,
    staffing,
    terminal_list,
    trial_pages,
)
from kiosk.services.at_desk import Stale
from kiosk.services.guest_words import GuestWords, WordsSaved
from kiosk.services.opening_hours import GuestsStand, Saved
from kiosk.services.printer_choice import PrinterChosen
from kiosk.services.privacy import Erased, Found, HandedOut
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By, Person
from kiosk.services.terminal_list import LetIn, Renamed, ShutOut
from kiosk.services.trial_pages import TrialAsked


@dataclass(frozen=True, slots=True)
class SaveWeek:
    """Other weekly hours and prices; ``knowing`` are bookings that will stand at a closed time."""

    rules: tuple[WeeklyRule, ...]
    seen: tuple[WeeklyRule, ...]
    knowing: frozenset[str] = frozenset()
    act = Act.HOURS


@dataclass(frozen=True, slots=True)
class SaveDay:
    """A date of its own."""

    special: SpecialDay
    seen: SpecialDay | None
    knowing: frozenset[str] = frozenset()
    act = Act.HOURS


@dataclass(frozen=True, slots=True)
class DropDay:
    """A date like its weekday again."""

    day: date
    knowing: frozenset[str] = frozenset()
    act = Act.HOURS


@dataclass(frozen=True, slots=True)
class SavePolicy:
    """Other refund terms."""

    policy: Policy
    seen: Policy
    act = Act.POLICY


@dataclass(frozen=True, slots=True)
class SaveWords:
    """Other names and notices for guests."""

    words: GuestWords
    seen: GuestWords
    act = Act.WORDS


@dataclass(frozen=True, slots=True)
class AddPerson:
    """Somebody new."""

    name: str
    role: Role
    pin: str = field(repr=False)
    act = Act.STAFF


@dataclass(frozen=True, slots=True)
class SetPin:
    """Another PIN for somebody, which also opens a lock."""

    staff_id: str
    pin: str = field(repr=False)
    act = Act.STAFF


@dataclass(frozen=True, slots=True)
class SetRole:
    """Another role."""

    staff_id: str
    role: Role
    act = Act.STAFF


@dataclass(frozen=True, slots=True)
class SetActive:
    """Somebody has left, or is back."""

    staff_id: str
    active: bool
    act = Act.STAFF


@dataclass(frozen=True, slots=True)
class LetTerminalIn:
    """A kiosk may use the server's database, with a password of its own."""

    name: str
    act = Act.TERMINALS


@dataclass(frozen=True, slots=True)
class ShutTerminalOut:
    """A kiosk may not any more."""

    name: str
    act = Act.TERMINALS


@dataclass(frozen=True, slots=True)
class RenameTerminal:
    """What staff call a terminal."""

    name: str
    title: str
    act = Act.TERMINALS


@dataclass(frozen=True, slots=True)
class ChoosePrinter:
    """Where a kiosk prints: an address, "" for nowhere, None for where its own settings say."""

    name: str
    address: str | None
    act = Act.TERMINALS


@dataclass(frozen=True, slots=True)
class PrintTrial:
    """A test page at that kiosk's printer."""

    name: str
    act = Act.PRINT


@dataclass(frozen=True, slots=True)
class CheckKeys:
    """Ask the company once more whether it takes the keys."""

    act = Act.STOP_SALES


@dataclass(frozen=True, slots=True)
class LookForPerson:
    """What is kept about somebody."""

    asked: str = field(repr=False)
    act = Act.PRIVACY


@dataclass(frozen=True, slots=True)
class HandOut:
    """The same, as a file for them."""

    asked: str = field(repr=False)
    act = Act.PRIVACY


@dataclass(frozen=True, slots=True)
class ErasePerson:
    """Nothing of it is kept any more."""

    asked: str = field(repr=False)
    act = Act.PRIVACY


MayStand = SaveWeek | SaveDay | DropDay
"""Deeds that guests may stand against."""
SetupDeed = (
    MayStand
    | SavePolicy
    | SaveWords
    | AddPerson
    | SetPin
    | SetRole
    | SetActive
    | LetTerminalIn
    | ShutTerminalOut
    | RenameTerminal
    | ChoosePrinter
    | PrintTrial
    | CheckKeys
    | LookForPerson
    | HandOut
    | ErasePerson
)
SetupCame = (
    Found
    | HandedOut
    | Erased
    | Saved
    | GuestsStand
    | Stale
    | Person
    | LetIn
    | ShutOut
    | Renamed
    | PrinterChosen
    | TrialAsked
    | WordsSaved
    | Refused
    | bool
)

SETUP_HOW: dict[type[Any], Callable[[Shop, By, Any], SetupCame]] = {
    SaveWeek: lambda shop, by, deed: opening_hours.save_week(shop, by, deed.rules, deed.seen, deed.knowing),
    SaveDay: lambda shop, by, deed: opening_hours.save_day(shop, by, deed.special, deed.seen, deed.knowing),
    DropDay: lambda shop, by, deed: opening_hours.drop_day(shop, by, deed.day, deed.knowing),
    SavePolicy: lambda shop, by, deed: opening_hours.save_policy(shop, by, deed.policy, deed.seen),
    SaveWords: lambda shop, by, deed: guest_words.save(shop, by, deed.words, deed.seen),
    AddPerson: lambda shop, by, deed: staffing.add(shop, deed.name, deed.role, deed.pin, by),
    SetPin: lambda shop, by, deed: staffing.set_pin(shop, deed.staff_id, deed.pin, by),
    SetRole: lambda shop, by, deed: staffing.set_role(shop, deed.staff_id, deed.role, by),
    SetActive: lambda shop, by, deed: staffing.set_active(shop, deed.staff_id, by, active=deed.active),
    LetTerminalIn: lambda shop, by, deed: terminal_list.let_in(shop, by, deed.name),
    ShutTerminalOut: lambda shop, by, deed: terminal_list.shut_out(shop, by, deed.name),
    RenameTerminal: lambda shop, by, deed: terminal_list.rename(shop, by, deed.name, deed.title),
    ChoosePrinter: lambda shop, by, deed: printer_choice.choose(shop, by, deed.name, deed.address),
    PrintTrial: lambda shop, by, deed: trial_pages.ask(shop, by, deed.name),
    LookForPerson: lambda shop, by, deed: privacy.look_for(shop, by, deed.asked),
    HandOut: lambda shop, by, deed: privacy.hand_out(shop, by, deed.asked),
    ErasePerson: lambda shop, by, deed: privacy.erase(shop, by, deed.asked),
    CheckKeys: lambda shop, by, deed: key_check.ask(shop, by) or True,  # noqa: ARG005 - the deed says nothing more
}
"""How each is carried out."""


def all_the_same(deed: MayStand, stands: GuestsStand) -> MayStand:
    """The same deed, by somebody who knows of these guests."""
    return replace(deed, knowing=stands.booking_ids)


_GOOD_NEWS: dict[type[Any], str] = {
    WordsSaved: "setup.words_saved",
    Person: "setup.person_saved",
    LetIn: "setup.was_let_in",
    ShutOut: "setup.was_shut_out",
    Renamed: "setup.was_renamed",
    PrinterChosen: "setup.printer_chosen",
    TrialAsked: "setup.trial_asked",
    Found: "setup.looked",
    HandedOut: "setup.looked",
}


def setup_sentence(came: object) -> tuple[str, bool] | None:
    """The key of what is said of an answer of the set-up, and whether it is bad news; None for others' answers."""
    match came:
        case Saved((), _) | WordsSaved(()):
            return "setup.same", False
        case Saved(_, 0):
            return "setup.saved", False
        case Saved():
            return "setup.saved_standing", False
        case GuestsStand():
            return "setup.stands", True
        case Erased(_, left):
            return ("setup.erased_later", True) if left else ("setup.erased", False)
        case _:
            said = _GOOD_NEWS.get(type(came))
            return (said, False) if said else None
