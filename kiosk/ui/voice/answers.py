"""What is said of a floor that stays in front: the seats that are now chosen, or why they are not. Pure; knows no engine."""

from kiosk.ui.flow import events as ev
from kiosk.ui.presenter import Picture
from kiosk.ui.screens.floor_words import note_of
from kiosk.ui.sound.cues import TOUCHES_OF_SEATS
from kiosk.ui.text import Text
from kiosk.ui.views import FloorScreenView


def answer_of(before: Picture | None, after: Picture, touch: type[ev.Event] | None, text: Text) -> str:
    """What is to be said for a step, "" where nothing is. ``touch`` is what a guest did, if it was one.

    A screen that has just come is said whole, with these words among the others. Who is refused again hears it again.
    """
    if before is None or before.screen is not after.screen or not isinstance(after.view, FloorScreenView):
        return ""
    words = _words(after.view, text)
    is_asked_again = touch in TOUCHES_OF_SEATS and bool(note_of(after.view, text))
    had = _words(before.view, text) if isinstance(before.view, FloorScreenView) else ""
    return words if words != had or is_asked_again else ""


def _words(view: FloorScreenView, text: Text) -> str:
    note, choice = note_of(view, text), view.choice
    if choice is None:
        return note
    chosen = text("floor.chosen", table=text.tables(choice), seats=text.seats(len(choice.seat_ids)))
    return (
        f"{note} {chosen}" if note else f"{chosen}. {text('floor.deposit', amount=text.money(choice.amount))}"
    )
