"""How far each visit got and how it ended, read off the screens it saw: two words, nothing about the guest.

Looks at states before and after a step; the controller counts what comes out.
"""

from dataclasses import dataclass
from typing import Final

from kiosk.ui.flow import State
from kiosk.ui.views import ScreenName

_STEPS: Final = {
    ScreenName.PARTY: 0,
    ScreenName.FLOOR: 1,
    ScreenName.REVIEW: 2,
    ScreenName.PAYMENT: 3,
    ScreenName.CONFIRMING: 4,
    ScreenName.DONE: 5,
}
_NAMES: Final = tuple(_STEPS)
_AS_FAR: Final = {ScreenName.LIST: ScreenName.FLOOR, ScreenName.WAITLIST: ScreenName.FLOOR}
"""Another way to do the same."""
_OUTCOMES: Final = {
    ScreenName.DONE: "paid",
    ScreenName.WAITING: "waiting",
    ScreenName.UNKNOWN: "unknown",
    ScreenName.DECLINED: "declined",
    ScreenName.STOPPED: "declined",
    ScreenName.EXPIRED: "expired",
}


@dataclass
class Footprints:
    """The visit at one terminal. ``note`` gives (step, outcome) once, when the visit is over."""

    _furthest: int = 0

    def note(self, before: State, after: State) -> tuple[str, str] | None:
        """Look at one step of the flow."""
        if before.visit is None:
            self._furthest = _step(after)
            return None
        self._furthest = max(self._furthest, _step(before), _step(after))
        if after.visit is not None:
            return None
        step = str(_NAMES[self._furthest])
        if after.screen is ScreenName.CLOSED:
            return step, "closed"
        return step, _OUTCOMES.get(before.screen, "left")


def _step(state: State) -> int:
    return _STEPS.get(_AS_FAR.get(state.screen, state.screen), 0)
