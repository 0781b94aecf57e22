"""What a reader of HTML or of saved text hands to the cleaner: the content columns of a Cleaning."""

from dataclasses import dataclass
from datetime import date, datetime

from tasks.clean.when import When


@dataclass(frozen=True, slots=True)
class Reading:
    """The fields of `records.Cleaning` that come out of the content; all unknown to begin with."""

    outcome: str = "rejected"
    reason: str | None = None
    rule: str | None = None
    canonical_url: str | None = None
    publisher: str | None = None
    named_hosts: tuple[str, ...] = ()
    headline: str | None = None
    alternative_headline: str | None = None
    description: str | None = None
    article_body: str | None = None
    article_section: str | None = None
    author: tuple[str, ...] = ()
    date_published: datetime | None = None
    date_published_precision: str | None = None
    date_published_local: date | None = None
    date_published_evidence: str | None = None
    date_modified: datetime | None = None
    dateline: str | None = None
    in_language: str | None = None
    language_confidence: float | None = None
    is_accessible_for_free: bool | None = None
    word_count: int = 0
    keywords: tuple[str, ...] = ()
    image: str | None = None
    image_caption: str | None = None
    author_agency: tuple[str, ...] | None = None
    breadcrumb: tuple[str, ...] | None = None
    block_kinds: tuple[str, ...] | None = None
    flags: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Dating:
    """The columns of a publication date."""

    date_published: datetime | None = None
    date_published_precision: str | None = None
    date_published_local: date | None = None
    date_published_evidence: str | None = None


def dating(when: When | None, evidence: str | None) -> Dating:
    """Spread a date over its columns."""
    return Dating(when.moment, when.precision, when.day, evidence) if when else Dating()
