"""Room on the disk: how much a sale needs, and a spare file that is given up so that a sale under way can be ended.

Decides nothing: who is turned away because of it is the services' business.
"""

import os
import shutil
from pathlib import Path
from typing import Final

NEEDED: Final = 64 * 1024 * 1024
"""Bytes that have to be free before a new sale begins: far more than a day of them takes."""

SPARE: Final = 32 * 1024 * 1024
"""Bytes kept aside. A full disk would also stop the log that the database writes ahead, and with it a sale under way."""


def has_room(file: Path | None) -> bool:
    """Whether a new sale may begin. A database that is no file looks after itself."""
    return file is None or shutil.disk_usage(file.parent).free >= NEEDED


def keep_spare(file: Path) -> bool:
    """Put the spare aside beside the database, if it is not there and there is room enough; gives whether it is there."""
    spare = _spare_of(file)
    if spare.exists():
        return True
    if shutil.disk_usage(file.parent).free < NEEDED + SPARE:
        return False
    try:
        with spare.open("xb") as opened:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(opened.fileno(), 0, SPARE)
            else:
                opened.write(bytes(SPARE))
    except OSError:
        spare.unlink(missing_ok=True)
        return False
    return True


def give_up_spare(file: Path | None) -> bool:
    """Make room for what is under way; gives whether there was any to give up."""
    if file is None or not _spare_of(file).exists():
        return False
    _spare_of(file).unlink(missing_ok=True)
    return True


def _spare_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-spare")
