"""What must not be in the project: secrets, addresses of package registries, paths of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Written in parts, so that this file does not contain what it looks for.
REGISTRIES = [
    "py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb" + "ian.org", "cra" + "tes.io",
    "conda" + ".io", "ubuntu" + ".com", "rubygems" + ".org",
]  # fmt: skip
MACHINE = [r"(?<![\w./-])/(?:root|home|Users)/\w", r"(?<![\w.-])/" + r"work/", r"\.\./" + "shared"]
# Toss's own published test keys say "docs"; made-up ones in tests say what they are.
SECRETS = [
    r"live_g?sk_[A-Za-z0-9]{20,}",
    r"test_g?sk_(?!docs)[A-Za-z0-9]{28,}",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
]
# Under our name a stranger's package is on the index: only the checkout itself is ever installed.
STRANGERS = [r"pip install( -\S+)* ['\"]?ja" + r"ri\b"]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def hits(patterns: list[str], files: list[Path]) -> list[str]:
    wanted = re.compile("|".join(patterns))
    found = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [
            f"{file.name}:{number}: {line.strip()[:80]}"
            for number, line in enumerate(text.splitlines(), 1)
            if wanted.search(line)
        ]
    return found


def test_no_file_names_a_package_registry():
    assert hits([re.escape(host) for host in REGISTRIES], tracked()) == []


def test_no_file_knows_this_machine():
    assert hits(MACHINE, tracked()) == []


def test_no_file_holds_a_secret():
    assert hits(SECRETS, tracked()) == []


def test_nobody_is_told_to_install_a_strangers_package():
    assert hits(STRANGERS, tracked()) == []


@pytest.mark.parametrize(
    ("patterns", "planted"),
    [
        (STRANGERS, "pip install 'ja" + "ri[keyring]'"),
        ([re.escape(host) for host in REGISTRIES], "https://" + "py" + "pi.org/simple"),
        (MACHINE, "open('/" + "work/main/x')"),
        (MACHINE, "cd /" + "root/kiosk"),
        (SECRETS, "live_" + "sk_" + "a1B2" * 8),
    ],
)
def test_what_is_looked_for_would_be_found(tmp_path: Path, patterns: list[str], planted: str):
    file = tmp_path / "planted.txt"
    file.write_text(planted, encoding="utf-8")
    assert hits(patterns, [file])


def test_no_font_file_is_kept():
    assert [
        file.name for file in tracked() if file.suffix.lower() in (".otf", ".ttf", ".ttc", ".woff", ".woff2")
    ] == []
