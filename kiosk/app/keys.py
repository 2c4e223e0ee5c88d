"""The Toss Payments keys: where the secret one may come from, and which keys may be used in which mode.

Secret keys are never in the settings file, in a log, or in the environment of a program that we start.
"""

import re
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module
from pathlib import Path

from kiosk.app.errors import Fix

SECRET_VARIABLE = "KIOSK_TOSS_SECRET_KEY"  # noqa: S105 - the name of a variable, not a secret
CREDENTIAL = "toss_secret"

SECRET_SHAPE = re.compile(r"(?:live|test)_(?:g?sk|ak)_", re.IGNORECASE)
_KEY = re.compile(r"(live|test)_(g?)([cs])k_\S{4,}")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060 \t\r\n"
_WHERE = "developers.tosspayments.com > 내 개발정보 > API 키"


class Mode(StrEnum):
    """Where the money goes: our own sandbox, Toss's test environment, or real cards."""

    SANDBOX = "sandbox"
    TEST = "test"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class TossKeys:
    """A matching pair. The secret one is kept out of ``repr``, and so out of tracebacks and logs."""

    client: str
    secret: str = field(repr=False)


def cleaned(key: str) -> str:
    """A key as it was meant: copying it often brings a line end, a byte order mark or a space along."""
    return key.strip(_INVISIBLE)


def read_secret(environ: Mapping[str, str], ask_keyring: Callable[[], str | None] | None = None) -> str:
    """The secret key from the environment, a systemd credential or the keyring, in this order; "" if nowhere.

    Raises Fix when the credential exists but cannot be read.
    """
    if found := cleaned(environ.get(SECRET_VARIABLE, "")):
        return found
    if folder := environ.get("CREDENTIALS_DIRECTORY"):
        file = Path(folder) / CREDENTIAL
        try:
            if file.is_file():
                return cleaned(file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise Fix(
                f"The systemd credential {CREDENTIAL} cannot be read ({type(error).__name__}).",
                f"Look at LoadCredential= or LoadCredentialEncrypted={CREDENTIAL} in the unit file.",
            ) from error
    return cleaned((ask_keyring or _ask_keyring)() or "")


def hide_secret(environ: MutableMapping[str, str]) -> None:
    """Take the secret out of the environment, so that no program we start (the web engine above all) inherits it."""
    environ.pop(SECRET_VARIABLE, None)


def choose_mode(wanted: Mode | None, client: str, secret: str) -> tuple[Mode, TossKeys | None]:
    """The mode, and the keys it uses (None in sandbox mode, which brings its own).

    Raises Fix for a missing half, halves of two pairs, and keys of the wrong environment.
    """
    client, secret = cleaned(client), cleaned(secret)
    if wanted is Mode.SANDBOX or (wanted is None and not client and not secret):
        _refuse_live("sandbox", client, secret)
        return Mode.SANDBOX, None
    _refuse_missing(client, secret, wanted)
    environment = _matching(client, secret)
    if wanted is Mode.TEST:
        _refuse_live("test", client, secret)
    if wanted is Mode.LIVE and environment != "live":
        raise Fix(
            "The mode is live, but the keys are test keys: nobody would really pay.",
            f"Put in the live keys ({_WHERE}), or set mode to test.",
        )
    if wanted is None and environment == "live":
        raise Fix(
            "The keys are live keys, but no mode is set.",
            'Set mode = "live" if real cards shall be charged; otherwise use test keys.',
        )
    return wanted or Mode.TEST, TossKeys(client, secret)


def choose_public_half(wanted: Mode | None, client: str, secret: str) -> tuple[Mode, TossKeys]:
    """The same for a terminal whose payments are settled elsewhere: it has the public key, and no secret at all.

    Raises Fix for a secret that is here all the same, a client key that is missing or of the wrong environment.
    """
    client = cleaned(client)
    if cleaned(secret):
        raise Fix(
            "This terminal's payments are settled elsewhere, and the secret key is here all the same.",
            f"Take it away from this machine: the variable {SECRET_VARIABLE}, the credential {CREDENTIAL}, the keyring.",
        )
    if not client:
        raise Fix("The Toss client key is missing.", f"Set toss_client_key in the settings file ({_WHERE}).")
    environment = _parts("client", client, "c")[0]
    if wanted is None or (wanted is Mode.LIVE) != (environment == "live") or wanted is Mode.SANDBOX:
        raise Fix(
            f"The client key is a {environment} key, and the mode is {wanted or 'not set'}.",
            'Set mode = "live" if real cards shall be charged, and mode = "test" for test keys.',
        )
    return wanted, TossKeys(client, "")


def _refuse_live(mode: str, client: str, secret: str) -> None:
    for name, key in (("client", client), ("secret", secret)):
        if key.startswith("live_"):
            raise Fix(
                f"The mode is {mode}, but the {name} key is a live key.",
                'Set mode = "live" if real cards shall be charged; otherwise take the live key out.',
            )


def _refuse_missing(client: str, secret: str, wanted: Mode | None) -> None:
    if not client:
        raise Fix(
            "The Toss client key is missing." + (f" (The mode is {wanted}.)" if wanted else ""),
            f"Set toss_client_key in the settings file ({_WHERE}).",
        )
    if not secret:
        raise Fix(
            "The Toss secret key is missing." + (f" (The mode is {wanted}.)" if wanted else ""),
            f"Put it into the variable {SECRET_VARIABLE}, the systemd credential {CREDENTIAL}, or the keyring; "
            "never into the settings file.",
        )


def _matching(client: str, secret: str) -> str:
    client_parts, secret_parts = _parts("client", client, "c"), _parts("secret", secret, "s")
    if client_parts[0] != secret_parts[0]:
        raise Fix(
            f"The client key is a {client_parts[0]} key, the secret key a {secret_parts[0]} key.",
            f"Take both from the same pair ({_WHERE}).",
        )
    if client_parts[1] != secret_parts[1]:
        raise Fix(
            "The client key and the secret key are of different products "
            f"({_shape(client_parts, 'c')} and {_shape(secret_parts, 's')}).",
            "Use test_ck_ with test_sk_, or test_gck_ with test_gsk_ (live alike).",
        )
    return client_parts[0]


def _parts(name: str, key: str, kind: str) -> tuple[str, str]:
    match = _KEY.fullmatch(key)
    if match is None:
        raise Fix(
            f"The Toss {name} key does not look like one ({len(key)} characters).",
            f"It begins with test_{kind}k_, test_g{kind}k_, live_{kind}k_ or live_g{kind}k_ ({_WHERE}).",
        )
    if match.group(3) != kind:
        other = "secret" if match.group(3) == "s" else "client"
        raise Fix(
            f"The Toss {name} key is in truth a {other} key.",
            "Swap them. If a secret key has been in a file that others can read, have Toss make a new one.",
        )
    return match.group(1), match.group(2)


def _shape(parts: tuple[str, str], kind: str) -> str:
    return f"{parts[0]}_{parts[1]}{kind}k_"


def _ask_keyring() -> str | None:
    # An extra (`.[keyring]`, from the checkout); a kiosk that logs itself in gains nothing from it, a back-office machine may.
    try:
        keyring = import_module("keyring")
    except ImportError:
        return None
    found = keyring.get_password("jari", CREDENTIAL)
    return found if isinstance(found, str) else None
