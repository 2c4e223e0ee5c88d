"""A receipt as a picture and as a PDF: as it was looked at by a person, in four languages, on both rolls."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from PySide6.QtGui import QFontDatabase

from kiosk.app.escpos_printer import EscposPrinter
from kiosk.domain.money import won
from kiosk.services.paper import NARROW, PAGE, WIDE, Kind, Line
from kiosk.services.printer_address import OnNetwork
from kiosk.services.printing import Printed
from kiosk.services.receipt_lines import lines_of
from kiosk.ui.receipt_art import DOTS, as_png, write_pdf
from tests.fakes.escpos_device import EscposDevice, picture_of
from tests.services.test_receipt_lines import SLIP, TEXTS

PICTURE = Path(__file__).parent / "receipt.png"
PAID = replace(SLIP, cash_kind="소득공제", cash_number="123456789")
BLOCK = 8
OTHER = 48
TOLERANCE = 0.003
"""How much of all blocks of 8 x 8 dots may be another grey: the edge of a letter is none, a line that moved is many."""


@pytest.fixture
def noto(qapp: object) -> Iterator[tuple[str, ...]]:
    """A font that comes with the program in just one version, so that the picture is the same everywhere."""
    spec = find_spec("pylopdf_fonts_ko")
    assert spec is not None
    assert spec.origin is not None
    known = QFontDatabase.addApplicationFont(str(Path(spec.origin).parent / "NotoSansKR-Regular.otf"))
    yield tuple(QFontDatabase.applicationFontFamilies(known))
    QFontDatabase.removeApplicationFont(known)


def image(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("L")


def apart(one: Image.Image, other: Image.Image) -> float:
    """How far two receipts are from each other, seen from where a person stands."""
    small = [
        each.resize((each.width // BLOCK, each.height // BLOCK), Image.Resampling.BOX)
        for each in (one, other)
    ]
    grey = ImageChops.difference(*small).histogram()
    return sum(grey[OTHER:]) / sum(grey)


def test_what_a_printer_puts_on_paper_is_the_picture_that_was_looked_at(noto: tuple[str, ...]) -> None:
    lines = lines_of(PAID, TEXTS["ko"], "ko", WIDE)
    with EscposDevice().on() as device:
        printer = EscposPrinter(
            OnNetwork("127.0.0.1", device.port), WIDE, lambda drawn, columns, _: as_png(drawn, columns, noto)
        )
        assert printer.print_lines(lines, "ko") == Printed(is_proven=True)
    paper, kept = picture_of(device.got), Image.open(PICTURE).convert("L")
    assert paper.size == kept.size
    assert apart(paper, kept) < TOLERANCE


def test_another_receipt_is_not_that_picture(noto: tuple[str, ...]) -> None:
    """The control: one line moved, or another code, is farther away than the tolerance."""
    kept = Image.open(PICTURE).convert("L")
    lines = list(lines_of(PAID, TEXTS["ko"], "ko", WIDE))
    moved = [*lines[:4], lines[5], lines[4], *lines[6:]]
    for other in (moved, [replace(line, left="another") if line.kind is Kind.QR else line for line in lines]):
        drawn = image(as_png(other, WIDE, noto))
        fitted = Image.new("L", kept.size, 255)
        fitted.paste(drawn)
        assert apart(fitted, kept) > TOLERANCE


@pytest.mark.parametrize("language", ["ko", "en", "ja", "zh"])
@pytest.mark.parametrize("columns", [NARROW, WIDE])
def test_it_is_black_and_white_and_as_wide_as_the_roll(
    language: str, columns: int, noto: tuple[str, ...]
) -> None:
    drawn = image(as_png(lines_of(replace(PAID, copy=1), TEXTS[language], language, columns), columns, noto))
    assert drawn.width == DOTS[columns]
    assert {shade for _, shade in drawn.getcolors() or ()} == {0, 255}


def test_no_letter_is_cut_off_at_the_edges(noto: tuple[str, ...]) -> None:
    """Wide letters in a line that is as long as the roll: it is drawn smaller."""
    drawn = image(as_png([Line(Kind.TEXT, "W" * WIDE)], WIDE, noto))
    box = ImageChops.invert(drawn).getbbox()
    assert box is not None
    assert box[0] > 0
    assert box[2] < DOTS[WIDE]


def test_a_copy_is_seen_from_afar(noto: tuple[str, ...]) -> None:
    """A black bar across the paper."""
    bars = [
        sum(
            1 for row in range(drawn.height) if ImageStat.Stat(drawn.crop((0, row, 40, row + 1))).mean[0] == 0
        )
        for copy in (0, 1)
        for drawn in [image(as_png(lines_of(replace(PAID, copy=copy), TEXTS["ko"], "ko", WIDE), WIDE, noto))]
    ]
    assert bars[1] - bars[0] > 20


def test_the_page_is_one_pdf_however_much_stands_on_it(tmp_path: Path, noto: tuple[str, ...]) -> None:
    long = replace(PAID, copy=3, refunded=won(10_000), rehearsal=True)
    for name, slip in (("short", PAID), ("long", long)):
        write_pdf(tmp_path / name, "1001", lines_of(slip, TEXTS["ko"], "ko", PAGE), noto)
        written = (tmp_path / name).read_bytes()
        assert written.startswith(b"%PDF-")
        assert written.count(b"/Type /Page\n") == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, noto: tuple[str, ...]) -> None:
    with pytest.raises(FileNotFoundError):
        write_pdf(tmp_path / "none" / "x.pdf", "1001", lines_of(PAID, TEXTS["ko"], "ko", PAGE), noto)
