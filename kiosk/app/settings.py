"""The settings of one terminal: one TOML file, then ``KIOSK_*`` variables, then the command line; the last one wins.

Every mistake in them is a Fix that names the key and the cure. Secrets are not settings: see ``kiosk.app.keys``.
"""

import os
import re
import tomllib
from argparse import Namespace
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
)
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from kiosk.app import keys, paths, resources
from kiosk.app.errors import Fix
from kiosk.app.keys import Mode, TossKeys
from kiosk.services.printer_address import PATTERN
from kiosk.ui import daylight
from kiosk.ui.modes import WORDS

FILE_VARIABLE = "KIOSK_SETTINGS"
_PREFIX = "KIOSK_"
_NOT_SETTINGS = {FILE_VARIABLE, keys.SECRET_VARIABLE}
_FROM_ARGS = ("theme", "lang", "access", "terminal", "windowed", "fullscreen")


class Timers(BaseModel):
    """How long things last, in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hold_s: int = Field(600, ge=60, le=1800)
    extend_s: int = Field(300, ge=60, le=900)
    extend_max: int = Field(2, ge=0, le=5)
    hold_warn_s: int = Field(120, ge=10, le=600)
    hold_ask_s: int = Field(60, ge=10, le=300)
    idle_ask_s: int = Field(60, ge=20, le=600)
    idle_leave_s: int = Field(
        20, ge=20, le=120
    )  # at least 20 s to answer "are you still there?" (WCAG 2.2.1)
    payment_page_s: int = Field(300, ge=60, le=540)  # Toss allows 10 min from authentication to confirm
    confirm_soft_s: int = Field(15, ge=5, le=60)
    confirm_unknown_s: int = Field(40, ge=10, le=120)
    done_leave_s: int = Field(40, ge=10, le=300)
    expired_leave_s: int = Field(40, ge=10, le=300)


def _expanded(value: object) -> object:
    return Path(value).expanduser() if isinstance(value, str) else value


def _whole(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _a_night(text: str) -> str:
    daylight.Night.read(text)
    return text


def _default_database() -> str:
    return f"sqlite:///{paths.data_dir() / 'jari.db'}"


class Settings(BaseSettings):
    """What a terminal is told. ``mode`` is final after ``load``; ``toss_keys`` is None in sandbox mode."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", env_ignore_empty=True, extra="forbid", frozen=True
    )

    restaurant: Annotated[Path, BeforeValidator(_expanded)] = Field(
        default_factory=lambda: resources.path("demo", "restaurant.toml")
    )
    database_url: str = Field(default_factory=_default_database, pattern=r"^[a-z][a-z0-9]*(\+[a-z0-9]+)?://")
    terminal: str = Field("kiosk-1", pattern=r"^[A-Za-z0-9가-힣_-]{1,32}$")
    mode: Mode | None = None
    toss_client_key: str = ""
    settler: Literal["here", "elsewhere"] = (
        "here"  # elsewhere: `kiosk settle` on another machine has the secret key
    )
    company_url: str = Field(
        "", pattern=r"^(http://127\.0\.0\.1:[0-9]{1,5})?$"
    )  # a `kiosk sandbox` that runs, for trying
    theme: Literal["day", "night", "contrast", "auto"] = "day"  # auto: day or night by the clock
    night: Annotated[str, AfterValidator(_a_night)] = Field(
        "18:00-07:00", pattern=daylight.PATTERN
    )  # when it is night for auto, in Seoul
    lang: Literal["ko", "en", "ja", "zh"] = "ko"
    access: str = Field(
        "", pattern=rf"^(|({'|'.join(WORDS)})(,({'|'.join(WORDS)}))*)$"
    )  # how a guest finds the screens, such as "large,contrast"
    windowed: str | None = Field(None, pattern=r"^[1-9][0-9]{2,4}x[1-9][0-9]{2,4}$")
    fullscreen: bool = False
    waiting_list: bool = True  # guests may join it here when all is full; off where nobody calls them
    days_ahead: int = Field(7, ge=0, le=30)  # how many days before it guests may book here; 0: today only
    sounds: bool = True  # soft ones that go with what is seen; false: silence
    screen_width_mm: int | None = Field(None, ge=100, le=3000)
    printer: str = Field("", pattern=PATTERN)  # for receipts; "" for none
    printer_columns: Annotated[Literal[42, 48], BeforeValidator(_whole)] = 48
    log_dir: Annotated[Path, BeforeValidator(_expanded)] = Field(default_factory=paths.log_dir)
    state_dir: Annotated[Path, BeforeValidator(_expanded)] = Field(default_factory=paths.state_dir)
    backup_folder: Annotated[Path | None, BeforeValidator(_expanded)] = None  # beside the database
    backup_nightly: bool = True
    backup_keep_days: int = Field(2, ge=1, le=3660)  # all of the last days, then
    backup_keep_daily_days: int = Field(30, ge=1, le=3660)  # one a day, then
    backup_keep_monthly_days: int = Field(366, ge=1, le=36600)  # one a month
    timers: Timers = Timers()

    _toss_keys: TossKeys | None = PrivateAttr(default=None)

    @property
    def toss_keys(self) -> TossKeys | None:
        """The pair to pay with; kept out of ``repr`` and ``model_dump``."""
        return self._toss_keys

    def with_keys(self, mode: Mode, pair: TossKeys | None) -> Self:
        """The same settings with the mode made final and the keys put in."""
        done = self.model_copy(update={"mode": mode, "toss_client_key": pair.client if pair else ""})
        done._toss_keys = pair  # noqa: SLF001 - ours: this copy is of this class
        return done

    @property
    def window_size(self) -> tuple[int, int] | None:
        """``windowed`` as width and height in pixels."""
        if self.windowed is None:
            return None
        width, height = self.windowed.split("x")
        return int(width), int(height)


def from_args(args: Namespace) -> Settings:
    """The settings of a command line: ``--settings`` names the file, other options win over it. Raises Fix."""
    given = {name: value for name in _FROM_ARGS if (value := getattr(args, name, None)) not in (None, False)}
    file = getattr(args, "settings", None)
    return load(Path(file) if file else None, given)


def file_from_args(args: Namespace) -> Path:
    """Where a command line's settings are, whether the file is there or not."""
    named = getattr(args, "settings", None) or os.environ.get(FILE_VARIABLE)
    return (Path(named) if named else paths.settings_file()).expanduser()


def load(file: Path | None = None, overrides: Mapping[str, object] | None = None) -> Settings:
    """Read everything there is. A file that was named must exist, the usual one need not. Raises Fix."""
    named = file or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else None)
    source = (named or paths.settings_file()).expanduser()
    values = _read_file(source, must_exist=named is not None)
    _refuse_unknown_variables()

    class Loaded(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, InitSettingsSource(settings_cls, init_kwargs=values)

    try:
        read = Loaded(**dict(overrides or {}))  # type: ignore[arg-type] # values are checked by the model
    except ValidationError as wrong:
        raise _first_of(wrong, source) from None  # the cause would repeat the values, and one may be a key
    except ValueError as wrong:  # a KIOSK_TIMERS that is not JSON
        raise Fix(
            f"A KIOSK_* variable cannot be read: {wrong}.", "Set single values: KIOSK_TIMERS__HOLD_S=600."
        ) from None
    return _finished(read)


def _finished(read: Settings) -> Settings:
    if not os.path.isfile(read.restaurant):  # noqa: PTH113 - Path.is_file raises where a folder may not be entered
        is_folder = os.path.isdir(read.restaurant)  # noqa: PTH112 - the same
        what = f"{read.restaurant} is a folder" if is_folder else f"there is no file {read.restaurant}"
        raise Fix(f"restaurant: {what}.", "Name the restaurant's file, or take the line out for the demo.")
    choose = keys.choose_public_half if read.settler == "elsewhere" else keys.choose_mode
    mode, pair = choose(read.mode, read.toss_client_key, keys.read_secret(os.environ))
    if read.company_url and mode is not Mode.TEST:
        raise Fix(
            f"company_url names a sandbox, and the mode is {mode}.",
            "Take it out; or set mode to test and the keys that this sandbox has printed.",
        )
    return read.with_keys(mode, pair)


def _read_file(file: Path, *, must_exist: bool) -> dict[str, Any]:
    if not file.exists() and not must_exist:
        return {}
    text = _text_of(file)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise _broken_toml(file, text, str(wrong)) from None
    _refuse_secrets(values, file)
    _refuse_unknown(values, file)
    if isinstance(place := values.get("restaurant"), str):
        values["restaurant"] = str(file.parent / Path(place).expanduser())
    return values


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise Fix(
            f"There is no settings file {file}.", "Correct the path given by --settings or KIOSK_SETTINGS."
        ) from None
    except UnicodeDecodeError as wrong:
        raise Fix(f"{file} is not UTF-8 text (byte {wrong.start}).", "Save it again as UTF-8.") from None
    except OSError as wrong:
        raise Fix(
            f"{file} cannot be read: {wrong.strerror}.", "Check its place and its permissions."
        ) from None


def _broken_toml(file: Path, text: str, message: str) -> Fix:
    at = re.search(r"\(at line (\d+)", message)
    line = int(at.group(1)) if at else len(text.splitlines())  # else "at end of document"
    return Fix(
        f"{file}, line {line} is not valid TOML: {message}.",
        'Text needs quotes (theme = "night"), sections look like [timers]; comments begin with #.',
    )


def _refuse_secrets(values: Mapping[str, Any], file: Path) -> None:
    if _has_password(str(values.get("database_url", ""))):
        raise Fix(
            f"{file}: database_url has a password in it, and secrets do not belong into this file.",
            "Take it out, and put the whole address into the variable KIOSK_DATABASE_URL, or the password into ~/.pgpass.",
        )
    for key, value in _leaves(values):
        if "secret" in key.lower() or (isinstance(value, str) and keys.SECRET_SHAPE.search(value)):
            raise Fix(
                f"{file}: {key} is a secret, and secrets do not belong into this file.",
                f"Take it out, and put it into the variable {keys.SECRET_VARIABLE}, the systemd credential "
                f"{keys.CREDENTIAL}, or the keyring. If others could read the file, have Toss make a new key.",
            )


def _has_password(url: str) -> bool:
    """Of a server's address: ``product://user:password@host/name``, or a parameter of that name."""
    before, at, _ = url.partition("://")[2].partition("@")
    return (bool(at) and ":" in before) or re.search(r"[?&]password=", url) is not None


def _leaves(values: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


def _refuse_unknown(values: Mapping[str, Any], file: Path) -> None:
    known = _known()
    for key, _ in _leaves(values):
        if key not in known and key != "timers":
            raise Fix(f"{file}: there is no setting {key}.", _nearest(key, known))


def _refuse_unknown_variables() -> None:
    known = (
        {_PREFIX + key.upper().replace(".", "__") for key in _known()} | _NOT_SETTINGS | {f"{_PREFIX}TIMERS"}
    )
    for name in sorted(os.environ):
        if name.startswith(_PREFIX) and name not in known:
            raise Fix(f"There is no setting for the variable {name}.", _nearest(name, known))


def _known() -> set[str]:
    return (set(Settings.model_fields) - {"timers"}) | {f"timers.{key}" for key in Timers.model_fields}


def _nearest(key: str, known: set[str]) -> str:
    close = get_close_matches(key, sorted(known), n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"Known are: {', '.join(sorted(known))}."


def _first_of(wrong: ValidationError, file: Path) -> Fix:
    error = wrong.errors()[0]
    key = ".".join(str(part) for part in error["loc"])
    variable = _PREFIX + key.upper().replace(".", "__")
    place = f"the variable {variable}" if os.environ.get(variable) else f"{key} (command line or {file})"
    shown = "" if "key" in key else f", not {error['input']!r}"
    return Fix(f"{place}: {_plainly(key, error)}{shown}.", _cure(key))


_PLAIN = {
    "windowed": "must be width x height in pixels",
    "database_url": "must name a database",
    "terminal": "must be 1 to 32 letters, digits, _ or -",
    "access": "must be a list of large or largest, contrast, slow, calm, low and voice",
    "company_url": "must be the address of a sandbox on this machine",
    "printer": "must name a receipt printer",
    "night": "must be two different times, such as 18:00-07:00",
}
_PLAIN_KINDS = {
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "model_type": "must be a section of its own",
    "string_type": "must be text in quotes",
    "path_type": "must be a path in quotes",
}


def _plainly(key: str, error: Any) -> str:
    words = _PLAIN.get(key) or _PLAIN_KINDS.get(error["type"], str(error["msg"]).replace("{", "("))
    return words.format(**error.get("ctx", {}))


def _cure(key: str) -> str:
    examples = {
        "windowed": "For example 540x960.",
        "terminal": "For example kiosk-1.",
        "access": "For example large,contrast; guests can change it on every screen.",
        "company_url": "As `kiosk sandbox` prints it, for example http://127.0.0.1:8100; take it out for Toss itself.",
        "database_url": "For example sqlite:////var/lib/jari/jari.db (four strokes before a path from the root), or "
        "postgresql://kiosk1@back-office/jari",
        "printer": "tcp://192.168.0.50:9100 on the network, usb://04b8:0e15 as `lsusb` lists it, or file:///dev/usb/lp0; "
        "take it out for none.",
        "printer_columns": "How many letters its own font puts on a line: 48 for most, 42 for some; its manual says it.",
        "timers": "Write [timers] on a line, and below it such as: hold_s = 600",
    }
    return examples.get(key, "Correct it, or take it out: there is a default.")
