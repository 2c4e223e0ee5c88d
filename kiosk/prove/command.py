"""``kiosk prove``: runs the fault campaigns, says how each went, and writes the figures down.

Knows every campaign by one function; a campaign knows nothing of this.
"""

import json
import os
import platform
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock
from kiosk.domain.ports import Clock
from kiosk.prove.campaign import Campaign, Effort, Violation
from kiosk.prove.report import Finding, Machine, Report, as_json, broken, line, table
from kiosk.storage.sqlite import sqlite_driver


def _simulation() -> Campaign:
    from kiosk.prove.simulation.campaign import Simulation

    return Simulation()


def _mutants() -> Campaign:
    from kiosk.prove.mutants.campaign import Mutants

    return Mutants()


def _interleavings() -> Campaign:
    from kiosk.prove.interleavings.campaign import Interleavings

    return Interleavings()


def _cuts() -> Campaign:
    from kiosk.prove.wire.cuts import Cuts

    return Cuts()


def _answers() -> Campaign:
    from kiosk.prove.wire.answers import Answers

    return Answers()


def _clocks() -> Campaign:
    from kiosk.prove.clocks import Clocks

    return Clocks()


def _redirects() -> Campaign:
    from kiosk.prove.wire.redirects import Redirects

    return Redirects()


def _leaks() -> Campaign:
    from kiosk.prove.leaks import Leaks

    return Leaks()


def _kills() -> Campaign:
    from kiosk.prove.kills.campaign import Kills

    return Kills()


def _journal() -> Campaign:
    from kiosk.prove.journal.campaign import Journal

    return Journal()


def _power() -> Campaign:
    from kiosk.prove.disk.power import Power

    return Power()


def _disk_faults() -> Campaign:
    from kiosk.prove.disk.faults import DiskFaults

    return DiskFaults()


def _disk_full() -> Campaign:
    from kiosk.prove.disk.full import FullDisk

    return FullDisk()


def _io_errors() -> Campaign:
    from kiosk.prove.disk.storms import Storms

    return Storms()


def _startup() -> Campaign:
    from kiosk.prove.startup import Startup

    return Startup()


def _reconciliation() -> Campaign:
    from kiosk.prove.reconciliation.campaign import Reconciliation

    return Reconciliation()


def _terminals() -> Campaign:
    from kiosk.prove.outages.campaign import terminals

    return terminals()


def _partitions() -> Campaign:
    from kiosk.prove.outages.campaign import partitions

    return partitions()


CAMPAIGNS: Final[tuple[Callable[[], Campaign], ...]] = (
    _simulation,
    _mutants,
    _interleavings,
    _cuts,
    _answers,
    _redirects,
    _clocks,
    _leaks,
    _kills,
    _power,
    _disk_faults,
    _disk_full,
    _io_errors,
    _journal,
    _startup,
    _reconciliation,
    _terminals,
    _partitions,
)
"""In the order in which they are run. Each is imported only when it is wanted."""


def main(args: Namespace, campaigns: Sequence[Callable[[], Campaign]] = CAMPAIGNS) -> int:
    """0 when all that was asked for holds, 1 when something does not. Raises Fix for a name or a case that is none."""
    try:
        known = {campaign.name: campaign for campaign in (make() for make in campaigns)}
    except ModuleNotFoundError as missing:
        raise Fix(
            f"The fault campaign needs {missing.name}, which is not installed.",
            "Install the program with it: pip install -e '.[prove]', or make setup.",
        ) from missing
    if args.list:
        for campaign in known.values():
            print(f"{campaign.name:<14} {campaign.claim}")
        return 0
    if args.only is not None and args.only not in known:
        raise Fix(f"There is no campaign {args.only!r}.", f"There are: {', '.join(known)}.")
    if args.case is not None:
        if args.only is None:
            raise Fix("A case belongs to one campaign.", "Name it: kiosk prove --only NAME --case CASE")
        return _replay(known[args.only], args.case)
    wanted = [known[args.only]] if args.only is not None else list(known.values())
    effort = Effort(quick=not args.full, seed=args.seed, jobs=args.jobs or os.cpu_count() or 1, tell=_tell)
    report = run(wanted, effort, MachineClock())
    print()
    print("\n".join(table(report)))
    if args.json is not None:
        _write(args.json, report)
    return 0 if report.holds else 1


def run(campaigns: Sequence[Campaign], effort: Effort, clock: Clock) -> Report:
    """One after the other, whatever becomes of each; says so as each one ends."""
    began = clock.now()
    findings = []
    for campaign in campaigns:
        finding = _run(campaign, effort, clock)
        findings.append(finding)
        print("\n".join([line(finding, effort), *broken(finding, effort)]), flush=True)
    return Report(effort, began, _machine(), findings)


def _tell(found: Violation) -> None:
    print(f"        found {found.case}: {found.what}", flush=True)


def _run(campaign: Campaign, effort: Effort, clock: Clock) -> Finding:
    began = clock.monotonic()
    outcome, failed = None, ""
    try:
        outcome = campaign.run(effort)
    except Exception as wrong:  # noqa: BLE001 - one campaign that cannot be run must not hide what the others find
        failed = f"{type(wrong).__name__}: {wrong}"
    return Finding(campaign.name, campaign.claim, campaign.target, clock.monotonic() - began, outcome, failed)


def _replay(campaign: Campaign, case: str) -> int:
    try:
        found = campaign.replay(case)
    except ValueError as none:
        raise Fix(f"{case!r} is no case of {campaign.name}: {none}", "Take one from a report.") from none
    print("\n".join(found) if found else f"{campaign.name} {case}: nothing is broken")
    return 1 if found else 0


def _machine() -> Machine:
    return Machine(
        python=platform.python_version(),
        sqlite=sqlite_driver().sqlite_version,
        system=f"{platform.system()} {platform.machine()}",
        cores=os.cpu_count() or 1,
    )


def _write(file: Path, report: Report) -> None:
    try:
        file.write_text(json.dumps(as_json(report), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as wrong:
        raise Fix(f"{file} could not be written: {wrong.strerror}.", "Name a file that can be.") from wrong
