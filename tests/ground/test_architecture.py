"""The directions of imports, the shape of modules, and that the checks of both can fail."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "kiosk").rglob("*.py"))
NO_NAMES = ("util", "utils", "helpers", "misc", "common", "manager")
MOST_LINES = 420


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_every_layer_imports_only_what_lies_below_it():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("domain/money.py", "import requests", "The domain needs nothing but the standard library"),
        ("sandbox/extra.py", "import kiosk.domain.money", "The sandbox imports nothing of ours"),
        (
            "ui/icons.py",
            "import kiosk.storage.claims",
            "Screens know no tables and no payment company",
        ),
        ("services/holding.py", "from PySide6 import QtCore", "Qt stays in ui and app"),
        ("ui/icons.py", "import kiosk.services.staffing", "A guest's terminal cannot reach what staff do"),
    ],
)
def test_a_forbidden_import_is_seen(tmp_path: Path, module: str, line: str, contract: str):
    shutil.copytree(ROOT / "kiosk", tmp_path / "kiosk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "kiosk" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    assert done.returncode != 0
    broken = [row for row in done.stdout.splitlines() if row.rstrip().endswith("BROKEN")]
    assert any(contract in row for row in broken), done.stdout


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_owns_and_stays_small(module: Path):
    text = module.read_text(encoding="utf-8")
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "no docstring"
    assert len(text.splitlines()) <= MOST_LINES, "split it by meaning"
    assert module.stem not in NO_NAMES, "a name that says nothing"


def test_no_class_is_a_manager():
    named = [
        f"{module.relative_to(ROOT)}: {node.name}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Util", "Utils"))
    ]
    assert named == []


def test_the_command_line_imports_nothing_heavy():
    seen = subprocess.run(
        [sys.executable, "-c", "import sys, kiosk.cli; print(*sorted(sys.modules))"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout.split()
    heavy = {"PySide6", "sqlalchemy", "requests", "pydantic", "alembic", "structlog", "babel"}
    assert heavy.isdisjoint(seen)
