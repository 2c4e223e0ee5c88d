"""The floor plan's editor: pieces to the left, the drawing in the middle, the chosen table to the right.

Shows the editor's plan and says what was touched; whoever owns the screen saves, previews and publishes.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from kiosk.desk.back.editor_view import ZONES, EditorView, TableCard, canvas_name, present_editor, room_words
from kiosk.desk.back.palette import PieceKey, sample_of
from kiosk.desk.back.parts import DeskButton, Ground, Mark, Rule, Stepper, Switch, field_style, words
from kiosk.desk.back.plan_canvas import CanvasView, PlanCanvas
from kiosk.desk.back.plan_editor import Chosen, PlanEditor
from kiosk.domain import editing
from kiosk.domain.editing import Piece
from kiosk.domain.floor import Plan
from kiosk.domain.plan_check import Flaw
from kiosk.domain.snapping import free_spot
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row

_ZOOMS = (1.0, 1.25, 1.5, 2.0)
_SAVE_AFTER_MS = 1_500
"""So long after the last change the draft is saved by itself."""


class EditorScreen(QWidget):
    """The editor.

    Signals:
        save_asked: the draft (a Plan) changed a moment ago. preview_asked: as guests will see it.
        publish_asked: let guests see it. drop_asked: begin again from what they see.
        export_asked, import_asked: as a file.
    """

    save_asked = Signal(object)
    preview_asked = Signal(object)
    publish_asked = Signal(object)
    drop_asked = Signal()
    export_asked = Signal()
    import_asked = Signal()

    def __init__(
        self, look: Look, editor: PlanEditor, text: Text, shared_words: Text, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self.editor, self._text, self._words = look, editor, text, shared_words
        self._saved_at: datetime | None = None
        self._bookings = 0
        self._zoom = 0
        self._view: EditorView | None = None
        self.canvas = PlanCanvas(look)
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(_SAVE_AFTER_MS)
        self._saving.timeout.connect(lambda: self.save_asked.emit(self.editor.plan))
        self._make_parts()
        self._lay_out()
        self._wire()
        self._draw()

    def show_stored(self, plan: Plan, saved_at: datetime | None, bookings: int) -> None:
        """What is stored: a draft, or what guests see; and how many bookings stand on it."""
        self._saved_at, self._bookings = saved_at, bookings
        self.editor.load(plan)

    def mark_saved(self, saved_at: datetime | None) -> None:
        """The draft was stored, or (None) is what guests see now."""
        self._saved_at = saved_at
        # What waited to be saved is stored: saved once more, it would be a draft of what guests see already.
        self._saving.stop()
        self.editor.saved()

    def show_problem(self, sentence: str) -> None:
        """Something went wrong with a file; said where troubles are, until the next change."""
        self._trouble_bar.setVisible(True)
        self._wrong.setText(self._text("editor.not_imported"))
        self._advice.setText(sentence)
        self._mend.setVisible(False)

    # --- parts ----------------------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        look, text = self._look, self._text
        self._pieces = [PieceKey(look, piece) for piece in Piece]
        for key in self._pieces:
            key.name(text(f"editor.{key.piece}"), text("editor.put", what=text(f"editor.{key.piece}")))
        names = {"undo": "undo", "redo": "redo", "minus": "zoom_out", "plus": "zoom_in"}
        self._tools = {icon: DeskButton(look, icon=icon, height=50) for icon in names}
        for icon, name in names.items():
            self._tools[icon].only_icon(text(f"editor.{name}"))
        self._percent, self._grid = words(look, 17, 700), words(look, 15, 500, "ink2")
        self._grid.setText(text("editor.grid"))
        self._card_title = words(look, 26, 700)
        self._copy, self._remove = DeskButton(look, icon="copy"), DeskButton(look, icon="trash")
        self._copy.only_icon(text("editor.copy"))
        self._remove.only_icon(text("editor.remove"))
        self._label = QLineEdit()
        self._label.setFont(look.font("label", px=18, weight=700))
        self._label.setAccessibleName(text("editor.number"))
        self._label.setMaxLength(8)
        self._label.setStyleSheet(field_style(look))
        self._label.setFixedSize(look.px(150), look.px(46))
        self._label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._chairs, self._wheels = Stepper(look), Stepper(look)
        self._width, self._depth = Stepper(look), Stepper(look)
        self._room_width, self._room_depth = Stepper(look), Stepper(look)
        self._party = words(look, 17, 700)
        self._zone = DeskButton(look, height=46, px=16)
        self._turn = DeskButton(look, icon="rotate", height=46, px=16)
        self._turn.say(text("editor.turn"))
        self._shared, self._sold = Switch(look), Switch(look)
        for switch, name in ((self._shared, "shared"), (self._sold, "sold")):
            switch.setAccessibleName(text(f"editor.{name}"))
        self._saved, self._standing = (
            words(look, 15, 500, "ink2", wrap=True),
            words(look, 15, 500, "ink2", wrap=True),
        )
        self._blocked = words(look, 15, 700, "bad", wrap=True)
        self._preview = DeskButton(look, icon="eye", height=60)
        self._preview.say(text("editor.preview"))
        self._publish = DeskButton(look, primary=True, height=60).wide()
        self._publish.say(text("editor.publish"))
        self._drop, self._export, self._import = (DeskButton(look, height=44, px=15) for _ in range(3))
        for button, name in ((self._drop, "drop"), (self._export, "export"), (self._import, "import")):
            button.say(text(f"editor.{name}"))
        self._wrong, self._advice = words(look, 17, 700, "ink"), words(look, 16, 500, "ink", wrap=True)
        self._mend = DeskButton(look, height=46)
        self._mend.say(text("editor.mend"))

    def _lay_out(self) -> None:
        look = self._look
        whole = row(
            look,
            self._palette(),
            Rule(look, upright=True),
            (self._middle(), 1),
            Rule(look, upright=True),
            self._panel(),
        )
        self.setLayout(whole)

    def _palette(self) -> QWidget:
        look = self._look
        head = words(look, 17, 700)
        head.setText(self._text("editor.pieces"))
        grid = QGridLayout()
        grid.setSpacing(look.px(10))
        for nth, key in enumerate(self._pieces):
            grid.addWidget(key, nth // 2, nth % 2)
        parts = column(look, head, 14, grid, None, self._import, 8, self._export, 8, self._drop)
        side = look.px(28)
        parts.setContentsMargins(side, look.px(24), side, look.px(24))
        held = Ground(look, "paper")
        held.setFixedWidth(look.px(252))
        held.setLayout(parts)
        return held

    def _middle(self) -> QWidget:
        look, tools = self._look, self._tools
        bar = row(
            look, tools["undo"], 10, tools["redo"], None, self._grid, 14, tools["minus"], 12, self._percent, 12,
            tools["plus"],
        )  # fmt: skip
        bar.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        self._trouble_bar = Ground(look, "badSoft")
        told = row(
            look, Mark(look, "alert", "bad", 30), 16, self._wrong, 14, (self._advice, 1), 14, self._mend
        )
        told.setContentsMargins(look.px(24), look.px(10), look.px(20), look.px(10))
        self._trouble_bar.setLayout(told)
        held = Ground(look, "sheet")
        held.setLayout(column(look, bar, Rule(look), (self.canvas, 1), self._trouble_bar))
        return held

    def _panel(self) -> QWidget:
        look, text = self._look, self._text
        self._card = holder(
            column(
                look,
                self._line("number", self._label),
                self._line("chairs", self._chairs),
                self._line("wheelchairs", self._wheels),
                self._line("party_name", self._party),
                self._line("zone", self._zone),
                self._line("width", self._width),
                self._line("depth", self._depth),
                self._line("direction", self._turn),
                self._line("shared", self._shared),
                self._line("sold", self._sold),
            )
        )
        self._room = holder(
            column(
                look, self._line("room_width", self._room_width), self._line("room_depth", self._room_depth)
            )
        )
        self._hint = words(look, 16, 500, "ink2", wrap=True)
        self._hint.setText(text("editor.hint"))
        head = row(look, self._card_title, None, self._copy, 8, self._remove)
        parts = column(
            look, head, 14, Rule(look, "ink", thick=2), self._card, self._room, 14, self._hint, None, self._saved, self._standing, 6,
            self._blocked, 10, row(look, self._preview, 10, (self._publish, 1)),
        )  # fmt: skip
        side = look.px(28)
        parts.setContentsMargins(side, look.px(20), side, look.px(20))
        panel = Ground(look, "sheet")
        panel.setFixedWidth(look.px(400))
        panel.setLayout(parts)
        return panel

    def _line(self, key: str, control: QWidget) -> QWidget:
        look = self._look
        name = words(look, 17, 600)
        name.setText(self._text(f"editor.{key}"))
        inner = row(look, name, None, control)
        inner.setContentsMargins(0, look.px(6), 0, look.px(6))
        held = QWidget()
        held.setLayout(column(look, inner, Rule(look)))
        return held

    def _wire(self) -> None:
        editor, canvas = self.editor, self.canvas
        editor.changed.connect(self._changed)
        canvas.picked.connect(lambda table_id, place: editor.choose(Chosen(table_id, place)))
        canvas.table_dropped.connect(editor.move_table_to)
        canvas.fixture_moved.connect(editor.move_fixture_by)
        canvas.piece_dropped.connect(lambda piece, x, y: editor.put(Piece(piece), x, y))
        canvas.nudged.connect(lambda dx, dy, fine: editor.nudge(dx, dy, fine=fine))
        canvas.next_asked.connect(editor.choose_next)
        canvas.turn_asked.connect(editor.turn)
        canvas.remove_asked.connect(editor.remove)
        canvas.undo_asked.connect(editor.undo)
        canvas.redo_asked.connect(editor.redo)
        for key in self._pieces:
            key.clicked.connect(lambda _=False, piece=key.piece: self._put(piece))
        plain: tuple[tuple[DeskButton, Callable[[], object]], ...] = (
            (self._tools["undo"], editor.undo),
            (self._tools["redo"], editor.redo),
            (self._tools["minus"], lambda: self._set_zoom(-1)),
            (self._tools["plus"], lambda: self._set_zoom(1)),
            (self._copy, editor.copy),
            (self._remove, editor.remove),
            (self._turn, editor.turn),
            (self._zone, self._next_zone),
            (self._mend, self._mend_first),
            (self._preview, lambda: self.preview_asked.emit(editor.plan)),
            (self._publish, lambda: self.publish_asked.emit(editor.plan)),
            (self._drop, self.drop_asked.emit),
            (self._export, self.export_asked.emit),
            (self._import, self.import_asked.emit),
        )
        for button, does in plain:
            button.clicked.connect(lambda _=False, does=does: does())
        self._label.editingFinished.connect(lambda: editor.set_label(self._label.text()))
        self._chairs.stepped.connect(lambda by: self._seat(by, 0))
        self._wheels.stepped.connect(lambda by: self._seat(0, by))
        self._width.stepped.connect(lambda by: editor.resize(by, 0))
        self._depth.stepped.connect(lambda by: editor.resize(0, by))
        self._room_width.stepped.connect(lambda by: editor.resize_room(by, 0))
        self._room_depth.stepped.connect(lambda by: editor.resize_room(0, by))
        self._shared.clicked.connect(lambda on: editor.set_shared(shared=on))
        self._sold.clicked.connect(lambda on: editor.set_sold(sold=on))

    # --- what happens ---------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if not self.editor.is_clean:
            self._saving.start()
        self._draw()

    def _put(self, piece: Piece) -> None:
        """Into the middle, or beside what is there already."""
        plan = self.editor.plan
        at = (plan.width / 2, plan.height / 2)
        if editing.is_table(piece):
            at = free_spot(plan, sample_of(piece).tables[0]) or at
        self.editor.put(piece, *at)
        self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _seat(self, chairs: int, wheels: int) -> None:
        card = self._view.card if self._view is not None else None
        if card is not None:
            self.editor.set_chairs(card.chairs + chairs, card.wheelchairs + wheels)

    def _next_zone(self) -> None:
        table = self.editor.table
        if table is not None:
            at = ZONES.index(table.zone) if table.zone in ZONES else 0
            self.editor.set_zone(ZONES[(at + 1) % len(ZONES)])

    def _mend_first(self) -> None:
        lines = [line for line in self._view.troubles if line.can_mend] if self._view is not None else []
        if lines:
            self.editor.mend(lines[0].trouble)

    def _set_zoom(self, step: int) -> None:
        self._zoom = max(0, min(len(_ZOOMS) - 1, self._zoom + step))
        self.canvas.set_zoom(_ZOOMS[self._zoom])
        self._draw()

    # --- drawing --------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        text, editor = self._text, self.editor
        view = present_editor(editor, text, self._words, self._saved_at, self._bookings)
        self._view = view
        self.canvas.render(self._canvas_view(view))
        self._tools["undo"].setEnabled(view.can_undo)
        self._tools["redo"].setEnabled(view.can_redo)
        self._percent.setText(f"{_ZOOMS[self._zoom]:.0%}")
        self._draw_card(view)
        self._saved.setText(view.saved)
        self._standing.setText(view.bookings)
        self._blocked.setText(view.blocked)
        self._publish.turn_off(view.blocked)
        self._drop.setEnabled(view.is_draft)
        first = view.troubles[0] if view.troubles else None
        self._trouble_bar.setVisible(first is not None)
        if first is not None:
            self._wrong.setText(first.sentence)
            self._advice.setText(first.advice)
            self._mend.setVisible(any(line.can_mend for line in view.troubles))

    def _draw_card(self, view: EditorView) -> None:
        text, card = self._text, view.card
        self._card_title.setText(card.title if card else view.fixture or text("editor.title"))
        self._card.setVisible(card is not None)
        self._hint.setVisible(card is None)
        self._room.setVisible(card is None)
        plan = self.editor.plan
        for stepper, key, length in (
            (self._room_width, "room_width", plan.width),
            (self._room_depth, "room_depth", plan.height),
        ):
            what = text(f"editor.{key}")
            stepper.say(f"{length:.0f}", text("editor.less", what=what), text("editor.more", what=what))
        self._copy.setVisible(card is not None)
        self._remove.setVisible(card is not None or bool(view.fixture))
        if card is not None:
            self._fill_card(card)

    def _fill_card(self, card: TableCard) -> None:
        text = self._text
        if not self._label.hasFocus() or self._label.text().strip() != card.label:
            self._label.setText(card.label)
        table = self.editor.table
        assert table is not None, "its card is shown"
        figures = (
            (self._chairs, "chairs", str(card.chairs)),
            (self._wheels, "wheelchairs", str(card.wheelchairs)),
            (self._width, "width", f"{table.width:.0f}"),
            (self._depth, "depth", f"{table.height:.0f}"),
        )
        for stepper, key, figure in figures:
            what = text(f"editor.{key}")
            stepper.say(figure, text("editor.less", what=what), text("editor.more", what=what))
        self._party.setText(card.party)
        self._zone.say(card.zone, text("editor.zone_now", zone=card.zone))
        self._shared.setChecked(card.shared)
        self._sold.setChecked(card.sold)

    def _canvas_view(self, view: EditorView) -> CanvasView:
        plan, text = self.editor.plan, self._text
        narrow = [line.trouble for line in view.troubles if line.trouble.flaw is Flaw.NARROW]
        gap = None
        if narrow:
            one, other = narrow[0].table_ids
            gap = (one, other, f"{narrow[0].cm} cm")
        return CanvasView(
            plan=plan,
            chosen=self.editor.chosen,
            wrong=frozenset(its_id for line in view.troubles for its_id in line.trouble.table_ids),
            gap=gap,
            texts=room_words(self._words, text),
            name=canvas_name(plan, self.editor.chosen, text),
        )
