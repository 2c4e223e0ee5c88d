"""A fresh sandbox for each test, and somebody to talk to it."""

from collections.abc import Iterator

import pytest

from kiosk.sandbox import Sandbox
from tests.sandbox.talk import Talk


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def talk(sandbox: Sandbox) -> Talk:
    return Talk(sandbox)
