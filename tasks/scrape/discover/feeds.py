"""Links of RSS (0.90 to 2.0) and Atom feeds."""

from io import BytesIO
from typing import Any

from tasks.scrape.discover.found import FoundLink, Unreadable, claimed_date, folded


def read_feed(data: bytes, url: str) -> list[FoundLink]:
    """Return the links of an RSS or Atom feed, in its order; raise Unreadable where it is none."""
    return read_feed_of_kind(data, url)[1]


def read_feed_of_kind(data: bytes, url: str) -> tuple[str, list[FoundLink]]:
    """Return 'rss' or 'atom', as the bytes show it, and the links; raise Unreadable where it is neither.

    feedparser drops declared entities and looks nothing up outside.
    """
    import feedparser

    # A stream, since feedparser would take bytes for the name of a file or URL and open it.
    try:
        parsed = feedparser.parse(BytesIO(data), sanitize_html=False)
    except Exception as fault:  # feedparser lets slip whatever its parsers raise on hostile input
        raise Unreadable(f"{url} cannot be read as a feed: {fault}.") from fault
    version = str(parsed.get("version") or "")
    if not version and not parsed.entries:
        why = str(parsed.get("bozo_exception", "")) or "it is another kind of document"
        raise Unreadable(f"{url} is no RSS or Atom feed: {why.rstrip('.')}.")
    links = [link for entry in parsed.entries if (link := _link(entry)) is not None]
    return "atom" if version.startswith("atom") else "rss", links


def _link(entry: Any) -> FoundLink | None:
    url = entry.get("link") or (entry.get("id", "") if entry.get("guidislink") else "")
    if not url:
        return None
    # feedparser answers for an absent 'updated' with 'published', but not when asked with `in`.
    updated = entry.get("updated") if "updated" in entry else None
    return FoundLink(
        url=str(url),
        title=folded(entry.get("title")),
        published=claimed_date(entry.get("published")),
        modified=claimed_date(updated),
    )
