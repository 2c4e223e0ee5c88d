"""Finds the files of ``resources/``: beside the package in a checkout, inside it once installed as a wheel."""

from pathlib import Path

from kiosk.app.errors import Fix

_PACKAGE = Path(__file__).resolve().parent.parent


def folder() -> Path:
    """The resources folder. Raises Fix when the installation is incomplete."""
    for place in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        if (place / "style" / "tokens.json").is_file():
            return place
    raise Fix(f"The folder resources/ is missing near {_PACKAGE}.", "Install the program again.")


def path(*parts: str) -> Path:
    """One file or folder below ``resources/``. Raises Fix when it is not there."""
    found = folder().joinpath(*parts)
    if not found.exists():
        raise Fix(f"The file {found} is missing.", "Install the program again.")
    return found


def resource_text(name: str) -> str:
    """The text of one file below ``resources/``, named with slashes. Raises Fix when it is not there."""
    return path(*name.split("/")).read_text(encoding="utf-8")
