"""What can happen to a customer, one script each, with the end that is expected of it."""

import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QUrl

from kiosk.app.tour.guest import Guest
from kiosk.app.tour.other_day import to_tomorrow
from kiosk.ui.floorplan.widget import FloorPlanWidget
from kiosk.ui.views import Overlay, ScreenName

TABLE, OTHER_TABLE, PARTY = "7", "3", 4
WAITING_PHONE = "01000000000"  # nobody's
UNKNOWN_AFTER_S, ASK_AGAIN_S = 45, 35


@dataclass(frozen=True, slots=True)
class Scenario:
    """One script. ``booking`` and ``payments`` are the states it must end in; ``confirms`` how often money was asked for
    at most (and, unless 0, at least once)."""

    name: str
    play: Callable[[Guest], None]
    booking: str
    payments: tuple[str, ...]
    confirms: int = 1
    printer: str = ""
    """A device file that takes receipts, made for this script; one that is "missing" is not there."""


def to_floor(guest: Guest, table: str = TABLE) -> None:
    """From the attract screen to the plan: four people, now."""
    guest.to(ScreenName.PARTY, lambda: guest.touch("attract.name"))
    guest.touch_named(str(PARTY))
    guest.touch_starting(_first_time(guest))
    guest.to(ScreenName.FLOOR, lambda: guest.touch("party.next"))
    guest.step(
        "table chosen", lambda: guest.touch_table(_table_id(guest, table)), lambda: _chosen(guest) == PARTY
    )


def to_review(guest: Guest, table: str = TABLE) -> None:
    """Then hold the table."""
    to_floor(guest, table)
    guest.to(ScreenName.REVIEW, lambda: guest.touch("floor.hold"))


def to_checkout(guest: Guest, table: str = TABLE) -> None:
    """Then agree and open the checkout."""
    to_review(guest, table)
    guest.touch("review.agree")
    open_checkout(guest)


def open_checkout(guest: Guest) -> None:
    """From the review to a checkout that can be used."""
    guest.to(ScreenName.PAYMENT, lambda: guest.touch("review.pay", amount=_amount(guest)), "payment opened")
    guest.step("checkout visible", guest.wait_for_checkout, lambda: _is_painted(guest))


def pay(guest: Guest) -> None:
    """Press pay, and be booked."""
    guest.step("confirming", lambda: guest.press("pay"), lambda: guest.screen is not ScreenName.PAYMENT)
    finish(guest)


def finish(guest: Guest) -> None:
    """Read the receipt and go."""
    guest.to(ScreenName.DONE, lambda: None)
    guest.to(ScreenName.ATTRACT, lambda: guest.touch("done.finish_name"), "goodbye")


def agree_and_pay(guest: Guest) -> None:
    """From the review to the goodbye."""
    guest.touch("review.agree")
    open_checkout(guest)
    pay(guest)


def leave(guest: Guest, key: str) -> None:
    """Give the seats back and go."""
    guest.touch(key)
    if guest.wait_quietly(lambda: guest.overlay() is Overlay.LEAVE, 0.5):
        guest.touch("leave.leave")
    guest.to(ScreenName.ATTRACT, lambda: None, "goodbye")


def play_paid(guest: Guest) -> None:
    """The main job."""
    to_checkout(guest)
    pay(guest)


def play_best(guest: Guest) -> None:
    """Two people, now, the best seats: five touches from the first screen to the payment page."""
    guest.to(ScreenName.PARTY, lambda: guest.touch("attract.name"))
    guest.touch_named("2")
    guest.to(ScreenName.REVIEW, lambda: guest.touch("party.best"), "best seats held")
    agree_and_pay(guest)


def play_tomorrow(guest: Guest) -> None:
    """Four people, and another day than today."""
    to_tomorrow(guest, PARTY)
    agree_and_pay(guest)


def play_list(guest: Guest) -> None:
    """The same road by the list of tables, without a touch on the plan."""
    guest.to(ScreenName.PARTY, lambda: guest.touch("attract.name"))
    guest.touch_named(str(PARTY))
    if guest.reads_the_list:
        guest.to(ScreenName.LIST, lambda: guest.touch("party.next"))
    else:
        guest.to(ScreenName.FLOOR, lambda: guest.touch("party.next"))
        guest.to(ScreenName.LIST, lambda: guest.touch("floor.list"))
    first = guest.text("common.table", label=OTHER_TABLE)
    guest.step("table chosen", lambda: guest.touch_starting(f"{first},"), lambda: _chosen(guest) == PARTY)
    short = guest.text("common.table_short", label=OTHER_TABLE)
    guest.to(ScreenName.REVIEW, lambda: guest.touch("list.hold", table=short))
    agree_and_pay(guest)


def play_printed(guest: Guest) -> None:
    """The main job, and the receipt on paper."""
    _on_paper(guest, "done.paper_printed")


def play_no_paper(guest: Guest) -> None:
    """The printer is off: the guest is told so, and goes on."""
    _on_paper(guest, "done.paper_failed")


def _on_paper(guest: Guest, said: str) -> None:
    to_checkout(guest)
    guest.step("confirming", lambda: guest.press("pay"), lambda: guest.screen is not ScreenName.PAYMENT)
    guest.to(ScreenName.DONE, lambda: None)
    guest.step("paper", lambda: guest.touch("done.paper_offered"), lambda: guest.reads(guest.text(said)))
    guest.to(ScreenName.ATTRACT, lambda: guest.touch("done.finish_name"), "goodbye")


def play_declined(guest: Guest) -> None:
    """The issuer refuses at the confirm."""
    guest.admin.fault(kind="error", endpoint="confirm", code="REJECT_CARD_PAYMENT")
    to_checkout(guest)
    guest.to(ScreenName.DECLINED, lambda: guest.press("pay"))
    leave(guest, "declined.leave")


def play_canceled(guest: Guest) -> None:
    """The customer cancels in the payment company's window."""
    to_checkout(guest)
    guest.to(ScreenName.STOPPED, lambda: guest.press("cancel"))
    leave(guest, "stopped.leave")


def play_fail_url(guest: Guest) -> None:
    """The window itself ends with the fail address."""
    to_checkout(guest)
    guest.to(ScreenName.DECLINED, lambda: guest.press("fail"))
    leave(guest, "declined.leave")


def play_unknown(guest: Guest) -> None:
    """Charged, but every answer is lost for a while."""
    guest.admin.fault(kind="effect_then_drop", endpoint="confirm", count=1)
    guest.admin.fault(kind="html_502", endpoint="inquiry", count=None)
    to_checkout(guest)
    guest.to(ScreenName.CONFIRMING, lambda: guest.press("pay"))
    guest.to(ScreenName.UNKNOWN, lambda: guest.pass_time(UNKNOWN_AFTER_S))
    guest.admin.no_faults()
    guest.pass_time(ASK_AGAIN_S)
    finish(guest)


def play_late(guest: Guest) -> None:
    """The confirm's answer is lost, and the company executes it only after it was asked."""
    guest.admin.fault(kind="late", endpoint="confirm", count=1)
    to_checkout(guest)
    pay(guest)


def play_expired(guest: Guest) -> None:
    """The customer reads for ten minutes."""
    to_review(guest)
    for _ in range(11):
        guest.pass_time(50)
        if guest.overlay() is not None:
            break
        guest.touch("review.agree")
    guest.step("more time offered", lambda: None, lambda: guest.overlay() is Overlay.MORE_TIME)
    guest.touch("more_time.no")
    guest.pass_time(30)
    guest.touch("review.agree")
    guest.to(ScreenName.EXPIRED, lambda: guest.pass_time(35))
    guest.to(ScreenName.ATTRACT, lambda: guest.pass_time(41), "goodbye")


def play_tampered_amount(guest: Guest) -> None:
    """The redirect names another amount."""
    guest.admin.fault(kind="tamper", endpoint="redirect", changes={"amount": 100})
    _refused(guest)


def play_tampered_order(guest: Guest) -> None:
    """The redirect names another order."""
    guest.admin.fault(kind="tamper", endpoint="redirect", changes={"orderId": "jari-somebody-elses-order"})
    _refused(guest)


def _refused(guest: Guest) -> None:
    to_checkout(guest)
    guest.to(ScreenName.DECLINED, lambda: guest.press("pay"))
    leave(guest, "declined.leave")


def play_replay(guest: Guest) -> None:
    """The next customer's page is led to the address that the last one's came back with."""
    urls: list[str] = []
    to_checkout(guest)
    guest.checkout().returned.connect(urls.append)
    pay(guest)
    to_checkout(guest, OTHER_TABLE)

    def replay() -> None:
        page = guest.checkout().page
        assert page is not None, "checkout() has just looked"
        page.load(QUrl(urls[0]))

    guest.to(ScreenName.DECLINED, replay, "replay refused")
    leave(guest, "declined.leave")


def play_taken(guest: Guest) -> None:
    """Another terminal is faster; the offer beside it is taken instead."""
    to_floor(guest)
    backend, controller = guest.program.backend, guest.program.controller
    assert backend is not None, "the kiosk is open"
    assert controller is not None, "the kiosk is open"
    visit = controller.state.visit
    assert visit is not None, "somebody is being served"
    assert visit.sitting is not None, "a time was chosen"
    backend.counter.hold("rival", visit.sitting, frozenset(visit.chosen), PARTY)
    first = frozenset(visit.chosen)

    def insist() -> None:
        if guest.screen is ScreenName.FLOOR and _chosen_ids(guest) == first:
            guest.touch("floor.hold")

    guest.step("taken meanwhile", insist, lambda: _chosen_ids(guest) != first)
    if _chosen(guest) != PARTY:
        guest.step(
            "another table",
            lambda: guest.touch_table(_table_id(guest, OTHER_TABLE)),
            lambda: _chosen(guest) == PARTY,
        )
    guest.to(ScreenName.REVIEW, lambda: guest.touch("floor.hold"))
    agree_and_pay(guest)
    rival = backend.counter.hold("rival", visit.sitting, first, PARTY)
    backend.counter.release("rival", getattr(getattr(rival, "booking", None), "booking_id", ""))


def play_waiting(guest: Guest) -> None:
    """Every table is had by others: a place on the waiting list, with a telephone number."""
    backend = guest.program.backend
    assert backend is not None, "the kiosk is open"
    now, *_ = backend.counter.sittings()
    for nth, table in enumerate(backend.counter.restaurant().plan.tables):
        seats = frozenset(seat.seat_id for seat in table.usable_seats)
        if seats:
            backend.counter.hold(f"rival-{nth}", now, seats, len(seats))
    full = guest.text("attract.full")
    guest.step("full", lambda: guest.pass_time(15), lambda: guest.reads(full))
    guest.to(ScreenName.PARTY, lambda: guest.touch("attract.name"))
    guest.touch_named(str(PARTY))
    guest.touch_starting(guest.text.time(now.starts))
    guest.to(ScreenName.WAITLIST, lambda: guest.touch("party.wait_next"))
    for digit in WAITING_PHONE:
        guest.touch_named(digit)
    guest.to(ScreenName.WAITING, lambda: guest.touch("waitlist.join"))
    guest.to(ScreenName.ATTRACT, lambda: guest.touch("waiting.finish"), "goodbye")


def play_popup(guest: Guest) -> None:
    """The card company's own window opens over the checkout and talks back to it."""
    to_checkout(guest)
    guest.step("popup", lambda: guest.press("popup"), lambda: bool(guest.checkout().popups))
    page = guest.checkout().popups[0].page

    def approve() -> None:
        got: list[object] = []
        code = "const b = document.querySelector('[data-testid=popup-approve]'); if (b) b.click(); !!b"
        while True not in got:
            page.runJavaScript(code, got.append)
            guest.pause(100)

    guest.step("popup approved", approve, lambda: guest.screen is not ScreenName.PAYMENT)
    finish(guest)


def play_app_scheme(guest: Guest) -> None:
    """The page wants to open a card app; the kiosk says that it cannot, and the customer pays another way."""
    to_checkout(guest)
    guest.step(
        "app refused", lambda: guest.press("app-scheme"), lambda: guest.overlay() is Overlay.APP_REFUSED
    )
    guest.touch("app_refused.close")
    pay(guest)


def play_renderer_crash(guest: Guest) -> None:
    """The web engine's process dies in the middle of the checkout."""
    to_checkout(guest)

    def crash() -> None:
        page = guest.checkout().page
        assert page is not None, "checkout() has just looked"
        os.kill(page.renderProcessPid(), signal.SIGKILL)

    guest.to(ScreenName.STOPPED, crash, "page crashed")
    guest.to(ScreenName.PAYMENT, lambda: guest.touch("stopped.again"), "payment opened again")
    guest.step("checkout visible again", guest.wait_for_checkout, lambda: True)
    pay(guest)


def play_virtual_account(guest: Guest) -> None:
    """The customer picks a virtual account, which a kiosk cannot wait for."""
    to_checkout(guest)
    guest.press("virtual-account")
    guest.to(ScreenName.DECLINED, lambda: guest.press("pay"))
    leave(guest, "declined.leave")


SCENARIOS: Final[Mapping[str, Scenario]] = {
    scenario.name: scenario
    for scenario in (
        Scenario("paid", play_paid, "PAID", ("DONE",)),
        Scenario("best", play_best, "PAID", ("DONE",)),
        Scenario("tomorrow", play_tomorrow, "PAID", ("DONE",)),
        Scenario("list", play_list, "PAID", ("DONE",)),
        Scenario("printed", play_printed, "PAID", ("DONE",), printer="there"),
        Scenario("no-paper", play_no_paper, "PAID", ("DONE",), printer="missing"),
        Scenario("declined", play_declined, "FAILED", ("DECLINED",)),
        Scenario("canceled", play_canceled, "FAILED", ("VOID",), confirms=0),
        Scenario("fail-url", play_fail_url, "FAILED", ("VOID",), confirms=0),
        Scenario("unknown", play_unknown, "PAID", ("DONE",)),
        Scenario("late", play_late, "PAID", ("DONE",), confirms=3),
        Scenario("expired", play_expired, "EXPIRED", (), confirms=0),
        Scenario("tampered-amount", play_tampered_amount, "FAILED", ("VOID",), confirms=0),
        Scenario("tampered-order", play_tampered_order, "FAILED", ("VOID",), confirms=0),
        Scenario("replay", play_replay, "PAID", ("DONE",)),
        Scenario("taken", play_taken, "PAID", ("DONE",)),
        Scenario("waiting", play_waiting, "none", (), confirms=0),
        Scenario("popup", play_popup, "PAID", ("DONE",)),
        Scenario("app-scheme", play_app_scheme, "PAID", ("DONE",)),
        Scenario("renderer-crash", play_renderer_crash, "PAID", ("VOID", "DONE")),
        Scenario("virtual-account", play_virtual_account, "FAILED", ("REFUNDED",)),
    )
}


def _is_painted(guest: Guest) -> bool:
    controller = guest.program.controller
    visit = controller.state.visit if controller else None
    return visit is not None and visit.paying is not None and visit.paying.painted


def _first_time(guest: Guest) -> str:
    backend = guest.program.backend
    assert backend is not None, "the kiosk is open"
    return guest.text.time(backend.counter.sittings()[0].starts)


def _table_id(guest: Guest, label: str) -> str:
    plan = guest.program.shell.findChild(FloorPlanWidget)
    assert isinstance(plan, FloorPlanWidget), "the floor screen has a plan"
    assert plan.view is not None, "the plan has been drawn"
    return next(table.table_id for table in plan.view.plan.tables if table.label == label)


def _chosen_ids(guest: Guest) -> frozenset[str]:
    controller = guest.program.controller
    visit = controller.state.visit if controller else None
    return frozenset(visit.chosen) if visit else frozenset()


def _chosen(guest: Guest) -> int:
    return len(_chosen_ids(guest))


def _amount(guest: Guest) -> str:
    controller = guest.program.controller
    visit = controller.state.visit if controller else None
    assert visit is not None, "somebody is being served"
    assert visit.booking is not None, "the seats are held"
    return guest.text.money(visit.booking.amount)
