"""make setup's scripts: that they read well, are quick when all is there, and say what an ordinary user must do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in (ROOT / ".ci").iterdir() if path.is_file())
POSIX = shutil.which("sh") is not None


def put(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH of our own, with a package system that has nothing installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("sh", "sed", "grep", "tr", "dirname", "cat"):
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    put(folder, "dpkg-query", "echo 'ii  libegl1'")
    put(folder, "apt-cache", "[ $2 = libasound2 ] && echo 'Candidate: (none)' || echo 'Candidate: 1.0'")
    put(folder, "apt-get", 'echo "$@" >> "$LOG"')
    return folder


def system_packages(tools: Path, user: int) -> tuple[str, str]:
    put(tools, "id", f"echo {user}")
    log = tools.parent / "log"
    done = subprocess.run(
        ["sh", str(ROOT / ".ci" / "system-packages")],
        env={"PATH": str(tools), "LOG": str(log)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout, log.read_text(encoding="utf-8") if log.exists() else ""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run(script: Path):
    assert os.access(script, os.X_OK)
    assert subprocess.run(["sh", "-n", str(script)], timeout=10, check=False).returncode == 0


def test_root_installs_only_what_is_missing(tools: Path):
    told, called = system_packages(tools, 0)
    assert "installing system packages" in told
    assert "xvfb" in called
    assert "libegl1 " not in called.splitlines()[-1]
    assert "libasound2t64" in called, "of two names the one that can be had"


def test_an_ordinary_user_is_told_the_command_and_nothing_is_run(tools: Path):
    told, called = system_packages(tools, 1000)
    assert "sudo apt-get install --no-install-recommends" in told
    assert "libxcb-icccm4" in told
    assert called == ""


def test_nothing_is_said_when_everything_is_there(tools: Path):
    wanted = (ROOT / "resources" / "system-packages.txt").read_text(encoding="utf-8")
    here = [line.split("#")[0].strip().split("|")[-1] for line in wanted.splitlines()]
    put(tools, "dpkg-query", "\n".join(f"echo 'ii  {name}'" for name in here if name))
    assert system_packages(tools, 0) == ("", "")


def test_no_python_at_all_is_told_plainly(tools: Path, tmp_path: Path):
    checkout = tmp_path / "checkout"
    (checkout / ".ci").mkdir(parents=True)
    for name in (".ci/environment", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, checkout / name)
    put(tools, "id", "echo 1000")
    cksum = shutil.which("cksum")
    assert cksum
    (tools / "cksum").symlink_to(cksum)
    put(tools, "python3", "exit 127")
    done = subprocess.run(
        ["sh", str(checkout / ".ci" / "environment")],
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "no Python from 3.11 to 3.14" in done.stderr
    assert "apt-get install python3" in done.stderr
