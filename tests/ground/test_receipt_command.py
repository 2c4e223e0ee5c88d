"""kiosk receipt: a paid booking's receipt by its number or order, as text or as a PDF; and what else is asked for."""

from argparse import Namespace
from pathlib import Path

import pytest

from kiosk.app import receipt_command
from kiosk.app.errors import Fix
from kiosk.services.receipt_lines import width_of
from tests.ground.test_attention import road
from tests.services.road import Road

__all__ = ["road"]


def args(which: str, **changes: object) -> Namespace:
    return Namespace(**({"settings": None, "which": which, "pdf": None, "lang": None} | changes))


@pytest.fixture
def order(road: Road) -> str:
    payment = road.accepted()
    road.settler.settle(payment.payment_id)
    return payment.order_id


def test_it_is_found_by_number_and_by_order(order: str, capsys: pytest.CaptureFixture[str]) -> None:
    for which in ("1001", order):
        assert receipt_command.main(args(which)) == 0
        told = capsys.readouterr().out
        assert order in told
        assert "20,000원" in told


def test_no_line_is_wider_than_a_roll(order: str, capsys: pytest.CaptureFixture[str]) -> None:
    receipt_command.main(args("1001", lang="en"))
    lines = capsys.readouterr().out.splitlines()
    assert "Total" in " ".join(lines)
    assert max(width_of(line) for line in lines) <= 48


@pytest.mark.parametrize("which", ["1002", "20000", "x"])
def test_what_is_not_there_is_told_with_what_to_give(order: str, which: str) -> None:
    with pytest.raises(Fix, match=which) as refused:
        receipt_command.main(args(which))
    assert "order id" in refused.value.cure


def test_what_is_not_paid_has_none(road: Road) -> None:
    road.hold()
    with pytest.raises(Fix, match="no paid booking 1001"):
        receipt_command.main(args("1001"))


def test_a_pdf_is_written_where_it_is_wanted(
    order: str, tmp_path: Path, qapp: object, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "receipt.pdf"
    assert receipt_command.main(args("1001", pdf=file)) == 0
    assert file.read_bytes().startswith(b"%PDF-")
    assert str(file) in capsys.readouterr().out


def test_a_pdf_that_cannot_be_written_is_told(order: str, tmp_path: Path, qapp: object) -> None:
    with pytest.raises(Fix, match="cannot be written"):
        receipt_command.main(args("1001", pdf=tmp_path / "none" / "receipt.pdf"))
