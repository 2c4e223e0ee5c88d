"""``kiosk bench``: measures on a database of one's own, and says the figures."""

import json
from argparse import Namespace

from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.bench.measures import MEASURES, USUAL, Asked


def main(args: Namespace) -> int:
    """0 when it was measured. Raises Fix for a database that is somebody's."""
    rounds, bookings = USUAL.get(args.measure, USUAL[""])
    asked = Asked(args.workers, args.seconds, args.rounds or rounds, args.bookings or bookings)
    figures = MEASURES[args.measure](args.db, asked)
    for name, figure in figures.items():
        print(f"{name:<28} {figure:,}" if isinstance(figure, int | float) else f"{name:<28} {figure}")
    if args.json is not None:
        told = {
            "measure": args.measure,
            "date": MachineClock().now().isoformat(timespec="seconds"),
            **figures,
        }
        try:
            args.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        except OSError as wrong:
            raise Fix(
                f"{args.json} could not be written: {wrong.strerror}.", "Name a file that can be."
            ) from wrong
    return 0
