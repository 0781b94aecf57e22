"""Find every span that the gazetteer has a name for: longest match of folded words."""

import re
from typing import Protocol

from tasks.geocode.document import Document, Field
from tasks.geocode.gazetteer import Candidate, Gazetteer
from tasks.geocode.names import sift_abbreviations
from tasks.geocode.spans import Span
from tasks.geocode.surroundings import look_around
from tasks.geocode.tokens import Gap, Word
from tasks.geocode.words import JOINERS, UNITS, WATERS

LONGEST = 7  # words of a name
ISLAMIC_REPUBLIC = "islamic republic"
_CONTRACTION = re.compile(r"['’](?:ve|ll|re|d|m|t)$")
_TAIL = WATERS | UNITS
_SPELT_OUT = {"st": "saint", "mt": "mount", "ft": "fort", "ste": "sainte"}
_OPENS_OTHERWISE = frozenset(_SPELT_OUT) | {"islamic"}


class Finder(Protocol):
    """What finds candidate spans; rules now, a sequence model may stand here."""

    def __call__(self, document: Document, gaz: Gazetteer) -> list[Span]:
        """Return the spans in reading order; they do not overlap."""
        ...


def find_spans(document: Document, gaz: Gazetteer) -> list[Span]:
    """Return the longest matches in reading order; work a word is bounded by LONGEST."""
    return [span for part in document.fields for span in _spans_of(part, gaz)]


def _spans_of(part: Field, gaz: Gazetteer) -> list[Span]:
    found: list[Span] = []
    words, after = part.words, 0
    for at in part.capitals:
        if at < after or not _opens(part, at, gaz):
            continue
        span = _match(part, at, gaz) if _may_begin(words[at]) else None
        if span is not None and words[at].fold == "the" and not _has_article(span, gaz):
            span = _match(part, at + 1, gaz)
        if span is None:
            continue
        after = span.after
        span.previous = found[-1] if found else None
        sift_abbreviations(span)
        if span.candidates or span.key == ISLAMIC_REPUBLIC:
            if span.previous is not None:
                span.previous.following = span
            span.around = look_around(span)
            found.append(span)
    return found


def _opens(part: Field, at: int, gaz: Gazetteer) -> bool:
    """Say whether a name may begin with a word; most capitalised ones open none, told by one look-up."""
    word = part.words[at]
    if gaz.opens(word.fold) or word.possessive or word.fold in _OPENS_OTHERWISE:
        return True
    return at > 0 and part.words[at - 1].fold == "the" and gaz.opens(f"the {word.fold}")


def _has_article(span: Span, gaz: Gazetteer) -> bool:
    """Say whether the article belongs to the name, as in The Hague."""
    return gaz.name(span.candidates[0].place).startswith("The ")


def _may_begin(word: Word) -> bool:
    return word.text.isalnum() or not _CONTRACTION.search(word.text)


def _match(part: Field, at: int, gaz: Gazetteer) -> Span | None:
    words = part.words
    if words[at].fold == "islamic" and (span := _islamic_republic(part, at, gaz)):
        return span
    best: tuple[int, str, list[Candidate]] | None = None
    for lead in _leads(part, at):
        match = _longest(part, at, lead, gaz)
        if match and (best is None or match[0] > best[0]):
            best = match
    if best is None:
        return None
    after, key, candidates = best
    start, end = part.starts[at], part.end(after - 1)
    if (
        candidates[0].name_class == "abbreviation"
        and part.text[end : end + 1] == "."
        and "." not in words[at].text
    ):
        end += 1  # the full stop of `Calif.` belongs to it
    possessive = words[after - 1].possessive
    return Span(part, at, after, start, end, key, candidates, part.text[start:end], possessive=possessive)


def _leads(part: Field, at: int) -> list[str]:
    """Return the folded beginnings to try: the word itself, spelt out, or with its article."""
    word = part.words[at]
    leads = [word.fold]
    if word.fold in _SPELT_OUT:
        leads.append(_SPELT_OUT[word.fold])
    if at and part.words[at - 1].fold == "the" and word.gap == Gap.SPACE:
        leads.insert(0, f"the {word.fold}")  # the Gulf is not Gulf in Papua New Guinea
    return leads


def _longest(part: Field, at: int, lead: str, gaz: Gazetteer) -> tuple[int, str, list[Candidate]] | None:
    words, key = part.words, lead
    best = None
    for after in range(at + 1, min(at + LONGEST, len(words)) + 1):
        if after > at + 1:
            word = words[after - 1]
            if word.gap > Gap.DOT or not _may_continue(word):
                break
            key = f"{key}s {word.fold}" if words[after - 2].possessive else f"{key} {word.fold}"
        if _may_end(words[after - 1], after - at) and (candidates := gaz.candidates(key)):
            best = after, key, candidates
        if not gaz.has_prefix(f"{key}s" if words[after - 1].possessive else key):
            break
    return best


def _may_continue(word: Word) -> bool:
    return word.cap or word.fold in JOINERS or word.fold in _TAIL


def _may_end(word: Word, length: int) -> bool:
    return word.cap or (length > 1 and word.fold in WATERS)


def _islamic_republic(part: Field, at: int, gaz: Gazetteer) -> Span | None:
    """Return `Islamic Republic` where no country's name follows; which one it is, the text must say."""
    words = part.words
    if " ".join(w.fold for w in words[at : at + 2]) != ISLAMIC_REPUBLIC or not words[at + 1].cap:
        return None
    if (long := _longest(part, at, words[at].fold, gaz)) and long[0] > at + 2:
        return None
    start, end = part.starts[at], part.end(at + 1)
    possessive = words[at + 1].possessive
    return Span(
        part, at, at + 2, start, end, ISLAMIC_REPUBLIC, [], part.text[start:end], possessive=possessive
    )
