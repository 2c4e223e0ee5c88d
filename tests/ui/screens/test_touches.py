"""Every control says what the customer did, and nothing but that."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui import views
from kiosk.ui.views import Overlay, ScreenName
from kiosk.ui.wiring import SCREENS, SHELL
from tests.ui.screens import samples
from tests.ui.screens.glass import Glass, make_glass

S = ScreenName


@pytest.fixture
def glass(qtbot: QtBot) -> Glass:
    """A small Korean shell: the size does not matter to what a finger does."""
    return make_glass(qtbot)


TOUCHES: list[tuple[ScreenName, str, str, list[object]]] = [
    (S.ATTRACT, "attract.name", "touched", []),
    (S.PARTY, "party.wheelchair", "wheelchair_toggled", [True]),
    (S.PARTY, "party.high_chair", "high_chair_toggled", [True]),
    (S.PARTY, "party.next", "seats_asked", []),
    (S.PARTY, "party.best", "best_asked", []),
    (S.PARTY, "common.back", "went_back", []),
    (S.FLOOR, "floor.change", "change_asked", []),
    (S.FLOOR, "floor.hold", "hold_asked", []),
    (S.FLOOR, "floor.list", "list_asked", []),
    (S.LIST, "floor.change", "change_asked", []),
    (S.LIST, "floor.plan", "plan_asked", []),
    (S.WAITLIST, "common.back", "went_back", []),
    (S.WAITING, "waiting.finish", "finished", []),
    (S.WAITING, "waiting.leave", "leave_asked", []),
    (S.REVIEW, "review.agree", "agreement_toggled", [False]),
    (S.REVIEW, "review.see", "terms_asked", []),
    (S.REVIEW, "review.again", "choose_again_asked", []),
    (S.PAYMENT, "payment.stop", "stop_asked", []),
    (S.DONE, "done.finish_name", "finished", []),
    (S.DECLINED, "declined.other_way", "other_way_asked", []),
    (S.DECLINED, "declined.same_card", "same_card_asked", []),
    (S.DECLINED, "declined.leave", "leave_asked", []),
    (S.STOPPED, "stopped.again", "pay_again_asked", []),
    (S.STOPPED, "stopped.choose", "choose_again_asked", []),
    (S.STOPPED, "stopped.leave", "leave_asked", []),
    (S.UNKNOWN, "unknown.call", "staff_asked", []),
    (S.EXPIRED, "expired.others", "others_asked", []),
    (S.CLOSED, "closed.staff", "staff_asked", []),
]


@pytest.mark.parametrize(("name", "key", "signal", "arguments"), TOUCHES)
def test_a_touch_is_told(
    glass: Glass, qtbot: QtBot, name: ScreenName, key: str, signal: str, arguments: list[object]
) -> None:
    screen = glass.show(name)
    with qtbot.waitSignal(getattr(screen, signal), timeout=500) as told:
        glass.touch(glass.text(key), within=screen)
    assert told.args == arguments


def test_the_plan_offers_the_best_seats_until_some_are_chosen(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.FLOOR, samples.floor_view(chosen=None))
    with qtbot.waitSignal(screen.best_asked, timeout=500):  # type: ignore[attr-defined] # of the floor's screen
        glass.touch(glass.text("floor.best"), within=screen)
    glass.show(S.FLOOR)
    assert glass.text("floor.best") not in glass.controls(screen)


def test_the_way_to_the_best_seats_stands_where_the_reason_stood(glass: Glass) -> None:
    screen = glass.show(S.PARTY, replace(samples.party_view(), party=None))
    assert glass.text("party.best") not in glass.controls(screen)
    glass.show(S.PARTY)
    assert glass.text("party.best") in glass.controls(screen)


def test_no_signal_of_the_wiring_is_left_untouched() -> None:
    touched = {(name, signal) for name, _, signal, _ in TOUCHES}
    elsewhere = {
        (S.PARTY, "party_chosen"),
        (S.PARTY, "day_chosen"),
        (S.PARTY, "time_chosen"),
        (S.FLOOR, "best_asked"),
        *((S.LIST, signal) for signal in ("best_asked", "table_touched", "seat_touched", "hold_asked")),
        (S.FLOOR, "table_touched"),
        (S.FLOOR, "room_chosen"),
        (S.FLOOR, "seat_touched"),
        *(
            (S.WAITLIST, signal)
            for signal in ("phone_keyed", "join_asked", "other_time_asked", "split_asked", "seats_asked")
        ),
        (S.REVIEW, "payment_asked"),
        (S.PAYMENT, "more_time_asked"),
        (S.DONE, "paper_asked"),
        (S.EXPIRED, "again_asked"),
    }
    assert touched | elsewhere == {(name, signal) for name, signals in SCREENS.items() for signal in signals}


def test_any_place_of_the_first_screen_starts(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.ATTRACT)
    with qtbot.waitSignal(screen.touched, timeout=500):  # type: ignore[attr-defined]  # a signal of this screen
        QTest.mouseClick(screen, Qt.MouseButton.LeftButton, pos=screen.rect().center())


def test_a_number_of_guests_is_chosen(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.PARTY)
    with qtbot.waitSignal(screen.party_chosen, timeout=500) as told:  # type: ignore[attr-defined]
        glass.touch("2", within=screen)
    assert told.args == [2]


def test_a_time_is_chosen_and_a_full_one_cannot_be(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.PARTY)
    with qtbot.waitSignal(screen.time_chosen, timeout=500) as told:  # type: ignore[attr-defined]
        glass.touch("19:15", within=screen)
    assert told.args == [samples.party_view().times[2].sitting]
    assert not glass.named("19:30", screen).isEnabled()


def test_another_day_is_chosen_by_its_whole_date(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.PARTY)
    tomorrow = samples.party_view().days[1]
    with qtbot.waitSignal(screen.day_chosen, timeout=500) as told:  # type: ignore[attr-defined]
        glass.touch(glass.text.day_in_full(tomorrow.day, 1), within=screen)
    assert told.args == [tomorrow.day]


def test_a_day_off_says_so_and_cannot_be_chosen(glass: Glass) -> None:
    first, second, *others = samples.party_view().days
    off = replace(second, state=views.DayState.OFF)
    screen = glass.show(S.PARTY, replace(samples.party_view(), days=(first, off, *others)))
    name = f"{glass.text.day_in_full(off.day, 1)}, {glass.text('party.off')}"
    assert not glass.controls(screen)[name].isEnabled()


def test_the_last_day_is_a_few_touches_away_and_then_the_first_again(glass: Glass) -> None:
    days = samples.party_view().days
    screen = glass.show(S.PARTY)
    first, last = (glass.text.day_in_full(day.day, day.ahead) for day in (days[0], days[-1]))
    while last not in glass.controls(screen):
        glass.touch(glass.text("party.later_days_name"), within=screen)
    assert first not in glass.controls(screen)
    glass.touch(glass.text("party.earlier_days_name"), within=screen)
    assert first in glass.controls(screen)


def test_where_guests_book_for_today_only_there_are_no_days(glass: Glass) -> None:
    screen = glass.show(*samples.variants()["party-today-only"])
    assert glass.text("party.later_days_name") not in glass.controls(screen)


def test_later_times_are_a_touch_away(glass: Glass) -> None:
    name, view = samples.variants()["party-many"]
    screen = glass.show(name, view)
    assert isinstance(view, views.PartyView)
    last = glass.text.time(view.times[-1].sitting.starts)
    first = glass.text.time(view.times[0].sitting.starts)
    assert not shown(last, glass, screen)
    while not shown(last, glass, screen):
        glass.touch(glass.text("party.later"), within=screen)
    assert not shown(first, glass, screen)


def test_a_touch_chooses_nothing_by_itself(glass: Glass) -> None:
    """Only the flow's next picture changes what is ticked: a screen that ran ahead could show a lie."""
    screen = glass.show(S.REVIEW, replace(review(), agreed=False))
    glass.touch(glass.text("review.agree"), within=screen)
    assert not glass.controls(screen)[glass.text("review.agree")].isChecked()


def test_without_guests_and_time_there_is_no_next(glass: Glass) -> None:
    view = replace(samples.party_view(), party=None)
    screen = glass.show(S.PARTY, view)
    off = [one for one in glass.controls(screen).values() if not one.isEnabled()]
    assert len([one for one in off if ":" not in one.accessibleName()]) == 1


@pytest.mark.parametrize("variant", ["floor-none", "floor-holding"])
def test_seats_can_be_held_only_when_chosen_and_once(glass: Glass, variant: str) -> None:
    screen = glass.show(*samples.variants()[variant])
    enabled = {name for name, one in glass.controls(screen).items() if one.isEnabled()}
    assert glass.text("floor.hold") not in enabled


def test_payment_is_asked_for_by_its_amount(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.REVIEW)
    name = glass.text("review.pay", amount=glass.text.money(40_000))
    with qtbot.waitSignal(screen.payment_asked, timeout=500):  # type: ignore[attr-defined]
        glass.touch(name, within=screen)
    glass.show(S.REVIEW, replace(review(), opening=True))
    assert not [one for name_, one in glass.controls(screen).items() if name_ == name and one.isEnabled()]


def test_a_payment_without_agreement_can_be_tried_and_is_told(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.REVIEW, replace(review(), agreed=False))
    with qtbot.waitSignal(screen.payment_asked, timeout=500):  # type: ignore[attr-defined]
        glass.touch(glass.text("review.pay", amount=glass.text.money(40_000)), within=screen)


def test_more_time_is_offered_only_when_it_runs_out(glass: Glass, qtbot: QtBot) -> None:
    screen = glass.show(S.PAYMENT)
    assert glass.text("payment.more_time_button") not in glass.controls(screen)
    glass.show(*samples.variants()["payment-more-time"])
    with qtbot.waitSignal(screen.more_time_asked, timeout=500):  # type: ignore[attr-defined]
        glass.touch(glass.text("payment.more_time_button"), within=screen)


def test_the_same_seats_are_offered_again_only_while_they_are_free(glass: Glass, qtbot: QtBot) -> None:
    view = samples.view(S.EXPIRED)
    assert isinstance(view, views.ExpiredView)
    screen = glass.show(S.EXPIRED)
    again = glass.text("expired.again", table=glass.text.table_short(view.choice))
    with qtbot.waitSignal(screen.again_asked, timeout=500):  # type: ignore[attr-defined]
        glass.touch(again, within=screen)
    glass.show(S.EXPIRED, replace(view, again=False))
    assert again not in glass.controls(screen)


@pytest.mark.parametrize("key", ["0", "9", "clear", "back"])
def test_every_key_of_the_pad_is_told(glass: Glass, qtbot: QtBot, key: str) -> None:
    screen = glass.show(S.WAITLIST)
    name = key if key.isdigit() else glass.text(f"waitlist.{key}")
    with qtbot.waitSignal(screen.phone_keyed, timeout=500) as told:  # type: ignore[attr-defined]
        glass.touch(name, within=screen)
    assert told.args == [key]


@pytest.mark.parametrize(
    ("variant", "words", "button", "signal"),
    [
        ("waitlist", "waitlist.later", "waitlist.later_go", "other_time_asked"),
        ("waitlist-split", "waitlist.split", "waitlist.split_go", "split_asked"),
        ("waitlist-free", "waitlist.free", "waitlist.free_go", "seats_asked"),
    ],
)
def test_what_could_be_done_instead_is_one_touch(
    glass: Glass, qtbot: QtBot, variant: str, words: str, button: str, signal: str
) -> None:
    name, view = samples.variants()[variant]
    screen = glass.show(name, view)
    assert isinstance(view, views.WaitlistView)
    first, second = view.groups or (0, 0)
    time = glass.text.time(view.later) if view.later else ""
    told = glass.text(words, time=time, first=first, second=second)
    with qtbot.waitSignal(getattr(screen, signal), timeout=500):
        glass.touch(f"{told}, {glass.text(button)}", within=screen)


@pytest.mark.parametrize(
    ("phone", "lacking", "is_on"), [("", 0, True), ("01030275", 3, False), ("01030275555", 0, True)]
)
def test_a_number_is_left_whole_or_not_at_all(
    glass: Glass, qtbot: QtBot, phone: str, lacking: int, is_on: bool
) -> None:
    view = replace(waitlist(), phone=phone, lacking=lacking)
    screen = glass.show(S.WAITLIST, view)
    join = glass.named(glass.text("waitlist.join"), screen)
    assert join.isEnabled() is is_on
    assert join.accessibleDescription() == ("" if is_on else glass.text("waitlist.missing", count=lacking))
    if is_on:
        with qtbot.waitSignal(screen.join_asked, timeout=500):  # type: ignore[attr-defined]
            glass.touch(glass.text("waitlist.join"), within=screen)


def test_nobody_joins_a_list_that_gives_nothing_today(glass: Glass) -> None:
    screen = glass.show(*samples.variants()["waitlist-not-today"])
    assert not glass.named(glass.text("waitlist.join"), screen).isEnabled()


@pytest.mark.parametrize(("variant", "starts"), [("attract-wait", True), ("attract-closed", False)])
def test_a_full_house_can_be_waited_for_and_a_closed_one_cannot(
    glass: Glass, qtbot: QtBot, variant: str, starts: bool
) -> None:
    screen = glass.show(*samples.variants()[variant])
    assert (glass.text("attract.name") in glass.controls(screen)) is starts
    with qtbot.waitSignal(screen.touched, timeout=200, raising=starts) as told:  # type: ignore[attr-defined]
        QTest.mouseClick(screen, Qt.MouseButton.LeftButton, pos=screen.rect().center())
    assert told.signal_triggered is starts


def test_whose_turn_it_is_is_read_on_the_first_screen(glass: Glass) -> None:
    screen = glass.show(*samples.variants()["attract-wait"])
    assert glass.text("attract.calls", numbers="12 · 9") in shown_words(screen)
    glass.show(S.ATTRACT)
    assert not [words for words in shown_words(screen) if "12" in words]


@pytest.mark.parametrize(("signal", "key"), [(name, name.removesuffix("_asked")) for name in SHELL])
def test_the_utility_bar_is_told(glass: Glass, qtbot: QtBot, signal: str, key: str) -> None:
    glass.show(S.PARTY)
    with qtbot.waitSignal(getattr(glass.shell, signal), timeout=500):
        glass.touch(glass.text(f"frame.{key}"))


CHOICES = {
    Overlay.IDLE: ["stay", "leave"],
    Overlay.MORE_TIME: ["more", "close"],
    Overlay.LEAVE: ["stay", "leave"],
    Overlay.LEAVE_LIST: ["stay", "leave"],
    Overlay.STOP_PAYING: ["keep", "stop"],
    Overlay.TERMS: ["close"],
    Overlay.LANGUAGE: [
        "ko",
        "en",
        "ja",
        "zh",
        "text-normal",
        "text-large",
        "text-largest",
        "contrast",
        "slow",
        "calm",
        "low",
        "voice",
        "close",
    ],
    Overlay.STAFF_CALLED: ["close"],
    Overlay.APP_REFUSED: ["close"],
}


@pytest.mark.parametrize("overlay", Overlay)
def test_a_sheet_tells_which_choice_was_made(glass: Glass, overlay: Overlay) -> None:
    glass.show(S.PARTY)
    glass.lay(samples.overlay(overlay))
    told: list[str] = []
    glass.shell.overlay.choice_made.connect(told.append)
    for name in glass.controls(glass.shell.overlay):
        glass.touch(name, within=glass.shell.overlay)
    assert told == CHOICES[overlay]


def test_paper_is_asked_for_where_it_is_offered_and_only_then(glass: Glass, qtbot: QtBot) -> None:
    done = samples.view(S.DONE)
    assert isinstance(done, views.DoneView)
    screen = glass.show(S.DONE, replace(done, paper=views.Paper.OFFERED))
    key = glass.named(glass.text("done.paper_offered"), screen)
    with qtbot.waitSignal(screen.paper_asked, timeout=500):  # type: ignore[attr-defined]
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
    for paper in (views.Paper.PRINTING, views.Paper.PRINTED):
        screen = glass.show(S.DONE, replace(done, paper=paper))
        assert not glass.named(glass.text(f"done.paper_{paper}"), screen).isEnabled()
    for paper, says in ((views.Paper.NONE, False), (views.Paper.FAILED, True)):
        screen = glass.show(S.DONE, replace(done, paper=paper))
        assert list(glass.controls(screen)) == [glass.text("done.finish_name")]
        told = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
        assert (glass.text("done.paper_failed") in told) is says


@pytest.mark.parametrize(
    ("name", "key", "signal"),
    [
        (S.PARTY, "2", "party_chosen"),
        (S.PARTY, "아기 의자", "high_chair_toggled"),
        (S.LIST, "3번 테이블", "table_touched"),
        (S.REVIEW, "환불 안내를 읽었어요", "agreement_toggled"),
    ],
)
def test_a_screen_reader_that_toggles_a_key_has_touched_it_and_chosen_nothing_by_itself(
    glass: Glass, qtbot: QtBot, name: ScreenName, key: str, signal: str
) -> None:
    """Assistive tools call toggle(), of which no click comes."""
    screen = glass.show(name)
    control = glass.named(key, within=screen)
    before = control.isChecked()
    with qtbot.waitSignal(getattr(screen, signal), timeout=500):
        control.toggle()
    assert control.isChecked() is before


@pytest.mark.parametrize("overlay", Overlay)
def test_escape_is_the_safe_choice(glass: Glass, overlay: Overlay) -> None:
    glass.show(S.PARTY)
    glass.lay(samples.overlay(overlay))
    told: list[str] = []
    glass.shell.overlay.choice_made.connect(told.append)
    QTest.keyClick(glass.shell.overlay, Qt.Key.Key_Escape)
    assert told == [CHOICES[overlay][-1 if overlay is Overlay.LANGUAGE else 0]]


def test_what_lies_under_a_sheet_cannot_be_touched(glass: Glass) -> None:
    screen = glass.show(S.PARTY)
    glass.lay(samples.overlay(Overlay.LEAVE))
    told: list[int] = []
    screen.party_chosen.connect(told.append)  # type: ignore[attr-defined]
    key = glass.named("2", screen)
    where = key.mapTo(glass.shell, key.rect().center())
    above = glass.shell.childAt(where)
    assert isinstance(above, QWidget)
    assert above is not key
    QTest.mouseClick(above, Qt.MouseButton.LeftButton)
    assert told == []


@pytest.mark.parametrize("before", [Overlay.LANGUAGE, Overlay.MORE_TIME])
def test_a_sheet_that_follows_another_is_as_high_as_it_is_alone(glass: Glass, before: Overlay) -> None:
    glass.show(S.REVIEW)
    glass.lay(samples.overlay(Overlay.IDLE))
    alone = glass.shell.overlay.paper.height()
    glass.lay(samples.overlay(before))
    assert glass.shell.overlay.paper.height() != alone
    glass.lay(samples.overlay(Overlay.IDLE))
    assert glass.shell.overlay.paper.height() == alone


def test_the_keyboard_stays_in_a_sheet(glass: Glass) -> None:
    glass.show(S.PARTY)
    glass.lay(samples.overlay(Overlay.LEAVE))
    inside = list(glass.controls(glass.shell.overlay).values())
    for _ in range(5):
        QTest.keyClick(glass.shell.overlay, Qt.Key.Key_Tab)
        assert glass.shell.focusWidget() in inside


def test_a_sheet_that_is_taken_away_lets_the_screen_be_touched_again(glass: Glass) -> None:
    screen = glass.show(S.PARTY)
    glass.lay(samples.overlay(Overlay.LEAVE))
    glass.lay(None)
    assert not glass.shell.overlay.isVisible()
    key = glass.named("2", screen)
    assert glass.shell.childAt(key.mapTo(glass.shell, key.rect().center())) is key


def test_a_touched_table_and_seat_are_told(glass: Glass, qtbot: QtBot) -> None:
    from kiosk.ui.floorplan.widget import FloorPlanWidget

    screen = glass.show(S.FLOOR)
    plan = screen.findChild(FloorPlanWidget)
    assert isinstance(plan, FloorPlanWidget)
    with qtbot.waitSignal(screen.table_touched, timeout=500) as told:  # type: ignore[attr-defined]
        plan.table_touched.emit("3")
    assert told.args == ["3"]
    with qtbot.waitSignal(screen.seat_touched, timeout=500) as told:  # type: ignore[attr-defined]
        plan.seat_touched.emit("7-1")
    assert told.args == ["7-1"]


def review() -> views.ReviewView:
    """The sample of 06."""
    view = samples.view(S.REVIEW)
    assert isinstance(view, views.ReviewView)
    return view


def shown(time: str, glass: Glass, screen: QWidget) -> bool:
    """Whether there is a key of that time."""
    return any(name.startswith(time) for name in glass.controls(screen))


def waitlist() -> views.WaitlistView:
    """The sample of 16."""
    view = samples.view(S.WAITLIST)
    assert isinstance(view, views.WaitlistView)
    return view


def shown_words(screen: QWidget) -> list[str]:
    """Every sentence that is to be seen."""
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
