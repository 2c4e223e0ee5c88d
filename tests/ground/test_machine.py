"""The real clock and ids, and the count of None's references that one PySide6 release gets wrong."""

import ctypes
import re
import sys
from datetime import UTC

import pytest

from kiosk.app.checks_qt import none_references_lost
from kiosk.app.machine import MachineClock, MachineIds


def test_the_clock_is_aware_and_in_utc():
    assert MachineClock().now().tzinfo is UTC


def test_time_never_goes_back():
    clock = MachineClock()
    first = clock.monotonic()
    clock.sleep(-5)
    assert clock.monotonic() >= first


def test_an_order_id_is_one_that_toss_accepts():
    ids = {MachineIds().order_id() for _ in range(500)}
    assert len(ids) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{6,64}", order_id) for order_id in ids)


def test_ids_are_never_the_same():
    ids = MachineIds()
    made = [make() for make in (ids.visit_id, ids.booking_id, ids.payment_id, ids.key) for _ in range(100)]
    assert len(set(made)) == len(made)


def test_qt_calls_lose_no_reference_of_none():
    assert abs(none_references_lost()) < 200


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal here")
def test_a_lost_reference_of_none_would_be_seen():
    lose, give_back = ctypes.pythonapi.Py_DecRef, ctypes.pythonapi.Py_IncRef
    for count in (lose, give_back):
        count.argtypes, count.restype = [ctypes.py_object], None
    try:
        assert none_references_lost(lambda: lose(None)) > 500
    finally:
        for _ in range(1_000):
            give_back(None)
