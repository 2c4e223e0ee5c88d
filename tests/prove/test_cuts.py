"""Exchanges cut at any byte: a quick round of it holds, a client that believes too much is caught, a word replays its case."""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.prove.campaign import Campaign, Effort, Outcome
from kiosk.prove.wire.authority import NoAuthority, make_authority
from kiosk.prove.wire.company import company, port_of
from kiosk.prove.wire.cuts import Cuts
from kiosk.prove.wire.line import Cut, Line, Passed, Side, Way

REQUEST = b"GET /sandbox/clock HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    campaign: Campaign = Cuts()
    return campaign.run(Effort(quick=True, seed=3))


def test_no_cut_makes_anything_certain_that_did_not_arrive_whole(outcome: Outcome) -> None:
    assert outcome.violations == ()
    assert outcome.cases > 100
    assert outcome.holds


def test_every_way_is_cut_on_both_kinds_of_line(outcome: Outcome) -> None:
    for transport in ("plain", "tls"):
        for way in Way:
            assert outcome.figures[f"cut {transport} {way}"] in range(8, 100)
    assert outcome.figures["struck"] in range(outcome.cases * 9 // 10, outcome.cases + 1)
    assert outcome.figures["certain"], "slices lose nothing, so some answers are whole"


@pytest.mark.parametrize("nth", [0, 1, 2])
def test_a_client_that_believes_too_much_is_caught(outcome: Outcome, nth: int) -> None:
    assert outcome.controls[nth].was_caught, outcome.controls[nth]


@pytest.mark.parametrize(
    "word",
    [
        "plain/confirm/response/400/rst",
        "plain/cancel/request/389/fin",
        "tls/confirm/request/0/rst",
        "tls/inquiry/response/900/slice",
        "plain/transactions/response/700/fin",
        "plain/transactions-end/response/150/rst",
        "tls/transactions/request/300/stall",
    ],
)
def test_a_case_replays_from_its_word(word: str) -> None:
    assert Cuts().replay(word) == []


@pytest.mark.parametrize(
    "word",
    [
        "",
        "plain",
        "plain/confirm/response/1",
        "plain/confirm/response/one/fin",
        "plain/confirm/sideways/1/fin",
        "plain/nothing/response/1/fin",
        "tls/refusal/response/1/fin",
        "plain/confirm/response/1/axe",
    ],
)
def test_a_word_that_is_no_case_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Cuts().replay(word)


# --- the line itself ----------------------------------------------------------------------------------------------


def over(cut: Cut | None, then: Callable[[socket.socket], None] = lambda _: None) -> tuple[bytes, Passed]:
    """What a client gets of the sandbox's clock over a line with this cut."""
    got = b""
    with company() as sandbox, Line(port_of(sandbox)) as line:
        line.arm(cut)
        with socket.create_connection(("127.0.0.1", line.port), timeout=5) as client:
            client.sendall(REQUEST)
            then(client)
            with suppress(TimeoutError, ConnectionResetError):
                while piece := client.recv(65_536):
                    got += piece
        return got, line.passed()


def test_a_line_without_a_cut_changes_nothing() -> None:
    got, passed = over(None)
    assert got.startswith(b"HTTP/1.1 200")
    assert passed == Passed(len(REQUEST), len(got), len(got))
    assert passed.answer_arrived


@pytest.mark.parametrize("at", [0, 1, 30])
@pytest.mark.parametrize("way", [Way.FIN, Way.RST])
def test_an_answer_is_cut_at_just_that_byte(at: int, way: Way) -> None:
    got, passed = over(Cut(Side.RESPONSE, at, way))
    assert passed.response == at < passed.whole
    assert not passed.answer_arrived
    # A reset may overtake what came before it.
    assert len(got) == at if way is Way.FIN else len(got) <= at


def test_a_request_is_cut_at_just_that_byte() -> None:
    got, passed = over(Cut(Side.REQUEST, 10, Way.FIN))
    assert (got, passed.request, passed.was_struck) == (b"", 10, True)


def test_a_stall_says_nothing_more_until_the_client_lets_go() -> None:
    got, passed = over(Cut(Side.RESPONSE, 5, Way.STALL), then=lambda client: client.settimeout(0.2))
    assert (got, passed.response) == (b"HTTP/", 5)


def test_slices_lose_nothing() -> None:
    got, passed = over(Cut(Side.RESPONSE, 0, Way.SLICE))
    assert len(got) == passed.whole == passed.response
    assert passed.was_struck


def test_without_the_package_that_makes_certificates_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(NoAuthority, match="pip install"):
        make_authority(tmp_path)
