"""What a database holds, in figures: two databases with the same facts have the same rows and the same won.

For backups and migrations; asks the database itself for its tables, so that it serves every revision.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Integer, Text, column, func, inspect, select, table

from kiosk.storage.engine import Session

_VERSION = "alembic_version"


@dataclass(frozen=True, slots=True)
class Facts:
    """``rows`` by table, ``won`` by table and column (the sum), ``heads`` by restaurant and terminal (journal rows)."""

    revision: str | None
    rows: Mapping[str, int]
    won: Mapping[str, int]
    heads: Mapping[str, int]

    def kept_in(self, later: "Facts") -> list[str]:
        """What of this is not the same in another; one sentence each. New tables and columns do not count."""
        pairs = (
            (self.rows, later.rows, "rows"),
            (self.won, later.won, "won"),
            (self.heads, later.heads, "rows"),
        )
        return [
            f"{name}: {figure:,} {unit} became {after.get(name, 'none')}"
            for before, after, unit in pairs
            for name, figure in before.items()
            if after.get(name) != figure
        ]


def facts_of(session: Session) -> Facts:
    """Count and add up everything that this transaction sees."""
    rows: dict[str, int] = {}
    won: dict[str, int] = {}
    heads: dict[str, int] = {}
    seen = inspect(session)
    for name in sorted(set(seen.get_table_names()) - {_VERSION}):
        sums = [each["name"] for each in seen.get_columns(name) if each["name"].endswith("_won")]
        counted = [func.count(), *(func.coalesce(func.sum(column(each, Integer)), 0) for each in sums)]
        # A server adds whole numbers up as decimals.
        found = [int(each) for each in session.execute(select(*counted).select_from(table(name))).one()]
        rows[name] = found[0]
        won |= {f"{name}.{each}": total for each, total in zip(sums, found[1:], strict=True)}
        if name == "journal":
            heads = _heads(session)
    return Facts(MigrationContext.configure(session).get_current_revision(), rows, won, heads)


def _heads(session: Session) -> dict[str, int]:
    restaurant, terminal, place = (
        column("restaurant_id", Text),
        column("terminal", Text),
        column("place", Integer),
    )
    found = session.execute(
        select(restaurant, terminal, func.max(place))
        .select_from(table("journal"))
        .group_by(restaurant, terminal)
    )
    return {f"journal of {row[0]}, {row[1]}": row[2] for row in found}
