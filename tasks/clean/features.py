"""What the block model looks at: numbers for every block that may be part of the article."""

from collections import Counter
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from tasks.clean import looks
from tasks.clean.container import Guess
from tasks.clean.names import ARTICLE, BOX, BYLINE, CAPTION, CRUMB, DATED, HIDDEN
from tasks.clean.survey import Places, Survey
from tasks.clean.words import same_text

Matrix = NDArray[np.float64]

_KINDS = {name: n for n, name in enumerate(("paragraph", "heading", "item", "quote", "caption", "cell"))}
_TAGS = {
    name: n for n, name in enumerate(("p", "div", "li", "td", "span", "section", "article", "blockquote"), 1)
}
_TAGS |= {"h1": 10, "h2": 11, "h3": 12, "h4": 13, "h5": 14, "h6": 14, "figcaption": 15, "pre": 16, "dd": 17}
_AROUND = {
    tag: 1 << n
    for n, tag in enumerate(("article", "main", "aside", "footer", "header", "form", "figure", "table", "li"))
}
_BITS = (BOX, ARTICLE, CAPTION, CRUMB, BYLINE, DATED, HIDDEN)


def candidates(seen: Survey, found: Guess) -> list[int]:
    """Return the blocks worth a look: what the container scorer kept, stands beside that, or is prose."""
    kept = set(found.core)
    first, end = seen.places.firsts[found.best], seen.places.ends[found.best]
    return [
        at
        for at, block in enumerate(seen.blocks)
        if at in kept
        or (first <= at < end and block.link_share < 0.9)
        or (len(block.text) >= 60 and block.link_share < 0.5)
    ]


def matrix(seen: Survey, chosen: list[int], found: Guess, headline: str | None) -> Matrix:
    """Return a row for each chosen block; there must be at least one."""
    core, trimmed, best, beside = found.core, found.trimmed, found.best, found.beside
    blocks, places = seen.blocks, seen.places
    size = len(blocks)
    kinds, every, links, _, worthy, stands, _ = zip(*blocks, strict=True)
    length = np.fromiter(map(len, every), np.float64, size)
    linked = np.fromiter(links, np.float64, size)
    share = linked / np.maximum(length, 1)
    kind = np.fromiter(map(_KINDS.__getitem__, kinds), np.float64, size)
    final, in_core = np.zeros(size), np.zeros(size)
    final[list(trimmed)] = 1
    in_core[core] = 1
    free = 1.0 - np.frombuffer(beside, np.uint8).astype(np.float64)
    worths = np.fromiter(worthy, np.float64, size)
    prose = np.where(length >= 60, length - linked, 0.0)
    sums = np.concatenate([[0.0], np.cumsum(prose)])
    link_sums = np.concatenate([[0.0], np.cumsum(linked)])
    text_sums = np.concatenate([[0.0], np.cumsum(length)])
    kept_sums = np.concatenate([[0.0], np.cumsum(final * length)])
    kept_count = np.concatenate([[0.0], np.cumsum(final)])
    at = np.array(chosen, np.intp)
    texts = [every[n] for n in chosen]
    own = np.fromiter(stands, np.intp, size)[at]
    columns: list[Matrix] = [kind[at], length[at], share[at], worths[at], final[at], in_core[at], free[at]]
    columns += [at / size, at.astype(np.float64), np.full(len(at), float(size))]
    columns += _around(at, length, share, kind, final, free)
    columns += _order(at, kept_sums, kept_count, sums, final)
    columns += _standing(own, places, best, sums, link_sums, text_sums)
    return np.array([*columns, *looks.columns(texts), *_told(seen, chosen, prose, headline)]).T


def _told(seen: Survey, chosen: list[int], prose: Matrix, headline: str | None) -> list[Matrix]:
    """Return how bold a block is, how often its text and its look recur, and whether it is the headline."""
    blocks = seen.blocks
    said = Counter([b.text for b in blocks])
    tags, nodes = seen.places.tags, seen.places.nodes
    look = {place: (tags[place], nodes[place].get("class") or "") for place in {b.place for b in blocks}}
    seems = [look[b.place] for b in blocks]
    alike = Counter(seems)
    amount = dict.fromkeys(alike, 0)
    for each, size in zip(seems, prose.tolist(), strict=True):
        amount[each] += int(size)
    whole = max(1.0, float(prose.sum()))
    rows = [
        (
            blocks[n].bold,
            said[text := blocks[n].text],
            alike[each := seems[n]],
            amount[each] / whole,
            headline is not None and len(text) < 300 and same_text(text, headline),
        )
        for n in chosen
    ]
    return list(np.fromiter(chain.from_iterable(rows), np.float64).reshape(len(rows), -1).T)


def _around(at: NDArray[np.intp], *series: Matrix) -> list[Matrix]:
    """Return each series at the two blocks before and after, zero beyond the page's ends."""
    padded = np.zeros((len(series), len(series[0]) + 4))
    padded[:, 2:-2] = series
    shifts = np.array([0, 1, 3, 4])[:, None]
    return list(padded[:, at + shifts].reshape(-1, len(at)))


def _order(
    at: NDArray[np.intp], kept_sums: Matrix, kept_count: Matrix, sums: Matrix, final: Matrix
) -> list[Matrix]:
    """Return where each block stands in what the heuristics kept."""
    kept = np.flatnonzero(final)
    first, last = (kept[0], kept[-1]) if len(kept) else (0, 0)
    total, prose = max(1.0, kept_sums[-1]), max(1.0, sums[-1])
    low, high = np.maximum(at - 4, 0), np.minimum(at + 5, len(final))
    return [
        kept_sums[at] / total,
        (kept_sums[-1] - kept_sums[at + 1]) / total,
        kept_count[at],
        kept_count[-1] - kept_count[at + 1],
        (at - first).astype(np.float64),
        (last - at).astype(np.float64),
        sums[at] / prose,
        (kept_count[high] - kept_count[low]) / (high - low),
        np.full(len(at), kept_sums[-1]),
        np.full(len(at), prose),
    ]


def _standing(
    own: NDArray[np.intp], places: Places, best: int, sums: Matrix, link_sums: Matrix, text_sums: Matrix
) -> list[Matrix]:
    """Return what the elements around each block hold and are called; the same for blocks of one place."""
    table, number = _inherited(places, own.tolist(), best)
    own = np.array([number[place] for place in own.tolist()], np.intp)
    first, end, parent = table[:3]
    kind, depth, marks, over, around, boxes, meet = table[3:, own]
    prose = max(1.0, float(sums[-1]))
    columns = [kind.astype(np.float64), depth.astype(np.float64)]
    columns += _bits(marks, (BOX, ARTICLE, CAPTION, BYLINE, DATED))
    columns += _bits(over, _BITS)
    columns += _bits(around, tuple(_AROUND.values()))
    columns += [boxes.astype(np.float64), meet.astype(np.float64)]
    low, high = first[own], end[own]
    inside = (low >= places.firsts[best]) & (high <= places.ends[best])
    columns += [inside.astype(np.float64), (depth - places.depths[best]).astype(np.float64)]
    last = (sums[high] - sums[low]) / prose
    outer = own
    for _ in range(3):
        outer = parent[outer]
        low, high = first[outer], end[outer]
        columns.append((sums[high] - sums[low]) / prose)
        columns.append((link_sums[high] - link_sums[low]) / np.maximum(1.0, text_sums[high] - text_sums[low]))
        columns.append((high - low).astype(np.float64))
    columns.append(last)
    return columns


def _bits(values: NDArray[np.int64], bits: tuple[int, ...]) -> list[Matrix]:
    return list((values & np.array(bits, np.int64)[:, None] > 0).astype(np.float64))


def _inherited(places: Places, own: list[int], best: int) -> tuple[NDArray[np.int64], dict[int, int]]:
    """Return what is known of some places and all around them, by columns, and the column of each.

    The rows: first and end block, parent's column, tag, depth, marks, what it and all around it is called,
    the tags around it, its boxes, its way to the best's line.
    """
    parents, needed, line = places.parents, {0}, set()
    for place in own:
        while place not in needed:
            needed.add(place)
            place = parents[place]
    while best >= 0:
        line.add(best)
        best = parents[best]
    number: dict[int, int] = {}
    columns: list[tuple[int, ...]] = []
    for index, place in enumerate(sorted(needed)):  # parents stand before what is in them
        number[place] = index
        tag, marks = places.tags[place], places.marks[place]
        up = number.get(parents[place], 0)
        over, around, boxes, meet = columns[up][6:] if place else (0, 0, 0, 0)
        columns.append(
            (
                places.firsts[place],
                places.ends[place],
                up,
                _TAGS.get(tag, 0),
                places.depths[place],
                marks,
                over | marks,
                around | _AROUND.get(tag, 0),
                boxes + (marks & BOX > 0),
                0 if place in line else meet + 1,
            )
        )
    return np.fromiter(chain.from_iterable(columns), np.int64).reshape(len(columns), -1).T, number
