"""What the owner writes for guests: the restaurant's name in each language, and one short notice for the first screen.

Letters are counted here, as far as no sensible text is longer; whether one fits on the screen is measured by who shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.domain.staff import Act
from kiosk.services import staffing
from kiosk.services.at_desk import NotNow, Stale
from kiosk.services.opening_hours import must_be_as_seen, tell_change
from kiosk.services.restaurants import load_in
from kiosk.services.results import Refused, Restaurant
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import words

LANGUAGES: Final = ("ko", "en", "ja", "zh")
NEEDED: Final = ("ko", "en")
"""Languages in which a restaurant has a name; in the others guests read one of these."""
LONGEST_NAME: Final = 24
LONGEST_NOTICE: Final = 60


@dataclass(frozen=True, slots=True)
class GuestWords:
    """Names and notices by language; a language without one is not there."""

    names: Mapping[str, str]
    notices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class WordsSaved:
    """Guests read it from now on; ``changes`` has a word for each kind of it."""

    changes: tuple[str, ...]


def words_of(restaurant: Restaurant) -> GuestWords:
    """As they are stored."""
    return GuestWords(dict(restaurant.names), dict(restaurant.notices))


def tidied(written: GuestWords) -> GuestWords:
    """As they are stored when written so: one blank between words, and nothing where nothing is written."""
    return GuestWords(*(_tidied(texts) for texts in (written.names, written.notices)))


def problem_of(told: GuestWords) -> str:
    """What is wrong with tidy words, as a code; "" where nothing is."""
    if any(language not in told.names for language in NEEDED):
        return "name_missing"
    if any(len(name) > LONGEST_NAME for name in told.names.values()):
        return "name_long"
    return "notice_long" if any(len(each) > LONGEST_NOTICE for each in told.notices.values()) else ""


def save(shop: Shop, by: By, written: GuestWords, seen: GuestWords) -> WordsSaved | Stale | Refused:
    """Other words in the place of ``seen``. Refused: not_allowed, pin_again, and as ``problem_of`` says."""
    told = tidied(written)
    if wrong := problem_of(told):
        return Refused(wrong)
    try:
        with shop.database.write() as session:
            if refused := staffing.allow(session, shop, by, Act.WORDS):
                return refused
            before = words_of(load_in(session, shop.restaurant_id))
            must_be_as_seen(session, shop, before, seen)
            changes = _changes(before, told)
            if changes:
                words.replace_words(session, shop.restaurant_id, told.names, told.notices)
                tell_change(session, shop, by, changes)
    except NotNow as not_now:
        return not_now.answer
    return WordsSaved(changes)


def _changes(before: GuestWords, after: GuestWords) -> tuple[str, ...]:
    parts = (("names", before.names != after.names), ("notices", before.notices != after.notices))
    return tuple(word for word, is_other in parts if is_other)


def _tidied(texts: Mapping[str, str]) -> dict[str, str]:
    tidy = {language: " ".join(texts.get(language, "").split()) for language in LANGUAGES}
    return {language: text for language, text in tidy.items() if text}
