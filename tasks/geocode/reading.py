"""What a document holds before any model is asked: spans, judged by rules and grouped into senses."""

from dataclasses import dataclass

from tasks.geocode.document import Document
from tasks.geocode.find import find_spans
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.judge import Judgement, judge
from tasks.geocode.people import mark_people
from tasks.geocode.qualify import link_containers
from tasks.geocode.senses import Sense, group_senses
from tasks.geocode.spans import Span
from tasks.geocode.surroundings import stands_as_place

_FLOOR = -3.0  # spans below this score of the rules are not looked at again


@dataclass(frozen=True, slots=True)
class Reading:
    """The spans that may be places, with what the rules think of each."""

    document: Document
    senses: list[Sense]
    judged: dict[int, Judgement]  # by id of span


def read_places(document: Document, gaz: Gazetteer) -> Reading:
    """Find and judge the spans of a document and group what may be a place."""
    mark_people(document, gaz)
    spans = find_spans(document, gaz)
    link_containers(spans, gaz)
    _note_places(document, spans)
    judged = {id(span): judge(span, document, gaz) for span in spans}
    return Reading(document, _senses(spans, judged, gaz), judged)


def _note_places(document: Document, spans: list[Span]) -> None:
    """Note how often each name stands in the document, and which ones stand as a place does."""
    for span in spans:
        document.counts[span.key] = document.counts.get(span.key, 0) + 1
        if stands_as_place(span):
            document.placed.add(span.key)


def _senses(spans: list[Span], judged: dict[int, Judgement], gaz: Gazetteer) -> list[Sense]:
    """Group what may be a place; a qualifier that is none itself is forgotten."""
    kept = [span for span in spans if judged[id(span)].score > _FLOOR]
    for span in kept:
        if span.container is not None and not judged[id(span.container)].is_place:
            span.container = None
    senses = group_senses(kept, gaz)
    for sense in senses:
        sense.tentative = not any(judged[id(span)].is_place for span in sense.spans)
    return senses
