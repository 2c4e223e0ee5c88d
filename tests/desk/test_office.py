"""The back office through the desk's own window: closing a day, drawing the plan, moving by the timetable, and reports."""

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.desk.places import Place
from kiosk.domain.plan_check import troubles
from kiosk.domain.sittings import day_bounds, open_sittings, seoul_day
from kiosk.domain.staff import Role
from kiosk.domain.states import BookingStatus
from kiosk.services import floor_setup, selling
from kiosk.services.closing import read_day
from kiosk.services.floor_file import read_restaurant
from kiosk.services.reporting import note_visit
from kiosk.services.restaurants import load
from kiosk.services.settling import Settler
from kiosk.storage import bookings, payments
from tests.desk.house import House, house
from tests.desk.stage import button, said
from tests.fakes.machine import FRIDAY_EVENING
from tests.fakes.restaurants import ALL_DAY
from tests.fakes.scripted import ScriptedChannel
from tests.fakes.statements import row
from tests.services.desk_crew import PINS
from tests.services.road import Road

DAY = seoul_day(FRIDAY_EVENING)


__all__ = ["house"]


# --- closing ------------------------------------------------------------------------------------------------------------


def test_a_day_is_closed_by_somebody_who_shows_their_pin(house: House) -> None:
    front = house.front
    front.paid()
    house.past_midnight()
    house.lists.rows = []
    front.sign_in(Role.MANAGER)
    house.go("마감")
    assert "아직 맞춰 보지 않았어요" in said(house.office.close)
    payment_is_listed(house)
    house.compared()
    button(house.office.close, "마감하기").click()
    front.settle()
    assert front.window.again.isVisible(), "closing asks for the PIN again"
    front.type_pin(PINS[Role.MANAGER])
    assert read_day(front.shop, DAY).is_closed
    assert front.said() == "close.done"
    front.settle()
    assert not button(house.office.close, "고침 마감하기").isEnabled()


def payment_is_listed(house: House) -> None:
    with house.front.shop.database.read() as session:
        (booked,) = bookings.with_status(session, "corner", [BookingStatus.PAID])
    with house.front.shop.database.read() as session:
        (payment,) = payments.of_booking(session, "corner", booked.booking_id)
    house.lists.rows = [row("t1", payment.order_id, payment.amount, FRIDAY_EVENING)]


def test_a_waiter_has_no_back_office(house: House) -> None:
    house.front.sign_in(Role.WAITER)
    names = house.front.names()
    assert not {"마감", "보고서", "도면"} & set(names)
    assert "시간표" in names


def test_a_difference_is_explained_on_the_spot(house: House) -> None:
    house.lists.rows = [row("t9", "order-elsewhere", 5_000, FRIDAY_EVENING)]
    house.front.sign_in(Role.MANAGER)
    house.compared()
    house.go("마감")
    title = "결제사에만 있고 우리는 모르는 주문이에요 5,000원"
    button(house.office.close, f"이유 남기기, {title}").click()
    field_ = next(each for each in house.office.close.findChildren(QLineEdit) if each.isVisible())
    field_.setText("옆 가게 결제")
    button(house.office.close, "이유 저장").click()
    house.front.settle()
    house.front.settle()
    assert read_day(house.front.shop, DAY).items == ()


def test_the_sale_is_stopped_for_today_and_begun_again(house: House) -> None:
    shop = house.front.shop
    house.front.sign_in(Role.MANAGER)
    house.go("마감")
    for name, is_stopped in (("결제 멈추기", True), ("다시 팔기", False)):
        button(house.office.close, name).click()
        house.front.settle()
        house.front.settle()
        with shop.database.read() as session:
            assert (selling.stopped_until(session, shop) is not None) == is_stopped


def test_the_day_is_taken_along_as_pdf_and_as_a_workbook(house: House) -> None:
    house.front.sign_in(Role.MANAGER)
    house.compared()
    house.go("마감")
    button(house.office.close, "PDF로 저장").click()
    button(house.office.close, "파일로 저장").click()
    assert (house.files.folder / f"{DAY}.pdf").read_bytes().startswith(b"%PDF")
    assert (house.files.folder / f"{DAY}.xlsx").read_bytes().startswith(b"PK")


def test_a_file_that_cannot_be_written_is_said(house: House) -> None:
    house.front.sign_in(Role.MANAGER)
    house.compared()
    house.go("마감")
    house.files.folder = house.files.folder / "nowhere"
    told: list[tuple[str, bool]] = []
    house.office.said.connect(lambda *what: told.append(what))
    button(house.office.close, "PDF로 저장").click()
    assert told == [("close.not_written", True)]


# --- the plan -------------------------------------------------------------------------------------------------------------


def test_a_newcomer_draws_twelve_tables_and_a_seat_is_sold(house: House) -> None:
    """Only by what is written on the screens: every control is found by its name."""
    front = house.front
    front.sign_in(Role.OWNER)
    house.go("도면")
    screen = house.office.editor
    while house.office.editor.editor.plan.tables:
        screen.canvas.next_asked.emit(1)
        button(screen, "치우기").click()
    assert "테이블이 하나도 없어요." in said(screen)
    for name in ["방 가로 cm 늘리기"] * 10 + ["방 세로 cm 늘리기"] * 6:
        button(screen, name).click()
    for name in ["2인석을 놓기"] * 6 + ["4인석을 놓기"] * 4 + ["둥근을 놓기", "긴 상을 놓기"]:
        button(screen, name).click()
    plan = screen.editor.plan
    assert [table.label for table in plan.tables] == [str(nth) for nth in range(1, 13)]
    assert troubles(plan) == ()
    button(screen, "적용하기").click()
    front.settle()
    front.type_pin(PINS[Role.OWNER])
    front.settle()
    shown = load(front.shop.database, "corner").plan
    assert len(shown.tables) == 12
    assert front.said() == "editor.published"
    assert "손님이 보는 도면이에요" in said(screen)
    first = shown.tables[0]
    road = Road(
        front.kiosk,
        open_sittings(front.clock.now(), ALL_DAY)[0],
        ScriptedChannel(),
        seats=frozenset(seat.seat_id for seat in first.seats),
    )
    payment = road.accepted()
    Settler(front.kiosk, ScriptedChannel()).settle(payment.payment_id)
    assert road.states(payment)[0] is BookingStatus.PAID


def test_a_draft_is_saved_by_itself_and_found_again_by_the_next_one(house: House, qtbot: QtBot) -> None:
    front = house.front
    front.sign_in(Role.MANAGER)
    house.go("도면")
    button(house.office.editor, "2인석을 놓기").click()
    house.office.editor.save_asked.emit(house.office.editor.editor.plan)
    front.settle()
    draft = floor_setup.read_draft(front.shop)
    assert len(draft.plan.tables) == 5
    assert draft.saved_at == front.clock.now()
    button(house.office.editor, "처음부터 다시").click()
    front.settle()
    assert len(house.office.editor.editor.plan.tables) == 4


def test_a_table_with_bookings_stays_out_of_sale_until_they_are_over(house: House) -> None:
    front = house.front
    front.paid()
    front.sign_in(Role.MANAGER)
    house.go("도면")
    screen = house.office.editor
    screen.canvas.picked.emit("1", -1)
    button(screen, "치우기").click()
    button(screen, "적용하기").click()
    front.settle()
    front.type_pin(PINS[Role.MANAGER])
    front.settle()
    assert front.said() == "editor.needed"
    assert screen.editor.plan.table("1").out_of_use
    assert not load(front.shop.database, "corner").plan.table("1").out_of_use, "nothing is published yet"
    button(screen, "적용하기").click()
    front.settle()
    front.type_pin(PINS[Role.MANAGER])
    front.settle()
    assert load(front.shop.database, "corner").plan.table("1").out_of_use


def test_a_plan_goes_out_as_a_file_and_comes_in_again(house: House) -> None:
    front = house.front
    front.sign_in(Role.MANAGER)
    house.go("도면")
    screen = house.office.editor
    button(screen, "2인석을 놓기").click()
    drawn = screen.editor.plan
    button(screen, "파일로 내보내기").click()
    front.settle()
    house.files.has = house.files.folder / "corner.toml"
    assert read_restaurant(house.files.has).plan == drawn
    button(screen, "되돌리기").click()
    button(screen, "파일에서 가져오기").click()
    front.settle()
    assert screen.editor.plan == drawn
    house.files.has.write_text("this is no plan", encoding="utf-8")
    button(screen, "파일에서 가져오기").click()
    front.settle()
    assert "가져오지 못했어요" in said(screen)
    assert screen.editor.plan == drawn


def test_the_plan_can_be_seen_as_guests_will(house: House) -> None:
    house.front.sign_in(Role.MANAGER)
    house.go("도면")
    button(house.office.editor, "미리 보기").click()
    assert house.office.preview.isVisible()
    button(house.office.preview, "더 고치기").click()
    assert not house.office.preview.isVisible()


# --- the timetable --------------------------------------------------------------------------------------------------------


def test_a_bar_that_is_dragged_moves_the_booking(house: House) -> None:
    front = house.front
    booking_id = front.paid()
    front.sign_in(Role.WAITER)
    house.go("시간표")
    canvas = house.office.timeline.canvas
    starts = (front.clock.now() - day_bounds(DAY)[0]).total_seconds() // 60
    later = int(starts // 15 * 15) + 60
    canvas.moved.emit(booking_id, "2", later)
    front.settle()
    with front.shop.database.read() as session:
        booked = bookings.find(session, "corner", booking_id)
    assert booked is not None
    assert booked.seat_ids == {"2-1", "2-2"}
    assert (booked.sitting.starts - day_bounds(DAY)[0]).total_seconds() / 60 == later
    assert front.said() == "desk.done_moved"


def test_a_touch_on_a_bar_opens_the_booking(house: House) -> None:
    front = house.front
    booking_id = front.paid()
    front.sign_in(Role.WAITER)
    house.go("시간표")
    house.office.timeline.canvas.touched.emit(booking_id)
    front.settle()
    assert front.state.told is not None
    assert front.state.place is Place.TIMELINE


# --- reports --------------------------------------------------------------------------------------------------------------


def test_reports_are_read_when_somebody_comes_and_for_other_days_when_asked(house: House) -> None:
    front = house.front
    front.paid()
    note_visit(front.kiosk, "done", "paid")
    front.sign_in(Role.MANAGER)
    house.go("보고서")
    assert "20,000" in said(house.office.reports)
    button(house.office.reports, "오늘").click()
    front.settle()
    assert "시작한 방문 1건" in said(house.office.reports)
    button(house.office.reports, "PDF로 저장").click()
    button(house.office.reports, "파일로 저장").click()
    assert (house.files.folder / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "카드" in (house.files.folder / "report.csv").read_text("utf-8-sig")


def test_a_hold_is_no_guest_yet(house: House) -> None:
    house.front.hold()
    house.front.sign_in(Role.MANAGER)
    house.go("보고서")
    assert "20,000" not in said(house.office.reports)
