"""The customer's road as a pure state machine: ``step(state, event) -> (state, effects)``.

No Qt, no services, no clock.
"""

from kiosk.ui.flow.moves import ImpossibleEvent, Step
from kiosk.ui.flow.states import House, Moment, State, Timers, opening_state
from kiosk.ui.flow.table import step

__all__ = ["House", "ImpossibleEvent", "Moment", "State", "Step", "Timers", "opening_state", "step"]
