"""The set-up's page of words for guests: the restaurant's name and a notice in each language, with how the kiosk will show them.

Measures with the kiosk's own letters whether they have room, and lets nothing go that has none. Decides nothing else.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.desk.back.parts import Rule, words
from kiosk.desk.back.setup_parts import Foot, page_of, say, written
from kiosk.services.guest_words import (
    LANGUAGES,
    LONGEST_NAME,
    LONGEST_NOTICE,
    GuestWords,
    problem_of,
    tidied,
)
from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import column, row
from kiosk.ui.widgets.labels import NameLabel
from kiosk.ui.widgets.makers_strip import NAME_PX, MakersStrip, name_fits, notice_fits
from kiosk.ui.widgets.script import look_for

_LANGUAGE, _NAME, _NOTICE = 130, 330, 760
_STRIP = 1080 + 24
"""A panel's width, and the gap that the strip keeps here for what waits for staff: a notice has the same room as there."""


class Preview(QWidget):
    """Name and notice in the kiosk's own letters of one language."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.name, self.strip = NameLabel(look, NAME_PX), MakersStrip(look)
        self.strip.setFixedWidth(look.px(_STRIP))
        self.setLayout(column(look, row(look, self.name, None), 8, row(look, self.strip, None)))

    def say(self, name: str, notice: str, standing: str) -> None:
        """These words; ``standing`` in the place of a notice that is empty."""
        self.name.setText(name)
        self.strip.say(notice or standing, "", notice=bool(notice))


class WordsPage(QWidget):
    """Signals: save_asked (the words, and those that were seen)."""

    save_asked = Signal(object, object)

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__()
        self._look, self._text = look, text
        self._seen = GuestWords({}, {})
        self._why_not = ""
        self._is_dirty = False
        self._language = LANGUAGES[0]
        self._names = self._fields("name", _NAME, LONGEST_NAME)
        self._notices = self._fields("notice", _NOTICE, LONGEST_NOTICE)
        self._previews = {language: Preview(look_for(look, language)) for language in LANGUAGES}
        self._shown = words(look, 17, 600, "ink2")
        self.foot = Foot(look, text, text("setup.tab_words"))
        self.foot.save_asked.connect(self._save)
        self.foot.again_asked.connect(self.show_anew)
        self._lay_out()
        self.show_anew()

    def _fields(self, what: str, width: float, most: int) -> dict[str, QLineEdit]:
        made = {}
        for language in LANGUAGES:
            called = self._text(f"setup.{what}_in", language=self._text(f"setup.in_{language}"))
            field = made[language] = written(self._look, called, width, most=most)
            # The letters that Japanese and Chinese share have shapes of their own in each.
            field.setFont(look_for(self._look, language).font("label", px=18, weight=600))
            field.textEdited.connect(partial(self._noted, language))
        return made

    def _lay_out(self) -> None:
        look, text = self._look, self._text
        hint = say(words(look, 17, 500, "ink2", wrap=True), text("setup.words_hint"))
        heads = row(look, self._head("", _LANGUAGE), self._head("setup.guest_name", _NAME + 14))
        heads.addWidget(self._head("setup.guest_notice", _NOTICE))
        heads.addStretch(1)
        lines = column(look, hint, 18, heads, 8, Rule(look, "ink", thick=2), 12)
        for language in LANGUAGES:
            called = self._head(f"setup.in_{language}", _LANGUAGE)
            fields = (self._names[language], 14, self._notices[language])
            lines.addLayout(row(look, called, *fields, None))
            lines.addSpacing(look.px(10))
        shown = column(look, self._shown, 8, *self._previews.values())
        inside = column(look, lines, 14, Rule(look), 14, shown, 24, self.foot, None)
        self.setLayout(column(look, page_of(look, inside)))

    def _head(self, key: str, width: float) -> QWidget:
        label = say(words(self._look, 17, 600, "ink2"), self._text(key) if key else "")
        label.setFixedWidth(self._look.px(width))
        return label

    @property
    def is_busy(self) -> bool:
        """Whether something else is written than is stored."""
        return self._is_dirty

    def show_stored(self, stored: GuestWords, why_not: str) -> None:
        """What is stored; shown unless somebody is writing."""
        is_new, self._why_not = stored != self._seen, why_not
        if is_new and not self._is_dirty:
            self.be_shown(stored)
        self.foot.show_state(dirty=self._is_dirty, why_not=why_not)

    def be_shown(self, stored: GuestWords) -> None:
        """These are stored now, whatever was written."""
        self._seen = stored
        self.show_anew()

    def show_anew(self) -> None:
        """Forget what was written."""
        self._is_dirty = False
        for fields, texts in ((self._names, self._seen.names), (self._notices, self._seen.notices)):
            for language, field in fields.items():
                field.setText(texts.get(language, ""))
        self._preview(self._language)
        self.foot.show_state(dirty=False, why_not=self._why_not)

    def form(self) -> GuestWords:
        """What is written."""
        names, notices = (
            {language: field.text() for language, field in fields.items()}
            for fields in (self._names, self._notices)
        )
        return tidied(GuestWords(names, notices))

    def _noted(self, language: str, _written: str) -> None:
        self._is_dirty = True
        self._preview(language)
        self.foot.show_state(dirty=True, wrong=self._wrong(self.form()), why_not=self._why_not)

    def _preview(self, language: str) -> None:
        self._language, form, text = language, self.form(), self._text
        self._shown.setText(text("setup.words_shown", language=text(f"setup.in_{language}")))
        name = form.names.get(language) or form.names.get("en", "")
        notice = form.notices.get(language, "")
        for each, preview in self._previews.items():
            preview.setVisible(each == language)
        self._previews[language].say(name, notice, text("setup.standing"))

    def _wrong(self, form: GuestWords) -> str:
        """The sentence for what cannot be saved; "" where all can."""
        if code := problem_of(form):
            return self._text(f"desk.no_{code}")
        for texts, fits, key in (
            (form.names, name_fits, "setup.name_wide"),
            (form.notices, notice_fits, "setup.notice_wide"),
        ):
            for language, written_ in texts.items():
                if not fits(self._look, language, written_):
                    return self._text(key, language=self._text(f"setup.in_{language}"))
        return ""

    def _save(self) -> None:
        form = self.form()
        if wrong := self._wrong(form):
            self.foot.show_state(dirty=True, wrong=wrong)
        else:
            self.save_asked.emit(form, self._seen)
