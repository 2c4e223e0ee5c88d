"""Every screen and sheet keeps every rule in each theme and text size; and each rule is found where it is broken."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.app.access.clauses import CLAUSES
from kiosk.app.access.report import REFERENCE_PX, REFERENCE_PX_PER_MM
from kiosk.app.access.samples import HALLS
from kiosk.app.access.scene import Scene, Showing, Wanted
from kiosk.app.access.walk import WISHES, everything, judge
from kiosk.ui.theme import ThemeName
from kiosk.ui.views import Overlay, ScreenName
from tests.ui.screens.finding import named

SIZE = QSize(*REFERENCE_PX)


@pytest.fixture
def showing(qtbot: QtBot) -> Iterator[Showing]:
    made = Showing(SIZE, REFERENCE_PX_PER_MM)
    yield made
    made.close()


@pytest.mark.parametrize("wishes", WISHES)
@pytest.mark.parametrize("theme", ThemeName)
def test_every_rule_is_kept_everywhere(showing: Showing, theme: ThemeName, wishes: str) -> None:
    these = [one for one in everything() if (one.theme, one.wishes) == (theme, wishes)]
    judged = list(judge(showing, these))
    assert len(judged) == len(these) * len(CLAUSES)
    assert [(one.clause, one.screen, one.problems) for one in judged if not one.passes] == []


def test_every_screen_and_sheet_is_shown_in_each_theme() -> None:
    for theme in ThemeName:
        shown = {one.name for one in everything() if one.theme is theme}
        assert shown == {*map(str, ScreenName), *HALLS, *map(str, Overlay)}


def small_words(scene: Scene) -> None:
    label = scene.labels()[0]
    font = label.font()
    font.setPixelSize(20)
    label.setFont(font)


def faded_words(scene: Scene) -> None:
    label = scene.labels()[0]
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, scene.shell.look.color("line"))
    label.setPalette(palette)


def narrow_key(scene: Scene) -> None:
    named(scene.shell, "뒤로").setFixedWidth(30)


def near_key(scene: Scene) -> None:
    one, other = named(scene.shell, "뒤로"), named(scene.shell, "자리 고르기")
    other.setGeometry(
        other.geometry().adjusted(one.geometry().right() + 3 - other.geometry().left(), 0, 0, 0)
    )


def no_name(scene: Scene) -> None:
    named(scene.shell, "뒤로").setAccessibleName("")
    for button in scene.controls():
        if not button.accessibleName():
            button.setText("")


def same_name(scene: Scene) -> None:
    named(scene.shell, "뒤로").setAccessibleName("자리 고르기")


def no_keyboard(scene: Scene) -> None:
    named(scene.shell, "뒤로").setFocusPolicy(Qt.FocusPolicy.NoFocus)


def no_staff(scene: Scene) -> None:
    named(scene.shell, "직원 호출").hide()


BREAKS: list[tuple[str, Callable[[Scene], None], str]] = [
    ("text height", small_words, "mm high"),
    ("text contrast", faded_words, "to 1"),
    ("target size", narrow_key, "'뒤로' is"),
    ("spacing", near_key, "mm apart"),
    ("names and roles", no_name, "has no name"),
    ("names and roles", same_name, "two controls"),
    ("focus order", no_keyboard, "does not come to '뒤로'"),
    ("nothing cut off", narrow_key, "'뒤로'"),
    ("staff call", no_staff, "cannot be called"),
]


@pytest.mark.parametrize(("clause", "breaks", "said"), BREAKS, ids=[each[1].__name__ for each in BREAKS])
def test_what_breaks_a_rule_is_found(
    showing: Showing, clause: str, breaks: Callable[[Scene], None], said: str
) -> None:
    """Without this the tests above would prove nothing."""
    scene = showing.show(Wanted("party", ThemeName.DAY, "normal"))
    (rule,) = [each for each in CLAUSES if each.name == clause]
    assert list(rule.judge(scene)) == []
    scene = showing.show(Wanted("party", ThemeName.DAY, "normal"))
    breaks(scene)
    if clause != "spacing":
        QApplication.processEvents()
    assert any(said in problem for problem in rule.judge(scene))


def test_a_control_that_melts_into_the_paper_is_found(showing: Showing) -> None:
    scene = showing.show(Wanted("party", ThemeName.DAY, "normal"))
    (rule,) = [each for each in CLAUSES if each.name == "control contrast"]
    assert list(rule.judge(scene)) == []
    scene = showing.show(Wanted("party", ThemeName.DAY, "normal"))
    key = named(scene.shell, "뒤로")
    colors = dict(key.look.theme.colors)  # type: ignore[attr-defined]  # of every control of ours
    pale = colors["paperDeep"]
    faded = replace(key.look.theme, colors={**colors, "ink": pale, "sheet": pale})  # type: ignore[attr-defined]
    key.look = replace(key.look, theme=faded)  # type: ignore[attr-defined]
    key.update()
    assert any("뒤로" in problem for problem in rule.judge(scene))
