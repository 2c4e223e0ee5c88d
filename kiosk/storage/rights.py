"""What a desk's and a settler's own role may do at a PostgreSQL server. Everything that is not named here is closed to them.

A desk stores what staff decide; money it only asks for. A settler knows the payment company and says what became of money;
who works here and what is for sale is none of its business. State guards are triggers (revisions 0008 and 0016).
"""

from collections.abc import Mapping
from typing import Final

_READ: Final = "SELECT"
_ADD: Final = "SELECT, INSERT"
_CHANGE: Final = "SELECT, INSERT, UPDATE"
_ALL: Final = "SELECT, INSERT, UPDATE, DELETE"

DESK_MAY: Final[Mapping[str, str]] = {
    "alembic_version": _READ,
    "restaurant": "SELECT, UPDATE",
    "dining_table": _ALL,
    "seat": _ALL,
    "weekly_rule": _ALL,
    "special_day": _ALL,
    "special_rule": _ALL,
    "former_policy": _ALL,
    "setting": _ALL,
    "staff": _CHANGE,
    "settler": _READ,
    "terminal": _ALL,
    "pairing": _READ,
    "matter": _CHANGE,
    "answer": _READ,
    "counter": _CHANGE,
    "booking": _CHANGE,
    "booking_seat": "SELECT, INSERT, DELETE",
    "claim": "SELECT, INSERT, DELETE",
    "house_booking": _CHANGE,
    "seating": _CHANGE,
    "offsite": _CHANGE,
    "payment": "SELECT, UPDATE",
    "refund": _ADD,
    "journal": _ADD,
    "reconciliation": _READ,
    "reconciliation_line": _READ,
    "reconciliation_finding": _READ,
    "day_close": _ADD,
    "visit_count": _READ,
    "cash_receipt": _READ,
    "print_job": _CHANGE,
    "waiting": _CHANGE,
    "waiting_contact": _ALL,
}
DESK_BY_COLUMN: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {"refund": {"UPDATE": ("reason",)}}
"""Words about somebody are erased at the desk; what became of the money is not touched by that."""

SETTLER_MAY: Final[Mapping[str, str]] = {
    "alembic_version": _READ,
    "restaurant": _READ,
    "dining_table": _READ,
    "seat": _READ,
    "weekly_rule": _READ,
    "special_day": _READ,
    "special_rule": _READ,
    "former_policy": _READ,
    "setting": _ALL,
    "settler": _ALL,
    "terminal": _READ,
    "pairing": _READ,
    "matter": _CHANGE,
    "answer": _ADD,
    "counter": _CHANGE,
    "booking": _CHANGE,
    "booking_seat": "SELECT, INSERT, DELETE",
    "claim": "SELECT, INSERT, DELETE",
    "house_booking": _READ,
    "seating": _READ,
    "offsite": _READ,
    "payment": _CHANGE,
    "refund": _CHANGE,
    "journal": _ADD,
    "reconciliation": _ADD,
    "reconciliation_line": _ADD,
    "reconciliation_finding": _ADD,
    "day_close": _READ,
    "visit_count": _READ,
    "cash_receipt": _ADD,
    "print_job": _READ,
    "waiting": "SELECT, UPDATE",
    "waiting_contact": "SELECT, UPDATE, DELETE",
}
SETTLER_BY_COLUMN: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "staff": {
        "SELECT": (
            "restaurant_id", "staff_id", "name", "role", "active", "failures", "last_failed_at", "added_at",
        )
    },
    "house_booking": {"UPDATE": ("note",)},
    "offsite": {"UPDATE": ("why",)},
}  # fmt: skip
"""Who works here is told in matters, and copied in the nightly backup; with what PIN, is not. Notes it shortens by the rule."""
