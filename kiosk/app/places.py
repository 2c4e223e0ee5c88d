"""Whether files can be written where the settings put them. Tries for real, since rights alone do not tell, and leaves nothing."""

import os
import stat
import tempfile
from pathlib import Path


def nearest(folder: Path) -> Path:
    """The folder itself, or the one above it that is there already. Never raises: what cannot be looked into is not there."""
    place = folder.absolute()
    while not os.path.lexists(place) and place != place.parent:
        place = place.parent
    return place


def why_not_writable(folder: Path) -> str:
    """What the system says when a file is put there, or, for a folder still to be made, into the one above; "" if it can be."""
    try:
        with tempfile.TemporaryFile(dir=nearest(folder)):
            return ""
    except OSError as refused:
        return refused.strerror or str(refused)


def is_open_to_others(folder: Path) -> bool:
    """Whether anybody but the owner may look into it or write there. One still to be made is made for the owner only."""
    try:
        return bool(folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    except OSError:
        return False


def why_file_not_writable(file: Path) -> str:
    """The same for a file that may be there already. Changes nothing of it."""
    try:
        with file.open("rb+"):
            pass
    except FileNotFoundError:
        pass
    except OSError as refused:
        return refused.strerror or str(refused)
    return why_not_writable(file.parent)
