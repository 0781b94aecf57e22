"""What the warehouse knows already, for the rooms that ask before they work."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa

from tasks.load.texts import sql_text
from tasks.relate import KnownArticle, KnownVersion
from tasks.scrape import KnownFetch

Ask = Callable[[str, dict[str, Any]], pa.Table]
"""Runs SQL with parameters on the writer's connection."""


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

    def _rows(self, name: str, keys: Collection[str]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._ask(sql_text("load", name), {"keys": sorted(keys)}).to_pylist()
        return rows


def known_answers(ask: Ask, service: str, now: datetime) -> frozenset[str]:
    """Return the folded names that a remote geocoder has answered, or missed of late."""
    rows = ask(sql_text("load", "known_answers"), {"service": service, "now": now})
    return frozenset(rows["query"].to_pylist())


def known_fetches(ask: Ask, source_id: str) -> dict[str, KnownFetch]:
    """Return what is known of a source's addresses, by URL."""
    rows = ask(sql_text("load", "known_fetches"), {"source_id": source_id}).to_pylist()
    return {row.pop("url"): KnownFetch(**row) for row in rows}
