"""Find the places that an article names: find, judge, choose; then kind, role, precision, confidence."""

import gc
import re
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tasks.geocode.document import Document, read_document
from tasks.geocode.gazetteer import Gazetteer, gazetteer
from tasks.geocode.home import Home, home_in
from tasks.geocode.models import Models, shipped_models, sureness_row
from tasks.geocode.roles import Weighable, Weighed, dateline_end, weigh
from tasks.geocode.rules import Decided, decide_documents
from tasks.geocode.spans import Span
from tasks.geocode.tables import PRECISION_OF
from tasks.geocode.words import section
from tasks.records import ROLES

_SAMPLE = 2_000  # characters that tell the language
_AT_ONCE = 100_000  # characters of the texts that are read at once
_LEAST = 200  # characters that a text counts for whatever its length
_FEW = 12  # words; fewer tell nothing
_SMALL_WORDS = section("small_words")
_NO_LETTERS = bytes(set(range(256)) - set(string.ascii_letters.encode()))
_FOREIGN = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class FoundMention:
    """One span that names a place; `row` is None where it stays unresolved, with the reason."""

    text_field: str
    start_char: int  # code points into the field, half-open
    end_char: int
    exact: str
    mention_kind: str
    role: str
    row: int | None
    precision: str
    coordinate_uncertainty_m: float | None
    confidence: float
    georeference_protocol: str
    reason: str | None
    runner_up: int | None


@dataclass(frozen=True, slots=True)
class PlaceWeight:
    """What one place has to do with the article."""

    row: int
    role: str
    mention_count: int
    weight: float
    confidence: float
    is_focus: bool


@dataclass(frozen=True, slots=True)
class Geoparsed:
    """What was found: 'done', or 'language' where the text is not English and nothing was guessed."""

    status: str
    mentions: tuple[FoundMention, ...]
    places: tuple[PlaceWeight, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """An article to be read: its text fields, its language (BCP 47; None to tell), where its source lives."""

    fields: Mapping[str, str | None]
    language: str | None
    home: Home


def geoparse(
    fields: Mapping[str, str | None],
    *,
    language: str | None,
    country_code: str | None = None,
    gaz: Gazetteer | None = None,
    home: Home | None = None,
    models: Models | None = None,
) -> Geoparsed:
    """Find and place every mention in the text fields of an article.

    `language` is BCP 47; None is told from the text. `country_code` is the source's; `home` what was learned
    of the source, and wins over it. Offsets are code points into each field as given.
    """
    gaz = gaz or gazetteer()
    text = Text(fields, language, home or home_in(country_code, gaz))
    return next(geoparse_all((text,), gaz, models))


def geoparse_all(
    texts: Iterable[Text], gaz: Gazetteer | None = None, models: Models | None = None
) -> Iterator[Geoparsed]:
    """Yield what `geoparse` finds in each text, in order; reading some at once costs a good deal less.

    However they are grouped, each is read as if it were alone. What is held is bounded by _AT_ONCE.
    """
    gaz, models = gaz or gazetteer(), models or shipped_models()
    held: list[Text] = []
    size = 0
    for text in texts:
        held.append(text)
        size += sum(len(value) for value in text.fields.values() if value) + _LEAST
        if size >= _AT_ONCE:
            yield from _read_uncollected(held, gaz, models)
            held, size = [], 0
    yield from _read_uncollected(held, gaz, models)


def _read_uncollected(texts: list[Text], gaz: Gazetteer, models: Models) -> list[Geoparsed]:
    """Read without the search for garbage in cycles, which would walk all words again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return _read_all(texts, gaz, models)
    finally:
        if collects:
            gc.enable()


def _read_all(texts: list[Text], gaz: Gazetteer, models: Models) -> list[Geoparsed]:
    read = [reads_as_english(text.language, text.fields) for text in texts]
    documents = [read_document(text.fields) for text, is_read in zip(texts, read, strict=True) if is_read]
    homes = [text.home for text, is_read in zip(texts, read, strict=True) if is_read]
    decided = decide_documents(list(zip(documents, homes, strict=True)), gaz, models)
    sure = iter(_confidences([d for some in decided for d in some], gaz, models))
    answers = (_answer(document, some, sure, gaz) for document, some in zip(documents, decided, strict=True))
    return [next(answers) if is_read else Geoparsed("language", (), ()) for is_read in read]


def reads_as_english(language: str | None, fields: Mapping[str, str | None]) -> bool:
    """Say whether a text can be read: it is English, or unnamed and has the letters and small words of it."""
    if language:
        return language.lower().replace("_", "-").split("-")[0] in ("en", "eng")
    text = " ".join(value for value in fields.values() if value)[:_SAMPLE]
    if not text.isascii():
        plain = len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
        foreign = sum(map(str.isalpha, _FOREIGN.findall(text)))
        if plain < 0.9 * (plain + foreign):
            return False
    words = [word for word in text.lower().split() if word.isalpha()]
    return len(words) < _FEW or sum(map(_SMALL_WORDS.__contains__, words)) >= 0.1 * len(words)


def _answer(document: Document, decided: list[Decided], sure: Iterator[float], gaz: Gazetteer) -> Geoparsed:
    head = _dateline_end(document)
    created = {id(d) for d in decided if d.span.field.name == "dateline" or _stands_in(d.span, head)}
    placed = [(d, d.choice.row) for d in decided if d.choice.row is not None]
    weights = weigh([Weighable(d.span, d.kind, row, id(d) in created) for d, row in placed], gaz)
    focus = {weighed.row for weighed in weights if weighed.is_focus}
    mentions = tuple(_mention(d, _role(d, id(d) in created, focus), next(sure), gaz) for d in decided)
    said: dict[tuple[int | None, str], list[float]] = {}
    for mention in mentions:
        said.setdefault((mention.row, mention.role), []).append(mention.confidence)
    places = (place for weighed in weights for place in _places(weighed, said))
    return Geoparsed("done", mentions, tuple(places))


def _dateline_end(document: Document) -> int:
    """Return where the dateline at the head of the body ends."""
    return next((dateline_end(part.text) for part in document.fields if part.name == "article_body"), 0)


def _stands_in(span: Span, head: int) -> bool:
    return span.field.name == "article_body" and span.end <= head


def _role(decided: Decided, is_created: bool, focus: set[int]) -> str:
    if is_created:
        return "location_created"
    about = decided.choice.row in focus and decided.kind != "embedded"
    return "content_location" if about else "mentioned"


def _places(weighed: Weighed, of: dict[tuple[int | None, str], list[float]]) -> Iterator[PlaceWeight]:
    """Yield a place once for each role that it has."""
    for role in ROLES:
        if sure := of.get((weighed.row, role)):
            is_focus = weighed.is_focus and role == "content_location"
            yield PlaceWeight(weighed.row, role, len(sure), weighed.weight, max(sure), is_focus)


def _confidences(decided: list[Decided], gaz: Gazetteer, models: Models) -> Iterator[float]:
    """Yield how sure each mention is; 0 where it has no place."""
    pins = [(d, row) for d in decided if (row := d.choice.row) is not None]
    told = iter(models.confidences([
        sureness_row(d.found, d.choice.chance, d.kind, gaz.kind[row], gaz.uncertainty_m(row), d.evidence)
        for d, row in pins
    ]))  # fmt: skip
    yield from (0.0 if d.choice.row is None else next(told) for d in decided)


def _mention(decided: Decided, role: str, confidence: float, gaz: Gazetteer) -> FoundMention:
    span, choice, row = decided.span, decided.choice, decided.choice.row
    kind = gaz.kind[row] if row is not None else None
    extent = gaz.uncertainty_m(row) if row is not None else None
    return FoundMention(
        text_field=span.field.name,
        start_char=span.start,
        end_char=span.end,
        exact=span.text,
        mention_kind=decided.kind,
        role=role,
        row=row,
        precision=PRECISION_OF[kind] if kind else "unknown",
        coordinate_uncertainty_m=extent,
        confidence=confidence,
        georeference_protocol=choice.protocol,
        reason=choice.reason,
        runner_up=choice.runner_up,
    )
