"""What the editor shows beside the drawing, in finished words: the chosen thing, what is wrong, what is saved. Pure."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.desk.back.plan_editor import MENDED, Chosen, PlanEditor
from kiosk.domain.floor import Plan, SeatKind, Table
from kiosk.domain.plan_check import Trouble
from kiosk.ui.text import Text

ZONES = ("", "window", "middle", "shared", "step_free", "kitchen_front")
ROOM_WORDS = ("entrance", "kitchen", "washroom", "here")


@dataclass(frozen=True, slots=True)
class TableCard:
    """The chosen table, as the panel shows it."""

    title: str
    label: str
    chairs: int
    wheelchairs: int
    party: str
    zone: str
    size: str
    shared: bool
    sold: bool


@dataclass(frozen=True, slots=True)
class TroubleLine:
    """One thing that is wrong: a sentence, what would do, and whether a touch moves a table to where there is room."""

    sentence: str
    advice: str
    forbids: bool
    can_mend: bool
    trouble: Trouble


@dataclass(frozen=True, slots=True)
class EditorView:
    """All that stands around the canvas. ``blocked`` says why the plan cannot be published; "" when it can."""

    card: TableCard | None
    fixture: str
    troubles: tuple[TroubleLine, ...]
    saved: str
    bookings: str
    blocked: str
    can_undo: bool
    can_redo: bool
    is_draft: bool


def present_editor(
    editor: PlanEditor, text: Text, words: Text, saved_at: datetime | None, bookings: int
) -> EditorView:
    """``text`` has the desk's sentences, ``words`` the names of zones that guests read too."""
    chosen = editor.chosen.table_id
    told = sorted(editor.troubles(), key=lambda each: (not each.flaw.forbids, chosen not in each.table_ids))
    found = tuple(_trouble(each, editor.plan, text) for each in told)
    table = editor.table
    stops = [each for each in found if each.forbids]
    is_draft = saved_at is not None or not editor.is_clean
    return EditorView(
        card=_card(table, text, words) if table else None,
        fixture=text(f"editor.{editor.fixture.kind}") if editor.fixture else "",
        troubles=found,
        saved=_saved(editor, text, saved_at),
        bookings=text("editor.bookings", count=bookings),
        blocked=stops[0].sentence if stops else "" if is_draft else text("editor.same"),
        can_undo=editor.can_undo,
        can_redo=editor.can_redo,
        is_draft=is_draft,
    )


def room_words(words: Text, text: Text) -> dict[str, str]:
    """The words on the room itself."""
    return {key: text(f"room.{key}") for key in ROOM_WORDS} | {
        f"label.{label}": words(f"label.{label}") for label in ("바",) if words.has(f"label.{label}")
    }


def canvas_name(plan: Plan, chosen: Chosen, text: Text) -> str:
    """What the drawing is called for whoever does not see it: what is chosen, and where it stands."""
    if chosen.table_id and any(table.table_id == chosen.table_id for table in plan.tables):
        table = plan.table(chosen.table_id)
        return text(
            "editor.canvas_table",
            table=_table_named(table, text),
            count=len(table.seats),
            x=f"{table.x:.0f}",
            y=f"{table.y:.0f}",
        )
    if 0 <= chosen.fixture < len(plan.fixtures):
        return text("editor.canvas_fixture", what=text(f"editor.{plan.fixtures[chosen.fixture].kind}"))
    return text("editor.canvas", count=len(plan.tables))


def _table_named(table: Table, text: Text) -> str:
    """By its number, or by the name it has instead."""
    is_name = bool(table.label) and not table.label.isdigit()
    return table.label if is_name else text("editor.table", label=table.label or "–")


def _card(table: Table, text: Text, words: Text) -> TableCard:
    rooms = sum(seat.kind is SeatKind.WHEELCHAIR for seat in table.seats)
    most = len(table.usable_seats)
    least = 1 if table.shared else max(1, (most + 1) // 2)
    return TableCard(
        title=_table_named(table, text),
        label=table.label,
        chairs=len(table.seats),
        wheelchairs=rooms,
        party=text("editor.party", least=least, most=most) if most else "–",
        zone=words.zone(table.zone) if table.zone else text("editor.no_zone"),
        size=text("editor.size_cm", width=f"{table.width:.0f}", height=f"{table.height:.0f}"),
        shared=table.shared,
        sold=not table.out_of_use,
    )


def _trouble(trouble: Trouble, plan: Plan, text: Text) -> TroubleLine:
    labels = [_named(plan.table(its_id), text) for its_id in trouble.table_ids]
    names = {"one": labels[0] if labels else "", "other": labels[-1] if labels else "", "cm": trouble.cm}
    return TroubleLine(
        sentence=text(f"flaw.{trouble.flaw}", **names),
        advice=text(f"flaw.{trouble.flaw}_do"),
        forbids=trouble.flaw.forbids,
        can_mend=trouble.flaw in MENDED,
        trouble=trouble,
    )


def _named(table: Table, text: Text) -> str:
    """A table with a number is called by it, one with a name by that."""
    return text("flaw.numbered", label=table.label) if table.label.isdigit() else table.label or "–"


def _saved(editor: PlanEditor, text: Text, saved_at: datetime | None) -> str:
    if not editor.is_clean:
        return text("editor.unsaved")
    if saved_at is None:
        return text("editor.shown")
    return text("editor.saved", time=text.time(saved_at))
