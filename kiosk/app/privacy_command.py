"""``kiosk privacy``: what is kept about one person, as a file for them or erased; and the rule, applied now.

Asks for the name or number in the terminal or reads it from standard input: a command line is seen by others and kept.
"""

import json
import sys
from argparse import Namespace
from pathlib import Path

from kiosk.app import settings
from kiosk.app.backups import before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.store import open_store
from kiosk.domain.privacy import LAST, SHORTEST_QUESTION
from kiosk.services import privacy
from kiosk.services.privacy import Erased, HandedOut
from kiosk.services.results import Refused
from kiosk.services.shop import Shop


def main(args: Namespace) -> int:
    """export FILE, erase, tidy; gives the exit code. Raises Fix."""
    told = settings.from_args(args)
    backup = before_upgrade(told, MachineClock())
    database, restaurant_id = open_store(told.database_url, told.restaurant, backup)
    shop = Shop(database.of(restaurant_id), MachineClock(), MachineIds(), restaurant_id, told.terminal)
    try:
        if args.what == "tidy":
            _say_tidied(shop)
        elif args.what == "export":
            _say(privacy.hand_out(shop, None, _asked()), args.file)
        else:
            _say(privacy.erase(shop, None, _asked()), None)
        return 0
    finally:
        database.close()


def _asked() -> str:
    if sys.stdin.isatty():
        return input("Name, or telephone number (its last four digits are enough): ").strip()
    return sys.stdin.readline().strip()


def _say_tidied(shop: Shop) -> None:
    done = privacy.tidy(shop)
    if done is None:
        print("The rule was applied today already.")
    else:
        print(f"{done.shortened} shortened, {done.erased} erased.")


def _say(answer: HandedOut | Erased | Refused, file: Path | None) -> None:
    match answer:
        case HandedOut(_, told):
            _write(told, file)
        case Erased(count, left):
            print(f"{count} erased." + (f" {left} belong to a refund on its way." if left else ""))
        case _:
            raise Fix(
                "That is too little to find one person.",
                f"Give at least {SHORTEST_QUESTION} letters of a name or {LAST} digits of a number.",
            )


def _write(told: dict[str, object], file: Path | None) -> None:
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    assert file is not None, "export has a file"
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(text, encoding="utf-8")
    except OSError as refused:
        raise Fix(
            f"{file} cannot be written ({refused.strerror}).", "Name a file that is not there yet."
        ) from refused
    print(f"{file}: what is kept about that person. Nobody else may have it.")
