"""What a run of campaigns found, for people and as JSON. Pure: prints nothing, measures nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.prove.campaign import Effort, Outcome, Violation

SHOWN_VIOLATIONS: Final = 5
"""How many broken cases of a campaign are printed; the JSON has every one."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What the figures were made on."""

    python: str
    sqlite: str
    system: str
    cores: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One campaign as it went. ``outcome`` is None when it could not be run to its end; ``failed`` then says why."""

    name: str
    claim: str
    target: int
    seconds: float
    outcome: Outcome | None
    failed: str = ""

    def holds(self, effort: Effort) -> bool:
        """Nothing broken, every control seen to fail and, in a full run, as many cases as are promised."""
        if self.outcome is None or not self.outcome.holds:
            return False
        return effort.quick or self.outcome.cases >= self.target


@dataclass(frozen=True, slots=True)
class Report:
    """A whole run."""

    effort: Effort
    at: datetime
    machine: Machine
    findings: Sequence[Finding]

    @property
    def holds(self) -> bool:
        """Whether every campaign that was run does."""
        return bool(self.findings) and all(finding.holds(self.effort) for finding in self.findings)


def line(finding: Finding, effort: Effort) -> str:
    """One plain line about a campaign that has just ended."""
    word = "holds " if finding.holds(effort) else "BROKEN"
    if finding.outcome is None:
        return f"{word}  {finding.name}: could not be run: {finding.failed}"
    done = finding.outcome
    caught = sum(control.was_caught for control in done.controls)
    return (
        f"{word}  {finding.name}: {_count(done.cases, 'case')}, {_count(len(done.violations), 'violation')}, "
        f"{caught} of {_count(len(done.controls), 'control')} caught, {finding.seconds:.1f} s"
    )


def broken(finding: Finding, effort: Effort) -> Iterator[str]:
    """What is wrong with a campaign, and how to see it again; nothing for one that holds."""
    if finding.outcome is None:
        return
    done = finding.outcome
    for violation in done.violations[:SHOWN_VIOLATIONS]:
        yield f"        {violation.what}"
        yield f"        again: {replay(finding.name, violation)}"
    if len(done.violations) > SHOWN_VIOLATIONS:
        yield f"        and {len(done.violations) - SHOWN_VIOLATIONS:,} more"
    for control in done.controls:
        if not control.was_caught:
            yield f"        not caught in {_count(control.cases, 'case')}: {control.name}"
    if not done.controls:
        yield "        has no control, so it proves nothing"
    if not effort.quick and done.cases < finding.target:
        yield f"        {done.cases:,} cases are fewer than the {finding.target:,} promised"


def replay(name: str, violation: Violation) -> str:
    """The command that runs just this case again."""
    return f"kiosk prove --only {name} --case '{violation.case}'"


def table(report: Report) -> list[str]:
    """Every campaign in a row, under a heading, and the verdict below."""
    rows: list[tuple[str, ...]] = [("campaign", "cases", "target", "violations", "controls", "seconds", "")]
    rows += [_row(finding, report.effort) for finding in report.findings]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [_aligned(row, widths) for row in rows]
    kind = "quick" if report.effort.quick else "full"
    verdict = "everything holds" if report.holds else "NOT EVERYTHING HOLDS"
    machine = report.machine
    seconds = sum(finding.seconds for finding in report.findings)
    made_on = f"Python {machine.python}, SQLite {machine.sqlite}, {_count(machine.cores, 'core')}"
    return [*lines, "", f"{verdict}: {kind} run, seed {report.effort.seed}, {seconds:.0f} s, {made_on}"]


def as_json(report: Report) -> dict[str, Any]:
    """The same and more, for a program: figures, every violation with its command, and each control."""
    return {
        "holds": report.holds,
        "mode": "quick" if report.effort.quick else "full",
        "seed": report.effort.seed,
        "jobs": report.effort.jobs,
        "date": report.at.isoformat(timespec="seconds"),
        "machine": {
            "python": report.machine.python,
            "sqlite": report.machine.sqlite,
            "system": report.machine.system,
            "cores": report.machine.cores,
        },
        "campaigns": [_campaign(finding, report.effort) for finding in report.findings],
    }


def _campaign(finding: Finding, effort: Effort) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": finding.name,
        "claim": finding.claim,
        "holds": finding.holds(effort),
        "target": finding.target,
        "seed": effort.seed,
        "seconds": round(finding.seconds, 1),
    }
    done = finding.outcome
    if done is None:
        return told | {"failed": finding.failed}
    return told | {
        "cases": done.cases,
        "violations": [
            {"case": violation.case, "what": violation.what, "replay": replay(finding.name, violation)}
            for violation in done.violations
        ],
        "controls": [
            {
                "name": control.name,
                "cases": control.cases,
                "violations": control.violations,
                "caught": control.was_caught,
            }
            for control in done.controls
        ],
        "figures": dict(done.figures),
    }


def _row(finding: Finding, effort: Effort) -> tuple[str, ...]:
    word = "" if finding.holds(effort) else "BROKEN"
    if finding.outcome is None:
        return (finding.name, "-", f"{finding.target:,}", "-", "-", f"{finding.seconds:.1f}", word)
    done = finding.outcome
    caught = sum(control.was_caught for control in done.controls)
    return (
        finding.name,
        f"{done.cases:,}",
        f"{finding.target:,}",
        f"{len(done.violations):,}",
        f"{caught}/{len(done.controls)}",
        f"{finding.seconds:.1f}",
        word,
    )


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """Names to the left, figures to the right."""
    cells = [cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True)]
    return "  ".join([row[0].ljust(widths[0]), *cells, row[-1]]).rstrip()


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
