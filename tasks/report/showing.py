"""One article with its mentions marked, or one mention with the evidence that put it there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from tasks.errors import ArchiveError, UsageError
from tasks.load import Filters, query, sql_text
from tasks.records import TEXT_FIELDS
from tasks.report.harmless import one_line, plain, sentence_at
from tasks.report.tables import as_text
from tasks.report.verifying import verify
from tasks.scrape import read_payload
from tasks.settings import Home

_STYLES = {
    "name": "bold green",
    "demonym": "bold cyan",
    "metonym": "bold magenta",
    "embedded": "dim underline",
}
_FACTS = (
    "source_id",
    "date_published",
    "date_published_evidence",
    "author",
    "article_section",
    "in_language",
    "focus_places",
    "canonical_url",
    "article_id",
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """What an id stands for: `data` has the columns, for JSON too."""

    kind: str  # 'article' or 'mention'
    data: Row


def show(home: Home, id_or_prefix: str, with_evidence: bool = False) -> Shown:
    """Find the article or mention of an id, or of its beginning.

    `with_evidence` a mention's article is verified anew: `proof` says how that ended; an article has the
    evidence of each of its mentions. Raises UsageError where there is none, or where several begin so.
    """
    wanted = id_or_prefix.strip().lower()
    found = _rows(home, "find_id", wanted) if wanted else []
    exact = [row for row in found if row["id"] == wanted] or found
    if not exact:
        hint = "dateline sql 'select article_id, headline from marts.articles'"
        raise UsageError(f"There is no article and no mention '{one_line(id_or_prefix)}'.", f"Ids: {hint}")
    if len(exact) > 1:
        several = "; ".join(f"{row['kind']} {row['id']} ({one_line(row['says'] or '')})" for row in exact[:5])
        raise UsageError(f"'{wanted}' begins several ids: {several}.", "Give more of it.")
    kind, key = exact[0]["kind"], exact[0]["id"]
    data = _article(home, key) if kind == "article" else _mention(home, key)
    return Shown(kind, {**data, **_proof(home, data)} if with_evidence else data)


def render_shown(shown: Shown, console: Console) -> None:
    """Print what was found."""
    console.print(_article_text(shown.data) if shown.kind == "article" else _mention_text(shown.data))


def _article(home: Home, article_id: str) -> Row:
    (article,) = _rows(home, "article", article_id)
    article["mentions"] = _rows(home, "article_mentions", article["version_id"])
    article["versions"] = _rows(home, "article_versions", article_id)
    article["copies"] = _rows(home, "article_copies", article_id)
    return article


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


def _article_text(article: Row) -> Group:
    numbers = {mention["mention_id"]: n for n, mention in enumerate(article["mentions"], 1)}
    parts: list[Text | Table] = [Text(one_line(article["headline"] or "(no headline)"), style="bold")]
    parts += [_facts(article), *_related(article)]
    for field in TEXT_FIELDS:
        if text := article[field]:
            mentions = [m for m in article["mentions"] if m["text_field"] == field]
            label = "" if field == "article_body" else f"{field.replace('_', ' ')}: "
            parts.append(Text.assemble("\n", (label, "dim"), _marked(text, mentions, numbers)))
    proofs = [Text(), _proof_text(article["proof"])] if "proof" in article else []
    evidence = [part for m in article.get("evidence", []) for part in (Text(), _mention_text(m))]
    return Group(*parts, Text(), _mention_table(article["mentions"]), *evidence, *proofs)


def _facts(row: Row) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name in _FACTS:
        if row[name]:
            value = ", ".join(row[name]) if isinstance(row[name], list) else as_text(row[name])
            grid.add_row(Text(name, style="dim"), Text(one_line(value)))
    return grid


def _related(article: Row) -> list[Text]:
    lines = []
    if len(article["versions"]) > 1:
        days = ", ".join(
            f"{v['version_number']} of {v['fetched_at']:%Y-%m-%d %H:%M}" for v in article["versions"]
        )
        lines.append(Text(f"versions: {days}; this is {article['version_number']}"))
    if article["copies"]:
        copies = ", ".join(f"{c['source_id']} {c['article_id'][:12]}" for c in article["copies"])
        lines.append(Text(f"the same text: {one_line(copies)}"))
    return lines


def _marked(text: str, mentions: list[Row], numbers: dict[str, int]) -> Text:
    marked, done = Text(), 0
    for mention in mentions:
        start, end = mention["start_char"], mention["end_char"]
        marked.append(plain(text[done:start]))
        marked.append(plain(text[start:end]), style=_STYLES.get(mention["mention_kind"], "bold"))
        marked.append(f"[{numbers[mention['mention_id']]}]", style="dim")
        done = end
    marked.append(plain(text[done:]))
    return marked


def _mention_table(mentions: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "words", "place", "precision", "role", "kind", "conf.", "rule", "mention"):
        table.add_column(column)
    for number, mention in enumerate(mentions, 1):
        place = mention["place_name"] or f"unresolved: {mention['reason']}"
        table.add_row(
            f"[{number}]",
            Text(one_line(mention["exact"])),
            Text(one_line(f"{place} {mention['country_code'] or ''}".strip())),
            mention["precision"],
            mention["role"].replace("_", " "),
            mention["mention_kind"],
            f"{mention['confidence']:.2f}",
            Text(one_line(mention["georeference_protocol"])),
            mention["mention_id"][:12],
        )
    return table


def _mention_text(mention: Row) -> Group:
    start, end, sentence = mention["sentence_start"], mention["sentence_end"], mention["sentence"]
    style = _STYLES.get(mention["mention_kind"], "bold")
    before, exact, after = plain(sentence[:start]), plain(sentence[start:end]), plain(sentence[end:])
    grid = Table.grid(padding=(0, 2))
    for name, value in _evidence(mention).items():
        grid.add_row(Text(name, style="dim"), Text(one_line(value)))
    proofs = [Text(), _proof_text(mention["proof"])] if "proof" in mention else []
    return Group(Text.assemble(before, (f"[{exact}]", style), after), Text(), grid, *proofs)


def _proof_text(proof: Row) -> Text:
    """Say what verifying came to."""
    if proof["faults"]:
        return Text("\n".join(f"Does not match: {one_line(fault)}" for fault in proof["faults"]), style="red")
    made = "text and mentions" if proof["is_geocoded_again"] else "the text"
    again = (
        f"{made} were derived from the archived bytes anew and are the same"
        if proof["is_text_read_again"]
        else "they are of another cleaner than today's, and agree with what is on record"
    )
    return Text(f"Verified: {again}.", style="green")


def _evidence(mention: Row) -> dict[str, str]:
    """Return the evidence line by line: place, how it was chosen, where it stands, which bytes."""
    span = f"{mention['text_field']} {mention['start_char']}-{mention['end_char']}"
    record = f"{mention['warc_file']} at {mention['warc_offset']}, {mention['warc_record_id']}"
    return {
        "place": _place(mention),
        "where": _where(mention),
        "kind, role": f"{mention['mention_kind']}, {mention['role']}",
        "confidence": f"{mention['confidence']:.2f}",
        "rule": mention["georeference_protocol"],
        "runner-up": mention["runner_up_name"] or mention["runner_up_place_id"] or "none",
        "stands in": span,
        "article": f"{mention['headline'] or '(no headline)'} ({mention['source_id']})",
        "url": mention["canonical_url"],
        "article_id": f"{mention['article_id']}, version {mention['version_number']}",
        "found in": f"{mention['found_in']} ({mention['found_kind']})",
        "seen first": as_text(mention["seen_at"]),
        "fetched": as_text(mention["fetched_at"]),
        "archived record": record,
        "bytes": f"{mention['archived']}, sha256 {mention['payload_digest']}",
        "read by": f"cleaner {mention['cleaner_version']} ({mention['cleaning_rule']}), "
        f"geocoder {mention['geocoder_version']}",
        "mention_id": mention["mention_id"],
    }


def _place(mention: Row) -> str:
    if mention["place_id"] is None:
        return f"unresolved: {mention['reason']}"
    country = f", {mention['country_code']}" if mention["country_code"] else ""
    code = f"{mention['feature_class']}.{mention['feature_code']}"
    return f"{mention['place_name']}{country} ({mention['place_id']}, {code})"


def _where(mention: Row) -> str:
    """Say how precisely it is known; what is wider than a town has an outline or a radius, not a pin."""
    if mention["place_id"] is None:
        return "unknown"
    words = [mention["precision"]]
    if mention["has_footprint"]:
        words.append("with an outline")
    if mention["members"]:
        words.append("made of " + ", ".join(mention["members"]))
    if mention["claimants"]:
        words.append("claimed by " + ", ".join(mention["claimants"]))
    words.append(f"about {mention['decimal_latitude']:.4f}, {mention['decimal_longitude']:.4f}")
    if mention["coordinate_uncertainty_m"] is not None:
        words.append(f"within {mention['coordinate_uncertainty_m'] / 1000:,.1f} km")
    return ", ".join(words)


def _rows(home: Home, name: str, key: str) -> list[Row]:
    rows: list[Row] = query(home, sql_text("report", name), {"id": key}).to_pylist()
    return rows
