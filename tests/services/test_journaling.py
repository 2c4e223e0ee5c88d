"""The journal's export, what is found in a changed one, the script for third parties, and that nothing goes untold."""

import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk.domain.states import PaymentStatus
from kiosk.payments.channel import Answer, Declined, Mismatch, Order
from kiosk.services import checkout, holding
from kiosk.services.journaling import HEADER, export, rows_of_database, rows_of_export, verify
from kiosk.services.pages import CheckoutPages
from kiosk.services.restaurants import load
from kiosk.services.results import Held, Paid
from kiosk.services.shop import Shop
from kiosk.storage import journal
from kiosk.storage.journal import Anchor
from tests.fakes.machine import FakeClock
from tests.fakes.scripted import Script, ScriptedChannel, record_of
from tests.fakes.scripted import paid as approve
from tests.services.road import Road, redirect

SCRIPT = Path(__file__).resolve().parents[2] / "resources" / "journal" / "verify_journal.py"


def exported(shop: Shop) -> list[bytes]:
    file = io.BytesIO()
    rows = export(shop.database, "corner", file)
    lines = file.getvalue().splitlines(keepends=True)
    assert len(lines) == rows + 1
    return lines


def ours(lines: list[bytes], *anchors: str) -> list[str]:
    return list(
        verify(
            rows_of_export(io.BytesIO(b"".join(lines))), [Anchor.read(anchor) for anchor in anchors]
        ).breaks
    )


def theirs(folder: Path, lines: list[bytes], *anchors: str) -> list[str]:
    """What the script says, run the way a third party runs it: by any Python, far away from this project."""
    file = folder / "journal.jsonl"
    file.write_bytes(b"".join(lines))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(file), *anchors],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    said = done.stdout.splitlines()
    return said if done.returncode else said[1:]


@pytest.fixture
def lines(road: Road) -> list[bytes]:
    """A guest who pays, told by two terminals."""
    payment = road.accepted()
    other = Shop(road.shop.database, road.shop.clock, road.shop.ids, "corner", "kiosk-2")
    assert isinstance(holding.hold(other, "v2", road.sitting, frozenset({"2-1"}), 1), Held)
    holding.release(other, "v2", _booking_of(other, "v2"))
    road.settler.settle(payment.payment_id)
    return exported(road.shop)


def _booking_of(shop: Shop, visit: str) -> str:
    with shop.database.read() as session:
        found = session.execute(
            text("SELECT booking_id FROM booking WHERE visit_id = :visit"), {"visit": visit}
        )
        return str(found.scalar_one())


def anchor_of(line: bytes) -> str:
    _, terminal, place, *_, mark = json.loads(line)
    return f"{terminal}-{place}-{mark[:8]}"


def test_an_export_is_checked_line_by_line_and_holds(lines: list[bytes], tmp_path: Path) -> None:
    assert lines[0].decode() == HEADER + "\n"
    assert ours(lines, *map(anchor_of, lines[1:])) == []
    assert theirs(tmp_path, lines, *map(anchor_of, lines[1:])) == []


def test_the_database_is_checked_as_its_export_is(road: Road, lines: list[bytes]) -> None:
    verdict = verify(rows_of_database(road.shop.database, "corner"))
    assert verdict.holds
    assert verdict.rows == len(lines) - 1
    assert {head.rsplit("-", 2)[0] for head in verdict.heads} == {"K1", "kiosk-2"}


def broken(lines: list[bytes]) -> dict[str, tuple[list[bytes], list[str]]]:
    """Every way to break an export, each with the anchors that are needed to see it."""
    end = anchor_of(lines[-1])
    changed = lines[2].replace(b'\\"amount\\":20000', b'\\"amount\\":10000')
    assert changed != lines[2]
    return {
        "changed": ([*lines[:2], changed, *lines[3:]], []),
        "taken out": ([*lines[:2], *lines[3:]], []),
        "swapped": ([lines[0], lines[2], lines[1], *lines[3:]], []),
        "twice": ([*lines[:3], lines[2], *lines[3:]], []),
        "another terminal's": ([*lines[:2], lines[2].replace(b'"K1"', b'"kiosk-2"'), *lines[3:]], []),
        "no header": (lines[1:], []),
        "nothing": ([], []),
        "an empty line": ([*lines[:2], b"\n", *lines[2:]], []),
        "no end of line": ([*lines[:-1], lines[-1][:-1]], []),
        "half a line": ([*lines[:-1], lines[-1][:50]], []),
        "written otherwise": ([*lines[:2], lines[2].replace(b'","', b'", "', 1), *lines[3:]], []),
        "another encoding": ([*lines[:2], lines[2].decode().encode("utf-16"), *lines[3:]], []),
        "deep": ([*lines[:2], b"[" * 100_000 + b"\n", *lines[3:]], []),
        "cut": (lines[:-1], [end]),
        "all of a terminal cut": ([line for line in lines if b'"kiosk-2"' not in line], [end]),
        "cut to the header": (lines[:1], [end]),
    }


KINDS = [
    "changed", "taken out", "swapped", "twice", "another terminal's", "no header", "nothing", "an empty line",
    "no end of line", "half a line", "written otherwise", "another encoding", "deep", "cut", "all of a terminal cut",
    "cut to the header",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_we_and_the_script_say_the_same_of_every_break(lines: list[bytes], tmp_path: Path, kind: str) -> None:
    cases = broken(lines)
    assert list(cases) == KINDS
    after, anchors = cases[kind]
    assert ours(after, *anchors)
    assert ours(after, *anchors) == theirs(tmp_path, after, *anchors)
    if anchors:
        assert ours(after) == [], "this one cannot be seen without an anchor"


def test_the_script_is_short_and_needs_nothing_of_ours() -> None:
    source = SCRIPT.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 80
    imports = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imports <= set(sys.stdlib_module_names)
    assert json.dumps(HEADER + "\n")[1:-1].replace('\\"', '"') in source


@pytest.mark.parametrize("words", [["missing.jsonl"], ["journal.jsonl", "K1"]])
def test_the_script_says_when_it_could_not_check(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "journal.jsonl").write_text(HEADER + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *words],
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET body = CAST(x'ff' AS TEXT) WHERE place = 2 AND terminal = 'K1'",
        "UPDATE journal SET body = CAST(x'ff' AS TEXT) WHERE place = 1 AND terminal = 'K1'",
        "UPDATE journal SET at = 9223372036854775807 WHERE place = 2 AND terminal = 'K1'",
        "UPDATE journal SET at = at + 1 WHERE place = 2 AND terminal = 'K1'",
        "UPDATE journal SET terminal = 'K3' WHERE place = 1 AND terminal = 'K1'",
        "DELETE FROM journal WHERE place = 2 AND terminal = 'K1'",
    ],
)
def test_a_change_in_the_database_is_found(road: Road, lines: list[bytes], change: str) -> None:
    with road.shop.database.write() as session:
        session.execute(text(change))
    assert not verify(rows_of_database(road.shop.database, "corner")).holds


# --- anchors outside ------------------------------------------------------------------------------------------------


def test_the_order_carries_the_anchor_of_its_own_opening(road: Road) -> None:
    opened = road.open()
    pages = CheckoutPages(TEMPLATE, "test_gck_docs_MadeUp", "http://127.0.0.1:1/v2/standard")
    html = pages.page_for(opened, load(road.shop.database, "corner"), "K1", "ko")
    assert json.loads(html.split("|")[1])["metadata"]["journal"] == opened.anchor
    with road.shop.database.read() as session:
        told = journal.about(session, "corner", opened.payment.payment_id)
    assert [row.anchor for row in told] == [opened.anchor]


TEMPLATE = '<html lang="__LANG__"><meta content="__CSP__"><script src="__SDK_URL__"></script>|__CHECKOUT_JSON__|</html>'


def test_the_receipt_carries_the_anchor_of_the_row_that_says_paid(road: Road, clock: FakeClock) -> None:
    payment = road.accepted()

    def set_back_meanwhile(order: Order) -> Answer:
        clock.advance(-3_600)  # an earlier row now looks like the latest
        return approve(order)

    road.channel.confirms = [set_back_meanwhile]
    end = road.settler.settle(payment.payment_id)
    assert isinstance(end, Paid)
    with road.shop.database.read() as session:
        told = journal.about(session, "corner", payment.booking_id)
    assert told[-1].says == "PAID"
    assert end.receipt.anchor == told[-1].anchor
    assert end.receipt.text.splitlines()[-1] == end.receipt.anchor
    again = road.settler.settle(payment.payment_id)
    assert isinstance(again, Paid)
    assert again.receipt.anchor == end.receipt.anchor


# --- nothing goes untold --------------------------------------------------------------------------------------------

STATES = {"booking": "booking_id", "payment": "payment_id", "refund": "refund_id"}


def watch(shop: Shop) -> None:
    """Let the database itself write down every state that a row is given, whoever gives it."""
    with shop.database.write() as session:
        session.execute(text("CREATE TABLE seen (subject TEXT, status TEXT)"))
        by_product = TRIGGERS[session.dialect.name]
        for table, key in STATES.items():
            for statement in by_product:
                session.execute(text(statement.format(table=table, key=key)))


NOTE = "INSERT INTO seen VALUES (NEW.{key}, NEW.status);"
CHANGED = "UPDATE OF status ON {table} FOR EACH ROW WHEN (OLD.status <> NEW.status)"
TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER new_{table} AFTER INSERT ON {table} BEGIN " + NOTE + " END",
        "CREATE TRIGGER moved_{table} AFTER " + CHANGED + " BEGIN " + NOTE + " END",
    ),
    "postgresql": (
        "CREATE FUNCTION saw_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        + NOTE
        + " RETURN NULL; END $$",
        "CREATE TRIGGER new_{table} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION saw_{table}()",
        "CREATE TRIGGER moved_{table} AFTER " + CHANGED + " EXECUTE FUNCTION saw_{table}()",
    ),
}


def untold(shop: Shop) -> Counter[tuple[str, str]]:
    """The states that the database saw and the journal does not tell of."""
    with shop.database.read() as session:
        seen = Counter((str(row[0]), str(row[1])) for row in session.execute(text("SELECT * FROM seen")))
        told = Counter((entry.subject, entry.says) for entry in journal.entries(session, "corner"))
    assert seen, "nothing happened at all"
    return seen - told


def test_every_state_of_every_row_is_told(road: Road, clock: FakeClock) -> None:
    watch(road.shop)
    endings: list[tuple[str, Script]] = [
        ("paid", [approve]),
        ("declined", [Declined("REJECT_CARD_PAYMENT")]),
        ("given back", [lambda order: Mismatch("amount", record_of(order, total=1))]),
        ("lapsed", []),
    ]
    for seat, (visit, answers) in zip(("1-1", "2-1", "3-1", "bar-1"), endings, strict=True):
        guest = Road(road.shop, road.sitting, ScriptedChannel(confirms=answers), visit)
        held = holding.hold(road.shop, visit, road.sitting, frozenset({seat}), 1)
        assert isinstance(held, Held)
        opened = checkout.open_payment(road.shop, visit, held.booking.booking_id)
        assert isinstance(opened, checkout.Opened)
        if answers:
            checkout.accept_return(road.shop, visit, opened.payment.payment_id, redirect(opened.payment))
            guest.settler.settle(opened.payment.payment_id)
    clock.advance(3_600)
    holding.sweep(road.shop)
    road.settler.settle_all()
    assert untold(road.shop) == Counter()
    with road.shop.database.read() as session:
        states = set(session.execute(text("SELECT DISTINCT status FROM seen")).scalars())
    assert states >= {
        "READY",
        "PAID",
        "EXPIRED",
        "OPENED",
        "CONFIRMING",
        "DONE",
        "DECLINED",
        "REFUND_DUE",
        "REFUNDED",
    }


def test_a_change_that_is_not_told_would_be_seen(road: Road) -> None:
    """The negative control."""
    watch(road.shop)
    payment = road.accepted()
    with road.shop.database.write() as session:
        session.execute(text("UPDATE payment SET status = 'DONE'"))
    assert untold(road.shop) == Counter({(payment.payment_id, PaymentStatus.DONE): 1})
