"""What is known of earlier fetches, so that nothing is asked twice without need, and what is asked again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tasks.records import Link
from tasks.urls import digest

TRIES = 3
"""Failed asks in a row after which a revisit is given up until its next time."""

FIRST_RETRY = timedelta(minutes=15)
LAST_RETRY = timedelta(days=1)
OPEN_TRIES = 10
OPEN_FOR = timedelta(days=14)
"""How soon, how often and for how long a page is asked again that did not come yet."""


@dataclass(frozen=True, slots=True)
class KnownFetch:
    """The last successful fetch of a URL, with the dates that had been claimed for it.

    Of a page that was asked for and never came (`is_open`), the last ask.
    """

    etag: str | None
    last_modified: str | None  # the header's own words
    payload_digest: str | None
    claimed_modified: str | None
    claimed_published: str | None
    fetched_at: datetime
    link_type: str = "article"
    found_in: str = ""
    found_kind: str = "rss"
    claimed_title: str | None = None
    seen_at: datetime | None = None  # when the link was seen first
    answered_at: datetime | None = None  # when it last came to something: content, 304, gone, refused
    failed_count: int = 0  # asks since then that failed
    content_at: datetime | None = None  # when that content came, and where it rests
    record_url: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    warc_record_id: str | None = None
    is_open: bool = False  # its host did not answer, or its turn did not come; it may answer yet


KnownFetches = Mapping[str, KnownFetch]
"""By URL, as in raw.fetches."""


def is_due(known: KnownFetch, now: datetime, revisits: Sequence[timedelta]) -> bool:
    """Tell whether a time has come, since the link was seen first, at which it was not asked yet.

    However many times were missed, it is asked once. A page that never came is asked ever more rarely.
    """
    if known.seen_at is None or known.link_type != "article" or known.found_kind in ("input", "warc"):
        return False
    if known.is_open:
        wait = FIRST_RETRY * 2 ** min(known.failed_count, 10)
        is_late = now - known.seen_at > OPEN_FOR or known.failed_count >= OPEN_TRIES
        return not is_late and now - known.fetched_at >= min(wait, LAST_RETRY)
    came = [known.seen_at + gap for gap in revisits if known.seen_at + gap <= now]
    last = known.answered_at or known.fetched_at
    return bool(came) and last < max(came) and known.failed_count < TRIES


def due_links(
    source_id: str, known: KnownFetches, but: Collection[str], now: datetime, revisits: Sequence[timedelta]
) -> Iterator[Link]:
    """Yield the links that are due though no feed names them now; `but` are URLs that one does."""
    for url, last in known.items():
        if url not in but and is_due(last, now, revisits):
            yield Link(
                link_id=digest(source_id, url),
                source_id=source_id,
                url=url,
                link_type=last.link_type,
                found_in=last.found_in,
                found_kind=last.found_kind,
                claimed_title=last.claimed_title,
                claimed_published=last.claimed_published,
                claimed_modified=last.claimed_modified,
                seen_at=last.seen_at or now,
            )
