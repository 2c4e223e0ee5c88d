"""The options of ``kiosk prove`` and ``kiosk bench``. Imports nothing heavy."""

from argparse import ArgumentParser
from pathlib import Path

from kiosk.app import arguments as read


def add_prove(prove: ArgumentParser) -> None:
    """How much, which one, and where the figures go."""
    size = prove.add_mutually_exclusive_group()
    size.add_argument(
        "--quick", action="store_true", help="every kind of fault, a few seconds each (default)"
    )
    size.add_argument("--full", action="store_true", help="the published figures: hours")
    prove.add_argument("--only", metavar="NAME", help="one campaign; --list names them")
    prove.add_argument("--case", metavar="CASE", help="run one case of it again, as a report names it")
    prove.add_argument("--seed", type=int, default=1, metavar="N", help="decides all that chance decides")
    prove.add_argument("--jobs", type=read.jobs, metavar="N", help="processes at once (default: one a core)")
    prove.add_argument("--json", type=Path, metavar="FILE", help="every figure, violation and control")
    prove.add_argument("--list", action="store_true", help="the campaigns, and what each one claims")


def add_bench(bench: ArgumentParser) -> None:
    """What is measured, where, and how much of it."""
    bench.add_argument(
        "measure", choices=("holds", "hotseat", "floor", "desk", "live"), help="what to measure"
    )
    bench.add_argument(
        "--db", required=True, metavar="URL", help="an empty database, or one that bench has made"
    )
    bench.add_argument("--workers", type=read.jobs, default=8, metavar="N", help="processes (default: 8)")
    bench.add_argument(
        "--seconds", type=read.scale, default=10.0, metavar="S", help="how long holds are made"
    )
    bench.add_argument(
        "--rounds",
        type=read.count,
        metavar="N",
        help="how often the one seat is wanted (1,000), or each thing done at the desk (100)",
    )
    bench.add_argument(
        "--bookings",
        type=read.count,
        metavar="N",
        help="how long the history is (1,000,000), or how full the desk's day (10,000)",
    )
    bench.add_argument("--json", type=Path, metavar="FILE", help="every figure")
