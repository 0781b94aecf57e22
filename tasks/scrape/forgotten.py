"""What a person has had forgotten is not asked for again, and nothing of it is written down."""

from dataclasses import replace
from datetime import datetime

from tasks.batches import Batch
from tasks.records import Fetch, Link
from tasks.scrape.fetch.reply import Answer
from tasks.scrape.sources import SourceSpec
from tasks.urls import canonical_url, digest

DETAIL = "It was forgotten (`dateline forget`), and is not asked for again."


def forgotten_id(url: str, source: SourceSpec, forgotten: frozenset[str]) -> str | None:
    """Return the digest under which an address of a source is forgotten; None where it is not."""
    forms = (url, canonical_url(url, source.hosts), canonical_url(url))
    return next((key for form in forms if (key := digest(form)) in forgotten), None)


def without_forgotten(
    found: Batch, source: SourceSpec, forgotten: frozenset[str], run_id: str, now: datetime
) -> Batch:
    """Return what the feeds named, with a skipped row by digest in the place of each forgotten link."""
    if not forgotten:
        return found
    links = found.read(Link)
    keys = {
        link.link_id: key
        for link in links
        if link.link_type == "article" and (key := forgotten_id(link.url, source, forgotten))
    }
    if not keys:
        return found
    gone = [_nameless(link, keys[link.link_id]) for link in links if link.link_id in keys]
    skipped = [Answer(link.url, "skipped", "forgotten", DETAIL, now).row(link, run_id) for link in gone]
    found.write(Fetch, [*found.read(Fetch), *{row.fetch_id: row for row in skipped}.values()])
    feeds = [replace(link, link_type="forgotten") for link in gone]
    found.write(Link, [*(link for link in links if link.link_id not in keys), *feeds])
    return found


def _nameless(link: Link, key: str) -> Link:
    """Return a link that says nothing of what it leads to."""
    url = f"urn:dateline:forgotten:{key}"
    return replace(
        link, link_id=digest(link.source_id, url), url=url, claimed_title=None, claimed_published=None,
        claimed_modified=None,
    )  # fmt: skip
