"""One terminal of a measurement: a process that does as it is told, a line of JSON each, over standard input and output."""

import json
import sys
from collections import Counter
from typing import Any

from kiosk.bench.place import RESTAURANT, seat_ids, shop_of, sittings_of
from kiosk.bench.raw import raw_of
from kiosk.prove.chance import Random, seeded
from kiosk.services import holding
from kiosk.services.results import Held, Taken
from kiosk.services.shop import Shop
from kiosk.storage.engine import open_database

DAYS = 300
"""Over so many days holds are spread, so that guests seldom meet."""


def _hold_for(shop: Shop, seconds: float, chance: Random) -> dict[str, Any]:
    """Hold after hold for so long; every other one is given back, as at a kiosk."""
    took: list[float] = []
    ends = Counter[str]()
    clock, seats = shop.clock, seat_ids()
    until = clock.monotonic() + seconds
    while clock.monotonic() < until:
        visit = shop.ids.visit_id()
        sitting = chance.choice(sittings_of(chance.randrange(1, DAYS)))
        chosen = frozenset(chance.sample(seats, 2))
        began = clock.monotonic()
        found = holding.hold(shop, visit, sitting, chosen, len(chosen))
        took.append(clock.monotonic() - began)
        ends["held" if isinstance(found, Held) else "taken" if isinstance(found, Taken) else "error"] += 1
    return {"took": took, **ends}


def _round(shop: Shop, days: int, nth: int) -> dict[str, Any]:
    """One try for the one seat."""
    sitting = sittings_of(days)[nth % 24]
    found = holding.hold(shop, shop.ids.visit_id(), sitting, frozenset(seat_ids()[:1]), 1)
    if isinstance(found, Held):
        return {"end": "held", "booking": found.booking.booking_id}
    return {"end": "taken" if isinstance(found, Taken) else f"refused: {found.why}"}


def main(url: str, name: str) -> None:
    """Until the input ends."""
    database = open_database(url)
    shop, chance = shop_of(database, name), seeded("bench", name)
    _say({"ready": name})
    for line in sys.stdin:
        asked = json.loads(line)
        match asked["do"]:
            case "hold":
                _say(_hold_for(shop, asked["seconds"], chance))
            case "raw":
                with raw_of(url, RESTAURANT, name) as raw:
                    _say(raw.hold_for(asked["seconds"], chance))
            case "round":
                _say(_round(shop, asked["days"], asked["nth"]))
    database.close()


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
