"""The waiting list through the desk's own window, and its deeds: real services, real rows."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from kiosk.desk.deeds import asks_again, carry_out
from kiosk.desk.merging import STAY
from kiosk.desk.present_waiting import team_rows
from kiosk.desk.screens.rows import RowList
from kiosk.desk.wait_deeds import CallTeam, NoAnswer, SeatTeam, TakeOff, WaitDeed
from kiosk.desk.waits import Waits
from kiosk.domain import staff
from kiosk.domain.best import Needs
from kiosk.domain.sittings import CELL
from kiosk.domain.staff import Act, Role
from kiosk.domain.waiting import WaitStatus
from kiosk.services import queueing, today, waitlist
from kiosk.services.at_desk import Done, Stale
from kiosk.services.invariants import Evidence, violations
from kiosk.services.results import Joined, Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.services.waitlist import Team
from tests.desk.front import Front, opened, words
from tests.desk.stage import look
from tests.fakes.machine import FRIDAY_EVENING


@pytest.fixture
def front(qtbot: QtBot, tmp_path: Path, newest_file: Path) -> Iterator[Front]:
    shutil.copy(newest_file, tmp_path / "jari.db")
    with opened(f"sqlite:///{tmp_path / 'jari.db'}") as desk:
        yield desk


def _by(front: Front, role: Role = Role.WAITER) -> By:
    return By(front.people[role].staff_id)


def _at_the_list(front: Front) -> None:
    front.sign_in(Role.WAITER)
    front.touch(f"대기 {len(front.state.waits.teams)}")


def _shown(front: Front) -> list[str]:
    return [row.spoken for row in front.window.now.list.rows]


# --- deeds ------------------------------------------------------------------------------------------------------------


def test_a_deed_is_carried_out_at_the_version_seen_and_a_second_one_is_told_who_was_first(
    front: Front,
) -> None:
    team = front.joins(2)
    assert carry_out(front.shop, _by(front), CallTeam(team, 1)) == Done(team, "1", 2)
    late = carry_out(front.shop, _by(front, Role.OWNER), TakeOff(team, 1))
    assert isinstance(late, Stale)
    assert late.who == "홀 1"


def test_a_team_is_gone_after_the_second_call_that_nobody_answers(front: Front) -> None:
    team, waiter = front.joins(2), _by(front)
    for seen, is_last in ((1, False), (3, True)):
        assert isinstance(carry_out(front.shop, waiter, CallTeam(team, seen)), Done)
        assert isinstance(carry_out(front.shop, waiter, NoAnswer(team, seen + 1, is_last)), Done)
    assert waitlist.teams(front.shop) == ()


def test_a_team_sits_from_the_moment_in_which_it_is_carried_out(front: Front) -> None:
    deed = SeatTeam(front.joins(3), 1, frozenset({"2-1", "2-2", "2-3"}), 3, STAY)
    front.clock.advance(600)
    assert isinstance(carry_out(front.shop, _by(front), deed), Done)
    (line,) = today.read_today(front.shop).lines
    assert line.sitting.starts <= front.clock.now() < line.sitting.ends - STAY + CELL
    assert (line.kind, line.party, line.tables) == ("walk_in", 3, ("2",))


def test_no_deed_of_the_list_asks_for_the_pin_again() -> None:
    deeds: tuple[WaitDeed, ...] = (CallTeam("a", 1), NoAnswer("a", 1, is_last=True), TakeOff("a", 1))
    assert not [deed for deed in deeds if asks_again(deed)]


# --- the window -------------------------------------------------------------------------------------------------------


def test_a_team_is_called_does_not_answer_is_called_again_and_seated_with_the_controls_by_name(
    front: Front,
) -> None:
    front.joins(4, "01030275555")
    front.joins(2)
    _at_the_list(front)
    assert [words.split(",")[0] for words in _shown(front)] == ["1번", "2번"]
    front.row("1번")
    assert "손님 앉히기" not in front.names(), "one thing at a time"
    assert "대답 없음" not in front.names()
    front.touch("부르기")
    assert front.said() == "desk.wait_done_called"
    assert queueing.calls(front.kiosk) == (1,), "as the kiosks show it"
    front.touch("대답 없음")
    assert [words.split(",")[0] for words in _shown(front)] == ["2번", "1번"]
    assert "한 번 대답 없음" in _shown(front)[1]
    front.touch("부르기")
    assert "또 대답 없음" in front.names()
    front.touch("앉히기")
    front.touch("여기에 앉히기")
    assert front.said() == "desk.wait_done_seated"
    (line,) = today.read_today(front.shop).lines
    assert (line.kind, line.party, line.tables) == ("walk_in", 4, ("1",))
    assert [team.number for team in waitlist.teams(front.shop)] == [2]
    assert "대기 1" in front.names()
    assert "손님 앉히기" in front.names()
    assert not any(violations(front.shop, Evidence()).values())


def test_seating_a_team_by_mistake_is_taken_back_by_one_key(front: Front) -> None:
    front.joins(4, "01030275555")
    front.joins(2)
    _at_the_list(front)
    front.row("1번")
    front.touch("앉히기")
    front.touch("여기에 앉히기")
    front.touch("되돌리기")
    assert front.said() == "desk.wait_done_back"
    assert today.read_today(front.shop).lines == ()
    assert [words.split(",")[0] for words in _shown(front)] == ["1번", "2번"]
    assert "되돌리기" not in front.names(), "what is taken back is not done again by a key"
    assert not any(violations(front.shop, Evidence()).values())


def test_taking_off_is_taken_back_and_a_call_is_not(front: Front) -> None:
    front.joins(2)
    _at_the_list(front)
    front.row("1번")
    front.touch("부르기")
    assert "되돌리기" not in front.names(), "everybody has heard it"
    front.touch("목록에서 빼기")
    front.touch("빼기")
    assert _shown(front) == []
    front.touch("되돌리기")
    assert [team.status for team in waitlist.teams(front.shop)] == [WaitStatus.CALLED]


def test_staff_touch_another_table_on_the_plan_and_one_key_seats_the_team(front: Front) -> None:
    front.joins(2)
    _at_the_list(front)
    front.row("1번")
    front.touch("앉히기")
    front.table("3")
    assert today.read_today(front.shop).lines == (), "a table alone seats nobody"
    front.touch("여기에 앉히기")
    (line,) = today.read_today(front.shop).lines
    assert line.tables == ("3",)


def test_a_table_where_guests_sit_cannot_be_taken_and_the_way_back_seats_nobody(front: Front) -> None:
    front.paid()
    front.joins(2)
    _at_the_list(front)
    front.row("1번")
    front.touch("앉히기")
    front.table("1")
    go = front.key("여기에 앉히기")
    assert not go.isEnabled()
    assert front.window.now.strip._words.text() == go.accessibleDescription()
    front.touch("그만두기")
    assert not front.window.now.strip.isVisible()
    assert front.state.waits.team is not None
    front.table("1")
    assert front.window.booking.isVisible(), "a touch opens its booking again"


def test_a_team_is_taken_off_after_being_asked(front: Front) -> None:
    front.joins(2, "01030275555")
    _at_the_list(front)
    front.row("1번")
    assert front.window.now.team._more.text() == "010-3027-5555"
    front.touch("목록에서 빼기")
    front.touch("그대로 두기")
    assert len(waitlist.teams(front.shop)) == 1
    front.touch("목록에서 빼기")
    front.touch("빼기")
    assert front.said() == "desk.wait_done_off"
    assert waitlist.teams(front.shop) == ()
    assert front.window.now._empty.text() == words()("desk.wait_none")


def test_the_second_desk_is_told_who_called_first_and_sees_the_latest(front: Front) -> None:
    team = front.joins(2)
    _at_the_list(front)
    front.row("1번")
    waitlist.call(front.shop, _by(front, Role.OWNER), team, 1)
    front.touch("부르기")
    assert front.said() == "desk.stale"
    assert "사장님" in front.window.frame._said.text()
    assert "방금 부름" in _shown(front)[0]
    front.touch("다시 부르기")
    assert front.said() == "desk.wait_done_called"


def test_a_right_that_was_taken_away_meanwhile_is_refused_in_words(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.joins(2)
    _at_the_list(front)
    front.row("1번")
    call = front.key("부르기")
    monkeypatch.setattr(staff, "RIGHTS", {role: acts - {Act.WAITLIST} for role, acts in staff.RIGHTS.items()})
    call.click()
    front.settle()
    assert front.said() == "desk.no_not_allowed"
    (team,) = waitlist.teams(front.shop)
    assert team.status is WaitStatus.WAITING
    assert "부르기" not in front.names()


def test_a_guest_who_leaves_at_the_kiosk_is_gone_from_the_desk_at_the_next_reading(front: Front) -> None:
    team = front.joins(2)
    _at_the_list(front)
    front.row("1번")
    assert queueing.leave(front.kiosk, team)
    front.refresh()
    assert front.said() == "desk.wait_gone"
    assert not front.window.now.team.isVisible()
    assert carry_out(front.shop, _by(front), CallTeam(team, 2)) == Refused("makes_no_sense")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_longest_rows_have_room_for_all_their_words(qtbot: QtBot, language: str) -> None:
    now = FRIDAY_EVENING
    joined = now - timedelta(minutes=125)
    missed = Team("a", 60, 8, True, WaitStatus.WAITING, 1, joined, 120, None, 1, "01030275555")
    called = replace(missed, status=WaitStatus.CALLED, called_at=now - timedelta(minutes=12), number=123)
    shown = look(language=language)
    painter = RowList(shown, "").itemDelegate()
    wide = {
        name: QFontMetricsF(getattr(painter, f"_{name}")).horizontalAdvance
        for name in ("time", "title", "more")
    }
    inner = shown.px(480 - 2 * 16)
    for row in team_rows(Waits((missed, called)), now, words(language)):
        right = wide["title"](row.word) + shown.px(22 + 8 + 10)
        assert shown.px(10) + wide["time"](row.time) < shown.px(92)
        for left in (wide["title"](row.title), wide["more"](row.more)):
            assert shown.px(92) + left < inner - right, row.spoken


def test_a_change_that_comes_while_the_day_is_being_read_is_not_missed(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    front.sign_in(Role.WAITER)
    as_it_is, hints = waitlist.teams, iter([front.controller.read_day])

    def read_just_before(shop: Shop) -> tuple[waitlist.Team, ...]:
        found = as_it_is(shop)
        for hint in hints:
            assert isinstance(queueing.join(front.kiosk, "late", Needs(2), "", "ko"), Joined)
            hint()
        return found

    monkeypatch.setattr(waitlist, "teams", read_just_before)
    front.refresh()
    assert [team.waiting_id for team in front.state.waits.teams] == ["late"]
