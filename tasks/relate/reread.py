"""Archived bytes through today's cleaning and geocoding: results beside what is accepted."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from tasks.batches import Batch
from tasks.clean import clean_batch, cleaner_version
from tasks.errors import UnknownSource
from tasks.geocode import GEOCODER_VERSION, geocode_batch
from tasks.records import (
    Article,
    ArticlePlace,
    ArticleVersion,
    Cleaning,
    Fetch,
    Geocoding,
    Link,
    Mention,
    Record,
    Reprocessing,
    Source,
)
from tasks.relate.rows import version_row
from tasks.relate.texts import digests
from tasks.scrape import FILES, load_source
from tasks.settings import Home
from tasks.urls import digest

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class RereadCounts:
    """What became of the versions of a batch."""

    articles: int = 0
    rejected: int = 0  # today's cleaner finds no article in their bytes
    unreadable: int = 0  # archived records that are missing or damaged


def todays_version(source_id: str, home: Home) -> str:
    """Name today's result: cleaner (its code, and the rules of the source) and geocoder."""
    try:
        source = FILES if source_id == FILES.source_id else load_source(source_id, home)
    except UnknownSource:
        source = None
    return f"{cleaner_version(source)}~{GEOCODER_VERSION}"


def reread_batch(
    batch: Batch,
    versions: Mapping[str, str],
    named: Mapping[str, Mapping[str, int]],
    home: Home,
    now: datetime,
) -> RereadCounts:
    """Read a batch's bytes again and leave Cleaning, Geocoding and Reprocessing rows in its folder.

    The batch comes as `read_again` wants it. `versions` names the result by fetch id, `named` the places that
    tell where each source is at home. What today's cleaner calls no article is a result too.
    """
    accepted = {row.fetch_id: row for row in batch.read(ArticleVersion)}
    read_again(batch, home, now, named)
    cleanings = {row.payload_digest: row for row in batch.read(Cleaning)}
    results = [
        _result(accepted[fetch.fetch_id], cleaning, versions[fetch.fetch_id], batch, now)
        for fetch in batch.read(Fetch)
        if (cleaning := cleanings.get(fetch.payload_digest or ""))
    ]
    results = _with_places(results, batch)
    _keep(batch, results)
    rejected = sum(row.outcome == "rejected" for row in results)
    return RereadCounts(len(results) - rejected, rejected, len(accepted) - len(results))


def read_again(
    batch: Batch, home: Home, now: datetime, named: Mapping[str, Mapping[str, int]] | None = None
) -> None:
    """Clean and geocode a batch's bytes with today's code; its versions become those that they are today.

    The batch comes with Link, Fetch, Article, Source and accepted ArticleVersion rows, and gets Cleaning,
    Geocoding, Mention and the rest. What today's cleaner calls no article has no version any more. Without
    `named` each source is at home where the accepted version says that it was.
    """
    accepted = {row.fetch_id: row for row in batch.read(ArticleVersion)}
    links = {row.link_id: row for row in batch.read(Link)}
    names = {row.source_id: row.name for row in batch.read(Source)}
    sources = {row.article_id: row.source_id for row in batch.read(Article)}
    clean_batch(batch, home, now)
    cleanings = {row.payload_digest: row for row in batch.read(Cleaning)}
    read: dict[str, ArticleVersion] = {}
    for fetch in batch.read(Fetch):
        old, cleaning = accepted[fetch.fetch_id], cleanings.get(fetch.payload_digest or "")
        if cleaning and cleaning.outcome == "article":
            name = names.get(sources.get(old.article_id, ""))
            version = _version(old, links[fetch.link_id], fetch, cleaning, name)
            read[fetch.fetch_id] = version if named is None else replace(version, source_home=None)
    batch.write(ArticleVersion, read.values())
    geocode_batch(batch, now, named=named)


def reclean_batch(batch: Batch, home: Home, now: datetime) -> RereadCounts:
    """Clean again a batch of pages that made no article; only their Cleaning rows stay in its folder."""
    counts = clean_batch(batch, home, now)
    cleanings = batch.read(Cleaning)
    shutil.rmtree(batch.folder)
    batch.write(Cleaning, cleanings)
    return RereadCounts(counts.articles, counts.rejected, counts.unreadable)


def _version(
    old: ArticleVersion, link: Link, fetch: Fetch, cleaning: Cleaning, source_name: str | None
) -> ArticleVersion:
    """Return the version as today's cleaner reads it; what our clock saw and its number stay."""
    named = digests(cleaning)
    version_id = digest(old.article_id, named[0])
    row = version_row(version_id, old.article_id, old.version_number, link, fetch, cleaning, named)
    publisher = row.publisher or source_name
    return replace(row, seen_at=old.seen_at, publisher=publisher, source_home=old.source_home)


def _result(
    old: ArticleVersion, cleaning: Cleaning, result_version: str, batch: Batch, now: datetime
) -> Reprocessing:
    return Reprocessing(
        digest(old.article_id, old.fetch_id, result_version),
        old.article_id,
        old.fetch_id,
        result_version,
        cleaning.outcome,
        cleaning.reason,
        None,
        "[]",
        "[]",
        now,
    )


def _with_places(results: list[Reprocessing], batch: Batch) -> list[Reprocessing]:
    """Add to each result its version, mentions and places."""
    versions = {row.fetch_id: row for row in batch.read(ArticleVersion)}
    mentions, places = _by_version(batch, Mention), _by_version(batch, ArticlePlace)
    return [
        replace(
            result,
            version=_json(asdict(version)),
            mentions=_json(mentions.get(version.version_id, [])),
            article_places=_json(places.get(version.version_id, [])),
        )
        if (version := versions.get(result.fetch_id))
        else result
        for result in results
    ]


def _by_version(batch: Batch, kind: type[R]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in batch.read(kind):
        plain: dict[str, Any] = asdict(row)  # type: ignore[call-overload]  # every Record is a dataclass
        found.setdefault(plain["version_id"], []).append(plain)
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no JSON")


def _keep(batch: Batch, results: list[Reprocessing]) -> None:
    """Leave only what goes to raw: core is not touched before a result is accepted."""
    cleanings, geocodings = batch.read(Cleaning), batch.read(Geocoding)
    shutil.rmtree(batch.folder)
    batch.write(Cleaning, cleanings)
    batch.write(Geocoding, geocodings)
    batch.write(Reprocessing, results)


def write_targets(folder: Path, rows: list[dict[str, str]]) -> Batch:
    """Write the rows that the warehouse gave for some versions or fetches, each as JSON, as a batch."""
    batch = Batch(folder)
    kinds: tuple[tuple[str, type[Any]], ...] = (
        ("link", Link),
        ("fetch", Fetch),
        ("article", Article),
        ("source", Source),
        ("version", ArticleVersion),
    )
    for name, kind in kinds:
        found = (_record(kind, json.loads(row[name])) for row in rows if name in row)
        if held := {tuple(getattr(r, k) for k in kind.key): r for r in found}:
            batch.write(kind, held.values())
    return batch


_TIMES = frozenset({"date_published", "date_modified"})


def _record(kind: type[R], plain: dict[str, Any]) -> R:
    """Turn a row in JSON, as DuckDB writes it, into its record."""
    return kind(**{f.name: _value(f.name, plain[f.name]) for f in fields(kind)})  # type: ignore[arg-type]


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    if value is not None and (name.endswith("_at") or name in _TIMES):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if value is not None and name == "date_published_local" else value
