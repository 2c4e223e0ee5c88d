"""Who can use the kiosk as it is set up here: what the Korean notice on barrier-free kiosks asks for and a program can see.

Each finding names the rule and the figure; "ready to be verified", never "certified". What is asked of each screen is
measured on all of them by ``kiosk.app.access``; this module has what is asked of the whole.
"""

import shutil

from kiosk.app import resources
from kiosk.app.findings import Finding, Findings, State
from kiosk.app.settings import Settings
from kiosk.app.speech import PROGRAM
from kiosk.ui.contrast import MARKS, MARKS_LEAST, STRONG_TEXT_LEAST, TEXT, TEXT_LEAST, too_close
from kiosk.ui.metrics import Metrics
from kiosk.ui.modes import Speed, Volume
from kiosk.ui.text import load_texts
from kiosk.ui.theme import Theme, ThemeName, Tokens, load_tokens

TEXT_MM, TARGET_MM, ZOOM = 12.0, 12.0, 2.0
"""Hangul's height, a target's shorter side, and how much larger everything must become (notice, annex 5)."""

ANSWER_S = 20
"""The least time to answer a question that would end the visit (WCAG 2.2, 2.2.1)."""

FLASH_MS = 334
"""Nothing that comes back may do so faster: three times a second (WCAG 2.2, 2.3.1)."""


def everything(settings: Settings) -> Findings:
    """Every rule, in the notice's order."""
    tokens = load_tokens(resources.path("style", "tokens.json"))
    yield from text_and_targets(settings, tokens)
    for name in ThemeName:
        yield contrast(tokens.theme(name))
    yield zoom(tokens)
    yield time_limits(settings)
    yield flashing(tokens)
    yield languages()
    yield voice()
    yield from not_there()


def text_and_targets(settings: Settings, tokens: Tokens) -> Findings:
    """In millimetres on this panel, if its width is known."""
    if settings.screen_width_mm is None:
        yield Finding(
            "text height",
            State.NOTE,
            "How large text and keys really are is not known: the panel's width is not.",
            "Measure it and write screen_width_mm into the settings.",
        )
        return
    width, height = settings.window_size or tokens.reference_px
    density = width / settings.screen_width_mm
    drawn = Metrics(width, height, tokens, px_per_mm=density)
    usual = Metrics(width, height, tokens)
    text_mm = drawn.font_px("label") * tokens.hangul_ink_share / density
    kept_mm = usual.font_px("label") * tokens.hangul_ink_share / density
    target_mm = drawn.touch(tokens.touch["smallest_px"]) / density
    yield _judged(
        "text height",
        text_mm >= TEXT_MM - 0.05,
        f"The smallest text is {text_mm:.1f} mm high, {TEXT_MM:g} are asked for",
    )
    if kept_mm < TEXT_MM - 0.05:
        yield Finding(
            "text height",
            State.NOTE,
            f"On the first screen and around the payment page it is {kept_mm:.1f} mm: they keep their design.",
            "A larger panel, such as 27 inches, has 12 mm everywhere.",
        )
    yield _judged(
        "targets",
        target_mm >= TARGET_MM,
        f"The smallest target is {target_mm:.0f} mm, {TARGET_MM:g} are asked for",
    )


def contrast(theme: Theme) -> Finding:
    """Every pair of colours that meets on a screen, computed from the theme."""
    least = STRONG_TEXT_LEAST if theme.name is ThemeName.CONTRAST else TEXT_LEAST
    close = [*too_close(theme, TEXT, least), *too_close(theme, MARKS, MARKS_LEAST)]
    pairs = len(TEXT) + len(MARKS)
    text = f"Theme {theme.name}: {pairs} pairs of colours, text at least {least:g} to 1, edges {MARKS_LEAST:g} to 1"
    return _judged("contrast", not close, text + (f"; too close are {', '.join(close)}" if close else ""))


def zoom(tokens: Tokens) -> Finding:
    """What a guest can choose under 화면·언어."""
    largest = max(tokens.zoom.values())
    return _judged(
        "zoom",
        largest >= ZOOM,
        f"Text grows to {largest * 100:.0f} % on every screen but the first, {ZOOM * 100:.0f} are asked for",
    )


def time_limits(settings: Settings) -> Finding:
    """What ends by itself, how it warns, and that it can be put off."""
    timers = settings.timers
    can_extend = timers.extend_max > 0
    text = (
        f"Silence is asked about after {timers.idle_ask_s} s with {timers.idle_leave_s} s to answer, twice that with any help "
        f"switched on; a hold of {timers.hold_s // 60} min warns and is extended {timers.extend_max} times"
    )
    return _judged("time limits", timers.idle_leave_s >= ANSWER_S and can_extend, text)


def flashing(tokens: Tokens) -> Finding:
    """Only what breathes comes back by itself."""
    breath = tokens.motion["breathe"].ms
    return _judged(
        "flashing",
        breath >= FLASH_MS,
        f"Nothing flashes; what moves by itself takes {breath} ms, and can be stopped",
    )


def voice() -> Finding:
    """Every screen says what it is; through an engine that may not be installed."""
    if shutil.which(PROGRAM) is None:
        return Finding(
            "voice",
            State.NOTE,
            f"Voice guidance is silent: {PROGRAM} is not installed.",
            f"Install the package {PROGRAM}.",
        )
    return Finding.fine(
        "voice",
        f"Screens, sheets and controls are read aloud by {PROGRAM}, in {len(Volume)} volumes and {len(Speed)} speeds, "
        "set back after each visit; what is typed into the payment page is not",
    )


def languages() -> Finding:
    """The same words in each."""
    texts = load_texts(resources.folder() / "text")
    sizes = {language: len(text.entries) for language, text in texts.items()}
    same = len(set(sizes.values())) == 1
    return _judged(
        "languages", same, f"{', '.join(sizes)}: {max(sizes.values())} texts each, changed in place"
    )


def not_there() -> Findings:
    """What the notice asks for and this program does not do."""
    for check, what in (
        (
            "earphones",
            "Plugging earphones in or out is not noticed: the voice has to be switched on by a touch or by the settings.",
        ),
        ("keypad", "A keypad with arrows has to send Tab, Shift+Tab and the space bar."),
    ):
        yield Finding(
            check,
            State.NOTE,
            what,
            "Staff have to help where it is needed; they can be called on every screen.",
        )


def _judged(check: str, is_right: bool, text: str) -> Finding:
    if is_right:
        return Finding.fine(check, text)
    return Finding(check, State.FIX, text, "Change the settings or the design tokens so that it is.")
