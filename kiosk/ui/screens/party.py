"""03: how many guests, with what needs, on which day, at what time."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout

from kiosk.domain.sittings import SEOUL
from kiosk.ui.screens.base import Screen
from kiosk.ui.screens.day_row import DayRow
from kiosk.ui.text import Text
from kiosk.ui.views import PartyView, TimeKey
from kiosk.ui.widgets.arrange import Part, hug, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.keys import CheckRow, ChoiceKey
from kiosk.ui.widgets.labels import Label

PARTY_KEYS, PARTIES_PER_ROW = 8, 4
TIMES_PER_ROW, TIME_ROWS = 3, 3
TIMES_PER_ROW_WITH_DAYS, TIME_ROWS_WITH_DAYS = 4, 2
"""Upright, the row of days takes the place of a row of times."""
KEY_GAP = 16
WHEN_WIDE = 58
"""The key to later times stands beside the question."""
WIDER_PANEL = 860
FEW = 2
"""From so few tables on, their number matters to people."""


class PartyScreen(Screen[PartyView]):
    """Two questions that belong together.

    Signals:
        party_chosen(int), wheelchair_toggled(bool), high_chair_toggled(bool), day_chosen(date), time_chosen(Sitting),
        seats_asked, best_asked, went_back.
    """

    party_chosen = Signal(int)
    wheelchair_toggled = Signal(bool)
    high_chair_toggled = Signal(bool)
    day_chosen = Signal(object)
    time_chosen = Signal(object)
    seats_asked = Signal()
    best_asked = Signal()
    went_back = Signal()

    _page: int | None = None
    _day: date | None = None
    _has_days = False

    def compose(self) -> None:
        """Guests above or left, times below or right; the days between them."""
        look, times_high = self.look, 144 if self.is_wide else 164
        self._guests, self._when = self.title(narrow=False), self.title(WHEN_WIDE if self.is_wide else 76)
        self._more = Label(look, "label", color="ink2", weight=500, wrap=True)
        self._stay = Label(look, "label", color="ink2", weight=500, wrap=True)
        self._parties = [ChoiceKey(look) for _ in range(PARTY_KEYS)]
        px, tick = (52, (36.0, 8.0)) if self.is_wide else (64, (42.0, 14.0))
        if self._has_days and not self.is_wide:
            px, tick = 54, (30.0, 6.0)
        self._times = [
            ChoiceKey(look, height=times_high, px=px, tick=tick) for _ in range(TIMES_PER_ROW * TIME_ROWS)
        ]
        self._days = DayRow(look)
        days: list[Part] = [self._days, 0 if self.is_wide else KEY_GAP] if self._has_days else []
        if not days:
            self._days.setParent(self.body)
        self._wheelchair = CheckRow(look, icon="wheel")
        self._high_chair = CheckRow(look, icon="child")
        self._turn = Button(look, ButtonRole.QUIET, height=72 if self.is_wide else 88, px=46)
        self._back, self._next = Button(look, ButtonRole.SECONDARY), Button(look)
        self._reason = Label(look, "label", color="ink2", weight=500, wrap=look.metrics.is_large)
        self._best = Button(look, ButtonRole.QUIET, height=72, px=46)
        hug(self._turn)
        needs = row(look, (self._wheelchair, 1), KEY_GAP, (self._high_chair, 1))
        guests: list[Part] = [
            self._guests,
            16 if self.is_wide else 24,
            self._grid(self._parties, PARTIES_PER_ROW),
            KEY_GAP,
            needs,
            12 if self.is_wide else 18,
            self._more,
        ]
        grid = self._grid(self._times, self._columns)
        self.narrow(self._back, look.px(280 if not self.is_wide else 230))
        buttons = self.beside(self._back, (self._next, 1))
        when = row(look, (self._when, 1), 16, self._turn)
        if self.is_wide:
            foot = row(look, (self._reason, 1), (self._best, 1))
            self.place(
                [*guests, 4, self._stay, 10, *days, None],
                [when, 16, grid, None, foot],
                buttons,
                panel=WIDER_PANEL,
            )
        else:
            self.place(
                [*guests, 36],
                [
                    when,
                    4,
                    self._stay,
                    20,
                    *days,
                    grid,
                    None,
                    KEY_GAP if look.metrics.turns_pages else 0,
                    self._reason,
                    self._best,
                ],
                buttons,
                top=28,
            )
        self._connect()

    def draw(self, view: PartyView, text: Text) -> None:
        """Both questions as they stand. Upright, times stand otherwise where there are days to choose from."""
        if bool(view.days) != self._has_days:
            self._has_days = bool(view.days)
            self._build(self.look)
        self._guests.setText(text("party.guests"))
        self._days.setVisible(bool(view.days))
        self._days.say(view.days, text)
        if view.day != self._day:
            self._day, self._page = view.day, None
        self._when.setText(question_of(view, text, is_wide=self.is_wide))
        self._more.setText(text("party.more", count=view.largest_party + 1))
        day = text.day_in_full(view.day, view.ahead)
        self._stay.setText(text("party.stay", day=day, minutes=view.stay_minutes))
        self._stay.setVisible(bool(view.times))
        for count, key in enumerate(self._parties, start=1):
            key.setVisible(count <= view.largest_party)
            key.say(str(count), chosen=count == view.party)
        self._wheelchair.say(text("party.wheelchair"), ticked=view.wheelchair)
        self._high_chair.say(text("party.high_chair"), ticked=view.high_chair)
        self._draw_times(view, text)
        self._back.say(text("common.back"))
        waits = any(key.chosen and key.waits for key in view.times)
        self._next.say(text("party.wait_next" if waits else "party.next"))
        reason = reason_not_to_go_on(view, text)
        self._next.turn_off(reason)
        self._reason.setText(reason if view.times or view.counting else "")
        # One place for both: why not to go on, or the shortest way on.
        self._reason.setVisible(bool(reason))
        self._best.setVisible(not reason and not waits)
        self._best.say(text("party.best"))

    @property
    def _columns(self) -> int:
        if self.look.metrics.is_large:
            return 2
        return TIMES_PER_ROW_WITH_DAYS if self._has_days and not self.is_wide else TIMES_PER_ROW

    @property
    def _per_page(self) -> int:
        if self._has_days and not self.is_wide:
            return TIMES_PER_ROW_WITH_DAYS * TIME_ROWS_WITH_DAYS
        return TIMES_PER_ROW * TIME_ROWS

    def _draw_times(self, view: PartyView, text: Text) -> None:
        if self._page is None and view.times:
            self._page = first_shown(view) // self._per_page
        pages = max(1, -(-len(view.times) // self._per_page))
        at = self._shown_page()
        first = at * self._per_page
        page = view.times[first : first + self._per_page]
        for key, time in zip(self._times, page, strict=False):
            gone = time.tables_left == 0 and not time.waits
            small = words_for(time, text)
            key.say(text.time(time.sitting.starts), small, chosen=time.chosen, gone=gone)
            key.show()
        for key in self._times[len(page) :]:
            key.hide()
        self._turn.setVisible(pages > 1)
        self._turn.say(text("party.earlier" if at == pages - 1 else "party.later"))

    def _shown_page(self) -> int:
        times = self._shown[0].times if self._shown is not None else ()
        return min(self._page or 0, max(0, -(-len(times) // self._per_page) - 1))

    def _grid(self, keys: list[ChoiceKey], columns: int) -> QGridLayout:
        made = QGridLayout()
        made.setSpacing(self.look.px(KEY_GAP))
        for nth, key in enumerate(keys):
            made.addWidget(key, nth // columns, nth % columns)
        for nth in range(columns):
            made.setColumnStretch(nth, 1)
        return made

    def _connect(self) -> None:
        for count, key in enumerate(self._parties, start=1):
            key.clicked.connect(lambda _=False, count=count: self.party_chosen.emit(count))
        self._days.day_chosen.connect(self.day_chosen)
        for nth, key in enumerate(self._times):
            key.clicked.connect(lambda _=False, nth=nth: self._time_touched(nth))
        self._wheelchair.clicked.connect(
            lambda: self.wheelchair_toggled.emit(not self._wheelchair.isChecked())
        )
        self._high_chair.clicked.connect(
            lambda: self.high_chair_toggled.emit(not self._high_chair.isChecked())
        )
        self._turn.clicked.connect(self._turn_page)
        self._back.clicked.connect(self.went_back)
        self._next.clicked.connect(self.seats_asked)
        self._best.clicked.connect(self.best_asked)

    def _time_touched(self, nth: int) -> None:
        if self._shown is not None:
            times = self._shown[0].times
            self.time_chosen.emit(times[self._shown_page() * self._per_page + nth].sitting)

    def _turn_page(self) -> None:
        if self._shown is not None:
            view, text = self._shown
            pages = -(-len(view.times) // self._per_page)
            self._page = (self._shown_page() + 1) % pages
            self._draw_times(view, text)

    def hideEvent(self, event: QHideEvent) -> None:
        """The next customer begins with today and its first times; who comes back, with what they chose."""
        super().hideEvent(event)
        self._page = None


def first_shown(view: PartyView) -> int:
    """Which time a day begins with: the chosen one, or that of this hour; whoever waits here eats at such an hour."""
    chosen = next((nth for nth, key in enumerate(view.times) if key.chosen), None)
    if chosen is not None:
        return chosen
    hour = view.now.astimezone(SEOUL).time()
    starts = (key.sitting.starts.astimezone(SEOUL) for key in view.times)
    return next((nth for nth, at in enumerate(starts) if at.date() > view.day or at.time() >= hour), 0)


def question_of(view: PartyView, text: Text, *, is_wide: bool) -> str:
    """When; or that there is nothing to ask. Wide, the days do not stand below the question."""
    if not view.times and not view.counting:
        return text("party.none_day" if view.ahead else "party.none")
    return text("party.when_day" if view.days and not is_wide else "party.when")


def words_for(time: TimeKey, text: Text) -> str:
    """What stands below a time."""
    if time.tables_left is None:
        return text("party.counting")
    if time.waits:
        return text("party.wait")
    if time.tables_left == 0:
        return text("party.full")
    if time.sitting.walk_in:
        return text("party.right_now")
    if time.tables_left <= FEW:
        return text("party.left", count=time.tables_left)
    return text("party.open")


def reason_not_to_go_on(view: PartyView, text: Text) -> str:
    """Why the next step is off; "" when it is on."""
    if view.counting:
        return text("party.counting_day")
    if not view.times:
        return question_of(view, text, is_wide=True).replace("\n", " ")
    timed = any(key.chosen for key in view.times)
    if view.party is None:
        return text("party.pick_guests" if timed else "party.pick_both")
    return "" if timed else text("party.pick_time")
