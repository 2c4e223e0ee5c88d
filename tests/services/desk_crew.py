"""Staff with cheap hashes, and a paid booking, for the tests of what the front desk may do."""

from argon2 import PasswordHasher

from kiosk.domain.staff import Role
from kiosk.services import staffing
from kiosk.services.shop import Shop
from kiosk.services.staffing import By, Person, Proof

PINS = {Role.WAITER: "271828", Role.MANAGER: "314159", Role.OWNER: "161803"}
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def hire(shop: Shop, role: Role, name: str = "", pin: str = "") -> Person:
    """Somebody new of that role."""
    made = staffing.add(shop, name or role.value, role, pin or PINS[role])
    assert isinstance(made, Person), made
    return made


def by(shop: Shop, person: Person, second: Person | None = None, *, proven: bool = True) -> By:
    """Signed in as that person, who has just shown the PIN again."""
    now = shop.clock.now()
    proof = Proof(person.staff_id, now) if proven else None
    return By(person.staff_id, proof, Proof(second.staff_id, now) if second else None)
