"""The scenes: who is there at the beginning, and which hands act at once. Each gives its hands; none decides an order."""

from collections.abc import Callable
from typing import Final

from kiosk.prove.interleavings.floor import Hands, Scene, other_terminal
from kiosk.services import checkout, holding

CLOCKS: Final = {"in-time": 0, "guest-gone": 130, "hold-over": 610}
"""How many seconds pass while the hands act: the passing is one more hand."""


def two_guests_one_table(scene: Scene) -> Hands:
    """Two terminals, one table: both go the whole road."""
    other = other_terminal(scene)
    return {"a": lambda: scene.whole_road("a"), "b": lambda: other.whole_road("b")}


def redirect_twice(scene: Scene) -> Hands:
    """The page reloads: the same redirect comes twice, while holds are swept."""
    row = scene.paid_for()
    return {
        "a": lambda: scene.come_back("a", row),
        "again": lambda: scene.come_back("a", row),
        "sweep": lambda: _sweep(scene),
    }


def rival_for_a_lapsed_hold(scene: Scene) -> Hands:
    """The hold runs out while the guest pays, and somebody else wants the table."""
    row, other = scene.paid_for(), other_terminal(scene)
    return {"a": lambda: scene.come_back("a", row), "b": lambda: other.whole_road("b")}


def release_against_return(scene: Scene) -> Hands:
    """The guest gives up in the moment in which the payment comes back."""
    row = scene.paid_for()
    return {
        "a": lambda: scene.come_back("a", row),
        "back": lambda: holding.release(scene.shop, "a", row.booking_id),
        "stop": lambda: _stop(scene, row.payment_id),
    }


def two_settlers(scene: Scene) -> Hands:
    """An answer was lost, and two terminals recover the same payment; the guest's screen asks as well."""
    row, other = scene.paid_for(), other_terminal(scene)
    scene.company.loses = 2
    return {
        "a": lambda: scene.come_back("a", row),
        "k1": lambda: _settle_all(scene),
        "k2": lambda: _settle_all(other),
    }


def paid_again_meanwhile(scene: Scene) -> Hands:
    """The guest opens the payment a second time while the first comes back."""
    row = scene.paid_for()
    return {"a": lambda: scene.come_back("a", row), "again": lambda: _open_again(scene, row.booking_id)}


def change_of_mind(scene: Scene) -> Hands:
    """Other seats are asked for while the payment of the first ones comes back."""
    row = scene.paid_for()
    return {
        "a": lambda: scene.come_back("a", row),
        "other": lambda: _hold_other(scene),
        "sweep": lambda: _sweep(scene),
    }


def everybody(scene: Scene) -> Hands:
    """A guest, the same redirect again, a rival, a sweep and a second settler."""
    row, other = scene.paid_for(), other_terminal(scene)
    scene.company.loses = 1
    return {
        "a": lambda: scene.come_back("a", row),
        "again": lambda: scene.come_back("a", row),
        "b": lambda: other.whole_road("b"),
        "k2": lambda: _settle_all(other),
        "sweep": lambda: _sweep(scene),
    }


SCENES: Final[dict[str, Callable[[Scene], Hands]]] = {
    "two-guests": two_guests_one_table,
    "redirect-twice": redirect_twice,
    "rival": rival_for_a_lapsed_hold,
    "release": release_against_return,
    "two-settlers": two_settlers,
    "paid-again": paid_again_meanwhile,
    "change-of-mind": change_of_mind,
    "everybody": everybody,
}


def _sweep(scene: Scene) -> None:
    holding.sweep(scene.shop)


def _settle_all(scene: Scene) -> None:
    scene.settler.settle_all()


def _stop(scene: Scene, payment_id: str) -> None:
    checkout.close_payment(scene.shop, "a", payment_id, "stopped")


def _open_again(scene: Scene, booking_id: str) -> None:
    row = scene.open("a", booking_id)
    if row:
        scene.come_back("a", row)


def _hold_other(scene: Scene) -> None:
    booking_id = scene.hold("a", scene.house.other_seats)
    if booking_id:
        row = scene.open("a", booking_id)
        if row:
            scene.come_back("a", row)
