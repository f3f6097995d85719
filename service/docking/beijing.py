"""The calendar and the clock of the product: those of Beijing, wherever the computer stands and however it is set.

Notices, deadlines and reports count in days that begin and end there; a page that told another day than the deadline
beside it would be wrong by a day each evening.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

BEIJING: Final = timezone(timedelta(hours=8))
"""China Standard Time, without daylight saving since 1992."""


def aware(at: datetime) -> datetime:
    """Return a moment with its zone; one that is written without is by the clock of Beijing."""
    return at.replace(tzinfo=BEIJING) if at.tzinfo is None else at


def in_beijing(at: datetime) -> datetime:
    """Return an aware moment by the clock of Beijing."""
    return at.astimezone(BEIJING)


def beijing_day(at: datetime) -> date:
    """Return the day of an aware moment in Beijing."""
    return in_beijing(at).date()


def today() -> date:
    """Return the day it is in Beijing."""
    return beijing_day(datetime.now(UTC))
