"""What a kiosk's own role may do at a PostgreSQL server. Everything that is not named here is closed to it.

A kiosk stands among strangers. With its password somebody can do what it does itself, and nothing else: not write PAID, not
free what is paid, not change or take away a row of the journal, not read the staff's PINs. The state guards are triggers
(revision 0008), since a grant knows tables and columns but no states.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kiosk.storage.engine import Session

KIOSKS: Final = "jari_kiosk"
"""The role that all kiosks are members of; it cannot log in itself. The triggers know it by this name."""

_BEFORE: Final = "jari-"

MAY: Final[Mapping[str, str]] = {
    "alembic_version": "SELECT",
    "restaurant": "SELECT",
    "dining_table": "SELECT",
    "seat": "SELECT",
    "weekly_rule": "SELECT",
    "special_day": "SELECT",
    "special_rule": "SELECT",
    "setting": "SELECT",
    "settler": "SELECT",
    "matter": "SELECT",
    "terminal": "SELECT, INSERT, UPDATE",
    "answer": "SELECT",
    "house_booking": "SELECT",
    "counter": "SELECT, INSERT, UPDATE",
    "booking": "SELECT, INSERT, UPDATE",
    "booking_seat": "SELECT, INSERT, DELETE",
    "claim": "SELECT, INSERT, DELETE",
    "payment": "SELECT, INSERT, UPDATE",
    "journal": "SELECT, INSERT",
    "visit_count": "SELECT, INSERT, UPDATE",
    "cash_receipt": "SELECT",
    "print_job": "SELECT, INSERT, UPDATE",
    "waiting": "SELECT, INSERT, UPDATE",
    "waiting_contact": "INSERT",
}
"""By table. The money is read from nowhere else: the day's close, the reasons of refunds and what staff did are closed."""

BY_COLUMN: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "refund": {"SELECT": ("restaurant_id", "payment_id", "amount_won", "status")},
    "waiting_contact": {"SELECT": ("restaurant_id", "waiting_id"), "UPDATE": ("phone",)},
}
"""Of these tables only some columns: how much went back stands on a receipt; why, and at whose word, is no guest's business.
Guests leave a telephone number here: it can be taken away again, and not be read."""


class Unsuitable(Exception):
    """This terminal's name cannot be a role's name. Says why in a sentence without an end."""


class NotTheOwner(Exception):
    """Only who owns the database decides who else may use it."""


def role_of(terminal: str) -> str:
    """The role's name. Raises Unsuitable for a terminal's name that a server cannot keep whole."""
    name = f"{_BEFORE}{terminal}"
    if not terminal.isascii() or '"' in terminal:
        raise Unsuitable("a terminal at a server has a name of Latin letters, digits, _ and -")
    return name


def open_to(session: Session, terminal: str, password: str) -> str:
    """A role for this terminal, or a new password for the one that it has; gives its name. Raises NotTheOwner."""
    role = role_of(terminal)
    with _as_the_owner():
        grant(session)
        verb = "ALTER" if _exists(session, role) else "CREATE"
        session.exec_driver_sql(f"{verb} ROLE {_quoted(role)} LOGIN PASSWORD '{_harmless(password)}'")
        session.exec_driver_sql(f"GRANT {KIOSKS} TO {_quoted(role)}")
    return role


def close_to(session: Session, terminal: str) -> bool:
    """The terminal's role is gone and its sessions are ended. False when it had none. Raises NotTheOwner."""
    role = role_of(terminal)
    if not _exists(session, role):
        return False
    with _as_the_owner():
        session.exec_driver_sql(f"ALTER ROLE {_quoted(role)} NOLOGIN")
        session.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role"),
            {"role": role},
        )
        session.exec_driver_sql(f"DROP ROLE {_quoted(role)}")
    return True


def terminals(session: Session) -> list[str]:
    """Every terminal with a role of its own, by name."""
    found = session.execute(
        text(
            "SELECT u.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles u ON u.oid = m.member"
            " WHERE g.rolname = :kiosks AND u.rolcanlogin ORDER BY u.rolname"
        ),
        {"kiosks": KIOSKS},
    )
    return [str(name).removeprefix(_BEFORE) for name in found.scalars()]


def grant(session: Session) -> None:
    """Give the kiosks what they may, and take whatever else they have. May be done again at any time."""
    if not _exists(session, KIOSKS):
        session.exec_driver_sql(f"CREATE ROLE {KIOSKS} NOLOGIN")
    session.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {KIOSKS}")
    for table, rights in MAY.items():
        session.exec_driver_sql(f"GRANT {rights} ON {table} TO {KIOSKS}")
    for table, rights_by_column in BY_COLUMN.items():
        for right, columns in rights_by_column.items():
            session.exec_driver_sql(f"GRANT {right} ({', '.join(columns)}) ON {table} TO {KIOSKS}")


@contextmanager
def _as_the_owner() -> Iterator[None]:
    try:
        yield
    except ProgrammingError as refused:
        if getattr(refused.orig, "sqlstate", None) != _DENIED:
            raise
        raise NotTheOwner(str(refused.orig)) from refused


_DENIED: Final = "42501"


def _exists(session: Session, role: str) -> bool:
    asked = text("SELECT count(*) FROM pg_roles WHERE rolname = :role")
    return bool(session.execute(asked, {"role": role}).scalar_one())


def _quoted(role: str) -> str:
    return f'"{role}"'


def _harmless(password: str) -> str:
    assert password.isalnum(), "a password is made by us, of letters and digits"
    return password
