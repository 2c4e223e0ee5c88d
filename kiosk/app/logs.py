"""Logs: one JSON object a line, in files that rotate, and one place through which every record passes.

That place keeps only fields that are known to be harmless, and then blots out of them whatever looks like a key, a
card, a telephone number or a payment key. Our own records and those of libraries take the same road.
"""

import json
import logging
import re
import sys
from collections.abc import Collection, Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

import structlog

from kiosk.app import paths
from kiosk.app.errors import Fix
from kiosk.domain.ports import Clock

FILE = "kiosk.jsonl"
_BYTES, _FILES = 5_000_000, 9

_OUR_IDS = frozenset({"visit_id", "booking_id", "payment_id", "order_id"})
ALLOWED = _OUR_IDS | {
    # about the record
    "event", "level", "logger", "time", "version", "exception", "error",
    # about the machine
    "terminal", "mode", "platform", "python", "qt", "theme", "lang", "display", "fonts", "sqlite",
    # about what happened
    "screen", "previous", "state", "answer", "code", "doubt", "http_status", "amount", "seats", "sitting", "party",
    "reason", "milliseconds", "seconds", "attempt", "count", "step", "scenario", "lane", "what", "host",
}  # fmt: skip
"""Fields that may be logged. A new field is added here, after thinking about what may ever be in it."""

_OUR_SHAPE = re.compile(r"(?:jari-)?[0-9a-f]{32}")
_PATTERNS = (
    (re.compile(r"(?:live|test)_(?:g?[sc]k|ak)_[A-Za-z0-9_\-]+", re.IGNORECASE), "[key]"),
    (re.compile(r"\b(Basic|Bearer)\s+[A-Za-z0-9+/=_\-]{8,}", re.IGNORECASE), r"\1 [secret]"),
    (
        re.compile(r"(payment_?key[\"']?\s*(?:[=:]|%3D)\s*[\"']?)[^\s\"'&,})]+", re.IGNORECASE),
        r"\1[payment key]",
    ),
    (re.compile(r"\bt[a-z]{2,6}_?\d{14}[A-Za-z0-9]{4,}"), "[payment key]"),
    (re.compile(r"(?<!\d)(?:\+?82[-. ]?)?0?1[016789][-. ]?\d{3,4}[-. ]?\d{4}(?!\d)"), "[phone]"),
)
_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)")


class Redactor:
    """The one place. ``known`` are secrets of this run, blotted out wherever and in whatever form they stand."""

    def __init__(self, known: Collection[str] = ()) -> None:
        self._known = tuple(secret for secret in known if secret)

    def __call__(self, _logger: Any, _method: str, record: Mapping[str, Any]) -> dict[str, Any]:
        """As a structlog processor: the record that may be written."""
        kept = {name: self._value(name, value) for name, value in record.items() if name in ALLOWED}
        if dropped := len(record) - len(kept):
            kept["dropped_fields"] = dropped
        return kept

    def text(self, text: str) -> str:
        """A text without anything that looks like a secret."""
        for secret in self._known:
            text = text.replace(secret, "[secret]")
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return _DIGITS.sub(lambda run: "[card]" if is_luhn(run.group()) else run.group(), text)

    def _value(self, name: str, value: Any) -> Any:
        if name in _OUR_IDS and isinstance(value, str) and _OUR_SHAPE.fullmatch(value):
            return value  # 128 random bits may by chance contain a "card"
        if value is None or isinstance(value, bool | float):
            return value
        if isinstance(value, int):
            blotted = self.text(str(value))
            return value if blotted == str(value) else blotted
        if isinstance(value, Mapping):
            return self(None, "", value)
        if isinstance(value, list | tuple | set | frozenset):
            return [self._value("", part) for part in value]
        return self.text(str(value))


def is_luhn(digits: str) -> bool:
    """Whether a run of digits has the check digit that card numbers have."""
    total = 0
    for place, digit in enumerate(int(char) for char in reversed(digits) if char.isdigit()):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - the sum of the two digits
    return total % 10 == 0


def configure(folder: Path, clock: Clock, secrets: Collection[str] = ()) -> Path:
    """Send every record of this process to a file in ``folder``; gives the file. Raises Fix when it cannot."""
    try:
        file = paths.existing(folder) / FILE
        handler = _File(file, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    except OSError as wrong:
        raise Fix(
            f"Logs cannot be written to {folder}: {wrong.strerror}.",
            "Set log_dir in the settings to a folder that this user may write to.",
        ) from wrong
    chain = _before(clock)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=chain,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                Redactor(secrets),
                structlog.processors.JSONRenderer(serializer=_as_json),
            ],
        )
    )
    root = logging.getLogger()
    shut()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # urllib3 tells of each connection with its address, and the addresses carry payment keys.
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return file


def shut() -> None:
    """Close the log file that ``configure`` opened."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _File)]:
        root.removeHandler(handler)
        handler.close()


class _File(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        # logging would print the record as it came, past the one place.
        sys.stderr.write(f"a log record of level {record.levelname} could not be written\n")


def _before(clock: Clock) -> list[Any]:
    def stamp(_logger: Any, _method: str, record: dict[str, Any]) -> dict[str, Any]:
        record["time"] = clock.now().isoformat(timespec="milliseconds")
        return record

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        stamp,
        structlog.processors.format_exc_info,
    ]


def _as_json(record: Mapping[str, Any], **_options: Any) -> str:
    return json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
