"""When a feed is asked next: as often as it has news, and less where it does not answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

SOONEST = timedelta(minutes=5)
LATEST = timedelta(hours=6)
UNKNOWN = timedelta(minutes=30)
"""Between two asks of a feed that was not watched for a day yet."""

OPEN_PAGES = timedelta(hours=1)
"""At most, where a page that the feed named could not be had: it may be gone from the feed soon."""

FIRST_RETRY = timedelta(minutes=15)
LAST_RETRY = timedelta(days=1)
ASKS_A_LINK = 2
"""How often a feed is asked for each link that it brings, so that one comes half a gap late on average."""

SLACK = 0.9
"""A schedule of every hour must not miss what is due in an hour and a second."""


@dataclass(frozen=True, slots=True)
class FeedHistory:
    """What earlier runs met at a feed."""

    asked_at: datetime
    failed_count: int = 0  # asks since it answered last
    links_a_day: float | None = None  # new ones; None where it was watched for less than a day
    open_count: int = 0  # pages that it named and that could not be had yet
    is_settled: bool = True  # the run that asked it last was loaded whole


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when a feed is left alone, and why."""

    until: datetime
    sentence: str


def next_ask(history: FeedHistory | None, now: datetime) -> Wait | None:
    """Return how long a feed is left alone; None where it is to be asked now."""
    if history is None or not history.is_settled:
        return None
    gap, why = _gap(history)
    until = history.asked_at + gap
    if now >= history.asked_at + gap * SLACK:
        return None
    return Wait(
        until, f"It was asked on {history.asked_at:%Y-%m-%d %H:%M} UTC; next {until:%H:%M}, since {why}."
    )


def _gap(history: FeedHistory) -> tuple[timedelta, str]:
    if history.failed_count:
        doubled = FIRST_RETRY * 2 ** min(history.failed_count - 1, 10)
        return min(doubled, LAST_RETRY), f"it did not answer {history.failed_count} times in a row"
    if history.links_a_day is None:
        gap, why = UNKNOWN, "nobody knows yet how often it has news"
    else:
        wanted = timedelta(days=1) / max(ASKS_A_LINK * history.links_a_day, 1e-9)
        gap = min(max(wanted, SOONEST), LATEST)
        why = f"it has about {history.links_a_day:.2g} new links a day"
    if history.open_count and gap > OPEN_PAGES:
        return OPEN_PAGES, "some of its pages could not be had yet"
    return gap, why
