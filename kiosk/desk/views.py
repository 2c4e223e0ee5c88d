"""What the desk's screens show: frozen, in finished words. Screens lay it out and decide nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kiosk.domain.floor import Plan
from kiosk.ui.floorplan.states import FloorView


@dataclass(frozen=True, slots=True)
class Key:
    """Something to touch: an id or a deed comes back with it. ``why_not`` says why it is off; "" when it is on."""

    name: str
    says: object
    icon: str = ""
    is_chosen: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class PinView:
    """The PIN screen, or the same over another screen (``over``): who, how many digits, what was wrong."""

    title: str
    more: str
    restaurant: str
    date: str
    clock: str
    people: tuple[Key, ...]
    entered: int
    hint: str
    is_bad: bool
    forgotten: str
    over: bool = False


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One place. ``count`` waits there."""

    place: str
    name: str
    icon: str
    is_chosen: bool
    count: int = 0


@dataclass(frozen=True, slots=True)
class FrameView:
    """What is around every place: rail, title, how the house is, who works, the time, and the sentence of the moment."""

    title: str
    date: str
    facts: tuple[tuple[str, str, str], ...]
    who: str
    clock: str
    rail: tuple[RailEntry, ...]
    lock: str
    said: str = ""
    is_bad: bool = False
    undo: Key | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """One booking in the list, or a team that waits, under its id; or a heading."""

    booking_id: str
    time: str
    title: str
    more: str
    mark: str
    word: str
    color: str
    is_head: bool = False
    is_chosen: bool = False

    @property
    def spoken(self) -> str:
        """What it is called."""
        return ", ".join(part for part in (self.time, self.title, self.more, self.word) if part)


@dataclass(frozen=True, slots=True)
class TableMark:
    """What stands on a table: its label, two small lines, a sign, and which share of the stay is over."""

    label: str
    lines: tuple[str, ...] = ()
    sign: str = ""
    color: str = "ink"
    share: float = 0.0
    seated: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DeskFloor:
    """The plan with the guests on it."""

    view: FloorView
    marks: Mapping[str, TableMark]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The room."""
        return self.view.plan


@dataclass(frozen=True, slots=True)
class TeamView:
    """The team of the waiting list that is chosen: who they are, what there is to know, and what can be done."""

    title: str
    more: str
    acts: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class NowView:
    """The live floor. ``strip`` asks something while seats are being chosen; its keys answer.

    ``team`` stands in the place of ``take`` and ``block`` while one is chosen in the list of those who wait.
    """

    facts: tuple[tuple[str, str, str], ...]
    legend: tuple[tuple[str, str], ...]
    floor: DeskFloor | None
    tabs: tuple[Key, ...]
    list_name: str
    rows: Sequence[RowView]
    empty: str
    search_hint: str
    query: str
    take: str
    block: str
    strip: str = ""
    strip_keys: tuple[Key, ...] = ()
    team: TeamView | None = None


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """When, what, and how much."""

    time: str
    what: str
    won: str
    color: str = "ink"


@dataclass(frozen=True, slots=True)
class BookingView:
    """The drawer of one booking. ``received`` are the ways in which money is taken in the house, where that can be written down."""

    number: str
    title: str
    state: str
    color: str
    acts: tuple[Key, ...]
    money_title: str
    money: tuple[MoneyLine, ...]
    received_title: str
    received: tuple[Key, ...]
    refund_title: str
    refund_left: str
    sums: tuple[Key, ...]
    reason_title: str
    reasons: tuple[Key, ...]
    slip: tuple[tuple[str, str], ...]
    warning: str
    story_title: str
    story: tuple[MoneyLine, ...]
    close: str
    go: Key | None


@dataclass(frozen=True, slots=True)
class MatterView:
    """What needs attention: the list, and the one that is open."""

    title: str
    rows: tuple[RowView, ...]
    empty: str
    note: str
    headline: str = ""
    what: str = ""
    won: str = ""
    sides: tuple[tuple[str, str, str], ...] = ()
    do_title: str = ""
    steps: tuple[str, ...] = ()
    acts: tuple[Key, ...] = ()
    story_title: str = ""
    story: tuple[MoneyLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskView:
    """Everything. ``pin`` over nothing is the PIN screen."""

    pin: PinView | None
    frame: FrameView | None = None
    place: str = ""
    now: NowView | None = None
    booking: BookingView | None = None
    matters: MatterView | None = None
