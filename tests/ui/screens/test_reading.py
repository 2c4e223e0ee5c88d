"""Every word of every screen can be read, in every language, upright, wide, and in windows of odd sizes."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from kiosk.ui.modes import Modes
from kiosk.ui.views import Overlay, ScreenName
from kiosk.ui.widgets.labels import Label
from tests.ui.screens import samples
from tests.ui.screens.conftest import MakeStage
from tests.ui.screens.finding import controls, has, named, page_of, place, touch, unreadable

ODD = {
    "tablet": QSize(800, 1280),
    "old": QSize(1024, 768),
    "square": QSize(900, 900),
    "slim": QSize(720, 1600),
}
LANGUAGES = ("ko", "en", "ja", "zh")


def rows_seen(label: Label) -> set[int]:
    """Which rows of pixels of it are on the page that is turned up."""
    page = page_of(label)
    if page is None or not label.isVisible():
        return set()
    top = place(label, page).top()
    return {row for row in range(label.height()) if 0 <= top + row < page.height()}


def lines(found: dict[str, list[str]]) -> str:
    """Each problem on a line of its own."""
    return "\n".join(f"{kind}: {problem}" for kind, problems in found.items() for problem in problems)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", samples.SIZES.values(), ids=samples.SIZES.keys())
def test_no_text_of_any_screen_is_cut_off(stage: MakeStage, size: QSize, language: str) -> None:
    shown = stage(size, language)
    found = {
        kind: problems
        for kind, (name, view) in samples.variants().items()
        if (problems := unreadable(shown.show(name, view)))
    }
    assert not found, lines(found)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", samples.SIZES.values(), ids=samples.SIZES.keys())
def test_no_text_of_any_sheet_is_cut_off(stage: MakeStage, size: QSize, language: str) -> None:
    shown = stage(size, language)
    found = {}
    for which in Overlay:
        shell = shown.show(samples.BEHIND.get(which, ScreenName.FLOOR))
        shell.show_overlay(samples.overlay(which), shown.text)
        QApplication.processEvents()
        if problems := unreadable(shell.overlay):
            found[str(which)] = problems
        shell.show_overlay(None, shown.text)
    assert not found, lines(found)


LARGER = [
    ("largest", "upright", "ko"), ("largest", "small", "en"), ("largest", "wide", "ja"), ("largest", "upright", "zh"),
    ("large", "upright", "en"), ("large", "small", "ko"),
]  # fmt: skip
"""Pairs of everything; the plan is not there, since larger text reads the list."""


@pytest.mark.parametrize(("words", "size", "language"), LARGER)
def test_larger_text_loses_nothing(stage: MakeStage, words: str, size: str, language: str) -> None:
    shown = stage(samples.SIZES[size], language)
    shown.shell.set_modes(Modes.of(words))
    found = {}
    for name in ScreenName:
        if name is not ScreenName.FLOOR and (problems := unreadable(shown.show(name))):
            found[str(name)] = problems
    for which in Overlay:
        shell = shown.show(samples.BEHIND.get(which, ScreenName.LIST))
        shell.show_overlay(samples.overlay(which), shown.text)
        QApplication.processEvents()
        if problems := unreadable(shell.overlay):
            found[str(which)] = problems
        shell.show_overlay(None, shown.text)
    assert not found, lines(found)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_small_panel_writes_twelve_millimetres_high_and_loses_nothing(
    stage: MakeStage, language: str
) -> None:
    """15.6 inches across: 345 mm."""
    size = samples.SIZES["small"]
    shown = stage(size, language)
    look = samples.look(size)
    shown.shell.set_look(replace(look, metrics=replace(look.metrics, px_per_mm=size.width() / 345)))
    shown.shell.set_modes(Modes.of("large"))
    found = {}
    least = 12 * size.width() / 345 / samples.tokens().hangul_ink_share
    for name in set(ScreenName) - {ScreenName.FLOOR, ScreenName.ATTRACT, ScreenName.PAYMENT}:
        shell = shown.show(name)
        found[str(name)] = unreadable(shell)
        screen = shell.screens[name]
        small = [label.text() for label in screen.findChildren(Label) if label.font().pixelSize() < least - 1]
        assert small == [], name
    assert not any(found.values()), lines(found)


def test_all_of_a_page_that_is_too_long_is_seen_by_turning_it(stage: MakeStage) -> None:
    shown = stage(language="en")
    shown.shell.set_modes(Modes.of("largest"))
    shell = shown.show(ScreenName.REVIEW)
    words = [label for label in shell.findChildren(Label) if label.isVisible() and page_of(label)]
    unseen = {label: set(range(label.height())) for label in words}
    for _ in range(9):
        for label in words:
            unseen[label] -= rows_seen(label)
        if not named(shell, "Down").isEnabled():
            break
        touch(shell, "Down")
        QApplication.processEvents()
    assert [label.text() for label in words if unseen[label]] == []
    assert not named(shell, "Down").isEnabled()
    assert named(shell, "Up").isEnabled()


def test_the_usual_size_turns_no_pages(stage: MakeStage) -> None:
    shown = stage()
    shown.shell.set_modes(Modes.of("largest"))
    shown.shell.set_modes(Modes())
    for name in ScreenName:
        assert not has(shown.show(name), shown.text("common.page_down")), name


@pytest.mark.parametrize("size", ODD.values(), ids=ODD.keys())
def test_windows_of_other_shapes_can_be_used_too(stage: MakeStage, size: QSize) -> None:
    shown = stage(size, "en")
    found = {str(name): problems for name in ScreenName if (problems := unreadable(shown.show(name)))}
    assert not found, lines(found)


def test_the_look_for_cut_off_text_finds_it(stage: MakeStage) -> None:
    """Without this the tests above would prove nothing."""
    shell = stage().show(ScreenName.PARTY)
    named(shell, "뒤로").setFixedWidth(40)
    QApplication.processEvents()
    assert any("뒤로" in problem for problem in unreadable(shell))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_of_every_screen_has_a_name(stage: MakeStage, language: str) -> None:
    shown = stage(language=language)
    for kind, (name, view) in samples.variants().items():
        nameless = [
            type(one).__name__ for one in controls(shown.show(name, view)) if not one.accessibleName()
        ]
        assert nameless == [], kind


def test_no_two_controls_of_a_screen_share_a_name(stage: MakeStage) -> None:
    shown = stage()
    for kind, (name, view) in samples.variants().items():
        if kind == "party-many":
            continue
        names = [one.accessibleName() for one in controls(shown.show(name, view))]
        assert len(names) == len(set(names)), (kind, names)


def test_targets_are_as_large_as_a_finger_needs(stage: MakeStage) -> None:
    shown = stage()
    least = samples.tokens().touch["smallest_px"]
    for kind, (name, view) in samples.variants().items():
        shell = shown.show(name, view)
        plan = shell.screens[ScreenName.FLOOR].body
        small = [
            (one.accessibleName(), one.size().toTuple())
            for one in controls(shell)
            if min(one.width(), one.height()) < least and not plan.isAncestorOf(one)
        ]
        assert small == [], kind


def test_another_size_builds_everything_again_and_keeps_what_was_shown(stage: MakeStage) -> None:
    shown = stage()
    shell = shown.show(ScreenName.REVIEW)
    before = named(shell, "40,000원 결제").height()
    shell.resize(540, 960)
    QApplication.processEvents()
    assert named(shell, "40,000원 결제").height() == before // 2
    assert unreadable(shell) == []


def test_another_language_says_everything_in_it(stage: MakeStage) -> None:
    shown = stage()
    shown.show(ScreenName.REVIEW)
    shown.language = "en"
    shell = shown.show(ScreenName.REVIEW)
    assert named(shell, "Pay 40,000 won").isEnabled()
    assert named(shell, "Call staff").isEnabled()
    assert [one.accessibleName() for one in controls(shell) if not one.accessibleName().isascii()] == []


@pytest.mark.parametrize("name", [ScreenName.PARTY, ScreenName.LIST, ScreenName.REVIEW, ScreenName.DECLINED])
def test_a_finger_between_two_controls_touches_neither(stage: MakeStage, name: ScreenName) -> None:
    """The notice on accessible kiosks asks for 2.5 mm."""
    shell = stage().show(name)
    near = round(2.5 * samples.tokens().reference_px_per_mm / 2)
    grown = [
        (one.accessibleName(), place(one, shell).adjusted(-near, -near, near, near))
        for one in controls(shell)
    ]
    close = [
        (one, other)
        for nth, (one, here) in enumerate(grown)
        for other, there in grown[nth + 1 :]
        if here.intersects(there)
    ]
    assert close == []
