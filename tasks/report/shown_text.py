"""An article, a mention or a story in a terminal; colours say the kind of a mention."""

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from tasks.records import MENTION_KINDS, TEXT_FIELDS
from tasks.report.harmless import one_line, plain
from tasks.report.showing import Row, Shown
from tasks.report.tables import as_text

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

_BESIDE = 110  # columns of a terminal in which versions and story stand beside the text


def render_shown(shown: Shown, console: Console) -> None:
    """Print what was found."""
    if shown.kind == "article":
        console.print(_article_text(shown.data, is_wide=console.is_terminal and console.width >= _BESIDE))
    else:
        console.print((_story_text if shown.kind == "story" else _mention_text)(shown.data))


def _article_text(article: Row, *, is_wide: bool) -> Group:
    beside = Group(*_related(article), _kinds())
    text = _texts(article)
    proofs = [Text(), _proof_text(article["proof"])] if "proof" in article else []
    evidence = [part for m in article.get("evidence", []) for part in (Text(), _mention_text(m))]
    return Group(
        Text(one_line(article["headline"] or "(no headline)"), style="bold"),
        _facts(article),
        *([_side_by_side(text, beside)] if is_wide else [Text(), beside, text]),
        Text(),
        _mention_table(article["mentions"]),
        *evidence,
        *proofs,
    )


def _texts(article: Row) -> Group:
    """Return every text of an article, its mentions marked and numbered."""
    numbers = {mention["mention_id"]: n for n, mention in enumerate(article["mentions"], 1)}
    parts = []
    for field in TEXT_FIELDS:
        if text := article[field]:
            mentions = [m for m in article["mentions"] if m["text_field"] == field]
            label = "" if field == "article_body" else f"{field.replace('_', ' ')}: "
            parts.append(Text.assemble("\n", (label, "dim"), _marked(text, mentions, numbers)))
    return Group(*parts)


def _side_by_side(text: RenderableType, beside: RenderableType) -> Table:
    grid = Table.grid(padding=(1, 0, 0, 4))
    grid.add_column(ratio=2)
    grid.add_column(ratio=1)
    grid.expand = True
    grid.add_row(text, beside)
    return grid


def _kinds() -> Text:
    """Say what the colours mean."""
    kinds = [((kind, _STYLES[kind]), "  ") for kind in MENTION_KINDS]
    return Text.assemble(("mentions: ", "dim"), *(part for pair in kinds for part in pair))


def _facts(row: Row) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name in _FACTS:
        if row[name]:
            value = ", ".join(row[name]) if isinstance(row[name], list) else as_text(row[name])
            grid.add_row(Text(name, style="dim"), Text(one_line(value)))
    return grid


def _related(article: Row) -> list[Text]:
    """Return the versions of an article, and who else carries its text, line by line."""
    lines = []
    if len(article["versions"]) > 1:
        lines.append(Text("versions", style="dim"))
    for version in article["versions"] if lines else ():
        is_this = version["version_id"] == article["version_id"]
        says = f"  {version['version_number']}  {version['fetched_at']:%Y-%m-%d %H:%M}"
        lines.append(Text(f"{says}  {version['word_count']} words{'  (this one)' if is_this else ''}"))
    if len(article["story"]) > 1:
        lines.append(Text("the same text, in order of time", style="dim"))
    for copy in article["story"] if len(article["story"]) > 1 else ():
        is_this = copy["article_id"] == article["article_id"]
        says = one_line(f"{when(copy)}  {copy['source_name']}  {copy['article_id'][:12]}")
        lines.append(Text(f"  {says}{'  (this one)' if is_this else ''}"))
    return lines


def when(article: Row) -> str:
    """Return when an article of a story was published, as finely as it says; else when it was seen."""
    if (day := article["date_published"]) is None:
        return f"seen {article['seen_at']:%Y-%m-%d %H:%M}"
    return f"{day:%Y-%m-%d}" if article["date_published_precision"] == "day" else f"{day:%Y-%m-%d %H:%M}"


def likeness(article: Row) -> str:
    """Say what an article of a story is to the others."""
    if article["relation"] != "copy":
        return article["relation"] or ""
    alike = f", {article['similarity']:.0%} alike" if article["similarity"] is not None else ""
    return f"copy of {(article['of_article_id'] or '')[:12]}{alike}"


def _story_text(story: Row) -> Group:
    """Return a story: who carries it in order of time, and the text that came first."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("when", "source", "headline", "words", "what", "article"):
        table.add_column(column)
    for article in story["articles"]:
        words = (
            when(article),
            article["source_name"],
            article["headline"] or "(no headline)",
            str(article["word_count"]),
            likeness(article),
            article["article_id"][:12],
        )
        table.add_row(*(Text(one_line(word)) for word in words))
    signed = f", signed {one_line(story['agency'])}" if story["agency"] else ""
    counts = f"{story['article_count']} articles of {story['source_count']} sources{signed}"
    return Group(
        Text(one_line(story["headline"] or "(no headline)"), style="bold"),
        Text(f"story {story['story_id'][:12]}: {counts}", style="dim"),
        Text(),
        table,
        _texts(story["original"]),
    )


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
