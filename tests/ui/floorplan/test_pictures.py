"""The small pictures: a table drawn large, the map with the way, the legend; icons and marks."""

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.floor import Plan
from kiosk.ui.art import AttractArt, Badge, WaitingRing, seal_pixmap
from kiosk.ui.floorplan.pictures import LegendMark, MiniMap, TablePicture
from kiosk.ui.floorplan.states import SeatState
from kiosk.ui.icons import ICONS, icon_path, icon_pixmap
from kiosk.ui.metrics import Look
from kiosk.ui.paths import path_from
from kiosk.ui.theme import Tokens
from tests.ui.floorplan.conftest import make_look, view_of


def share_of(image: QImage, color: QColor) -> float:
    """How much of a picture is of one colour, from every third pixel."""
    spots = [(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    return sum(image.pixelColor(x, y) == color for x, y in spots) / len(spots)


def grabbed(qtbot: QtBot, widget: QWidget, width: int = 0) -> QImage:
    qtbot.addWidget(widget)
    size = widget.sizeHint()
    widget.resize(width or size.width(), widget.heightForWidth(width) if width else size.height())
    return widget.grab().toImage()


def test_my_table_is_drawn_in_accent(qtbot: QtBot, look: Look, plan: Plan) -> None:
    picture = TablePicture(look, 176)
    picture.render(plan.table("7"), mine=frozenset(seat.seat_id for seat in plan.table("7").seats))
    assert picture.sizeHint().height() == 176
    assert share_of(grabbed(qtbot, picture), look.color("accent")) > 0.3


def test_a_free_table_is_drawn_in_wood(qtbot: QtBot, look: Look, plan: Plan) -> None:
    picture = TablePicture(look, 400, numbered=True, detailed=True)
    picture.render(plan.table("6"))
    image = grabbed(qtbot, picture)
    assert share_of(image, look.color("accent")) == 0
    assert share_of(image, look.color("wood")) > 0.1


def test_the_map_shows_nothing_in_accent_but_what_is_mine(qtbot: QtBot, look: Look, plan: Plan) -> None:
    quiet, mine = MiniMap(look), MiniMap(look)
    quiet.render(view_of(plan))
    mine.render(view_of(plan, "7-1", "7-2"))
    assert share_of(grabbed(qtbot, quiet, 872), look.color("accent")) == 0
    assert share_of(grabbed(qtbot, mine, 872), look.color("accent")) > 0.01


def test_every_mark_of_the_legend_differs(qtbot: QtBot, look: Look) -> None:
    marks = {bytes(grabbed(qtbot, LegendMark(look, state)).constBits()) for state in (*SeatState, None)}
    assert len(marks) == len(SeatState) + 1


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_stays_on_its_grid_and_shows(name: str, qtbot: QtBot) -> None:
    bounds = icon_path(name).boundingRect()
    assert bounds.left() >= 2, name
    assert bounds.top() >= 2, name
    assert bounds.right() <= 46, name
    assert bounds.bottom() <= 46, name
    image = icon_pixmap(name, 48, QColor("black")).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(48) for y in range(48)), name


@pytest.mark.parametrize("wrong", ["M10", "X1 2", "M1 2 3", "M0 0a1 1 0 0"])
def test_a_path_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"path|arc"):
        path_from(wrong)


def test_an_arc_ends_where_it_says() -> None:
    path = path_from("M24 7a17 17 0 010 34")
    assert path.currentPosition().x() == pytest.approx(24)
    assert path.currentPosition().y() == pytest.approx(41)
    assert path.boundingRect().right() == pytest.approx(41, abs=0.1)


@pytest.mark.parametrize("theme", ["day", "night", "contrast"])
def test_the_art_of_the_screens_is_drawn_in_every_theme(qtbot: QtBot, tokens: Tokens, theme: str) -> None:
    look = make_look(tokens, theme)
    assert share_of(grabbed(qtbot, AttractArt(look)), look.color("accent")) > 0.005
    assert share_of(grabbed(qtbot, WaitingRing(look)), look.color("accent")) > 0.005
    assert share_of(grabbed(qtbot, Badge(look, "check", "done")), look.color("ok")) > 0.3
    assert share_of(grabbed(qtbot, Badge(look, "card", "bad")), look.color("badSoft")) > 0.3
    assert not seal_pixmap(54, look.theme).isNull()


def test_the_chair_breathes_only_where_things_may_move(qtbot: QtBot, tokens: Tokens) -> None:
    still, moving = AttractArt(make_look(tokens)), AttractArt(make_look(tokens, reduced_motion=False))
    for art in (still, moving):
        qtbot.addWidget(art)
        art.resize(540, 560)
        art.show()
    at_rest, first = still.grab().toImage(), moving.grab().toImage()
    qtbot.waitUntil(lambda: moving.grab().toImage() != first, timeout=3000)
    assert still.grab().toImage() == at_rest
