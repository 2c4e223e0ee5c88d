"""``kiosk tour --role desk``: a scripted evening at the front desk, on the real window, database, settler and sandbox.

The desk has a database connection and nothing else; the settler beside it sends what the desk has stored.
"""

import json
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlencode

from kiosk.app import logs
from kiosk.app.backend import Backend
from kiosk.app.desk import DeskProgram
from kiosk.app.local_sandbox import LocalSandbox, SandboxKeys
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.opening import open_all
from kiosk.app.program import make_application
from kiosk.app.sandbox_admin import SandboxAdmin
from kiosk.app.settings import Settings
from kiosk.app.store import open_store
from kiosk.app.tour.back_office import back_office
from kiosk.app.tour.clerk import Clerk
from kiosk.app.tour.guest import Unexpected
from kiosk.app.tour.wait_list import wait_list
from kiosk.domain.money import won
from kiosk.domain.seated import SeatedState
from kiosk.domain.staff import Role
from kiosk.services import attention, staffing
from kiosk.services.attention import Kind
from kiosk.services.giving_back import Outcome
from kiosk.services.invariants import PROMISES, Evidence, violations
from kiosk.services.results import Accepted, Held, Paid, PaymentOpened

TERMINAL = "desk-1"
_PINS = {Role.WAITER: "271828", Role.MANAGER: "314159", Role.OWNER: "161803"}
_NAMES = {Role.WAITER: "홀 1", Role.MANAGER: "매니저", Role.OWNER: "사장님"}
_TABLE, _OTHER, _FREE, _BLOCKED = "7", "3", "1", "4"
_TOGETHER = ("5", "6")
_PARTY = 4
"""Who sit at that table."""

_CASH = 38_500


def perform(told: Settings, *, shots: Path | None, report: Path | None) -> int:
    """Play the evening, say how it went, write the report; gives the exit code."""
    print("kiosk tour: the front desk")
    app = make_application()
    clock = MachineClock()
    with LocalSandbox() as sandbox:
        keys = sandbox.keys()
        logs.configure(told.log_dir, clock, [keys.secret_key, keys.widget_secret_key])
        backend = open_all(told, clock, MachineIds(), sandbox)
        for role, name in _NAMES.items():
            staffing.add(backend.shop, name, role, _PINS[role])
        number = _sell(backend, SandboxAdmin(keys.url), keys)
        at_desk = told.model_copy(update={"terminal": TERMINAL})
        database, restaurant_id = open_store(told.database_url, told.restaurant, lambda *_: None)
        program = DeskProgram(at_desk, database, restaurant_id, clock, MachineIds())
        clerk = Clerk(program, shots)
        problems: list[str] = []
        try:
            _evening(clerk, backend, number)
            back_office(clerk, backend, _NAMES[Role.OWNER], _PINS[Role.OWNER])
        except Unexpected as wrong:
            problems.append(str(wrong))
        finally:
            program.close()
            app.processEvents()
        problems += _judge(clerk, backend, SandboxAdmin(keys.url), keys, report)
        backend.close()
        logs.shut()
    for problem in problems:
        print(f"kiosk tour: {problem}")
    print(f"{len(clerk.steps)} steps, {'as expected' if not problems else 'NOT as expected'}")
    return 1 if problems else 0


def _sell(backend: Backend, admin: SandboxAdmin, keys: SandboxKeys) -> str:
    """Four guests pay at a kiosk; gives the number they are told."""
    counter = backend.counter
    visit, plan = counter.new_visit(), counter.restaurant().plan
    table = next(table for table in plan.tables if table.label == _TABLE)
    seats = frozenset(seat.seat_id for seat in table.usable_seats)
    held = counter.hold(visit, counter.sittings()[0], seats, len(seats))
    assert isinstance(held, Held), held
    opened = counter.open_payment(visit, held.booking.booking_id, "ko")
    assert isinstance(opened, PaymentOpened), opened
    order_id = _order_of(backend, opened.payment_id)
    key = admin.authenticate(order_id, int(held.booking.amount), keys.client_key)
    back = {"orderId": order_id, "paymentKey": key, "amount": str(held.booking.amount)}
    accepted = counter.accept_return(visit, opened.payment_id, f"{opened.success_url}?{urlencode(back)}")
    assert isinstance(accepted, Accepted), accepted
    settled = counter.settle(opened.payment_id)
    assert isinstance(settled, Paid), settled
    return held.booking.number


def _order_of(backend: Backend, payment_id: str) -> str:
    from kiosk.services.stories import stories

    found = (paid for story in stories(backend.shop) for paid in story.payments)
    return next(paid.order_id for paid in found if paid.payment_id == payment_id)


def _evening(clerk: Clerk, backend: Backend, number: str) -> None:
    """Every function of the desk, one after the other."""
    window, controller = clerk.program.window, clerk.program.controller
    say = clerk.program.text
    clerk.step("pin", clerk.program.show, lambda: bool(controller.state.people))
    clerk.touch(_NAMES[Role.MANAGER])
    clerk.step("live floor", lambda: clerk.type_pin(_PINS[Role.MANAGER]), window.now.isVisible)
    clerk.step("walk-in asked", lambda: clerk.touch(say("desk.take")), lambda: bool(controller.state.taking))
    clerk.rest(60)
    clerk.touch("2")
    clerk.step("walk-in seated", lambda: clerk.table(_FREE), lambda: clerk.said() == "desk.done_walk_in")
    _cash(clerk)
    _merged(clerk)
    clerk.step("blocked", lambda: _block(clerk), lambda: clerk.said() == "desk.done_block")
    clerk.step("booking", lambda: clerk.row(number, say.guests(_PARTY)), window.booking.isVisible)
    clerk.step(
        "arrived", lambda: clerk.touch(say("desk.act_arrived")), lambda: _is(clerk, SeatedState.ARRIVED)
    )
    clerk.step("seated", lambda: clerk.touch(say("desk.act_seated")), lambda: _is(clerk, SeatedState.SEATED))
    clerk.step(
        "moved from", lambda: clerk.touch(say("desk.act_move")), lambda: controller.state.moving is not None
    )
    clerk.step("moved", lambda: clerk.table(_OTHER), lambda: clerk.said() == "desk.done_moved")
    clerk.step("moved back", lambda: clerk.touch(say("desk.undo")), lambda: clerk.said() == "desk.done_moved")
    clerk.step("booking again", lambda: clerk.row(number, say.guests(_PARTY)), window.booking.isVisible)
    clerk.step(
        "longer", lambda: clerk.touch(say("desk.act_extend")), lambda: clerk.said() == "desk.done_extend"
    )
    _refund(clerk, backend)
    clerk.touch(say("desk.close_drawer"))
    clerk.step("search", lambda: window.now.search.setText(number), lambda: bool(controller.state.found))
    window.now.search.setText("")
    wait_list(clerk, backend)
    _attention(clerk, backend)
    clerk.step("locked", lambda: clerk.touch(say("desk.lock")), lambda: not controller.state.is_open)


def _cash(clerk: Clerk) -> None:
    """The walk-in pays here; it is written down, and then they go, which frees the table."""
    say, window, controller = clerk.program.text, clerk.program.window, clerk.program.controller
    day = controller.state.today
    assert day is not None, "the list is on the screen"
    walk_in = next(line for line in day.lines if line.kind == "walk_in")
    clerk.step(
        "walk-in touched",
        lambda: clerk.row(walk_in.number, say.guests(walk_in.party)),
        window.booking.isVisible,
    )
    clerk.write(say("desk.received_amount"), str(_CASH))
    clerk.rest(60)
    cash = say("desk.act_cash", won=say.money(won(_CASH)))
    clerk.step("cash", lambda: clerk.touch(cash), lambda: clerk.said() == "desk.received_done")
    clerk.step("left", lambda: clerk.touch(say("desk.act_left")), lambda: clerk.said() == "desk.done_left")
    clerk.touch(say("desk.close_drawer"))


def _merged(clerk: Clerk) -> None:
    """Two tables for one party, and taken back."""
    say, controller = clerk.program.text, clerk.program.controller
    clerk.touch(say("desk.take"))
    clerk.rest(60)
    clerk.touch("4")
    clerk.rest(60)
    clerk.step("merge asked", lambda: clerk.touch(say("desk.merge")), lambda: controller.state.merged == ())
    for label in _TOGETHER:
        clerk.table(label)
        clerk.rest(60)
    go = say("desk.merge_go")
    clerk.step("merged", lambda: clerk.touch(go), lambda: clerk.said() == "desk.done_walk_in")
    clerk.step("parted", lambda: clerk.touch(say("desk.undo")), lambda: clerk.said() == "desk.done_giveup")


def _block(clerk: Clerk) -> None:
    clerk.touch(clerk.program.text("desk.block"))
    clerk.rest(60)
    clerk.table(_BLOCKED)


def _is(clerk: Clerk, state: SeatedState) -> bool:
    told = clerk.program.controller.state.told
    return told is not None and told.line.state is state


def _refund(clerk: Clerk, backend: Backend) -> None:
    """A part goes back: asked for with the PIN, sent by the settler, and called done when the record shows it."""
    controller, say = clerk.program.controller, clerk.program.text
    told = controller.state.told
    assert told is not None, "the booking is open"
    assert told.money is not None, "it was paid"
    one = told.money.paid // told.line.party
    clerk.touch(f"{say('desk.sum_one')} {say.money(one)}")
    clerk.rest(60)
    clerk.touch(say("desk.reason_fewer"))
    clerk.rest(60)
    go = say("desk.refund_go", won=say.money(one))
    clerk.step("refund asks for the pin", lambda: clerk.touch(go), clerk.program.window.again.isVisible)
    clerk.step(
        "refund stored",
        lambda: clerk.type_pin(_PINS[Role.MANAGER]),
        lambda: _outcomes(clerk) == [Outcome.WAITING],
    )
    assert backend.settler is not None, "the tour settles by itself"
    backend.settler.settle_all()
    clerk.step("refund proven", controller.read_day, lambda: _outcomes(clerk) == [Outcome.DONE])


def _outcomes(clerk: Clerk) -> list[Outcome]:
    told = clerk.program.controller.state.told
    return [each.outcome for each in told.refunds] if told else []


def _attention(clerk: Clerk, backend: Backend) -> None:
    """Something needs a person: it is counted on the rail, and somebody takes it."""
    controller, say = clerk.program.controller, clerk.program.text
    with backend.shop.database.write() as session:
        attention.open_matter(session, backend.shop, Kind.MISMATCH, "tour", amount=10_000)
    clerk.step("needs attention", controller.read_day, lambda: bool(controller.state.matters))
    name = f"{say('desk.place_attention')} 1"
    clerk.step("what to do", lambda: clerk.touch(name), clerk.program.window.attention.isVisible)
    clerk.step("taken", lambda: clerk.touch(say("desk.matter_take")), lambda: not controller.state.matters)


def _judge(
    clerk: Clerk, backend: Backend, admin: SandboxAdmin, keys: SandboxKeys, report: Path | None
) -> list[str]:
    """The ten promises over both ledgers, the log and everything that stood on the screen."""
    ledger = admin.ledger()
    secrets = [keys.secret_key, keys.widget_secret_key, *ledger.payment_keys, *_PINS.values()]
    evidence = Evidence(ledger.entries, (), {"the screens": "\n".join(clerk.seen)}, secrets)
    broken = violations(backend.shop, evidence)
    found = {
        "role": "desk",
        "steps": [asdict(step) for step in clerk.steps],
        "gateway": {"net_won": ledger.net_won},
        "invariants": {str(number): not broken[number] for number in PROMISES},
        "violations": {str(number): what for number, what in broken.items() if what},
    }
    if report is not None:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return [f"promise {number} is broken: {'; '.join(what)}" for number, what in broken.items() if what]
