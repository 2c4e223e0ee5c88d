"""Changes a kiosk's theme with the hour, between guests only: nobody's screen changes its colours under their hands."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kiosk.ui.controller import Controller
from kiosk.ui.theme import ThemeName

LOOK_EVERY_MS = 30_000


class Twilight(QObject):
    """Looks at the clock now and then, and whenever a guest has gone.

    ``called_for`` gives the theme of the hour; ``wear`` draws everything in another one.
    """

    def __init__(
        self, controller: Controller, called_for: Callable[[], ThemeName], wear: Callable[[ThemeName], object]
    ) -> None:
        super().__init__(controller)
        self._controller, self._called_for, self._wear = controller, called_for, wear
        self._worn = called_for()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        controller.screen_changed.connect(self.look)

    def start(self) -> None:
        """From now on."""
        self._timer.start()

    def stop(self) -> None:
        """It stays as it is."""
        self._timer.stop()

    def look(self, _screen: str = "") -> None:
        """Change the theme if it is time to, and nobody is being served."""
        theme = self._called_for()
        if theme is not self._worn and self._controller.state.visit is None:
            self._worn = theme
            self._wear(theme)
