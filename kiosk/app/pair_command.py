"""``kiosk pair``: makes this machine a kiosk of the restaurant whose desk shows the code; writes its settings and its password.

The password goes into the file where PostgreSQL's own client looks for it, and the settings name the rest.
"""

import os
import tomllib
from argparse import Namespace
from pathlib import Path

from kiosk.app import settings
from kiosk.app.errors import Fix
from kiosk.storage import pairing
from kiosk.storage.engine import Unwritable, address_of, open_database, place_at_server
from kiosk.storage.pairing import PAIRING, Paired

EXAMPLE = "K7PWM3QX2RTA@back-office/jari?sslmode=verify-full&sslrootcert=/etc/jari/ca.pem"


def main(args: Namespace) -> int:
    """Exchange the code; gives the exit code. Raises Fix."""
    code, cross, rest = args.code.strip().removeprefix("jari:").partition("@")
    code = code.replace("-", "").upper()
    if not (cross and rest and len(code) == 12 and code.isalnum()):  # noqa: PLR2004 - as the desk shows it
        raise Fix(f"{args.code} is not what a desk shows.", f"For example: kiosk pair '{EXAMPLE}'")
    file = settings.file_from_args(args)
    _must_be_writable(file)
    paired = _exchange(f"postgresql://{PAIRING}:{code}@{rest}", code)
    address = address_of(f"postgresql://{rest}", paired.role, "")
    kept = _keep_password(address, paired)
    _write(file, {"database_url": address, "terminal": paired.terminal, "settler": "elsewhere"})
    print(f"This machine is {paired.terminal} now. Its settings are in {file}, its password in {kept}.")
    if "toss_client_key" not in file.read_text(encoding="utf-8"):
        print(
            "Still to be written there: mode, and toss_client_key (the public one; README, Several terminals)."
        )
    print("To start it: kiosk run")
    return 0


def _exchange(url: str, code: str) -> Paired:
    database = open_database(url)
    try:
        with database.write() as session:
            paired = pairing.redeem(session, code)
    except Unwritable as wrong:
        raise Fix(
            "The server could not be reached with this code.",
            "Look at the address and the time: a code holds ten minutes, and once. Let the desk show a new one.",
        ) from wrong
    finally:
        database.close()
    if paired is None:
        raise Fix("This code opens nothing (any more).", "Let the desk show a new one: set-up, devices.")
    return paired


def _keep_password(address: str, paired: Paired) -> Path:
    """In ``~/.pgpass`` or where PGPASSFILE says, in front of what is there; for this user's eyes only."""
    host, port, name = place_at_server(address)
    line = f"{host}:{port}:{name}:{paired.role}:{paired.password}"
    file = Path(os.environ.get("PGPASSFILE") or Path.home() / ".pgpass")
    before = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    mine = line.rpartition(":")[0]
    lines = [line, *(each for each in before if each.rpartition(":")[0] != mine)]
    _replace(file, "\n".join(lines) + "\n")
    return file


def _write(file: Path, values: dict[str, str]) -> None:
    """These keys anew, everything else as it is. The file's own tables come after its plain keys, so they go in front."""
    before = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    kept, is_plain = [], True
    for line in before:
        is_plain = is_plain and not line.lstrip().startswith("[")
        if not (is_plain and line.partition("=")[0].strip() in values):
            kept.append(line)
    text = "\n".join([*(f'{key} = "{value}"' for key, value in values.items()), *kept]) + "\n"
    tomllib.loads(text)
    _replace(file, text)


def _replace(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(
        os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    new.replace(file)


def _must_be_writable(file: Path) -> None:
    """Before the code is used up. Raises Fix."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            tomllib.loads(file.read_text(encoding="utf-8"))
        writable = os.access(file if file.exists() else file.parent, os.W_OK)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        writable = False
    if not writable:
        raise Fix(
            f"The settings file {file} cannot be read and written.",
            "Name another one with --settings, or put this one right. The code was not used.",
        )
