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


@dataclass(frozen=True, slots=True)
class KnownText:
    """The text of a stored version, and whose story its article is."""

    version_id: str
    article_id: str
    story_id: str
    headline: str | None
    article_body: str


class Known(Protocol):
    """Asked once a run with all keys; keys that are not stored are left out of the answer."""

    def versions(self, article_ids: Collection[str]) -> Mapping[str, list[KnownVersion]]:
        """Return the stored versions of each article."""

    def articles(self, article_ids: Collection[str]) -> Mapping[str, KnownArticle]:
        """Return the stored row of each article."""

    def stories(self, body_digests: Collection[str]) -> Mapping[str, str]:
        """Return the story of each body: that of the first article of which any version has this body."""

    def texts(self, version_ids: Collection[str]) -> Mapping[str, KnownText]:
        """Return the text of each version."""

    def alike(self, keys: Collection[int], signature_version: str) -> Mapping[int, list[str]]:
        """Return the versions whose text has each key, at most twenty of the first loaded."""

    def unsigned(self, signature_version: str, least_words: int, at_most: int) -> list[KnownText]:
        """Return texts of at least so many words that have no signature of that making."""


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

    def texts(self, version_ids: Collection[str]) -> Mapping[str, KnownText]:
        """Return nothing."""
        return {}

    def alike(self, keys: Collection[int], signature_version: str) -> Mapping[int, list[str]]:
        """Return nothing."""
        return {}

    def unsigned(self, signature_version: str, least_words: int, at_most: int) -> list[KnownText]:
        """Return nothing."""
        return []
