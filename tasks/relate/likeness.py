"""How alike two texts are: a copy, a rewrite that shares its quotes, or another article."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

SHINGLE_WORDS = 4
RELATIONS = ("copy", "rewrite")

# Scripts without spaces are read by the character.
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTE = re.compile(r"“([^“”]{20,1200})”|\"([^\"\n]{20,1200})\"|«([^«»]{20,1200})»|„([^„“”]{20,1200})[“”]")
_QUOTE_PARTS = re.compile(r"(?<=[.!?;])\s+")
_LEAST_QUOTE_WORDS = 5
_FACT = "\x00"  # stands for any number or name where only the words around it count

# How much of the shorter text a copy shares with the longer, with quotes and without them.
_COPY, _COPY_NARRATIVE = 0.5, 0.42
# A form filled in with other numbers and names is no copy: share of shared slots that hold the same.
_FORM, _SAME_FACTS, _LEAST_SLOTS = 0.2, 0.62, 3
# A rewrite keeps most of the quotes of the shorter text, and enough of them.
_REWRITE_QUOTES, _LEAST_SHARED_QUOTE_WORDS = 0.6, 12


class Features:
    """A text, read for comparison; what only a close look wants is read when it is wanted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.runs = _runs(_WORD.findall(text.casefold()))  # of four words, in order
        self.shingles = frozenset(self.runs)
        self.quotes = _quotes(text)  # the sentences said by others, in words

    @cached_property
    def quote_runs(self) -> tuple[frozenset[str], ...]:
        """The runs of four words of each quote."""
        return tuple(frozenset(_runs(quote)) for quote in self.quotes)

    @cached_property
    def narrative(self) -> frozenset[str]:
        """The runs of four words outside quotes."""
        return frozenset(_runs(_WORD.findall(_QUOTE.sub("\n", self.text).casefold())))

    @cached_property
    def slots(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """Numbers and names by the words around them."""
        return _slots(_WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts have in common."""

    relation: str | None  # one of RELATIONS; None for different articles
    similarity: float  # shingles in common, of all that either has (Jaccard)
    containment: float  # shingles in common, of the shorter text's
    shared_quotes: int  # sentences said by others that both have


def read_features(text: str) -> Features:
    """Read a text once, to compare it with many."""
    return Features(text)


def compare(one: Features, other: Features) -> Likeness:
    """Say how alike two texts are.

    Copies are verbatim for the greater part of the shorter text, also outside the quotes, and hold the same
    numbers and names between the same words, which tomorrow's weather report does not. Rewrites
    share most quotes and little else.
    """
    found = weigh(one, other)
    return found if not found.relation or keeps_facts(one, other) else replace(found, relation=None)


def weigh(one: Features, other: Features) -> Likeness:
    """Compare two texts by their words alone: what is a form filled anew looks like a copy."""
    both = len(one.shingles & other.shingles)
    similarity = _share(both, len(one.shingles) + len(other.shingles) - both)
    containment = _share(both, min(len(one.shingles), len(other.shingles)))
    count, shared, least = _shared_quotes(one, other)
    relation = None
    if containment >= _COPY and _contained(one.narrative, other.narrative) >= _COPY_NARRATIVE:
        relation = "copy"
    elif shared >= _LEAST_SHARED_QUOTE_WORDS and shared >= _REWRITE_QUOTES * least:
        relation = "rewrite"
    return Likeness(relation, round(similarity, 4), round(containment, 4), count)


def keeps_facts(one: Features, other: Features) -> bool:
    """Tell a text from a form that was filled in with other numbers and names; the dearest of comparisons."""
    return _contained(one.narrative, other.narrative) < _FORM or _same_facts(one, other)


def _runs(words: Sequence[str]) -> list[str]:
    """Return every run of four words; of fewer words, the one run that there is."""
    if len(words) <= SHINGLE_WORDS:
        return [" ".join(words)] if words else []
    return list(map(" ".join, zip(*(words[i:] for i in range(SHINGLE_WORDS)), strict=False)))


def _quotes(text: str) -> tuple[tuple[str, ...], ...]:
    parts = (
        tuple(_WORD.findall(part.casefold()))
        for quote in _QUOTE.finditer(text)
        for part in _QUOTE_PARTS.split(quote[quote.lastindex or 0])
    )
    return tuple(dict.fromkeys(part for part in parts if len(part) >= _LEAST_QUOTE_WORDS))


def _slots(found: list[str]) -> dict[tuple[str, ...], frozenset[str]]:
    """Return what numbers and capitalised words stand between which words.

    A word that the text also has in lower case is no name (it opens a sentence).
    """
    folded = {word: word.casefold() for word in set(found)}
    lower = {word for word in folded if word.islower()}
    facts = {
        word for word, low in folded.items() if word[0].isdigit() or (word[0].isupper() and low not in lower)
    }
    masked = [_FACT if word in facts else folded[word] for word in found]
    slots: dict[tuple[str, ...], set[str]] = {}
    for i in range(2, len(found) - 1):
        if masked[i] is _FACT:
            around = (masked[i - 2], masked[i - 1], masked[i + 1])
            if around.count(_FACT) < 2:
                slots.setdefault(around, set()).add(folded[found[i]])
    return {around: frozenset(held) for around, held in slots.items()}


def _same_facts(one: Features, other: Features) -> bool:
    shared = one.slots.keys() & other.slots.keys()
    if len(shared) < _LEAST_SLOTS:
        return True
    return sum(bool(one.slots[around] & other.slots[around]) for around in shared) >= _SAME_FACTS * len(
        shared
    )


def _shared_quotes(one: Features, other: Features) -> tuple[int, int, int]:
    """Return sentences and words of quotes that both have, and the words of the fewer quotes."""
    shared = [
        quote
        for quote, runs in zip(one.quotes, one.quote_runs, strict=True)
        if any(_contained(runs, held) >= 0.6 for held in other.quote_runs)
    ]
    least = min(sum(map(len, one.quotes)), sum(map(len, other.quotes)))
    return len(shared), sum(map(len, shared)), least


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    return _share(len(one & other), min(len(one), len(other)))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
