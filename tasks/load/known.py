"""What the warehouse knows already, for the rooms that ask before they work."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from tasks.load.texts import sql_text
from tasks.records import SourceState
from tasks.relate import KnownArticle, KnownText, KnownVersion
from tasks.scrape import FILES, FeedFacts, FeedHistory, KnownFetch, SourceFacts, SourceSpec, judge_source

_NEWEST = 300  # articles of a source that tell where it is at home
_SURE = 0.3  # confidence from which a mention counts for that

Ask = Callable[..., pa.Table]
"""Runs SQL with parameters on the writer's connection; a table that is given third is `wanted` in it."""
_TEXT = pa.string()


class KnownInWarehouse:
    """What `tasks.relate` wants to know of articles, asked of the tables by key."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def versions(self, article_ids: Collection[str]) -> Mapping[str, list[KnownVersion]]:
        """Return the stored versions of each article, in order."""
        found: dict[str, list[KnownVersion]] = {}
        for row in self._rows("known_versions", article_ids):
            found.setdefault(row.pop("article_id"), []).append(KnownVersion(**row))
        return found

    def articles(self, article_ids: Collection[str]) -> Mapping[str, KnownArticle]:
        """Return the stored row of each article."""
        return {row["article_id"]: KnownArticle(**row) for row in self._rows("known_articles", article_ids)}

    def stories(self, body_digests: Collection[str]) -> Mapping[str, str]:
        """Return the story of each body: that of the first article of which any version has this body."""
        return {row["body_digest"]: row["story_id"] for row in self._rows("known_stories", body_digests)}

    def texts(self, version_ids: Collection[str]) -> Mapping[str, KnownText]:
        """Return the text of each version."""
        return {row["version_id"]: KnownText(**row) for row in self._rows("known_texts", version_ids)}

    def alike(self, keys: Collection[int], signature_version: str) -> Mapping[int, list[str]]:
        """Return the versions whose text has each key, at most twenty of the first loaded."""
        given = {"signature_version": signature_version}
        rows = self._rows("known_alike", keys, pa.int64(), given)
        return {row["key"]: row["version_ids"] for row in rows}

    def unsigned(self, signature_version: str, least_words: int, at_most: int) -> list[KnownText]:
        """Return texts of at least so many words that have no signature of that making."""
        given = {"signature_version": signature_version, "least_words": least_words}
        if not self._ask(sql_text("load", "known_unsigned_count"), given)["missing"][0].as_py():
            return []
        given = given | {"at_most": at_most}
        rows = self._ask(sql_text("load", "known_unsigned"), given).to_pylist()
        return [KnownText(**row) for row in rows]

    def _rows(
        self, name: str, keys: Collection[Any], kind: pa.DataType = _TEXT, given: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Ask for what is held under some keys; without keys nothing is asked.

        The keys are a table and no parameter: DuckDB must know that they are the few, to build its hash
        table of them and stream what is stored by (0.6 s a million signatures, against 15 s); and it
        looks for half a dozen libraries at each value of a list that is a parameter.
        """
        if not keys:
            return []
        wanted = pa.table({"key": pa.array(sorted(keys), kind)})
        rows: list[dict[str, Any]] = self._ask(sql_text("load", name), given or {}, wanted).to_pylist()
        return rows


def known_answers(ask: Ask, service: str, now: datetime) -> frozenset[str]:
    """Return the folded names that a remote geocoder has answered, or missed of late."""
    rows = ask(sql_text("load", "known_answers"), {"service": service, "now": now})
    return frozenset(rows["query"].to_pylist())


def named_places(ask: Ask, source_ids: Collection[str], now: datetime) -> dict[str, dict[str, int]]:
    """Return how many of each source's newest articles of earlier days name each place, by id."""
    source_ids = sorted({*source_ids} - {FILES.source_id})  # files given by hand are nobody's newspaper
    given = {"source_ids": source_ids, "at_most": _NEWEST, "least_confidence": _SURE, "now": now}
    found: dict[str, dict[str, int]] = {}
    for row in ask(sql_text("load", "named_places"), given).to_pylist() if source_ids else []:
        found.setdefault(row["source_id"], {})[row["place_id"]] = row["article_count"]
    return found


def known_fetches(ask: Ask, source_id: str) -> dict[str, KnownFetch]:
    """Return what is known of a source's addresses, by URL."""
    rows = ask(sql_text("load", "known_fetches"), {"source_id": source_id}).to_pylist()
    return {row.pop("url"): KnownFetch(**row) for row in rows}


def feed_histories(ask: Ask, source_id: str, now: datetime) -> dict[str, FeedHistory]:
    """Return what earlier runs met at the feeds of a source, by URL."""
    given = {"source_id": source_id, "now": now}
    rows = ask(sql_text("load", "feed_histories"), given).to_pylist()
    return {row.pop("url"): FeedHistory(**row) for row in rows}


def changed_states(
    ask: Ask, run_id: str, specs: Callable[[str], SourceSpec | None], now: datetime
) -> list[SourceState]:
    """Judge the sources whose feeds a run was to ask; return those that do otherwise than before."""
    changed = []
    for row in ask(sql_text("load", "source_facts"), {"run_id": run_id, "now": now}).to_pylist():
        spec = specs(row["source_id"])
        judged = judge_source(_facts(row, spec), spec.expect.articles_a_day if spec else None, now)
        if judged.state != row["last_state"]:
            changed.append(SourceState(row["source_id"], now, judged.state, judged.reason, run_id))
    return changed


def _facts(row: Mapping[str, Any], spec: SourceSpec | None) -> SourceFacts:
    """Take a row of source_facts; a feed that the source's file names no more does not count."""
    named = {feed.url for feed in spec.feeds} if spec else set()
    feeds = [{k: v for k, v in feed.items() if k != "source_id"} for feed in row["feeds"]]
    return SourceFacts(
        feeds=[FeedFacts(**feed) for feed in feeds if not named or feed["url"] in named],
        page_count=row["page_count"],
        closed_count=row["closed_count"],
        failed_count=row["failed_count"],
        watched_since=row["watched_since"],
        new_links={links["age"]: links["link_count"] for links in row["new_links"]},
    )
