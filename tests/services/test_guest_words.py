"""The restaurant's names and notices: who may write them, what is stored, and who reads them anew."""

from dataclasses import replace

import pytest

from kiosk.domain.staff import Role
from kiosk.services import guest_words, staffing
from kiosk.services.at_desk import Stale
from kiosk.services.guest_words import LONGEST_NAME, LONGEST_NOTICE, GuestWords, WordsSaved, words_of
from kiosk.services.refitting import refit
from kiosk.services.restaurants import current, load
from kiosk.services.results import Refused
from kiosk.services.shop import Shop
from kiosk.services.staffing import By
from kiosk.storage import journal
from tests.services.desk_crew import by, hire

WRITTEN = GuestWords({"ko": "새 집", "en": "New House", "zh": "新家"}, {"ko": "오늘은 밤 9시까지 해요"})


@pytest.fixture
def owner(shop: Shop) -> By:
    return by(shop, hire(shop, Role.OWNER))


def stored(shop: Shop) -> GuestWords:
    return words_of(load(shop.database, shop.restaurant_id))


def test_what_is_written_is_stored_and_read_anew_by_every_terminal(shop: Shop, owner: By) -> None:
    before = current(shop)
    assert before.notices == {}
    assert guest_words.save(shop, owner, WRITTEN, words_of(before)) == WordsSaved(("names", "notices"))
    assert words_of(current(shop)) == WRITTEN
    assert "names; notices" in _told(shop)


def test_a_notice_alone_is_read_anew_too(shop: Shop, owner: By) -> None:
    seen = words_of(current(shop))
    only = replace(seen, notices={"en": "Open until nine"})
    assert guest_words.save(shop, owner, only, seen) == WordsSaved(("notices",))
    assert current(shop).notices == {"en": "Open until nine"}
    assert guest_words.save(shop, owner, seen, only) == WordsSaved(("notices",))
    assert current(shop).notices == {}


def test_blanks_are_tidied_and_what_is_empty_is_not_kept(shop: Shop, owner: By) -> None:
    untidy = GuestWords({"ko": " 새  집 ", "en": "New\nHouse", "ja": " "}, {"ja": " \t", "xx": "nobody"})
    guest_words.save(shop, owner, untidy, stored(shop))
    assert stored(shop) == GuestWords({"ko": "새 집", "en": "New House"}, {})


def test_what_is_as_before_is_told_to_nobody(shop: Shop, owner: By) -> None:
    assert guest_words.save(shop, owner, stored(shop), stored(shop)) == WordsSaved(())
    assert "names" not in _told(shop)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (GuestWords({"ko": "새 집"}, {}), "name_missing"),
        (GuestWords({"ko": " ", "en": "New House"}, {}), "name_missing"),
        (GuestWords({"ko": "새 집", "en": "n" * (LONGEST_NAME + 1)}, {}), "name_long"),
        (replace(WRITTEN, notices={"ja": "x" * (LONGEST_NOTICE + 1)}), "notice_long"),
    ],
)
def test_what_is_missing_or_too_long_is_not_stored(
    shop: Shop, owner: By, written: GuestWords, why: str
) -> None:
    before = stored(shop)
    assert guest_words.save(shop, owner, written, before) == Refused(why)
    assert stored(shop) == before


def test_the_second_of_two_owners_is_told_who_was_first(shop: Shop, owner: By) -> None:
    seen = stored(shop)
    guest_words.save(shop, owner, WRITTEN, seen)
    came = guest_words.save(shop, owner, replace(WRITTEN, notices={}), seen)
    assert isinstance(came, Stale)
    assert came.who == staffing.people(shop)[0].name
    assert stored(shop) == WRITTEN


@pytest.mark.parametrize("role", [Role.WAITER, Role.MANAGER])
def test_only_the_owner_writes_them(shop: Shop, role: Role) -> None:
    somebody = by(shop, hire(shop, role))
    assert guest_words.save(shop, somebody, WRITTEN, stored(shop)) == Refused("not_allowed")


def test_a_restaurants_file_brings_names_and_leaves_the_notices(shop: Shop, owner: By) -> None:
    guest_words.save(shop, owner, WRITTEN, stored(shop))
    of_file = replace(load(shop.database, "corner"), names={"ko": "파일", "en": "File"}, notices={})
    refit(shop.database, of_file, shop.clock, "K1")
    assert stored(shop) == GuestWords({"ko": "파일", "en": "File"}, WRITTEN.notices)


def _told(shop: Shop) -> str:
    with shop.database.read() as session:
        return "\n".join(e.body for e in journal.entries(session, "corner") if e.kind == "restaurant")
