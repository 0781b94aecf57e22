"""Digests of what an article says, blind to white space, counters and clocks and, for copies, to case."""

from tasks.records import Cleaning
from tasks.relate.sentences import telling
from tasks.urls import digest

MIN_COPY_WORDS = 40  # shorter texts may be alike by chance: notices, scores, weather


def text_digest(cleaning: Cleaning) -> str:
    """Digest headline and body: another digest is another version."""
    return digest(_folded(cleaning.headline or ""), _folded(cleaning.article_body or ""))


def body_digest(cleaning: Cleaning) -> str:
    """Digest the body alone: the same digest elsewhere is the same story."""
    return digest(_folded(cleaning.article_body or "").casefold())


def _folded(text: str) -> str:
    return " ".join(" ".join(telling(text)).split())
