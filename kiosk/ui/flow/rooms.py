"""04 in a large restaurant: which room is shown. It follows what is chosen or offered, and else what the guest asks for.

It never changes by itself: only with a step that changes what a guest has before them anyway.
"""

from dataclasses import replace

from kiosk.domain.best import Needs, best_for
from kiosk.domain.rooms import room_with, rooms_of
from kiosk.ui.flow.states import State, Visit, free_seats


def facing(state: State, visit: Visit) -> Visit:
    """With the room of what is chosen, or of what is offered instead; else the one there was, or that of the best seats."""
    plan = state.house.restaurant.plan
    rooms = rooms_of(plan)
    if not rooms:
        return visit
    room = room_with(plan, visit.chosen or visit.offer)
    if room is None:
        room = visit.room if visit.room in rooms else _best_room(state, visit) or rooms[0]
    return replace(visit, room=room)


def _best_room(state: State, visit: Visit) -> str | None:
    if visit.sitting is None or visit.party is None:
        return None
    plan, needs = state.house.restaurant.plan, Needs(visit.party, visit.wheelchair, visit.high_chair)
    return room_with(plan, best_for(plan, free_seats(state, visit.sitting), needs) or ())
