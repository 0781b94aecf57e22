"""Find the elements that hold an article, by how much prose and how many links they have."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from tasks.clean.names import ARTICLE, BOX, HIDDEN
from tasks.clean.survey import Survey
from tasks.clean.trim import longest_run, trim
from tasks.clean.words import same_text


@dataclass(frozen=True, slots=True)
class Guess:
    """What the container scorer makes of a page; blocks and places are named by their index."""

    best: int  # the place that holds the article
    core: list[int]  # the blocks in it, without branches that tease other articles
    trimmed: set[int]  # those of them left when head, tail and furniture are cut
    beside: bytearray  # 1 for a block in a box beside the article


def guess(seen: Survey, headline: str | None) -> Guess | None:
    """Return where the article stands; None where the page shows no text."""
    beside = boxed(seen)
    live = [at for at in range(len(seen.blocks)) if not beside[at]]
    if not live:
        return None
    tree = _Tree(seen, headline)
    best = tree.best(live)
    first, end = seen.places.firsts[best], seen.places.ends[best]
    core = tree.core([at for at in live if first <= at < end], best)
    kept = {id(block) for block in trim([seen.blocks[at] for at in core], headline)}
    return Guess(best, core, {at for at in core if id(seen.blocks[at]) in kept}, beside)


def boxed(seen: Survey, bits: int = BOX | HIDDEN) -> bytearray:
    """Mark the blocks that stand in a box beside the article, or are hidden.

    A box with over a quarter of the page's prose is no box: it is the article, in one that is named badly.
    """
    places = seen.places
    sums = list(accumulate([len(block.text) - block.link_chars for block in seen.blocks], initial=0))
    marked = bytearray(len(seen.blocks))
    for index in places.named:
        if places.marks[index] & bits:
            first, end = places.firsts[index], places.ends[index]
            if end > first and (sums[end] - sums[first]) * 4 <= sums[-1]:
                marked[first:end] = b"\1" * (end - first)
    return marked


def hidden(seen: Survey) -> bytearray:
    """Mark the blocks that are not shown, by the same rule."""
    return boxed(seen, HIDDEN)


class _Tree:
    """The blocks of a page, by the elements they stand in; blocks are named by their index."""

    def __init__(self, seen: Survey, headline: str | None) -> None:
        self.blocks = seen.blocks
        self.places = seen.places
        self.headline = headline
        self.gains = [max(0.0, block.worth) for block in seen.blocks]
        self.children: dict[int, list[int]] = {}
        for place, up in enumerate(seen.places.parents):
            self.children.setdefault(up, []).append(place)

    def best(self, live: list[int]) -> int:
        """Return the place whose blocks are worth most together; of equals the innermost."""
        places = self.places
        sums = [0.0] * len(places.ends)
        for at in live:
            block = self.blocks[at]
            sums[block.place] += block.worth
        for index, up in zip(range(len(sums) - 1, 0, -1), places.parents[:0:-1], strict=True):
            if value := sums[index]:
                sums[up] += value
        articles = {index for index in places.named if places.marks[index] & ARTICLE}
        if "article" in places.tags:
            articles.update(index for index, tag in enumerate(places.tags) if tag == "article")
        for index in articles:
            sums[index] *= 1.05
        near = max(sums) - 0.002
        rounded = {n: round(value, 3) for n, value in enumerate(sums) if value >= near}
        most = max(rounded.values())
        return max((n for n, value in rounded.items() if value == most), key=places.depths.__getitem__)

    def core(self, blocks: list[int], outer: int) -> list[int]:
        """Drop the branches beside the largest that tease others, level by level towards the text."""
        for _ in range(12):
            branches: dict[int, list[int]] = {}
            inner = self.children.get(outer, [])
            for at in blocks:
                place = self.blocks[at].place  # the last child of `outer` that begins before it holds it
                lead = outer if place == outer else inner[bisect_right(inner, place) - 1]
                branches.setdefault(lead, []).append(at)
            if not branches:
                break
            main = self._main(branches)
            share = 4 if self._titled(branches[main]) else 2
            if main == outer or not self._prose(branches[main]) * share > self._prose(blocks):
                break
            blocks = [
                at for n, inside in branches.items() if n == main or not self._teases(inside) for at in inside
            ]
            outer = main
            first, end = self.places.firsts[main], self.places.ends[main]
            rest = [at for at in blocks if not first <= at < end]
            if rest:
                return sorted({*self.core([at for at in blocks if first <= at < end], main), *rest})
        return sorted(blocks)

    def _main(self, branches: dict[int, list[int]]) -> int:
        """Return the branch under the headline where that has prose, else the one with most prose."""
        if len(branches) == 1:
            return next(iter(branches))
        prose = {n: self._prose(inside) for n, inside in branches.items()}
        largest = max(prose, key=prose.__getitem__)
        most = prose[largest]
        rich = (n for n, size in prose.items() if size * 4 > most)
        return next((n for n in rich if self._titled(branches[n])), largest)

    def _titled(self, blocks: list[int]) -> bool:
        headline = self.headline
        return headline is not None and any(
            self.blocks[at].kind == "heading" and same_text(self.blocks[at].text, headline) for at in blocks
        )

    def _prose(self, blocks: list[int]) -> float:
        return sum(map(self.gains.__getitem__, blocks))

    def _teases(self, inside: list[int]) -> bool:
        """Tell linked titles with little text under each."""
        blocks = [self.blocks[at] for at in inside]
        linked = [block for block in blocks if block.link_share > 0.8 and len(block.text) >= 20]
        titles = sum(block.kind == "heading" for block in linked)
        prose = sum(len(block.text) for block in blocks if block.link_share < 0.5)
        if longest_run(blocks) > 3:
            return False
        return (titles > 0 and prose < titles * 700) or (len(linked) > 2 and prose < len(linked) * 200)
