"""The command line: what is called for each command, and what mistakes get."""

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from types import ModuleType

import pytest

from kiosk import cli
from kiosk.app.errors import Fix

ROOT = Path(__file__).resolve().parents[2]


class Called(ModuleType):
    """Stands for the module of a command and remembers what it was given."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.given: list[tuple[object, ...]] = []

    def main(self, *args: object, until_input_ends: bool = False) -> int:
        self.given.append(args)
        return 7


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> object:
    def stand_in(package: str, name: str) -> Called:
        module = Called(f"{package}.{name}")
        monkeypatch.setitem(sys.modules, module.__name__, module)
        __import__(package)
        monkeypatch.setattr(sys.modules[package], name, module, raising=False)
        return module

    return stand_in


def given(module: Called) -> Namespace:
    (only,) = module.given
    assert isinstance(only[0], Namespace)
    return only[0]


def test_run_starts_the_kiosk(command, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DISPLAY", ":7")
    run = command("kiosk.app", "run")
    assert (
        cli.main(["run", "--windowed", "540x960", "--theme", "night", "--lang", "en", "--terminal", "door"])
        == 7
    )
    args = given(run)
    assert (args.windowed, args.theme, args.lang, args.terminal) == ("540x960", "night", "en", "door")
    assert args.fullscreen is False
    assert args.settings is None


def test_run_without_a_display_is_the_tour_and_says_so(
    command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    tour = command("kiosk.app", "tour")
    assert cli.main(["run", "--theme", "night", "--settings", "my.toml"]) == 7
    args = given(tour)
    assert (args.theme, args.settings, args.scenario) == ("night", Path("my.toml"), "paid")
    said = capsys.readouterr().out
    assert "no display" in said
    assert str(args.shots) in said


def test_the_tour_takes_its_options(command):
    tour = command("kiosk.app", "tour")
    words = ["--shots", "out", "--json", "out.json", "--scenario", "declined", "--access", "large,slow"]
    assert cli.main(["tour", *words]) == 7
    args = given(tour)
    assert args.access == "large,slow"
    assert (args.shots, args.json, args.scenario) == (Path("out"), Path("out.json"), "declined")


def test_the_sandbox_takes_a_port_and_a_scale(command):
    sandbox = command("kiosk.sandbox", "command")
    assert cli.main(["sandbox", "--port", "8123", "--clock-scale", "60"]) == 7
    assert sandbox.given == [(8123, 60.0)]


@pytest.mark.parametrize("name", ["init:initialise", "doctor:doctor", "reconcile:reconcile"])
def test_the_other_commands_are_called(command, name: str):
    word, module = name.split(":")
    called = command("kiosk.app", module)
    assert cli.main([word]) == 7
    assert given(called).settings is None


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["fly"],
        ["run", "--windowed", "big"],
        ["run", "--windowed", "5x5"],
        ["run", "--windowed", "540x960", "--fullscreen"],
        ["run", "--theme", "blue"],
        ["reconcile", "--date", "yesterday"],
        ["sandbox", "--port", "99999"],
        ["sandbox", "--port", "-1"],
        ["sandbox", "--clock-scale", "0"],
        ["sandbox", "--clock-scale", "fast"],
    ],
)
def test_words_it_does_not_know_are_refused(words: list[str], capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as stopped:
        cli.main(words)
    assert stopped.value.code == 2
    assert "usage: kiosk" in capsys.readouterr().err


def test_what_a_person_can_put_right_is_two_plain_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def stopped(_args: object) -> int:
        raise Fix("The door is shut.", "Open it.")

    monkeypatch.setattr("kiosk.app.doctor.main", stopped)
    assert cli.main(["doctor"]) == 2
    told = capsys.readouterr()
    assert told.err == "kiosk: The door is shut.\n       Open it.\n"
    assert told.out == ""


def test_an_interrupt_ends_quietly(monkeypatch: pytest.MonkeyPatch):
    def interrupted(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("kiosk.app.doctor.main", interrupted)
    assert cli.main(["doctor"]) == 130


def test_doctor_runs_as_a_process_of_its_own():
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "doctor", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert json.loads(done.stdout)["findings"]


def test_a_reader_that_goes_away_is_no_crash():
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "doctor"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.close()
        assert "Traceback" not in child.stderr.read()
