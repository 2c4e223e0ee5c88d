"""The set-up's page of staff: who works here, their role, a new PIN, who leaves. Decides nothing, and keeps no PIN."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Rule, Segments, words
from kiosk.desk.back.setup_parts import emptied, page_of, say, written
from kiosk.desk.back.setup_view import PersonLine
from kiosk.domain.staff import PIN_LENGTH, Role
from kiosk.services.staffing import LONGEST_NAME
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row

ROLES = tuple(Role)


class StaffPage(QWidget):
    """Signals: add_asked (name, role, PIN), pin_asked (id, PIN), role_asked (id, role), leave_asked, back_asked (id)."""

    add_asked = Signal(str, str, str)
    pin_asked = Signal(str, str)
    role_asked = Signal(str, str)
    leave_asked = Signal(str)
    back_asked = Signal(str)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._shown: tuple[tuple[PersonLine, ...], str] | None = None
        self._renewing = ""
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self.name = written(look, text("setup.name"), 300, most=LONGEST_NAME)
        self.name.setPlaceholderText(text("setup.name"))
        self.pin = written(look, text("setup.first_pin"), 190, hidden=True, most=PIN_LENGTH)
        self.pin.setPlaceholderText(text("setup.six_digits"))
        self._role = Role.WAITER
        self._roles = Segments(look, len(ROLES))
        self._roles.chosen.connect(self._choose)
        self._add = DeskButton(look, icon="plus", primary=True)
        self._add.say(text("setup.add_person"))
        self._add.clicked.connect(self._ask_add)
        self._why = words(look, 17, 600, "ink2", wrap=True)
        self._lay_out()
        self._choose(0)

    def _lay_out(self) -> None:
        look, text = self._look, self._text
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.staff_hint"))
        title = say(words(look, 20, 700), text("setup.new_person"))
        form = row(look, self.name, 14, self._roles, 14, self.pin, 14, self._add, None)
        inside = column(
            look,
            hint,
            16,
            Rule(look, "ink", thick=2),
            holder(self._box),
            28,
            title,
            12,
            form,
            12,
            self._why,
            None,
        )
        self.setLayout(column(look, page_of(look, inside)))

    @property
    def is_busy(self) -> bool:
        """Whether somebody gets another PIN."""
        return bool(self._renewing)

    def show_stored(self, lines: Sequence[PersonLine], why_not: str) -> None:
        """Who there is; a PIN that is being written stays."""
        shown = (tuple(lines), why_not)
        if shown != self._shown:
            self._shown = shown
            self._fill()

    def clear(self) -> None:
        """What was asked for is done: nothing of it stays on the screen."""
        self.name.clear()
        self.pin.clear()
        self._renew("")

    def _fill(self) -> None:
        lines, why_not = self._shown or ((), "")
        emptied(self._box)
        for line in lines:
            self._box.addWidget(self._person(line, why_not))
            self._box.addWidget(Rule(self._look))
        self._add.turn_off(why_not)
        self._why.setText(why_not)

    def _person(self, line: PersonLine, why_not: str) -> QWidget:
        look = self._look
        name = say(words(look, 20, 700, "ink" if line.is_active else "ink2"), line.name)
        name.setFixedWidth(look.px(260))
        note = say(words(look, 17, 600, "bad" if line.is_active else "ink2"), line.note)
        parts = row(look, name, note, None)
        if line.is_active:
            for part in self._acts(line, why_not):
                parts.addWidget(part)
                parts.addSpacing(look.px(10))
        else:
            parts.addWidget(
                self._button("setup.is_back", line, lambda: self.back_asked.emit(line.staff_id), why_not)
            )
        held = holder(parts)
        parts.setContentsMargins(0, look.px(10), 0, look.px(10))
        return held

    def _acts(self, line: PersonLine, why_not: str) -> list[QWidget]:
        look, text = self._look, self._text
        if self._renewing == line.staff_id:
            field = written(look, text("setup.pin_of", name=line.name), 190, hidden=True, most=PIN_LENGTH)
            field.setPlaceholderText(text("setup.six_digits"))
            keep = self._button(
                "setup.keep_pin", line, lambda: self.pin_asked.emit(line.staff_id, field.text()), why_not
            )
            return [field, keep, self._button("setup.leave_it", line, lambda: self._renew(""), "")]
        roles = Segments(look, len(ROLES))
        named = [text(f"setup.role_{role}") for role in ROLES]
        roles.say(named, line.role_at, [f"{line.name}, {each}" for each in named])
        roles.chosen.connect(lambda nth: self._ask_role(line, nth))
        roles.setEnabled(not why_not)
        return [
            roles,
            self._button("setup.new_pin", line, lambda: self._renew(line.staff_id), why_not),
            self._button("setup.leaves", line, lambda: self.leave_asked.emit(line.staff_id), why_not),
        ]

    def _button(self, key: str, line: PersonLine, does: object, why_not: str) -> DeskButton:
        made = DeskButton(self._look, height=48, px=17)
        made.say(self._text(key), f"{self._text(key)}, {line.name}")
        made.clicked.connect(does)
        made.turn_off(why_not)
        return made

    def _ask_role(self, line: PersonLine, nth: int) -> None:
        # What stands on the screen is what is stored, until it is stored otherwise.
        self._fill()
        if nth != line.role_at:
            self.role_asked.emit(line.staff_id, ROLES[nth])

    def _renew(self, staff_id: str) -> None:
        self._renewing = staff_id
        self._fill()

    def _choose(self, nth: int) -> None:
        self._role = ROLES[nth]
        self._roles.say([self._text(f"setup.role_{role}") for role in ROLES], nth)

    def _ask_add(self) -> None:
        self.add_asked.emit(self.name.text(), self._role, self.pin.text())
