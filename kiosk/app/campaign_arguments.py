"""The options of ``kiosk prove``. Imports nothing heavy."""

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
