"""The command: its ready line, its end, the port in use, live keys, and where it listens."""

import re
import signal
import socket
import subprocess
import sys

import pytest

from kiosk.sandbox import Sandbox
from kiosk.sandbox.command import main
from kiosk.sandbox.keys import Keys


def test_the_ready_line_tells_everything_and_sigterm_ends_it_with_zero():
    code = "from kiosk.sandbox.command import main; raise SystemExit(main(0, 1.0))"
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        assert re.match(r"ready http://127\.0\.0\.1:\d+ client_key=test_ck_\w+ secret_key=test_sk_\w+ ", line)
        assert re.search(r"widget_client_key=test_gck_\w+ widget_secret_key=test_gsk_\w+$", line)
        child.send_signal(signal.SIGTERM)
        assert child.wait(10) == 0
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def test_it_ends_with_its_parents_pipe_when_told_to():
    code = "from kiosk.sandbox.command import main; raise SystemExit(main(0, 1.0, until_input_ends=True))"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            assert child.stdout.readline().startswith(b"ready ")
            assert child.poll() is None
            child.stdin.close()
            assert child.wait(10) == 0
        finally:
            child.kill()


def test_a_port_in_use_is_said_plainly_with_a_way_out(capsys):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(port, 1.0) == 1
    said = capsys.readouterr()
    assert f"port {port} is in use" in said.err
    assert "--port 0" in said.err
    assert said.out == ""


@pytest.mark.parametrize(("port", "scale", "word"), [(70_000, 1.0, "port"), (0, 0.0, "scale")])
def test_figures_that_make_no_sense_end_it_with_one(capsys, port, scale, word):
    assert main(port, scale) == 1
    assert word in capsys.readouterr().err


def test_it_listens_on_this_machine_only(sandbox):
    assert sandbox._server.server_address[0] == "127.0.0.1"
    assert sandbox.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("name", ["client_key", "secret_key", "widget_client_key", "widget_secret_key"])
def test_live_keys_are_refused(name):
    with pytest.raises(ValueError, match="live"):
        Keys(**{name: "live_ck_abc"})


def test_each_start_has_keys_of_its_own_and_shows_no_secret(sandbox):
    with Sandbox() as other:
        assert other.secret_key != sandbox.secret_key
    assert sandbox.secret_key not in repr(sandbox.keys)


def test_a_key_in_the_wrong_place_is_refused():
    with pytest.raises(ValueError, match="test_sk_"):
        Keys(secret_key="test_gsk_abc")
