"""Screens without pixels: they keep what they were shown and emit what a test asks them to."""

from collections.abc import Callable
from typing import Any

from kiosk.ui.modes import Modes
from kiosk.ui.views import FrameView, OverlayView, ScreenName
from kiosk.ui.wiring import CHECKOUT, SCREENS, SHELL


class FakeSignal:
    """Connects and emits at once, on the same thread."""

    def __init__(self) -> None:
        self.slots: list[Callable[..., object]] = []

    def connect(self, slot: Callable[..., object], /) -> None:
        self.slots.append(slot)

    def emit(self, *arguments: object) -> None:
        for slot in list(self.slots):
            slot(*arguments)


class FakeScreen:
    """One screen: every signal of the wiring table, and the views it was given."""

    def __init__(self, *signals: str) -> None:
        self.signals = {name: FakeSignal() for name in signals}
        self.views: list[Any] = []
        self.checkout: object = None

    def __getattr__(self, name: str) -> FakeSignal:
        try:
            return self.signals[name]
        except KeyError:
            raise AttributeError(name) from None

    def render(self, view: object, text: object) -> None:
        self.views.append(view)

    def set_checkout(self, checkout: object) -> None:
        self.checkout = checkout


class FakeGlass(FakeScreen):
    """The shell and all screens."""

    def __init__(self) -> None:
        super().__init__(*SHELL, "overlay_answered")
        self.screens: dict[ScreenName, Any] = {
            name: FakeScreen(*signals) for name, signals in SCREENS.items()
        }
        self.shown: list[ScreenName] = []
        self.frames: list[FrameView] = []
        self.overlays: list[OverlayView | None] = []
        self.texts: list[object] = []
        self.modes: list[Modes] = []

    def set_modes(self, modes: Modes) -> None:
        self.modes.append(modes)

    def show_screen(self, name: ScreenName) -> None:
        self.shown.append(name)

    def render_frame(self, frame: FrameView, text: object) -> None:
        self.frames.append(frame)
        self.texts.append(text)

    def show_overlay(self, view: OverlayView | None, text: object) -> None:
        self.overlays.append(view)


class FakeCheckout(FakeScreen):
    """A payment page that does what a test says."""

    def __init__(self) -> None:
        super().__init__(*CHECKOUT)
        self.opened: tuple[str, ...] = ()
        self.closed = 0

    def open(self, html: str, base_url: str, success_url: str, fail_url: str) -> None:
        self.opened = (html, base_url, success_url, fail_url)

    def close_page(self) -> None:
        self.closed += 1
