"""Whether anything may be sold now: not with keys that are refused, not with a clock that is not the company's, not while
nobody is there to settle it, and not while the desk has stopped the sale.

The first two are found out from the company's answers, kept as matters, and gone by themselves with the next good
answer; the last one ends at its time.
"""

from datetime import datetime, timedelta
from typing import Final

from kiosk.payments.channel import Doubt, Misconfigured, NotSent, RefundAnswer, Standing, Unknown
from kiosk.services import attention
from kiosk.services.attention import CHANNEL, Kind
from kiosk.services.presence import is_anybody_settling
from kiosk.services.shop import Shop
from kiosk.storage import journal, reconciliations
from kiosk.storage.engine import Session

CLOCK_OFF_AT_MOST: Final = timedelta(seconds=120)
"""Deadlines, the till's day and the company's windows all stand on the clock; beyond this they cannot be trusted."""

_STOPPED: Final = "sales stopped until"

_CLOSED: Final = {
    Kind.MISCONFIGURED: "payments_closed",
    Kind.CLOCK_WRONG: "clock_wrong",
    Kind.NOT_RECORDED: "payments_closed",
}


def closed_because(session: Session, shop: Shop) -> str:
    """Why no payment may be opened, as a code; "" when one may."""
    for kind, why in _CLOSED.items():
        if attention.is_open(session, shop, kind, CHANNEL):
            return why
    if shop.settled_elsewhere and not is_anybody_settling(session, shop):
        return "settler_away"
    return "sales_stopped" if stopped_until(session, shop) else ""


def why_closed(shop: Shop) -> str:
    """The same, asked by itself: a guest is told before they begin."""
    with shop.database.read() as session:
        return closed_because(session, shop)


def set_stop(session: Session, shop: Shop, until: datetime | None, by: str) -> None:
    """Nothing new is sold at any terminal before ``until`` (None: sell again); what is being paid comes to its end."""
    value = until.isoformat() if until else ""
    reconciliations.write_setting(session, shop.restaurant_id, _STOPPED, value)
    body = {"status": "STOPPED" if until else "RESUMED", "about": value, "by": by}
    now, subject = shop.clock.now(), shop.restaurant_id
    journal.append(session, shop.restaurant_id, shop.terminal, now, "sales", subject, body)


def stopped_until(session: Session, shop: Shop) -> datetime | None:
    """Until when the desk has stopped the sale; None when it has not, or when that is over."""
    told = reconciliations.read_setting(session, shop.restaurant_id, _STOPPED)
    until = datetime.fromisoformat(told) if told else None
    return until if until and until > shop.clock.now() else None


def watch_keys(session: Session, shop: Shop, answer: RefundAnswer | Standing) -> None:
    """Keys that are refused stop the sale; any answer that only good keys get opens it again."""
    if isinstance(answer, Misconfigured):
        attention.open_matter(session, shop, Kind.MISCONFIGURED, CHANNEL, again=True, code=answer.code)
    elif not isinstance(answer, NotSent) and not _says_nothing_of_keys(answer):
        attention.cause_is_gone(session, shop, Kind.MISCONFIGURED, CHANNEL)


def watch_clock(shop: Shop, skew_s: float | None) -> None:
    """``skew_s`` is how far this machine is ahead of the company (seconds), None while that is not known."""
    if skew_s is None:
        return
    with shop.database.read() as session:
        known = attention.is_open(session, shop, Kind.CLOCK_WRONG, CHANNEL)
    if is_wrong(skew_s) == known:
        return
    with shop.database.write() as session:
        if known:
            attention.cause_is_gone(session, shop, Kind.CLOCK_WRONG, CHANNEL)
        else:
            seconds = round(skew_s)
            attention.open_matter(session, shop, Kind.CLOCK_WRONG, CHANNEL, again=True, ahead_s=seconds)


def is_wrong(skew_s: float | None) -> bool:
    """Whether the two clocks are known to disagree by too much."""
    return skew_s is not None and abs(skew_s) > CLOCK_OFF_AT_MOST.total_seconds()


def _says_nothing_of_keys(answer: RefundAnswer | Standing) -> bool:
    return isinstance(answer, Unknown) and answer.doubt is not Doubt.NOT_FOUND
