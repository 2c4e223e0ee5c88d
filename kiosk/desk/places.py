"""Where one can be at the desk. The back office and the front share it; order is that of the rail."""

from enum import StrEnum


class Place(StrEnum):
    """The entries of the rail, in their order."""

    NOW = "now"
    TIMELINE = "timeline"
    ATTENTION = "attention"
    CLOSE = "close"
    REPORTS = "reports"
    PLAN = "plan"
    SETTINGS = "settings"
