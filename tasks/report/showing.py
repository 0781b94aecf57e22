"""What an id stands for: an article with its mentions, its story, or a mention with the evidence for it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tasks.errors import ArchiveError, UsageError
from tasks.load import Filters, query, sql_text
from tasks.report.harmless import one_line, sentence_at
from tasks.report.verifying import verify
from tasks.scrape import read_payload
from tasks.settings import Home

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What an id stands for: `data` has the columns, for JSON too."""

    kind: str  # 'article', 'mention' or 'story'
    data: Row


def show(home: Home, id_or_prefix: str, with_evidence: bool = False, as_story: bool = False) -> Shown:
    """Find the article or mention of an id, or of its beginning; `as_story` the story of that article.

    `with_evidence` a mention's article is verified anew: `proof` says how that ended; an article has the
    evidence of each of its mentions. Raises UsageError where there is none, or where several begin so.
    """
    kind, key = identified(home, id_or_prefix)
    if as_story:
        return Shown("story", _story(home, key, kind))
    data = _article(home, key) if kind == "article" else _mention(home, key)
    return Shown(kind, {**data, **_proof(home, data)} if with_evidence else data)


def identified(home: Home, id_or_prefix: str) -> tuple[str, str]:
    """Return what an id or its beginning stands for: 'article' or 'mention', and the whole id."""
    wanted = id_or_prefix.strip().lower()
    found = _rows(home, "find_id", wanted) if wanted else []
    exact = [row for row in found if row["id"] == wanted] or found
    if not exact:
        hint = "dateline sql 'select article_id, headline from marts.articles'"
        raise UsageError(f"There is no article and no mention '{one_line(id_or_prefix)}'.", f"Ids: {hint}")
    if len(exact) > 1:
        several = "; ".join(f"{row['kind']} {row['id']} ({one_line(row['says'] or '')})" for row in exact[:5])
        raise UsageError(f"'{wanted}' begins several ids: {several}.", "Give more of it.")
    return exact[0]["kind"], exact[0]["id"]


def archived_record(home: Home, id_or_prefix: str) -> Row:
    """Return where the bytes of an article lie: `warc_file` (or None), `warc_offset`, `fetched_at`."""
    kind, key = identified(home, id_or_prefix)
    article_id = key if kind == "article" else _rows(home, "mention", key)[0]["article_id"]
    (article,) = _rows(home, "article", article_id)
    return article


def _article(home: Home, article_id: str) -> Row:
    (article,) = _rows(home, "article", article_id)
    article["mentions"] = _rows(home, "article_mentions", article["version_id"])
    article["versions"] = _rows(home, "article_versions", article_id)
    article["story"] = _rows(home, "story_articles", article["story_id"])
    return article


def _story(home: Home, key: str, kind: str) -> Row:
    """Return a story: the text that came first with its mentions, and all who carry it in order of time."""
    article_id = key if kind == "article" else _rows(home, "mention", key)[0]["article_id"]
    (article,) = _rows(home, "article", article_id)
    (story,) = _rows(home, "story", article["story_id"])
    return {
        **story,
        "articles": _rows(home, "story_articles", story["story_id"]),
        "original": _article(home, story["original_article_id"]),
    }


def _mention(home: Home, mention_id: str) -> Row:
    (mention,) = _rows(home, "mention", mention_id)
    text = mention.pop("field_text") or ""
    sentence, start, end = sentence_at(text, mention["start_char"], mention["end_char"], width=1000)
    archived = _archived(home, mention)
    return {
        **mention,
        "sentence": sentence,
        "sentence_start": start,
        "sentence_end": end,
        "archived": archived,
    }


def _proof(home: Home, data: Row) -> Row:
    """Verify the version that something stands in; an article's mentions get their evidence."""
    done = verify(home, Filters(), None, "", datetime.now(UTC), data["version_id"])
    mention_id = data.get("mention_id")
    faults = [m.says for m in done.mismatches if mention_id in (None, m.mention_id) or m.mention_id is None]
    proof: Row = {
        "is_match": not faults,
        "is_text_read_again": done.texts_read_again == done.versions,
        "is_geocoded_again": done.texts_read_again == done.versions and not done.other_geocoder,
        "faults": faults,
    }
    if mention_id is not None:
        return {"proof": proof}
    return {"proof": proof, "evidence": [_mention(home, m["mention_id"]) for m in data["mentions"]]}


def _archived(home: Home, mention: Row) -> str:
    """Say whether the archived bytes are there, and are what they were."""
    if mention["warc_file"] is None:
        return "there is no archived record"
    try:
        payload = read_payload(home, mention["warc_file"], mention["warc_offset"])
    except ArchiveError as fault:
        return str(fault)
    # The archive compares every record with the digest that it was written with.
    return f"there and undamaged, {len(payload.data):,} bytes"


def _rows(home: Home, name: str, key: str) -> list[Row]:
    rows: list[Row] = query(home, sql_text("report", name), {"id": key}).to_pylist()
    return rows
