"""Find the elements that hold an article, by how much prose and how many links they have."""

from dataclasses import dataclass

from lxml import etree

from tasks.clean.blocks import Block, blocks_of
from tasks.clean.names import holds_article
from tasks.clean.page import find
from tasks.clean.prune import prune
from tasks.clean.trim import longest_run, trim
from tasks.clean.words import same_text


@dataclass(frozen=True, slots=True)
class Found:
    """What the scorer took for the body: its blocks, and how sure it is, 0 to 1."""

    blocks: list[Block]
    confidence: float
    everything: list[Block]  # the whole page's


def find_body(root: etree._Element, headline: str | None) -> Found:
    """Return the blocks of the article; the tree is pruned on the way, so read metadata first."""
    prune(root)
    body = next(iter(find(root, "//body")), root)
    blocks = blocks_of(body)
    if not blocks:
        return Found([], 0.0, [])
    best = _best(blocks, body)
    kept = trim(_core([b for b in blocks if _within(b.node, best)], best, headline), headline)
    return Found(kept, _confidence(kept, blocks), blocks)


def _best(blocks: list[Block], body: etree._Element) -> etree._Element:
    """Return the element whose blocks are worth most together; of equals the innermost."""
    sums: dict[etree._Element, float] = {}
    depth: dict[etree._Element, int] = {}
    for block in blocks:
        value = block.worth
        chain = [block.node, *block.node.iterancestors()]
        for level, node in enumerate(chain):
            sums[node] = sums.get(node, 0.0) + value
            depth.setdefault(node, len(chain) - level)
    for node in sums:
        if (
            node.tag == "article"
            or node.get("itemprop") == "articleBody"
            or holds_article(node.get("class") or "")
        ):
            sums[node] *= 1.05
    return max(sums, key=lambda node: (round(sums[node], 3), depth[node]), default=body)


def _core(blocks: list[Block], outer: etree._Element, headline: str | None) -> list[Block]:
    """Drop the branches beside the largest that tease other articles, level by level towards the text."""
    for _ in range(12):
        branches: dict[etree._Element, list[Block]] = {}
        for block in blocks:
            branches.setdefault(_branch(block.node, outer), []).append(block)
        if not branches:
            break
        main = _main(branches, headline)
        if main is outer or not _prose(branches[main]) * (
            4 if _titled(branches[main], headline) else 2
        ) > _prose(blocks):
            break
        blocks = [
            b for node, inside in branches.items() if node is main or not _teases(inside) for b in inside
        ]
        outer = main
        rest = [b for b in blocks if not _within(b.node, main)]
        if rest:
            return _merged(blocks, _core([b for b in blocks if _within(b.node, main)], main, headline), rest)
    return blocks


def _main(branches: dict[etree._Element, list[Block]], headline: str | None) -> etree._Element:
    """Return the branch under the headline where that has prose, else the one with most prose."""
    largest = max(branches, key=lambda node: _prose(branches[node]))
    titled = (node for node, inside in branches.items() if _titled(inside, headline))
    return next((node for node in titled if _prose(branches[node]) * 4 > _prose(branches[largest])), largest)


def _titled(blocks: list[Block], headline: str | None) -> bool:
    return headline is not None and any(b.kind == "heading" and same_text(b.text, headline) for b in blocks)


def _merged(order: list[Block], *parts: list[Block]) -> list[Block]:
    kept = {id(block) for part in parts for block in part}
    return [block for block in order if id(block) in kept]


def _branch(node: etree._Element, outer: etree._Element) -> etree._Element:
    """Return the child of `outer` in which a node stands; `outer` itself for its own text."""
    inner = node
    for above in node.iterancestors():
        if node is outer or above is outer:
            return inner
        inner = above
    return inner


def _prose(blocks: list[Block]) -> float:
    return sum(block.worth for block in blocks if block.worth > 0)


def _teases(blocks: list[Block]) -> bool:
    """Tell linked titles with little text under each."""
    linked = [block for block in blocks if block.link_share > 0.8 and len(block.text) >= 20]
    titles = sum(block.kind == "heading" for block in linked)
    prose = sum(len(block.text) for block in blocks if block.link_share < 0.5)
    if longest_run(blocks) > 3:
        return False
    return (titles > 0 and prose < titles * 700) or (len(linked) > 2 and prose < len(linked) * 200)


def _within(node: etree._Element, outer: etree._Element) -> bool:
    return node is outer or any(above is outer for above in node.iterancestors())


def _confidence(kept: list[Block], blocks: list[Block]) -> float:
    """Return how long the prose is, times its share of all prose on the page; text said twice counts once."""
    prose = sum(len(text) for text in {b.text for b in kept} if len(text) >= 60)
    texts = {b.text for b in blocks if len(b.text) >= 60 and b.link_share < 0.5}
    return min(1.0, prose / 1200) * prose / max(1, prose, sum(map(len, texts)))
