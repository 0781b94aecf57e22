"""Stories settled again, after texts have moved to what another cleaner made of them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from tasks.batches import to_table
from tasks.load.known import Ask, KnownInWarehouse
from tasks.load.loading import merge_rows
from tasks.load.texts import sql_text
from tasks.records import Origin, Signature, Story
from tasks.relate import KnownText, Settled, Told, choose_stories, order_of


class _Others(KnownInWarehouse):
    """What is stored beside the articles of the table `affected`, whose signatures are gone."""

    def stories(self, body_digests: Collection[str]) -> Mapping[str, str]:
        """Return the story of each body, as the other articles have it."""
        return {row["body_digest"]: row["story_id"] for row in self._rows("resettle_stories", body_digests)}

    def unsigned(self, signature_version: str, least_words: int, at_most: int) -> list[KnownText]:
        """Return nothing: the next run signs what was never signed."""
        return []


def moved_articles(connection: DuckDBPyConnection) -> list[str]:
    """Return the articles of which `chosen` brings another body; asked before they move."""
    return [str(row[0]) for row in connection.execute(sql_text("load", "resettle_moved")).fetchall()]


def resettle(connection: DuckDBPyConnection, ask: Ask, moved: Collection[str], now: datetime) -> int:
    """Settle stories and origins of moved articles, and of what was settled by them; return how many changed.

    What comes out is what a run would have found, had it met these texts in the order in which the
    articles arrived. An article that now copies a later one takes that one's story along, until none does.
    """
    seeds = set(moved)
    while seeds:
        rows = _affected(connection, ask, seeds)
        settled = choose_stories([_told(row) for row in rows], _Others(ask))
        if not (later := _later(ask, rows, settled)):
            return _write(connection, ask, rows, settled, now)
        seeds |= later
    return 0


def _affected(connection: DuckDBPyConnection, ask: Ask, seeds: set[str]) -> list[dict[str, Any]]:
    connection.register("seeds", pa.table({"article_id": pa.array(sorted(seeds), pa.string())}))
    connection.execute(sql_text("load", "resettle_affected"))
    connection.unregister("seeds")
    connection.execute(
        "delete from core.signatures where version_id in (select version_id from core.article_versions "
        "where article_id in (select article_id from affected))"
    )
    rows: list[dict[str, Any]] = ask(sql_text("load", "resettle_texts"), {}).to_pylist()
    return rows


def _told(row: dict[str, Any]) -> Told:
    plain = {key: value for key, value in row.items() if key not in ("story_id", "seen_at")}
    return Told(**plain | {"author": tuple(row["author"] or ()), "is_new": True})


def _later(ask: Ask, rows: list[dict[str, Any]], settled: Settled) -> set[str]:
    """Return the articles that are not settled again here, and arrived after one that now copies them."""
    own = {row["article_id"]: _told(row) for row in rows if row["is_first"]}
    copies = [
        (one.article_id, one.of_article_id)
        for one in settled.origins.values()
        if one.of_article_id is not None and one.of_article_id not in own
    ]
    wanted = pa.table({"key": pa.array(sorted({of for _, of in copies}), pa.string())})
    found = ask(sql_text("load", "resettle_order"), {}, wanted).to_pylist() if wanted.num_rows else []
    order = {row["article_id"]: order_of(**row) for row in found}
    arrived = {key: order_of(key, told.arrived_at, told.published_at) for key, told in own.items()}
    return {of for one, of in copies if of in order and order[of] > arrived[one]}


def _write(
    connection: DuckDBPyConnection, ask: Ask, rows: list[dict[str, Any]], settled: Settled, now: datetime
) -> int:
    first = {row["article_id"]: row for row in rows if row["is_first"]}
    changed = {key: story for key, story in settled.stories.items() if story != first[key]["story_id"]}
    stories = [
        Story(key, first[key]["body_digest"], first[key]["seen_at"])
        for key, story in settled.stories.items()
        if story == key
    ]
    columns = {
        "article_id": pa.array(changed, pa.string()),
        "story_id": pa.array(changed.values(), pa.string()),
    }
    connection.register("found", pa.table(columns))
    connection.execute(
        "update core.articles as articles set story_id = found.story_id, loaded_at = $now::timestamptz "
        "from found where found.article_id = articles.article_id",
        {"now": now},
    )
    connection.unregister("found")
    connection.register("own", to_table(Story, stories))
    connection.execute(
        "delete from core.stories where story_id in (select article_id from affected) "
        "and (story_id, body_digest) not in (select (story_id, body_digest) from own)"
    )
    connection.unregister("own")
    merge_rows(connection, Story, stories, now)
    _write_origins(connection, ask, list(settled.origins.values()), now)
    merge_rows(connection, Signature, settled.signatures, now)
    return len(changed)


def _write_origins(connection: DuckDBPyConnection, ask: Ask, origins: list[Origin], now: datetime) -> None:
    """Replace the origins that are others now; the rest keep their rows."""
    words = (
        "select * exclude (loaded_at) from core.origins where article_id in (select article_id from affected)"
    )
    held = {row["article_id"]: Origin(**row) for row in ask(words, {}).to_pylist()}
    changed = [origin for origin in origins if held.get(origin.article_id) != origin]
    connection.register("gone", to_table(Origin, changed))
    connection.execute("delete from core.origins where article_id in (select article_id from gone)")
    connection.unregister("gone")
    merge_rows(connection, Origin, changed, now)
