"""What all screens share: they are built from a Look, built again for another size or language, and drawn from a view.

Upright, a screen is one column with its actions at the bottom. Wide, what is looked at is left and what is touched right.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.ui.metrics import Look
from kiosk.ui.text import Text
from kiosk.ui.widgets.arrange import Part, column, row
from kiosk.ui.widgets.labels import Label
from kiosk.ui.widgets.pager import Pager
from kiosk.ui.widgets.script import look_for

View = TypeVar("View")

MARGIN = 56
PANEL = 760
"""The width of the right column of a wide screen, with its margins."""
PANEL_LEFT = 48
WIDE_TITLE = 66
BUTTON_GAP = 20
MANY = 2


class Screen(QWidget, Generic[View]):
    """An empty screen. Subclasses ``compose`` their parts and ``draw`` a view into them.

    ``has_panel``: on a wide screen its right column is a sheet of its own.
    """

    has_panel = False
    pages_when_large = True
    _pager: Pager | None = None

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look: Look = look
        self.body = QWidget(self)
        self._language = ""
        self._shown: tuple[View, Text] | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self.body)

    def render(self, view: View, text: Text) -> None:  # type: ignore[override]  # QWidget has a method of that name
        """Show a view; the same view twice does nothing twice."""
        if text.language != self._language:
            self._language = text.language
            self._build(look_for(self.look, text.language))
        self._shown = (view, text)
        self.draw(view, text)
        if self._pager is not None:
            self._pager.say(text)

    def set_look(self, look: Look) -> None:
        """Another size or theme: everything is built again, and shows what it showed."""
        self.look = look
        self._language = ""
        if self._shown is not None:
            self.render(*self._shown)

    def compose(self) -> None:
        """Make the parts and lay them out with ``place``."""
        raise NotImplementedError

    def draw(self, view: View, text: Text) -> None:
        """Put a view into the parts."""
        raise NotImplementedError

    # --- for subclasses -------------------------------------------------------------------------------------------

    @property
    def is_wide(self) -> bool:
        """Whether there are two columns."""
        return not self.look.metrics.is_upright

    def title(self, px: float = 76, *, narrow: bool = True) -> Label:
        """A title; lines are broken by hand in the words. ``narrow``: it stands in the right column of a wide screen."""
        if self.is_wide:
            px = min(px, WIDE_TITLE if narrow else 76)
        return Label(self.look, "title", px=px, wrap=True)

    def put_title(self, label: Label, words: str, *, narrow: bool = True) -> None:
        """A title's words; where there is room for one line, the break by hand goes."""
        label.setText(words.replace("\n", " ") if self.is_wide and not narrow else words)

    def place(
        self,
        left: Sequence[Part],
        right: Sequence[Part],
        buttons: QLayout | None,
        *,
        top: float = 34,
        panel: float = PANEL,
    ) -> None:
        """Lay everything out: upright one below the other, wide side by side.

        ``top`` is the gap under the header, ``panel`` the width of the right column with its margins.
        """
        look, margin = self.look, self.look.px(MARGIN)
        if not self.is_wide:
            main = column(look, *left, *right)
            main.setContentsMargins(margin, look.px(top), margin, 0)
            actions = self._actions(buttons, (MARGIN, MARGIN), (24, 28))
            if look.metrics.turns_pages and self.pages_when_large:
                if is_tall(buttons, look):
                    self._pager = Pager(look, _held(column(look, main, *actions)), margin=MARGIN)
                    actions = []
                else:
                    self._pager = Pager(look, _held(main), margin=MARGIN)
                self.body.setLayout(column(look, (self._pager, 1), *(actions or [24])))
                return
            self.body.setLayout(column(look, (main, 1), *actions))
            return
        shown = column(look, *left)
        shown.setContentsMargins(margin, look.px(8), look.px(PANEL_LEFT), look.px(24))
        told = column(look, *right)
        told.setContentsMargins(look.px(PANEL_LEFT), look.px(8), margin, 0)
        beside = QWidget()
        beside.setFixedWidth(look.px(panel))
        beside.setLayout(column(look, (told, 1), *self._actions(buttons, (PANEL_LEFT, MARGIN), (20, 24))))
        self.body.setLayout(row(look, (shown, 1), beside))

    def _actions(
        self, buttons: QLayout | None, sides: tuple[float, float], ends: tuple[float, float]
    ) -> list[Part]:
        if buttons is None:
            return []
        px = self.look.px
        buttons.setContentsMargins(px(sides[0]), px(ends[0]), px(sides[1]), px(ends[1]))
        return [buttons]

    def narrow(self, button: QWidget, width: int) -> None:
        """``width`` screen pixels for a button that matters less; larger text takes what it needs."""
        if not self.look.metrics.is_large:
            button.setFixedWidth(width)

    def beside(self, *parts: Part) -> QHBoxLayout:
        """Buttons in a row; the gap goes with a button that is hidden."""
        made = row(self.look, *parts)
        made.setSpacing(self.look.px(BUTTON_GAP))
        return made

    def below(self, *parts: QWidget) -> QVBoxLayout:
        """Buttons one below the other; the gap goes with a button that is hidden."""
        made = column(self.look, *parts)
        made.setSpacing(self.look.px(BUTTON_GAP))
        return made

    def _build(self, look: Look) -> None:
        old = self.body
        self._pager = None
        self.look = look
        self.body = QWidget(self)
        self.compose()
        self._whole.addWidget(self.body)
        self._whole.removeWidget(old)
        old.hide()
        old.setParent(None)
        old.deleteLater()


def is_tall(buttons: QLayout | None, look: Look) -> bool:
    """Whether larger buttons would leave hardly anything for what they are about: then they come at its end."""
    if buttons is None:
        return False
    return not look.metrics.is_portrait or (
        isinstance(buttons, QVBoxLayout) and buttons.count() > (1 if look.metrics.is_low else MANY)
    )


def _held(layout: QLayout) -> QWidget:
    made = QWidget()
    made.setLayout(layout)
    return made
