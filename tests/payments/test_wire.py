"""What one HTTP exchange knows of itself, byte for byte, against a server that misbehaves on a real socket.

The one question is whether anything left this machine: only a sure no is NotSent.
"""

import gc
import logging
import select
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import trustme

from kiosk.payments import wire
from kiosk.payments.channel import Doubt, NotSent, Unknown
from kiosk.payments.wire import LARGEST_BODY, Reply, exchange
from tests.payments.raw_server import Line, RawServer, raw_server

OK = b"HTTP/1.1 200 OK\r\n"
TIMED_OUT, CUT_OFF, UNREADABLE = Doubt.TIMED_OUT, Doubt.CUT_OFF, Doubt.UNREADABLE


def ask(url: str, *, connect_s: float = 3.0, read_s: float = 3.0) -> Reply | NotSent | Unknown:
    request = requests.Request("POST", url + "/v1/payments/confirm", data=b'{"amount":1}').prepare()
    return exchange(request, connect_s=connect_s, read_s=read_s)


def test_a_whole_answer_comes_back_as_it_was_said() -> None:
    def play(line: Line) -> None:
        line.answer(403, b'{"code":"X"}', b"Date: Fri, 13 Mar 2026 09:42:00 GMT")

    with raw_server(play) as server:
        assert ask(server.url) == Reply(403, b'{"code":"X"}', "Fri, 13 Mar 2026 09:42:00 GMT")
        assert server.requests[0].endswith(b'{"amount":1}')


def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    with raw_server(lambda line: line.say(OK, b"\r\n", b"{}")) as server:
        assert ask(server.url) == Reply(200, b"{}", "")


def test_an_answer_in_chunks_is_put_together() -> None:
    with raw_server(
        lambda line: line.say(OK, b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")
    ) as server:
        assert ask(server.url) == Reply(200, b"{}", "")


# --- surely not sent ----------------------------------------------------------------------------------------------


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port: int = gone.getsockname()[1]
    return port


def test_a_refused_connection_sends_nothing() -> None:
    assert ask(f"http://127.0.0.1:{closed_port()}") == NotSent("refused")


def test_a_name_that_is_not_found_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    assert ask("https://api.example") == NotSent("name not found")


def test_a_connection_that_is_not_made_in_time_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr("urllib3.util.connection.create_connection", nobody)
    assert ask("https://api.example") == NotSent("no connection in time")


def test_no_way_to_the_network_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("urllib3.util.connection.create_connection", unreachable)
    assert ask("https://api.example") == NotSent("no connection")


def test_a_header_that_cannot_be_written_sends_nothing() -> None:
    with raw_server(lambda line: line.answer(200, b"")) as server:
        request = requests.Request("POST", server.url).prepare()
        request.headers["Idempotency-Key"] = "a\r\nX-Evil: 1"
        assert isinstance(exchange(request, connect_s=3, read_s=3), NotSent)
        assert server.requests == []


def test_time_that_ran_out_before_the_request_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow name server may take longer than the whole exchange may: then it is too late to charge anybody."""
    real = socket.getaddrinfo

    def slow(*args: Any, **kwargs: Any) -> Any:
        time.sleep(0.2)  # noqa: TID251 - the time of the exchange is the machine's
        return real(*args, **kwargs)

    with raw_server(lambda line: line.answer(200, b"{}")) as server:
        monkeypatch.setattr(socket, "getaddrinfo", slow)
        assert ask(server.url, connect_s=0.05, read_s=0.05) == NotSent("no connection in time")
        assert server.requests == []


def test_time_that_runs_out_between_connecting_and_sending_sends_nothing() -> None:
    line = wire._Line()
    line._cut()
    with pytest.raises(TimeoutError):
        line.sending()
    assert not line.has_sent


def test_a_cut_that_comes_too_late_does_no_harm() -> None:
    with socket.socket() as never_connected:
        wire._shut(never_connected)


# --- it may have arrived ------------------------------------------------------------------------------------------


def say_nothing(line: Line) -> None:
    line.over.wait(5)


MAYBE: dict[str, tuple[Any, Doubt, int | None]] = {
    "closed after the request": (lambda line: None, CUT_OFF, 0),
    "reset after the request": (Line.reset, CUT_OFF, 0),
    "silence": (say_nothing, TIMED_OUT, 0),
    "half a status line": (lambda line: line.say(b"HTTP/1.1 2"), CUT_OFF, 0),
    "half a body": (lambda line: line.say(OK, b"Content-Length: 40\r\n\r\n{"), CUT_OFF, 200),
    "no body": (lambda line: line.say(OK, b"Content-Length: 40\r\n\r\n"), CUT_OFF, 200),
    "half a body, then a reset": (
        lambda line: (line.say(OK, b"Content-Length: 40\r\n\r\n{"), line.reset()),
        CUT_OFF,
        None,
    ),
    "half a body, then silence": (
        lambda line: (line.say(OK, b"Content-Length: 40\r\n\r\n{"), line.over.wait(5)),
        TIMED_OUT,
        200,
    ),
    "half a chunk": (lambda line: line.say(OK, b"Transfer-Encoding: chunked\r\n\r\nff\r\n{"), CUT_OFF, 200),
    "a bad chunk": (lambda line: line.say(OK, b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{"), CUT_OFF, 200),
    "no last chunk": (
        lambda line: line.say(OK, b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
        CUT_OFF,
        200,
    ),
    "not HTTP": (lambda line: line.say(b"SSH-2.0-OpenSSH_9.2\r\n"), CUT_OFF, 0),
    "an endless head": (lambda line: line.say(OK, b"X: " + b"a" * 100_000), CUT_OFF, 0),
    "a thousand headers": (lambda line: line.say(OK, b"X: 1\r\n" * 1_000), CUT_OFF, 0),
    "a body that drips": (lambda line: (line.say(OK, b"\r\n"), line.drip(b" ")), TIMED_OUT, 200),
    "a measured body that drips": (
        lambda line: (line.say(OK, b"Content-Length: 9999\r\n\r\n"), line.drip(b" ")),
        TIMED_OUT,
        200,
    ),
    "a head that drips": (lambda line: (line.say(OK, b"X: "), line.drip(b"a")), TIMED_OUT, None),
    "continue for ever": (lambda line: line.drip(b"HTTP/1.1 100 Continue\r\n\r\n"), TIMED_OUT, 0),
    "a huge body": (lambda line: line.answer(200, b" " * (LARGEST_BODY + 1)), UNREADABLE, 200),
    "a body without end": (
        lambda line: (line.say(OK, b"\r\n"), [line.say(b" " * 65536) for _ in range(1_000)]),
        UNREADABLE,
        200,
    ),
}


@pytest.mark.parametrize("name", MAYBE)
def test_what_goes_wrong_after_the_request_is_unknown(name: str) -> None:
    play, doubt, status = MAYBE[name]
    started = time.monotonic()  # noqa: TID251 - the time of the exchange is the machine's
    with raw_server(play) as server:
        limit = 0.3 if doubt is TIMED_OUT else 3.0
        answer = ask(server.url, connect_s=limit, read_s=limit)
        took = time.monotonic() - started  # noqa: TID251 - the same
        assert isinstance(answer, Unknown)
        assert answer.doubt is doubt
        assert answer.http_status == status or status is None
        assert server.connections == 1, "sent twice"
        assert len(server.requests) == 1
    assert took < 3.0


def test_half_a_head_is_an_answer_that_says_nothing() -> None:
    """Python reads a head that breaks off as a whole one; without a body it is unreadable to whoever judges it."""
    with raw_server(lambda line: line.say(OK, b"Content-Le")) as server:
        assert ask(server.url) == Reply(200, b"", "")


def test_the_largest_body_is_still_read() -> None:
    with raw_server(lambda line: line.answer(200, b" " * LARGEST_BODY)) as server:
        assert ask(server.url) == Reply(200, b" " * LARGEST_BODY, "")


def test_a_connection_that_closes_before_it_reads_is_unknown() -> None:
    """Nobody knows how far the bytes came: they were handed to the system, and that is what counts."""

    def play(line: Line) -> None:
        # A reset that is faster than the connection itself would mean that nothing was sent.
        select.select([line.socket], [], [], 5)
        line.reset()

    with raw_server(play, read_first=False) as server:
        assert isinstance(ask(server.url), Unknown)


def test_both_ends_of_connection_error_are_told_apart() -> None:
    """Negative control: to ``requests`` the two are one class, and the money is in the difference."""
    with raw_server(Line.reset) as server, pytest.raises(requests.ConnectionError):
        requests.post(server.url, data=b"x", timeout=1)
    gone = f"http://127.0.0.1:{closed_port()}"
    with pytest.raises(requests.ConnectionError):
        requests.post(gone, data=b"x", timeout=1)

    with raw_server(Line.reset) as server:
        assert isinstance(ask(server.url), Unknown)
    assert isinstance(ask(gone), NotSent)


def test_without_the_cut_a_drip_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: each byte is in time, so the read limit alone never ends it."""
    monkeypatch.setattr(wire._Line, "_cut", lambda self: None)

    def play(line: Line) -> None:
        line.say(OK, b"\r\n")
        for _ in range(40):
            time.sleep(0.02)  # noqa: TID251 - a slow server is slow in real time
            line.say(b" ")

    with raw_server(play) as server:
        assert ask(server.url, connect_s=0.1, read_s=0.1) == Reply(200, b" " * 40, "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_and_not_followed(status: int) -> None:
    with raw_server(lambda line: line.answer(200, b"{}")) as elsewhere:

        def play(line: Line) -> None:
            line.answer(status, b"", b"Location: " + elsewhere.url.encode())

        with raw_server(play) as server:
            assert ask(server.url) == Reply(status, b"", "")
        assert elsewhere.connections == 0


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_in_trouble_is_not_asked_again(status: int) -> None:
    with raw_server(lambda line: line.answer(status, b"<html>", b"Retry-After: 0")) as server:
        assert ask(server.url) == Reply(status, b"<html>", "")
        assert server.connections == 1


def test_each_exchange_has_a_connection_of_its_own() -> None:
    with raw_server(lambda line: line.answer(200, b"{}", b"Connection: keep-alive")) as server:
        for _ in range(3):
            assert isinstance(ask(server.url), Reply)
        assert server.connections == 3


def test_settings_of_the_machine_reroute_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("default login evil password evil\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    with raw_server(lambda line: line.answer(200, b"proxy")) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with raw_server(lambda line: line.answer(200, b"{}")) as server:
            assert requests.get(server.url, timeout=1).text == "proxy", (
                "the control: requests alone would go there"
            )
            assert ask(server.url) == Reply(200, b"{}", "")
            assert b"uthorization" not in server.requests[0]


def test_no_cookie_is_kept() -> None:
    with raw_server(lambda line: line.answer(200, b"{}", b"Set-Cookie: a=b")) as server:
        ask(server.url)
        ask(server.url)
        assert b"ookie" not in server.requests[1]


# --- TLS ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the authority of these tests were one of the world's."""
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(bundle)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(bundle))


def server_context(authority: trustme.CA, *names: str, **options: Any) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names, **options).configure_cert(context)
    return context


@pytest.fixture
def secure(authority: trustme.CA, trusted: None) -> Iterator[RawServer]:
    with raw_server(
        lambda line: line.answer(200, b"{}"), tls=server_context(authority, "127.0.0.1")
    ) as server:
        yield server


def test_a_certificate_of_a_known_authority_is_accepted(secure: RawServer) -> None:
    assert ask(secure.url) == Reply(200, b"{}", "")


def test_a_reset_over_tls_is_unknown(authority: trustme.CA, trusted: None) -> None:
    with raw_server(Line.reset, tls=server_context(authority, "127.0.0.1")) as server:
        assert ask(server.url) == Unknown(CUT_OFF)
        assert len(server.requests) == 1


def test_a_drip_over_tls_ends_as_well(authority: trustme.CA, trusted: None) -> None:
    def play(line: Line) -> None:
        line.say(OK, b"\r\n")
        line.drip(b" ")

    with raw_server(play, tls=server_context(authority, "127.0.0.1")) as server:
        assert ask(server.url, connect_s=0.5, read_s=0.5) == Unknown(TIMED_OUT, http_status=200)


def test_a_strangers_certificate_sends_nothing(trusted: None) -> None:
    with raw_server(
        lambda line: line.answer(200, b"{}"), tls=server_context(trustme.CA(), "127.0.0.1")
    ) as server:
        assert ask(server.url) == NotSent("TLS not agreed")
        assert server.requests == []


def test_a_certificate_for_another_name_sends_nothing(authority: trustme.CA, trusted: None) -> None:
    with raw_server(
        lambda line: line.answer(200, b"{}"), tls=server_context(authority, "api.example")
    ) as server:
        assert ask(server.url) == NotSent("TLS not agreed")
        assert server.requests == []


def test_an_expired_certificate_sends_nothing(authority: trustme.CA, trusted: None) -> None:
    from datetime import UTC, datetime

    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    context = server_context(
        authority, "127.0.0.1", not_before=long_ago, not_after=long_ago + timedelta(days=1)
    )
    with raw_server(lambda line: line.answer(200, b"{}"), tls=context) as server:
        assert ask(server.url) == NotSent("TLS not agreed")
        assert server.requests == []


# Python 3.11's ssl leaves its socket to the collector when the other side resets before the handshake.
@pytest.mark.filterwarnings("ignore:unclosed <ssl.SSLSocket:ResourceWarning")
@pytest.mark.parametrize(
    "play",
    [lambda line: line.say(b"HTTP/1.1 200 OK\r\n\r\n{}"), lambda line: None, Line.reset],
    ids=["plain HTTP", "closed", "reset"],
)
def test_a_handshake_that_breaks_off_sends_nothing(trusted: None, play: Any) -> None:
    with raw_server(play, read_first=False) as server:
        assert isinstance(ask(server.url.replace("http:", "https:")), NotSent)
    gc.collect()


def test_a_handshake_that_never_begins_sends_nothing(trusted: None) -> None:
    with raw_server(say_nothing, read_first=False) as server:
        url = server.url.replace("http:", "https:")
        assert ask(url, connect_s=0.3, read_s=0.3) == NotSent("no connection in time")


def test_a_handshake_that_drips_ends_too(trusted: None) -> None:
    """One record of TLS, announced as 16 KiB and sent byte by byte: each byte is in time."""

    def play(line: Line) -> None:
        line.say(b"\x16\x03\x03\x40\x00")
        line.drip(b"\x02")

    started = time.monotonic()  # noqa: TID251 - the time of the exchange is the machine's
    with raw_server(play, read_first=False) as server:
        answer = ask(server.url.replace("http:", "https:"), connect_s=0.3, read_s=0.3)
    assert isinstance(answer, NotSent)
    assert time.monotonic() - started < 3.0  # noqa: TID251 - the same


# --- what is not told ---------------------------------------------------------------------------------------------


def test_no_address_gets_into_a_log(caplog: pytest.LogCaptureFixture) -> None:
    """Negative control inside: with the filter off, urllib3 does write the payment key down."""
    caplog.set_level(logging.DEBUG, "urllib3")
    caplog.set_level(logging.DEBUG)
    logger = logging.getLogger("urllib3.connectionpool")
    with raw_server(lambda line: line.answer(200, b"{}")) as server:
        request = requests.Request("GET", server.url + "/v1/payments/tcanary123").prepare()
        exchange(request, connect_s=3, read_s=3)
        assert "tcanary123" not in caplog.text

        logger.removeFilter(wire._drop)
        try:
            exchange(request, connect_s=3, read_s=3)
        finally:
            logger.addFilter(wire._drop)
        assert "tcanary123" in caplog.text


def test_the_watch_leaves_no_thread_and_no_socket_behind() -> None:
    import threading

    before = threading.active_count()
    with raw_server(lambda line: line.answer(200, b"{}")) as server:
        for _ in range(20):
            ask(server.url, connect_s=60, read_s=60)
    assert threading.active_count() <= before + 1


def test_an_exchange_does_not_keep_a_process_alive(tmp_path: Path) -> None:
    """The timer is a daemon: a kiosk that is told to stop stops, even while it waits for an answer."""
    script = tmp_path / "ask.py"
    script.write_text(
        "import sys, threading, requests\n"
        "from kiosk.payments.wire import exchange\n"
        "request = requests.Request('GET', sys.argv[1]).prepare()\n"
        "ask = lambda: exchange(request, connect_s=60, read_s=60)\n"
        "threading.Thread(target=ask, daemon=True).start()\n"
        "sys.stdin.readline()\n"
    )
    with raw_server(say_nothing) as server:
        child = subprocess.Popen(
            [sys.executable, str(script), server.url],
            stdin=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )
        try:
            deadline = time.monotonic() + 10  # noqa: TID251 - another process's time
            while not server.requests and time.monotonic() < deadline:  # noqa: TID251 - the same
                time.sleep(0.02)  # noqa: TID251 - the same
            child.communicate(b"\n", timeout=5)
        finally:
            child.kill()
            child.wait(5)
        assert child.returncode == 0
