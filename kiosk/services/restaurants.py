"""Setting up a restaurant and reading it back: checks the plan and the rules before anything is stored."""

from collections.abc import Sequence

from kiosk.domain.floor import problems_of
from kiosk.domain.refunds import problems_of_policy
from kiosk.domain.sittings import problems_of_days, problems_of_rules
from kiosk.services.results import Restaurant
from kiosk.services.shop import Shop
from kiosk.storage import floors, hours, refunds, words
from kiosk.storage.engine import Database, Session


class UnusableRestaurant(ValueError):
    """The plan or the rules make no sense; ``problems`` names each in a sentence."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def check(restaurant: Restaurant) -> None:
    """Raises UnusableRestaurant with everything that is wrong with it."""
    problems = [
        *problems_of(restaurant.plan),
        *problems_of_rules(restaurant.rules),
        *problems_of_days(restaurant.days),
        *problems_of_policy(restaurant.refunds),
    ]
    if restaurant.largest_party < 1:
        problems.append("the largest party must be 1 or more")
    if problems:
        raise UnusableRestaurant(problems)


def install(database: Database, restaurant: Restaurant) -> None:
    """Store a restaurant in a database that does not know it yet. Raises UnusableRestaurant, stores nothing then."""
    check(restaurant)
    with database.write() as session:
        install_in(session, restaurant)


def install_in(session: Session, restaurant: Restaurant) -> None:
    """The same inside a transaction, for a restaurant that was checked."""
    floors.insert_restaurant(
        session,
        restaurant.restaurant_id,
        restaurant.names,
        restaurant.plan,
        restaurant.rules,
        restaurant.largest_party,
    )
    refunds.store_policy(session, restaurant.restaurant_id, restaurant.refunds)
    for special in restaurant.days:
        hours.put_day(session, restaurant.restaurant_id, special)


def installed(database: Database) -> list[str]:
    """The ids of the restaurants in this database."""
    with database.read() as session:
        return floors.restaurant_ids(session)


def current(shop: Shop) -> Restaurant:
    """The restaurant as stored, read anew only when something of it was changed. To be looked at only."""
    with shop.database.read() as session:
        return current_in(shop, session)


def current_in(shop: Shop, session: Session) -> Restaurant:
    """The same inside a transaction. What counts is what the transaction sees: its edition is asked each time."""
    return of_edition(shop, session, floors.edition_of(session, shop.restaurant_id))


def of_edition(shop: Shop, session: Session, edition: int) -> Restaurant:
    """The same for whoever has asked for the edition already, in this transaction."""
    # Looked at once: another lane may keep a later one meanwhile, which is not what this transaction sees.
    kept = shop.kept.last
    if kept is None or kept[0] != edition:
        kept = shop.kept.last = edition, load_in(session, shop.restaurant_id)
    return kept[1]


def load(database: Database, restaurant_id: str) -> Restaurant:
    """The restaurant as stored."""
    with database.read() as session:
        return load_in(session, restaurant_id)


def load_in(session: Session, restaurant_id: str) -> Restaurant:
    """The same inside a transaction."""
    names, largest_party = floors.names_of(session, restaurant_id)
    return Restaurant(
        restaurant_id=restaurant_id,
        names=names,
        plan=floors.plan_of(session, restaurant_id),
        rules=floors.rules_of(session, restaurant_id),
        largest_party=largest_party,
        refunds=refunds.policy_of(session, restaurant_id),
        days=hours.days_of(session, restaurant_id),
        notices=words.notices_of(session, restaurant_id),
    )
