"""Each terminal's own role at a PostgreSQL server, and what a kiosk's may do; a desk's and a settler's is in ``rights``.
Everything that is not named is closed.

A kiosk stands among strangers. With its password somebody can do what it does itself, and nothing else: not write PAID, not
free what is paid, not change or take away a row of the journal, not read the staff's PINs. The state guards are triggers
(revision 0008), since a grant knows tables and columns but no states.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kiosk.storage.engine import Session
from kiosk.storage.pairing import PAIRING
from kiosk.storage.rights import DESK_BY_COLUMN, DESK_MAY, SETTLER_BY_COLUMN, SETTLER_MAY

ByColumn = Mapping[str, Mapping[str, tuple[str, ...]]]


class Kind(StrEnum):
    """What a terminal is. All of a kind have one group's rights, and nobody logs in as the group."""

    KIOSK = "kiosk"
    DESK = "desk"
    SETTLER = "settler"

    @property
    def group(self) -> str:
        """The role that all of them are members of. The triggers know it by this name."""
        return f"jari_{self}"


KIOSKS: Final = Kind.KIOSK.group

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

BY_COLUMN: Final[ByColumn] = {
    "refund": {"SELECT": ("restaurant_id", "payment_id", "amount_won", "status")},
    "waiting_contact": {"SELECT": ("restaurant_id", "waiting_id"), "UPDATE": ("phone",)},
}
"""Of these tables only some columns: how much went back stands on a receipt; why, and at whose word, is no guest's business.
Guests leave a telephone number here: it can be taken away again, and not be read."""


RIGHTS: Final[Mapping[Kind, tuple[Mapping[str, str], ByColumn]]] = {
    Kind.KIOSK: (MAY, BY_COLUMN),
    Kind.DESK: (DESK_MAY, DESK_BY_COLUMN),
    Kind.SETTLER: (SETTLER_MAY, SETTLER_BY_COLUMN),
}


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


def open_to(session: Session, terminal: str, password: str, kind: Kind = Kind.KIOSK) -> str:
    """A role for this terminal, or a new password for the one that it has; gives its name. It is of this kind and of no
    other from now on. Raises NotTheOwner."""
    role = role_of(terminal)
    with as_the_owner():
        grant(session)
        verb = "ALTER" if _exists(session, role) else "CREATE"
        session.exec_driver_sql(f"{verb} ROLE {_quoted(role)} LOGIN PASSWORD '{_harmless(password)}'")
        for each in Kind:
            verb, word = ("GRANT", "TO") if each is kind else ("REVOKE", "FROM")
            session.exec_driver_sql(f"{verb} {each.group} {word} {_quoted(role)}")
    return role


def close_to(session: Session, terminal: str) -> bool:
    """The terminal's role is gone and its sessions are ended. False when it had none. Raises NotTheOwner."""
    role = role_of(terminal)
    if not _exists(session, role):
        return False
    with as_the_owner():
        if kind_here(session) is Kind.DESK:
            return bool(session.execute(text("SELECT jari_shut_out(:name)"), {"name": terminal}).scalar_one())
        session.exec_driver_sql(f"ALTER ROLE {_quoted(role)} NOLOGIN")
        session.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role"),
            {"role": role},
        )
        session.exec_driver_sql(f"DROP ROLE {_quoted(role)}")
    return True


def terminals(session: Session) -> dict[str, Kind]:
    """Every terminal with a role of its own, by name."""
    found = session.execute(
        text(
            "SELECT u.rolname, g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
            " JOIN pg_roles u ON u.oid = m.member WHERE g.rolname LIKE 'jari\\_%' AND u.rolcanlogin ORDER BY u.rolname"
        )
    )
    groups = {kind.group: kind for kind in Kind}
    return {name.removeprefix(_BEFORE): groups[group] for name, group in found if group in groups}


def kind_here(session: Session) -> Kind | None:
    """As what this session came in; None for the owner, and for whoever uses a file."""
    if session.dialect.name != "postgresql":
        return None
    me = str(session.execute(text("SELECT current_user")).scalar_one())
    return terminals(session).get(me.removeprefix(_BEFORE)) if me.startswith(_BEFORE) else None


def grant(session: Session) -> None:
    """Give each kind what it may, and take whatever else it has. May be done again at any time."""
    for kind, (by_table, by_column) in RIGHTS.items():
        if not _exists(session, kind.group):
            session.exec_driver_sql(f"CREATE ROLE {kind.group} NOLOGIN")
        session.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {kind.group}")
        for table, rights in by_table.items():
            session.exec_driver_sql(f"GRANT {rights} ON {table} TO {kind.group}")
        for table, rights_by_column in by_column.items():
            for right, columns in rights_by_column.items():
                session.exec_driver_sql(f"GRANT {right} ({', '.join(columns)}) ON {table} TO {kind.group}")
    grant_pairing(session)


def grant_pairing(session: Session) -> None:
    """Whoever comes with a code may exchange it, and nothing else; a desk may offer one, and shut kiosks out."""
    if not _exists(session, PAIRING):
        session.exec_driver_sql(f"CREATE ROLE {PAIRING} NOLOGIN")
    session.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION jari_pair(text) TO {PAIRING}")
    for function in ("jari_offer(text, text, text, integer)", "jari_shut_out(text)"):
        session.exec_driver_sql(f"GRANT EXECUTE ON FUNCTION {function} TO {Kind.DESK.group}")


def grant_after_upgrade(session: Session) -> None:
    """With the tables of a new version come the rights to them, where terminals have roles already."""
    if session.dialect.name == "postgresql" and all(_exists(session, kind.group) for kind in Kind):
        grant(session)


@contextmanager
def as_the_owner() -> Iterator[None]:
    """What only the owner may, or who may it in the owner's place. Raises NotTheOwner."""
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
