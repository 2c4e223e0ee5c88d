"""The day close on the screen: every step, every difference, and a button that is off until nothing is open."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.desk.back.close_screen import CloseScreen
from kiosk.desk.back.close_view import CloseView, present_close
from kiosk.domain.closing import BothSides, Sheet, Step, Visitors
from kiosk.services.closing import DayView, OpenItem
from kiosk.storage.closings import CloseRow, Signed
from tests.desk.stage import button, look, said, texts

DAY = date(2026, 3, 13)
SHEET = Sheet(
    DAY,
    (BothSides("카드", 36, 1_380_000, 37, 1_400_000), BothSides("refund_whole", 2, -60_000, 2, -60_000)),
    (),
    (),
    24,
    78,
    1,
)
READY = DayView(
    day=DAY,
    sheet=SHEET,
    items=(),
    missing=(),
    visitors=Visitors(24, 78, 1, 0, datetime(2026, 3, 13, 13, 4, tzinfo=UTC)),
    stopped_until=datetime(2026, 3, 13, 15, tzinfo=UTC),
    compared_at=datetime(2026, 3, 13, 13, 31, tzinfo=UTC),
    compared_rows=47,
    signed=(),
    is_intact=True,
)
OPEN = replace(
    READY,
    items=(
        OpenItem("reconcile_unknown_order", "o-1", 20_000, "m1"),
        OpenItem("not_listed_yet", "o-2", -5_000),
    ),
    missing=(Step.CLEARED,),
)
ROW = CloseRow("corner", DAY, 1, datetime(2026, 3, 13, 13, 40, tzinfo=UTC), "D1", "staff-1", "run", SHEET, {})
CLOSED = replace(READY, signed=(Signed(ROW, ROW.digest, "D1-9-0a1b2c3d"),))


def view_of(day: DayView, language: str = "ko") -> CloseView:
    return present_close(day, texts()[language], texts("text")[language], DAY)


@pytest.fixture
def screen(qtbot: QtBot) -> CloseScreen:
    made = CloseScreen(look())
    qtbot.addWidget(made)
    made.resize(1824, 1004)
    made.show()
    return made


def show(screen: CloseScreen, day: DayView) -> None:
    screen.render(view_of(day), texts()["ko"])


def test_a_day_with_nothing_open_can_be_closed(screen: CloseScreen, qtbot: QtBot) -> None:
    show(screen, READY)
    close = button(screen, "마감하기")
    assert close.isEnabled()
    with qtbot.waitSignal(screen.close_asked):
        close.click()


def test_while_something_is_open_the_button_is_off_and_says_why(screen: CloseScreen) -> None:
    show(screen, OPEN)
    close = button(screen, "마감하기")
    assert not close.isEnabled()
    assert close.accessibleDescription() == "안 맞는 것 2건을 정리하면 마감할 수 있어요"
    assert close.accessibleDescription() in said(screen)


def test_both_sides_are_shown_line_by_line_with_what_differs(screen: CloseScreen) -> None:
    show(screen, OPEN)
    told = said(screen)
    for words in (
        "카드",
        "1,380,000",
        "1,400,000",
        "1건 20,000원",
        "모두 환불",
        "−60,000",
        "맞아요",
        "20,000원 달라요",
    ):
        assert words in told


def test_a_difference_is_kept_with_a_reason_and_never_without_one(screen: CloseScreen, qtbot: QtBot) -> None:
    show(screen, OPEN)
    title = "결제사에만 있고 우리는 모르는 주문이에요 20,000원"
    button(screen, f"이유 남기기, {title}").click()
    field = next(each for each in screen.findChildren(QLineEdit) if each.isVisibleTo(screen))
    assert field.accessibleName() == "왜 그대로 두나요?"
    given: list[tuple[str, str]] = []
    screen.reason_given.connect(lambda *told: given.append(told))
    field.setText("   ")
    button(screen, "이유 저장").click()
    assert given == []
    field.setText("옆 가게 결제")
    button(screen, "이유 저장").click()
    assert given == [("m1", "옆 가게 결제")]


def test_a_reason_can_be_given_up(screen: CloseScreen) -> None:
    show(screen, OPEN)
    button(screen, "이유 남기기, 결제사에만 있고 우리는 모르는 주문이에요 20,000원").click()
    button(screen, "그만두기").click()
    assert not [field for field in screen.findChildren(QLineEdit) if field.isVisibleTo(screen)]


def test_what_only_time_can_settle_asks_nobody_for_a_reason(screen: CloseScreen) -> None:
    show(screen, replace(OPEN, items=OPEN.items[1:]))
    assert "저절로 끝나요" in said(screen)
    with pytest.raises(AssertionError):
        button(screen, "이유 남기기, 방금 한 일이라 결제사 목록에 아직 없어요 5,000원")


def test_the_sale_is_stopped_and_begun_again_by_one_button(screen: CloseScreen, qtbot: QtBot) -> None:
    show(screen, replace(READY, stopped_until=None, missing=(Step.SALES_STOPPED,)))
    with qtbot.waitSignal(screen.stop_asked):
        button(screen, "결제 멈추기").click()
    show(screen, READY)
    with qtbot.waitSignal(screen.resume_asked):
        button(screen, "다시 팔기").click()


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("지금 맞춰 보기", "compare_asked"),
        ("하루 전", "earlier_asked"),
        ("하루 뒤", "later_asked"),
        ("PDF로 저장", "pdf_asked"),
        ("파일로 저장", "file_asked"),
    ],
)
def test_every_button_says_what_was_asked(screen: CloseScreen, qtbot: QtBot, name: str, signal: str) -> None:
    show(screen, READY)
    with qtbot.waitSignal(getattr(screen, signal)):
        button(screen, name).click()


def test_a_closed_day_shows_who_signed_it_and_is_not_closed_again(screen: CloseScreen) -> None:
    show(screen, CLOSED)
    assert not button(screen, "고침 마감하기").isEnabled()
    assert "staff-1 서명 · D1-9-0a1b2c3d" in said(screen)


def test_a_close_that_was_changed_is_told_loudly(screen: CloseScreen) -> None:
    show(screen, replace(CLOSED, is_intact=False))
    assert "서명과 달라요" in said(screen)


def test_a_day_that_was_never_compared_has_nothing_to_print(screen: CloseScreen) -> None:
    day = replace(READY, sheet=None, compared_at=None, missing=tuple(Step), stopped_until=None)
    show(screen, replace(day, visitors=replace(day.visitors, here=2)))
    assert not button(screen, "PDF로 저장").isEnabled()
    told = said(screen)
    for words in ("2팀이 자리에 있어요", "아직 맞춰 보지 않았어요", "키오스크가 결제를 받고 있어요"):
        assert words in told


def test_a_past_day_without_guests_says_so(screen: CloseScreen) -> None:
    show(screen, replace(READY, stopped_until=None, visitors=Visitors()))
    told = said(screen)
    assert "오늘은 손님이 없었어요" in told
    assert "지난 날이라" in told


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("day", [READY, OPEN, CLOSED], ids=["ready", "open", "closed"])
def test_every_view_can_be_said_in_both_languages(language: str, day: DayView) -> None:
    view = view_of(day, language)
    assert view.day
    assert len(view.steps) == len(Step)
