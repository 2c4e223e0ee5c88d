"""The product with one rule wrong: a handful are judged here, and every one has to fit the source as it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.prove.campaign import Effort
from kiosk.prove.mutants.campaign import Mutants
from kiosk.prove.mutants.mutant import Change, DoesNotApply, Mutant, change_imports, changed, problem_of
from kiosk.prove.mutants.table import MUTANTS, NOTHING, QUICK

ROOT = Path(__file__).resolve().parents[2]
LEAST = 32


@pytest.mark.slow
def test_a_handful_is_noticed_and_a_change_of_nothing_is_not() -> None:
    outcome = Mutants().run(Effort(quick=True, jobs=2))
    assert outcome.violations == ()
    assert outcome.holds
    assert outcome.cases == len(QUICK)


def test_there_are_enough_and_each_has_a_name_of_its_own() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert len(set(names)) == len(names) >= LEAST
    assert set(QUICK) <= set(names)


@pytest.mark.parametrize("mutant", [*MUTANTS, NOTHING], ids=lambda mutant: mutant.name)
def test_every_mutant_fits_the_source(mutant: Mutant) -> None:
    assert problem_of(mutant.changes) == ""
    assert problem_of((*mutant.changes, *mutant.without_guard)) == ""
    assert bool(mutant.guard) == bool(mutant.without_guard)
    assert [file for file in mutant.tests if not (ROOT / file).is_file()] == []


def test_a_text_that_is_gone_or_there_twice_is_a_failure() -> None:
    with pytest.raises(DoesNotApply, match="0 times"):
        changed("a b", [Change("m", "c", "d")])
    with pytest.raises(DoesNotApply, match="2 times"):
        changed("a b a", [Change("m", "a", "d")])
    assert "0 times" in problem_of([Change("kiosk.domain.money", "no such text", "")])


def test_a_module_that_is_imported_already_is_not_changed_unseen() -> None:
    with pytest.raises(DoesNotApply, match="imported already"):
        change_imports([Change("kiosk.prove.mutants.table", "a", "b")])


def test_tests_can_be_run_against_a_mutant(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text("from kiosk.storage import payments\ndef test_it():\n    assert payments\n")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "kiosk.prove.mutants.plugin",
            "-c",
            os.devnull,
            str(test),
        ],
        cwd=tmp_path,
        env=os.environ
        | {"JARI_MUTANT": "row-count-not-checked", "JARI_MUTANT_DOUBLE": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_is_judged_again_by_its_name() -> None:
    assert Mutants().replay("reclaim-takes-from-others") == []


@pytest.mark.parametrize("word", ["", "no-such-mutant", "new-key-per-try-without-guard"])
def test_a_word_that_is_no_mutant_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="new-key-per-try"):
        Mutants().replay(word)
