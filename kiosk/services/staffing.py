"""Staff at a desk: adding them, signing in by PIN, asking for it again, and whether somebody may do something.

A try counts as wrong before it is judged, in a transaction of its own: ten wrong ones in a row lock, whatever the clock
says, however many desks guess at once, and whenever the plug is pulled. Hashes are Argon2id; PINs are never kept.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from kiosk.domain import staff as rules
from kiosk.domain.staff import Act, Role
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.storage import staffs
from kiosk.storage.engine import Conflict, Session
from kiosk.storage.staffs import StaffRow

COMMAND_LINE = "command line"
"""Who adds the first owner: somebody with a login on the machine."""

HASHER: Final = PasswordHasher()
LONGEST_NAME: Final = 24


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff, to be shown. ``is_locked``: too many wrong PINs; somebody has to reset it."""

    staff_id: str
    name: str
    role: Role
    active: bool
    is_locked: bool


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The PIN was right."""

    person: Person


@dataclass(frozen=True, slots=True)
class WrongPin:
    """It was not. ``tries_left`` before the next pause; ``pause_s`` seconds to wait now; ``is_locked`` for good."""

    tries_left: int
    pause_s: int
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """Somebody has shown a PIN for one act, just now."""

    staff_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class By:
    """Who does something at a desk: signed in as ``staff_id``, with proofs for acts that ask for the PIN again."""

    staff_id: str
    proof: Proof | None = None
    second: Proof | None = None


# --- who there is -----------------------------------------------------------------------------------------------------


def people(shop: Shop, *, everybody: bool = False) -> tuple[Person, ...]:
    """Who works here, in the order in which they came; ``everybody`` has those who have left, too."""
    with shop.database.read() as session:
        rows = staffs.everybody(session, shop.restaurant_id)
    return tuple(_person(row) for row in rows if row.active or everybody)


def add(shop: Shop, name: str, role: Role, pin: str, by: By | None = None) -> Person | Refused:
    """Somebody new. Without ``by``, from the command line. Refused: not_allowed, pin_again, name, pin, weak_pin, name_taken."""
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        return Refused("name")
    if wrong := _why_not(pin):
        return Refused(wrong)
    row = StaffRow(
        restaurant_id=shop.restaurant_id,
        staff_id=f"s{shop.ids.key()}",
        name=name.strip(),
        role=role,
        pin_hash=HASHER.hash(pin),
        active=True,
        failures=0,
        last_failed_at=None,
        added_at=shop.clock.now(),
    )
    try:
        with shop.database.write() as session:
            if by is not None and (refused := allow(session, shop, by, Act.STAFF)):
                return refused
            staffs.insert_row(session, row, _id_of(by), shop.terminal)
    except Conflict:
        return Refused("name_taken")
    return _person(row)


def set_pin(shop: Shop, staff_id: str, pin: str, by: By | None = None) -> Person | Refused:
    """Another PIN, which also opens a lock. Refused as for ``add``, and unknown."""
    if wrong := _why_not(pin):
        return Refused(wrong)
    new = {"pin_hash": HASHER.hash(pin), "failures": 0, "last_failed_at": None}
    return _change(shop, staff_id, by, "pin set", **new)


def set_role(shop: Shop, staff_id: str, role: Role, by: By) -> Person | Refused:
    """Another role. Refused: not_allowed, pin_again, unknown, last_owner."""
    return _change(shop, staff_id, by, f"role {role}", role=role)


def set_active(shop: Shop, staff_id: str, by: By | None, *, active: bool) -> Person | Refused:
    """They have left, or are back. Refused: not_allowed, pin_again, unknown, last_owner."""
    return _change(shop, staff_id, by, "active" if active else "left", active=int(active))


def _change(shop: Shop, staff_id: str, by: By | None, why: str, **new: object) -> Person | Refused:
    with shop.database.write() as session:
        if by is not None and (refused := allow(session, shop, by, Act.STAFF)):
            return refused
        row = staffs.find(session, shop.restaurant_id, staff_id)
        if row is None:
            return Refused("unknown")
        stays_owner = new.get("role", row.role) is Role.OWNER and bool(new.get("active", row.active))
        if row.role is Role.OWNER and row.active and not stays_owner and _owners(session, shop) == 1:
            return Refused("last_owner")
        staffs.change(session, row, shop.clock.now(), why, _id_of(by), shop.terminal, **new)
        changed = staffs.find(session, shop.restaurant_id, staff_id)
        assert changed is not None, "it was there in this transaction"
        return _person(changed)


def _owners(session: Session, shop: Shop) -> int:
    rows = staffs.everybody(session, shop.restaurant_id)
    return sum(row.active and row.role is Role.OWNER for row in rows)


def _why_not(pin: str) -> str:
    if not rules.is_pin(pin):
        return "pin"
    return "weak_pin" if rules.is_weak(pin) else ""


def _id_of(by: By | None) -> str:
    return by.staff_id if by else COMMAND_LINE


# --- PINs -------------------------------------------------------------------------------------------------------------


def sign_in(shop: Shop, staff_id: str, pin: str) -> SignedIn | WrongPin | Refused:
    """Somebody begins to work at this desk. Refused: unknown (or no longer here), busy (another desk tries this moment)."""
    return _try(shop, staff_id, pin, "signed in")


def prove(shop: Shop, staff_id: str, pin: str) -> Proof | WrongPin | Refused:
    """The PIN once more, for one act. The same tries count as for signing in."""
    tried = _try(shop, staff_id, pin, "pin again")
    return Proof(staff_id, shop.clock.now()) if isinstance(tried, SignedIn) else tried


def sign_out(shop: Shop, staff_id: str, why: str) -> None:
    """Somebody has locked the desk, or it has locked itself."""
    with shop.database.write() as session:
        row = staffs.find(session, shop.restaurant_id, staff_id)
        if row is not None:
            staffs.tell(session, row, shop.clock.now(), why, staff_id, shop.terminal)


def _try(shop: Shop, staff_id: str, pin: str, why: str) -> SignedIn | WrongPin | Refused:
    now = shop.clock.now()
    with shop.database.write() as session:
        row = staffs.find(session, shop.restaurant_id, staff_id)
        if row is None or not row.active:
            return Refused("unknown")
        if rules.is_locked(row.failures):
            return WrongPin(0, 0, is_locked=True)
        left = rules.pause_left(row.failures, row.last_failed_at, now)
        if left:
            if row.last_failed_at is not None and row.last_failed_at > now:
                staffs.note_clock_set_back(session, row, now)
            return WrongPin(0, -(-int(left.total_seconds()) // 1), is_locked=False)
        if not staffs.count_failure(session, row, now):
            return Refused("busy")
    if not _is_right(row.pin_hash, pin):
        return _wrong(shop, row, now)
    with shop.database.write() as session:
        staffs.forget_failures(session, row)
        staffs.tell(session, row, now, why, staff_id, shop.terminal)
    return SignedIn(_person(row))


def _wrong(shop: Shop, row: StaffRow, now: datetime) -> WrongPin:
    failures = row.failures + 1
    pause = rules.pause_left(failures, now, now)
    is_locked = rules.is_locked(failures)
    with shop.database.write() as session:
        staffs.tell(session, row, now, "locked" if is_locked else "wrong pin", row.staff_id, shop.terminal)
    if pause or is_locked:
        return WrongPin(0, 0 if is_locked else int(pause.total_seconds()), is_locked)
    return WrongPin(rules.tries_left(failures), 0, is_locked=False)


def _is_right(pin_hash: str, pin: str) -> bool:
    try:
        return HASHER.verify(pin_hash, pin)
    except (VerifyMismatchError, InvalidHashError):
        return False


# --- rights -----------------------------------------------------------------------------------------------------------


def allow(session: Session, shop: Shop, by: By, act: Act) -> Refused | None:
    """Why somebody may not do that now, None when they may: not_allowed, or pin_again. Asked in the act's transaction."""
    row = staffs.find(session, shop.restaurant_id, by.staff_id)
    if row is None or not row.active or not rules.may(row.role, act):
        return Refused("not_allowed")
    if act in rules.ASKED_AGAIN and not _holds(shop, by.proof, by.staff_id):
        return Refused("pin_again")
    return None


def allow_refund(session: Session, shop: Shop, by: By, total: int) -> Refused | None:
    """The same for bringing a booking to ``total`` won given back: second_person when one may not decide it alone."""
    if refused := allow(session, shop, by, Act.REFUND):
        return refused
    row = staffs.find(session, shop.restaurant_id, by.staff_id)
    if row is None or not rules.needs_second(row.role, total):
        return None
    second = by.second
    if second is None or second.staff_id == by.staff_id or not _holds(shop, second, second.staff_id):
        return Refused("second_person")
    other = staffs.find(session, shop.restaurant_id, second.staff_id)
    if other is None or not other.active or not rules.may(other.role, Act.REFUND):
        return Refused("second_person")
    return None


def person(session: Session, shop: Shop, staff_id: str) -> Person | None:
    """Somebody by id, also one who has left."""
    row = staffs.find(session, shop.restaurant_id, staff_id)
    return _person(row) if row else None


def _holds(shop: Shop, proof: Proof | None, staff_id: str) -> bool:
    if proof is None or proof.staff_id != staff_id:
        return False
    return abs(shop.clock.now() - proof.at) <= rules.PROOF_LASTS


def _person(row: StaffRow) -> Person:
    return Person(row.staff_id, row.name, row.role, row.active, rules.is_locked(row.failures))
