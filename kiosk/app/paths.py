"""Where this program keeps its files on this machine, following the system's own conventions."""

from pathlib import Path

import platformdirs

_NAME = "jari"


def settings_file() -> Path:
    """The settings file that is read when no other is named; it need not exist."""
    return Path(platformdirs.user_config_dir(_NAME, appauthor=False)) / "kiosk.toml"


def data_dir() -> Path:
    """Where the embedded database lives."""
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False))


def log_dir() -> Path:
    """Where log files are written unless the settings say otherwise."""
    return Path(platformdirs.user_log_dir(_NAME, appauthor=False))


def state_dir() -> Path:
    """Where this machine keeps its own memory of payments, never at the database's server."""
    return Path(platformdirs.user_state_dir(_NAME, appauthor=False))


def existing(folder: Path) -> Path:
    """The folder, made if it was not there; for the owner's eyes only. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
