"""``kiosk doctor``: everything that is missing or wrong on this machine, each with its cure, in plain words."""

import json
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import asdict

from kiosk.app import checks_printer, checks_qt, checks_store, paths
from kiosk.app.findings import Finding, Findings, State
from kiosk.app.keys import Mode
from kiosk.app.machine import MachineClock
from kiosk.app.sounds import sound_output
from kiosk.domain.ports import Clock

_MARKS = {State.OK: "ok   ", State.NOTE: "note ", State.FIX: "FIX  "}
_INDENT = " " * 6


def main(args: Namespace) -> int:
    """Print what was found; 1 if something must be fixed before the kiosk can be used."""
    clauses: list[dict[str, object]] | None = None
    if getattr(args, "for_access", False):
        found, clauses = examine_access(args)
        good = "Rules marked note are not kept by this program: they are left to staff."
    else:
        found, good = list(examine(args, MachineClock())), "The kiosk can be used on this machine."
    print(as_json(found, clauses) if args.json else as_text(found, good))
    return 1 if any(finding.state is State.FIX for finding in found) else 0


def examine(args: Namespace, clock: Clock) -> Findings:
    """Every check, in the order in which a person would put things right."""
    settings, about_settings = checks_store.settings(args)
    live = settings is not None and settings.mode is Mode.LIVE
    yield from checks_qt.python_and_qt()
    yield from checks_qt.web_engine(live=live)
    yield from checks_qt.display()
    yield from checks_qt.fonts()
    yield from sound_output()
    yield about_settings
    yield from checks_store.sqlite()
    if settings is not None:
        written = list(checks_store.writing(settings))
        yield from written
        if not any(finding.check == "database" and finding.state is State.FIX for finding in written):
            yield from checks_store.database(settings.database_url)
        yield from checks_store.backups(settings, clock)
        yield from checks_store.disks(settings)
        yield from checks_printer.printer(settings)
    else:
        yield from checks_store.disk(paths.data_dir())
    yield from checks_store.clock(clock)


def examine_access(args: Namespace) -> tuple[list[Finding], list[dict[str, object]]]:
    """Who can use it, rule by rule; and each rule at each screen, in each theme and text size."""
    settings, about_settings = checks_store.settings(args)
    if settings is None:
        return [about_settings], []
    from kiosk.app import checks_access
    from kiosk.app.access import report

    judged = report.measured(settings)
    return (
        [*checks_access.everything(settings), *report.findings(judged)],
        report.as_clauses(judged),
    )


def as_text(found: Iterable[Finding], good: str = "The kiosk can be used on this machine.") -> str:
    """For a person; ``good`` is said when nothing has to be put right."""
    lines, fixes = [], 0
    for finding in found:
        lines.append(f"{_MARKS[finding.state]} {finding.text}")
        if finding.cure:
            lines.append(f"{_INDENT}{finding.cure}")
        fixes += finding.state is State.FIX
    lines.append("")
    if fixes == 0:
        lines.append(good)
    else:
        things = "1 thing" if fixes == 1 else f"{fixes} things"
        lines.append(f"{things} marked FIX must be put right first.")
    return "\n".join(lines)


def as_json(found: Iterable[Finding], clauses: list[dict[str, object]] | None = None) -> str:
    """For a program: ``{"usable": bool, "findings": [{"check", "state", "text", "cure"}]}``, and ``clauses`` if given."""
    findings = [asdict(finding) for finding in found]
    usable = all(finding["state"] is not State.FIX for finding in findings)
    told: dict[str, object] = {"usable": usable, "findings": findings}
    if clauses is not None:
        told["clauses"] = clauses
    return json.dumps(told, ensure_ascii=False, indent=1)
