"""The campaign of planted secrets: cards, keys, payment keys, phone numbers and PINs go everywhere they could, and none may come out.

Everywhere: each way of logging, crashes on every kind of thread, and what a whole evening leaves in the database.
"""

import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog
from sqlalchemy import select

from kiosk.app import logs
from kiosk.payments.toss import Toss
from kiosk.prove.campaign import Control, Effort, Outcome, Violation
from kiosk.prove.chance import Random, VirtualClock, seeded
from kiosk.prove.wire.company import There, company, know
from kiosk.prove.wire.house import House, Stage, Stock
from kiosk.services.settling import Settler
from kiosk.storage import tables

FULL_LINES, QUICK_LINES, CONTROL_LINES = 1_000_000, 3_000, 200
FULL_EVENING, QUICK_EVENING = 240, 16
BATCH: Final = 5_000
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_NOT_FOR_OTHERS: Final = {
    "payment_key",
    "confirm_key",
    "cancel_key",
    "refund_key",
    "transaction_key",
    "receipt_url",
}
"""Columns that no export has; the company's receipt has the payment key in its address."""


def _word(chance: Random, length: int) -> str:
    return "".join(chance.choice(_LETTERS) for _ in range(length))


def _card(chance: Random) -> str:
    digits = chance.choice("3456") + "".join(chance.choice("0123456789") for _ in range(14))
    last = next(last for last in "0123456789" if logs.is_luhn(digits + last))
    gap = chance.choice(("", " ", "-"))
    return gap.join((digits + last)[place : place + 4] for place in range(0, 16, 4))


def _phone(chance: Random) -> str:
    start, gap = chance.choice(("010", "+82 10", "011")), chance.choice(("", "-", " "))
    parts = (f"{chance.randrange(1_000, 10_000)}" for _ in range(2))
    return gap.join((start, *parts))


CANARIES: Final[dict[str, Callable[[Random], str]]] = {
    "card": _card,
    "secret key": lambda chance: (
        f"{chance.choice(('live', 'test'))}_{chance.choice(('sk', 'gsk'))}_{_word(chance, 24)}"
    ),
    "payment key": lambda chance: (
        f"tviva{chance.randrange(20_260_101_000_000, 20_261_231_235_959)}{_word(chance, 6)}"
    ),
    "phone": _phone,
}


def _plain(log: "_Log", secret: str) -> None:
    log.ours.info(f"answer {secret} came")


def _field(log: "_Log", secret: str) -> None:
    log.ours.warning(
        "answered", **{log.chance.choice(sorted(logs.ALLOWED - {"event", "level", "time"})): secret}
    )


def _unknown_field(log: "_Log", secret: str) -> None:
    log.ours.info("signed in", pin=str(log.chance.randrange(100_000, 999_999)), customer=secret)


def _nested(log: "_Log", secret: str) -> None:
    log.ours.info("answered", what={"step": [secret, {"reason": f"<{secret}>"}]})


def _address(log: "_Log", secret: str) -> None:
    log.ours.info("went to", what=f"https://kiosk.jari.invalid/pay/success?paymentKey={secret}&amount=20000")


def _raised(log: "_Log", secret: str) -> None:
    try:
        try:
            raise ValueError(f"cannot read {secret}")
        except ValueError as first:
            raise RuntimeError(f"while paying with {secret}") from first
    except RuntimeError:
        log.ours.exception("failed")


def _library(log: "_Log", secret: str) -> None:
    log.theirs.warning("could not parse %s at %s", secret, "https://x.invalid")


WAYS: Final = (_plain, _field, _unknown_field, _nested, _address, _raised, _library)


@dataclass
class _Log:
    chance: Random
    ours: structlog.stdlib.BoundLogger = field(default_factory=lambda: structlog.get_logger("kiosk.prove"))
    theirs: logging.Logger = field(default_factory=lambda: logging.getLogger("somebody.else"))


@dataclass(frozen=True, slots=True)
class Leaks:
    """Plants and looks. Implements ``Campaign``."""

    name: str = "secrets"
    claim: str = "No card, key, payment key, phone number or PIN comes out in a log, a crash or an export."
    target: int = FULL_LINES

    def run(self, effort: Effort) -> Outcome:
        """Lines, crashes, and an evening."""
        lines = QUICK_LINES if effort.quick else FULL_LINES
        found = [*_lines(effort.seed, 0, lines), *_crashes(effort.seed, guarded=True)]
        found += _evening(QUICK_EVENING if effort.quick else FULL_EVENING)
        with _without_redaction():
            bare = list(_lines(effort.seed, 0, CONTROL_LINES))
        unguarded = list(_crashes(effort.seed, guarded=False))
        controls = (
            Control("logs without their one place", CONTROL_LINES, len(bare)),
            Control("crashes without their guard", len(_CRASHES), len(unguarded)),
        )
        figures = {"log_lines": lines, "crashes": len(_CRASHES), "ways_of_logging": len(WAYS)}
        return Outcome(lines + len(_CRASHES), tuple(found), controls, figures)

    def replay(self, case: str) -> list[str]:
        """``line-SEED-NUMBER``, ``crash-SEED`` or ``evening``."""
        kind, _, rest = case.partition("-")
        seed, _, number = rest.partition("-")
        if kind == "line" and seed.isdecimal() and number.isdecimal():
            return [violation.what for violation in _lines(int(seed), int(number), 1)]
        if kind == "crash" and seed.isdecimal() and not number:
            return [violation.what for violation in _crashes(int(seed), guarded=True)]
        if case == "evening":
            return [violation.what for violation in _evening(QUICK_EVENING)]
        raise ValueError(f"{case!r} is not a case such as line-1-42, crash-1 or evening")


def _lines(seed: int, first: int, count: int) -> Iterator[Violation]:
    """Each line has one secret in it, and stands alone in its place of the file."""
    numbers = iter(range(first, first + count))
    while batch := list(islice(numbers, BATCH)):
        planted = []
        with TemporaryDirectory(prefix="jari-logs-") as folder, _logging(Path(folder)) as file:
            for number in batch:
                chance = seeded("line", seed, number)
                kind = chance.choice(sorted(CANARIES))
                secret = CANARIES[kind](chance)
                planted.append((number, kind, secret))
                chance.choice(WAYS)(_Log(chance), secret)
            written = file.read_text("utf-8").splitlines()
        assert len(written) == len(planted), "a line of the log is missing"
        for (number, kind, secret), line in zip(planted, written, strict=True):
            if _is_in(secret, line):
                yield Violation(f"line-{seed}-{number}", f"a {kind} came out in the log")


def _is_in(secret: str, text: str) -> bool:
    if secret in text:
        return True
    digits = "".join(character for character in secret if character.isdigit())
    is_number = not any(character.isalpha() for character in secret)
    return is_number and digits in text.replace(" ", "").replace("-", "")


_CRASHES: Final = (
    "raise RuntimeError(secret)",
    "import threading; thread = threading.Thread(target=lambda: int(secret)); thread.start(); thread.join()",
    "class Dies:\n    def __del__(self):\n        raise ValueError(secret)\nDies()",
)


def _crashes(seed: int, *, guarded: bool) -> Iterator[Violation]:
    """Processes that die of an exception with a secret in it, on the main thread, another one, and in a finaliser."""
    for nth, crash in enumerate(_CRASHES):
        secret = CANARIES["payment key"](seeded("crash", seed, nth))
        guard = "from kiosk.app import crashes, logs; crashes.guard(logs.Redactor())\n" if guarded else ""
        program = f"{guard}secret = input()\n{crash}"
        ended = subprocess.run(
            [sys.executable, "-c", program],
            input=secret,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert ended.stderr, "the crash itself has to be seen"
        if secret in ended.stderr + ended.stdout:
            yield Violation(f"crash-{seed}", f"a payment key came out of: {crash}")


def _evening(size: int) -> list[Violation]:
    """Payments over real HTTP with lost answers; then everything that an export may carry is searched."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="jari-evening-")))
        sandbox = stack.enter_context(company())
        house = stack.enter_context(Stock(folder).house(Stage.SENT, size))
        for number, ticket in enumerate(house.tickets):
            know(sandbox, ticket, (There.CHARGED, There.AUTHENTICATED, There.ABORTED)[number % 3])
        sandbox.faults.switch_on({"kind": "half_body", "endpoint": "inquiry", "count": size // 4})
        settler = Settler(house.shop, Toss(sandbox.secret_key, sandbox.url, house.clock))
        ends = [repr(settler.settle(ticket.payment_id)) for ticket in house.tickets]
        settler.settle_all()
        text = "\n".join([*ends, repr(settler), *_exported(house)])
        secrets = [sandbox.secret_key, *(ticket.payment_key for ticket in house.tickets)]
    return [
        Violation("evening", "a key is in what an export carries") for secret in secrets if secret in text
    ]


def _exported(house: House) -> Iterator[str]:
    with house.shop.database.read() as session:
        for table in tables.metadata.sorted_tables:
            columns = [column for column in table.c if column.name not in _NOT_FOR_OTHERS]
            for row in session.execute(select(*columns)):
                yield repr(tuple(row))


@contextmanager
def _logging(folder: Path) -> Iterator[Path]:
    """The program's own logging, into a file of this batch."""
    root = logging.getLogger()
    level = root.level
    file = logs.configure(folder, VirtualClock())
    try:
        yield file
    finally:
        logs.shut()
        structlog.reset_defaults()
        root.setLevel(level)


@contextmanager
def _without_redaction() -> Iterator[None]:
    """Records are written as they come."""
    honest = logs.Redactor.text

    def as_it_is(self: logs.Redactor, text: str) -> str:  # noqa: ARG001 - a method is told whose it is
        return text

    logs.Redactor.text = as_it_is  # type: ignore[method-assign] # the bad variant
    try:
        yield
    finally:
        logs.Redactor.text = honest  # type: ignore[method-assign] # the honest one again
