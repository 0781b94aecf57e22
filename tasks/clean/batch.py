"""Clean what a batch has fetched: archived bytes to Cleaning rows, and a Rejection for what is no article."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tasks.batches import Batch
from tasks.clean.cleaning import clean_payload
from tasks.clean.judge import NEXT_STEPS
from tasks.errors import ArchiveError
from tasks.records import Cleaning, Fetch, Link, Rejection
from tasks.scrape import (
    FILES,
    Payload,
    SourceSpec,
    find_source,
    read_payload,
    source_for_host,
    source_for_url,
)
from tasks.settings import Home
from tasks.urls import digest

SENTENCES = {
    "empty": "no text in it",
    "binary": "not a text",
    "too_large": "larger than any article",
    "no_article": "a page without an article",
    "too_short": "fewer than 40 words of article",
    "listing": "a list of articles, not one",
    "video": "a video without text",
    "gallery": "pictures without text",
    "live_blog": "a live blog without its entries",
    "consent_wall": "a consent form in place of the article",
    "soft_404": "a page that says it does not exist",
    "paywall": "only the beginning, the rest is for subscribers",
    "not_prose": "data or code, not prose",
    "fault": "a page that the cleaner could not read",
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the fetched articles of a batch."""

    articles: int = 0
    rejected: int = 0
    unreadable: int = 0  # archived records that are missing or damaged


def clean_batch(batch: Batch, home: Home, now: datetime) -> Counts:
    """Write a Cleaning for each payload that the batch has fetched; the same bytes are cleaned once.

    Rejected ones, and records that the archive cannot give, are rows of ops.rejections too.
    """
    links = {link.link_id: link for link in batch.read(Link)}
    known = _Sources(home)
    cleanings: dict[str, Cleaning] = {}
    rejections = {row.rejection_id: row for row in batch.read(Rejection)}
    unreadable = 0
    done: set[tuple[str, str]] = set()
    for fetch in batch.read(Fetch):
        if not _wanted(fetch, links) or (fetch.source_id, fetch.payload_digest or "") in done:
            continue
        done.add((fetch.source_id, fetch.payload_digest or ""))
        try:
            cleaning = _clean(fetch, known, now)
        except ArchiveError as fault:
            unreadable += 1
            row = _rejection(fetch, links, str(fault), fault.next_step or "Fetch it again.", now)
        else:
            cleanings[cleaning.cleaning_id] = cleaning
            if cleaning.outcome == "article":
                continue
            reason = cleaning.reason or "no_article"
            row = _rejection(fetch, links, SENTENCES[reason], NEXT_STEPS[reason], now)
        rejections[row.rejection_id] = row
    batch.write(Cleaning, cleanings.values())
    batch.write(Rejection, rejections.values())
    articles = sum(cleaning.outcome == "article" for cleaning in cleanings.values())
    return Counts(articles, len(cleanings) - articles, unreadable)


def _wanted(fetch: Fetch, links: dict[str, Link]) -> bool:
    link = links.get(fetch.link_id)
    return (
        fetch.outcome == "fetched"
        and fetch.warc_file is not None
        and (link is None or link.link_type == "article")
    )


class _Sources:
    """The sources of one batch: each is looked for once, which asks every file of the home's own."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._of: dict[tuple[str, str], SourceSpec] = {}
        self._at: dict[str, SourceSpec | None] = {}

    def of(self, fetch: Fetch) -> SourceSpec:
        """Return the source of a fetch."""
        name = (fetch.source_id, urlsplit(fetch.final_url or fetch.url).netloc)
        if name not in self._of:
            self._of[name] = source_of(fetch, self.home)
        return self._of[name]

    def at(self, host: str) -> SourceSpec | None:
        """Return the source that a host belongs to."""
        if host not in self._at:
            self._at[host] = source_for_host(host, self.home)
        return self._at[host]


def _clean(fetch: Fetch, known: _Sources, now: datetime) -> Cleaning:
    payload = read_payload(known.home, fetch.warc_file or "", fetch.warc_offset or 0)
    spec = known.of(fetch)
    cleaning = clean_payload(payload, spec, now, fetch.fetched_at, fetch.payload_digest)
    if spec is FILES or spec.source_id == FILES.source_id:
        return _by_named_source(cleaning, payload, fetch, known, now)
    return cleaning


def _by_named_source(
    cleaning: Cleaning, payload: Payload, fetch: Fetch, known: _Sources, now: datetime
) -> Cleaning:
    """Clean a given file again by the rules of the source that it names, where that one has any."""
    for host in cleaning.named_hosts:
        spec = known.at(host)
        if spec and spec.rules:
            return clean_payload(payload, spec, now, fetch.fetched_at, fetch.payload_digest)
    return cleaning


def source_of(fetch: Fetch, home: Home) -> SourceSpec:
    """Return the source that a fetch was made for: of the catalog or home, else by the URL's host."""
    if fetch.source_id == FILES.source_id:
        return FILES
    return find_source(fetch.source_id, home) or source_for_url(fetch.final_url or fetch.url, home)


def _rejection(fetch: Fetch, links: dict[str, Link], reason: str, next_step: str, now: datetime) -> Rejection:
    """Name what was given: the path of a file, else the URL."""
    link = links.get(fetch.link_id)
    subject = (
        link.found_in
        if link and link.found_kind == "input" and not link.url.startswith("http")
        else fetch.url
    )
    return Rejection(digest("clean", subject, reason), fetch.run_id, "clean", subject, reason, next_step, now)
