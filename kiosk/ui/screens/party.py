"""03: how many guests, with what needs, at what time."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QGridLayout

from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import PartyView, TimeKey
from kiosk.ui.widgets.arrange import Part, hug, row
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.keys import CheckRow, ChoiceKey
from kiosk.ui.widgets.labels import Label

PARTY_KEYS, PARTIES_PER_ROW = 8, 4
TIMES_PER_ROW, TIME_ROWS = 3, 3
PER_PAGE = TIMES_PER_ROW * TIME_ROWS
KEY_GAP = 16
WIDER_PANEL = 860
FEW = 2
"""From so few tables on, their number matters to people."""


class PartyScreen(Screen[PartyView]):
    """Two questions that belong together.

    Signals:
        party_chosen(int), wheelchair_toggled(bool), high_chair_toggled(bool), time_chosen(Sitting), seats_asked,
        best_asked, went_back.
    """

    party_chosen = Signal(int)
    wheelchair_toggled = Signal(bool)
    high_chair_toggled = Signal(bool)
    time_chosen = Signal(object)
    seats_asked = Signal()
    best_asked = Signal()
    went_back = Signal()

    _page = 0

    def compose(self) -> None:
        """Guests above or left, times below or right."""
        look, times_high = self.look, 144 if self.is_wide else 164
        self._guests, self._when = self.title(narrow=False), self.title()
        self._more = Label(look, "label", color="ink2", weight=500, wrap=True)
        self._stay = Label(look, "label", color="ink2", weight=500, wrap=True)
        self._parties = [ChoiceKey(look) for _ in range(PARTY_KEYS)]
        tick = (36.0, 8.0) if self.is_wide else (42.0, 14.0)
        px = 52 if self.is_wide else 64
        self._times = [ChoiceKey(look, height=times_high, px=px, tick=tick) for _ in range(PER_PAGE)]
        self._wheelchair = CheckRow(look, icon="wheel")
        self._high_chair = CheckRow(look, icon="child")
        self._turn = Button(look, ButtonRole.QUIET, height=72 if self.is_wide else 88, px=46)
        self._back, self._next = Button(look, ButtonRole.SECONDARY), Button(look)
        self._reason = Label(look, "label", color="ink2", weight=500)
        self._best = Button(look, ButtonRole.QUIET, height=72, px=46)
        hug(self._turn)
        needs = row(look, (self._wheelchair, 1), KEY_GAP, (self._high_chair, 1))
        guests: list[Part] = [
            self._guests,
            24,
            self._grid(self._parties, PARTIES_PER_ROW),
            KEY_GAP,
            needs,
            18,
            self._more,
        ]
        grid = self._grid(self._times, 2 if look.metrics.is_large else TIMES_PER_ROW)
        self.narrow(self._back, look.px(280 if not self.is_wide else 230))
        buttons = self.beside(self._back, (self._next, 1))
        if self.is_wide:
            foot = row(look, (self._reason, 1), (self._best, 1), 16, self._turn)
            self.place(
                [*guests, 4, self._stay, None], [self._when, 16, grid, None, foot], buttons, panel=WIDER_PANEL
            )
        else:
            when = row(look, (self._when, 1), 16, self._turn)
            self.place(
                [*guests, 36],
                [
                    when,
                    4,
                    self._stay,
                    20,
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
        """Both questions as they stand."""
        self._guests.setText(text("party.guests"))
        self._when.setText(text("party.when") if view.times else text("party.none"))
        self._more.setText(text("party.more", count=view.largest_party + 1))
        self._stay.setText(text("party.stay", date=text.date(view.today), minutes=view.stay_minutes))
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
        self._reason.setText(reason if view.times else "")
        # One place for both: why not to go on, or the shortest way on.
        self._reason.setVisible(bool(reason))
        self._best.setVisible(not reason and not waits)
        self._best.say(text("party.best"))

    def _draw_times(self, view: PartyView, text: Text) -> None:
        pages = max(1, -(-len(view.times) // PER_PAGE))
        self._page = min(self._page, pages - 1)
        first = self._page * PER_PAGE
        page = view.times[first : first + PER_PAGE]
        for key, time in zip(self._times, page, strict=False):
            gone = time.tables_left == 0 and not time.waits
            small = words_for(time, text)
            key.say(text.time(time.sitting.starts), small, chosen=time.chosen, gone=gone)
            key.show()
        for key in self._times[len(page) :]:
            key.hide()
        self._turn.setVisible(pages > 1)
        self._turn.say(text("party.earlier" if self._page == pages - 1 else "party.later"))

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
            self.time_chosen.emit(times[self._page * PER_PAGE + nth].sitting)

    def _turn_page(self) -> None:
        if self._shown is not None:
            view, text = self._shown
            pages = -(-len(view.times) // PER_PAGE)
            self._page = (self._page + 1) % pages
            self._draw_times(view, text)

    def hideEvent(self, event: QHideEvent) -> None:
        """The next customer begins with the first times."""
        super().hideEvent(event)
        self._page = 0


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
    if not view.times:
        return text("party.none").replace("\n", " ")
    timed = any(key.chosen for key in view.times)
    if view.party is None:
        return text("party.pick_guests" if timed else "party.pick_both")
    return "" if timed else text("party.pick_time")
