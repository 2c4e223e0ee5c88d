"""What stays the same whatever screen is shown, and what must not be there."""

from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui import views
from kiosk.ui.views import Overlay, ScreenName
from kiosk.ui.widgets.banner import TestBanner
from kiosk.ui.widgets.frame import UtilityBar
from kiosk.ui.widgets.makers_strip import MakersStrip
from kiosk.ui.widgets.signs import Sign
from tests.ui.screens import samples
from tests.ui.screens.glass import SIZES, Glass, make_glass, settle, visible_controls

S = ScreenName


@pytest.mark.parametrize("name", ScreenName)
def test_drawing_the_same_again_changes_nothing(qtbot: QtBot, name: ScreenName) -> None:
    glass = make_glass(qtbot)
    glass.show(name)
    once = glass.shell.grab().toImage()
    glass.show(name)
    assert glass.shell.grab().toImage() == once


def test_header_actions_and_utility_bar_keep_their_place(qtbot: QtBot) -> None:
    glass = make_glass(qtbot, "ko", SIZES["upright"])
    staff = glass.text("frame.staff")
    places = set()
    for name in (S.PARTY, S.FLOOR, S.REVIEW, S.DECLINED, S.EXPIRED, S.DONE):
        glass.show(name)
        key = next(one for one in visible_controls(glass.shell) if one.accessibleName() == staff)
        places.add((key.mapTo(glass.shell, key.rect().topLeft()).toTuple(), key.size().toTuple()))
    assert len(places) == 1


def test_money_on_the_unknown_screen_has_no_way_out_but_staff(qtbot: QtBot) -> None:
    glass = make_glass(qtbot)
    glass.show(S.UNKNOWN)
    assert list(glass.controls()) == [glass.text("unknown.call")]


def test_while_a_payment_is_verified_only_staff_can_be_called(qtbot: QtBot) -> None:
    glass = make_glass(qtbot)
    glass.show(S.CONFIRMING)
    assert list(glass.controls()) == [glass.text("frame.staff")]


def test_before_there_is_anything_to_say_nothing_empty_is_shown(qtbot: QtBot) -> None:
    glass = make_glass(qtbot)
    settle()
    assert [part for part in glass.shell.findChildren(TestBanner) if part.isVisible()] == []
    assert [part for part in glass.shell.findChildren(UtilityBar) if part.isVisible()] == []


def test_the_first_screen_starts_changes_how_it_looks_and_calls_staff(qtbot: QtBot) -> None:
    glass = make_glass(qtbot)
    glass.show(S.ATTRACT)
    assert set(glass.controls()) == {
        glass.text(key) for key in ("attract.name", "frame.language", "frame.staff")
    }


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("secure", [True, False])
def test_the_lock_is_shown_only_where_the_page_comes_over_https(
    qtbot: QtBot, secure: bool, size: str
) -> None:
    glass = make_glass(qtbot, "ko", SIZES[size])
    view = samples.view(S.PAYMENT)
    assert isinstance(view, views.PaymentView)
    screen = glass.show(S.PAYMENT, replace(view, secure=secure))
    said = [label.text() for label in screen.findChildren(QLabel) if label.isVisible()]
    assert (glass.text("payment.secure") in said) is secure
    locks = [sign for sign in screen.findChildren(Sign) if sign.isVisible()]
    assert bool(locks) is secure


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("size", [(540, 960), (1080, 1920), (1920, 1080), (1366, 768)])
def test_what_waits_for_staff_lies_over_nothing_else(
    qtbot: QtBot, size: tuple[int, int], language: str
) -> None:
    glass = make_glass(qtbot, language, QSize(*size))
    view = samples.view(S.ATTRACT)
    assert isinstance(view, views.AttractView)
    screen = glass.show(S.ATTRACT, replace(view, matters=12))
    (strip,) = screen.findChildren(MakersStrip)
    labels = [label for label in strip.findChildren(QLabel) if label.isVisible()]
    assert any("12" in label.text() for label in labels)
    for label in labels:
        assert strip.rect().contains(label.geometry())
        if label.text():
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()), label.text()
    for one, other in combinations(labels, 2):
        assert not one.geometry().intersects(other.geometry()), (one.text(), other.text())


@pytest.mark.parametrize("overlay", Overlay)
def test_every_sheet_says_what_it_is_about(qtbot: QtBot, overlay: Overlay) -> None:
    glass = make_glass(qtbot)
    glass.show(S.PARTY)
    glass.lay(samples.overlay(overlay))
    words = [one.text() for one in glass.shell.overlay.findChildren(QLabel) if one.isVisible()]
    assert any(word.replace("\n", " ") == glass.text(f"{overlay}.title").replace("\n", " ") for word in words)


class Page(QWidget):
    """Counts how often it paints, as a web view must before anything of it can be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.painted += 1


def test_a_page_may_paint_before_it_is_uncovered_and_nothing_ever_lies_over_it(qtbot: QtBot) -> None:
    """A page that is hidden never paints, and would be waited for until the hold runs out."""
    glass = make_glass(qtbot, "ko", SIZES["upright"])
    view = samples.view(S.PAYMENT)
    assert isinstance(view, views.PaymentView)
    screen = glass.show(S.PAYMENT, view)
    page = Page()
    screen.set_checkout(page)  # type: ignore[attr-defined]  # the payment screen's own
    settle()
    assert page.isVisible()
    assert place_of(page, glass).intersects(glass.shell.rect())
    glass.show(S.PAYMENT, replace(view, visible=True))
    assert page.painted
    assert glass.shell.childAt(place_of(page, glass).center()) is page
    assert page.width() >= 900, "the company's page asks for that much"
    over = [
        one.accessibleName()
        for one in visible_controls(glass.shell)
        if place_of(one, glass).intersects(place_of(page, glass))
    ]
    assert over == []
    screen.set_checkout(None)  # type: ignore[attr-defined]
    assert not page.isVisible()


def place_of(part: QWidget, glass: Glass) -> QRect:
    """Where it lies on the glass."""
    return QRect(part.mapTo(glass.shell, QPoint(0, 0)), part.size())
