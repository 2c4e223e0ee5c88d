"""What one database product does in its own way; everything else in storage is the same for all of them.

``SQLITE`` is in ``kiosk.storage.sqlite``, ``POSTGRES`` in ``kiosk.storage.postgres``; ``kiosk.storage.engine`` chooses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Session = Connection

Begin = Callable[[Session], None]
"""Begins a transaction on a connection that has none."""


def begins(*statements: str) -> Begin:
    """By these statements, one after the other."""

    def begin(session: Session) -> None:
        for statement in statements:
            session.exec_driver_sql(statement, execution_options=_AS_IT_IS)

    return begin


_AS_IT_IS: Final = {"no_parameters": True}
"""PostgreSQL takes several statements in one text only without parameters."""


class Trouble(Enum):
    """Why nothing of a transaction was stored, when that is not the statement's fault."""

    NO_ROOM = auto()
    DISK = auto()
    AWAY = auto()
    """Others hold it too long, it may not be written, it is gone or going: trying again later may work."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product.

    ``trouble_of`` tells a product's trouble from a mistake of ours (None). ``damage_of`` is what its own checks find wrong.
    ``begin_writing`` gives what begins a transaction of the one writer of a restaurant ("" is all of them),
    ``begin_reading`` is what begins one consistent view.
    """

    name: str
    trouble_of: Callable[[DBAPIError], Trouble | None]
    damage_of: Callable[[Session], list[str]]
    begin_writing: Callable[[str], Begin]
    begin_reading: Begin
