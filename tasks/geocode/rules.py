"""Deciding as one walk: read and judge the spans, choose their places, find anew with those, say the kind.

Rules find, group and name; trained models choose among places and have the last word on what is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tasks.geocode import table as tables
from tasks.geocode.choose import Choice, choose, decide
from tasks.geocode.document import Document
from tasks.geocode.facts import facts
from tasks.geocode.find import ISLAMIC_REPUBLIC
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.home import Home
from tasks.geocode.islamic import resolve_islamic_republic
from tasks.geocode.judge import Judgement
from tasks.geocode.kinds import mention_kind
from tasks.geocode.marks import context, mark_sense, mark_span
from tasks.geocode.models import Models, find_chances
from tasks.geocode.reading import Reading, read_places
from tasks.geocode.senses import Sense
from tasks.geocode.spans import Span
from tasks.geocode.surroundings import lies_in_next
from tasks.geocode.words import section
from tasks.records import TEXT_FIELDS

_LEAST_CHANCE = 0.3  # of a place, from which it is told; below, the text does not tell
_SEATS = section("seats")  # no corpus marks them, and every reader knows whose they are
_SURE_RULE, _DOUBT = 3.0, 0.2
_NO_RULE, _CERTAIN = -2.0, 0.8
_FROM_CHOOSING = [
    tables.NAMES.index(name) for name in ("country_share", "first_share", "near_25", "near_300", "evidence")
]
_NOTHING_KNOWN = (0.0,) * len(_FROM_CHOOSING)


@dataclass(frozen=True, slots=True)
class Decided:
    """A span that is taken for a place, with the place and the kind of mention."""

    span: Span
    found: float  # the chance that it is a place
    choice: Choice
    kind: str
    evidence: tuple[float, ...]  # of the choice


@dataclass(frozen=True, slots=True)
class Marked:
    """A span as the finder sees it."""

    span: Span
    sense: Sense
    judged: Judgement
    marks: list[float]  # of tasks.geocode.marks.NAMES


def decide_documents(
    documents: Sequence[tuple[Document, Home]], gaz: Gazetteer, models: Models
) -> list[list[Decided]]:
    """Decide all spans of some documents, of each in reading order: the models are asked once for all."""
    readings = [read_places(document, gaz) for document, _ in documents]
    homes = (home for _, home in documents)
    choose([(r.senses, home) for r, home in zip(readings, homes, strict=True)], gaz, models)
    marked = [mark_document(reading, models) for reading in readings]
    chances = iter(find_chances(models, [m.marks for some in marked for m in some]).tolist())
    return [_decide([(m, next(chances)) for m in some], gaz, models) for some in marked]


def _decide(found: list[tuple[Marked, float]], gaz: Gazetteer, models: Models) -> list[Decided]:
    kept = [(m, chance) for m, chance in found if is_place(m, chance, models)]
    resolve_islamic_republic([m.sense for m, _ in kept], gaz)
    decided = [_decided(m, chance, gaz) for m, chance in kept]
    return sorted(decided, key=lambda d: (TEXT_FIELDS.index(d.span.field.name), d.span.start))


def is_place(marked: Marked, chance: float, models: Models) -> bool:
    """Say whether a span is a place: the finder, which alone cannot overrule rules that are sure."""
    score = marked.judged.score
    if marked.span.key == ISLAMIC_REPUBLIC or (marked.span.key in _SEATS and score > 0):
        return True
    if lies_in_next(marked.span) and score > -1.0 and chance >= _DOUBT:
        return True
    if chance >= models.threshold:
        return score > _NO_RULE or chance >= _CERTAIN
    return score >= _SURE_RULE and chance >= _DOUBT


def mark_document(reading: Reading, models: Models) -> list[Marked]:
    """Return every span with its marks: its own, its sense's, and what equal spans and the words say."""
    marked = []
    for sense in reading.senses:
        row = sense.evidence
        of_document = [row[at] for at in _FROM_CHOOSING] if row else _NOTHING_KNOWN
        of_sense = mark_sense(sense, sense.chance, of_document)
        scores = [reading.judged[id(span)].score for span in sense.spans]
        peers = [_mean(scores), max(scores)]
        for span in sense.spans:
            judged = reading.judged[id(span)]
            own = mark_span(span, judged, reading.document)
            said = models.said(context(span))
            marked.append(Marked(span, sense, judged, [*own, *of_sense, *peers, *said]))
    return marked


def _mean(scores: list[float]) -> float:
    """Return numpy's mean to the bit; it adds fewer than eight one by one, which is faster done here."""
    if len(scores) >= 8:
        return float(np.mean(scores))
    total = 0.0
    for score in scores:
        total += score
    return total / len(scores)


def _decided(marked: Marked, chance: float, gaz: Gazetteer) -> Decided:
    choice = decide(marked.sense, marked.span, _LEAST_CHANCE)
    place = facts(gaz, choice.row) if choice.row is not None else None
    found = 1.0 if marked.span.key == ISLAMIC_REPUBLIC else chance
    kind = mention_kind(marked.span, marked.judged, place)
    return Decided(marked.span, found, choice, kind, marked.sense.evidence)
