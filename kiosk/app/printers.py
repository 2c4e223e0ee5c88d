"""The receipt printer of a terminal, put together with the drawing of receipts and the program's fonts.

A kiosk's is where the owner says at the desk, and else where its own settings say: looked up anew for every paper.
"""

from dataclasses import dataclass

from kiosk.app import resources
from kiosk.app.escpos_printer import EscposPrinter
from kiosk.app.settings import Settings
from kiosk.services import printer_choice
from kiosk.services.paper import Line
from kiosk.services.printer_address import address_of
from kiosk.services.printing import NotPrinted, Press, Printed, Printer, Why
from kiosk.services.shop import Shop
from kiosk.services.trial_pages import TrialPress
from kiosk.ui.metrics import Families
from kiosk.ui.receipt_art import as_png
from kiosk.ui.text import load_texts
from kiosk.ui.theme import load_tokens


@dataclass(frozen=True, slots=True)
class ChosenPrinter:
    """The printer of a kiosk, wherever it is just now. ``own`` is the address in its settings, "" for none."""

    shop: Shop
    own: str
    columns: int

    @property
    def address(self) -> str:
        """ "" while there is none. Reads the database, so on a lane."""
        return printer_choice.here(self.shop, self.own)

    def is_there(self) -> bool:
        """Whether there is one."""
        return bool(self.address)

    def print_lines(self, lines: tuple[Line, ...], language: str) -> Printed | NotPrinted:
        """Print there; not at all where it was taken away meanwhile."""
        address = self.address
        if not address:
            return NotPrinted(Why.OFF, untouched=True, detail="no printer is set up")
        return EscposPrinter(address_of(address), self.columns, _draw).print_lines(lines, language)


def printer_of(told: Settings) -> EscposPrinter | None:
    """None where the settings name none. Prints only while there is a QGuiApplication with the program's fonts."""
    if not told.printer:
        return None
    return EscposPrinter(address_of(told.printer), told.printer_columns, _draw)


def press_of(shop: Shop, printer: Printer | None) -> Press | None:
    """The printing of a terminal, with the words of every language; None without a printer."""
    return Press(shop, printer, load_texts(resources.path("text")).__getitem__) if printer else None


def kiosk_presses(shop: Shop, told: Settings) -> tuple[Press, TrialPress]:
    """A kiosk's receipts, and its test pages."""
    printer = ChosenPrinter(shop, told.printer, told.printer_columns)
    texts = load_texts(resources.path("text"))
    return Press(shop, printer, texts.__getitem__, printer.is_there), TrialPress(shop, printer, texts["ko"])


def families_of_paper(language: str) -> tuple[str, ...]:
    """Sans for everything: thermal paper and thin strokes do not go together."""
    return Families.for_language(load_tokens(resources.path("style", "tokens.json")), language).text


def _draw(lines: tuple[Line, ...], columns: int, language: str) -> bytes:
    return as_png(lines, columns, families_of_paper(language))
