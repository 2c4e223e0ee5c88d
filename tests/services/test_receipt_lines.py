"""What stands on a receipt, and that no line is wider than the paper."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.app import resources
from kiosk.domain.money import won
from kiosk.domain.sittings import Sitting
from kiosk.services.paper import NARROW, PAGE, WIDE, Kind
from kiosk.services.receipt_lines import lines_of, width_of
from kiosk.services.slips import Slip
from kiosk.ui.text import load_texts

TEXTS = load_texts(resources.path("text"))
STARTS = datetime(2026, 3, 13, 9, 45, tzinfo=UTC)
SLIP = Slip(
    names={"ko": "자리식당 을지로점", "en": "Jari Euljiro"},
    number="1001",
    sitting=Sitting(STARTS, STARTS + timedelta(hours=2), won(10_000)),
    tables=("7", "8"),
    seats=4,
    paid_at=STARTS - timedelta(minutes=3),
    amount=won(40_000),
    refunded=won(0),
    method="카드",
    approval_number="00012345",
    order_id="jari-0123456789abcdef0123456789abcdef",
    cash_kind="",
    cash_number="",
    text="자리식당\nNo. 1001\nkiosk-1-57-0a1b2c3d",
    anchor="kiosk-1-57-0a1b2c3d",
    rehearsal=False,
)


def told(slip: Slip, language: str = "ko", columns: int = WIDE) -> str:
    return "\n".join(
        f"{line.left} {line.right}".strip() for line in lines_of(slip, TEXTS[language], language, columns)
    )


def test_a_receipt_says_house_number_time_seats_money_and_payment() -> None:
    text = told(SLIP)
    for part in (
        "자리식당 을지로점", "예약 번호 1001", "2026-03-13 18:45-20:45", "테이블 7, 8 · 4자리", "36,364원", "3,636원",
        "합계 40,000원", "2026-03-13 18:42", "카드", "00012345", SLIP.order_id, "kiosk-1-57-0a1b2c3d",
    ):  # fmt: skip
        assert part in text, part


def test_the_qr_code_says_what_the_screen_says() -> None:
    (qr,) = [line for line in lines_of(SLIP, TEXTS["ko"], "ko", WIDE) if line.kind is Kind.QR]
    assert qr.left == SLIP.text


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"copy": 2}, "사본 (copy) 2"),
        ({"rehearsal": True}, "연습 결제"),
        ({"refunded": won(10_000)}, "돌려드린 금액 -10,000원"),
        ({"cash_kind": "소득공제", "cash_number": "123456789"}, "현금영수증 (소득공제) 123456789"),
    ],
)
def test_what_is_special_stands_on_it_only_then(changes: dict[str, object], part: str) -> None:
    assert part in told(replace(SLIP, **changes))  # type: ignore[arg-type] # fields by name
    assert part not in told(SLIP)


def test_nothing_is_said_of_what_the_company_did_not_say() -> None:
    text = told(replace(SLIP, method="", approval_number=""))
    assert "결제 수단" not in text
    assert "승인 번호" not in text


@pytest.mark.parametrize("language", ["ko", "en", "ja", "zh"])
@pytest.mark.parametrize("columns", [NARROW, WIDE, PAGE])
def test_no_line_is_wider_than_the_paper(language: str, columns: int) -> None:
    long = replace(
        SLIP,
        names={"ko": "아주아주 이름이 긴 자리식당 을지로 본점 신관 이층 안쪽", "en": "X" * 70},
        order_id="o" * 64,
        approval_number="9" * 90,
        cash_kind="지출증빙" * 8,
        cash_number="1",
        tables=tuple(str(nth) for nth in range(20)),
        copy=1,
        rehearsal=True,
    )
    for line in lines_of(long, TEXTS[language], language, columns):
        if line.kind is not Kind.QR:
            room = columns // 2 if line.kind in (Kind.LARGE, Kind.TITLE) else columns
            taken = width_of(line.left) + width_of(line.right) + bool(line.left and line.right)
            assert taken <= room, line


def test_nothing_is_lost_where_a_line_is_broken() -> None:
    wide = replace(SLIP, order_id="ab" * 32)
    parts = [line.right for line in lines_of(wide, TEXTS["ko"], "ko", NARROW) if "ab" in line.right]
    assert len(parts) > 1
    assert "".join(parts) == wide.order_id


def test_a_language_that_the_house_has_no_name_in_gets_the_first_one() -> None:
    assert "자리식당 을지로점" in told(SLIP, "ja")
    assert "Jari Euljiro" in told(SLIP, "en")
