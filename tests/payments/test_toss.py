"""What the Toss channel sends, byte for byte, where it refuses to send, and what it never shows."""

import json
import logging
import ssl
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
import trustme

from kiosk.domain.money import won
from kiosk.payments.channel import (
    Approved,
    Canceled,
    Channel,
    Declined,
    Doubt,
    Misconfigured,
    Mismatch,
    NotSent,
    Unknown,
)
from kiosk.payments.keys import KeyProblem, SecretKey
from kiosk.payments.toss import API, Toss, WrongAddress
from tests.fakes.machine import FakeClock
from tests.payments.papers import ORDER, canceled, error, paper, payment
from tests.payments.raw_server import Line, Play, RawServer, raw_server

SECRET = "test_sk_canary1"
DATE = b"Date: Fri, 13 Mar 2026 09:42:00 GMT"


def says(status: int, body: bytes, *headers: bytes) -> Play:
    def play(line: Line) -> None:
        line.answer(status, body, DATE, *headers)

    return play


def toss(server: RawServer, clock: FakeClock | None = None) -> Toss:
    channel = Toss(SecretKey(SECRET), server.url, clock or FakeClock(), connect_s=1, read_s=1)
    _: Channel = channel
    return channel


def head_of(request: bytes) -> tuple[str, dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first, {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}, body


# --- what is sent -------------------------------------------------------------------------------------------------


def test_a_confirm_carries_our_amount_our_key_and_nothing_else() -> None:
    with raw_server(says(200, paper(payment()))) as server:
        assert isinstance(toss(server).confirm(ORDER), Approved)
        first, headers, body = head_of(server.requests[0])
    assert first == "POST /v1/payments/confirm HTTP/1.1"
    assert headers["idempotency-key"] == ORDER.confirm_key
    assert headers["content-type"] == "application/json"
    kind, _, coded = headers["authorization"].partition(" ")
    assert (kind, b64decode(coded).decode()) == ("Basic", SECRET + ":")
    assert json.loads(body) == {
        "amount": 23_500,
        "orderId": ORDER.order_id,
        "paymentKey": ORDER.payment_key,
    }


def test_the_same_order_makes_the_same_bytes_every_time() -> None:
    with raw_server(says(500, error("COMMON_ERROR"))) as server:
        for _ in range(3):
            toss(server).confirm(replace(ORDER))
        bodies = {head_of(request)[2] for request in server.requests}
    assert bodies == {b'{"amount":23500,"orderId":"jari-order-0001","paymentKey":"tjari20260313184207Qw7X2"}'}


def test_an_inquiry_asks_by_payment_key_and_sends_no_key_of_ours() -> None:
    with raw_server(says(200, paper(payment()))) as server:
        assert isinstance(toss(server).inquire(ORDER), Approved)
        first, headers, body = head_of(server.requests[0])
    assert first == f"GET /v1/payments/{ORDER.payment_key} HTTP/1.1"
    assert "idempotency-key" not in headers
    assert body == b""


@pytest.mark.parametrize("key", ["", ".", ".."])
def test_without_a_payment_key_an_inquiry_asks_by_order(key: str) -> None:
    with raw_server(says(404, error("NOT_FOUND_PAYMENT"))) as server:
        assert toss(server).inquire(replace(ORDER, payment_key=key)) == Unknown(
            Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404
        )
        assert head_of(server.requests[0])[0] == f"GET /v1/payments/orders/{ORDER.order_id} HTTP/1.1"


@pytest.mark.parametrize("key", ["a/b", "../x", "a?b=c", "a#b", "a%2Fb", "a;b", "a\\b", "a@b", "//evil/x"])
def test_a_payment_key_never_changes_the_address(key: str) -> None:
    with raw_server(says(404, error("NOT_FOUND_PAYMENT"))) as server:
        toss(server).inquire(replace(ORDER, payment_key=key))
        path = head_of(server.requests[0])[0].split(" ")[1]
    assert path.startswith("/v1/payments/")
    assert not set(path.removeprefix("/v1/payments/")) & set("/?#;\\@")


def test_a_base_address_may_end_with_a_slash() -> None:
    with raw_server(says(404, error("NOT_FOUND_PAYMENT"))) as server:
        Toss(SECRET, server.url + "/", FakeClock()).inquire(ORDER)
        assert head_of(server.requests[0])[0].startswith("GET /v1/payments/")


# --- whose record it is -------------------------------------------------------------------------------------------


def test_a_payment_key_of_another_order_says_nothing_of_ours() -> None:
    """A key comes from a URL. Whatever became of the payment it really belongs to, ours is asked for by its order."""
    stranger = paper(payment(orderId="somebody-elses-dinner"))
    with raw_server(says(200, stranger), says(200, paper(payment(status="IN_PROGRESS")))) as server:
        assert toss(server).inquire(ORDER) == Unknown(Doubt.NOT_CONFIRMED_YET, http_status=200)
        paths = [head_of(request)[0].split(" ")[1] for request in server.requests]
    assert paths == [f"/v1/payments/{ORDER.payment_key}", f"/v1/payments/orders/{ORDER.order_id}"]


@pytest.mark.parametrize(
    ("ours", "answer"),
    [
        (payment(status="EXPIRED", paymentKey="the-true-one"), Declined("EXPIRED")),
        (payment(status="ABORTED", paymentKey="the-true-one"), Declined("ABORTED")),
        (payment(status="IN_PROGRESS", paymentKey="the-true-one"), Unknown(Doubt.UNCLEAR, http_status=200)),
    ],
    ids=["expired", "aborted", "under way"],
)
def test_an_order_whose_redirect_had_a_strangers_key_comes_to_its_end(
    ours: dict[str, object], answer: Declined | Unknown
) -> None:
    """Otherwise its seats would be taken for ever: no record under that order ever has the stored key."""
    stranger = paper(payment(orderId="somebody-elses-dinner"))
    with raw_server(says(200, stranger), says(200, paper(ours))) as server:
        assert toss(server).inquire(ORDER) == answer


def test_money_under_an_order_whose_redirect_had_a_strangers_key_is_a_mismatch() -> None:
    stranger = paper(payment(orderId="somebody-elses-dinner"))
    with raw_server(says(200, stranger), says(200, paper(payment(paymentKey="the-true-one")))) as server:
        assert isinstance(toss(server).inquire(ORDER), Mismatch)


def test_money_of_somebody_else_is_never_given_back() -> None:
    """Negative control below: a cancel sent by key alone would have reached the stranger's payment."""
    stranger = paper(payment(orderId="somebody-elses-dinner"))
    with raw_server(says(200, stranger), says(404, error("NOT_FOUND_PAYMENT"))) as server:
        answer = toss(server).cancel(ORDER, reason="x", key="cancel-1")
        assert answer == Unknown(Doubt.NOT_FOUND, "NOT_FOUND_PAYMENT", 404)
        assert [head_of(request)[0][:3] for request in server.requests] == ["GET", "GET"]
    with raw_server(says(200, stranger)) as server:
        answer = toss(server).cancel(ORDER, reason="x", key="cancel-1")
        assert isinstance(answer, Mismatch)
        assert [head_of(request)[0][:3] for request in server.requests] == ["GET", "GET"]


def test_with_the_look_off_a_forged_key_would_be_canceled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.payments.toss.names_other_order", lambda *_: False)
    monkeypatch.setattr("kiosk.payments.toss._record", lambda reply: payment_record())
    stranger = paper(payment(orderId="somebody-elses-dinner"))
    with raw_server(says(200, stranger)) as server:
        toss(server).cancel(ORDER, reason="x", key="cancel-1")
        assert head_of(server.requests[-1])[0].startswith("POST")


def payment_record() -> object:
    from kiosk.payments.records import record_in

    return record_in(payment())


# --- refunds ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["DONE", "PARTIAL_CANCELED", "WAITING_FOR_DEPOSIT"])
def test_a_cancel_looks_and_then_gives_all_of_it_back(status: str) -> None:
    with raw_server(says(200, paper(payment(status=status))), says(200, paper(canceled()))) as server:
        assert isinstance(toss(server).cancel(ORDER, reason="자동 취소" * 60, key="cancel-1"), Canceled)
        first, headers, body = head_of(server.requests[1])
    assert first == f"POST /v1/payments/{ORDER.payment_key}/cancel HTTP/1.1"
    assert headers["idempotency-key"] == "cancel-1"
    assert json.loads(body) == {"cancelReason": ("자동 취소" * 60)[:200]}


def test_a_cancel_of_an_order_without_a_key_uses_the_one_on_record() -> None:
    with raw_server(says(200, paper(payment())), says(200, paper(canceled()))) as server:
        toss(server).cancel(replace(ORDER, payment_key=""), reason="x", key="cancel-1")
        first = [head_of(request)[0].split(" ")[1] for request in server.requests]
    assert first == [f"/v1/payments/orders/{ORDER.order_id}", f"/v1/payments/{ORDER.payment_key}/cancel"]


@pytest.mark.parametrize(
    ("status", "answer"),
    [("CANCELED", Canceled), ("EXPIRED", Canceled), ("ABORTED", Canceled), ("IN_PROGRESS", Unknown)],
)
def test_what_cannot_be_canceled_is_not_sent(status: str, answer: type) -> None:
    whole = canceled() if status == "CANCELED" else payment(status=status)
    with raw_server(says(200, paper(whole))) as server:
        assert isinstance(toss(server).cancel(ORDER, reason="x", key="cancel-1"), answer)
        assert len(server.requests) == 1


def test_a_cancel_that_cannot_look_is_not_sent() -> None:
    with raw_server(says(500, error("COMMON_ERROR"))) as server:
        assert toss(server).cancel(ORDER, reason="x", key="c") == Unknown(Doubt.UNCLEAR, "COMMON_ERROR", 500)
        assert len(server.requests) == 1
    with raw_server(lambda line: None) as server:
        assert toss(server).cancel(ORDER, reason="x", key="c") == Unknown(Doubt.CUT_OFF)


def test_a_cancel_whose_answer_is_lost_is_unknown() -> None:
    with raw_server(says(200, paper(payment())), Line.reset) as server:
        assert toss(server).cancel(ORDER, reason="x", key="c") == Unknown(Doubt.CUT_OFF)


def test_a_refused_cancel_is_a_refusal() -> None:
    with raw_server(says(200, paper(payment())), says(403, error("NOT_CANCELABLE_PAYMENT"))) as server:
        assert toss(server).cancel(ORDER, reason="x", key="c") == Declined("NOT_CANCELABLE_PAYMENT")


def test_the_proof_is_an_inquiry() -> None:
    with raw_server(says(200, paper(canceled()))) as server:
        assert isinstance(toss(server).prove_canceled(ORDER), Canceled)
        assert head_of(server.requests[0])[0].startswith("GET")
    with raw_server(Line.reset) as server:
        assert toss(server).prove_canceled(ORDER) == Unknown(Doubt.CUT_OFF)


# --- what goes wrong ----------------------------------------------------------------------------------------------


def test_each_kind_of_answer_comes_through() -> None:
    plays = {
        Declined("REJECT_CARD_PAYMENT"): says(403, error("REJECT_CARD_PAYMENT")),
        Misconfigured("UNAUTHORIZED_KEY"): says(401, error("UNAUTHORIZED_KEY")),
        Unknown(Doubt.UNREADABLE, http_status=200): says(200, b"<html>captive portal</html>"),
        Unknown(Doubt.UNREADABLE, http_status=302): says(302, b"", b"Location: http://127.0.0.1:1/"),
        Unknown(Doubt.CUT_OFF): Line.reset,
    }
    for answer, play in plays.items():
        with raw_server(play) as server:
            assert toss(server).confirm(ORDER) == answer


def test_a_closed_port_is_not_sent() -> None:
    with raw_server(Line.reset) as server:
        pass
    assert toss(server).confirm(ORDER) == NotSent("refused")
    assert toss(server).inquire(ORDER) == NotSent("refused")
    assert toss(server).cancel(ORDER, reason="x", key="c") == NotSent("refused")


# --- the second clock ---------------------------------------------------------------------------------------------


def test_the_company_is_a_witness_of_the_time() -> None:
    clock = FakeClock(datetime(2026, 3, 13, 9, 45, tzinfo=UTC))
    with raw_server(says(404, error("NOT_FOUND_PAYMENT"))) as server:
        channel = toss(server, clock)
        assert channel.clock_skew_s is None
        channel.inquire(ORDER)
        assert channel.clock_skew_s == 180


@pytest.mark.parametrize(
    "date", [b"", b"yesterday", b"Fri, 13 Mar 2026 09:42:00 -0000", b"Fri, 99 Mar 2026 09:42:00 GMT"]
)
def test_a_date_that_cannot_be_read_is_no_witness(date: bytes) -> None:
    with raw_server(lambda line: line.answer(404, b"{}", b"Date: " + date)) as server:
        channel = toss(server)
        channel.inquire(ORDER)
        assert channel.clock_skew_s is None


# --- where a key is sent ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        API,
        API + "/",
        "https://api.example",
        "http://127.0.0.1:8123",
        "http://localhost:8123",
        "http://[::1]:8123",
    ],
)
def test_a_test_key_may_go_to_https_and_to_this_machine(address: str) -> None:
    assert address.rstrip("/") in repr(Toss(SECRET, address, FakeClock()))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "api.tosspayments.com",
        "//api.tosspayments.com",
        "http://api.tosspayments.com",
        "http://192.168.0.7:8123",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://127.0.0.1@evil.example",
        "https://127.0.0.1@evil.example",
        "https://user:word@api.tosspayments.com",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        API + "?x=1",
        API + "#x",
    ],
)
def test_no_key_goes_to_an_address_that_is_not_safe(address: str) -> None:
    with pytest.raises(WrongAddress) as refused:
        Toss(SECRET, address, FakeClock())
    assert "canary1" not in str(refused.value)
    assert "word" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8123",
        "https://127.0.0.1:8123",
        "https://localhost",
        "https://api.example",
        API + ".evil.example",
    ],
)
def test_a_live_key_goes_to_the_company_only(address: str) -> None:
    with pytest.raises(WrongAddress, match="live key"):
        Toss("live_sk_canary1", address, FakeClock())
    Toss("live_sk_canary1", API, FakeClock())


def test_a_client_key_is_no_secret_key() -> None:
    with pytest.raises(KeyProblem):
        Toss("test_ck_canary1", API, FakeClock())


def test_a_private_authority_is_believed_only_where_it_is_named(tmp_path: Path) -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ours, theirs = tmp_path / "ours.pem", tmp_path / "theirs.pem"
    authority.cert_pem.write_to_path(ours)
    stranger.cert_pem.write_to_path(theirs)

    def asked(ca_file: Path | None) -> object:
        with raw_server(says(200, paper(payment())), tls=context) as server:
            return Toss(SECRET, server.url, FakeClock(), connect_s=1, read_s=1, ca_file=ca_file).confirm(
                ORDER
            )

    assert isinstance(asked(ours), Approved)
    assert asked(theirs) == NotSent("TLS not agreed")
    assert asked(None) == NotSent("TLS not agreed")
    for nothing in (tmp_path / "missing.pem", Path()):
        assert isinstance(asked(nothing), NotSent), "no file is no permission"


def test_a_live_key_is_never_shown_to_a_private_authority(tmp_path: Path) -> None:
    with pytest.raises(WrongAddress, match="public certificate authority"):
        Toss("live_sk_canary1", API, FakeClock(), ca_file=tmp_path / "ca.pem")


# --- what is never shown ------------------------------------------------------------------------------------------


def test_neither_key_gets_into_logs_or_reprs(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("urllib3").setLevel(logging.DEBUG)
    shown: list[str] = []
    for play in (says(200, paper(payment())), says(500, b"x"), Line.reset, lambda line: line.say(b"junk")):
        with raw_server(play) as server:
            channel = toss(server)
            shown += [repr(channel), repr(channel.confirm(ORDER)), repr(channel.inquire(ORDER)), repr(ORDER)]
    logging.getLogger("urllib3").setLevel(logging.NOTSET)
    assert "canary1" not in caplog.text + "".join(shown)
    assert ORDER.payment_key not in caplog.text + "".join(shown)


def test_our_amount_is_sent_and_compared_each_guard_alone() -> None:
    """Two guards on the amount. One off: ours is still what is sent. The other off: theirs is still compared."""
    wrong = payment(totalAmount=100, balanceAmount=100)
    with raw_server(says(200, paper(wrong))) as server:
        # A company that ignores what it is asked and charges what the page asked for: the comparison stops it.
        assert isinstance(toss(server).confirm(ORDER), Mismatch)
        assert json.loads(head_of(server.requests[0])[2])["amount"] == 23_500
    tampered = replace(ORDER, amount=won(100))
    with raw_server(says(200, paper(wrong))) as server:
        # Negative control: had the redirect's amount been taken over, both guards would have agreed with the thief.
        assert isinstance(toss(server).confirm(tampered), Approved)


def test_cut_anywhere_a_good_answer_is_never_half_believed() -> None:
    """Every length at which a whole, good answer can break off: all of it is Approved, and nothing less is."""
    whole = paper(payment(orderName="x", futureField=None))
    message = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(whole) + whole
    bare = b"HTTP/1.1 200 OK\r\n\r\n" + whole
    cuts = [
        (text, end) for text in (message, bare) for end in {*range(0, len(text), 7), len(text) - 1, len(text)}
    ]
    plays: list[Play] = [lambda line, text=text, end=end: line.say(text[:end]) for text, end in cuts]  # type: ignore[misc]
    with raw_server(*plays) as server:
        channel = toss(server)
        answers = [channel.confirm(ORDER) for _ in cuts]
    for (text, end), answer in zip(cuts, answers, strict=True):
        assert isinstance(answer, Approved if end == len(text) else Unknown), (end, len(text))
    assert any(isinstance(one, Approved) != isinstance(two, Approved) for one, two in pairwise(answers))
