"""The receipt printer that the settings name, put together with the drawing of receipts and the program's fonts."""

from kiosk.app import resources
from kiosk.app.escpos_printer import EscposPrinter
from kiosk.app.printer_address import address_of
from kiosk.app.settings import Settings
from kiosk.services.paper import Line
from kiosk.services.printing import Press, Printer
from kiosk.services.shop import Shop
from kiosk.ui.metrics import Families
from kiosk.ui.receipt_art import as_png
from kiosk.ui.text import load_texts
from kiosk.ui.theme import load_tokens


def printer_of(told: Settings) -> EscposPrinter | None:
    """None where the settings name none. Prints only while there is a QGuiApplication with the program's fonts."""
    if not told.printer:
        return None
    return EscposPrinter(address_of(told.printer), told.printer_columns, _draw)


def press_of(shop: Shop, printer: Printer | None) -> Press | None:
    """The printing of a terminal, with the words of every language; None without a printer."""
    return Press(shop, printer, load_texts(resources.path("text")).__getitem__) if printer else None


def families_of_paper(language: str) -> tuple[str, ...]:
    """Sans for everything: thermal paper and thin strokes do not go together."""
    return Families.for_language(load_tokens(resources.path("style", "tokens.json")), language).text


def _draw(lines: tuple[Line, ...], columns: int, language: str) -> bytes:
    return as_png(lines, columns, families_of_paper(language))
