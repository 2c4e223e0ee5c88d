"""What an evening at the demo restaurant looks like: one plausible view of every screen and every sheet, and the rest.

For the access check and for tests; no guest ever sees any of it.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache

from PySide6.QtCore import QSize

from kiosk.app import resources
from kiosk.app.access.hall import OTHERS, in_hall
from kiosk.domain.best import Reason
from kiosk.domain.floor import Plan
from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting, seoul_day
from kiosk.services.floor_file import read_restaurant
from kiosk.ui import views
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.metrics import Families, Look, Metrics
from kiosk.ui.text import Text, load_texts
from kiosk.ui.theme import Tokens, load_tokens
from kiosk.ui.views import Overlay, ScreenName

SIZES = {"upright": QSize(1080, 1920), "wide": QSize(1920, 1080), "small": QSize(1366, 768)}
PRICE = won(10_000)
NOW = datetime(2026, 3, 13, 9, 42, tzinfo=UTC)
"""A Friday, 18:42 in Seoul."""


@cache
def texts() -> dict[str, Text]:
    """Every language's words."""
    return load_texts(resources.path("text"))


@cache
def tokens() -> Tokens:
    """The design tokens."""
    return load_tokens(resources.path("style", "tokens.json"))


@cache
def plan() -> Plan:
    """The demo restaurant's."""
    return read_restaurant(resources.path("demo", "restaurant.toml")).plan


def look(size: QSize = SIZES["upright"], theme: str = "day", *, moves: bool = False) -> Look:
    """A look for a window of that size."""
    families = Families.for_language(tokens(), "ko")
    metrics = Metrics(size.width(), size.height(), tokens())
    return Look(tokens().theme(theme), metrics, families, reduced_motion=not moves)


def sitting(minutes: int, *, walk_in: bool = False) -> Sitting:
    """One that begins so many minutes from then."""
    starts = NOW + timedelta(minutes=minutes)
    return Sitting(starts, starts + timedelta(minutes=90), PRICE, walk_in)


AT_SEVEN = sitting(18)
TODAY, DAY_OFF, CHOSEN = seoul_day(NOW), 3, 13
FREE_UNTIL = views.Deadline(AT_SEVEN.starts)


def choice(*table_ids: str, seats: int = 4) -> views.Choice:
    """Seats of the tables; of table 7 where none are named."""
    tables = tuple(plan().table(table_id) for table_id in table_ids or ("7",))
    ids = [seat.seat_id for table in tables for seat in table.seats][:seats]
    return views.Choice(tables, frozenset(ids), won(PRICE * len(ids)), PRICE)


def table_id(label: str) -> str:
    """The id behind what stands on a table."""
    return next(table.table_id for table in plan().tables if table.label == label)


def frame(name: ScreenName) -> views.FrameView:
    """What surrounds a screen."""
    steps = {
        ScreenName.PARTY: 1,
        ScreenName.FLOOR: 2,
        ScreenName.LIST: 2,
        ScreenName.WAITLIST: 2,
        ScreenName.REVIEW: 3,
        ScreenName.PAYMENT: 4,
        ScreenName.CONFIRMING: 4,
    }
    asking = name in (ScreenName.CONFIRMING, ScreenName.UNKNOWN)
    money = asking or name in (ScreenName.PAYMENT, ScreenName.DONE)
    shut = asking or name is ScreenName.CLOSED
    return views.FrameView(
        restaurant="모퉁이식당",
        now=NOW,
        step=steps.get(name),
        may_start_over=not shut and name is not ScreenName.ATTRACT,
        may_change_language=not shut and name is not ScreenName.PAYMENT,
        test_payment=money,
    )


def floor_view(*, chosen: views.Choice | None) -> views.FloorScreenView:
    """A floor on which every state occurs."""
    tables = {table.table_id: SeatState.FREE for table in plan().tables}
    seats = {seat.seat_id: SeatState.FREE for seat in plan().seats()}
    whole = {"1": SeatState.UNFIT, "2": SeatState.TAKEN, "4": SeatState.TAKEN, "5": SeatState.HELD}
    for label, state in whole.items():
        tables[table_id(label)] = state
        seats |= {seat.seat_id: state for seat in plan().table(table_id(label)).seats}
    tables["bar"] = SeatState.UNFIT
    bar, shared = plan().table("bar").seats, plan().table(table_id("8")).seats
    for nth, seat in enumerate(bar):
        seats[seat.seat_id] = SeatState.TAKEN if nth in (0, 1) else SeatState.UNFIT
    for nth in (0, 1, 5):
        seats[shared[nth].seat_id] = SeatState.TAKEN
    if chosen is not None:
        seats |= dict.fromkeys(chosen.seat_ids, SeatState.MINE)
        tables[chosen.tables[0].table_id] = SeatState.MINE
    order = sorted(tables, key=lambda table: tables[table] not in (SeatState.FREE, SeatState.MINE))
    return views.FloorScreenView(
        plan(),
        tuple(seats.items()),
        tuple(tables.items()),
        party=4,
        sitting=AT_SEVEN,
        choice=chosen,
        order=tuple(order),
    )


def party_view() -> views.PartyView:
    """A party of four that thinks of seven o'clock."""
    left = (5, 4, 2, 0, 1, 5, 4, 0, 6)
    times = tuple(
        views.TimeKey(sitting(3 + 15 * nth, walk_in=nth == 0), tables, chosen=nth == 1)
        for nth, tables in enumerate(left)
    )
    return views.PartyView(
        8,
        4,
        wheelchair=False,
        high_chair=False,
        now=NOW,
        stay_minutes=90,
        times=times,
        day=TODAY,
        days=days_of(),
    )


def days_of(chosen: int = 0) -> tuple[views.DayKey, ...]:
    """Today and the week after it, with a day off on Monday."""
    return tuple(
        views.DayKey(
            TODAY + timedelta(days=ahead),
            ahead,
            views.DayState.OFF if ahead == DAY_OFF else views.DayState.OPEN,
            chosen=ahead == chosen,
        )
        for ahead in range(8)
    )


def party_on(ahead: int) -> views.PartyView:
    """The same party, thinking of half past seven on another day."""
    times = tuple(
        views.TimeKey(on(ahead, sitting(18 + 30 * (nth - 12))), (5, 4, 2, 0)[nth % 4], chosen=nth == CHOSEN)
        for nth in range(17)
    )
    day = TODAY + timedelta(days=ahead)
    return replace(party_view(), times=times, day=day, ahead=ahead, days=days_of(ahead))


def on(ahead: int, at: Sitting = AT_SEVEN) -> Sitting:
    """The same sitting so many days later."""
    return replace(at, starts=at.starts + timedelta(days=ahead), ends=at.ends + timedelta(days=ahead))


HOLD = views.HoldView(582)


def view(name: ScreenName) -> views.ScreenView:  # noqa: C901, PLR0911, PLR0912 - one line a screen
    """A screen as it usually is."""
    match name:
        case ScreenName.ATTRACT:
            return views.AttractView("모퉁이식당", NOW, 17, NOW + timedelta(minutes=3))
        case ScreenName.PARTY:
            return party_view()
        case ScreenName.FLOOR | ScreenName.LIST:
            return floor_view(chosen=choice())
        case ScreenName.WAITLIST:
            return views.WaitlistView(4, sitting(108).starts, (2, 2), 3, 25, phone="01030275", lacking=3)
        case ScreenName.WAITING:
            return views.WaitingView(12, 4, 3, 25, by_phone=True, seconds_left=40)
        case ScreenName.REVIEW:
            return views.ReviewView(choice(), AT_SEVEN, 4, HOLD, FREE_UNTIL, agreed=True)
        case ScreenName.PAYMENT:
            return views.PaymentView(choice(), AT_SEVEN, 4, views.HoldView(535), 272)
        case ScreenName.CONFIRMING:
            return views.ConfirmingView(choice())
        case ScreenName.DONE:
            receipt = "모퉁이식당\n예약 4821\n2026-03-13 19:00\n7\n40000\na1b2c3d4e5f60718"
            return views.DoneView("4821", choice(), AT_SEVEN, 4, plan(), receipt, "a1b2c3d4", 40)
        case ScreenName.DECLINED:
            return views.DeclinedView(choice(), "limit", views.HoldView(432))
        case ScreenName.STOPPED:
            return views.StoppedView(choice(), views.HoldView(432))
        case ScreenName.UNKNOWN:
            return views.UnknownView(choice(), "K2-1902", 80)
        case ScreenName.EXPIRED:
            return views.ExpiredView(choice(), 10, again=True, seconds_left=40)
        case ScreenName.CLOSED:
            return views.ClosedView("N-12")


def variants() -> dict[str, tuple[ScreenName, views.ScreenView]]:
    """Every screen as it usually is, and as it is when something is different."""
    made = {str(name): (name, view(name)) for name in ScreenName}
    bar = choice("bar", seats=2)
    party, floor, empty = party_view(), floor_view(chosen=choice()), floor_view(chosen=None)
    many = tuple(views.TimeKey(sitting(3 + 15 * nth), nth % 4) for nth in range(21))
    uncounted = tuple(replace(key, tables_left=None, chosen=False) for key in party.times)
    waits = (replace(party.times[0], tables_left=0, chosen=True, waits=True), *party.times[2:])
    review = views.ReviewView(bar, AT_SEVEN, 2, views.HoldView(58, warn=True), None, agreed=False)
    done = view(ScreenName.DONE)
    assert isinstance(done, views.DoneView)
    payment = views.PaymentView(choice(), AT_SEVEN, 4, views.HoldView(100, warn=True), 58, ask_more_time=True)
    more: dict[str, tuple[ScreenName, views.ScreenView]] = {
        "attract-full": (ScreenName.ATTRACT, views.AttractView("모퉁이식당", NOW, 0, NOW)),
        "attract-closed": (ScreenName.ATTRACT, views.AttractView("모퉁이식당", NOW, 0, None, NOW)),
        "attract-unpayable": (
            ScreenName.ATTRACT,
            views.AttractView("모퉁이식당", NOW, 12, NOW, unpayable=True),
        ),
        "review-unpayable": (ScreenName.REVIEW, replace(review, agreed=True, unpayable=True)),
        "attract-wait": (
            ScreenName.ATTRACT,
            views.AttractView("모퉁이식당", NOW, 0, None, waits=True, calls=(12, 9)),
        ),
        "attract-called": (
            ScreenName.ATTRACT,
            views.AttractView("모퉁이식당", NOW, 0, NOW, waits=True, calls=(12,)),
        ),
        "waiting-next": (ScreenName.WAITING, views.WaitingView(8, 2, 0, 5, by_phone=False, seconds_left=9)),
        "party-wait": (ScreenName.PARTY, replace(party, times=waits)),
        "party-nothing": (ScreenName.PARTY, replace(party, party=None, times=uncounted)),
        "party-many": (ScreenName.PARTY, replace(party, times=many, wheelchair=True)),
        "party-none": (ScreenName.PARTY, replace(party, times=())),
        "party-today-only": (ScreenName.PARTY, replace(party, days=())),
        "party-tomorrow": (ScreenName.PARTY, party_on(1)),
        "party-last-day": (ScreenName.PARTY, party_on(7)),
        "party-counting": (ScreenName.PARTY, replace(party_on(2), times=(), counting=True)),
        "party-none-that-day": (ScreenName.PARTY, replace(party_on(2), times=())),
        "party-today-over": (ScreenName.PARTY, _today_over()),
        "review-warned": (ScreenName.REVIEW, replace(review, asked_without=True)),
        "review-opening": (ScreenName.REVIEW, replace(review, agreed=True, opening=True)),
        "review-paused": (ScreenName.REVIEW, replace(review, hold=views.HoldView(58, paused=True))),
        "payment-more-time": (ScreenName.PAYMENT, payment),
        "payment-broken": (ScreenName.PAYMENT, replace(payment, broken=True)),
        "confirming-slow": (ScreenName.CONFIRMING, views.ConfirmingView(bar, slow=True)),
        "stopped-broken": (ScreenName.STOPPED, views.StoppedView(bar, HOLD, page_broken=True)),
        "done-paper": (ScreenName.DONE, replace(done, paper=views.Paper.OFFERED)),
        "done-printing": (ScreenName.DONE, replace(done, paper=views.Paper.PRINTING)),
        "done-printed": (ScreenName.DONE, replace(done, paper=views.Paper.PRINTED)),
        "done-no-paper": (ScreenName.DONE, replace(done, paper=views.Paper.FAILED)),
        "unknown-long": (ScreenName.UNKNOWN, views.UnknownView(bar, "K12-1902", 3 * 60 + 59)),
        "expired-gone": (ScreenName.EXPIRED, views.ExpiredView(bar, 20, again=False, seconds_left=9)),
        "expired-bar": (ScreenName.EXPIRED, views.ExpiredView(bar, 10, again=True, seconds_left=9)),
        "closed-no-code": (ScreenName.CLOSED, views.ClosedView("")),
        "floor-none": (ScreenName.FLOOR, empty),
        "floor-tomorrow": (ScreenName.FLOOR, replace(floor, sitting=on(1), ahead=1)),
        "floor-last-day": (ScreenName.FLOOR, replace(floor, sitting=on(12), ahead=12)),
        "floor-holding": (ScreenName.FLOOR, replace(floor, holding=True)),
        "floor-bar": (ScreenName.FLOOR, replace(floor_view(chosen=bar), party=2)),
        "floor-hall": (ScreenName.FLOOR, in_hall(empty, OTHERS[0])),
        "floor-hall-zone": (ScreenName.FLOOR, in_hall(floor, "window")),
        "floor-hall-bar": (ScreenName.FLOOR, in_hall(empty, "kitchen_front")),
    }
    far = views.Deadline(on(12).starts - timedelta(hours=1), 12)
    more |= {
        "attract-later-days": (
            ScreenName.ATTRACT,
            views.AttractView("모퉁이식당", NOW, 0, None, NOW, later_days=True),
        ),
        "review-last-day": (ScreenName.REVIEW, replace(review, sitting=on(12), free_cancel_until=far)),
        "payment-last-day": (ScreenName.PAYMENT, replace(payment, sitting=on(12), ahead=12)),
        "done-last-day": (ScreenName.DONE, replace(done, sitting=on(12), ahead=12)),
        "done-tomorrow": (ScreenName.DONE, replace(done, sitting=on(1), ahead=1)),
    }
    list_ = views.WaitlistView(5, None, (3, 2), 0, 5)
    more |= {
        "waitlist-plain": (ScreenName.WAITLIST, replace(list_, groups=None)),
        "waitlist-split": (ScreenName.WAITLIST, list_),
        "waitlist-free": (ScreenName.WAITLIST, replace(list_, free_now=True)),
        "waitlist-asking": (ScreenName.WAITLIST, replace(list_, ahead=None, minutes=None)),
        "waitlist-not-today": (ScreenName.WAITLIST, replace(list_, minutes=None, later=NOW)),
        "waitlist-joining": (ScreenName.WAITLIST, replace(list_, phone="01030275555", joining=True)),
    }
    for trouble in ("phone", "already_waiting", "list_full", "cannot_store"):
        more[f"waitlist-{trouble}"] = (ScreenName.WAITLIST, replace(list_, trouble=trouble))
    for note in views.FloorNote:
        if note:
            for kind, told in ((f"floor-{note}", floor), (f"floor-{note}-alone", empty)):
                view_ = replace(told, note=note, note_table="4", note_seats=2, offer="3")
                more[kind] = (ScreenName.FLOOR, view_)
    more |= {
        kind.replace("floor", "list", 1): (ScreenName.LIST, view_)
        for kind, (name, view_) in more.items()
        if name is ScreenName.FLOOR
    }
    for why in Reason:
        more[f"floor-best-{why}"] = (ScreenName.FLOOR, replace(floor, why=(why,)))
        more[f"review-best-{why}"] = (ScreenName.REVIEW, replace(review, choice=choice(), why=(why,)))
    for reason in ("limit", "unusable", "bank_closed", "ask_issuer", "expired", "returned", "other", "new"):
        more[f"declined-{reason}"] = (ScreenName.DECLINED, views.DeclinedView(choice(), reason, HOLD))
    return made | more


HALLS = ("floor-hall", "list-hall")
"""What a large house adds to the screens that there are."""


def shown(kind: str) -> tuple[ScreenName, views.ScreenView]:
    """A screen by its name, or one of the large house."""
    return variants()[kind] if kind in HALLS else (ScreenName(kind), view(ScreenName(kind)))


def _today_over() -> views.PartyView:
    first, *others = days_of(1)
    return replace(party_on(1), days=(replace(first, state=views.DayState.OVER), *others))


def overlay(which: Overlay) -> views.OverlayView:
    """A sheet as it usually is."""
    if which is Overlay.IDLE:
        return views.OverlayView(which, 14, 20)
    far = views.Deadline(on(12).starts - timedelta(hours=1), 12)
    return views.OverlayView(which, hold=views.HoldView(58, warn=True), free_cancel_until=far)


BEHIND = {
    Overlay.MORE_TIME: ScreenName.REVIEW,
    Overlay.LEAVE: ScreenName.REVIEW,
    Overlay.LEAVE_LIST: ScreenName.WAITING,
    Overlay.STOP_PAYING: ScreenName.PAYMENT,
    Overlay.TERMS: ScreenName.REVIEW,
    Overlay.APP_REFUSED: ScreenName.PAYMENT,
}
