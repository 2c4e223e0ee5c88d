"""A whole database into another one that is empty: from a file to a server, when a second terminal comes, or back.

Both ends are locked for as long as it takes. The target has either everything, compared and verified, or nothing.
"""

from collections.abc import Callable

from sqlalchemy import insert, select

from kiosk.storage import journal, tables
from kiosk.storage.copying import copy_rows
from kiosk.storage.engine import Database, Session
from kiosk.storage.facts import Facts, facts_of

MOVED_TO = "moved_to"
"""The setting that closes a database whose rows have gone on living elsewhere; its value says where."""


class NotEmpty(Exception):
    """The target holds something already. Says what, in a sentence without an end."""


class Differs(Exception):
    """What arrived is not what was sent. One sentence for each difference; the target is empty again."""


def move(
    source: Database, target: Database, said: str, copy: Callable[[Session, Session], None] = copy_rows
) -> Facts:
    """Copy everything, compare rows, won and journal, and close the source; gives what was moved.

    Both have the newest schema. ``said`` is where the target is, without a password. Raises NotEmpty and Differs.
    """
    with source.write() as here:
        facts = facts_of(here)
        with target.write() as there:
            _refuse_what_is_there(facts_of(there))
            copy(here, there)
            arrived = facts_of(there)
            wrong = [*facts.kept_in(arrived), *arrived.kept_in(facts), *_breaks(there)]
            if wrong:
                raise Differs("; ".join(wrong))
        for restaurant_id in here.execute(select(tables.restaurant.c.restaurant_id)).scalars().all():
            here.execute(
                insert(tables.setting).values(restaurant_id=restaurant_id, name=MOVED_TO, value=said)
            )
    return facts


def moved_to(database: Database) -> str | None:
    """Where a database has gone, None for one that is in use."""
    asked = select(tables.setting.c.value).where(tables.setting.c.name == MOVED_TO)
    with database.read() as session:
        return session.execute(asked).scalars().first()


def _refuse_what_is_there(facts: Facts) -> None:
    held = [f"{rows:,} rows of {name}" for name, rows in facts.rows.items() if rows]
    if held:
        raise NotEmpty(", ".join(held))


def _breaks(session: Session) -> list[str]:
    """What is wrong with the journal as it arrived."""
    found: list[str] = []
    for restaurant_id in journal.restaurants(session):
        found += journal.breaks(journal.entries(session, restaurant_id))
    return found
