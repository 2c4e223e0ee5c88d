"""The set-up's pages of time: weekly hours and prices, and dates that are not like their weekday. They decide nothing.

What somebody is writing is never overwritten by a read; only their own save, or their word, brings back what is stored.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Rule, Switch, words
from kiosk.desk.back.setup_forms import (
    DayForm,
    RuleForm,
    Wrong,
    day_from,
    form_of_day,
    forms_of,
    rules_from,
)
from kiosk.desk.back.setup_parts import Foot, HoursLine, emptied, headings, page_of, say, written
from kiosk.desk.back.setup_view import DayLine, day_lines
from kiosk.domain.sittings import SpecialDay, WeeklyRule
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row


class WeekPage(QWidget):
    """Signals: save_asked (rules, and those that were seen), all_the_same_asked."""

    save_asked = Signal(object, object)
    all_the_same_asked = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._seen: tuple[WeeklyRule, ...] = ()
        self._is_dirty = False
        self._why_not = ""
        self._lines: list[HoursLine] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        self._more = DeskButton(look, icon="plus")
        self._more.say(text("setup.more_hours"))
        self._more.clicked.connect(lambda: self._put_and_note([*self.forms(), RuleForm()]))
        self.foot = Foot(look, text, text("setup.tab_week"))
        self.foot.save_asked.connect(self._save)
        self.foot.again_asked.connect(self.show_anew)
        self.foot.all_the_same_asked.connect(self.all_the_same_asked)
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.week_hint"))
        inside = column(
            look, hint, 18, headings(look, text, with_days=True), 6, Rule(look, "ink", thick=2), 6,
            holder(self._box), 14, row(look, self._more, None), 28, self.foot, None,
        )  # fmt: skip
        self.setLayout(column(look, page_of(look, inside)))

    @property
    def is_busy(self) -> bool:
        """Whether something else is written than is stored."""
        return self._is_dirty

    def show_stored(self, rules: tuple[WeeklyRule, ...], why_not: str) -> None:
        """What is stored; shown unless somebody is writing."""
        is_new, self._why_not = rules != self._seen, why_not
        if not self._is_dirty and (is_new or not self._lines):
            self._seen = rules
            self.show_anew()
        self.foot.show_state(dirty=self._is_dirty, why_not=why_not)

    def show_anew(self) -> None:
        """Forget what was written."""
        self._is_dirty = False
        self._put(forms_of(self._seen))
        self.foot.show_state(dirty=False, why_not=self._why_not)

    def be_shown(self, rules: tuple[WeeklyRule, ...]) -> None:
        """These are stored now, whatever was written."""
        self._seen = rules
        self.show_anew()

    def show_guests(self, guests: Sequence[str]) -> None:
        """They would stand at a closed time."""
        self.foot.show_state(dirty=True, guests=guests)

    def forms(self) -> list[RuleForm]:
        """What is written."""
        return [line.form() for line in self._lines]

    def _put(self, forms: Sequence[RuleForm]) -> None:
        emptied(self._box)
        self._lines = []
        for nth, form in enumerate(forms, 1):
            line = HoursLine(self._look, self._text, nth, with_days=True)
            line.fill(form)
            line.changed.connect(self._noted)
            line.removed.connect(lambda gone=nth - 1: self._remove(gone))
            self._lines.append(line)
            self._box.addWidget(line)
            self._box.addWidget(Rule(self._look))

    def _put_and_note(self, forms: Sequence[RuleForm]) -> None:
        self._put(forms)
        self._noted()

    def _remove(self, gone: int) -> None:
        self._put_and_note([form for nth, form in enumerate(self.forms()) if nth != gone])

    def _noted(self) -> None:
        self._is_dirty = True
        self.foot.show_state(dirty=True, why_not=self._why_not)

    def _save(self) -> None:
        made = rules_from(self.forms())
        if isinstance(made, Wrong):
            self.foot.show_state(dirty=True, wrong=self._text(f"setup.wrong_{made.why}"))
        else:
            self.save_asked.emit(made, self._seen)


class DaysPage(QWidget):
    """Signals: save_asked (a special day, and the one that was seen), drop_asked (its date), all_the_same_asked."""

    save_asked = Signal(object, object)
    drop_asked = Signal(object)
    all_the_same_asked = Signal()

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._days: tuple[SpecialDay, ...] | None = None
        self._why_not = ""
        self._is_dirty = False
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._empty = say(words(look, 18, 500, "ink2"), text("setup.no_days"))
        self.day = written(look, text("setup.date"), 190, most=10)
        self.day.setPlaceholderText("2026-10-05")
        self.name = written(look, text("setup.day_name"), 320)
        self.name.setPlaceholderText(text("setup.day_name"))
        self._closed = Switch(look)
        self._closed.setAccessibleName(text("setup.closed"))
        self._closed.clicked.connect(self._turned)
        self._line = HoursLine(look, text, 1, with_days=False)
        for edited in (self.day.textEdited, self.name.textEdited, self._line.changed):
            edited.connect(self._noted)
        self._hours = holder(column(look, headings(look, text, with_days=False), 4, self._line))
        self.foot = Foot(look, text, text("setup.tab_days"))
        self.foot.save_asked.connect(self._save)
        self.foot.again_asked.connect(self.clear)
        self.foot.all_the_same_asked.connect(self.all_the_same_asked)
        self._lay_out()
        self._fill(DayForm())

    def _lay_out(self) -> None:
        look, text = self._look, self._text
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.days_hint"))
        title = say(words(look, 20, 700), text("setup.new_day"))
        closed = say(words(look, 18, 600), text("setup.closed"))
        form = row(look, self.day, 14, self.name, 24, closed, 12, self._closed, None)
        inside = column(
            look, hint, 16, Rule(look, "ink", thick=2), self._empty, holder(self._list), 28, title, 12, form, 14,
            self._hours, 20, self.foot, None,
        )  # fmt: skip
        self.setLayout(column(look, page_of(look, inside)))

    @property
    def is_busy(self) -> bool:
        """Whether something else is written than is stored."""
        return self._is_dirty

    def show_stored(self, days: tuple[SpecialDay, ...], why_not: str) -> None:
        """The special days there are; the form stays as it is."""
        is_same = days == self._days and why_not == self._why_not
        self._days, self._why_not = days, why_not
        if is_same:
            return
        emptied(self._list)
        self._empty.setVisible(not days)
        for line in day_lines(days, self._text):
            self._list.addWidget(self._shown(line))
            self._list.addWidget(Rule(self._look))
        self.foot.show_state(dirty=self._is_dirty, why_not=why_not)

    def clear(self) -> None:
        """An empty form."""
        self._is_dirty = False
        self._fill(DayForm())
        self.foot.show_state(dirty=False, why_not=self._why_not)

    def show_guests(self, guests: Sequence[str]) -> None:
        """They would stand at a closed time."""
        self.foot.show_state(dirty=True, guests=guests)

    def form(self) -> DayForm:
        """What is written."""
        return DayForm(self.day.text(), self.name.text(), self._closed.isChecked(), self._line.form())

    def _shown(self, line: DayLine) -> QWidget:
        look = self._look
        change, drop = DeskButton(look, icon="edit", height=48), DeskButton(look, icon="trash", height=48)
        change.only_icon(self._text("setup.change_day", day=line.date))
        drop.only_icon(self._text("setup.drop_day", day=line.date))
        change.clicked.connect(lambda: self._change(line.special))
        drop.clicked.connect(lambda: self.drop_asked.emit(line.special.day))
        drop.turn_off(self._why_not)
        parts = row(
            look, say(words(look, 19, 700), line.date), 24, say(words(look, 19, 600), line.name), None,
            say(words(look, 18, 600, "bad" if line.special.is_closed else "ink"), line.hours), 20, change, 8, drop,
        )  # fmt: skip
        held = holder(parts)
        parts.setContentsMargins(0, look.px(10), 0, look.px(10))
        return held

    def _change(self, special: SpecialDay) -> None:
        self._fill(form_of_day(special))
        self._noted()

    def _fill(self, form: DayForm) -> None:
        self.day.setText(form.day)
        self.name.setText(form.name)
        self._closed.setChecked(form.is_closed)
        self._line.fill(form.rule)
        self._hours.setVisible(not form.is_closed)

    def _turned(self) -> None:
        self._hours.setVisible(not self._closed.isChecked())
        self._noted()

    def _noted(self) -> None:
        self._is_dirty = True
        self.foot.show_state(dirty=True, why_not=self._why_not)

    def _save(self) -> None:
        made = day_from(self.form())
        if isinstance(made, Wrong):
            self.foot.show_state(dirty=True, wrong=self._text(f"setup.wrong_{made.why}"))
            return
        seen = next((each for each in self._days or () if each.day == made.day), None)
        self.save_asked.emit(made, seen)
