"""The set-up's page of refund terms: steps, rounding, and what they mean for one booking. Decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Rule, Segments, words
from kiosk.desk.back.setup_forms import (
    MOST_STEPS,
    TermsForm,
    Wrong,
    percent,
    policy_from,
    stepped,
    terms_of,
)
from kiosk.desk.back.setup_parts import Counted, Foot, emptied, page_of, say
from kiosk.desk.back.setup_view import examples
from kiosk.domain.refunds import DEFAULT, LONGEST_NOTICE, ROUNDINGS, Policy
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, holder, row

_MOST_HOURS = int(LONGEST_NOTICE.total_seconds()) // 3_600


class TermsPage(QWidget):
    """Signals: save_asked (a policy, and the one that was seen)."""

    save_asked = Signal(object, object)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._seen = DEFAULT
        self._why_not = ""
        self._is_dirty = False
        self._steps: list[tuple[Counted, Counted]] = []
        self._box = QVBoxLayout()
        self._box.setSpacing(look.px(10))
        self._more = DeskButton(look, icon="plus")
        self._more.say(text("setup.more_step"))
        self._more.clicked.connect(self._add)
        self._no_show, self._walk_in = (
            self._percent(text(f"setup.{name}")) for name in ("no_show", "walk_in")
        )
        self._round_to = DEFAULT.round_to
        self._rounding = Segments(look, len(ROUNDINGS))
        self._rounding.chosen.connect(self._round)
        self._example = words(look, 18, 600, "ink2", wrap=True)
        self.foot = Foot(look, text, text("setup.tab_terms"))
        self.foot.save_asked.connect(self._save)
        self.foot.again_asked.connect(self.show_anew)
        self._lay_out()
        self.show_anew()

    def _lay_out(self) -> None:
        look, text = self._look, self._text
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.terms_hint"))
        lines = [
            row(look, self._named("setup.no_show"), self._no_show, None),
            row(look, self._named("setup.walk_in"), self._walk_in, None),
            row(look, self._named("setup.rounding"), self._rounding, None),
        ]
        inside = column(
            look, hint, 18, holder(self._box), 12, row(look, self._more, None), 24, Rule(look), 18, lines[0], 12,
            lines[1], 12, lines[2], 24, Rule(look, "ink", thick=2), 14, self._example, 24, self.foot, None,
        )  # fmt: skip
        self.setLayout(column(look, page_of(look, inside)))

    @property
    def is_busy(self) -> bool:
        """Whether something else is written than is stored."""
        return self._is_dirty

    def show_stored(self, policy: Policy, why_not: str) -> None:
        """What is stored; shown unless somebody is changing it."""
        is_new, self._why_not = policy != self._seen, why_not
        if is_new and not self._is_dirty:
            self.be_shown(policy)
        self.foot.show_state(dirty=self._is_dirty, why_not=why_not)

    def be_shown(self, policy: Policy) -> None:
        """These terms are stored now, whatever was chosen."""
        self._seen = policy
        self.show_anew()

    def show_anew(self) -> None:
        """Forget what was chosen."""
        self._is_dirty = False
        self._fill(terms_of(self._seen))
        self.foot.show_state(dirty=False, why_not=self._why_not)

    def form(self) -> TermsForm:
        """What is chosen."""
        steps = tuple((hours.value, part.value) for hours, part in self._steps)
        return TermsForm(steps, self._no_show.value, self._walk_in.value, self._round_to)

    def _fill(self, form: TermsForm) -> None:
        emptied(self._box)
        self._steps = []
        for nth, (hours, part) in enumerate(form.steps, 1):
            self._put_step(nth, hours, part)
        self._no_show.set(form.no_show)
        self._walk_in.set(form.walk_in)
        self._round_to = form.round_to
        self._say_rest()

    def _put_step(self, nth: int, hours: int, part: int) -> None:
        look, text = self._look, self._text
        notice = Counted(look, text, text("setup.notice_of", nth=nth), self._hours, _hour)
        share = self._percent(text("setup.percent_of", nth=nth))
        notice.set(hours)
        share.set(part)
        notice.changed.connect(self._noted)
        gone = DeskButton(look, icon="trash", height=46)
        gone.only_icon(text("setup.remove_step", nth=nth))
        gone.clicked.connect(lambda: self._drop(nth - 1))
        self._steps.append((notice, share))
        middle = say(words(look, 18, 600), text("setup.until"))
        self._box.addWidget(holder(row(look, notice, 14, middle, 14, share, 14, gone, None)))

    def _percent(self, name: str) -> Counted:
        made = Counted(self._look, self._text, name, lambda value: f"{value} %", percent)
        made.changed.connect(self._noted)
        return made

    def _hours(self, hours: int) -> str:
        return self._text("setup.hours", count=hours)

    def _named(self, key: str) -> QWidget:
        label = say(words(self._look, 18, 600), self._text(key))
        label.setFixedWidth(self._look.px(420))
        return label

    def _add(self) -> None:
        form = self.form()
        hours, part = form.steps[-1] if form.steps else (24, 100)
        steps = (*form.steps, (max(0, hours - 1), max(0, part - 10)))
        self._fill(TermsForm(steps, form.no_show, form.walk_in, form.round_to))
        self._noted()

    def _drop(self, gone: int) -> None:
        form = self.form()
        steps = tuple(step for nth, step in enumerate(form.steps) if nth != gone)
        self._fill(TermsForm(steps, form.no_show, form.walk_in, form.round_to))
        self._noted()

    def _round(self, nth: int) -> None:
        self._round_to = ROUNDINGS[nth]
        self._noted()

    def _noted(self) -> None:
        self._is_dirty = True
        self._say_rest()
        self.foot.show_state(dirty=True, why_not=self._why_not)

    def _say_rest(self) -> None:
        names = [self._text("setup.round_to", won=self._text.money(each)) for each in ROUNDINGS]
        self._rounding.say(names, ROUNDINGS.index(self._round_to))
        made = policy_from(self.form())
        self._example.setText("" if isinstance(made, Wrong) else "\n".join(examples(made, self._text)))
        full = self._text("setup.steps_full") if len(self._steps) >= MOST_STEPS else ""
        self._more.turn_off(full)

    def _save(self) -> None:
        made = policy_from(self.form())
        if isinstance(made, Wrong):
            self.foot.show_state(dirty=True, wrong=self._text(f"setup.wrong_{made.why}"))
        else:
            self.save_asked.emit(made, self._seen)


def _hour(value: int, by: int) -> int:
    return stepped(value, by, 0, _MOST_HOURS)
