"""A closed day on paper and in files: the same figures everywhere, and nothing that a spreadsheet would calculate."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest

from kiosk.domain.closing import BothSides, Elsewhere, Explained, Sheet
from kiosk.domain.tallies import PART, WHOLE
from kiosk.services.day_papers import COLUMNS, Paper, as_csv, as_xlsx, line_name, paper_of
from kiosk.storage.closings import CloseRow, Signed
from kiosk.ui.text import load_texts

TEXTS = load_texts(Path(__file__).resolve().parents[2] / "resources" / "desk")
DAY = date(2026, 3, 13)
SHEET = Sheet(
    day=DAY,
    lines=(
        BothSides("카드", 36, 1_380_000, 37, 1_400_000),
        BothSides(WHOLE, 2, -60_000, 2, -60_000),
        BothSides(PART, 3, -40_000, 2, -30_000),
        BothSides("", 1, 5_000, 1, 5_000),
    ),
    elsewhere=(Elsewhere("cash", 1, 11_000),),
    explained=(Explained("unknown_order", "o-1", 20_000, 0, "staff-1", "=cmd the shop next door"),),
    parties=24,
    guests=78,
    no_shows=1,
    payout_won=1_497_600,
)
ROW = CloseRow(
    "corner",
    DAY,
    2,
    datetime(2026, 3, 13, 13, 34, tzinfo=UTC),
    "D1",
    "staff-1",
    "run",
    SHEET,
    {"K1": "ab" * 32},
)
SIGNED = Signed(ROW, ROW.digest, "D1-9-0a1b2c3d")


@pytest.fixture(params=["ko", "en"])
def paper(request: pytest.FixtureRequest) -> Paper:
    return paper_of(SHEET, SIGNED, TEXTS[request.param])


def test_both_languages_have_the_same_sentences() -> None:
    assert TEXTS["ko"].entries.keys() == TEXTS["en"].entries.keys()


def test_the_table_has_every_line_and_ends_with_its_sum(paper: Paper) -> None:
    assert {len(row) for row in paper.table} == {COLUMNS}
    assert [row[2] for row in paper.table[1:]] == [1_380_000, -60_000, -40_000, 5_000, 1_285_000]
    assert [row[5] for row in paper.table[1:]] == [20_000, 0, 10_000, 0, 30_000]


def test_the_paper_says_who_closed_the_day_when_and_what_proves_it(paper: Paper) -> None:
    told = "\n".join(paper.head)
    for part in ("2026-03-13 22:34", "staff-1", "D1-9-0a1b2c3d", SIGNED.digest):
        assert part in told
    assert any("ab" * 32 in note for note in paper.notes)


def test_an_open_day_says_so() -> None:
    paper = paper_of(SHEET, None, TEXTS["ko"])
    assert paper.head == ("아직 마감하지 않았어요",)
    assert not any("ab" * 32 in note for note in paper.notes)


def test_tax_and_takings_are_in_the_foot(paper: Paper) -> None:
    figures = [figure for _, figure in paper.foot]
    assert figures == [11_000, 1_296_000, 1_178_182, 117_818, 24, 78, 1, 1_497_600]


def test_without_a_payout_there_is_no_line_for_it() -> None:
    sheet = Sheet(DAY, (), (), (), 0, 0, 0)
    assert len(paper_of(sheet, None, TEXTS["ko"]).foot) == 6


@pytest.mark.parametrize(
    ("line", "said"), [(WHOLE, "모두 환불"), (PART, "일부 환불"), ("카드", "카드"), ("", "그 밖의 결제")]
)
def test_lines_are_called_by_their_names(line: str, said: str) -> None:
    assert line_name(line, TEXTS["ko"]) == said


def test_the_csv_opens_in_a_spreadsheet_with_hangul_and_without_formulas(paper: Paper) -> None:
    data = as_csv(paper)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"))))
    assert ["카드", "36", "1380000", "37", "1400000", "20000"] in rows
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def test_a_cell_that_looks_like_a_formula_is_words() -> None:
    paper = Paper("=1+1", ("+x", "@y"), (("a",),), (), ())
    rows = list(csv.reader(StringIO(as_csv(paper).decode("utf-8-sig"))))
    assert [row[0] for row in rows[:3]] == ["'=1+1", "'+x", "'@y"]


def test_the_workbook_has_figures_as_figures_and_words_as_words(paper: Paper) -> None:
    with ZipFile(BytesIO(as_xlsx(paper))) as book:
        page = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    cells = page.findall(".//x:c", space)
    figures = [cell.findtext("x:v", namespaces=space) for cell in cells if cell.get("t") != "s"]
    assert "1380000" in figures
    assert "-60000" in figures
    assert page.findall(".//x:f", space) == []


def test_on_paper_a_signer_has_a_name() -> None:
    paper = paper_of(SHEET, SIGNED, TEXTS["ko"], {SIGNED.row.closed_by: "미나"})
    assert any("미나" in line for line in paper.head)
    assert not any(SIGNED.row.closed_by in line for line in paper.head)
