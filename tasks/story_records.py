"""The rows of `tasks.records` that tell how texts change, whose they are, and how they read otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What a later version of an article changed; counters, clocks and white space make no version."""

    table: ClassVar[str] = "core.version_changes"
    key: ClassVar[tuple[str, ...]] = ("version_id",)

    version_id: str  # the later one
    previous_version_id: str  # the one that stood before it
    change_type: str  # 'correction' 'update' 'touch'
    has_notice: bool  # the text says that it was corrected
    has_new_headline: bool
    added: tuple[str, ...]  # sentences
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The same text wherever it stands; named by its first article."""

    table: ClassVar[str] = "core.stories"
    key: ClassVar[tuple[str, ...]] = ("story_id",)

    story_id: str  # article_id of the first article
    body_digest: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the text of an article comes from, as far as the texts seen before it tell."""

    table: ClassVar[str] = "core.origins"
    key: ClassVar[tuple[str, ...]] = ("article_id",)

    article_id: str
    relation: str  # 'original' 'copy' 'rewrite'
    of_article_id: str | None  # the article that it copies or rewrites
    agency: str | None  # that signs the text
    similarity: float | None  # four-word runs in common, of all that either text has
    containment: float | None  # the same, of the shorter text's
    shared_quotes: int | None  # sentences said by others that both have
    found_by: str | None  # 'digest' or 'minhash'


@dataclass(frozen=True, slots=True)
class Signature:
    """The keys under which the text of a version is found again, to be derived anew at any time."""

    table: ClassVar[str] = "core.signatures"
    key: ClassVar[tuple[str, ...]] = ("version_id",)

    version_id: str
    signature_version: str
    keys: tuple[int, ...]  # signed 64-bit digests


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A tombstone without content: what it stands for is not fetched again."""

    table: ClassVar[str] = "ops.forgotten"
    key: ClassVar[tuple[str, ...]] = ("forgotten_id", "subject_type")

    forgotten_id: str  # digest of the canonical URL, or of another address; of a source its name
    subject_type: str  # 'article' 'url' 'source'
    forget_id: str
    forgotten_at: datetime


@dataclass(frozen=True, slots=True)
class Reprocessing:
    """What one cleaner and geocoder make of the bytes of one version, whole, beside what is accepted."""

    table: ClassVar[str] = "raw.reprocessings"
    key: ClassVar[tuple[str, ...]] = ("reprocessing_id",)

    reprocessing_id: str  # digest of article_id, fetch_id and result_version
    article_id: str
    fetch_id: str
    result_version: str  # cleaner and geocoder version, joined by '~'
    outcome: str  # 'article', or 'rejected' where this cleaner finds none
    reason: str | None
    version: str | None  # the row of core.article_versions, as JSON
    mentions: str  # rows of core.mentions, a JSON list
    article_places: str  # rows of core.article_places, a JSON list
    reprocessed_at: datetime
