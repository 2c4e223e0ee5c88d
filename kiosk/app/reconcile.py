"""``kiosk reconcile``: our books against Toss Payments' transactions and settlements, as a table and as JSON."""

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.app import resources, settings
from kiosk.app.errors import Fix
from kiosk.app.machine import MachineClock, MachineIds
from kiosk.app.settings import Settings
from kiosk.app.store import open_store
from kiosk.app.upkeep import statements_of
from kiosk.domain.flight import Sent
from kiosk.domain.settlements import Settled
from kiosk.domain.sittings import SEOUL, seoul_day
from kiosk.domain.tallies import Tally
from kiosk.payments.toss import API, Toss, WrongAddress
from kiosk.services.comparing import Item
from kiosk.services.reconciling import MATTER, NotReconciled, Reconciler, Report
from kiosk.services.shop import Shop
from kiosk.storage.flight import FlightFile
from kiosk.ui.text import Text, load_texts


def main(args: Namespace) -> int:
    """Compare one day; 1 when something differs or could not be compared. Raises Fix."""
    told = settings.from_args(args)
    clock = MachineClock()
    channel = _channel(told, args.api or API, clock)
    recorder = FlightFile(told.state_dir)
    database, restaurant_id = open_store(told.database_url, told.restaurant)
    try:
        shop = Shop(database.of(restaurant_id), clock, MachineIds(), restaurant_id, told.terminal)
        reconciler = Reconciler(shop, channel, statements_of(channel), recorder)
        end = reconciler.reconcile(args.date or seoul_day(clock.now()))
        nameless = reconciler.unknown_here()
    finally:
        database.close()
    print(
        "\n".join(
            [*lines_of(end, load_texts(resources.path("text"))[told.lang]), *_nameless(nameless, recorder)]
        )
    )
    if args.json is not None:
        told_json = as_json(end) | {"only_recorded": [sent.order_id for sent in nameless]}
        _write(args.json, told_json)
    return 0 if isinstance(end, Report) and not end.differences and not nameless else 1


def _channel(told: Settings, api: str, clock: MachineClock) -> Toss:
    if told.toss_keys is None:
        raise Fix(
            "In sandbox mode there is no payment company to compare with: the local one forgets when it ends.",
            "Set the keys (README, Going live). For a sandbox that runs by itself (kiosk sandbox), set its keys "
            "and name its address: --api http://127.0.0.1:PORT",
        )
    try:
        return Toss(told.toss_keys.secret, api, clock)
    except WrongAddress as wrong:
        raise Fix(f"--api {api} cannot be used.", str(wrong)) from wrong


# --- for people -------------------------------------------------------------------------------------------------------


def lines_of(end: Report | NotReconciled, text: Text) -> list[str]:
    """What a person reads: both sums, then each difference with what was done and what to do."""
    if isinstance(end, NotReconciled):
        return [
            f"{end.day}: NOT RECONCILED. {end.why[:1].upper()}{end.why[1:]}.",
            "Nothing counts as compared. It is tried again by itself; or run this command again later.",
        ]
    return [line for part in (_sums(end), _settled(end), _items(end, text)) for line in part]


def _nameless(found: Sequence[Sent], recorder: FlightFile) -> Iterator[str]:
    """What this machine has asked for and the database does not know as sent."""
    if not found:
        return
    yield ""
    yield f"{len(found)} orders that this machine has asked money for ({recorder.file}) are not in the database, or not as sent:"
    for sent in found:
        yield f"    {sent.order_id}   {sent.amount:,} won, {sent.at.astimezone(SEOUL):%Y-%m-%d %H:%M}"
    yield "Compare those days (--date). What the company has no money for needs nothing."


def _sums(report: Report) -> Iterator[str]:
    ours, theirs = report.comparison.ours, report.comparison.theirs
    at = report.at.astimezone(SEOUL)
    yield f"{report.day} in Seoul, compared {at:%Y-%m-%d %H:%M}"
    yield f"{'':<12}{'ours':>22}{'theirs':>22}"
    yield f"{'charged':<12}{_cell(ours.charges, ours.charged)}{_cell(theirs.charges, theirs.charged)}"
    yield f"{'given back':<12}{_cell(ours.refunds, ours.refunded)}{_cell(theirs.refunds, theirs.refunded)}"
    yield f"{'net':<12}{ours.net:>18,} won{theirs.net:>18,} won"


def _cell(count: int, won: int) -> str:
    return f"{count:>5} x{won:>11,} won"


def _settled(report: Report) -> Iterator[str]:
    match report.settled:
        case Settled(rows=0):
            yield "settled: nothing of this day yet (with test keys there never is anything)"
        case Settled() as settled:
            yield (
                f"settled: {settled.rows} x, {settled.amount:,} won less {settled.fees:,} won fee, "
                f"{settled.payout:,} won paid out"
            )
        case unavailable:
            yield f"settled: not known, {unavailable.why}"


def _items(report: Report, text: Text) -> Iterator[str]:
    if not report.differences:
        yield "No differences."
    for item in report.items:
        finding = item.finding
        yield ""
        yield _sentence(item, text)
        yield f"    {finding.subject}   theirs {finding.theirs:+,} won, ours {finding.ours:+,} won"
        if finding.kind.is_difference:
            yield f"    {text(f'reconcile.{item.deed}')} {text(f'matter.{MATTER}{finding.kind}_do')}"
    if report.differences:
        yield ""
        yield f"{len(report.differences)} differences."


def _sentence(item: Item, text: Text) -> str:
    kind = item.finding.kind
    return text(f"matter.{MATTER}{kind}" if kind.is_difference else f"reconcile.{kind}")


# --- for programs -----------------------------------------------------------------------------------------------------


def as_json(end: Report | NotReconciled) -> dict[str, Any]:
    """The same, complete."""
    if isinstance(end, NotReconciled):
        return {"day": _day(end.day), "reconciled": False, "why": end.why, "code": end.code}
    comparison = end.comparison
    return {
        "day": _day(end.day),
        "reconciled": True,
        "at": end.at.astimezone(SEOUL).isoformat(),
        "agrees": not end.differences,
        "ours": _tally(comparison.ours),
        "theirs": _tally(comparison.theirs),
        "matched": comparison.matched,
        "findings": [_finding(item) for item in end.items],
        "settled": _settled_json(end),
        "journal": end.anchor,
    }


def _day(day: date) -> str:
    return day.isoformat()


def _tally(tally: Tally) -> dict[str, int]:
    return {
        "charges": tally.charges,
        "charged_won": tally.charged,
        "refunds": tally.refunds,
        "refunded_won": tally.refunded,
        "net_won": tally.net,
    }


def _finding(item: Item) -> dict[str, Any]:
    finding = item.finding
    return {
        "kind": finding.kind,
        "is_difference": finding.kind.is_difference,
        "subject": finding.subject,
        "order": finding.order_id,
        "theirs_won": finding.theirs,
        "ours_won": finding.ours,
        "won": finding.won,
        "deed": item.deed,
    }


def _settled_json(report: Report) -> dict[str, Any]:
    match report.settled:
        case Settled() as settled:
            return {
                "rows": settled.rows,
                "amount_won": settled.amount,
                "fees_won": settled.fees,
                "payout_won": settled.payout,
            }
        case unavailable:
            return {"unavailable": unavailable.why}


def _write(file: Path, told: dict[str, Any]) -> None:
    try:
        file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as refused:
        raise Fix(
            f"{file} cannot be written ({refused.strerror}).", "Name a file in a folder that is there."
        ) from refused
