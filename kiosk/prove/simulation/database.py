"""A database whose program may die, and whose commits may be lost, at every boundary of a transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from kiosk.storage.engine import CommitUnclear, Database, Session


class Boundary(Enum):
    """Where a transaction can be hit, and how."""

    DEAD_BEFORE = "died before a transaction"
    DEAD_INSIDE = "died before a commit"
    DEAD_AFTER = "died after a commit"
    LOST_UNDONE = "commit lost, undone"
    LOST_DONE = "commit lost, done"


@dataclass(frozen=True, slots=True)
class RiskyDatabase(Database):
    """The real one; ``hit`` says where this transaction is hit, if at all, and ``die`` ends the program."""

    hit: Callable[[], Boundary | None] = lambda: None
    die: Callable[[Boundary], None] = lambda _: None

    @contextmanager
    def write(self) -> Iterator[Session]:
        """As it is, unless it is hit."""
        hit = self.hit()
        if hit is Boundary.DEAD_BEFORE:
            self.die(hit)
        with super(RiskyDatabase, self).write() as session:
            yield session
            if hit is Boundary.DEAD_INSIDE:
                self.die(hit)
            if hit is Boundary.LOST_UNDONE:
                raise CommitUnclear("lost, and undone")
        if hit is Boundary.DEAD_AFTER:
            self.die(hit)
        if hit is Boundary.LOST_DONE:
            raise CommitUnclear("lost, and done")
