"""What is known of earlier fetches, so that nothing is asked twice without need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KnownFetch:
    """The last successful fetch of a URL, with the dates that had been claimed for it."""

    etag: str | None
    last_modified: str | None  # the header's own words
    payload_digest: str | None
    claimed_modified: str | None
    claimed_published: str | None
    fetched_at: datetime


KnownFetches = Mapping[str, KnownFetch]
"""By URL, as in raw.fetches."""
