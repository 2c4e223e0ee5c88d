"""Every screen and sheet in each theme and text size, shown one after the other and judged by each clause."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize

from kiosk.app.access.clauses import CLAUSES, Clause
from kiosk.app.access.samples import HALLS
from kiosk.app.access.scene import Showing, Wanted
from kiosk.ui.modes import Modes, TextSize, reads_list
from kiosk.ui.theme import ThemeName
from kiosk.ui.views import Overlay, ScreenName

PLANS: Final = (ScreenName.FLOOR, HALLS[0])
WISHES: Final = (*(size.value for size in TextSize), "voice", "low", "low,largest")


@dataclass(frozen=True, slots=True)
class Judged:
    """One clause at one screen or sheet, in one theme and text size; passed when there is no problem."""

    clause: str
    screen: str
    theme: str
    text: str
    passes: bool
    problems: tuple[str, ...]


def everything() -> Iterator[Wanted]:
    """All that can be shown. The plan is not there at larger text or in the low layout: those read the list."""
    for theme in ThemeName:
        for wishes in WISHES:
            for name in (*ScreenName, *HALLS, *Overlay):
                if name not in PLANS or not reads_list(Modes.of(wishes)):
                    yield Wanted(str(name), theme, wishes)


def judge(
    showing: Showing, wanted: Iterable[Wanted], clauses: Sequence[Clause] = CLAUSES
) -> Iterator[Judged]:
    """Show one after the other, and look."""
    for one in wanted:
        scene = showing.show(one)
        for clause in clauses:
            problems = tuple(dict.fromkeys(clause.judge(scene)))
            yield Judged(clause.name, one.name, str(one.theme), one.wishes, not problems, problems)


def judge_all(size: QSize, px_per_mm: float, *, raised: bool = False) -> list[Judged]:
    """Every clause everywhere, on a panel of that size."""
    showing = Showing(size, px_per_mm, raised=raised)
    try:
        return list(judge(showing, everything()))
    finally:
        showing.close()
