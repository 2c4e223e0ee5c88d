"""A restaurant's refund policy is stored whole with the restaurant, or refused with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.domain.refunds import Policy, Step
from kiosk.services.restaurants import UnusableRestaurant, install, installed, load
from kiosk.storage.engine import open_database
from tests.fakes.restaurants import restaurant

POLICY = Policy(
    (Step(timedelta(hours=24), 100), Step(timedelta(hours=3), 55)), no_show=5, walk_in=90, round_to=100
)


@pytest.mark.parametrize("policy", [POLICY, replace(POLICY, steps=(), walk_in=5)])
def test_a_policy_is_read_back_as_it_was_stored(database_url: str, policy: Policy) -> None:
    database = open_database(database_url)
    install(database, replace(restaurant(), refunds=policy))
    assert load(database, "corner").refunds == policy
    database.close()


def test_a_policy_that_makes_no_sense_installs_nothing(database_url: str) -> None:
    database = open_database(database_url)
    with pytest.raises(UnusableRestaurant, match="more for not coming"):
        install(database, replace(restaurant(), refunds=replace(POLICY, no_show=60)))
    assert installed(database) == []
    database.close()
