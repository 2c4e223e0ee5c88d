"""What every hold has to know first, by one question in the place of three; and whether anything waits to be let go."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, exists, or_, select

from kiosk.storage import bookings, payments, tables
from kiosk.storage.engine import Session


class Before(NamedTuple):
    """How a restaurant stands before a hold. ``edition``: see ``floors.edition_of``."""

    edition: int
    is_overdue: bool
    has_ready: bool
    """Whether the visit has a READY booking already."""


def before_hold(session: Session, restaurant_id: str, visit_id: str, at: datetime) -> Before:
    """Raises NoResultFound for a restaurant that is not there."""
    which = {"of_restaurant": restaurant_id, "of_visit": visit_id, "until": at}
    edition, is_overdue, has_ready = session.execute(_BEFORE, which).one()
    return Before(edition, bool(is_overdue), bool(has_ready))


def is_anything(session: Session, restaurant_id: str, at: datetime) -> bool:
    """Whether some hold has lapsed, or some payment's window is over. What they are, those who let them go read."""
    return bool(session.execute(_IS_ANYTHING, {"of_restaurant": restaurant_id, "until": at}).scalar_one())


_r, _b = tables.restaurant.c, tables.booking.c
_ANYTHING = or_(bookings.HAS_LAPSED, payments.IS_ABANDONED)
_IS_ANYTHING = select(_ANYTHING)
_OURS: BindParameter[str] = bindparam("of_restaurant")
_HAS_READY = exists(
    select(_b.booking_id).where(
        _b.restaurant_id == _OURS, _b.visit_id == bindparam("of_visit"), tables.IS_READY
    )
)
_BEFORE = select(_r.edition, _ANYTHING, _HAS_READY).where(_r.restaurant_id == _OURS)
