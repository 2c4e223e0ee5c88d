"""What is asked of every screen, clause by clause, and how a scene is judged by it. A judge gives one sentence a problem.

The figures are those of the Korean notice on barrier-free kiosks (annex 5) and of WCAG 2.2.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QAbstractButton, QWidget

from kiosk.app.access.reading import page_of, place, unreadable
from kiosk.app.access.scene import Scene
from kiosk.ui.contrast import MARKS_LEAST, STRONG_TEXT_LEAST, TEXT_LEAST, between
from kiosk.ui.floorplan.targets import Target
from kiosk.ui.theme import ThemeName

MOUNT_MM, REACH_MM = 850.0, 1220.0
"""Where the lower edge of an upright panel hangs above the floor, and how high somebody in a wheelchair reaches."""

TEXT_MM, TARGET_MM, TARGET_MM2, GAP_MM = 12.0, 12.0, 150.0, 2.5
ROUNDING_MM, ROUNDING = 0.05, 0.05
ROLES: Final = (QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton)

Judge = Callable[[Scene], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule: what it asks for, where it stands, and how it is looked at here."""

    name: str
    asks: str
    source: str
    how: str
    judge: Judge


def text_height(scene: Scene) -> Iterator[str]:
    """Hangul as high as it is drawn."""
    share = scene.shell.look.metrics.tokens.hangul_ink_share
    for part in (*scene.labels(), *scene.controls()):
        high = scene.mm(part.font().pixelSize() * share)
        if 0 < high < TEXT_MM - ROUNDING_MM:
            yield f"{_called(part)} is {high:.1f} mm high"


def text_contrast(scene: Scene) -> Iterator[str]:
    """Words against what lies behind them, as painted."""
    least = STRONG_TEXT_LEAST if _is_strong(scene) else TEXT_LEAST
    for picture, seen in scene.pages():
        for part, rect in seen.items():
            words, ground = scene.words_and_ground(picture, part, rect)
            if between(words, ground) < least - ROUNDING:
                yield _too_weak(part, words, ground)


def control_contrast(scene: Scene) -> Iterator[str]:
    """Something of a control against what surrounds it, as painted."""
    for picture, seen in scene.pages():
        for part, rect in seen.items():
            if isinstance(part, QAbstractButton):
                edge, around = scene.edge_and_surroundings(picture, rect)
                if between(edge, around) < MARKS_LEAST - ROUNDING:
                    yield _too_weak(part, edge, around)


def target_size(scene: Scene) -> Iterator[str]:
    """Both sides and the area."""
    for part in scene.controls():
        wide, high = scene.mm(part.width()), scene.mm(part.height())
        if min(wide, high) < TARGET_MM - ROUNDING_MM or wide * high < TARGET_MM2:
            yield f"{_called(part)} is {wide:.1f} by {high:.1f} mm"


def spacing(scene: Scene) -> Iterator[str]:
    """Between each control and each other on the same page."""
    parts = [(one, place(one, scene.shell)) for one in scene.controls() if not _is_pictured(one)]
    for nth, (one, here) in enumerate(parts):
        for other, there in parts[nth + 1 :]:
            beside = max(there.left() - here.right(), here.left() - there.right()) - 1
            below = max(there.top() - here.bottom(), here.top() - there.bottom()) - 1
            gap = scene.mm(max(beside, below))
            if gap < GAP_MM - ROUNDING_MM and page_of(one) is page_of(other):
                yield f"{_called(one)} and {_called(other)} are {max(gap, 0):.1f} mm apart"


def reach(scene: Scene) -> Iterator[str]:
    """In the low layout, of an upright screen."""
    if not scene.shell.look.metrics.is_low:
        return
    for part in scene.controls():
        seen = part.visibleRegion().boundingRect()
        top = place(part, scene.shell).top() + seen.top()
        high = MOUNT_MM + scene.mm(scene.shell.height() - top)
        if high > REACH_MM and not seen.isEmpty():
            yield f"{_called(part)} reaches up to {high:.0f} mm above the floor"


def names_and_roles(scene: Scene) -> Iterator[str]:
    """What a screen reader is told of each control, and that no two are called the same."""
    seen: set[str] = set()
    for part in scene.controls():
        told = QAccessible.queryAccessibleInterface(part)
        name = told.text(QAccessible.Text.Name)
        if not name:
            yield f"a {type(part).__name__} has no name"
        elif name in seen:
            yield f"two controls are called {name!r}"
        seen.add(name)
        if told.role() not in ROLES:
            yield f"{_called(part)} is told as {told.role().name}"
        if part.isCheckable() is (told.role() is QAccessible.Role.Button) and not told.state().checkable:
            yield f"{_called(part)} does not tell whether it is chosen"


def focus_order(scene: Scene) -> Iterator[str]:
    """Every control is reached; where all stands in one column, line by line from above."""
    reached = scene.focus_walk()
    # A page turns by itself to what has the keyboard: its own keys are for fingers.
    turning = {scene.text("common.page_up"), scene.text("common.page_down")}
    for part in scene.controls():
        if part.isEnabled() and part not in reached and part.accessibleName() not in turning:
            yield f"the keyboard does not come to {_called(part)}"
    walked = [part for part in reached if not _is_pictured(part)]
    if not walked:
        return
    # It goes round: the way from the last one back to the first is none.
    first = min(range(len(walked)), key=lambda nth: place(walked[nth], scene.shell).top())
    walked = walked[first:] + walked[:first]
    if not scene.shell.look.metrics.is_upright:
        return  # two columns may be read in either order
    for one, other in pairwise(walked):
        here, there = place(one, scene.shell), place(other, scene.shell)
        goes_up = there.bottom() <= here.top() and page_of(one) is page_of(other)
        if goes_up and there.left() < here.right():
            yield f"the keyboard goes back up from {_called(one)} to {_called(other)}"


def nothing_cut_off(scene: Scene) -> Iterator[str]:
    """Texts and controls inside what holds them, and none over another."""
    yield from unreadable(scene.front)


def staff_call(scene: Scene) -> Iterator[str]:
    """A key that calls staff; a sheet lies over a screen that has one, and is closed by one touch."""
    words = {scene.text(key) for key in ("frame.staff", "unknown.call", "closed.staff")}
    if not scene.is_sheet and not any(
        part.accessibleName() in words and part.isEnabled() for part in scene.controls()
    ):
        yield "staff cannot be called"


CLAUSES: Final = (
    Clause(
        "text height",
        f"Hangul at least {TEXT_MM:g} mm high",
        "notice, annex 5",
        "font size of every text and control x the share of a Hangul letter's ink, in mm of the panel",
        text_height,
    ),
    Clause(
        "text contrast",
        f"{TEXT_LEAST:g} to 1, in the contrast theme {STRONG_TEXT_LEAST:g} to 1",
        "WCAG 2.2, 1.4.3 and 1.4.6; notice, annex 5",
        "colour of every text against the most frequent colour behind it in the painted picture, page by page",
        text_contrast,
    ),
    Clause(
        "control contrast",
        f"{MARKS_LEAST:g} to 1",
        "WCAG 2.2, 1.4.11",
        "the edge or words of every control against the colour around it in the painted picture",
        control_contrast,
    ),
    Clause(
        "target size",
        f"sides at least {TARGET_MM:g} mm, area at least {TARGET_MM2:g} mm2",
        "notice, annex 5; WCAG 2.2, 2.5.8",
        "geometry of every control, in mm of the panel",
        target_size,
    ),
    Clause(
        "spacing",
        f"at least {GAP_MM:g} mm between targets",
        "notice, annex 5",
        "geometry of every pair of controls on one page, in mm of the panel; but not of tables and chairs on the plan, "
        "which stand as they do in the room and are keys of the list as well",
        spacing,
    ),
    Clause(
        "reach",
        f"in the low layout nothing is touched above {REACH_MM:g} mm",
        "notice, annex 5 (400 to 1,220 mm)",
        f"geometry of every control of an upright screen whose lower edge hangs at {MOUNT_MM:g} mm; others pass",
        reach,
    ),
    Clause(
        "names and roles",
        "every control tells its name, its role and whether it is chosen",
        "WCAG 2.2, 4.1.2; notice, annex 5 (all visual information as voice)",
        "what the accessibility interface of every control answers; no name twice",
        names_and_roles,
    ),
    Clause(
        "focus order",
        "everything is reached by keys, in the order in which it is read",
        "WCAG 2.2, 2.1.1 and 2.4.3; notice, annex 5",
        "Tab, and on the plan the arrow, is really pressed until it comes round; positions of what it came to",
        focus_order,
    ),
    Clause(
        "nothing cut off",
        "no text or control clipped, outside the window, or over another",
        "WCAG 2.2, 1.4.4 and 1.4.10; notice, annex 5",
        "geometry of every text and control against what holds it and against each other",
        nothing_cut_off,
    ),
    Clause(
        "staff call",
        "a call for help on each screen",
        "notice, annex 5; Act on discrimination against persons with disabilities, decree",
        "a control of that name that is not off",
        staff_call,
    ),
)


def _too_weak(part: QWidget, one: QColor, other: QColor) -> str:
    return f"{_called(part)}: {one.name()} on {other.name()} is {between(one, other):.2f} to 1"


def _is_strong(scene: Scene) -> bool:
    return scene.shell.look.theme.name is ThemeName.CONTRAST


def _is_pictured(part: QAbstractButton) -> bool:
    """A table or chair on the plan, which stands where it stands: the list has them all as keys, one touch away."""
    return isinstance(part, Target)


def _called(part: object) -> str:
    if isinstance(part, QAbstractButton):
        return repr(part.accessibleName())
    return repr(getattr(part, "text", str)())
