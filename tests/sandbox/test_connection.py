"""The connections themselves: kept alive and ended, marked, and read only by whom they are for."""

import socket
from http.client import HTTPConnection, RemoteDisconnected

import pytest

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
