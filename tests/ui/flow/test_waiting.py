"""16 and the number after it: who finds no table is offered another way, or a place on the list, and nothing is kept of them."""

from dataclasses import replace

import pytest

from kiosk.domain.waiting import Quote
from kiosk.services.results import Joined
from kiosk.ui.flow import effects as ef
from kiosk.ui.flow import events as ev
from kiosk.ui.flow import wait_events as wv
from kiosk.ui.flow.states import Visit
from kiosk.ui.presenter import present
from kiosk.ui.views import AttractView, Overlay, PartyView, ScreenName, WaitingView, WaitlistView
from tests.ui.flow.playbook import Road

PHONE = "01030275555"


def visit(road: Road) -> Visit:
    assert road.state.visit is not None
    return road.state.visit


def full(road: Road | None = None, *, but: tuple[str, ...] = ()) -> Road:
    """A house in which nobody can sit down now, but on these seats; and a visit that has just begun."""
    road = road or Road()
    now = road.front.sittings()[0]
    seats = {seat.seat_id for table in road.front.house.plan.tables for seat in table.usable_seats}
    road.front.take(now, *(seats - set(but)))
    return road.wait(0.25)


def at_waitlist(party: int = 2, *, but: tuple[str, ...] = ()) -> Road:
    road = full(but=but).do(ev.Touched(), ev.PartyChosen(party))
    now = road.front.sittings()[0]
    return road.do(ev.TimeChosen(now), ev.SeatsAsked())


def key_in(road: Road, digits: str) -> Road:
    return road.do(*(wv.PhoneKeyed(digit) for digit in digits))


def shown(road: Road) -> WaitlistView:
    view = present(road.state).view
    assert isinstance(view, WaitlistView)
    return view


def test_a_full_house_offers_its_list_on_the_first_screen() -> None:
    view = present(full().state).view
    assert isinstance(view, AttractView)
    assert (view.free_seats, view.waits) == (0, True)


def test_where_no_list_is_kept_nobody_is_offered_one() -> None:
    road = full()
    road.state = replace(road.state, house=replace(road.state.house, waits=False))
    view = present(road.state).view
    assert isinstance(view, AttractView)
    assert not view.waits
    now = road.front.sittings()[0]
    road.do(ev.Touched(), ev.PartyChosen(2), ev.TimeChosen(now), ev.SeatsAsked())
    assert road.screen is ScreenName.FLOOR


def test_the_time_that_is_full_now_can_be_waited_for_and_later_ones_are_only_gone() -> None:
    road = full()
    later = road.front.sittings()[1]
    seats = {seat.seat_id for seat in road.front.house.plan.seats()}
    road.front.take(later, *seats)
    road.do(ev.Touched(), ev.PartyChosen(2))
    view = present(road.state).view
    assert isinstance(view, PartyView)
    assert [key.waits for key in view.times[:3]] == [True, False, False]


def test_nobody_waits_for_what_was_not_counted_yet() -> None:
    road = full().meet(ev.Touched()).answer_all().do(ev.PartyChosen(2))
    road.state = replace(road.state, floor=replace(road.state.floor, boards={}))
    now = road.front.sittings()[0]
    road.do(ev.TimeChosen(now)).meet(ev.SeatsAsked())
    assert road.screen is ScreenName.FLOOR


def test_who_finds_no_table_now_is_told_how_long_it_takes() -> None:
    road = at_waitlist()
    assert road.screen is ScreenName.WAITLIST
    assert visit(road).quote == Quote(0, 25)
    assert (shown(road).ahead, shown(road).minutes, shown(road).free_now) == (0, 25, False)


def test_how_long_it_takes_is_asked_again_while_they_think() -> None:
    road = at_waitlist()
    road.front.waiting += ["somebody", "else"]
    road.wait(14)
    assert shown(road).ahead == 0
    road.wait(2)
    assert shown(road).ahead == 2


def test_an_old_answer_about_the_list_changes_no_other_screen() -> None:
    road = at_waitlist().meet(ev.WentBack())
    before = road.state
    road.meet(wv.QuoteAnswered(visit(road).visit_id, Quote(9, 90)))
    assert road.state == before


@pytest.mark.parametrize(("keys", "phone"), [("0103", "0103"), ("2", ""), ("02", "0")])
def test_only_what_can_become_a_mobile_number_is_taken(keys: str, phone: str) -> None:
    road = key_in(at_waitlist(), keys)
    assert visit(road).phone == phone
    assert (shown(road).trouble == "phone") is (phone != keys)


def test_a_number_has_eleven_digits_and_no_more() -> None:
    road = key_in(at_waitlist(), PHONE)
    assert (visit(road).phone, shown(road).lacking, shown(road).trouble) == (PHONE, 0, "")
    road.do(wv.PhoneKeyed("1"))
    assert (visit(road).phone, shown(road).trouble) == (PHONE, "phone")


def test_digits_can_be_taken_back_one_by_one_and_all_at_once() -> None:
    road = key_in(at_waitlist(), "0103")
    assert shown(road).lacking == 7
    assert visit(road.do(wv.PhoneKeyed("back"))).phone == "010"
    assert visit(road.do(wv.PhoneKeyed("clear"))).phone == ""
    assert shown(road).lacking == 0


def test_a_number_that_is_not_whole_joins_nothing() -> None:
    road = key_in(at_waitlist(), PHONE[:-1]).do(wv.JoinAsked())
    assert road.screen is ScreenName.WAITLIST
    assert road.front.waiting == []


@pytest.mark.parametrize("phone", ["", PHONE])
def test_a_place_is_given_with_a_number_or_without(phone: str) -> None:
    road = key_in(at_waitlist(4), phone).do(wv.JoinAsked())
    assert road.screen is ScreenName.WAITING
    assert list(road.front.phones.values()) == [phone]
    assert visit(road).phone == "", "nothing of it stays at the kiosk"
    view = present(road.state).view
    assert view == WaitingView(1, 4, 0, 25, by_phone=bool(phone), seconds_left=40)


def test_a_second_touch_gives_no_second_place() -> None:
    road = at_waitlist().meet(wv.JoinAsked()).meet(wv.JoinAsked()).answer_all()
    assert len(road.took(ef.Join)) == 1


@pytest.mark.parametrize(
    ("why", "said"),
    [("already_waiting", "already_waiting"), ("list_full", "list_full"), ("disk", "cannot_store")],
)
def test_what_the_list_does_not_take_is_told_in_words(why: str, said: str) -> None:
    road = at_waitlist()
    road.front.join_refused = why
    road.do(wv.JoinAsked())
    assert (road.screen, shown(road).trouble, shown(road).joining) == (ScreenName.WAITLIST, said, False)
    road.front.join_refused = ""
    assert road.do(wv.JoinAsked()).screen is ScreenName.WAITING


def test_services_that_fail_give_no_place_and_can_be_asked_again() -> None:
    road = at_waitlist()
    road.front.down = True
    road.do(wv.JoinAsked())
    assert (shown(road).trouble, shown(road).joining) == ("cannot_store", False)
    road.front.down = False
    road.wait(3).do(wv.JoinAsked())
    assert road.screen is ScreenName.WAITING
    assert len(road.front.waiting) == 1


def test_nothing_is_asked_while_the_services_are_away() -> None:
    road = at_waitlist(4, but=("1-1", "1-2", "2-1", "2-2")).do(ev.Disconnected("test"))
    for asked in (wv.JoinAsked(), wv.SplitAsked(), ev.SeatsAsked()):
        before = road.state
        road.meet(asked)
        assert road.state == before


def test_a_place_that_comes_after_they_have_gone_is_given_up() -> None:
    road = at_waitlist().meet(wv.JoinAsked())
    road.state = replace(road.state, visit=None, screen=ScreenName.ATTRACT)
    road.answer_all()
    assert road.front.waiting == []


def test_another_time_is_the_first_with_room() -> None:
    road = at_waitlist()
    assert shown(road).later == road.front.sittings()[1].starts
    road.do(wv.OtherTimeAsked())
    assert (road.screen, visit(road).sitting) == (ScreenName.PARTY, road.front.sittings()[1])


def test_without_room_later_no_other_time_is_offered() -> None:
    road = Road()
    seats = {seat.seat_id for seat in road.front.house.plan.seats()}
    for sitting in road.front.sittings():
        road.front.take(sitting, *seats)
    road.wait(0.25).do(ev.Touched(), ev.PartyChosen(2), ev.SeatsAsked())
    assert shown(road).later is None
    assert road.do(wv.OtherTimeAsked()).screen is ScreenName.PARTY


def test_a_table_that_comes_free_meanwhile_is_offered_at_once() -> None:
    road = at_waitlist()
    assert road.do(ev.SeatsAsked()).screen is ScreenName.WAITLIST, "there is none yet"
    road.front.others.clear()
    road.do(ev.FloorChanged())
    assert shown(road).free_now
    assert road.do(ev.SeatsAsked()).screen is ScreenName.FLOOR


def test_a_hint_makes_the_floor_be_read_again_here_too() -> None:
    road = at_waitlist()
    reads = len(road.took(ef.ReadBoards))
    road.meet(ev.FloorChanged())
    assert len(road.took(ef.ReadBoards)) == reads + 1


def test_there_is_a_way_back() -> None:
    assert at_waitlist().do(ev.WentBack()).screen is ScreenName.PARTY


def test_nobody_is_asked_twice_whether_they_are_still_there() -> None:
    road = at_waitlist().wait(61)
    assert road.state.overlay is Overlay.IDLE
    road.wait(21)
    assert (road.screen, road.state.visit) == (ScreenName.ATTRACT, None)


def test_the_number_goes_by_itself_and_its_place_stays() -> None:
    road = at_waitlist().do(wv.JoinAsked()).wait(41)
    assert road.screen is ScreenName.ATTRACT
    assert len(road.front.waiting) == 1


def test_the_number_goes_at_a_touch() -> None:
    road = at_waitlist().do(wv.JoinAsked(), ev.Finished())
    assert (road.screen, len(road.front.waiting)) == (ScreenName.ATTRACT, 1)


def test_a_place_is_given_up_only_when_it_is_said_twice() -> None:
    road = at_waitlist().do(wv.JoinAsked(), wv.LeaveListAsked())
    assert road.state.overlay is Overlay.LEAVE_LIST
    road.do(ev.OverlayAnswered("stay"))
    assert (road.screen, len(road.front.waiting)) == (ScreenName.WAITING, 1)
    road.do(wv.LeaveListAsked(), ev.OverlayAnswered("leave"))
    assert (road.screen, road.front.waiting) == (ScreenName.ATTRACT, [])


def test_who_waits_holds_no_seats() -> None:
    """Seats that were held, then let go of for the list, are free for others at once."""
    road = Road().to_review(2).do(ev.ChooseAgainAsked(), ev.ChangeAsked())
    full(road)
    road.do(ev.FloorChanged())
    now = road.front.sittings()[0]
    held = visit(road).booking
    assert held is not None
    road.front.take(now, *(held.seat_ids))
    road.wait(2).do(ev.PartyChosen(3), ev.TimeChosen(now), ev.SeatsAsked(), wv.JoinAsked())
    assert road.screen is ScreenName.WAITING
    assert len(road.took(ef.Release)) == 1
    assert visit(road).booking is None


def test_numbers_that_are_called_stand_on_the_first_screen() -> None:
    road = full()
    road.front.called_numbers = (12, 9)
    road.wait(11)
    view = present(road.state).view
    assert isinstance(view, AttractView)
    assert view.calls == (12, 9)


def test_what_is_kept_of_a_visit_shows_no_number_in_words() -> None:
    """Logs and crash reports may print states and events."""
    road = key_in(at_waitlist(), PHONE[:8])
    assert PHONE[:8] not in repr(road.state)
    assert "0" not in repr(wv.PhoneKeyed("0"))
    assert PHONE not in repr(ef.Join("v", 2, False, PHONE, "ko"))


def test_a_joined_place_is_told_as_the_services_gave_it() -> None:
    road = at_waitlist().meet(wv.JoinAsked())
    joined = Joined(visit(road).visit_id, 17, 2, Quote(4, None))
    road.lanes["money"].clear()
    road.meet(wv.JoinAnswered(visit(road).visit_id, joined))
    assert present(road.state).view == WaitingView(17, 2, 4, 0, by_phone=False, seconds_left=40)


APART = tuple(f"{table}-{nth}" for table in ("1", "3") for nth in (1, 2, 3, 4))


def test_two_groups_are_offered_when_one_table_is_not_to_be_had_and_can_be_held() -> None:
    road = at_waitlist(8, but=APART)
    assert shown(road).groups == (4, 4)
    road.do(wv.SplitAsked())
    assert (road.screen, set(visit(road).chosen)) == (ScreenName.FLOOR, set(APART))
    road.do(ev.HoldAsked())
    assert road.screen is ScreenName.REVIEW


def test_groups_that_somebody_was_faster_at_are_not_chosen() -> None:
    road = at_waitlist(8, but=APART)
    road.front.take(road.front.sittings()[0], "1-1")
    road.do(ev.FloorChanged())
    assert shown(road).groups is None
    assert road.do(wv.SplitAsked()).screen is ScreenName.WAITLIST


def test_groups_are_offered_for_now_only() -> None:
    """When the kitchen closes, nobody sits down at once any more."""
    road = at_waitlist(8, but=APART)
    later = tuple(one for one in road.state.floor.sittings or () if not one.walk_in)
    road.state = replace(road.state, floor=replace(road.state.floor, sittings=later))
    assert shown(road).groups is None
    assert not shown(road).free_now
