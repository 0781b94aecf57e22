"""What the warehouse already knows of articles, as the room asks for it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """One stored text of an article."""

    version_id: str
    version_number: int
    text_digest: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """One stored article; the fields are those of `records.Article`."""

    article_id: str
    source_id: str
    story_id: str
    current_version_id: str
    url: str
    canonical_url: str
    seen_at: datetime


class Known(Protocol):
    """Asked once a run with all keys; keys that are not stored are left out of the answer."""

    def versions(self, article_ids: Collection[str]) -> Mapping[str, list[KnownVersion]]:
        """Return the stored versions of each article."""

    def articles(self, article_ids: Collection[str]) -> Mapping[str, KnownArticle]:
        """Return the stored row of each article."""

    def stories(self, body_digests: Collection[str]) -> Mapping[str, str]:
        """Return the story of each body: that of the first article of which any version has this body."""


@dataclass(frozen=True, slots=True)
class NothingKnown:
    """A warehouse without articles, for first runs and loose files."""

    def versions(self, article_ids: Collection[str]) -> Mapping[str, list[KnownVersion]]:
        """Return nothing."""
        return {}

    def articles(self, article_ids: Collection[str]) -> Mapping[str, KnownArticle]:
        """Return nothing."""
        return {}

    def stories(self, body_digests: Collection[str]) -> Mapping[str, str]:
        """Return nothing."""
        return {}
