"""The front desk through its own window: PIN, floor, list, drawer, refunds, what needs a person. Real services, real rows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.desk import events as ev
from kiosk.desk import flow
from kiosk.desk.controller import RING_EVERY_TICKS
from kiosk.desk.places import Place
from kiosk.domain.seated import SeatedEvent, SeatedState
from kiosk.domain.staff import IDLE_LOCK, Role
from kiosk.domain.states import BookingStatus
from kiosk.services import attention, serving, staffing, today
from kiosk.services.attention import Kind
from kiosk.services.invariants import Evidence, violations
from kiosk.services.staffing import By
from kiosk.storage import seatings
from kiosk.storage.engine import Unwritable
from tests.desk.front import NAMES, Front, opened, words
from tests.services.desk_crew import PINS


@pytest.fixture
def front(qtbot: QtBot, tmp_path: Path, newest_file: Path) -> Iterator[Front]:
    shutil.copy(newest_file, tmp_path / "jari.db")
    with opened(f"sqlite:///{tmp_path / 'jari.db'}") as desk:
        yield desk


def test_nobody_sees_the_floor_before_a_pin(front: Front) -> None:
    assert front.window.pin.isVisible()
    assert not front.window.frame.isVisible()
    front.sign_in(Role.WAITER)
    assert front.window.frame.isVisible()
    assert front.window.now.isVisible()


def test_a_wrong_pin_says_how_many_tries_are_left_and_then_rests(front: Front) -> None:
    front.touch(NAMES[Role.WAITER])
    front.type_pin("999999")
    assert front.window.pin._hint.text() == words()("desk.pin_wrong", left=4)
    for _ in range(4):
        front.type_pin("999999")
    assert front.window.pin._hint.text() == words()("desk.pin_pause", seconds=60)
    front.type_pin(PINS[Role.WAITER])
    assert not front.state.is_open


def test_a_pin_that_could_not_be_asked_about_can_be_given_again(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> object:
        raise Unwritable("the database is away")

    front.touch(NAMES[Role.WAITER])
    with monkeypatch.context() as outage:
        outage.setattr(staffing, "sign_in", away)
        front.type_pin(PINS[Role.WAITER])
    assert not front.state.is_open
    front.type_pin(PINS[Role.WAITER])
    assert front.state.is_open


def test_the_keyboard_is_as_good_as_the_pad(front: Front, qtbot: QtBot) -> None:
    front.touch(NAMES[Role.MANAGER])
    pin = front.window.pin
    qtbot.keyClicks(pin, "9")
    qtbot.keyClick(pin, Qt.Key.Key_Backspace)
    qtbot.keyClicks(pin, PINS[Role.MANAGER])
    front.lanes.run_all()
    assert front.state.is_open


def test_the_desk_locks_itself_when_nobody_is_there(front: Front) -> None:
    front.sign_in(Role.MANAGER)
    front.clock.ticks += IDLE_LOCK.total_seconds() - 1
    front.controller._tick()
    assert front.state.is_open
    front.clock.ticks += 1
    front.controller._tick()
    front.lanes.run_all()
    assert not front.state.is_open
    assert front.window.pin.isVisible()


def test_a_guest_arrives_sits_and_leaves_and_a_mistake_is_taken_back(front: Front) -> None:
    booking = front.paid()
    front.sign_in(Role.WAITER)
    front.row("1001")
    front.touch("앉음")
    assert front.said() == "desk.done_seated"
    front.touch("닫기") if len([n for n in front.names() if n == "닫기"]) == 1 else front.controller.dispatch(
        ev.BookingTouched("")
    )
    front.touch("되돌리기")
    line = today.read_today(front.shop).line(booking)
    assert line is not None
    assert line.state is SeatedState.ARRIVED


def test_a_story_that_is_told_after_the_drawer_was_closed_opens_nothing(front: Front) -> None:
    booking, other = front.paid(), "another"
    front.sign_in(Role.WAITER)
    told = ev.StoryTold(today.tell(front.shop, booking))
    front.controller.dispatch(ev.BookingTouched(booking))
    front.lanes.run_all()
    assert front.state.told is not None
    front.controller.dispatch(ev.BookingTouched(""))
    front.controller.dispatch(told)
    assert front.state.told is None
    front.controller.dispatch(ev.BookingTouched(other))
    front.controller.dispatch(told)
    assert front.state.told is None, "it is the story of another one"


def test_a_walk_in_is_seated_by_party_and_table(front: Front) -> None:
    front.sign_in(Role.WAITER)
    front.touch("손님 앉히기")
    front.touch("3")
    front.table("2")
    assert front.said() == "desk.done_walk_in"
    (line,) = today.read_today(front.shop).lines
    assert (line.kind, line.party, line.tables) == ("walk_in", 3, ("2",))
    assert not any(violations(front.shop, Evidence()).values())


def test_a_question_over_the_plan_makes_no_screen_wider_than_it_is(front: Front) -> None:
    front.sign_in(Role.WAITER)
    front.touch("손님 앉히기")
    assert front.window.minimumSizeHint().width() <= 1920
    assert front.window.width() == 1920


def test_tables_are_merged_for_one_party_in_one_act_and_given_up_again(front: Front) -> None:
    front.sign_in(Role.WAITER)
    front.touch("손님 앉히기")
    front.touch("5")
    front.touch("테이블 합치기")
    assert not front.key("함께 앉히기").isEnabled(), "one table is not merged"
    for table in ("2", "3", "1", "1"):
        front.table(table)
    assert front.state.merged == ("2", "3"), "touched twice, it is taken out again"
    front.touch("한 명 많게")
    front.touch("함께 앉히기")
    assert front.said() == "desk.done_walk_in"
    (line,) = today.read_today(front.shop).lines
    assert (line.kind, line.party, line.tables) == ("walk_in", 6, ("2", "3"))
    assert front.state.merged is None
    assert not any(violations(front.shop, Evidence()).values())
    front.touch("되돌리기")
    assert today.read_today(front.shop).lines == ()
    assert not any(violations(front.shop, Evidence()).values())


def _walks_in(front: Front) -> str:
    front.touch("손님 앉히기")
    front.touch("2")
    front.table("2")
    (line,) = today.read_today(front.shop).lines
    front.row(line.number)
    return line.booking_id


def _close_drawer(front: Front) -> None:
    front.window.booking.closed.emit()
    front.settle()


def _writes(front: Front, won: str) -> None:
    (field,) = [
        each
        for each in front.window.booking.findChildren(QLineEdit)
        if each.accessibleName() == "받은 금액, 원"
    ]
    QTest.keyClicks(field, won)
    front.settle()


@pytest.mark.parametrize(("key", "method"), [("현금 38,500원", "cash"), ("가게 카드 38,500원", "card")])
def test_money_taken_in_the_house_is_written_down_as_it_was_and_taken_back(
    front: Front, key: str, method: str
) -> None:
    front.sign_in(Role.WAITER)
    booking_id = _walks_in(front)
    assert not front.key("현금 0원").isEnabled()
    assert front.key("현금 0원").accessibleDescription() == words()("desk.received_first")
    _writes(front, "38500")
    front.touch(key)
    assert front.said() == "desk.received_done"
    with front.shop.database.read() as session:
        (row,) = seatings.offsites_of(session, "corner", booking_id)
    assert (row.method, row.amount_won, row.voided_at) == (method, 38_500, None)
    assert not front.key("현금 0원").isEnabled(), "it is not written twice by a second touch"
    _close_drawer(front)
    front.touch("되돌리기")
    assert front.said() == "desk.received_voided"
    assert "되돌리기" not in front.names()
    with front.shop.database.read() as session:
        (row,) = seatings.offsites_of(session, "corner", booking_id)
    assert row.voided_at is not None
    assert not any(violations(front.shop, Evidence()).values())


def test_money_of_guests_who_paid_at_a_kiosk_is_not_taken_again(front: Front) -> None:
    front.paid()
    front.sign_in(Role.MANAGER)
    front.row("1001")
    assert not [name for name in front.names() if name.startswith("현금")]


def test_a_sum_that_is_half_written_is_gone_with_the_drawer(front: Front) -> None:
    front.sign_in(Role.WAITER)
    _walks_in(front)
    _writes(front, "38500")
    assert front.state.received == 38_500
    assert not front.state.is_at_rest, "nothing may open itself over it"
    _close_drawer(front)
    assert front.state.received == 0


def test_a_booking_is_moved_to_merged_tables_and_back(front: Front) -> None:
    booking = front.paid()
    front.sign_in(Role.WAITER)
    front.row("1001")
    front.touch("자리 옮김")
    front.touch("테이블 합치기")
    front.table("2")
    front.table("3")
    front.touch("함께 옮기기")
    line = today.read_today(front.shop).line(booking)
    assert line is not None
    assert line.tables == ("2", "3")
    front.touch("되돌리기")
    line = today.read_today(front.shop).line(booking)
    assert line is not None
    assert line.tables == ("1",)


def test_tables_with_guests_or_with_too_few_seats_are_not_merged(front: Front) -> None:
    front.paid()
    front.sign_in(Role.WAITER)
    front.touch("손님 앉히기")
    front.touch("8")
    front.touch("테이블 합치기")
    front.table("1")
    front.table("2")
    go = front.key("함께 앉히기")
    assert not go.isEnabled()
    assert words()("desk.merge_taken", table="1") in go.accessibleDescription()
    assert front.window.now.strip._words.text() == words()("desk.merge_taken", table="1"), (
        "it can be read, too"
    )
    front.table("1")
    front.table("3")
    for _ in range(12):
        front.touch("한 명 많게")
    assert not front.key("함께 앉히기").isEnabled()
    for _ in range(25):
        front.touch("한 명 적게")
    assert front.state.party == 1
    front.touch("그만두기")
    assert front.state.merged is None


def test_a_table_is_blocked_and_freed_again(front: Front) -> None:
    front.sign_in(Role.WAITER)
    front.touch("막기")
    front.table("3")
    front.row("막아 둠")
    front.touch("자리 풀기")
    assert front.said() == "desk.done_giveup"
    assert today.read_today(front.shop).lines == ()


def test_a_booking_is_moved_by_touching_a_table_and_back_again(front: Front) -> None:
    booking = front.paid()
    front.sign_in(Role.WAITER)
    front.row("1001")
    front.touch("자리 옮김")
    front.table("3")
    line = today.read_today(front.shop).line(booking)
    assert line is not None
    assert line.tables == ("3",)
    front.touch("되돌리기")
    line = today.read_today(front.shop).line(booking)
    assert line is not None
    assert line.tables == ("1",)


def test_a_move_onto_others_is_refused_with_their_number(front: Front) -> None:
    front.paid()
    front.sign_in(Role.WAITER)
    front.touch("손님 앉히기")
    front.table("2")
    front.row("1001")
    front.touch("자리 옮김")
    front.table("2")
    assert front.said() == "desk.clash"
    assert front.window.frame._said.text() == words()("desk.clash", number="1002")


def test_a_waiter_sees_no_refund_and_no_cancelation(front: Front) -> None:
    front.paid()
    front.sign_in(Role.WAITER)
    front.row("1001")
    assert "예약 취소" not in front.names()
    assert not [name for name in front.names() if "환불" in name]


def test_a_manager_gives_a_part_back_after_the_pin_once_more(front: Front) -> None:
    booking = front.paid()
    front.sign_in(Role.MANAGER)
    front.row("1001")
    front.touch("1명분 10,000원")
    front.touch("인원 줄임")
    front.touch("10,000원 환불하기")
    assert front.window.again.isVisible(), "the PIN is asked for before anything is stored"
    told = today.tell(front.shop, booking)
    assert told is not None
    assert told.refunds == ()
    front.type_pin(PINS[Role.MANAGER])
    told = today.tell(front.shop, booking)
    assert told is not None
    assert [each.amount for each in told.refunds] == [10_000]
    assert not front.window.again.isVisible()
    assert front.said() == "desk.refund_asked"


def test_no_refund_without_the_pin(front: Front) -> None:
    booking = front.paid()
    front.sign_in(Role.MANAGER)
    front.row("1001")
    front.touch("예약 취소")
    front.type_pin("999999")
    front.touch("그만두기")
    told = today.tell(front.shop, booking)
    assert told is not None
    assert told.line.status is BookingStatus.PAID
    assert front.state.pending is None


def test_above_the_limit_a_second_person_is_asked_for(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.domain import staff as rules

    monkeypatch.setattr(rules, "REFUND_ALONE", dict.fromkeys(Role, 5_000))
    booking = front.paid()
    front.sign_in(Role.MANAGER)
    front.row("1001")
    front.touch("모두 20,000원")
    front.touch("손님 사정")
    front.touch("20,000원 환불하기")
    front.type_pin(PINS[Role.MANAGER])
    assert front.state.asks is flow.Asks.SECOND
    assert not front.key(NAMES[Role.MANAGER]).isEnabled()
    front.touch(NAMES[Role.OWNER])
    front.type_pin(PINS[Role.OWNER])
    told = today.tell(front.shop, booking)
    assert told is not None
    assert [each.amount for each in told.refunds] == [20_000]


def test_the_second_of_two_desks_is_told_who_was_first_and_sees_the_latest(front: Front) -> None:
    booking = front.paid()
    front.sign_in(Role.WAITER)
    front.row("1001")
    other = By(front.people[Role.OWNER].staff_id)
    serving.note(front.shop, other, booking, SeatedEvent.SEATED, 0)
    front.touch("도착")
    assert front.said() == "desk.stale"
    assert "사장님" in front.window.frame._said.text()
    assert front.state.told is not None
    assert front.state.told.line.state is SeatedState.SEATED


def test_a_booking_is_found_by_its_number(front: Front) -> None:
    front.paid()
    front.sign_in(Role.WAITER)
    front.window.now.search.setText("1001")
    front.lanes.run_all()
    assert any("1001" in row.spoken for row in front.window.now.list.rows)
    front.window.now.search.setText("7777")
    front.lanes.run_all()
    assert front.window.now._empty.text() == words()("desk.not_found")


def test_what_needs_a_person_is_counted_everywhere_rings_and_is_taken(front: Front, qtbot: QtBot) -> None:
    front.sign_in(Role.WAITER)
    with front.shop.database.write() as session:
        attention.open_matter(session, front.shop, Kind.UNKNOWN_PAYMENT, "p1", amount=40_000)
    with qtbot.waitSignal(front.controller.rang, timeout=1_000):
        front.refresh()
    front.touch("결제 확인 1")
    assert front.window.attention.isVisible()
    assert front.window.attention._headline.text() == words()("matter.unknown_payment")
    front.touch("제가 맡을게요")
    assert attention.open_matters(front.shop) == ()
    assert front.window.attention._empty.text() == words()("desk.no_matters")


def test_it_rings_again_and_again_until_somebody_looks(front: Front) -> None:
    rings: list[int] = []
    front.controller.rang.connect(lambda: rings.append(1))
    with front.shop.database.write() as session:
        attention.open_matter(session, front.shop, Kind.UNKNOWN_PAYMENT, "p1", amount=40_000)
    front.refresh()
    for _ in range(2 * RING_EVERY_TICKS):
        front.controller._tick()
    assert len(rings) == 3, "at once, and twice more, though nobody has signed in"
    front.sign_in(Role.WAITER)
    front.touch("결제 확인 1")
    for _ in range(2 * RING_EVERY_TICKS):
        front.controller._tick()
    assert len(rings) == 3


def test_a_refund_of_too_much_says_how_much_is_possible(front: Front) -> None:
    front.paid()
    front.sign_in(Role.MANAGER)
    front.row("1001")
    front.window.booking.amount_typed.emit(30_000)
    assert front.window.booking._warning.text() == words()("desk.refund_too_much", won="20,000원")
    assert not front.key("30,000원 환불하기").isEnabled()


def test_a_table_that_is_touched_opens_its_booking(front: Front) -> None:
    booking = front.paid()
    front.sign_in(Role.WAITER)
    front.table("1")
    assert front.state.told is not None
    assert front.state.told.line.booking_id == booking
    front.window.booking.closed.emit()
    front.table("3")
    assert front.state.told is None, "nobody sits there"


def test_a_database_that_does_not_answer_is_told_and_nothing_is_believed(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.paid()
    front.sign_in(Role.WAITER)
    front.row("1001")

    def away(*_: object) -> None:
        raise OSError("away")

    monkeypatch.setattr(serving, "note", away)
    front.touch("도착")
    assert front.said() == "desk.no_answer"
    assert front.logged


def test_old_news_is_said_to_be_old(front: Front) -> None:
    front.sign_in(Role.WAITER)
    front.clock.advance(20)
    front.controller._show()
    view = front.window.frame._shown
    assert any("20" in str(fact) for fact in view)


def test_every_control_of_every_screen_has_a_name(front: Front) -> None:
    front.paid()
    front.sign_in(Role.OWNER)
    front.row("1001")
    front.controller.dispatch(ev.PlaceChosen(Place.ATTENTION))
    for button in front.window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName(), button


def test_whoever_guesses_at_the_desk_is_locked_out_for_good(front: Front) -> None:
    front.touch(NAMES[Role.WAITER])
    for _ in range(2):
        for _ in range(5):
            front.type_pin("999999")
        front.clock.advance(61)
    assert front.window.pin._hint.text() == words()("desk.pin_locked")
    assert staffing.people(front.shop)[0].is_locked
