"""A run by hand: links, fetches and cleanings in batches, and a warehouse that remembers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tasks.batches import Batch
from tasks.clean.reading import Reading
from tasks.records import Article, ArticleVersion, Cleaning, Fetch, Link, Origin, Signature, Story
from tasks.relate import KnownArticle, KnownText, KnownVersion
from tasks.relate.settle import Counts, relate_batches
from tasks.scrape import SourceSpec
from tasks.settings import Home
from tasks.urls import digest

NOW = datetime(2024, 11, 20, 12, tzinfo=UTC)
HARBOUR = SourceSpec(
    "harbour",
    "The Harbour",
    homepage="https://www.harbour.example/",
    hosts=("www.harbour.example", "mirror.harbour.example"),
)
TIDE = SourceSpec("tide", "The Tide", hosts=("tide.example",))
SPECS = {spec.source_id: spec for spec in (HARBOUR, TIDE)}
BODY = "The council of the port met on Tuesday and agreed on a new timetable for the winter. " * 4


@dataclass
class Memory:
    """What a warehouse would know after loading a batch."""

    articles_: dict[str, Article] = field(default_factory=dict)
    versions_: dict[str, ArticleVersion] = field(default_factory=dict)
    stories_: dict[str, Story] = field(default_factory=dict)
    origins_: dict[str, Origin] = field(default_factory=dict)
    signatures_: dict[str, Signature] = field(default_factory=dict)

    def load(self, *batches: Batch) -> None:
        for batch in batches:
            self.articles_ |= {row.article_id: row for row in batch.read(Article)}
            self.versions_ |= {row.version_id: row for row in batch.read(ArticleVersion)}
            self.stories_ |= {row.story_id: row for row in batch.read(Story)}
            self.origins_ |= {row.article_id: row for row in batch.read(Origin)}
            self.signatures_ |= {row.version_id: row for row in batch.read(Signature)}

    def versions(self, article_ids: Collection[str]) -> Mapping[str, list[KnownVersion]]:
        current = {article.current_version_id for article in self.articles_.values()}
        found: dict[str, list[KnownVersion]] = {}
        for row in self.versions_.values():
            if row.article_id in article_ids:
                version = KnownVersion(
                    row.version_id, row.version_number, row.text_digest, row.version_id in current
                )
                found.setdefault(row.article_id, []).append(version)
        return found

    def articles(self, article_ids: Collection[str]) -> Mapping[str, KnownArticle]:
        rows = (self.articles_[key] for key in article_ids if key in self.articles_)
        return {
            row.article_id: KnownArticle(
                row.article_id,
                row.source_id,
                row.story_id,
                row.current_version_id,
                row.url,
                row.canonical_url,
                row.seen_at,
            )
            for row in rows
        }

    def stories(self, body_digests: Collection[str]) -> Mapping[str, str]:
        held = {row.body_digest: self.articles_[row.article_id].story_id for row in self.versions_.values()}
        return {key: held[key] for key in body_digests if key in held}

    def texts(self, version_ids: Collection[str]) -> Mapping[str, KnownText]:
        return {key: self._text(self.versions_[key]) for key in version_ids if key in self.versions_}

    def alike(self, keys: Collection[int], signature_version: str) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        for row in self.signatures_.values():
            for key in keys & set(row.keys):  # type: ignore[operator]  # what is asked is a set
                found.setdefault(key, []).append(row.version_id)
        return {key: held[:20] for key, held in found.items()}

    def unsigned(self, signature_version: str, least_words: int, at_most: int) -> list[KnownText]:
        rows = (row for row in self.versions_.values() if row.word_count >= least_words)
        return [self._text(row) for row in rows if row.version_id not in self.signatures_][:at_most]

    def _text(self, row: ArticleVersion) -> KnownText:
        story_id = self.articles_[row.article_id].story_id
        return KnownText(row.version_id, row.article_id, story_id, row.headline, row.article_body)


@dataclass(frozen=True)
class Piece:
    """One page of a run."""

    url: str = "https://www.harbour.example/news/1"
    body: str = BODY
    headline: str = "Ferries keep new hours"
    source: str = "harbour"
    link: dict[str, Any] = field(default_factory=dict)
    fetch: dict[str, Any] = field(default_factory=dict)
    cleaning: dict[str, Any] = field(default_factory=dict)


def write(folder: Path, *pieces: Piece) -> Batch:
    """Write a batch with these pages, all fetched and cleaned."""
    batch = Batch(folder)
    rows = [_rows(piece) for piece in pieces]
    batch.write(Link, [row[0] for row in rows])
    batch.write(Fetch, [row[1] for row in rows])
    batch.write(Cleaning, {row[2].cleaning_id: row[2] for row in rows}.values())
    return batch


def relate(folder: Path, *pieces: Piece, memory: Memory | None = None) -> tuple[Batch, Counts]:
    """Relate one batch, and load it into the memory."""
    batch, memory = write(folder, *pieces), memory if memory is not None else Memory()
    counts = relate_batches([batch], memory, SPECS, Home(folder), NOW)
    memory.load(batch)
    return batch, counts


def _rows(piece: Piece) -> tuple[Link, Fetch, Cleaning]:
    payload = digest("payload", piece.url, piece.headline, piece.body)
    link = Link(
        digest(piece.source, piece.url),
        piece.source,
        piece.url,
        "article",
        "https://feed",
        "rss",
        None,
        None,
        None,
        NOW,
    )
    fetch = Fetch(
        digest("run", link.link_id), link.link_id, "run", piece.source, piece.url, piece.url, "fetched",
        None, None, 200,
        "text/html", None, None, len(piece.body), payload, "a.warc.gz", 0, None, NOW,
    )  # fmt: skip
    reading = Reading(
        "article",
        None,
        "container",
        headline=piece.headline,
        article_body=piece.body.strip(),
        word_count=len(piece.body.split()),
    )
    content = {name: getattr(reading, name) for name in Reading.__dataclass_fields__}
    cleaning = Cleaning(digest(payload, "1"), payload, "1", cleaned_at=NOW, **content)
    return replace(link, **piece.link), replace(fetch, **piece.fetch), replace(cleaning, **piece.cleaning)


def dated(day: int) -> dict[str, Any]:
    """Return the columns of a page that says a day of November."""
    return {
        "date_published": datetime(2024, 11, day, tzinfo=UTC),
        "date_published_precision": "day",
        "date_published_local": date(2024, 11, day),
        "date_published_evidence": "json_ld",
    }
