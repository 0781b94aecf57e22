"""The rules as one walk: find spans, judge them, choose their places, look again, say the kind.

Each step is a function of its own module, behind a signature (`Finder`, `Judge`, `Chooser`) that a trained
model can fill.
"""

from dataclasses import dataclass

from tasks.geocode.choose import Choice, choose, decide
from tasks.geocode.document import Document
from tasks.geocode.evidence import gather
from tasks.geocode.facts import facts
from tasks.geocode.find import find_spans
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.islamic import resolve_islamic_republic
from tasks.geocode.judge import Judgement, judge
from tasks.geocode.kinds import mention_kind
from tasks.geocode.people import mark_people
from tasks.geocode.qualify import link_containers
from tasks.geocode.senses import Sense, group_senses
from tasks.geocode.spans import Span
from tasks.geocode.support import Verdict, settle
from tasks.geocode.surroundings import stands_as_place

_FLOOR = -1.6  # spans below this score are not looked at again


@dataclass(frozen=True, slots=True)
class Decided:
    """A span that is taken for a place, with the place and the kind of mention."""

    span: Span
    verdict: Verdict
    choice: Choice
    kind: str


def decide_document(document: Document, gaz: Gazetteer, home: str | None) -> list[Decided]:
    """Decide all spans of a document, in reading order; `home` is the country of its source."""
    mark_people(document, gaz)
    spans = find_spans(document, gaz)
    link_containers(spans, gaz)
    _note_places(document, spans)
    judged = {id(span): judge(span, document, gaz) for span in spans}
    senses = _senses(spans, judged, gaz)
    choose(senses, gaz, home)
    resolve_islamic_republic(senses, gaz)
    order = {id(part): number for number, part in enumerate(document.fields)}
    decided = _decide(senses, judged, gaz)
    return sorted(decided, key=lambda d: (order[id(d.span.field)], d.span.start))


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


def _decide(senses: list[Sense], judged: dict[int, Judgement], gaz: Gazetteer) -> list[Decided]:
    evidence = gather(senses, gaz)
    decided = []
    for sense in senses:
        for span in sense.spans:
            verdict = settle(span, sense, judged[id(span)], evidence)
            if verdict.is_place:
                choice = decide(sense, span)
                place = facts(gaz, choice.row) if choice.row is not None else None
                decided.append(Decided(span, verdict, choice, mention_kind(span, verdict.judgement, place)))
    return decided
