"""Days in UTC: at each midnight the key goes, and every count with it."""

DAY = 86_400  # seconds


def day_of(now: float) -> int:
    """Days since 1970 of a time in seconds."""
    return int(now // DAY)


def end_of(now: float, period: float) -> float:
    """When a period that begins now ends: midnight, at the latest."""
    return min(now + period, (day_of(now) + 1) * DAY)
