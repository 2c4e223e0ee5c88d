"""The keys are checked by whoever has them; a desk sees what came of it, and never a key."""

import pytest

from kiosk.domain.staff import Role
from kiosk.payments.channel import Doubt, Misconfigured, NotSent, Standing, Unknown
from kiosk.services import key_check
from kiosk.services.key_check import Answer, KeyCheck, Verdict
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from tests.fakes.machine import FRIDAY_EVENING, FakeClock
from tests.services.desk_crew import by, hire
from tests.services.road import Road


def last(shop: Shop) -> Verdict | None:
    with shop.database.read() as session:
        return key_check.last_verdict(session, shop)


@pytest.mark.parametrize(
    ("standing", "answer", "code"),
    [
        (Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404), Answer.GOOD, "NOT_FOUND_PAYMENT"),
        (Misconfigured("UNAUTHORIZED_KEY"), Answer.REFUSED, "UNAUTHORIZED_KEY"),
        (NotSent("no network"), Answer.SILENT, "no network"),
        (Unknown(Doubt.TIMED_OUT), Answer.SILENT, ""),
    ],
)
def test_what_the_company_says_to_an_order_that_nobody_made_is_kept(
    road: Road, standing: Standing, answer: Answer, code: str
) -> None:
    road.channel.standings = [lambda _: standing]
    assert last(road.shop) is None
    made = KeyCheck(road.settler, "test", "test_gck_").run()
    assert made == Verdict(FRIDAY_EVENING, "K1", "test", "test_gck_", answer, code)
    assert last(road.shop) == made


def test_a_desk_has_it_made_anew_and_it_is_made_once(road: Road, clock: FakeClock) -> None:
    road.channel.standings = [lambda _: Unknown(Doubt.NOT_FOUND)] * 2
    check = KeyCheck(road.settler, "live", "live_ck_")
    assert check.run_asked() is None
    manager = by(road.shop, hire(road.shop, Role.MANAGER))
    assert key_check.ask(road.shop, manager) is None
    clock.advance(1)
    made = check.run_asked()
    assert made is not None
    assert made.answer is Answer.GOOD
    assert check.run_asked() is None
    clock.advance(1)
    key_check.ask(road.shop, manager)
    clock.advance(1)
    assert check.run_asked() is not None


def test_a_waiter_does_not_ask(shop: Shop) -> None:
    assert key_check.ask(shop, by(shop, hire(shop, Role.WAITER))) == Refused("not_allowed")
