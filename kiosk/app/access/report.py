"""What came of measuring every screen: a sentence a clause for people, every place of every clause for programs."""

import os
from collections.abc import Sequence
from typing import Final

from kiosk.app.access.clauses import CLAUSES
from kiosk.app.access.walk import Judged, judge_all
from kiosk.app.findings import Finding, Findings, State
from kiosk.app.settings import Settings

REFERENCE_PX: Final = (1080, 1920)
REFERENCE_PX_PER_MM: Final = 3.21
"""Of a panel of 27 inches: what screens are drawn for, and judged on while the real width is not known."""
MOST_TOLD: Final = 5


def measured(settings: Settings) -> list[Judged]:
    """Every clause on every screen, at the size and density of these settings. Draws into memory."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSize
    from PySide6.QtWidgets import QApplication

    from kiosk.app.program import make_application

    _app = QApplication.instance() or make_application()
    width, height = settings.window_size or REFERENCE_PX
    if settings.screen_width_mm is None:
        return judge_all(QSize(width, height), REFERENCE_PX_PER_MM * min(width, height) / min(REFERENCE_PX))
    return judge_all(QSize(width, height), width / settings.screen_width_mm, raised=True)


def findings(judged: Sequence[Judged]) -> Findings:
    """A sentence a clause."""
    for clause in CLAUSES:
        of_it = [one for one in judged if one.clause == clause.name]
        failed = [one for one in of_it if not one.passes]
        if not failed:
            yield Finding.fine(
                clause.name,
                f"{clause.name.capitalize()}: {clause.asks}; kept on all {len(of_it)} screens and sheets shown",
            )
            continue
        told = "; ".join(
            f"{one.screen} ({one.theme}, {one.text}): {one.problems[0]}" for one in failed[:MOST_TOLD]
        )
        yield Finding(
            clause.name,
            State.FIX,
            f"{clause.name.capitalize()}: {clause.asks}; not kept on {len(failed)} of {len(of_it)}: {told}",
            "Use a larger panel or window, or change the design tokens; --json names every place.",
        )


def as_clauses(judged: Sequence[Judged]) -> list[dict[str, object]]:
    """For a program: each clause with how it is checked and its result per screen, theme and text size."""
    return [
        {
            "clause": clause.name,
            "asks": clause.asks,
            "source": clause.source,
            "how": clause.how,
            "passes": all(one.passes for one in judged if one.clause == clause.name),
            "results": [
                {
                    "screen": one.screen,
                    "theme": one.theme,
                    "text": one.text,
                    "passes": one.passes,
                    "problems": list(one.problems),
                }
                for one in judged
                if one.clause == clause.name
            ],
        }
        for clause in CLAUSES
    ]
