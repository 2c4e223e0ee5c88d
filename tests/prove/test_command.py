"""The command that runs the campaigns: what it prints and writes, what it ends with, and what bad words get."""

import json
from argparse import Namespace
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk import cli
from kiosk.app.errors import Fix
from kiosk.prove import command
from kiosk.prove.campaign import Campaign, Control, Effort, Outcome, Violation

CAUGHT = Control("a bad one", 3, 1)
GOOD = Outcome(10, (), (CAUGHT,), {"paid": 4})


@dataclass(frozen=True)
class Fake:
    """A campaign of which the end is known."""

    name: str = "fake"
    claim: str = "nothing breaks"
    target: int = 10
    outcome: Outcome | Exception = GOOD
    efforts: list[Effort] = field(default_factory=list)

    def run(self, effort: Effort) -> Outcome:
        self.efforts.append(effort)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def replay(self, case: str) -> list[str]:
        if not case.startswith("case-"):
            raise ValueError("it is written as case-1")
        return ["a won is lost"] if case == "case-7" else []


BROKEN = Fake("broken", outcome=Outcome(10, (Violation("case-7", "a won is lost"),), (CAUGHT,)))
MISSED = Fake("polite", outcome=Outcome(10, (), (Control("a bad one", 3, 0),)))
FAILING = Fake("failing", outcome=RuntimeError("no such folder"))
FEW = Fake("few", outcome=Outcome(9, (), (CAUGHT,)))


def run(words: str, *campaigns: Campaign) -> int:
    args = cli.parser().parse_args(["prove", *words.split()])

    def maker(campaign: Campaign) -> object:
        return lambda: campaign

    return command.main(args, [maker(campaign) for campaign in campaigns])  # type: ignore[misc]


def test_all_that_hold_end_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    fake = Fake()
    assert run("--seed 3 --jobs 2", fake, Fake("other")) == 0
    assert fake.efforts == [Effort(quick=True, seed=3, jobs=2)]
    told = capsys.readouterr().out
    assert "holds   fake: 10 cases, 0 violations, 1 of 1 control caught, 0.0 s\n" in told
    assert "everything holds: quick run, seed 3" in told


@pytest.mark.parametrize("bad", [BROKEN, MISSED, FAILING], ids=lambda fake: fake.name)
def test_one_that_does_not_hold_ends_with_1_and_the_others_are_run(
    bad: Fake, capsys: pytest.CaptureFixture[str]
) -> None:
    after = Fake("after")
    assert run("", bad, after) == 1
    assert after.efforts
    told = capsys.readouterr().out
    assert f"BROKEN  {bad.name}" in told
    assert "NOT EVERYTHING HOLDS" in told


def test_a_broken_case_names_the_command_that_shows_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    run("", BROKEN)
    assert "kiosk prove --only broken --case 'case-7'" in capsys.readouterr().out


def test_a_full_run_has_to_reach_its_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("", FEW) == 0
    assert run("--full", FEW) == 1
    assert "9 cases are fewer than the 10 promised" in capsys.readouterr().out
    assert FEW.efforts[-1].quick is False


def test_the_figures_are_written_as_json(tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    assert run(f"--seed 5 --json {file}", Fake(), BROKEN, FAILING) == 1
    told = json.loads(file.read_text(encoding="utf-8"))
    assert (told["holds"], told["mode"], told["seed"]) == (False, "quick", 5)
    assert set(told["machine"]) == {"python", "sqlite", "system", "cores"}
    good, bad, failed = told["campaigns"]
    assert good["figures"] == {"paid": 4}
    assert good["controls"] == [{"name": "a bad one", "cases": 3, "violations": 1, "caught": True}]
    assert (good["cases"], good["target"], good["claim"]) == (10, 10, "nothing breaks")
    assert bad["violations"] == [
        {
            "case": "case-7",
            "what": "a won is lost",
            "replay": "kiosk prove --only broken --case 'case-7'",
        }
    ]
    assert failed["failed"] == "RuntimeError: no such folder"


def test_a_file_that_cannot_be_written_is_said_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(Fix, match="could not be written"):
        run(f"--json {tmp_path}", Fake())


def test_only_one_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    wanted, other = Fake("wanted"), Fake("other")
    assert run("--only wanted", wanted, other) == 0
    assert (len(wanted.efforts), len(other.efforts)) == (1, 0)
    with pytest.raises(Fix, match="no campaign 'moon'"):
        run("--only moon", wanted)


def test_a_case_is_run_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only fake --case case-7", Fake()) == 1
    assert capsys.readouterr().out == "a won is lost\n"
    assert run("--only fake --case case-1", Fake()) == 0
    with pytest.raises(Fix, match="is no case of fake"):
        run("--only fake --case moon", Fake())
    with pytest.raises(Fix, match="belongs to one campaign"):
        run("--case case-1", Fake())


def test_the_list_names_every_campaign_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["prove", "--list"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(names) == len(set(names)) == len(command.CAMPAIGNS)
    assert "simulation" in names


@pytest.mark.parametrize("words", ["--quick --full", "--jobs 0", "--jobs many", "--seed x"])
def test_words_it_does_not_know_are_refused(words: str) -> None:
    with pytest.raises(SystemExit):
        cli.parser().parse_args(["prove", *words.split()])


def test_nothing_to_run_does_not_hold() -> None:
    assert command.main(Namespace(**_BARE), []) == 1


_BARE = {
    "list": False,
    "only": None,
    "case": None,
    "full": False,
    "seed": 1,
    "jobs": None,
    "json": None,
}
