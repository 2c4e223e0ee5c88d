"""The waiting list in ``kiosk tour --role desk``: teams wait, and are called, missed, seated and taken off on the real window."""

from collections.abc import Callable
from datetime import timedelta

from kiosk.app.backend import Backend
from kiosk.app.tour.clerk import Clerk
from kiosk.domain.waiting import WaitStatus
from kiosk.services.waitlist import teams
from kiosk.storage import waitings
from kiosk.storage.waitings import WaitingRow

_TERMINAL = "kiosk-1"
_PARTIES = (4, 2, 2, 3)
_WAITED_MIN, _QUOTED_MIN = 16, 20


def wait_list(clerk: Clerk, backend: Backend) -> None:
    """From a list of four to one of two. Raises Unexpected."""
    say, window, controller = clerk.program.text, clerk.program.window, clerk.program.controller
    _teams_wait(backend)
    tab = say("desk.wait_tab", count=len(_PARTIES))
    clerk.step("teams wait", controller.read_day, lambda: clerk.has(tab))
    clerk.step("waiting list", lambda: clerk.touch(tab), lambda: len(window.now.list.rows) == len(_PARTIES))
    clerk.step("team touched", lambda: clerk.row(_number(clerk, 3)), window.now.team.isVisible)
    clerk.step("team called", lambda: clerk.touch(say("desk.wait_call")), _done(clerk, "called"))
    clerk.step("team chosen", lambda: clerk.row(_number(clerk, 1)), window.now.team.isVisible)
    clerk.step("called first", lambda: clerk.touch(say("desk.wait_call")), _done(clerk, "called"))
    clerk.step("no answer", lambda: clerk.touch(say("desk.wait_no_answer")), _done(clerk, "unanswered"))
    clerk.step("called again", lambda: clerk.touch(say("desk.wait_call")), _done(clerk, "called"))
    here = say("desk.wait_seat_here")
    clerk.step("seats proposed", lambda: clerk.touch(say("desk.wait_seat")), lambda: clerk.can_touch(here))
    clerk.step("team seated", lambda: clerk.touch(here), _done(clerk, "seated"))
    clerk.step("seating taken back", lambda: clerk.touch(say("desk.undo")), _done(clerk, "back"))
    clerk.step("team waits again", lambda: clerk.row(_number(clerk, 1)), window.now.team.isVisible)
    clerk.step("proposed again", lambda: clerk.touch(say("desk.wait_seat")), lambda: clerk.can_touch(here))
    clerk.step("seated again", lambda: clerk.touch(here), _done(clerk, "seated"))
    clerk.step("another chosen", lambda: clerk.row(_number(clerk, 2)), window.now.team.isVisible)
    sure = say("desk.wait_off_sure")
    clerk.step("off asked", lambda: clerk.touch(say("desk.wait_off")), lambda: clerk.has(sure))
    clerk.step("team off", lambda: clerk.touch(sure), _done(clerk, "off"))
    assert [team.number for team in teams(backend.shop)] == [3, 4], "one sits, one has gone"
    clerk.touch(say("desk.tab_now"))


def _done(clerk: Clerk, word: str) -> Callable[[], bool]:
    return lambda: clerk.said() == f"desk.wait_done_{word}"


def _number(clerk: Clerk, number: int) -> str:
    return clerk.program.text("desk.wait_number", number=number)


def _teams_wait(backend: Backend) -> None:
    """As a kiosk leaves them; written as rows, since nobody can join in the last quarter of an hour of a day."""
    shop = backend.shop
    with shop.database.write() as session:
        for nth, party in enumerate(_PARTIES):
            joined = shop.clock.now() - timedelta(minutes=_WAITED_MIN - 4 * nth)
            row = WaitingRow(
                shop.restaurant_id, shop.ids.visit_id(), nth + 1, party, nth == 1, "ko", WaitStatus.WAITING, 1,
                joined, joined, _QUOTED_MIN + 5 * nth, terminal=_TERMINAL,
            )  # fmt: skip
            waitings.add(session, row)
