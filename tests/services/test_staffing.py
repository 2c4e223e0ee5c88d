"""Signing in at a desk, the lock that no clock and no plug opens, and rights."""

from datetime import timedelta
from threading import Thread

import pytest

from kiosk.domain.staff import ASKED_AGAIN, RIGHTS, Act, Role
from kiosk.services import staffing
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By, Person, Proof, SignedIn, WrongPin
from kiosk.storage import journal, staffs
from tests.fakes.machine import FakeClock
from tests.services.desk_crew import PINS, by, hire

WRONG = "999991"


def _told(shop: Shop) -> list[str]:
    with shop.database.read() as session:
        return [row.body for row in journal.entries(session, shop.restaurant_id) if row.kind == "staff"]


def test_the_right_pin_signs_in_and_the_journal_has_the_id_and_not_the_name(shop: Shop) -> None:
    mina = hire(shop, Role.MANAGER, "김미나")
    assert staffing.sign_in(shop, mina.staff_id, PINS[Role.MANAGER]) == SignedIn(mina)
    assert any("signed in" in body and mina.staff_id in body for body in _told(shop))
    assert not any("미나" in body or PINS[Role.MANAGER] in body for body in _told(shop))


def test_pins_are_stored_as_argon2id_hashes_only(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    mina = hire(shop, Role.MANAGER)
    with shop.database.read() as session:
        row = staffs.find(session, shop.restaurant_id, mina.staff_id)
    assert row is not None
    assert row.pin_hash.startswith("$argon2id$v=19$m=65536,")


def test_five_wrong_ones_pause_a_minute_and_ten_lock_for_good(shop: Shop, clock: FakeClock) -> None:
    mina = hire(shop, Role.MANAGER)
    tries = [staffing.sign_in(shop, mina.staff_id, WRONG) for _ in range(5)]
    assert tries[:2] == [WrongPin(4, 0, is_locked=False), WrongPin(3, 0, is_locked=False)]
    assert tries[4] == WrongPin(0, 60, is_locked=False)
    assert staffing.sign_in(shop, mina.staff_id, PINS[Role.MANAGER]) == WrongPin(0, 60, is_locked=False)
    clock.advance(61)
    again = [staffing.sign_in(shop, mina.staff_id, WRONG) for _ in range(5)]
    assert again[4] == WrongPin(0, 0, is_locked=True)
    clock.advance(timedelta(days=1000).total_seconds())
    assert staffing.sign_in(shop, mina.staff_id, PINS[Role.MANAGER]) == WrongPin(0, 0, is_locked=True)
    assert staffing.people(shop)[0].is_locked


@pytest.mark.parametrize("jump", [-86_400 * 365, -30, 0, 61, 86_400 * 365])
def test_no_schedule_of_clock_jumps_gives_more_than_ten_tries(
    shop: Shop, clock: FakeClock, jump: float
) -> None:
    mina = hire(shop, Role.MANAGER)
    judged = 0
    for _ in range(60):
        with shop.database.read() as session:
            before = staffs.find(session, shop.restaurant_id, mina.staff_id)
        staffing.sign_in(shop, mina.staff_id, WRONG)
        with shop.database.read() as session:
            after = staffs.find(session, shop.restaurant_id, mina.staff_id)
        assert before is not None
        assert after is not None
        judged += after.failures - before.failures
        clock.instant += timedelta(seconds=jump)
    assert judged <= 10


def test_a_clock_set_back_ends_the_pause_after_a_minute_all_the_same(shop: Shop, clock: FakeClock) -> None:
    mina = hire(shop, Role.MANAGER)
    for _ in range(5):
        staffing.sign_in(shop, mina.staff_id, WRONG)
    clock.instant -= timedelta(days=2)
    assert staffing.sign_in(shop, mina.staff_id, PINS[Role.MANAGER]) == WrongPin(0, 60, is_locked=False)
    clock.advance(61)
    assert isinstance(staffing.sign_in(shop, mina.staff_id, PINS[Role.MANAGER]), SignedIn)


def test_guesses_at_once_do_not_add_tries(shop: Shop) -> None:
    mina = hire(shop, Role.MANAGER)
    answers: list[object] = []

    def guess() -> None:
        answers.extend(staffing.sign_in(shop, mina.staff_id, WRONG) for _ in range(6))

    threads = [Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with shop.database.read() as session:
        row = staffs.find(session, shop.restaurant_id, mina.staff_id)
    assert row is not None
    assert row.failures <= 5
    assert not any(isinstance(answer, SignedIn) for answer in answers)


def test_a_try_that_was_counted_meanwhile_is_not_counted_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    mina = hire(shop, Role.MANAGER)
    monkeypatch.setattr(staffs, "count_failure", lambda *_: False)
    assert staffing.sign_in(shop, mina.staff_id, WRONG) == Refused("busy")


def test_a_try_is_counted_before_it_is_judged(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    mina = hire(shop, Role.MANAGER)

    def pull_the_plug(*_: object) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(staffing, "_is_right", pull_the_plug)
    with pytest.raises(KeyboardInterrupt):
        staffing.sign_in(shop, mina.staff_id, WRONG)
    with shop.database.read() as session:
        row = staffs.find(session, shop.restaurant_id, mina.staff_id)
    assert row is not None
    assert row.failures == 1


def test_the_right_pin_forgets_the_wrong_ones(shop: Shop) -> None:
    mina = hire(shop, Role.MANAGER)
    staffing.sign_in(shop, mina.staff_id, WRONG)
    staffing.sign_in(shop, mina.staff_id, PINS[Role.MANAGER])
    assert staffing.sign_in(shop, mina.staff_id, WRONG) == WrongPin(4, 0, is_locked=False)


def test_somebody_unknown_or_gone_cannot_sign_in(shop: Shop) -> None:
    owner, waiter = hire(shop, Role.OWNER), hire(shop, Role.WAITER)
    assert staffing.sign_in(shop, "nobody", WRONG) == Refused("unknown")
    gone = staffing.set_active(shop, waiter.staff_id, by(shop, owner), active=False)
    assert isinstance(gone, Person)
    assert staffing.sign_in(shop, waiter.staff_id, PINS[Role.WAITER]) == Refused("unknown")
    assert staffing.people(shop) == (owner,)
    assert gone in staffing.people(shop, everybody=True)


def test_a_hash_that_cannot_be_read_lets_nobody_in(shop: Shop) -> None:
    mina = hire(shop, Role.MANAGER)
    with shop.database.write() as session:
        row = staffs.find(session, shop.restaurant_id, mina.staff_id)
        assert row is not None
        staffs.change(session, row, shop.clock.now(), "test", "test", shop.terminal, pin_hash="broken")
    assert isinstance(staffing.sign_in(shop, mina.staff_id, PINS[Role.MANAGER]), WrongPin)


def test_a_new_pin_opens_the_lock(shop: Shop, clock: FakeClock) -> None:
    mina = hire(shop, Role.MANAGER)
    for _ in range(10):
        staffing.sign_in(shop, mina.staff_id, WRONG)
        clock.advance(61)
    opened = staffing.set_pin(shop, mina.staff_id, "577215")
    assert isinstance(opened, Person)
    assert not opened.is_locked
    assert isinstance(staffing.sign_in(shop, mina.staff_id, "577215"), SignedIn)


@pytest.mark.parametrize(
    ("name", "pin", "why"),
    [("", "271828", "name"), ("x" * 25, "271828", "name"), ("a", "12", "pin"), ("a", "111111", "weak_pin")],
)
def test_a_name_or_a_pin_that_will_not_do_is_refused(shop: Shop, name: str, pin: str, why: str) -> None:
    assert staffing.add(shop, name, Role.WAITER, pin) == Refused(why)
    assert staffing.people(shop) == ()


def test_a_weak_new_pin_is_refused(shop: Shop) -> None:
    mina = hire(shop, Role.MANAGER)
    assert staffing.set_pin(shop, mina.staff_id, "000000") == Refused("weak_pin")


def test_two_people_do_not_have_one_name(shop: Shop) -> None:
    hire(shop, Role.WAITER, "홀 1")
    assert staffing.add(shop, "홀 1", Role.WAITER, "271828") == Refused("name_taken")


def test_the_last_owner_stays_one(shop: Shop) -> None:
    owner = hire(shop, Role.OWNER)
    signed = by(shop, owner)
    assert staffing.set_role(shop, owner.staff_id, Role.WAITER, signed) == Refused("last_owner")
    assert staffing.set_active(shop, owner.staff_id, signed, active=False) == Refused("last_owner")
    other = hire(shop, Role.OWNER, "other")
    changed = staffing.set_role(shop, owner.staff_id, Role.WAITER, signed)
    assert isinstance(changed, Person)
    assert changed.role is Role.WAITER
    assert staffing.set_active(shop, owner.staff_id, by(shop, other), active=True) == changed


def test_changing_somebody_unknown_is_refused(shop: Shop) -> None:
    owner = hire(shop, Role.OWNER)
    assert staffing.set_role(shop, "nobody", Role.WAITER, by(shop, owner)) == Refused("unknown")


def test_every_act_of_every_role_is_allowed_as_the_table_says(shop: Shop) -> None:
    for role in Role:
        somebody = hire(shop, role)
        with shop.database.read() as session:
            answers = {act: staffing.allow(session, shop, by(shop, somebody), act) for act in Act}
            unproven = {
                act: staffing.allow(session, shop, by(shop, somebody, proven=False), act) for act in Act
            }
        may = RIGHTS[role]
        assert answers == {act: None if act in may else Refused("not_allowed") for act in Act}
        again = {act: Refused("pin_again") if act in ASKED_AGAIN else None for act in may}
        assert {act: unproven[act] for act in may} == again


def test_a_kiosk_and_a_guest_have_no_right_at_all(shop: Shop) -> None:
    with shop.database.read() as session:
        answers = {staffing.allow(session, shop, By("K1"), act) for act in Act}
    assert answers == {Refused("not_allowed")}


def test_a_pin_that_was_shown_stands_for_a_minute_and_for_its_owner_only(
    shop: Shop, clock: FakeClock
) -> None:
    manager, other = hire(shop, Role.MANAGER), hire(shop, Role.MANAGER, "other")
    proof = staffing.prove(shop, manager.staff_id, PINS[Role.MANAGER])
    assert isinstance(proof, Proof)
    with shop.database.read() as session:
        assert staffing.allow(session, shop, By(manager.staff_id, proof), Act.CANCEL) is None
        assert staffing.allow(session, shop, By(other.staff_id, proof), Act.CANCEL) == Refused("pin_again")
        clock.advance(61)
        assert staffing.allow(session, shop, By(manager.staff_id, proof), Act.CANCEL) == Refused("pin_again")


def test_a_wrong_pin_proves_nothing_and_counts(shop: Shop) -> None:
    manager = hire(shop, Role.MANAGER)
    assert staffing.prove(shop, manager.staff_id, WRONG) == WrongPin(4, 0, is_locked=False)


def test_staff_are_added_by_the_owner_only(shop: Shop) -> None:
    manager, owner = hire(shop, Role.MANAGER), hire(shop, Role.OWNER)
    refused = staffing.add(shop, "new", Role.OWNER, "271828", by(shop, manager))
    assert refused == Refused("not_allowed")
    assert staffing.set_pin(shop, owner.staff_id, "271828", by(shop, manager)) == Refused("not_allowed")
    assert isinstance(staffing.add(shop, "new", Role.WAITER, "271828", by(shop, owner)), Person)


def test_locking_the_desk_is_told(shop: Shop) -> None:
    mina = hire(shop, Role.MANAGER)
    staffing.sign_out(shop, mina.staff_id, "idle")
    staffing.sign_out(shop, "nobody", "idle")
    assert sum('"idle"' in body for body in _told(shop)) == 1
