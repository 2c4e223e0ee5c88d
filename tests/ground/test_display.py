"""Before Qt starts: the display, the web engine's environment, the fonts and resources."""

import os
import shutil
import socket
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase

from kiosk.app import display, fonts, resources, web_engine
from kiosk.app.errors import Fix
from kiosk.app.web_engine import prepare_web_engine


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_QUICK_BACKEND"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environ", "there"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"DISPLAY": ""}, False),
    ],
)
def test_a_display_is_known_by_its_name(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], there: bool
):
    monkeypatch.setattr(sys, "platform", "linux")
    assert display.has_display(environ) is there


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"DISPLAY": ":4711"}, ":4711 (DISPLAY)"),
        ({"DISPLAY": "nonsense"}, "nonsense (DISPLAY)"),
        ({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": "/nowhere"}, "wayland-7 (WAYLAND_DISPLAY)"),
        ({"DISPLAY": ":4711", "WAYLAND_DISPLAY": "w"}, ":4711 (DISPLAY) and w (WAYLAND_DISPLAY)"),
        ({"DISPLAY": ":4711", "QT_QPA_PLATFORM": "xcb"}, ":4711 (DISPLAY)"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "of wayland, xcb"),
    ],
)
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux names its display")
def test_a_display_that_is_not_there_is_named_before_qt_ends_the_process(environ: dict[str, str], named: str):
    fix = display.unreachable(environ)
    assert fix is not None
    assert named in fix.what


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux names its display")
@pytest.mark.parametrize("environ", [{}, {"DISPLAY": ""}])
def test_where_no_display_is_named_none_is_said_to_be_out_of_reach(environ: dict[str, str]):
    fix = display.unreachable(environ)
    assert fix is not None
    assert fix.what == "There is no display."


@pytest.mark.parametrize("platform", ["offscreen", "eglfs", "linuxfb:/dev/fb0", "minimal"])
def test_what_needs_no_display_is_left_to_qt(platform: str):
    assert display.unreachable({"QT_QPA_PLATFORM": platform, "DISPLAY": ":4711"}) is None


def test_a_wayland_socket_that_listens_is_a_display(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(tmp_path / "w-0"))
        door.listen()
        environ = {"WAYLAND_DISPLAY": "w-0", "XDG_RUNTIME_DIR": str(tmp_path), "DISPLAY": ":4711"}
        assert display.unreachable(environ) is None
        assert display.unreachable({"WAYLAND_DISPLAY": str(tmp_path / "w-0")}) is None
        assert display.unreachable(environ | {"QT_QPA_PLATFORM": "xcb"}) is not None


@pytest.mark.usefixtures("bare")
def test_without_xvfb_qt_draws_into_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with display.private_display(540, 960) as name:
        assert name == "offscreen"
        assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
    assert "QT_QPA_PLATFORM" not in os.environ


@pytest.mark.usefixtures("bare")
def test_with_half_of_the_libraries_qt_draws_into_memory(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(display, "missing_libraries", lambda: ("libxcb-icccm.so.4",))
    with display.private_display(540, 960) as name:
        assert name == "offscreen"


@pytest.mark.usefixtures("bare")
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_private_display_ends_with_its_block(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(display, "missing_libraries", tuple)
    with display.private_display(540, 960):
        number = os.environ["DISPLAY"].removeprefix(":")
        with socket.socket(socket.AF_UNIX) as door:
            door.connect(f"/tmp/.X11-unix/X{number}")
        assert display.unreachable(os.environ) is None
    assert "DISPLAY" not in os.environ
    assert not Path(f"/tmp/.X11-unix/X{number}").exists()


def test_the_web_engine_keeps_its_sandbox_and_loses_its_back_doors():
    environ = {
        "QTWEBENGINE_REMOTE_DEBUGGING": "9222",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "QTWEBENGINE_CHROMIUM_FLAGS": "--remote-debugging-port=9222",
    }
    assert prepare_web_engine(environ, rehearsal=False, live=True, root=False, namespaces=True) == ""
    assert environ == {}


def test_without_user_namespaces_only_what_is_not_real_may_be_sold():
    remark = prepare_web_engine({}, rehearsal=True, root=False, namespaces=False)
    assert "user namespaces" in remark
    assert prepare_web_engine({}, rehearsal=False, root=False, namespaces=False) == remark
    with pytest.raises(Fix, match="user namespaces"):
        prepare_web_engine({}, rehearsal=False, live=True, root=False, namespaces=False)


def test_namespaces_are_tried_for_real(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(web_engine, "_TRY", "raise SystemExit(0)")
    assert web_engine.has_namespaces()
    monkeypatch.setattr(web_engine, "_TRY", "raise SystemExit(1)")
    assert not web_engine.has_namespaces() or not sys.platform.startswith("linux")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert web_engine.has_namespaces()


def test_root_may_rehearse_but_not_sell():
    environ: dict[str, str] = {}
    assert "root" in prepare_web_engine(environ, rehearsal=True, root=True)
    assert environ == {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}
    with pytest.raises(Fix, match="as root"):
        prepare_web_engine({}, rehearsal=False, root=True)


def test_hangul_has_a_font(qapp):
    found = fonts.fonts_in_use()
    assert found.hangul
    assert found.serif


def test_without_any_hangul_the_cure_is_told(qapp, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(QFontDatabase, "families", lambda *_system: ["DejaVu Sans"][: 1 - len(_system)])
    with pytest.raises(Fix, match="Korean letters"):
        fonts.fonts_in_use()


def test_resources_are_found_and_missed():
    assert resources.resource_text("style/tokens.json").startswith("{")
    with pytest.raises(Fix, match="missing"):
        resources.path("no", "such.file")


def test_a_test_cannot_reach_beyond_this_machine():
    with socket.socket() as door, pytest.raises(AssertionError, match="this machine only"):
        door.connect(("192.0.2.1", 80))
