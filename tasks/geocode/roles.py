"""Say what a place has to do with an article: where it was written, what it is about, what it mentions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tasks.geocode.facts import facts
from tasks.geocode.gazetteer import Gazetteer
from tasks.geocode.spans import Span

# `TEHRAN, Nov. 18 (AP) —`, `TROY, N.C. (AP)`, `Baku, Azerbaijan -- `: the head of a report, before the dash.
_DATELINE = re.compile(
    r"\s*(?:[A-Z][^\W\d_]+[^\n()]{0,60}?)"
    r"(?:\s*\([A-Z][\w ./&-]{1,30}\)\s*(?:[—–:-]{1,2}\s)?|\s+(?:—|–|--|―)\s|\s*—)"
)
_MOST_FOCUS = 4
_FIELD_WEIGHT = {"headline": 3.0, "description": 1.5, "image_caption": 1.0, "article_body": 1.0}
_CREATED = 0.3  # where it was written is not yet what it is about
_KIND_WEIGHT = {"name": 1.0, "metonym": 0.8, "demonym": 0.7, "embedded": 0.2}
_LEAD = 400  # code points of a body that count double
_ALONE, _REPEATED, _LEAST_OF_TOP = 0.2, 0.12, 0.4  # shares: of a place named once, twice or more; of the top


@dataclass(frozen=True, slots=True)
class Weighable:
    """A mention as weighing sees it."""

    span: Span
    kind: str
    row: int
    is_created: bool  # it stands in a dateline


@dataclass(frozen=True, slots=True)
class Weighed:
    """How much of an article is about a place."""

    row: int
    count: int
    weight: float  # share of the article, 0..1
    is_focus: bool


def dateline_end(text: str) -> int:
    """Return where the dateline at the head of a body ends; 0 where there is none."""
    found = _DATELINE.match(text)
    if found is None:
        return 0
    head = found.group().strip()
    shouts = re.match(r"[A-Z][A-Z.' -]{2,}", head) is not None
    return found.end() if shouts or re.search(r"\([A-Z]{2,}", head) or len(head) < 40 else 0


def weigh(mentions: Iterable[Weighable], gaz: Gazetteer) -> list[Weighed]:
    """Weigh the places of all mentions and pick the focus; the weightiest first.

    A country or province that is named takes part of the weight of the places in it: a story that
    plays in four towns of Iran and names Iran is about Iran.
    """
    counts: dict[int, int] = {}
    own: dict[int, float] = {}
    for mention in mentions:
        row = mention.row
        counts[row] = counts.get(row, 0) + 1
        own[row] = own.get(row, 0.0) + _weight(mention)
    total = sum(own.values()) or 1.0
    gathered = {row: weight + _from_parts(row, own, gaz) for row, weight in own.items()}
    ranked = sorted(gathered, key=lambda row: (-gathered[row], row))
    focus = _focus(ranked, gathered, counts, total)
    return [
        Weighed(row, counts[row], round(min(1.0, gathered[row] / total), 4), row in focus) for row in ranked
    ]


def _weight(mention: Weighable) -> float:
    field = mention.span.field.name
    if mention.is_created:
        return _CREATED
    weight: float = _FIELD_WEIGHT[field] * _KIND_WEIGHT[mention.kind]
    return weight * 2.0 if field == "article_body" and mention.span.start < _LEAD else weight


def _from_parts(row: int, own: dict[int, float], gaz: Gazetteer) -> float:
    whole = facts(gaz, row)
    if whole.kind not in ("country", "admin1"):
        return 0.0
    return sum(0.5 * weight for part, weight in own.items() if facts(gaz, part).lies_in(whole))


def _focus(ranked: list[int], gathered: dict[int, float], counts: dict[int, int], total: float) -> set[int]:
    """Pick the places that carry enough of the article; often there is none."""
    if not ranked:
        return set()
    top = gathered[ranked[0]]

    def carries(row: int) -> bool:
        least = _ALONE if counts[row] == 1 else _REPEATED
        return gathered[row] >= max(least * total, _LEAST_OF_TOP * top)

    return {row for row in ranked[:_MOST_FOCUS] if carries(row)}
