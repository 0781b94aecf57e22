"""What a map shows: mentions with their sentences, articles and places, packed column by column."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from tasks.geocode import open_gazetteer
from tasks.load import Filters, query, sql_text
from tasks.report.harmless import sentence_bounds
from tasks.report.outlines import Ring, rings_of
from tasks.settings import Home

# id, place, article, sentence, begin and end in it, kind, role, precision, confidence in %, rule, reason.
ROW_COLUMNS = ("id", "p", "a", "s", "b", "e", "k", "r", "n", "c", "g", "u")
LONGEST_SENTENCE = 360  # code points; a longer one is cut around the words

Row = dict[str, Any]
MapData = dict[str, Any]


class Numbered:
    """Words by number, in the order in which they are first met."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[str, int] = {}

    def __call__(self, word: str) -> int:
        """Return the number of a word."""
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


def map_data(home: Home, filters: Filters) -> MapData:
    """Read what a map of these articles and mentions shows.

    With a filter that is asked of mentions, only articles with such a mention are counted. Mentions that are
    less sure than `min_confidence` are not in it, but how many there are is.
    """
    articles = _articles(home, filters)
    asked = filters.parameters()
    has_mention, sure = asked.pop("has_mention"), asked["min_confidence"] or 0.0
    wanted = ("source", "place", "within", "role", "kind")
    mentions = _rows(home, "map_mentions", {k: asked[k] for k in wanted})
    if has_mention:
        named = {mention["version_id"] for mention in mentions if mention["confidence"] >= sure}
        articles = [article for article in articles if article["version_id"] in named]
    below = {mention["mention_id"] for mention in mentions if _is_below(mention, sure)}
    mentions = [mention for mention in mentions if mention["mention_id"] not in below]
    places = {row["place_id"]: row for row in _rows(home, "map_places", {})}
    return pack(articles, mentions, places) | {"base": base_map(home), "below": len(below), "sure": sure}


def _is_below(mention: Row, sure: float) -> bool:
    return mention["place_id"] is not None and mention["confidence"] < sure


def _articles(home: Home, filters: Filters) -> list[Row]:
    asked = filters.parameters()
    return _rows(home, "map_articles", {k: asked[k] for k in ("source", "language", "since", "until")})


def copies_on_map(home: Home, filters: Filters, data: MapData) -> list[tuple[str, Row]]:
    """Return the records of the articles on a map, and the name of each one's archived copy."""
    known = set(data["articles"]["id"])
    return [(name, row) for row in _articles(home, filters) if (name := row["article_id"][:16]) in known]


def with_copies(data: MapData, folder: str, written: Collection[str]) -> MapData:
    """Return a map that leads to the archived copies in a folder beside its file."""
    copied = [int(name in written) for name in data["articles"]["id"]]
    return data | {"articles": data["articles"] | {"copied": copied}, "folder": folder}


def pack(articles: list[Row], mentions: list[Row], places: Mapping[str, Row]) -> MapData:
    """Return the columns that the page reads; every repeated word is a number into a list."""
    at = {article["version_id"]: number for number, article in enumerate(articles)}
    mentions = [mention for mention in mentions if mention["version_id"] in at]
    used = sorted({mention["place_id"] for mention in mentions} - {None})
    place_at = {place_id: number for number, place_id in enumerate(used)}
    lists = {name: Numbered() for name in ("sentences", "kinds", "roles", "precisions", "rules", "reasons")}
    rows: dict[str, list[Any]] = {name: [] for name in ROW_COLUMNS}
    sentences = Sentences()
    for mention in mentions:
        article = articles[at[mention["version_id"]]]
        sentence, start, end = sentences.around(article, mention)
        values = {
            "id": mention["mention_id"][:16],
            "p": place_at.get(mention["place_id"], -1),
            "a": at[mention["version_id"]],
            "s": lists["sentences"](sentence),
            "b": start,
            "e": end,
            "k": lists["kinds"](mention["mention_kind"]),
            "r": lists["roles"](mention["role"]),
            "n": lists["precisions"](mention["precision"]),
            "c": round(mention["confidence"] * 100),
            "g": lists["rules"](mention["georeference_protocol"]),
            "u": -1 if mention["place_id"] else lists["reasons"](mention["reason"] or "unknown"),
        }
        for name, value in values.items():
            rows[name].append(value)
    return {
        "rows": rows,
        "articles": _packed_articles(articles),
        "places": _packed_places(places[place_id] for place_id in used),
        **{name: numbered.words for name, numbered in lists.items()},
    }


class Sentences:
    """The sentence around each mention; the bounds within a text are found once."""

    def __init__(self) -> None:
        self._bounds: dict[tuple[str, str], list[tuple[int, int]]] = {}

    def around(self, article: Row, mention: Row) -> tuple[str, int, int]:
        """Return the sentence on one line, and where the words lie in it in UTF-16 units, as pages count."""
        text: str = article[mention["text_field"]] or ""
        key = (article["version_id"], mention["text_field"])
        if key not in self._bounds:
            self._bounds[key] = sentence_bounds(text)
        first, last = _around(self._bounds[key], mention["start_char"], mention["end_char"], len(text))
        return _cut(text, first, mention["start_char"], mention["end_char"], last)


def _around(bounds: list[tuple[int, int]], start: int, end: int, length: int) -> tuple[int, int]:
    at = max(0, bisect_right(bounds, (start, length + 1)) - 1)
    first = bounds[at][0] if bounds else 0
    while at < len(bounds) and bounds[at][1] < end:
        at += 1
    return first, bounds[at][1] if at < len(bounds) else length


def _cut(text: str, first: int, start: int, end: int, last: int) -> tuple[str, int, int]:
    left = right = ""
    if last - first > LONGEST_SENTENCE:
        room = (LONGEST_SENTENCE - (end - start)) // 2
        if start - first > room:
            first, left = start - room, "… "
        if last - end > room:
            last, right = end + room, " …"
    before = left + " ".join(text[first:start].split()) + (" " if text[first:start][-1:].isspace() else "")
    exact = " ".join(text[start:end].split())
    tail = text[end:last]
    after = (" " if tail[:1].isspace() else "") + " ".join(tail.split()) + right
    begin = _units(before)
    return before + exact + after, begin, begin + _units(exact)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _packed_articles(articles: list[Row]) -> dict[str, Any]:
    stories, sources = Numbered(), Numbered()
    return {
        "id": [article["article_id"][:16] for article in articles],
        "story": [stories(article["story_id"]) for article in articles],
        "source": [sources(article["source_name"]) for article in articles],
        "day": [str(article["day"]) for article in articles],
        "headline": [article["headline"] or "(no headline)" for article in articles],
        "url": [article["url"] for article in articles],
        "archived": [_record(article) for article in articles],
        "status": [article["geocode_status"] for article in articles],
        "sources": sources.words,
        "story_count": len(stories.words),
    }


def _record(article: Row) -> str:
    return f"{article['warc_file']} at {article['warc_offset']}" if article["warc_file"] else ""


def _packed_places(places: Iterable[Row]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {name: [] for name in ("id", "name", "cc", "lat", "lon", "m", "rings")}
    for place in places:
        columns["id"].append(place["place_id"])
        columns["name"].append(place["name"])
        columns["cc"].append(place["country_code"] or "")
        columns["lat"].append(round(place["decimal_latitude"], 4))
        columns["lon"].append(round(place["decimal_longitude"], 4))
        columns["m"].append(round(place["coordinate_uncertainty_m"] or 0))
        columns["rings"].append(rings_of(place["footprint"], 0.02))
    return columns


def base_map(home: Home) -> list[Ring]:
    """Return the outlines of all countries, from the gazetteer (Natural Earth, public domain)."""
    known = open_gazetteer(home)
    return [ring for row in known.rows("country") for ring in rings_of(known.footprint(row))]


def _rows(home: Home, name: str, parameters: Mapping[str, Any]) -> list[Row]:
    rows: list[Row] = query(home, sql_text("report", name), parameters or None).to_pylist()
    return rows
