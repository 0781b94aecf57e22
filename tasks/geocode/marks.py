"""A span that may be a place as a row of numbers: how it is written, what stands around it, what it may be.

No number names a name: the same features hold for a town that nobody has written about yet.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from tasks.geocode import surroundings as near
from tasks.geocode.document import Document, Field
from tasks.geocode.judge import Judgement
from tasks.geocode.senses import Sense
from tasks.geocode.spans import Span
from tasks.geocode.tokens import Gap, Word
from tasks.geocode.words import DIRECTIONS, LANDS, LOCATIVES, STREETS, UNITS, WATERS, word_list

_LISTS = ("common", "first_names", "surnames", "organisations", "titles", "teams", "never")
_CLASSES = ("own", "alternate", "historic", "admin", "abbreviation", "region")
_KINDS = ("town", "admin1", "admin2", "country", "site", "water", "river", "island")

OF_SPAN = (
    "rule", "prior", "spelling", "person", "words_before", "words_after", "embedded", "demonym",
    "words", "letters", "weak", "upper", "dotted", "in_small", "in_strong",
    *(f"is_{name}" for name in _LISTS),
    "gap_before", "gap_after", "cap_before", "cap_after", "locative", "qualified", "contained",
    "listed_before", "listed_after", "unit_before", "unit_after", "direction", "person_marked", "surname",
    "perhaps", "placed", "possessive", "repeats", "speaks", "age", "article", "position", "in_body",
    "field_words", "title_before", "street_after", "water_after", "body_after", "first_name_before",
    "cap_run", "digits_after", "of_before", "the_before", "small_words",
)  # fmt: skip
OF_SENSE = (
    *(f"place_{kind}" for kind in _KINDS), "place_size", "place_seat", "options",
    *(f"name_{name}" for name in _CLASSES), "margin", "chance", "country_share", "first_share", "near_25",
    "near_300", "evidence", "peers_mean", "peers_best", "said_after", "said_before", "said_both",
)  # fmt: skip
NAMES = (*OF_SPAN, *OF_SENSE)


def mark_span(span: Span, judged: Judgement, document: Document) -> list[float]:
    """Return the numbers of OF_SPAN."""
    part, words = span.field, span.field.words
    word, last = words[span.first], words[span.after - 1]
    before = words[span.first - 1] if span.first else None
    after = words[span.after] if span.after < len(words) else None
    close_before = before if before is not None and word.gap <= Gap.HYPHEN else None
    close_after = after if after is not None and after.gap <= Gap.HYPHEN else None
    lists = _in_lists(span.key)
    return [
        judged.score, *judged.parts, judged.embedded, judged.demonym,
        span.after - span.first, len(span.key), word.weak, word.upper, "." in span.text,
        span.key in document.lower, span.key in document.strong, *lists,
        word.gap, after.gap if after is not None else Gap.START,
        _capital(close_before), _capital(close_after), span.around.locative, near.qualified(span),
        span.contained is not None, near.listed(span.previous, span), near.listed(span, span.following),
        span.around.unit_before is not None, span.around.unit_after is not None, span.around.has_direction,
        _person(span), span.key in document.surnames, span.key in document.perhaps,
        span.key in document.placed, last.possessive, min(document.counts.get(span.key, 1), 8),
        span.around.speaks, span.around.has_age, span.around.has_article,
        span.first / max(len(words), 1), part.name == "article_body", min(len(words), 1000),
        span.around.has_title, _folds_in(close_after, STREETS), _folds_in(close_after, WATERS | LANDS),
        _folds_in(close_after, word_list("organisations")), _folds_in(close_before, word_list("first_names")),
        _run(part, span), after is not None and after.text[0].isdigit(),
        before is not None and before.fold == "of", before is not None and before.fold == "the",
        _small(words, span),
    ]  # fmt: skip


def mark_sense(sense: Sense, chance: float, of_document: Sequence[float]) -> list[float]:
    """Return the numbers of OF_SENSE up to `evidence`; `of_document` are those from country_share on."""
    best = sense.best
    place = best.place if best is not None else None
    return [
        *_of_kind(place.kind if place is not None else ""),
        place.size if place is not None else 0.0,
        place.seat if place is not None else 0.0,
        min(len(sense.options), 40),
        *_of_class(best.name_class if best is not None else ""),
        min(sense.margin, 9.0),
        chance,
        *of_document,
    ]


@cache
def _of_kind(kind: str) -> tuple[bool, ...]:
    return tuple(kind == name for name in _KINDS)


@cache
def _of_class(name_class: str) -> tuple[bool, ...]:
    return tuple(name_class == name for name in _CLASSES)


def context(span: Span) -> tuple[str, str, str, str, str, str]:
    """Return the words around a span as classes: small words as they are, capitals by what they may be.

    Names of people and places are never among them, so that no newspaper's town is learned by heart.
    """
    words, first, after = span.field.words, span.first, span.after
    one_before = _class(words, first - 1, words[first].gap)
    one_after = _class(words, after, words[after].gap if after < len(words) else Gap.START)
    two_before = _class(words, first - 2, Gap.SPACE)
    two_after = _class(words, after + 1, Gap.SPACE)
    return (
        f"b:{one_before}",
        f"a:{one_after}",
        f"bb:{two_before} {one_before}",
        f"aa:{one_after} {two_after}",
        f"ba:{one_before} {one_after}",
        f"B:{two_before}",
    )


def _class(words: list[Word], at: int, gap: Gap) -> str:
    return _class_of(words[at], gap) if 0 <= at < len(words) else "|"


@lru_cache(maxsize=1 << 14)  # words that look alike are one object
def _class_of(word: Word, gap: Gap) -> str:
    sign = "" if gap <= Gap.SPACE else "-,:.|"[min(gap, Gap.STOP) - 1]
    if word.text[0].isdigit():
        return f"{sign}0"
    if not word.cap:
        return sign + word.fold
    return sign + _capital_class(word.fold, word.upper)


@lru_cache(maxsize=1 << 14)
def _capital_class(fold: str, upper: bool) -> str:
    """Return what a capitalised word may be: a list that it is on, a small word, or just a capital."""
    for name in ("titles", "organisations", "teams", "never"):
        if fold in word_list(name):
            return f"{name.upper()}:{fold}"
    for name, listed in (("UNIT", UNITS), ("STREET", STREETS), ("WATER", WATERS), ("LAND", LANDS)):
        if fold in listed:
            return name
    if fold in DIRECTIONS or fold in LOCATIVES or fold in word_list("common"):
        return fold
    if fold in word_list("first_names"):
        return "FIRST"
    return "XX" if upper else "Xx"


@lru_cache(maxsize=1 << 14)
def _in_lists(key: str) -> tuple[bool, ...]:
    return tuple(key in word_list(name) for name in _LISTS)


def _capital(word: Word | None) -> bool:
    return word is not None and word.cap and not word.weak


def _folds_in(word: Word | None, listed: frozenset[str]) -> bool:
    return word is not None and word.cap and word.fold in listed


def _person(span: Span) -> float:
    person = span.field.person
    if not person:
        return 0.0
    return sum(at in person for at in range(span.first, span.after)) / (span.after - span.first)


def _run(part: Field, span: Span) -> int:
    """Return how many capitalised words stand together with the span, up to four on either side."""
    words, count, at = part.words, 0, span.first
    while at > 0 and count < 4 and words[at].gap <= Gap.HYPHEN and words[at - 1].cap:
        at, count = at - 1, count + 1
    at, ahead = span.after, 0
    while at < len(words) and ahead < 4 and words[at].gap <= Gap.HYPHEN and words[at].cap:
        at, ahead = at + 1, ahead + 1
    return count + ahead


def _small(words: list[Word], span: Span) -> float:
    """Return the share of small words in the eight on either side: in lists and headlines it is low."""
    around = words[max(0, span.first - 8) : span.first] + words[span.after : span.after + 8]
    return len([word for word in around if not word.cap]) / max(len(around), 1)
