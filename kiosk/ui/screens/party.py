"""03: how many guests, with what needs, at what time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from kiosk.ui.metrics import Look
from kiosk.ui.screens.base import Screen
from kiosk.ui.text import Text
from kiosk.ui.views import PartyView, TimeKey
from kiosk.ui.widgets.button import Button, ButtonRole
from kiosk.ui.widgets.keys import CheckRow, ChoiceKey
from kiosk.ui.widgets.labels import Label

PARTY_KEYS = 8
PER_ROW, TIME_ROWS = 3, 3
PER_PAGE = PER_ROW * TIME_ROWS


class PartyScreen(Screen):
    """Two questions that belong together.

    Signals:
        party_chosen(int), wheelchair_toggled(bool), high_chair_toggled(bool), time_chosen(Sitting), seats_asked,
        went_back.
    """

    party_chosen = Signal(int)
    wheelchair_toggled = Signal(bool)
    high_chair_toggled = Signal(bool)
    time_chosen = Signal(object)
    seats_asked = Signal()
    went_back = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, top=28)
        self._view: PartyView | None = None
        self._page = 0
        self._guests, self._when = self.title(), self.title()
        self._more = Label(look, "label", color="ink2", weight=500, wrap=True)
        self._stay = Label(look, "label", color="ink2", weight=500)
        self._parties = [ChoiceKey(look) for _ in range(PARTY_KEYS)]
        self._times = [ChoiceKey(look, height=156, px=64) for _ in range(PER_PAGE)]
        self._wheelchair = CheckRow(look, icon="wheel")
        self._high_chair = CheckRow(look, icon="child")
        self._turn = Button(look, ButtonRole.QUIET, height=104, px=46)
        self._back = Button(look, ButtonRole.SECONDARY)
        self._next = Button(look)
        self._lay_out(look)
        self._connect()

    def render(self, view: PartyView, text: Text) -> None:  # type: ignore[override]  # every screen renders a view
        """Both questions as they stand."""
        if self._view is None or [key.sitting for key in view.times] != [
            key.sitting for key in self._view.times
        ]:
            self._page = self._page_of_chosen(view)
        self._view = view
        self._text = text
        self._guests.setText(text("party.guests"))
        self._when.setText(text("party.when") if view.times else text("party.none"))
        self._more.setText(text("party.more", count=view.largest_party + 1))
        self._stay.setText(text("party.stay", date=text.date(view.today), minutes=view.stay_minutes))
        for count, key in enumerate(self._parties, start=1):
            key.setVisible(count <= view.largest_party)
            key.say(str(count), chosen=count == view.party)
        self._wheelchair.say(text("party.wheelchair"), ticked=view.wheelchair)
        self._high_chair.say(text("party.high_chair"), ticked=view.high_chair)
        self._render_times()
        ready = view.party is not None and any(key.chosen for key in view.times)
        self._back.say(text("common.back"))
        self._next.say(text("party.next" if ready else "party.pick_first"))
        self._next.setEnabled(ready)

    def _render_times(self) -> None:
        assert self._view is not None
        times = self._view.times
        first = self._page * PER_PAGE
        page = times[first : first + PER_PAGE]
        for key, time in zip(self._times, page, strict=False):
            self._render_time(key, time)
        for key in self._times[len(page) :]:
            key.hide()
        last = first + PER_PAGE >= len(times)
        self._turn.setVisible(len(times) > PER_PAGE)
        self._turn.say(self._text("party.earlier" if last else "party.later"))

    def _render_time(self, key: ChoiceKey, time: TimeKey) -> None:
        text = self._text
        gone = time.tables_left == 0
        if time.tables_left is None:
            small = text("party.counting")
        elif gone:
            small = text("party.full")
        elif time.sitting.walk_in:
            small = text("party.right_now")
        elif time.tables_left <= 2:  # noqa: PLR2004 - from so few on the number matters to people
            small = text("party.left", count=time.tables_left)
        else:
            small = text("party.open")
        key.say(text.time(time.sitting.starts), small, chosen=time.chosen, gone=gone)
        key.show()

    def _lay_out(self, look: Look) -> None:
        gap = look.px(16)
        parties = QGridLayout()
        parties.setSpacing(gap)
        for nth, key in enumerate(self._parties):
            parties.addWidget(key, nth // 4, nth % 4)
        needs = QHBoxLayout()
        needs.setSpacing(gap)
        needs.addWidget(self._wheelchair)
        needs.addWidget(self._high_chair)
        times = QGridLayout()
        times.setSpacing(gap)
        for nth, key in enumerate(self._times):
            times.addWidget(key, nth // PER_ROW, nth % PER_ROW)
        self.main.addWidget(self._guests)
        self.gap(22)
        self.main.addLayout(parties)
        self.gap(16)
        self.main.addLayout(needs)
        self.gap(16)
        self.main.addWidget(self._more)
        self.gap(34)
        when = QHBoxLayout()
        when.addWidget(self._when, 1)
        self._turn.setSizePolicy(self._back.sizePolicy().Policy.Maximum, self._back.sizePolicy().Policy.Fixed)
        when.addWidget(self._turn)
        self.main.addLayout(when)
        self.main.addWidget(self._stay)
        self.gap(20)
        self.main.addLayout(times)
        self.main.addStretch(1)
        self._back.setFixedWidth(look.px(280))
        self.buttons.addWidget(self._back)
        self.buttons.addWidget(self._next, 1)

    def _connect(self) -> None:
        for count, key in enumerate(self._parties, start=1):
            key.clicked.connect(lambda _=False, count=count: self.party_chosen.emit(count))
        for nth, key in enumerate(self._times):
            key.clicked.connect(lambda _=False, nth=nth: self._time_touched(nth))
        self._wheelchair.clicked.connect(self._toggle_wheelchair)
        self._high_chair.clicked.connect(self._toggle_high_chair)
        self._turn.clicked.connect(self._turn_page)
        self._back.clicked.connect(self.went_back)
        self._next.clicked.connect(self.seats_asked)

    def _time_touched(self, nth: int) -> None:
        assert self._view is not None
        self.time_chosen.emit(self._view.times[self._page * PER_PAGE + nth].sitting)

    def _toggle_wheelchair(self) -> None:
        self.wheelchair_toggled.emit(not self._wheelchair.isChecked())

    def _toggle_high_chair(self) -> None:
        self.high_chair_toggled.emit(not self._high_chair.isChecked())

    def _turn_page(self) -> None:
        assert self._view is not None
        pages = -(-len(self._view.times) // PER_PAGE)
        self._page = (self._page + 1) % pages
        self._render_times()

    @staticmethod
    def _page_of_chosen(view: PartyView) -> int:
        return next((nth // PER_PAGE for nth, key in enumerate(view.times) if key.chosen), 0)
