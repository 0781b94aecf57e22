"""Links as a feed, sitemap or listing gives them, before they become rows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from tasks.errors import DatelineError
from tasks.scrape.archive.coding import CodingFault, gunzip


class Unreadable(DatelineError):
    """A feed, sitemap or listing that is not what it should be."""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An address with what is claimed of it; `url` is still as written, perhaps relative."""

    url: str
    title: str | None = None
    published: str | None = None  # RFC 3339 instant or day
    modified: str | None = None


def claimed_date(text: str | None) -> str | None:
    """Return a claimed date as RFC 3339 instant or day, keeping its offset; None where it is none.

    Takes RFC 822 dates too, as RSS has them. An instant without offset is taken for UTC.
    """
    text = (text or "").strip()
    if not text:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text).isoformat()
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except (ValueError, IndexError, OverflowError):
            return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    try:
        at.astimezone(UTC)  # some days lie outside of the calendar once the offset is taken off
    except OverflowError:
        return None
    return at.isoformat().replace("+00:00", "Z")


def instant(claim: str | None) -> datetime | None:
    """Return a claimed date as an instant, a day as its midnight UTC."""
    if claim is None or (claim := claimed_date(claim)) is None:
        return None
    at = datetime.fromisoformat(claim)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def folded(text: str | None) -> str | None:
    """Return a title with its white space folded; None for an empty one."""
    return " ".join((text or "").split()) or None


def freshness(found: FoundLink) -> float:
    """Return how new a link is by what is claimed of it, for sorting; undated ones come last."""
    claims = [at.timestamp() for claim in (found.modified, found.published) if (at := instant(claim))]
    return max(claims, default=float("-inf"))


def unpacked(data: bytes, url: str, limit: int) -> bytes:
    """Return bytes as they are, or unpacked where they are gzip'd; Unreadable where they are too many."""
    if data[:2] == b"\x1f\x8b":
        try:
            data = gunzip(data, limit)
        except CodingFault as fault:
            raise Unreadable(f"{url} cannot be unpacked. {fault}") from fault
    if len(data) > limit:
        raise Unreadable(f"{url} is larger than {limit:,} bytes (max_feed_bytes).")
    return data
