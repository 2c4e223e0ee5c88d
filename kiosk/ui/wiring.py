"""Which signal of which screen is which event. The only place that knows both vocabularies."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Protocol

from kiosk.ui.flow import events as ev
from kiosk.ui.flow import wait_events as wv
from kiosk.ui.views import ScreenName

Happened = Callable[..., None]
"""``happened(kind, *arguments)``: makes the event and lets the flow have it."""


class Connectable(Protocol):
    """A bound Qt signal, as far as wiring needs it."""

    def connect(self, slot: Callable[..., object], /) -> object:
        """Call ``slot`` with the signal's arguments whenever it is emitted."""
        ...


SCREENS: Final[Mapping[ScreenName, Mapping[str, type[ev.Event]]]] = {
    ScreenName.ATTRACT: {"touched": ev.Touched},
    ScreenName.PARTY: {
        "party_chosen": ev.PartyChosen,
        "wheelchair_toggled": ev.WheelchairToggled,
        "high_chair_toggled": ev.HighChairToggled,
        "day_chosen": ev.DayChosen,
        "time_chosen": ev.TimeChosen,
        "seats_asked": ev.SeatsAsked,
        "best_asked": ev.BestAsked,
        "went_back": ev.WentBack,
    },
    ScreenName.FLOOR: {
        "table_touched": ev.TableTouched,
        "seat_touched": ev.SeatTouched,
        "room_chosen": ev.RoomChosen,
        "best_asked": ev.BestAsked,
        "change_asked": ev.ChangeAsked,
        "hold_asked": ev.HoldAsked,
        "list_asked": ev.ListAsked,
    },
    ScreenName.LIST: {
        "table_touched": ev.TableTouched,
        "seat_touched": ev.SeatTouched,
        "best_asked": ev.BestAsked,
        "change_asked": ev.ChangeAsked,
        "hold_asked": ev.HoldAsked,
        "plan_asked": ev.PlanAsked,
    },
    ScreenName.WAITLIST: {
        "phone_keyed": wv.PhoneKeyed,
        "join_asked": wv.JoinAsked,
        "other_time_asked": wv.OtherTimeAsked,
        "split_asked": wv.SplitAsked,
        "seats_asked": ev.SeatsAsked,
        "went_back": ev.WentBack,
    },
    ScreenName.WAITING: {"finished": ev.Finished, "leave_asked": wv.LeaveListAsked},
    ScreenName.REVIEW: {
        "agreement_toggled": ev.AgreementToggled,
        "terms_asked": ev.TermsAsked,
        "choose_again_asked": ev.ChooseAgainAsked,
        "payment_asked": ev.PaymentAsked,
    },
    ScreenName.PAYMENT: {"stop_asked": ev.StopAsked, "more_time_asked": ev.MoreTimeAsked},
    ScreenName.CONFIRMING: {},
    ScreenName.DONE: {"finished": ev.Finished, "paper_asked": ev.PrintAsked},
    ScreenName.DECLINED: {
        "other_way_asked": ev.OtherWayAsked,
        "same_card_asked": ev.SameCardAsked,
        "leave_asked": ev.LeaveAsked,
    },
    ScreenName.STOPPED: {
        "pay_again_asked": ev.PayAgainAsked,
        "choose_again_asked": ev.ChooseAgainAsked,
        "leave_asked": ev.LeaveAsked,
    },
    ScreenName.UNKNOWN: {"staff_asked": ev.StaffAsked},
    ScreenName.EXPIRED: {"again_asked": ev.AgainAsked, "others_asked": ev.OthersAsked},
    ScreenName.CLOSED: {"staff_asked": ev.StaffAsked},
}

SHELL: Final[Mapping[str, type[ev.Event]]] = {
    "start_over_asked": ev.StartOverAsked,
    "language_asked": ev.LanguageAsked,
    "staff_asked": ev.StaffAsked,
}

CHECKOUT: Final[Mapping[str, type[ev.Event]]] = {
    "page_painted": ev.PagePainted,
    "returned": ev.Returned,
    "failed_back": ev.FailedBack,
    "rejected": ev.Rejected,
    "app_link_refused": ev.AppLinkRefused,
    "page_broken": ev.PageBroken,
}


def wire(emitter: object, signals: Mapping[str, type[ev.Event]], happened: Happened) -> None:
    """Connect the named signals of one object. Raises AttributeError when it lacks one: both sides must agree."""
    for name, kind in signals.items():
        signal: Connectable = getattr(emitter, name)
        signal.connect(partial(happened, kind))


def wire_checkout(checkout: object, payment_id: str, dispatch: Callable[[ev.Event], None]) -> None:
    """Connect a checkout page; its events carry the payment it was opened for.

    Only what the flow uses is passed on: a refused app link and the company's message stay where they are.
    """
    for name, kind in CHECKOUT.items():
        signal: Connectable = getattr(checkout, name)
        signal.connect(partial(_at_checkout, dispatch, kind, payment_id))


_USED: Final[Mapping[type[ev.Event], int]] = {ev.Returned: 1, ev.FailedBack: 1, ev.Rejected: 1}


def _at_checkout(
    dispatch: Callable[[ev.Event], None], kind: Callable[..., ev.Event], payment_id: str, *said: Any
) -> None:
    used = _USED.get(kind, 0) if isinstance(kind, type) else 0
    dispatch(kind(payment_id, *said[:used]))
