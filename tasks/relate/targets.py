"""What can be read again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """One version whose bytes can be read again."""

    article_id: str
    fetch_id: str
    todays_version: str  # the result version of today's cleaner and geocoder
    is_read: bool  # by them
