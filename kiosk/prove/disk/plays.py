"""What happens on the floor while the disk is watched: short evenings, each along another road of the money."""

from collections.abc import Callable
from typing import Final

from kiosk.domain.money import won
from kiosk.prove.interleavings.floor import Scene, other_terminal
from kiosk.services import holding, refunding
from kiosk.services.refunding import Asked

Play = Callable[[Scene], None]


def paid(scene: Scene) -> None:
    """One guest, everything works."""
    scene.whole_road("a")


def declined(scene: Scene) -> None:
    """The card is refused, and the guest pays with another."""
    booking_id = scene.hold("a")
    assert booking_id is not None
    scene.company.refuses = "REJECT_CARD_PAYMENT"
    _pay(scene, "a", booking_id)
    scene.company.refuses = ""
    _pay(scene, "a", booking_id)


def lost(scene: Scene) -> None:
    """Charged, and the answers do not arrive for a while."""
    scene.company.loses, scene.company.hides = 3, True
    scene.whole_road("a")
    for _ in range(3):
        scene.clock.advance(30)
        scene.settler.settle_all()


def due_back(scene: Scene) -> None:
    """The company takes another amount: all of it goes back."""
    scene.company.takes_more = 1
    scene.whole_road("a")
    scene.settler.settle_all()


def lapsed(scene: Scene) -> None:
    """A hold runs out and is swept; somebody else takes the table and pays."""
    scene.hold("a")
    scene.clock.advance(700)
    holding.sweep(scene.shop)
    scene.whole_road("b")


def two_terminals(scene: Scene) -> None:
    """Two guests at two terminals, in turns."""
    other = other_terminal(scene)
    first, second = scene.hold("a"), other.hold("b", scene.house.other_seats)
    assert first is not None
    assert second is not None
    rows = scene.open("a", first), other.open("b", second)
    assert rows[0] is not None
    assert rows[1] is not None
    accepted = scene.accept("a", rows[0]), other.accept("b", rows[1])
    for terminal, row, is_accepted in zip((scene, other), rows, accepted, strict=True):
        if is_accepted and row is not None:
            terminal.settler.settle(row.payment_id)


def refunded(scene: Scene) -> None:
    """Paid, then a part is given back, then the rest with the seats."""
    booking_id = scene.hold("a")
    assert booking_id is not None
    _pay(scene, "a", booking_id)
    for amount, with_seats in ((won(5_000), False), (None, True)):
        asked = refunding.ask(
            scene.shop,
            booking_id,
            amount,
            reason="plans changed",
            asked_by="manager",
            gives_up_seats=with_seats,
        )
        assert isinstance(asked, Asked), asked
        scene.settler.settle_all()


PLAYS: Final[dict[str, Play]] = {
    "paid": paid,
    "declined": declined,
    "lost": lost,
    "due-back": due_back,
    "lapsed": lapsed,
    "two-terminals": two_terminals,
    "refunded": refunded,
}

MONEY_GOES_BACK: Final = frozenset({"due-back", "refunded"})


def _pay(scene: Scene, visit: str, booking_id: str) -> None:
    row = scene.open(visit, booking_id)
    if row:
        scene.come_back(visit, row)
