"""The set-up through the desk's own window: hours, days off, refund terms, staff, devices, keys."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.desk.back.setup_deeds import AddPerson, SetPin
from kiosk.domain.money import won
from kiosk.domain.refunds import DEFAULT
from kiosk.domain.sittings import SpecialDay, open_sittings
from kiosk.domain.staff import Role
from kiosk.payments.channel import Doubt, Unknown
from kiosk.services import attention, staffing
from kiosk.services.at_desk import Done
from kiosk.services.attendance import SILENT_AFTER, Attendance
from kiosk.services.guest_words import words_of
from kiosk.services.holding import hold
from kiosk.services.key_check import KeyCheck
from kiosk.services.opening_hours import save_week
from kiosk.services.placing import HouseKind, Wanted, take_seats
from kiosk.services.printing import NotPrinted, Printed, Why
from kiosk.services.restaurants import load
from kiosk.services.results import Held
from kiosk.services.settling import Settler
from kiosk.services.staffing import SignedIn
from kiosk.services.trial_pages import TrialPress
from kiosk.storage.words import replace_words
from tests.desk.front import NAMES, words
from tests.desk.house import DAY, House, house
from tests.desk.stage import button, said
from tests.fakes.printer import FakePrinter
from tests.fakes.restaurants import ALL_DAY
from tests.fakes.scripted import ScriptedChannel
from tests.services.desk_crew import PINS, by
from tests.services.road import SEATS
from tests.services.test_printing import press_of

__all__ = ["house"]

TABS = ["시간과 값", "쉬는 날", "환불 규정", "이름과 안내", "직원", "기기", "결제 키", "개인정보"]


def field(page: QWidget, name: str) -> QLineEdit:
    """The one field of that name that can be seen."""
    named = [each for each in page.findChildren(QLineEdit) if each.accessibleName() == name]
    (found,) = [each for each in named if each.isVisibleTo(page)]
    return found


def write(page: QWidget, name: str, text: str) -> None:
    """Write it as a keyboard does."""
    line = field(page, name)
    line.setText(text)
    line.textEdited.emit(text)


def come(house: House, tab: str, role: Role = Role.OWNER) -> None:
    house.front.sign_in(role)
    house.go("설정")
    house.go(tab)


def touch(house: House, page: QWidget, name: str) -> None:
    """Press it, and let what was added be shown."""
    button(page, name).click()
    house.front.settle()


def press(house: House, page: QWidget, name: str, role: Role | None = Role.OWNER) -> None:
    """Press it, and show the PIN once more where it is asked for."""
    touch(house, page, name)
    if role is not None:
        assert house.front.window.again.isVisible(), "it asks for the PIN again"
        house.front.type_pin(PINS[role])
    house.refresh()


# --- hours --------------------------------------------------------------------------------------------------------------


def test_other_prices_are_stored_after_the_pin_and_shown(house: House) -> None:
    come(house, "시간과 값", Role.MANAGER)
    page = house.office.setup.screen.week
    assert not button(page, "시간과 값 저장하기").isEnabled(), "nothing has changed"
    write(page, "1번째 줄 한 자리 값", "15,000원")
    press(house, page, "시간과 값 저장하기", Role.MANAGER)
    assert {rule.price for rule in load(house.front.shop.database, "corner").rules} == {15_000}
    assert house.front.said() == "setup.saved"
    assert field(page, "1번째 줄 한 자리 값").text() == "15,000"
    assert not button(page, "시간과 값 저장하기").isEnabled()


def test_a_weekday_gets_a_line_of_its_own_and_another_is_taken_away(house: House) -> None:
    come(house, "시간과 값")
    page = house.office.setup.screen.week
    touch(house, page, "1번째 줄 일")
    touch(house, page, "시간 넣기")
    touch(house, page, "2번째 줄 일")
    write(page, "2번째 줄 첫 시작", "1200")
    write(page, "2번째 줄 마지막 시작", "20")
    touch(house, page, "2번째 줄 간격 늘리기")
    touch(house, page, "2번째 줄 이용 시간 줄이기")
    press(house, page, "시간과 값 저장하기")
    sunday = load(house.front.shop.database, "corner").rules[-1]
    assert (sunday.weekday, sunday.first, sunday.last) == (6, time(12), time(20))
    assert (sunday.every, sunday.duration) == (timedelta(minutes=45), timedelta(minutes=75))
    touch(house, page, "2번째 줄 지우기")
    press(house, page, "시간과 값 저장하기")
    assert {rule.weekday for rule in load(house.front.shop.database, "corner").rules} == set(range(6))


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("첫 시작", "일곱시", "wrong_time"),
        ("첫 시작", "25:00", "wrong_time"),
        ("첫 시작", "17:05", "wrong_quarter"),
        ("마지막 시작", "", "wrong_time"),
        ("한 자리 값", "0", "wrong_price"),
        ("한 자리 값", "만원", "wrong_price"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence_and_nothing_is_asked(
    house: House, name: str, text: str, sentence: str
) -> None:
    come(house, "시간과 값")
    page = house.office.setup.screen.week
    write(page, f"1번째 줄 {name}", text)
    touch(house, page, "시간과 값 저장하기")
    house.front.settle()
    assert words()(f"setup.{sentence}") in said(page)
    assert not house.front.window.again.isVisible()
    touch(house, page, "시간과 값 처음대로")
    assert field(page, "1번째 줄 첫 시작").text() == "00:00"


def test_a_line_needs_a_weekday_and_hours_need_a_line(house: House) -> None:
    come(house, "시간과 값")
    page = house.office.setup.screen.week
    write(page, "1번째 줄 첫 시작", "23:45")
    write(page, "1번째 줄 마지막 시작", "10:00")
    touch(house, page, "시간과 값 저장하기")
    assert words()("setup.wrong_order") in said(page)
    for day in "월화수목금토일":
        touch(house, page, f"1번째 줄 {day}")
    write(page, "1번째 줄 마지막 시작", "23:45")
    touch(house, page, "시간과 값 저장하기")
    assert words()("setup.wrong_no_day") in said(page)
    touch(house, page, "1번째 줄 지우기")
    touch(house, page, "시간과 값 저장하기")
    assert words()("setup.wrong_no_rule") in said(page)


def test_what_is_being_written_is_not_overwritten_by_a_read(house: House) -> None:
    come(house, "시간과 값")
    page = house.office.setup.screen.week
    write(page, "1번째 줄 한 자리 값", "15,000")
    house.refresh()
    assert field(page, "1번째 줄 한 자리 값").text() == "15,000"


def test_the_desk_that_saves_second_is_told_who_was_first_and_sees_the_latest(house: House) -> None:
    come(house, "시간과 값")
    page, front = house.office.setup.screen.week, house.front
    write(page, "1번째 줄 한 자리 값", "15,000")
    other = replace(front.shop, terminal="desk-2")
    cheaper = tuple(replace(rule, price=won(9_000)) for rule in ALL_DAY)
    save_week(other, by(other, front.people[Role.MANAGER]), cheaper, ALL_DAY)
    press(house, page, "시간과 값 저장하기")
    assert front.said() == "desk.stale"
    assert front.state.said is not None
    assert ("who", NAMES[Role.MANAGER]) in front.state.said.values
    assert field(page, "1번째 줄 한 자리 값").text() == "9,000"


# --- days off -----------------------------------------------------------------------------------------------------------


def close_today(house: House) -> QWidget:
    page = house.office.setup.screen.days
    write(page, "날짜", DAY.isoformat())
    write(page, "이름", "정기 휴무")
    press(house, page, "쉬는 날 저장하기")
    return page


def test_a_day_off_is_set_shown_changed_and_dropped(house: House) -> None:
    come(house, "쉬는 날")
    page = house.office.setup.screen.days
    assert words()("setup.no_days") in said(page)
    close_today(house)
    assert load(house.front.shop.database, "corner").days == (SpecialDay(DAY, "정기 휴무"),)
    assert field(page, "날짜").text() == "", "the form is empty for the next one"
    touch(house, page, "3월 13일 (금) 고치기")
    touch(house, page, "쉬어요")
    write(page, "1번째 줄 한 자리 값", "30,000")
    press(house, page, "쉬는 날 저장하기")
    (special,) = load(house.front.shop.database, "corner").days
    assert (special.rules[0].price, special.rules[0].weekday) == (30_000, DAY.weekday())
    assert "17:00–20:30 · 30,000원" in said(page)
    press(house, page, "3월 13일 (금) 지우기")
    assert load(house.front.shop.database, "corner").days == ()


def test_guests_who_have_booked_are_named_and_stay(house: House) -> None:
    front = house.front
    later = open_sittings(front.clock.now() + timedelta(hours=2), ALL_DAY)[0]
    held = hold(front.kiosk, "guest", replace(later, walk_in=False), SEATS, len(SEATS))
    assert isinstance(held, Held), held
    come(house, "쉬는 날")
    page = close_today(house)
    assert front.said() == "setup.stands"
    assert f"{held.booking.number}번" in said(page)
    press(house, page, "예약은 두고 저장하기")
    assert front.said() == "setup.saved_standing"
    (matter,) = attention.open_matters(front.shop)
    assert matter.kind == "closed_then"
    assert "결제 확인 1" in front.names()


@pytest.mark.parametrize(
    ("day", "name", "sentence"),
    [("내일", "휴무", "wrong_date"), ("2026-10-05", " ", "wrong_day_name")],
)
def test_a_date_that_is_none_and_a_day_without_a_name_are_said(
    house: House, day: str, name: str, sentence: str
) -> None:
    come(house, "쉬는 날")
    page = house.office.setup.screen.days
    write(page, "날짜", day)
    write(page, "이름", name)
    touch(house, page, "쉬는 날 저장하기")
    assert words()(f"setup.{sentence}") in said(page)
    touch(house, page, "쉬는 날 처음대로")
    assert field(page, "날짜").text() == ""


# --- refund terms -------------------------------------------------------------------------------------------------------


def test_the_owner_changes_the_terms_and_sees_what_they_mean(house: House) -> None:
    come(house, "환불 규정")
    page = house.office.setup.screen.terms
    assert "40,000원 예약을 1시간 전에 취소하면 40,000원을 돌려드려요." in said(page)
    touch(house, page, "1단계 돌려줄 비율 줄이기")
    touch(house, page, "1단계 시간 늘리기")
    assert "40,000원 예약을 2시간 전에 취소하면 36,000원을 돌려드려요." in said(page)
    touch(house, page, "단계 넣기")
    touch(house, page, "100원")
    press(house, page, "환불 규정 저장하기")
    policy = load(house.front.shop.database, "corner").refunds
    assert [(step.notice, step.percent) for step in policy.steps] == [
        (timedelta(hours=2), 90),
        (timedelta(hours=1), 80),
    ]
    assert (policy.no_show, policy.round_to) == (80, 100)


def test_terms_that_give_back_more_for_not_coming_are_refused_on_the_spot(house: House) -> None:
    come(house, "환불 규정")
    page = house.office.setup.screen.terms
    touch(house, page, "1단계 지우기")
    touch(house, page, f"{words()('setup.walk_in')} 줄이기")
    for _ in range(2):
        touch(house, page, f"{words()('setup.no_show')} 늘리기")
    touch(house, page, "환불 규정 저장하기")
    assert words()("setup.wrong_policy") in said(page)
    assert load(house.front.shop.database, "corner").refunds == DEFAULT


# --- staff --------------------------------------------------------------------------------------------------------------


def test_somebody_new_signs_in_with_their_pin_and_nothing_of_it_stays(house: House) -> None:
    come(house, "직원")
    page, front = house.office.setup.screen.staff, house.front
    page.name.setText("김하나")
    page.pin.setText("246813")
    touch(house, page, "매니저")
    press(house, page, "직원 넣기")
    assert front.said() == "setup.person_saved"
    hana = next(each for each in staffing.people(front.shop) if each.name == "김하나")
    assert hana.role is Role.MANAGER
    assert isinstance(staffing.sign_in(front.shop, hana.staff_id, "246813"), SignedIn)
    assert (page.name.text(), page.pin.text()) == ("", "")
    assert any(each.name == "김하나" for each in front.state.people), "the PIN screen knows them"


@pytest.mark.parametrize(
    ("name", "pin", "why"),
    [
        ("", "246813", "desk.no_name"),
        ("김하나", "123456", "desk.no_weak_pin"),
        ("김하나", "12", "desk.no_pin"),
        ("매니저", "246813", "desk.no_name_taken"),
    ],
)
def test_what_cannot_be_a_name_or_a_pin_is_said(house: House, name: str, pin: str, why: str) -> None:
    come(house, "직원")
    page = house.office.setup.screen.staff
    page.name.setText(name)
    page.pin.setText(pin)
    press(house, page, "직원 넣기")
    assert house.front.said() == why
    assert words().has(why)


def test_a_role_a_pin_and_who_works_here_are_changed(house: House) -> None:
    come(house, "직원")
    page, front = house.office.setup.screen.staff, house.front
    waiter = front.people[Role.WAITER]
    press(house, page, "홀 1, 매니저")
    assert next(p for p in staffing.people(front.shop) if p.staff_id == waiter.staff_id).role is Role.MANAGER
    touch(house, page, "비밀번호 새로, 홀 1")
    field(page, "홀 1 새 비밀번호").setText("975310")
    press(house, page, "비밀번호 저장, 홀 1")
    assert isinstance(staffing.sign_in(front.shop, waiter.staff_id, "975310"), SignedIn)
    press(house, page, "그만둬요, 홀 1")
    assert all(each.staff_id != waiter.staff_id for each in staffing.people(front.shop))
    assert words()("setup.has_left") in said(page)
    press(house, page, "다시 일해요, 홀 1")
    assert any(each.staff_id == waiter.staff_id for each in staffing.people(front.shop))


def test_the_last_owner_stays(house: House) -> None:
    come(house, "직원")
    press(house, house.office.setup.screen.staff, "그만둬요, 사장님")
    assert house.front.said() == "desk.no_last_owner"


def test_a_pin_that_is_not_kept_after_all_is_forgotten(house: House) -> None:
    come(house, "직원")
    page = house.office.setup.screen.staff
    touch(house, page, "비밀번호 새로, 홀 1")
    field(page, "홀 1 새 비밀번호").setText("975310")
    touch(house, page, "그만두기, 홀 1")
    page.pin.setText("975310")
    house.go("지금")
    assert page.pin.text() == ""
    assert not any(each.text() for each in page.findChildren(QLineEdit) if each.isVisibleTo(page))


def test_no_pin_is_in_the_words_of_a_deed() -> None:
    assert "975310" not in repr(AddPerson("a", Role.OWNER, "975310")) + repr(SetPin("s1", "975310"))


# --- words for guests ---------------------------------------------------------------------------------------------------


def test_the_owner_writes_names_and_notices_and_sees_how_guests_will(house: House, qtbot: QtBot) -> None:
    come(house, "이름과 안내")
    page = house.office.setup.screen.words
    assert field(page, "한국어 이름").text() == "모퉁이식당"
    assert not button(page, "이름과 안내 저장하기").isEnabled(), "nothing has changed"
    assert words()("setup.standing") in said(page)
    qtbot.keyClicks(field(page, "중국어 안내"), "abc")
    write(page, "중국어 안내", "今天营业到九点")
    assert "중국어 손님에게 이렇게 보여요" in said(page)
    assert "今天营业到九点" in said(page)
    press(house, page, "이름과 안내 저장하기")
    assert house.front.said() == "setup.words_saved"
    stored = load(house.front.shop.database, "corner")
    assert stored.notices == {"zh": "今天营业到九点"}
    assert not button(page, "이름과 안내 저장하기").isEnabled()


def test_what_has_no_room_on_the_guests_screen_is_told_at_once_and_not_saved(house: House) -> None:
    come(house, "이름과 안내")
    page = house.office.setup.screen.words
    for name, text, why in (
        ("영어 안내", "Hot " * 15, words()("setup.notice_wide", language="영어")),
        ("한국어 이름", "W" * 24, words()("setup.name_wide", language="한국어")),
        ("한국어 이름", "", words()("desk.no_name_missing")),
    ):
        write(page, name, text)
        assert why in said(page)
        touch(house, page, "이름과 안내 저장하기")
        assert not house.front.window.again.isVisible(), "there is nothing to give a PIN for"
        touch(house, page, words()("setup.again_what", what="이름과 안내"))
    assert load(house.front.shop.database, "corner").notices == {}


def test_what_another_owner_has_written_meanwhile_is_not_overwritten(house: House) -> None:
    come(house, "이름과 안내")
    page = house.office.setup.screen.words
    write(page, "한국어 안내", "오늘은 쉬어요")
    shop = house.front.shop
    before = words_of(load(shop.database, "corner"))
    other = replace(before, notices={"ko": "내일은 쉬어요"})
    with shop.database.write() as session:
        replace_words(session, "corner", other.names, other.notices)
    house.refresh()
    assert field(page, "한국어 안내").text() == "오늘은 쉬어요", (
        "nothing is taken from under somebody's hands"
    )
    press(house, page, "이름과 안내 저장하기")
    assert house.front.said() == "desk.stale"
    assert field(page, "한국어 안내").text() == "내일은 쉬어요"


def test_a_manager_reads_the_words_and_changes_none(house: House) -> None:
    come(house, "이름과 안내", Role.MANAGER)
    page = house.office.setup.screen.words
    write(page, "한국어 안내", "오늘은 쉬어요")
    assert not button(page, "이름과 안내 저장하기").isEnabled()
    assert words()("setup.owners_only") in said(page)


# --- devices and keys ---------------------------------------------------------------------------------------------------


def test_devices_are_listed_as_they_are_and_a_silent_one_is_taken_off(house: House) -> None:
    front = house.front
    Attendance(front.kiosk, "kiosk", "1.0").begin()
    come(house, "기기")
    page = house.office.setup.screen.terminals
    assert words()("setup.standing_here") in said(page)
    assert not button(page, "끊기, K1").isEnabled()
    front.clock.advance(SILENT_AFTER.total_seconds() + 1)
    front.controller.alive()
    house.refresh()
    assert words()("setup.standing_silent") in said(page)
    press(house, page, "끊기, K1")
    assert words()("setup.no_terminals") in said(page)


def test_staff_call_a_device_by_a_name_of_their_own(house: House) -> None:
    Attendance(house.front.kiosk, "kiosk", "1.0").begin()
    come(house, "기기")
    page = house.office.setup.screen.terminals
    assert not page.title.isVisible()
    button(page, "이름, K1").click()
    assert page.title.isVisible()
    page.title.setText(" 입구 왼쪽 ")
    press(house, page, "이름 저장")
    assert "입구 왼쪽 (K1)" in said(page)
    assert not page.title.isVisible()
    button(page, "이름, K1").click()
    assert page.title.text() == "입구 왼쪽"
    button(page, "그만두기").click()
    assert not page.title.isVisible()


def test_devices_say_what_their_printer_did_last(house: House) -> None:
    front = house.front
    Attendance(front.kiosk, "kiosk", "1.0").begin()
    booking = front.paid()
    out = NotPrinted(Why.NO_PAPER, untouched=True)
    press_of(front.kiosk, FakePrinter([out, Printed(is_proven=True)])).print_for("v1", booking, "ko")
    come(house, "기기")
    page = house.office.setup.screen.terminals
    assert "프린터 18:42 용지 없음" in said(page)
    front.clock.advance(60)
    press_of(front.kiosk, FakePrinter()).print_for("v1", booking, "ko")
    house.refresh()
    assert "프린터 18:43 출력함" in said(page)


def test_a_kiosks_printer_is_set_up_taken_away_and_left_to_the_kiosk_again(house: House) -> None:
    Attendance(house.front.kiosk, "kiosk", "1.0").begin()
    come(house, "기기")
    page = house.office.setup.screen.terminals
    assert "영수증 프린터: 키오스크 설정대로" in said(page)
    assert not page.printer.isVisible()
    for written, told in (("tcp://10.0.0.9", "tcp://10.0.0.9"), ("", "없음")):
        touch(house, page, "프린터, K1")
        page.printer.address.setText(written)
        press(house, page, "프린터 저장")
        assert house.front.said() == "setup.printer_chosen"
        assert f"영수증 프린터: {told}" in said(page)
        assert not page.printer.isVisible()
    touch(house, page, "프린터, K1")
    press(house, page, "키오스크 설정대로")
    assert "영수증 프린터: 키오스크 설정대로" in said(page)


def test_an_address_that_is_none_is_told_and_stays_written(house: House) -> None:
    Attendance(house.front.kiosk, "kiosk", "1.0").begin()
    come(house, "기기")
    page = house.office.setup.screen.terminals
    touch(house, page, "프린터, K1")
    page.printer.address.setText("file:///etc/passwd")
    press(house, page, "프린터 저장")
    assert house.front.said() == "desk.no_printer_address"
    assert page.printer.isVisible()
    assert page.printer.address.text() == "file:///etc/passwd"
    touch(house, page, "닫기")
    assert not page.printer.isVisible()


def test_what_became_of_a_test_page_stands_beside_the_kiosk(house: House) -> None:
    front = house.front
    Attendance(front.kiosk, "kiosk", "1.0").begin()
    come(house, "기기")
    page = house.office.setup.screen.terminals
    touch(house, page, "프린터, K1")
    press(house, page, "시험 인쇄", role=None)
    assert "시험 인쇄 18:42 기다리는 중" in said(page)
    off = FakePrinter([NotPrinted(Why.OFF, untouched=True), Printed(is_proven=True)])
    trials = TrialPress(front.kiosk, off, words())
    trials.work()
    house.refresh()
    assert f"시험 인쇄 18:42 {words()('attention.printer_off')}" in said(page)
    press(house, page, "시험 인쇄", role=None)
    trials.work()
    house.refresh()
    assert "시험 인쇄 18:42 출력함" in said(page)


def test_one_form_at_a_time_and_none_for_who_may_not(house: House) -> None:
    Attendance(house.front.kiosk, "kiosk", "1.0").begin()
    Attendance(house.front.shop, "desk", "1.0").begin()
    come(house, "기기")
    page = house.office.setup.screen.terminals
    touch(house, page, "이름, K1")
    touch(house, page, "프린터, K1")
    assert page.printer.isVisible()
    assert not page.title.isVisible()
    touch(house, page, "이름, K1")
    assert not page.printer.isVisible()
    assert "프린터, desk-1" not in house.front.names(), "a desk has its printer from its own settings"
    house.front.touch("잠그기")
    come(house, "기기", Role.MANAGER)
    assert not button(page, "프린터, K1").isEnabled()


def test_a_file_lets_no_other_kiosk_in_and_says_why(house: House) -> None:
    come(house, "기기")
    page = house.office.setup.screen.terminals
    page.name.setText("kiosk-2")
    press(house, page, "들여보내기")
    assert house.front.said() == "desk.no_no_server"


def test_the_keys_are_asked_about_by_the_settler_and_shown_here(house: House) -> None:
    front = house.front
    come(house, "결제 키", Role.MANAGER)
    page = house.office.setup.screen.keys
    assert words()("setup.keys_never") in said(page)
    press(house, page, "다시 물어보기", None)
    assert words()("setup.keys_waits") in said(page)
    channel = ScriptedChannel()
    channel.standings = [lambda _: Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)]
    front.clock.advance(1)
    KeyCheck(Settler(front.kiosk, channel), "test", "test_gck_").run_asked()
    house.refresh()
    assert words()("setup.keys_good") in said(page)
    assert "test_gck_ 와 test_gsk_ 가 맞아요" in said(page)


# --- rights -------------------------------------------------------------------------------------------------------------


def test_a_waiter_has_no_set_up(house: House) -> None:
    house.front.sign_in(Role.WAITER)
    assert "설정" not in house.front.names()


def test_a_manager_sees_all_of_it_and_changes_hours_only(house: House) -> None:
    come(house, "직원", Role.MANAGER)
    screen = house.office.setup.screen
    why = words()("setup.owners_only")
    assert why in said(screen.staff)
    assert not button(screen.staff, "직원 넣기").isEnabled()
    assert not button(screen.staff, "그만둬요, 홀 1").isEnabled()
    house.go("환불 규정")
    assert why in said(screen.terms)
    touch(house, screen.terms, "1단계 시간 늘리기")
    assert not button(screen.terms, "환불 규정 저장하기").isEnabled()
    house.go("기기")
    assert not button(screen.terminals, "들여보내기").isEnabled()


def test_every_control_of_every_list_has_a_name(house: House) -> None:
    come(house, TABS[0])
    for tab in TABS:
        house.go(tab)
        assert all(house.front.names()), tab


def test_a_special_day_of_long_ago_is_refused_by_the_service(house: House) -> None:
    come(house, "쉬는 날")
    page = house.office.setup.screen.days
    write(page, "날짜", date(2020, 1, 1).isoformat())
    write(page, "이름", "옛날")
    press(house, page, "쉬는 날 저장하기")
    assert house.front.said() == "desk.no_day_over"


# --- privacy ------------------------------------------------------------------------------------------------------------


def test_what_is_kept_about_a_guest_is_shown_handed_out_and_erased(house: House) -> None:
    front = house.front
    manager = by(front.shop, front.people[Role.MANAGER])
    starts = front.clock.now() + timedelta(hours=1)
    note = "홍길동 010-1234-5678"
    wanted = Wanted(HouseKind.RESERVED, SEATS, 2, starts, starts + timedelta(hours=1), note)
    assert isinstance(take_seats(front.shop, manager, wanted), Done)
    come(house, "개인정보", Role.MANAGER)
    page = house.office.setup.screen.privacy
    page.who.setText("5678")
    press(house, page, "찾기", Role.MANAGER)
    assert note in said(page)
    press(house, page, "파일로 드리기", Role.MANAGER)
    assert note in (house.files.folder / "person.json").read_text()
    press(house, page, "모두 지우기", Role.MANAGER)
    assert front.said() == "setup.erased"
    assert note not in said(page)
    page.who.setText("5678")
    press(house, page, "찾기", Role.MANAGER)
    assert "0건" in said(page)
    house.go("결제 키")
    assert page.who.text() == ""
