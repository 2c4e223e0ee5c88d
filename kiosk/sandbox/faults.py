"""What can be made to go wrong, on purpose: switches that Toss does not have. Each is bounded by a count."""

from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from kiosk.sandbox.errors import CODES

LONGEST_S = 600.0
ENDPOINTS = ("confirm", "inquiry", "cancel", "transactions", "settlements", "authenticate", "redirect")
KINDS = (
    "delay_before",  # wait, then do it
    "delay_after",  # do it, then wait before answering
    "effect_then_drop",  # do it, then close the connection without a byte
    "drop",  # close the connection and do nothing
    "reset",  # do nothing and reset the connection
    "effect_then_reset",  # do it, then reset
    "half_body",  # do it, send half of the answer, close
    "html_502",  # do nothing, answer like a broken proxy
    "effect_then_html_502",  # do it, and answer like a broken proxy all the same
    "late",  # close the connection now, do it after the order's next inquiry (or after `seconds`); till then it runs
    "error",  # answer with `code`, do nothing (`abort`: true makes the payment ABORTED as a refusal does)
    "effect_then_error",  # do it, and answer with `code` all the same
    "busy",  # a second confirm while one runs gets S008
    "too_many",  # 429
    "tamper",  # redirect: change `amount` or `orderId`, `missing` a parameter, `repeat` one, `shuffle`, go `twice`
)


LOST = ("drop", "reset", "html_502", "too_many")
"""Kinds after which Toss is as if the request had never come."""

WITHOUT_EFFECT = (*LOST, "error")
SPOILED = ("delay_after", "effect_then_drop", "effect_then_reset", "effect_then_html_502", "half_body")
"""Kinds that spoil the answer of a repeated request as well."""

_FIELDS = ("kind", "endpoint", "orderId", "count", "seconds", "code", "abort", "changes")
PARAMETERS = ("paymentType", "orderId", "paymentKey", "amount")
_CHANGES = (*PARAMETERS, "missing", "repeat", "shuffle", "twice")


class BadFault(ValueError):
    """A fault that cannot be switched on; the message says which field and what is possible."""


@dataclass(slots=True)
class Fault:
    """One switch. ``count`` is how often it still strikes; None is for ever."""

    kind: str
    endpoint: str = "confirm"
    order_id: str = ""
    count: int | None = 1
    seconds: float = 0.0
    code: str = ""
    abort: bool = False
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass
class Faults:
    """The switches that are on."""

    _lock: Lock = field(default_factory=Lock)
    _on: list[Fault] = field(default_factory=list)

    def switch_on(self, told: dict[str, Any]) -> Fault:
        """Read one fault from a request. Raises BadFault."""
        unknown = [name for name in told if name not in _FIELDS]
        if unknown:
            msg = f"there is no field {unknown[0]}; there are {', '.join(_FIELDS)}"
            raise BadFault(msg)
        kind, endpoint = told.get("kind"), told.get("endpoint", "confirm")
        if kind not in KINDS:
            msg = f"kind must be one of {', '.join(KINDS)}"
            raise BadFault(msg)
        if endpoint not in ENDPOINTS:
            msg = f"endpoint must be one of {', '.join(ENDPOINTS)}"
            raise BadFault(msg)
        count = told.get("count", 1)
        if count is not None and (type(count) is not int or count < 1):
            raise BadFault("count must be a whole number above 0, or null for ever")
        code = str(told.get("code", ""))
        if kind in ("error", "effect_then_error") and code not in CODES:
            raise BadFault("code must be one of Toss's error codes")
        fault = Fault(
            kind=str(kind),
            endpoint=str(endpoint),
            order_id=str(told.get("orderId", "")),
            count=count,
            seconds=_seconds(told.get("seconds", 0)),
            code=code,
            abort=bool(told.get("abort", False)),
            changes=_changes(told.get("changes", {})),
        )
        if (kind == "tamper") != (endpoint == "redirect"):
            raise BadFault("kind tamper goes with endpoint redirect, and only with that")
        if kind == "late" and endpoint not in ("confirm", "cancel"):
            raise BadFault("kind late goes with the endpoints confirm and cancel: only they have an effect")
        with self._lock:
            self._on.append(fault)
        return fault

    def clear(self) -> None:
        """Switch all off."""
        with self._lock:
            self._on.clear()

    def strike(self, endpoint: str, order_id: str = "", among: tuple[str, ...] = KINDS) -> Fault | None:
        """The fault that strikes this request, counted down; None also when the next one is not ``among`` those."""
        with self._lock:
            for fault in self._on:
                if fault.endpoint != endpoint or fault.order_id not in ("", order_id):
                    continue
                if fault.kind not in among:
                    return None
                if fault.count is not None:
                    fault.count -= 1
                    if fault.count == 0:
                        self._on.remove(fault)
                return fault
        return None

    def shown(self) -> list[dict[str, Any]]:
        """The switches that are on, to read."""
        with self._lock:
            return [
                {
                    "kind": f.kind,
                    "endpoint": f.endpoint,
                    "orderId": f.order_id,
                    "count": f.count,
                    "seconds": f.seconds,
                    "code": f.code,
                    "changes": f.changes,
                }
                for f in self._on
            ]


def _seconds(told: object) -> float:
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told <= LONGEST_S:
        msg = f"seconds must be a number from 0 to {LONGEST_S:g}"
        raise BadFault(msg)
    return float(told)


def _changes(told: object) -> dict[str, Any]:
    if not isinstance(told, dict) or not set(told) <= set(_CHANGES):
        msg = f"changes must be an object with keys out of {', '.join(_CHANGES)}"
        raise BadFault(msg)
    for name in ("missing", "repeat"):
        if name in told and told[name] not in PARAMETERS:
            msg = f"changes.{name} must be one of {', '.join(PARAMETERS)}"
            raise BadFault(msg)
    return dict(told)
