"""The parts that the set-up's pages share: a field to write in, a line of opening hours, a percentage, the foot with its save.

Each gives a form's value back as it stands; none judges it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from kiosk.desk.back.parts import DeskButton, Stepper, field_style, words
from kiosk.desk.back.setup_forms import LONGEST, QUARTER, RuleForm, stepped
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import row
from kiosk.ui.widgets.labels import Label

MARGIN = 28
HEADINGS = (("days", 440), ("first", 134), ("last", 134), ("every", 214), ("stay", 214), ("price", 170))
"""The columns of a line of hours: the key of each heading, and its width."""


def written(look: Look, name: str, width: float, *, hidden: bool = False, most: int = 40) -> QLineEdit:
    """A line to write in, called ``name``; ``hidden`` shows dots."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setMaxLength(most)
    field.setFont(look.font("label", px=18, weight=600))
    field.setStyleSheet(field_style(look))
    field.setFixedSize(look.px(width), look.px(50))
    if hidden:
        field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def say(label: Label, text: str) -> Label:
    """The label with these words."""
    label.setText(text)
    return label


def fixed(look: Look, widget: QWidget, width: float) -> QWidget:
    """The widget as wide as its column."""
    widget.setFixedWidth(look.px(width))
    return widget


def emptied(box: QLayout) -> None:
    """Take everything out of a layout, for good."""
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def page_of(look: Look, inside: QVBoxLayout) -> QScrollArea:
    """A page that scrolls where it is longer than the window."""
    margin = look.px(MARGIN)
    inside.setContentsMargins(margin, look.px(20), margin, margin)
    held = QWidget()
    held.setLayout(inside)
    area = QScrollArea()
    area.setWidget(held)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    for ground in (area.viewport(), held):
        ground.setAutoFillBackground(False)
    return area


def weekdays(text: Text) -> list[str]:
    """Monday to Sunday, short, in the language of the staff."""
    locale = QLocale(text.language)
    return [locale.standaloneDayName(day, QLocale.FormatType.ShortFormat) for day in range(1, 8)]


class Counted(QWidget):
    """A whole number with less and more.

    Signals:
        changed: somebody has changed it.
    """

    changed = Signal()

    def __init__(
        self,
        look: Look,
        text: Text,
        name: str,
        shown: Callable[[int], str],
        further: Callable[[int, int], int],
    ) -> None:
        super().__init__()
        self._text, self._name, self._shown, self._further = text, name, shown, further
        self._stepper = Stepper(look)
        self._stepper.widen(90)
        self._stepper.stepped.connect(self._step)
        self.setLayout(row(look, self._stepper))
        self.set(0)

    @property
    def value(self) -> int:
        """As it stands."""
        return self._value

    def set(self, value: int) -> None:
        """As it is stored."""
        self._value = value
        less = self._text("setup.less", what=self._name)
        more = self._text("setup.more", what=self._name)
        self._stepper.say(self._shown(value), less, more)

    def _step(self, by: int) -> None:
        self.set(self._further(self._value, by))
        self.changed.emit()


class HoursLine(QWidget):
    """One line of opening hours. ``with_days``: its weekdays can be chosen.

    Signals:
        changed: somebody has changed it. removed: it shall go.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, look: Look, text: Text, nth: int, *, with_days: bool) -> None:
        super().__init__()
        self._days = [DeskButton(look, height=50, px=17) for _ in range(7)] if with_days else []
        for key, name in zip(self._days, weekdays(text), strict=bool(with_days)):
            key.setCheckable(True)
            key.say(name, text("setup.day_of_line", day=name, nth=nth))
            key.setFixedWidth(look.px(54))
            key.clicked.connect(self.changed)
        named = [text(f"setup.{part}_of_line", nth=nth) for part in ("first", "last", "price")]
        self.first, self.last, self.price = (
            written(look, name, width, most=14) for name, width in zip(named, (110, 110, 150), strict=True)
        )
        for field in (self.first, self.last, self.price):
            field.textEdited.connect(self.changed)
        minutes = self._minutes(text)
        self.every = Counted(look, text, text("setup.every_of_line", nth=nth), minutes, _quarters)
        self.stay = Counted(look, text, text("setup.stay_of_line", nth=nth), minutes, _quarters)
        for counted in (self.every, self.stay):
            counted.changed.connect(self.changed)
        self._gone = DeskButton(look, icon="trash", height=50)
        self._gone.only_icon(text("setup.remove_line", nth=nth))
        self._gone.clicked.connect(self.removed)
        self._gone.setVisible(with_days)
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, look.px(7), 0, look.px(7))
        line.setSpacing(0)
        days = QWidget()
        days.setLayout(row(look, *[part for key in self._days for part in (key, 6.0)], None))
        parts = [days, self.first, self.last, self.every, self.stay, self.price]
        for part, (heading, width) in zip(parts, HEADINGS, strict=True):
            if heading == "days" and not self._days:
                continue
            held = QWidget()
            held.setLayout(row(look, part, None))
            line.addWidget(fixed(look, held, width))
        line.addWidget(self._gone)
        line.addStretch(1)

    @staticmethod
    def _minutes(text: Text) -> Callable[[int], str]:
        return lambda value: text("setup.minutes", count=value)

    def fill(self, form: RuleForm) -> None:
        """As it is stored."""
        for day, key in enumerate(self._days):
            key.setChecked(day in form.days)
        self.first.setText(form.first)
        self.last.setText(form.last)
        self.price.setText(form.price)
        self.every.set(form.every)
        self.stay.set(form.stay)

    def form(self) -> RuleForm:
        """As it stands."""
        days = frozenset(day for day, key in enumerate(self._days) if key.isChecked())
        made = RuleForm(days, self.first.text(), self.last.text(), price=self.price.text())
        return replace(made, every=self.every.value, stay=self.stay.value)


def headings(look: Look, text: Text, *, with_days: bool) -> QWidget:
    """What stands over lines of hours."""
    held = QWidget()
    line = row(look)
    for heading, width in HEADINGS:
        if heading == "days" and not with_days:
            continue
        label = say(words(look, 16, 600, "ink2"), text(f"setup.{heading}"))
        line.addWidget(fixed(look, label, width))
    line.addStretch(1)
    held.setLayout(line)
    return held


class Foot(QWidget):
    """What is wrong, who would stand at a closed time, and the buttons.

    Signals:
        save_asked. again_asked: as it is stored. all_the_same_asked: though guests stand.
    """

    save_asked = Signal()
    again_asked = Signal()
    all_the_same_asked = Signal()

    def __init__(self, look: Look, text: Text, what: str) -> None:
        super().__init__()
        self._text = text
        self.note = words(look, 18, 600, "bad", wrap=True)
        self._save = DeskButton(look, icon="check", primary=True, height=60)
        self._again = DeskButton(look, icon="undo", height=60)
        self._all_the_same = DeskButton(look, icon="alert", height=60)
        self._save.say(text("setup.save"), text("setup.save_what", what=what))
        self._again.say(text("setup.again"), text("setup.again_what", what=what))
        self._all_the_same.say(text("setup.all_the_same"))
        for button, signal in (
            (self._save, self.save_asked),
            (self._again, self.again_asked),
            (self._all_the_same, self.all_the_same_asked),
        ):
            button.clicked.connect(signal)
        self.setLayout(row(look, (self.note, 1), 16, self._all_the_same, 10, self._again, 10, self._save))
        self.show_state(dirty=False)

    def show_state(
        self, *, dirty: bool, wrong: str = "", guests: Sequence[str] = (), why_not: str = ""
    ) -> None:
        """``wrong`` is a sentence, ``guests`` are those who stand, ``why_not`` says why nothing can be changed here."""
        said = self._text("setup.stand", guests=", ".join(guests)) if guests else wrong or why_not
        self.note.setText(said)
        self.note.set_color("ink2" if why_not and not wrong and not guests else "bad")
        self._all_the_same.setVisible(bool(guests))
        self._again.setVisible(dirty)
        self._save.turn_off(why_not or ("" if dirty else self._text("setup.nothing_changed")))


def _quarters(value: int, by: int) -> int:
    return stepped(value, QUARTER * by, QUARTER, LONGEST)
