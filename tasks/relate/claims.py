"""The dates of a version: what the person states, what the page says, what the feed claims."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tasks.records import Cleaning, Fetch, Link


@dataclass(frozen=True, slots=True)
class Published:
    """The columns of a publication date."""

    at: datetime | None = None
    precision: str | None = None
    local: date | None = None
    evidence: str | None = None


def published(cleaning: Cleaning, link: Link, fetch: Fetch) -> Published:
    """Return the publication date: stated, else the page's, else the feed's; none after the fetch."""
    page = Published(
        cleaning.date_published,
        cleaning.date_published_precision,
        cleaning.date_published_local,
        cleaning.date_published_evidence,
    )
    claimed = _read(link.claimed_published, "stated" if link.found_kind == "input" else "feed")
    order = (claimed, page) if link.found_kind == "input" else (page, claimed)
    latest = fetch.fetched_at + timedelta(days=1)
    return next((one for one in order if one.at and one.at <= latest), Published())


def modified(cleaning: Cleaning, fetch: Fetch) -> datetime | None:
    """Return when the page says that it was changed, unless that lies after the fetch."""
    when = cleaning.date_modified
    return when if when and when <= fetch.fetched_at + timedelta(days=1) else None


def _read(text: str | None, evidence: str) -> Published:
    """Read an RFC 3339 instant or day; anything else is no claim."""
    if not text:
        return Published()
    try:
        if len(text) == 10:
            day = date.fromisoformat(text)
            return Published(datetime.combine(day, time(), UTC), "day", day, evidence)
        instant = datetime.fromisoformat(text)
    except ValueError:
        return Published()
    if instant.tzinfo is None:
        return Published(datetime.combine(instant.date(), time(), UTC), "day", instant.date(), evidence)
    return Published(instant.astimezone(UTC), "second", instant.date(), evidence)
