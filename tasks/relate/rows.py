"""Rows of core, made from what was fetched and cleaned."""

from tasks.records import ArticleVersion, Cleaning, Fetch, Link, VersionChange
from tasks.relate.changes import compare_texts
from tasks.relate.claims import modified, published
from tasks.relate.known import KnownText


def version_row(
    version_id: str,
    article_id: str,
    number: int,
    link: Link,
    fetch: Fetch,
    cleaning: Cleaning,
    digests: tuple[str, str],
) -> ArticleVersion:
    """Return the row of a version, not geocoded yet; `digests` are those of its text and of its body."""
    dated = published(cleaning, link, fetch)
    return ArticleVersion(
        version_id=version_id,
        article_id=article_id,
        version_number=number,
        fetch_id=fetch.fetch_id,
        cleaning_id=cleaning.cleaning_id,
        text_digest=digests[0],
        body_digest=digests[1],
        publisher=cleaning.publisher,
        headline=cleaning.headline or link.claimed_title,
        alternative_headline=cleaning.alternative_headline,
        description=cleaning.description,
        article_body=cleaning.article_body or "",
        article_section=cleaning.article_section,
        author=cleaning.author,
        date_published=dated.at,
        date_published_precision=dated.precision,
        date_published_local=dated.local,
        date_published_evidence=dated.evidence,
        date_modified=modified(cleaning, fetch),
        dateline=cleaning.dateline,
        in_language=cleaning.in_language,
        is_accessible_for_free=cleaning.is_accessible_for_free,
        word_count=cleaning.word_count,
        keywords=cleaning.keywords,
        image=cleaning.image,
        image_caption=cleaning.image_caption,
        geocode_status="pending",
        geocoder_version=None,
        seen_at=link.seen_at,
        fetched_at=fetch.fetched_at,
        cleaned_at=cleaning.cleaned_at,
        geocoded_at=None,
        author_agency=cleaning.author_agency,
        breadcrumb=cleaning.breadcrumb,
        flags=cleaning.flags,
    )


def version_change(version_id: str, before: KnownText, headline: str | None, body: str) -> VersionChange:
    """Return the row that says what a version changed in the text before it."""
    found = compare_texts(before.headline, before.article_body, headline, body)
    return VersionChange(
        version_id,
        before.version_id,
        found.change_type,
        found.has_notice,
        found.has_new_headline,
        found.added,
        found.removed,
    )
