"""Rows taken at their word: the archive is read again, and what the tables hold is derived from it anew."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tasks.errors import ArchiveError
from tasks.load import Filters, query, sql_text
from tasks.records import TEXT_FIELDS, ArticleVersion, Cleaning, Mention
from tasks.relate import read_again, todays_version, write_targets
from tasks.report.consistent import Row, archive_faults, differences, text_faults
from tasks.scrape import read_record
from tasks.settings import Home

AT_ONCE = 100
"""Versions that are read again together."""

_OF_TEXT = (
    *TEXT_FIELDS,
    "text_digest",
    "body_digest",
    "article_section",
    "author",
    "word_count",
    "in_language",
)
_OF_MENTION = (
    "text_field",
    "start_char",
    "end_char",
    "exact",
    "mention_kind",
    "role",
    "place_id",
    "precision",
    "coordinate_uncertainty_m",
    "confidence",
    "georeference_protocol",
    "reason",
    "runner_up_place_id",
)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Something in the tables that is not as the archive, or the rest of the tables, have it."""

    what: str  # 'archive' 'text' 'mention'
    article_id: str
    version_id: str
    canonical_url: str
    says: str  # a sentence
    mention_id: str | None = None


@dataclass(slots=True)
class Verified:
    """What was looked at, and what does not match."""

    seed: str = ""
    versions: int = 0
    records: int = 0  # archived records that are what they were
    texts_read_again: int = 0  # versions whose text was derived anew
    other_cleaner: int = 0  # versions that another cleaner than today's has read
    mentions: int = 0
    mentions_read_again: int = 0
    other_geocoder: int = 0  # versions that another geocoder than today's has read
    mismatches: list[Mismatch] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {"is_match": not self.mismatches, **asdict(self)}


def verify(
    home: Home, filters: Filters, sample: int | None, seed: str, now: datetime, version_id: str | None = None
) -> Verified:
    """Verify the versions that the filters mean, or `sample` of them by the lot of `seed`; or one alone.

    Each archived record must be there, undamaged, of the id and with the digest that its row states. Text
    and mentions must agree with each other and with the cleaning and geocoding that they come from; where
    today's cleaner and geocoder are the recorded ones, they are derived from the bytes anew.
    """
    given = {**filters.parameters(), "sample": sample, "seed": seed}
    chosen: list[str] = [version_id] if version_id else _ids(home, given)
    done = Verified(seed)
    for start in range(0, len(chosen), AT_ONCE):
        wanted = {"version_ids": chosen[start : start + AT_ONCE]}
        rows: list[Row] = query(home, sql_text("report", "verify_rows"), wanted).to_pylist()
        _verify_some(home, [_parsed(row) for row in rows], rows, done, now)
    return done


def _ids(home: Home, given: dict[str, Any]) -> list[str]:
    found: list[str] = query(home, sql_text("report", "verify_versions"), given)["version_id"].to_pylist()
    return found


def _parsed(row: Row) -> Row:
    parts = ("version", "article", "source", "link", "fetch", "cleaning", "mentions", "geocoding")
    return {**row, **{part: json.loads(row[part]) if row[part] else None for part in parts}}


def _verify_some(home: Home, rows: list[Row], words: list[Row], done: Verified, now: datetime) -> None:
    again = []
    for row, said in zip(rows, words, strict=True):
        done.versions += 1
        done.mentions += len(row["mentions"] or [])
        faults = list(_archive(home, row))
        done.records += not faults
        done.mismatches += [_mismatch(row, "archive", fault) for fault in faults]
        done.mismatches += [_mismatch(row, *fault) for fault in text_faults(row, _OF_MENTION)]
        if not faults and row["source"] and row["link"] and row["cleaning"]:
            cleaner, _, _ = todays_version(row["fetch"]["source_id"], home).partition("~")
            is_todays = row["cleaning"]["cleaner_version"] == cleaner
            done.other_cleaner += not is_todays
            again += [(row, said)] if is_todays else []
    if again:
        _read_again(home, again, done, now)


def _archive(home: Home, row: Row) -> Iterator[str]:
    fetch = row["fetch"]
    if fetch is None or fetch["warc_file"] is None:
        yield "The row of the fetch that it comes from is missing, or names no archived record."
        return
    try:
        record = read_record(home, fetch["warc_file"], fetch["warc_offset"])
    except ArchiveError as fault:
        yield fault.message
        return
    yield from archive_faults(fetch, record)


def _read_again(home: Home, rows: list[tuple[Row, Row]], done: Verified, now: datetime) -> None:
    """Derive texts and mentions anew, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="dateline-verify-") as folder:
        batch = write_targets(Path(folder) / "again", [said for _, said in rows])
        held = {version.fetch_id: version for version in batch.read(ArticleVersion)}
        read_again(batch, home, now)
        versions = {version.fetch_id: version for version in batch.read(ArticleVersion)}
        cleanings = {cleaning.payload_digest: cleaning for cleaning in batch.read(Cleaning)}
        mentions: dict[str, list[Mention]] = {}
        for mention in batch.read(Mention):
            mentions.setdefault(mention.version_id, []).append(mention)
    for row, _ in rows:
        version, fetch = held[row["version"]["fetch_id"]], row["fetch"]
        cleaning = cleanings.get(fetch["payload_digest"])
        if cleaning is None or cleaning.cleaner_version != row["cleaning"]["cleaner_version"]:
            done.other_cleaner += 1  # a given file whose publisher has rules of its own
            continue
        done.texts_read_again += 1
        found = versions.get(fetch["fetch_id"])
        if found is None:
            done.mismatches.append(_mismatch(row, "text", "Its bytes, read again, hold no article."))
            continue
        faults = differences(asdict(version), asdict(found), _OF_TEXT, "read again from its bytes")
        done.mismatches += [_mismatch(row, "text", fault) for fault in faults]
        if version.geocoder_version != found.geocoder_version:
            done.other_geocoder += 1
        elif not faults:
            _compare_mentions(row, mentions.get(found.version_id, []), done)


def _compare_mentions(row: Row, found: list[Mention], done: Verified) -> None:
    done.mentions_read_again += len(found)
    known = {fault.mention_id for fault in done.mismatches if fault.version_id == row["version_id"]}
    held = {(m["text_field"], m["start_char"], m["end_char"]): m for m in row["mentions"] or []}
    again = {(m.text_field, m.start_char, m.end_char): m for m in found}
    for span in sorted(held.keys() | again.keys()):
        if span not in again:
            words, mention_id = "Read again, its text has no mention there.", held[span]["mention_id"]
            faults = [words]
        elif span not in held:
            mention_id = again[span].mention_id
            faults = [f"Read again, its text names '{again[span].exact}' at {span[1]}; the table does not."]
        else:
            mention_id = held[span]["mention_id"]
            faults = differences(held[span], asdict(again[span]), _OF_MENTION, "read again from its text")
        if mention_id not in known:
            done.mismatches += [_mismatch(row, "mention", fault, mention_id) for fault in faults]


def _mismatch(row: Row, what: str, says: str, mention_id: str | None = None) -> Mismatch:
    made = Mismatch(what, row["article"]["article_id"], row["version_id"], row["canonical_url"], says)
    return replace(made, mention_id=mention_id)
