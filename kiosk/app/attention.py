"""``kiosk attention``: what waits for a member of staff, what to do about it, and who takes it."""

from argparse import Namespace
from zoneinfo import ZoneInfo

from kiosk.app import resources, settings
from kiosk.app.backend import open_store
from kiosk.app.backups import before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.services import attention
from kiosk.services.attention import Matter
from kiosk.services.shop import Shop
from kiosk.ui.text import Text, load_texts

SEOUL = ZoneInfo("Asia/Seoul")


def main(args: Namespace) -> int:
    """List what is open, or take one; 1 when something waits. Raises Fix."""
    told = settings.from_args(args)
    backup = before_upgrade(told, MachineClock())
    database, restaurant_id = open_store(told.database_url, told.restaurant, backup)
    shop = Shop(database, MachineClock(), MachineIds(), restaurant_id, told.terminal)
    try:
        if args.take:
            return _take(shop, args)
        text = load_texts(resources.path("text"))[told.lang]
        waiting = attention.open_matters(shop)
        for matter in waiting:
            print("\n".join(_lines(matter, text)))
        if not waiting:
            print("Nothing waits for anybody.")
        return 1 if waiting else 0
    finally:
        database.close()


def _take(shop: Shop, args: Namespace) -> int:
    try:
        taken = attention.take(shop, args.take, args.by or "", args.decision or "")
    except KeyError:
        raise Fix(
            f"There is no matter {args.take}.", "`kiosk attention` lists those that are open."
        ) from None
    except ValueError as missing:
        raise Fix(str(missing), "Say --by NAME and --decision TEXT.") from None
    print("Taken." if taken else "Somebody else has closed it before.")
    return 0


def _lines(matter: Matter, text: Text) -> list[str]:
    since = matter.since.astimezone(SEOUL)
    details = ", ".join(f"{name} {value}" for name, value in matter.details.items())
    return [
        f"{since:%Y-%m-%d %H:%M}  {text(f'matter.{matter.kind}')}",
        f"    {text(f'matter.{matter.kind}_do')}",
        f"    {matter.subject}{f' ({details})' if details else ''}   --take {matter.matter_id}",
    ]
