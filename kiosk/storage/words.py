"""What a restaurant calls itself and tells its guests, by language. Decides nothing.

Both are a part of what the restaurant is: the notices are a setting, and are written together with the names, so that the
restaurant's edition is drawn anew (revision 0011) and every terminal reads them again.
"""

import json
from collections.abc import Mapping

from sqlalchemy import update

from kiosk.storage import feed, reconciliations, tables
from kiosk.storage.engine import Session

_NOTICES = "notices"


def notices_of(session: Session, restaurant_id: str) -> dict[str, str]:
    """One short sentence by language; a language that has none is not there."""
    told = reconciliations.read_setting(session, restaurant_id, _NOTICES)
    notices: dict[str, str] = json.loads(told) if told else {}
    return notices


def replace_words(
    session: Session, restaurant_id: str, names: Mapping[str, str], notices: Mapping[str, str]
) -> None:
    """Other names and notices, and a hint to every terminal."""
    reconciliations.write_setting(session, restaurant_id, _NOTICES, _written(notices))
    session.execute(
        update(tables.restaurant)
        .where(tables.restaurant.c.restaurant_id == restaurant_id)
        .values(names=_written(names))
    )
    feed.tell(session, restaurant_id)


def _written(texts: Mapping[str, str]) -> str:
    return json.dumps(dict(texts), ensure_ascii=False, sort_keys=True)
