"""The pictures that are compared: which screen or sheet, in which size, theme and wishes; and taking one. Judges nothing."""

from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.ui.modes import Modes
from kiosk.ui.screens.shell import Shell
from kiosk.ui.views import Overlay, ScreenName
from tests.ui.screens import samples

WIDE = 270
"""Pixels of the smaller side of a picture that is kept."""

COLORS = 48
"""The design has fewer; the rest is soft edges of letters."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A sample (``samples.variants``) or a sheet, as it is looked at; ``rehearsal``: with the banner of a test payment."""

    kind: str
    size: str = "upright"
    theme: str = "day"
    wishes: str = ""
    language: str = "ko"
    rehearsal: bool = True

    @property
    def name(self) -> str:
        """What its file is called."""
        parts = (self.kind, self.size, self.theme, self.wishes.replace(",", "+"), self.language)
        usual = ("", "upright", "day", "", "ko")
        return "-".join(part for part, as_usual in zip(parts, usual, strict=True) if part != as_usual)


def setting(shot: Shot) -> tuple[str, str, str, str]:
    """What it shares with other shots: they are taken of one shell, as building one takes longer than a picture."""
    return shot.size, shot.theme, shot.wishes, shot.language


def stage(qtbot: QtBot, shot: Shot) -> Shell:
    """The shell of which shots in this setting are taken."""
    shell = Shell(samples.look(samples.SIZES[shot.size], shot.theme))
    qtbot.addWidget(shell)
    shell.setFixedSize(samples.SIZES[shot.size])
    shell.show()
    qtbot.waitExposed(shell)
    shell.set_modes(Modes.of(shot.wishes))
    return shell


def take(shell: Shell, shot: Shot) -> Image.Image:
    """The picture, as small as those that are kept."""
    text = samples.texts()[shot.language]
    if shot.kind in list(Overlay):
        sheet = Overlay(shot.kind)
        name, view = samples.BEHIND.get(sheet, ScreenName.FLOOR), None
    else:
        sheet, (name, view) = None, samples.variants()[shot.kind]
    frame = samples.frame(name)
    shell.render_frame(replace(frame, test_payment=frame.test_payment and shot.rehearsal), text)
    shell.screens[name].render(view or samples.view(name), text)
    shell.show_screen(name)
    shell.show_overlay(samples.overlay(sheet) if sheet is not None else None, text)
    for _ in range(4):
        QApplication.processEvents()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    shell.grab().save(buffer, "PNG")
    return smaller(Image.open(BytesIO(buffer.data().data())))


def smaller(picture: Image.Image) -> Image.Image:
    """As it is kept."""
    width, height = picture.size
    scale = WIDE / min(width, height)
    small = picture.convert("RGB").resize((round(width * scale), round(height * scale)), Image.Resampling.BOX)
    return small.quantize(COLORS, dither=Image.Dither.NONE).convert("RGB")


MOCKUPS = {
    "01-attract": Shot("attract"),
    "03-party-time": Shot("party"),
    "03-party-time-en": Shot("party", language="en"),
    "04-floor": Shot("floor"),
    "04-floor-night": Shot("floor", theme="night"),
    "05-list": Shot("list"),
    "06-review-hold": Shot("review"),
    "06-review-hold-ja": Shot("review", language="ja"),
    "08-confirming": Shot("confirming", rehearsal=False),
    "09-done": Shot("done-paper", rehearsal=False),
    "10-declined": Shot("declined"),
    "11-unknown": Shot("unknown", rehearsal=False),
    "12-expired": Shot("expired"),
    "13-idle": Shot("idle"),
    "13-more-time": Shot("more_time"),
    "15-floor-contrast": Shot("floor", wishes="contrast"),
    "16-waitlist": Shot("waitlist"),
    "17-offline": Shot("closed"),
    "18-party-largest": Shot("party", wishes="largest"),
    "20-land-floor": Shot("floor", size="wide"),
}
"""Mock-up by mock-up, what of ours shows the same."""

LOOKED_AT = (
    *(Shot(str(name), size) for size in ("upright", "wide", "small") for name in ScreenName),
    *(Shot(str(name), theme="night") for name in (ScreenName.ATTRACT, ScreenName.FLOOR, ScreenName.REVIEW)),
    *(
        Shot(str(name), wishes="contrast")
        for name in (ScreenName.FLOOR, ScreenName.DONE, ScreenName.WAITLIST)
    ),
    *(Shot(str(name), wishes="largest") for name in (ScreenName.PARTY, ScreenName.REVIEW)),
    *(Shot(str(name), wishes="low") for name in (ScreenName.PARTY, ScreenName.LIST)),
    *(Shot(str(sheet)) for sheet in Overlay),
    Shot("attract-called"),
    Shot("done-paper"),
    *(Shot("floor-hall", size) for size in ("upright", "small")),
)
"""What is compared with the last time that somebody was content."""
