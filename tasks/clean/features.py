"""What the block model looks at: numbers for every block that may be part of the article."""

import re
from collections import Counter
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tasks.clean.captions import caption_score
from tasks.clean.container import Guess
from tasks.clean.names import ARTICLE, BOX, BYLINE, CAPTION, CRUMB, DATED, HIDDEN
from tasks.clean.survey import Place, Survey
from tasks.clean.trim import is_stamp
from tasks.clean.words import ends_sentence, is_furniture, same_text

Matrix = NDArray[np.float64]

_KINDS = {name: n for n, name in enumerate(("paragraph", "heading", "item", "quote", "caption", "cell"))}
_TAGS = {
    name: n for n, name in enumerate(("p", "div", "li", "td", "span", "section", "article", "blockquote"), 1)
}
_TAGS |= {"h1": 10, "h2": 11, "h3": 12, "h4": 13, "h5": 14, "h6": 14, "figcaption": 15, "pre": 16, "dd": 17}
_WORDS = (
    r"subscri|newsletter|sign\s?up|inbox|log\s?in|register|membership|donat",
    r"copyright|©|all rights reserved|reprint|permission|terms of|privacy|cookie",
    r"\bphotos?\b|\bimages?\b|getty|credit|\breuters\b|\bafp\b|shutterstock|courtesy|pictured",
    r"follow|twitter|facebook|instagram|linkedin|youtube|whatsapp|telegram|@\w",
    r"comment|reply|discuss|disqus|reader",
    r"read more|related|recommend|also read|see also|more from|more on|popular|trending|up next|don.t miss",
    r"updated?\b|published|posted|first published|last modified|\bago\b|min(?:ute)?s? read",
    r"contact|e-?mail|send (?:us|your)|\btips?\b|\bcall\b|reach (?:him|her|us)|phone",
    r"\bis an? (?:\w+ ){0,4}(?:reporter|writer|editor|journalist|columnist|author"
    r"|contributor|correspondent|professor|analyst|fellow)"
    r"|about the author|\bby [A-Z]\w+|contributed to this|editing by|reporting by",
    r"advertis|sponsor|affiliate|promot|commission|coupon|discount|buy now|shop\b",
    r"click|download|\bapp\b|watch|video|listen|podcast|gallery|slideshow|swipe",
    r"^(?:source|via|tags?|topics?|filed under|categor|note|correction"
    r"|editor.s note|disclaimer|image|photo|caption)\b",
    r"https?:|www\.|\.com\b",
    r"\bcookies?\b|opt[- ]out|personal (?:data|information)|consent|legitimate interest",
    r"affiliate|earn (?:a |an )?(?:small )?commission|purchase through"
    r"|our (?:editors?|team|staff|journalism|mission|website|site)\b"
    r"|support us|independent journalism|we may|results vary|not intended|consult your|at no cost",
    r"\b(?:we|our|us|you|your)\b.*\b(?:we|our|us|you|your)\b",
    r"\b(?:said|says|told|according to|announced|reported)\b",
)
_ASKS = [re.compile(pattern, re.IGNORECASE) for pattern in _WORDS]
_OPENS = re.compile(r"^[\"“”‘'«„(\[]?[A-ZÀ-ÝА-Я]")
_MARKS = re.compile(r"[,;:.!?。，、؟،]")


def candidates(seen: Survey, found: Guess) -> list[int]:
    """Return the blocks worth a look: what the container scorer kept, stands beside that, or is prose."""
    kept = set(found.core)
    best = seen.places[found.best]
    return [
        at
        for at, block in enumerate(seen.blocks)
        if at in kept
        or (best.first <= at < best.end and block.link_share < 0.9)
        or (len(block.text) >= 60 and block.link_share < 0.5)
    ]


def matrix(seen: Survey, chosen: list[int], found: Guess, headline: str | None) -> Matrix:
    """Return a row for each chosen block; there must be at least one."""
    core, trimmed, best, beside = found.core, found.trimmed, found.best, found.beside
    blocks, places = seen.blocks, seen.places
    size = len(blocks)
    length = np.array([len(b.text) for b in blocks], np.float64)
    linked = np.array([b.link_chars for b in blocks], np.float64)
    share = linked / np.maximum(length, 1)
    kind = np.array([_KINDS[b.kind] for b in blocks], np.float64)
    final = np.array([b in trimmed for b in range(size)], np.float64)
    in_core = np.zeros(size)
    in_core[core] = 1
    free = 1.0 - np.frombuffer(beside, np.uint8).astype(np.float64)
    worths = np.array([b.worth for b in blocks], np.float64)
    prose = np.where(length >= 60, length - linked, 0.0)
    sums = np.concatenate([[0.0], np.cumsum(prose)])
    link_sums = np.concatenate([[0.0], np.cumsum(linked)])
    text_sums = np.concatenate([[0.0], np.cumsum(length)])
    kept_sums = np.concatenate([[0.0], np.cumsum(final * length)])
    kept_count = np.concatenate([[0.0], np.cumsum(final)])
    at = np.array(chosen, np.intp)
    own = np.array([blocks[n].place for n in chosen], np.intp)
    columns: list[Matrix] = [kind[at], length[at], share[at], worths[at], final[at], in_core[at], free[at]]
    columns += [at / size, at.astype(np.float64), np.full(len(at), float(size))]
    columns += _around(at, length, share, kind, final, free)
    columns += _order(at, kept_sums, kept_count, sums, final)
    columns += _standing(own, places, best, sums, link_sums, text_sums)
    texts = Counter(b.text for b in blocks)
    alike = Counter(_look(places[b.place]) for b in blocks)
    amount: Counter[tuple[str, str]] = Counter()
    for n, block in enumerate(blocks):
        amount[_look(places[block.place])] += int(prose[n])
    rows = [
        [
            *_of_text(blocks[n].text),
            blocks[n].bold,
            texts[blocks[n].text],
            alike[look := _look(places[blocks[n].place])],
            amount[look] / max(1.0, sums[-1]),
            headline is not None and len(blocks[n].text) < 300 and same_text(blocks[n].text, headline),
        ]
        for n in chosen
    ]
    return np.column_stack([*columns, np.array(rows, np.float64).reshape(len(chosen), -1)])


def _around(at: NDArray[np.intp], *series: Matrix) -> list[Matrix]:
    """Return each series at the two blocks before and after, zero beyond the page's ends."""
    found = []
    for values in series:
        padded = np.concatenate([[0.0, 0.0], values, [0.0, 0.0]])
        found += [padded[at + shift] for shift in (0, 1, 3, 4)]
    return found


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
    own: NDArray[np.intp], places: list[Place], best: int, sums: Matrix, link_sums: Matrix, text_sums: Matrix
) -> list[Matrix]:
    """Return what the elements around each block hold and are called; the same for blocks of one place."""
    inside = _ancestors_of(places, best)
    known = {
        int(place): _standing_of(int(place), places, best, inside, sums, link_sums, text_sums)
        for place in set(own.tolist())
    }
    return list(np.array([known[int(place)] for place in own], np.float64).reshape(len(own), -1).T)


def _ancestors_of(places: list[Place], index: int) -> set[int]:
    found = set()
    while index >= 0:
        found.add(index)
        index = places[index].parent
    return found


def _standing_of(
    index: int,
    places: list[Place],
    best: int,
    above: set[int],
    sums: Matrix,
    link_sums: Matrix,
    text_sums: Matrix,
) -> list[float]:
    place = places[index]
    row: list[float] = [_TAGS.get(place.tag, 0), place.depth]
    chain, at = [], index
    while at >= 0:
        chain.append(at)
        at = places[at].parent
    joined, tags, boxes = 0, set(), 0
    for n in chain:
        joined |= places[n].marks
        tags.add(places[n].tag)
        boxes += bool(places[n].marks & BOX)
    meet = next((step for step, n in enumerate(chain) if n in above), len(chain))
    row += [float(bool(place.marks & bit)) for bit in (BOX, ARTICLE, CAPTION, BYLINE, DATED)]
    row += [float(bool(joined & bit)) for bit in (BOX, ARTICLE, CAPTION, CRUMB, BYLINE, DATED, HIDDEN)]
    row += [
        float(tag in tags)
        for tag in ("article", "main", "aside", "footer", "header", "form", "figure", "table", "li")
    ]
    row += [float(boxes), float(meet), float(best in chain), float(place.depth - places[best].depth)]
    prose = max(1.0, sums[-1])
    for up in (1, 2, 3):
        n = chain[min(up, len(chain) - 1)]
        outer = places[n]
        inside = sums[outer.end] - sums[outer.first]
        text = max(1.0, text_sums[outer.end] - text_sums[outer.first])
        row += [
            inside / prose,
            (link_sums[outer.end] - link_sums[outer.first]) / text,
            float(outer.end - outer.first),
        ]
    row.append((sums[place.end] - sums[place.first]) / prose)
    return row


def _look(place: Place) -> tuple[str, str]:
    return place.tag, place.node.get("class") or ""


@lru_cache(maxsize=8192)
def _of_text(text: str) -> tuple[float, ...]:
    size = len(text)
    short = text[:700]
    words = short.split()
    asks = [float(bool(pattern.search(short))) for pattern in _ASKS]
    return (
        float(ends_sentence(text)),
        float(bool(_OPENS.match(text))),
        sum(char.isdigit() for char in short) / max(1, len(short)),
        sum(char.isupper() for char in short) / max(1, len(short)),
        len(_MARKS.findall(short)) / max(1, len(short)),
        float(len(words)),
        sum(word[0].isupper() for word in words) / max(1, len(words)),
        float(is_furniture(text)),
        float(is_stamp(text)),
        float(caption_score(text)) if size < 450 else 0.0,
        float("|" in short or "»" in short or "›" in short),
        float(short.endswith(("?", "!"))),
        float(short.endswith((":", "…", "..."))),
        *asks,
    )
