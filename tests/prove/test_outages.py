"""Terminals, settlers and a server that die and lose each other: the plans, the line that can be cut, and a short storm of each."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.outages import plan
from kiosk.prove.outages.campaign import QUICK_BLOWS, Outages, partitions, terminals

PATIENCE_S = 10.0


@pytest.mark.slow
@pytest.mark.parametrize("campaign", [terminals(), partitions()], ids=lambda campaign: campaign.name)
def test_a_storm_breaks_no_promise_and_breaks_those_of_a_bad_settler(campaign: Outages) -> None:
    outcome = campaign.run(Effort(quick=True))
    assert outcome.violations == ()
    assert outcome.cases == QUICK_BLOWS
    assert outcome.figures["paid"] != 0
    assert [control.was_caught for control in outcome.controls] == [True]


@pytest.mark.parametrize("plans", [plan.kills, plan.partitions])
def test_whatever_goes_comes_back_and_the_same_seed_gives_the_same_storm(plans: Any) -> None:
    for number in range(40):
        storm = plans(7, number, 10)
        assert storm == plans(7, number, 10)
        assert storm.blows == 10
        away: set[str] = set()
        for act in storm.acts:
            if act.does in ("kill", "cut"):
                assert act.whom not in away, "it is hit while it is away"
                away.add(act.whom)
            else:
                away.remove(act.whom)
        assert away == set()


def test_storms_of_deaths_hit_everybody_in_every_way_and_files_have_no_server() -> None:
    storms = [plan.kills(1, number, 10) for number in range(50)]
    hit = {(act.whom, act.how) for storm in storms for act in storm.acts if act.does == "kill"}
    server = {(plan.SERVER, how) for how in (plan.WHOLE, plan.ALONE, plan.SESSION)}
    assert hit == {(name, "") for name in (*plan.KIOSKS, *plan.SETTLERS)} | server
    on_files = [storm for storm in storms if storm.engine == "sqlite"]
    assert len(on_files) == 10
    assert not any(act.whom == plan.SERVER for storm in on_files for act in storm.acts)


def test_cuts_hit_every_line_in_every_way() -> None:
    acts = [act for number in range(50) for act in plan.partitions(1, number, 10).acts if act.does == "cut"]
    assert {act.how for act in acts} == {plan.RESET, plan.SILENT, plan.DEAF}
    assert {act.whom for act in acts} == {
        *plan.KIOSKS, *plan.SETTLERS, *map(plan.company_line, plan.SETTLERS),
    }  # fmt: skip


@pytest.mark.parametrize("word", ["", "storm", "storm-1", "1-2", "storm-1-2-3", "storm--1-2"])
def test_a_word_that_is_no_storm_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="storm-1-12"):
        terminals().replay(word)


# --- the line that can be cut -------------------------------------------------------------------------------------------


@dataclass
class Gate:
    """A gate before a server that answers each message with itself."""

    process: "subprocess.Popen[bytes]"
    port: int

    def tell(self, **told: object) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"line": "l"} | told).encode() + b"\n")
        self.process.stdin.flush()
        read: dict[str, Any] = json.loads(self.process.stdout.readline())
        return read

    def call(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE_S)


@pytest.fixture
def far_end() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE_S)
        yield server


@pytest.fixture
def gate(far_end: socket.socket) -> Iterator[Gate]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk.prove.outages.gate"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    gate = Gate(process, 0)
    gate.port = gate.tell(do="open", kind="127.0.0.1", where=str(far_end.getsockname()[1]))["port"]
    yield gate
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    assert process.wait(PATIENCE_S) == 0
    process.stdout.close()


def met(gate: Gate, far_end: socket.socket) -> tuple[socket.socket, socket.socket]:
    near = gate.call()
    far, _ = far_end.accept()
    far.settimeout(PATIENCE_S)
    near.sendall(b"hello")
    assert far.recv(99) == b"hello"
    far.sendall(b"yes")
    assert near.recv(99) == b"yes"
    return near, far


def test_a_silent_line_carries_nothing_and_delivers_late(gate: Gate, far_end: socket.socket) -> None:
    near, far = met(gate, far_end)
    with near, far:
        gate.tell(do="cut", how=plan.SILENT)
        near.sendall(b"asked")
        far.settimeout(0.2)
        with pytest.raises(TimeoutError):
            far.recv(99)
        gate.tell(do="mend", how="deliver")
        far.settimeout(PATIENCE_S)
        assert far.recv(99) == b"asked"


def test_a_deaf_line_carries_the_question_and_loses_the_answer(gate: Gate, far_end: socket.socket) -> None:
    near, far = met(gate, far_end)
    with near, far:
        gate.tell(do="cut", how=plan.DEAF)
        near.sendall(b"asked")
        assert far.recv(99) == b"asked"
        far.sendall(b"answer")
        near.settimeout(0.2)
        with pytest.raises(TimeoutError):
            near.recv(99)
        gate.tell(do="mend", how="drop")
        near.settimeout(PATIENCE_S)
        with pytest.raises(ConnectionResetError):
            near.recv(99)


def test_a_reset_line_ends_and_refuses_until_it_is_mended(gate: Gate, far_end: socket.socket) -> None:
    near, far = met(gate, far_end)
    with near, far:
        gate.tell(do="cut", how=plan.RESET)
        with pytest.raises(ConnectionResetError):
            near.recv(99)
        with pytest.raises(ConnectionResetError), gate.call() as again:
            again.recv(99)
        gate.tell(do="mend", how="deliver")
        for line in met(gate, far_end):
            line.close()
