"""The set-up behind its pages: reads what they show, and turns what is touched into deeds. Main thread only.

The desk's flow carries the deeds out and asks for PINs. What would leave guests at a closed time is shown with their
numbers, and done only when somebody says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from kiosk.desk.back.setup_deeds import (
    AddPerson,
    CheckKeys,
    ChoosePrinter,
    DropDay,
    ErasePerson,
    HandOut,
    LetTerminalIn,
    LookForPerson,
    MayStand,
    PrintTrial,
    RenameTerminal,
    SaveDay,
    SavePolicy,
    SaveWeek,
    SaveWords,
    SetActive,
    SetPin,
    SetRole,
    ShutTerminalOut,
    all_the_same,
)
from kiosk.desk.back.setup_screen import SetupScreen
from kiosk.desk.back.setup_view import (
    guests_of,
    keys_view,
    person_lines,
    terminal_lines,
    trace_lines,
    why_not,
)
from kiosk.domain.staff import Act, Role
from kiosk.services import key_check, printing, staffing, terminal_list, trial_pages
from kiosk.services.at_desk import Stale
from kiosk.services.guest_words import WordsSaved, words_of
from kiosk.services.key_check import Verdict
from kiosk.services.opening_hours import GuestsStand, Saved
from kiosk.services.printer_choice import PrinterChosen
from kiosk.services.printing import LastPaper
from kiosk.services.privacy import Erased, Found, HandedOut
from kiosk.services.restaurants import load
from kiosk.services.results import Refused, Restaurant
from kiosk.services.shop import Shop
from kiosk.services.staffing import Person
from kiosk.services.terminal_list import LetIn, Renamed, Terminal
from kiosk.services.trial_pages import Trial
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text


@dataclass(frozen=True, slots=True)
class SetUp:
    """Everything that the set-up shows, as it is stored at ``now``; ``role`` is that of whoever looks."""

    restaurant: Restaurant
    people: tuple[Person, ...]
    terminals: tuple[Terminal, ...]
    verdict: Verdict | None
    waits_for_keys: bool
    role: Role
    now: datetime
    papers: Mapping[str, LastPaper]
    trials: Mapping[str, Trial]


def read_setup(shop: Shop, staff_id: str) -> SetUp:
    """Read it, on a lane."""
    people = staffing.people(shop, everybody=True)
    role = next((person.role for person in people if person.staff_id == staff_id), Role.WAITER)
    with shop.database.read() as session:
        verdict = key_check.last_verdict(session, shop)
        waits = key_check.is_asked(session, shop)
    restaurant = load(shop.database, shop.restaurant_id)
    terminals = terminal_list.listed(shop)
    return SetUp(
        restaurant,
        people,
        terminals,
        verdict,
        waits,
        role,
        shop.clock.now(),
        printing.last_papers(shop),
        trial_pages.last(shop, [each.name for each in terminals]),
    )


class SetupOffice(QObject):
    """Signals: deed_asked (a deed), file_made (what was handed out, to be written)."""

    deed_asked = Signal(object)
    file_made = Signal(object)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._text = text
        self.screen = SetupScreen(look, text)
        self._stands: MayStand | None = None
        self._anew = False
        self._connect()

    def show(self, told: SetUp) -> None:
        """As it is stored now."""
        screen, text = self.screen, self._text
        restaurant = told.restaurant
        owners = {
            act: why_not(told.role, act, text)
            for act in (Act.HOURS, Act.POLICY, Act.WORDS, Act.STAFF, Act.TERMINALS)
        }
        if self._anew:
            self._anew = False
            screen.week.be_shown(restaurant.rules)
            screen.terms.be_shown(restaurant.refunds)
            screen.words.be_shown(words_of(restaurant))
        screen.week.show_stored(restaurant.rules, owners[Act.HOURS])
        screen.days.show_stored(restaurant.days, owners[Act.HOURS])
        screen.terms.show_stored(restaurant.refunds, owners[Act.POLICY])
        screen.words.show_stored(words_of(restaurant), owners[Act.WORDS])
        screen.staff.show_stored(person_lines(told.people, text), owners[Act.STAFF])
        screen.terminals.show_stored(
            terminal_lines(told.terminals, told.papers, told.trials, told.now, text), owners[Act.TERMINALS]
        )
        screen.keys.show_stored(keys_view(told.verdict, waits=told.waits_for_keys, text=text))

    def left(self) -> None:
        """Nobody is here any more: no PIN and no address stays on the screen."""
        self.screen.staff.clear()
        self.screen.terminals.forget_address()
        self.screen.privacy.forget()

    def answered(self, deed: object, came: object) -> None:  # noqa: C901 - one case an answer
        """What became of a deed of ours."""
        screen = self.screen
        match deed, came:
            case ((SaveWeek() | SaveDay() | DropDay()), GuestsStand()):
                self._stands = all_the_same(deed, came)
                page = screen.week if isinstance(deed, SaveWeek) else screen.days
                page.show_guests(guests_of(came, self._text))
            case ((SaveWeek() | SavePolicy() | SaveWords()), (Saved() | WordsSaved() | Stale())):
                self._anew = True
            case SaveDay(), (Saved() | Stale()):
                screen.days.clear()
            case ((AddPerson() | SetPin()), Person()):
                screen.staff.clear()
            case RenameTerminal(), Renamed():
                screen.terminals.end_renaming()
            case ChoosePrinter(), PrinterChosen():
                screen.terminals.printer.end()
            case LetTerminalIn(), LetIn():
                screen.terminals.show_address(came)
            case LookForPerson(), Found():
                screen.privacy.show_found(came.asked, trace_lines(came, self._text))
            case HandOut(), HandedOut():
                self.file_made.emit(came)
            case ErasePerson(), Erased():
                screen.privacy.forget()
            case _:
                pass
        if not isinstance(came, Refused | GuestsStand):
            self._stands = None

    def _connect(self) -> None:
        screen, say = self.screen, self.deed_asked.emit
        screen.week.save_asked.connect(lambda rules, seen: say(SaveWeek(rules, seen)))
        screen.days.save_asked.connect(lambda special, seen: say(SaveDay(special, seen)))
        screen.days.drop_asked.connect(lambda day: say(DropDay(day)))
        screen.terms.save_asked.connect(lambda policy, seen: say(SavePolicy(policy, seen)))
        screen.words.save_asked.connect(lambda words, seen: say(SaveWords(words, seen)))
        for page in (screen.week, screen.days):
            page.all_the_same_asked.connect(self._all_the_same)
        staff = screen.staff
        staff.add_asked.connect(lambda name, role, pin: say(AddPerson(name, Role(role), pin)))
        staff.pin_asked.connect(lambda staff_id, pin: say(SetPin(staff_id, pin)))
        staff.role_asked.connect(lambda staff_id, role: say(SetRole(staff_id, Role(role))))
        staff.leave_asked.connect(lambda staff_id: say(SetActive(staff_id, active=False)))
        staff.back_asked.connect(lambda staff_id: say(SetActive(staff_id, active=True)))
        screen.terminals.let_in_asked.connect(lambda name: say(LetTerminalIn(name)))
        screen.terminals.shut_out_asked.connect(lambda name: say(ShutTerminalOut(name)))
        screen.terminals.rename_asked.connect(lambda name, title: say(RenameTerminal(name, title)))
        printer = screen.terminals.printer
        printer.choose_asked.connect(lambda name, address: say(ChoosePrinter(name, address)))
        printer.trial_asked.connect(lambda name: say(PrintTrial(name)))
        screen.keys.check_asked.connect(lambda: say(CheckKeys()))
        screen.privacy.look_asked.connect(lambda asked: say(LookForPerson(asked)))
        screen.privacy.export_asked.connect(lambda asked: say(HandOut(asked)))
        screen.privacy.erase_asked.connect(lambda asked: say(ErasePerson(asked)))

    def _all_the_same(self) -> None:
        if self._stands is not None:
            self.deed_asked.emit(self._stands)
