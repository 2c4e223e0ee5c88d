"""How an instant is stored: whole microseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def instant_of(microseconds: int) -> datetime:
    """The instant that is stored as this number."""
    return EPOCH + microseconds * MICROSECOND
