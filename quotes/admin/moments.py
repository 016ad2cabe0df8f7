"""Days and hours as people type them, where they are."""

from datetime import date, datetime, time

from django.utils.timezone import get_current_timezone

from quotes.errors import NotReady


def moment(day: date, hour: str, unless_said: time | None = None) -> datetime:
    """The moment of a day and a typed hour, where the reader is; NotReady for what is no hour."""
    try:
        clock = time.fromisoformat(hour.strip()) if hour.strip() else unless_said
    except ValueError:
        clock = None
    if clock is None:
        raise NotReady("Give the hour as 17:30.")
    return datetime.combine(day, clock.replace(tzinfo=None), get_current_timezone())


def typed_day(text: str) -> date:
    """The typed day; NotReady says how to write it."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise NotReady("Give the day as 2026-12-31.") from None
