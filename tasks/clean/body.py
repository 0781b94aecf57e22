"""The article's blocks: where the container scorer finds it, and what of that the block model believes."""

from dataclasses import dataclass

from tasks.clean.blocks import Block
from tasks.clean.container import Guess, guess, hidden
from tasks.clean.features import candidates, matrix
from tasks.clean.model import body_forest
from tasks.clean.survey import Survey
from tasks.clean.trim import readers_from, settle

LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What was taken for the body: its blocks, and how sure that is, 0 to 1."""

    blocks: list[Block]
    confidence: float
    everything: list[Block]  # the whole page's, without the boxes beside the article


def find_body(seen: Survey, headline: str | None) -> Found:
    """Return the blocks of the article."""
    where = guess(seen, headline)
    if where is None:
        return Found([], 0.0, [])
    everything = [block for at, block in enumerate(seen.blocks) if not where.beside[at]]
    kept = settle([seen.blocks[at] for at in _likely(seen, where, headline)], headline)
    return Found(kept, _confidence(kept, everything), everything)


def _likely(seen: Survey, where: Guess, headline: str | None) -> list[int]:
    """Return the blocks that the model takes for the article's; it looks at those worth a look only."""
    chosen = candidates(seen, where)
    if not chosen:
        return []
    chances = body_forest().chances(matrix(seen, chosen, where, headline))
    unseen = hidden(seen)
    end = readers_from([seen.blocks[at] for at in where.core])
    last = len(seen.blocks) if end is None else where.core[end]
    return [
        at
        for at, chance in zip(chosen, chances, strict=True)
        if chance > LIKELY and at < last and not unseen[at]
    ]


def _confidence(kept: list[Block], blocks: list[Block]) -> float:
    """Return how long the prose is, times its share of all prose on the page; text said twice counts once."""
    prose = sum(size for text in {b.text for b in kept} if (size := _reach(text)) >= 60)
    texts = {b.text for b in blocks if b.link_share < 0.5}
    whole = sum(size for text in texts if (size := _reach(text)) >= 60)
    return min(1.0, prose / 1200) * prose / max(1, prose, whole)


def _reach(text: str) -> int:
    """Return the length of a text in letters of an alphabet: a Han or kana sign says as much as three."""
    if text.isascii() or not "\u3040" <= max(text[:80]) <= "\uffef":
        return len(text)
    return len(text) + 2 * sum("\u3040" <= char <= "\u9fff" for char in text)
