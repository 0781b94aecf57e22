"""What the warehouse knows already, for the rooms that ask before they work."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pyarrow as pa

from tasks.load.texts import sql_text
from tasks.relate import KnownArticle, KnownText, KnownVersion
from tasks.scrape import KnownFetch

Ask = Callable[..., pa.Table]
"""Runs SQL with parameters on the writer's connection; a table that is given third is `wanted` in it."""


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
        wanted = pa.table({"key": pa.array(sorted(version_ids), pa.string())})
        rows = self._ask(sql_text("load", "known_texts"), {}, wanted).to_pylist() if version_ids else []
        return {row["version_id"]: KnownText(**row) for row in rows}

    def alike(self, keys: Collection[int], signature_version: str) -> Mapping[int, list[str]]:
        """Return the versions whose text has each key, at most twenty of the first loaded.

        The keys are a table and no parameter: DuckDB must know that they are the few, to build its hash
        table of them and stream the signatures by (0.6 s a million, against 15 s).
        """
        wanted = pa.table({"key": pa.array(sorted(keys), pa.int64())})
        given = {"signature_version": signature_version}
        found = self._ask(sql_text("load", "known_alike"), given, wanted) if keys else None
        rows = found.to_pylist() if found is not None else []
        return {row["key"]: row["version_ids"] for row in rows}

    def unsigned(self, signature_version: str, least_words: int, at_most: int) -> list[KnownText]:
        """Return texts of at least so many words that have no signature of that making."""
        given = {"signature_version": signature_version, "least_words": least_words, "at_most": at_most}
        rows = self._ask(sql_text("load", "known_unsigned"), given).to_pylist()
        return [KnownText(**row) for row in rows]

    def _rows(self, name: str, keys: Collection[str]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._ask(sql_text("load", name), {"keys": sorted(keys)}).to_pylist()
        return rows


def known_fetches(ask: Ask, source_id: str) -> dict[str, KnownFetch]:
    """Return what is known of a source's addresses, by URL."""
    rows = ask(sql_text("load", "known_fetches"), {"source_id": source_id}).to_pylist()
    return {row.pop("url"): KnownFetch(**row) for row in rows}
