"""Judge whether a span is the name of a place at all: rules with weights, shaped as a model's would be.

A judge answers a score (above 0: a place) and whether the name stands inside the name of something else.
The weights are set by hand from what the rules mean; a trained model replaces `judge` as a whole.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from tasks.geocode import names
from tasks.geocode import surroundings as near
from tasks.geocode.document import Document
from tasks.geocode.find import ISLAMIC_REPUBLIC
from tasks.geocode.gazetteer import Candidate, Gazetteer
from tasks.geocode.place import SEATS
from tasks.geocode.spans import Span
from tasks.geocode.words import GENERIC, word_list

REFUSED = -9.0
_WELL_KNOWN = 2.4  # the prior from which a name needs no evidence
_COMMON = ("common", "organisations", "titles")
_KIND_PRIOR = {"country": 3.5, "admin1": 2.5, "town": 0.0, "admin2": 0.2, "site": 2.6}
_TOWN_PRIOR = ((1_000_000, 2.6), (200_000, 1.8), (50_000, 1.0), (10_000, 0.3), (2_000, -0.2), (0, -0.7))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge thinks of a span."""

    score: float  # log-odds, roughly, of being a place
    embedded: bool  # inside the name of a body, a work or a thing
    demonym: bool
    parts: tuple[float, ...] = (
        0.0,
    ) * 5  # what it is, its spelling, a person's name, words before, words after

    @property
    def is_place(self) -> bool:
        """Whether the span is taken for a place."""
        return self.score > 0


Judge = Callable[[Span, Document, Gazetteer], Judgement]


def judge(span: Span, document: Document, gaz: Gazetteer) -> Judgement:
    """Score a span by what it is, how it is written and what stands around it."""
    if span.key == ISLAMIC_REPUBLIC:
        return Judgement(3.0, embedded=False, demonym=False)
    if _never(span):
        return Judgement(REFUSED, embedded=False, demonym=False)
    demonym = is_demonym(span, gaz)
    if demonym and names.is_language(span):
        return Judgement(REFUSED, embedded=False, demonym=True)
    prior = prior_of(span, gaz)
    if span.candidates[0].name_class == "abbreviation":
        return Judgement(prior + span.around.locative, names.is_embedded(span), demonym=False)
    known = prior >= _WELL_KNOWN and not _is_common(span, document)
    embedded = not demonym and names.is_embedded(span)
    parts = (
        prior,
        _spelling(span, document, known),
        _person(span, document, known),
        _before(span, document, known),
        _after(span, known, embedded),
    )
    return Judgement(sum(parts), embedded, demonym, parts)


def is_demonym(span: Span, gaz: Gazetteer) -> bool:
    """Say whether a word is first of all that for a people: `Canadian` is, `Congo` is not."""
    if "demonym" not in [name_class for _, name_class in span.candidates]:
        return False
    areas = ("country", "admin1", "region")
    return not any(c.name_class != "demonym" and gaz.kind[c.place] in areas for c in span.candidates)


def prior_of(span: Span, gaz: Gazetteer) -> float:
    """Score how likely a name is a place before looking at the text around it."""
    return _best_prior(gaz, tuple(span.candidates[:12])) + (0.8 if span.after - span.first > 1 else 0.0)


@lru_cache(maxsize=1 << 14)
def _best_prior(gaz: Gazetteer, candidates: tuple[Candidate, ...]) -> float:
    return max([_prior(gaz, row, name_class) for row, name_class in candidates])


def _prior(gaz: Gazetteer, row: int, name_class: str) -> float:
    if name_class == "demonym":
        return 3.0
    kind = gaz.kind[row]
    if kind == "town":
        people = gaz.population[row]
        prior = next(score for population, score in _TOWN_PRIOR if people >= population)
        prior += 0.6 if SEATS.get(gaz.feature_code(row), 0) >= 3 else 0.0
    else:
        prior = _KIND_PRIOR.get(kind, 2.6)
    return prior - (0.6 if name_class in ("alternate", "historic") and kind != "country" else 0.0)


def _never(span: Span) -> bool:
    if span.after - span.first == 1:
        return span.key in word_list("never") and not _is_dotted(span)
    return span.key in word_list("never_phrases")


def _is_dotted(span: Span) -> bool:
    return "." in span.text or span.text.isupper()


def _spelling(span: Span, document: Document, known: bool) -> float:
    """Weigh capitals and commonness of the words themselves."""
    word = span.words[0]
    if span.after - span.first > 1:
        return _spelling_of_many(span, document, known)
    score = 0.0
    common = span.key in _common_words()
    if span.key in document.lower:
        score -= 4.5 if word.weak else 2.5
    elif common:
        score -= 3.5 if word.weak else 1.8
    elif word.weak and span.key not in document.strong:
        score -= 0.2 if known else 0.8
    if not known and span.key in word_list("first_names"):
        score -= 1.5
    elif not known and span.key in word_list("surnames"):
        score -= 1.2
    if span.key in GENERIC or span.key in word_list("organisations"):
        score -= 2.5
    return score


def _spelling_of_many(span: Span, document: Document, known: bool) -> float:
    plain = [w for w in span.words if w.fold in document.lower or w.fold in word_list("common")]
    score = -1.0 if len(plain) == len(span.words) and not known else 0.0
    if span.possessive and span.words[0].fold == "st":
        score -= 4.0  # St. Mary's is a school or a church before it is a town
    return score - (1.0 if all(w.weak for w in span.words) and not known else 0.0)


def _is_common(span: Span, document: Document) -> bool:
    if span.after - span.first > 1:
        return False
    return span.key in document.lower or span.key in _common_words()


@cache
def _common_words() -> frozenset[str]:
    return frozenset().union(*map(word_list, _COMMON))


def _person(span: Span, document: Document, known: bool) -> float:
    """Weigh whether the words belong to a person's name, here or elsewhere in the text."""
    if near.ends_in_unit(span) or span.around.has_party:
        return 0.0
    marked = sum(at in span.field.person for at in range(span.first, span.after))
    if marked:
        if known and span.around.locative >= 1.0 and not span.around.has_title:
            return -1.5
        return -6.0 if marked == span.after - span.first else -2.0
    if span.key in document.surnames:
        return _surname(span, document, known)
    doubtful = span.key in document.perhaps and span.key not in document.placed and not known
    return -1.5 if doubtful else 0.0


def _surname(span: Span, document: Document, known: bool) -> float:
    """Weigh a bare surname: another's name, unless the text uses it as a place as well."""
    where = span.around.locative >= 1.0 or near.qualified(span)
    if span.key not in document.placed:
        return -6.5
    if where:
        return 0.0 if known else -1.0
    return -1.5 if known else -2.5


def _before(span: Span, document: Document, known: bool) -> float:
    """Weigh the words before."""
    score = span.around.locative
    if span.around.unit_before:
        score += 2.0
    if span.around.has_direction:
        score += 1.0
    if near.follows_place(span):
        score += 1.0
    if near.is_adjective(span):
        score += 1.0
    elif span.around.has_article and not known:
        score -= 1.0
    if near.heads_report(span):
        score += 2.0
    if span.key in document.placed:
        score += 0.35 * (min(document.counts.get(span.key, 1), 4) - 1)
    if span.around.has_title:
        score -= 1.0 if known else 2.5
    elif near.stranger_before(span):
        score -= 0.3 if known else 2.5
    return score


def _after(span: Span, known: bool, embedded: bool) -> float:
    """Weigh the words after."""
    score = 0.0
    if near.qualified(span):
        score += 2.0
    if span.around.unit_after:
        score += 1.2
    elif near.lies_in_next(span):
        score += 0.8
    if near.based_after(span):
        score += 1.0
    if names.names_something_else(span):
        score -= 0.5 if known else 1.8
    elif near.stranger_after(span) and not embedded:
        score -= 0.2 if known else 1.5
        if near.stranger_before(span):
            score -= 2.0  # Agence France-Presse
    if not known and span.around.speaks:
        score -= 2.0
    if not known and span.around.has_age:
        score -= 2.5
    return score
