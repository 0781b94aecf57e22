"""Leave out what a backfill was not asked for, once pages are cleaned and it can be told."""

from dataclasses import dataclass, replace
from datetime import date

from tasks.batches import Batch
from tasks.records import Cleaning, Fetch


@dataclass(frozen=True, slots=True)
class Choice:
    """Which articles are wanted; what is empty leaves nothing out."""

    since: date | None = None  # day of publication, else of capture; included
    until: date | None = None
    language: str | None = None  # BCP 47; 'en' takes 'en-GB' too

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != Choice()

    def words(self) -> str:
        """Return what was chosen, as a part of an id."""
        return f"{self.since or ''} {self.until or ''} {self.language or ''}".strip()

    def has(self, cleaning: Cleaning, fetch: Fetch) -> bool:
        """Tell whether an article is wanted."""
        published = cleaning.date_published_local or cleaning.date_published
        day = published or fetch.fetched_at
        day = day.date() if hasattr(day, "date") else day
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        spoken = (cleaning.in_language or "").lower()
        asked = (self.language or "").lower()
        return not asked or spoken == asked or spoken.startswith(f"{asked}-")


def leave_out(batch: Batch, choice: Choice) -> int:
    """Turn the fetches of articles that are not wanted into skipped ones; return how many.

    Their bytes stay in the archive, and their rows say where, for a backfill that wants them.
    """
    articles = {c.payload_digest: c for c in batch.read(Cleaning) if c.outcome == "article"}
    fetches = batch.read(Fetch)
    unwanted = {
        fetch.payload_digest
        for fetch in fetches
        if fetch.payload_digest in articles and not choice.has(articles[fetch.payload_digest], fetch)
    }
    if not unwanted:
        return 0
    words = "It is not of the days or the language that the backfill was asked for."
    left = [
        replace(fetch, outcome="skipped", reason="filter", detail=words)
        if fetch.payload_digest in unwanted
        else fetch
        for fetch in fetches
    ]
    batch.write(Fetch, left)
    batch.write(Cleaning, [c for c in batch.read(Cleaning) if c.payload_digest not in unwanted])
    return len(unwanted)
