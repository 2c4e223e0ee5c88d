"""The connections themselves: kept alive and ended, marked, and read only by whom they are for."""

import socket
import ssl
from http.client import HTTPConnection, HTTPSConnection, RemoteDisconnected

import pytest
import trustme

from kiosk.sandbox import Sandbox


def test_many_requests_go_over_one_connection(talk):
    line = HTTPConnection(talk.where, timeout=10)
    line.connect()
    first = line.sock
    for _ in range(3):
        line.request("GET", "/sandbox/clock")
        assert line.getresponse().read()
    assert line.sock is first
    line.close()


def test_after_the_end_nobody_answers_on_a_connection_that_was_kept_alive():
    with Sandbox() as sandbox:
        line = HTTPConnection(sandbox.url.removeprefix("http://"), timeout=10)
        line.request("GET", "/sandbox/clock")
        assert line.getresponse().read()
    with pytest.raises((RemoteDisconnected, ConnectionError)):
        line.request("GET", "/sandbox/clock")
        line.getresponse()
    line.close()


def test_even_an_error_of_http_itself_says_that_it_is_a_sandbox(talk):
    host, port = talk.where.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"BREW /v1/payments HTTP/1.1\r\n\r\n")
        got = b""
        while part := line.recv(65_536):
            got += part
    assert b"X-Sandbox: 1" in got


def test_a_head_request_has_no_body(talk):
    said = talk.ask("HEAD", "/v2/standard")
    assert (said.status, said.raw) == (200, b"")
    assert int(said.headers["content-length"]) > 1_000


@pytest.mark.parametrize("path", ["/v2/standard", "/v1/payment"])
def test_a_shops_page_may_read_the_script(talk, path):
    assert talk.ask("GET", path).headers["access-control-allow-origin"] == "*"


def test_a_shops_page_may_ask_to_open_a_window_and_read_why_not(talk):
    assert talk.ask("OPTIONS", "/sandbox/checkout/open").headers["access-control-allow-headers"] == "*"
    refused = talk.ask("POST", "/sandbox/checkout/open", {"clientKey": "test_ck_of_others"})
    assert refused.code == "UNAUTHORIZED_KEY"
    assert refused.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", ["/sandbox/payments", "/sandbox/clock", "/v1/transactions"])
def test_no_page_may_read_the_books(talk, path):
    assert "access-control-allow-origin" not in talk.ask("GET", path).headers


@pytest.mark.parametrize("path", ["/v1/payments/confirm", "/sandbox/faults"])
def test_a_body_nested_without_end_is_refused_like_any_other_nonsense(talk, path):
    assert talk.rest("POST", path, b"[" * 200_000).status == 400


@pytest.mark.parametrize(
    "half",
    [
        b"POST /sandbox/clock HTTP/1.1\r\nContent-Length: 24\r\n\r\n" + b'{"advance_seconds":999}',
        b"POST /sandbox/webhooks HTTP/1.1\r\nHost: x\r\n",
        b"POST /sandbox/webhooks HTTP/1.1\r\nHost: x",
        b"DELETE /sandbox/faults HTTP/1.1\r\n",
        b"DELETE /sandbox/faults",
    ],
    ids=["body", "head", "line of the head", "no head", "first line"],
)
def test_a_request_that_breaks_off_is_not_carried_out(talk, sandbox, half):
    talk.admin("faults", kind="drop")
    before = sandbox.clock.now()
    host, port = talk.where.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(half)
        line.shutdown(socket.SHUT_WR)
        assert b"200" not in line.recv(65_536)
    assert (sandbox.clock.now() - before).total_seconds() < 900
    assert len(sandbox.faults.shown()) == 1


def test_with_a_certificate_it_speaks_https_and_says_so_in_its_addresses(tmp_path):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with Sandbox(tls=context) as sandbox:
        assert sandbox.url.startswith("https://")
        where = sandbox.url.removeprefix("https://")
        line = HTTPSConnection(where, timeout=10, context=trusting)
        line.request("GET", "/sandbox/clock")
        assert line.getresponse().read()
        line.close()
        with pytest.raises(ssl.SSLCertVerificationError):
            HTTPSConnection(where, timeout=10, context=ssl.create_default_context()).request("GET", "/")
