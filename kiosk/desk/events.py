"""What happens at the desk (events), and what is to be asked of the services in answer (effects): plain values."""

from dataclasses import dataclass

from kiosk.desk.deeds import Came, Deed
from kiosk.desk.places import Place
from kiosk.desk.waits import Step
from kiosk.services.attention import Matter
from kiosk.services.results import Refused
from kiosk.services.staffing import By, Person, Proof, SignedIn, WrongPin
from kiosk.services.today import Line, Today, Told
from kiosk.services.waitlist import Team

# --- what happens -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PeopleRead:
    """Who works here."""

    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class PersonChosen:
    """Somebody touched a name."""

    staff_id: str


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """One more digit of a PIN; "" takes the last one away, "all" all of them."""

    digit: str


@dataclass(frozen=True, slots=True)
class PinAnswered:
    """What became of the PIN."""

    answer: SignedIn | WrongPin | Proof | Refused


@dataclass(frozen=True, slots=True)
class LockAsked:
    """Somebody locks the desk, or nobody was here for too long."""

    why: str


@dataclass(frozen=True, slots=True)
class PinGivenUp:
    """Nobody wants to show a PIN after all."""


@dataclass(frozen=True, slots=True)
class DayRead:
    """The day as it is now, what waits for a person, and who waits for a table."""

    today: Today
    matters: tuple[Matter, ...]
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True)
class PlaceChosen:
    """An entry of the rail was touched."""

    place: Place


@dataclass(frozen=True, slots=True)
class TabChosen:
    """now, day or waiting."""

    tab: str


@dataclass(frozen=True, slots=True)
class BookingTouched:
    """Somebody wants to see a booking; "" closes it."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class StoryTold:
    """What is known of it; None when it is not there any more."""

    told: Told | None


@dataclass(frozen=True, slots=True)
class MatterTouched:
    """Somebody looks at a matter."""

    matter_id: str


@dataclass(frozen=True, slots=True)
class MoveAsked:
    """Somebody wants to choose other seats for the booking that is open."""


@dataclass(frozen=True, slots=True)
class TakingAsked:
    """Somebody wants to take seats: walk_in, reserved or block; "" not any more."""

    kind: str


@dataclass(frozen=True, slots=True)
class MergeAsked:
    """One party over several tables: those that are touched from now on."""


@dataclass(frozen=True, slots=True)
class MergeTouched:
    """A table is one of them, or not any more."""

    table_id: str


@dataclass(frozen=True, slots=True)
class TeamTouched:
    """Somebody wants to do something with a team that waits."""

    waiting_id: str


@dataclass(frozen=True, slots=True)
class TeamAsked:
    """Something is to be asked about the team that is chosen."""

    step: Step


@dataclass(frozen=True, slots=True)
class TeamTableTouched:
    """That table is for the team that is chosen."""

    table_id: str


@dataclass(frozen=True, slots=True)
class PartyChosen:
    """For so many."""

    party: int


@dataclass(frozen=True, slots=True)
class RefundChosen:
    """So many won shall go back; None: no refund is being written."""

    amount: int | None


@dataclass(frozen=True, slots=True)
class ReceivedTyped:
    """So many won were taken in the house; 0: nothing is written."""

    amount: int


@dataclass(frozen=True, slots=True)
class ReasonChosen:
    """Why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What was typed into the search."""

    query: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for it."""

    query: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DeedAsked:
    """Somebody pressed a button that does something."""

    deed: Deed


@dataclass(frozen=True, slots=True)
class DeedAnswered:
    """What became of it; None when it could not be asked at all."""

    deed: Deed
    came: Came | None


@dataclass(frozen=True, slots=True)
class Noticed:
    """A sentence of the back office, for whoever stands here: a text's key (none any more for ""), and whether it is bad news."""

    key: str
    is_bad: bool


@dataclass(frozen=True, slots=True)
class NobodyTouches:
    """For a while there was no finger and no key, and no form of the back office is half written."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Somebody is at the desk: a finger or a key, whatever it was for."""


Event = (
    PeopleRead | PersonChosen | DigitPressed | PinAnswered | LockAsked | PinGivenUp | DayRead | PlaceChosen | TabChosen
    | BookingTouched | StoryTold | MatterTouched | MoveAsked | TakingAsked | MergeAsked | MergeTouched | PartyChosen
    | RefundChosen | ReceivedTyped | ReasonChosen | TeamTouched | TeamAsked | TeamTableTouched
    | Searched | Found | DeedAsked | DeedAnswered | Noticed | NobodyTouches | Touched
)  # fmt: skip


# --- what is to be asked ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignIn:
    """Try a PIN to begin with."""

    staff_id: str
    pin: str


@dataclass(frozen=True, slots=True)
class Prove:
    """Try a PIN for one act."""

    staff_id: str
    pin: str


@dataclass(frozen=True, slots=True)
class SignOut:
    """Tell the journal."""

    staff_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Carry:
    """Do something, as somebody."""

    by: By
    deed: Deed


@dataclass(frozen=True, slots=True)
class ReadDay:
    """Read the day anew."""


@dataclass(frozen=True, slots=True)
class ReadStory:
    """Read one booking."""

    booking_id: str


@dataclass(frozen=True, slots=True)
class Search:
    """Look for bookings."""

    query: str


Effect = SignIn | Prove | SignOut | Carry | ReadDay | ReadStory | Search
