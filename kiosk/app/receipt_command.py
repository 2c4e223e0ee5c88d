"""``kiosk receipt``: one booking's receipt, to be read here or as a PDF. Prints nothing on paper and changes nothing."""

import os
from argparse import Namespace
from pathlib import Path

from kiosk.app import resources, settings
from kiosk.app.backups import before_upgrade
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.store import open_store
from kiosk.services import today
from kiosk.services.paper import PAGE, WIDE, Kind, Line
from kiosk.services.receipt_lines import lines_of, width_of
from kiosk.services.shop import Shop
from kiosk.services.slips import Slip, paid_of, slip_of
from kiosk.ui.text import load_texts


def main(args: Namespace) -> int:
    """Show it, or write it to ``--pdf``. Raises Fix."""
    told = settings.from_args(args)
    database, restaurant_id = open_store(
        told.database_url, told.restaurant, before_upgrade(told, MachineClock())
    )
    shop = Shop(database.of(restaurant_id), MachineClock(), MachineIds(), restaurant_id, told.terminal)
    try:
        slip = _slip(shop, args.which)
    finally:
        database.close()
    language = args.lang or told.lang
    say = load_texts(resources.path("text"))[language]
    if args.pdf is None:
        print("\n".join(_as_text(line) for line in lines_of(slip, say, language, WIDE)))
        return 0
    _write(args.pdf, slip, lines_of(slip, say, language, PAGE), language)
    print(f"Written to {args.pdf}.")
    return 0


def _slip(shop: Shop, which: str) -> Slip:
    for line in today.find(shop, which):
        with shop.database.read() as session:
            found = paid_of(session, shop, line.booking_id)
            # The same search finds amounts, too; a receipt is not asked for by its sum.
            if found and (line.number == which or found[1].order_id.endswith(which)):
                return slip_of(session, shop, *found)
    raise Fix(
        f"There is no paid booking {which} in the last ninety days.",
        "Give the number that the guest was told (today's or the latest one with it counts), or an order id or its end.",
    )


def _write(file: Path, slip: Slip, lines: tuple[Line, ...], language: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from kiosk.app.fonts import load_fonts
    from kiosk.app.printers import families_of_paper
    from kiosk.ui.receipt_art import write_pdf

    application = QGuiApplication.instance() or QGuiApplication(["kiosk"])
    assert application is not None, "fonts need one"
    load_fonts()
    try:
        write_pdf(file, slip.number, lines, families_of_paper(language))
    except OSError as wrong:
        raise Fix(f"{file} cannot be written: {wrong.strerror}.", "Name another place with --pdf.") from None


def _as_text(line: Line) -> str:
    """As a printer with letters of one width would have it; the code is what it says."""
    if line.kind is Kind.RULE:
        return "-" * WIDE
    if line.right:
        return line.left + " " * (WIDE - width_of(line.left) - width_of(line.right)) + line.right
    if line.kind is Kind.QR:
        return line.left
    return " " * ((WIDE - width_of(line.left)) // 2) + line.left
