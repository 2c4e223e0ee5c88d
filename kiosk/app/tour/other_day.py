"""The scripted customer books another day: from the first screen to held seats. Decides nothing about money."""

from datetime import timedelta

from kiosk.app.tour.guest import Guest, Unexpected
from kiosk.domain.sittings import seoul_day
from kiosk.ui.presenter import present
from kiosk.ui.screens.party import first_shown
from kiosk.ui.views import PartyView, ScreenName


def to_tomorrow(guest: Guest, party: int) -> None:
    """So many people, tomorrow, at the time that its page begins with; the best seats."""
    day = seoul_day(guest.clock.now()) + timedelta(days=1)
    guest.to(ScreenName.PARTY, lambda: guest.touch("attract.name"))
    guest.touch_named(str(party))
    name = guest.text.day_in_full(day, 1)
    guest.step("another day", lambda: guest.touch_named(name), lambda: bool(_shown(guest, 1).times))
    view = _shown(guest, 1)
    time = view.times[first_shown(view)].sitting
    guest.touch_starting(guest.text.time(time.starts))
    guest.to(ScreenName.REVIEW, lambda: guest.touch("party.best"), "best seats held")
    if seoul_day(time.starts) != day or not guest.reads(guest.text.date(time.starts)):
        raise Unexpected("the slip does not say the day that was chosen")


def _shown(guest: Guest, ahead: int) -> PartyView:
    """03 as it is shown; without times until those of that day are read."""
    controller = guest.program.controller
    assert controller is not None, "the kiosk is open"
    view = present(controller.state).view
    assert isinstance(view, PartyView), "still on 03"
    if view.ahead != ahead:
        raise Unexpected(f"the screen shows {view.day}")
    return view
