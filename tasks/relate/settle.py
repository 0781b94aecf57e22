"""Settle articles, versions and stories of a run: only what is new or changed is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from tasks.batches import Batch
from tasks.records import (
    Article,
    ArticleVersion,
    Cleaning,
    Fetch,
    Link,
    Origin,
    Signature,
    Source,
    Story,
    VersionChange,
)
from tasks.relate.claims import published
from tasks.relate.identity import article_id, canonical_of, is_own_host, source_of
from tasks.relate.known import Known, KnownArticle, KnownVersion
from tasks.relate.rows import version_change, version_row
from tasks.relate.stories import Settled, Told, choose_stories
from tasks.relate.texts import digests
from tasks.relate.uncollected import uncollected
from tasks.scrape import SourceSpec
from tasks.settings import Home
from tasks.urls import digest


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run changed."""

    articles: int = 0  # new ones
    versions: int = 0  # new ones, first versions included
    returned: int = 0  # articles that went back to an older text
    stories: int = 0  # new ones
    unchanged: int = 0  # articles whose text is known


@dataclass(frozen=True, slots=True)
class Page:
    """One cleaned page of a run, and which article it is."""

    batch: Batch
    link: Link
    fetch: Fetch
    cleaning: Cleaning
    spec: SourceSpec
    canonical: str
    article_id: str
    text_digest: str
    body_digest: str


@dataclass(frozen=True, slots=True)
class Change:
    """A page that changes what is known: a new article, a new version, or a return to an older one."""

    page: Page
    article: KnownArticle | None
    version_id: str
    version_number: int
    is_new: bool  # the version; else the article returns to it


@uncollected()
def relate_batches(
    batches: Sequence[Batch], known: Known, specs: Mapping[str, SourceSpec], home: Home, now: datetime
) -> Counts:
    """Write Article, ArticleVersion, Story and Source rows into the batches whose pages they come from.

    `specs` are the run's sources by id. A text that is known writes nothing. `now` is taken as
    every room takes it; no row of this one bears a clock of its own.
    """
    pages = choose_pages([page for batch in batches for page in read_pages(batch, specs, home)])
    ids = {page.article_id for page in pages}
    articles, versions = known.articles(ids), known.versions(ids)
    changes = [c for page in pages if (c := _change(page, articles, versions.get(page.article_id, [])))]
    settled = choose_stories([_told(change) for change in changes], known)
    differences = _differences(changes, known)
    fresh, stories = [change.page for change in changes if change.article is None], settled.stories
    for batch in batches:
        _write(batch, [change for change in changes if change.page.batch == batch], settled, differences)
    if batches and settled.signatures:
        batches[0].write(Signature, settled.signatures)
    return Counts(
        articles=len(fresh),
        versions=sum(change.is_new for change in changes),
        returned=sum(not change.is_new for change in changes),
        stories=sum(stories[page.article_id] == page.article_id for page in fresh),
        unchanged=len(pages) - len(changes),
    )


def read_pages(batch: Batch, specs: Mapping[str, SourceSpec], home: Home) -> list[Page]:
    """Return the cleaned articles of a batch; rejected cleanings and feeds make none."""
    links = {link.link_id: link for link in batch.read(Link)}
    cleanings = {c.payload_digest: c for c in batch.read(Cleaning) if c.outcome == "article"}
    pages = []
    for fetch in batch.read(Fetch):
        link, cleaning = links.get(fetch.link_id), cleanings.get(fetch.payload_digest or "")
        if fetch.outcome == "fetched" and link and cleaning and link.link_type == "article":
            pages.append(_page(batch, link, fetch, cleaning, specs, home))
    return pages


def choose_pages(pages: list[Page]) -> list[Page]:
    """Return one page an article: that of the source's own host, then the latest fetch."""
    best: dict[str, Page] = {}
    for page in pages:
        held = best.get(page.article_id)
        if held is None or _rank(page) > _rank(held):
            best[page.article_id] = page
    return list(best.values())


def _rank(page: Page) -> tuple[bool, datetime, str]:
    return is_own_host(page.fetch, page.spec), page.fetch.fetched_at, page.fetch.fetch_id


def _page(
    batch: Batch, link: Link, fetch: Fetch, cleaning: Cleaning, specs: Mapping[str, SourceSpec], home: Home
) -> Page:
    spec = source_of(cleaning, link, specs, home)
    canonical = canonical_of(cleaning, link, fetch, spec)
    return Page(batch, link, fetch, cleaning, spec, canonical, article_id(canonical), *digests(cleaning))


def _change(page: Page, articles: Mapping[str, KnownArticle], versions: list[KnownVersion]) -> Change | None:
    article = articles.get(page.article_id)
    same = next((version for version in versions if version.text_digest == page.text_digest), None)
    if same and same.is_current:
        return None
    if same:
        return Change(page, article, same.version_id, same.version_number, is_new=False)
    number = max((version.version_number for version in versions), default=0) + 1
    return Change(page, article, digest(page.article_id, page.text_digest), number, is_new=True)


def _told(change: Change) -> Told:
    page = change.page
    return Told(
        page.article_id,
        change.version_id,
        page.body_digest,
        page.cleaning.article_body or "",
        page.cleaning.word_count,
        page.cleaning.dateline,
        page.cleaning.author,
        published(page.cleaning, page.link, page.fetch).at,
        is_first=change.article is None,
        is_new=change.is_new,
    )


def _differences(changes: list[Change], known: Known) -> dict[str, VersionChange]:
    """Return what each later version changed, by version id."""
    later = [(c, c.article.current_version_id) for c in changes if c.is_new and c.article]
    texts = known.texts({previous for _, previous in later})
    return {
        change.version_id: version_change(change.version_id, texts[previous], *_text(change.page))
        for change, previous in later
        if previous in texts
    }


def _text(page: Page) -> tuple[str | None, str]:
    return page.cleaning.headline or page.link.claimed_title, page.cleaning.article_body or ""


def _write(
    batch: Batch, changes: list[Change], settled: Settled, differences: Mapping[str, VersionChange]
) -> None:
    """Write a batch's rows; tables without rows get no file."""
    if not changes:
        return
    stories = settled.stories
    sources = {change.page.spec.source_id: change.page.spec.row() for change in changes}
    own = [change.page for change in changes if stories.get(change.page.article_id) == change.page.article_id]
    batch.write(Source, sources.values())
    batch.write(Article, [_article(change, stories) for change in changes])
    if new := [_version(change) for change in changes if change.is_new]:
        batch.write(ArticleVersion, new)
    if found := [differences[c.version_id] for c in changes if c.version_id in differences]:
        batch.write(VersionChange, found)
    if origins := [settled.origins[c.page.article_id] for c in changes if c.article is None]:
        batch.write(Origin, origins)
    if own:
        batch.write(Story, [Story(page.article_id, page.body_digest, page.link.seen_at) for page in own])


def _article(change: Change, stories: Mapping[str, str]) -> Article:
    page, held = change.page, change.article
    if held:
        return Article(
            held.article_id,
            held.source_id,
            held.story_id,
            change.version_id,
            held.url,
            held.canonical_url,
            held.seen_at,
        )
    return Article(
        page.article_id,
        page.spec.source_id,
        stories[page.article_id],
        change.version_id,
        page.link.url,
        page.canonical,
        page.link.seen_at,
    )


def _version(change: Change) -> ArticleVersion:
    page = change.page
    row = version_row(
        change.version_id,
        page.article_id,
        change.version_number,
        page.link,
        page.fetch,
        page.cleaning,
        (page.text_digest, page.body_digest),
    )
    return replace(row, publisher=row.publisher or page.spec.name)
