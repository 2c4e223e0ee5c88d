"""``kiosk attention``: what waits for a member of staff, what to do about it, and who takes it."""

from argparse import Namespace

from kiosk.app import resources, settings
from kiosk.app.backups import before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.store import open_store
from kiosk.domain.sittings import SEOUL
from kiosk.services import attention
from kiosk.services.attention import Matter
from kiosk.services.concerns import Concern, concern_of
from kiosk.services.shop import Shop
from kiosk.ui.text import Text, load_texts

_MONEY = frozenset({"amount", "theirs", "ours"})
_SAID_BEFORE = frozenset({"booking"})
_INDENT = " " * 4


def main(args: Namespace) -> int:
    """List what is open, or take one; 1 when something waits. Raises Fix."""
    told = settings.from_args(args)
    text = load_texts(resources.path("text"))[told.lang]
    backup = before_upgrade(told, MachineClock())
    database, restaurant_id = open_store(told.database_url, told.restaurant, backup)
    shop = Shop(database.of(restaurant_id), MachineClock(), MachineIds(), restaurant_id, told.terminal)
    try:
        if args.take:
            print(text("attention.taken" if _take(shop, args) else "attention.closed_before"))
            return 0
        waiting = attention.open_matters(shop)
        for matter in waiting:
            print("\n".join(lines_of(matter, concern_of(shop, matter), text)))
        if not waiting:
            print(text("attention.none"))
        return 1 if waiting else 0
    finally:
        database.close()


def _take(shop: Shop, args: Namespace) -> bool:
    try:
        return attention.take(shop, args.take, args.by or "", args.decision or "")
    except KeyError:
        raise Fix(
            f"There is no matter {args.take}.", "`kiosk attention` lists those that are open."
        ) from None
    except ValueError as missing:
        raise Fix(str(missing), "Say --by NAME and --decision TEXT.") from None


def lines_of(matter: Matter, concern: Concern | None, text: Text) -> list[str]:
    """Since when, what, what to do; then whom it is about as the guest's screen says it, and how to take it."""
    return [
        f"{matter.since.astimezone(SEOUL):%Y-%m-%d %H:%M}  {text(f'matter.{matter.kind}')}",
        _INDENT + text(f"matter.{matter.kind}_do"),
        *(_INDENT + line for line in (_whom(concern, text), _details(matter, concern, text)) if line),
        f"{_INDENT}--take {matter.matter_id}",
    ]


def _whom(concern: Concern | None, text: Text) -> str:
    if concern is None:
        return ""
    booking = concern.booking
    starts = booking.sitting.starts
    parts = [
        text("attention.booking", number=booking.number, reference=f"{concern.terminal}-{booking.number}"),
        text.table([text.label(table) for table in concern.tables]) if concern.tables else "",
        f"{text.date(starts)} {text.time(starts)}",
        text.guests(booking.party),
        text.money(concern.amount),
        text("attention.order", end=concern.order_end) if concern.order_end else "",
    ]
    return " · ".join(part for part in parts if part)


def _details(matter: Matter, concern: Concern | None, text: Text) -> str:
    """What else is known; not once more what stands in the line before."""
    known = dict(matter.details)
    if concern is not None and known.get("amount") == concern.amount:
        del known["amount"]
    parts = [_detail(name, value, text) for name, value in known.items() if name not in _SAID_BEFORE]
    if concern is None and matter.subject != attention.CHANNEL:
        parts.insert(0, matter.subject)
    return " · ".join(parts)


def _detail(name: str, value: str | int, text: Text) -> str:
    words = f"attention.{name}_{value}"
    shown = text.money(value) if name in _MONEY and isinstance(value, int) else str(value)
    shown = text(words) if text.has(words) else shown
    return f"{text(f'attention.{name}') if text.has(f'attention.{name}') else name} {shown}"
