"""Digests of what an article says, blind to white space, counters and clocks and, for copies, to case."""

from tasks.records import Cleaning
from tasks.relate.sentences import telling
from tasks.urls import digest

MIN_COPY_WORDS = 40  # shorter texts may be alike by chance: notices, scores, weather


def digests(cleaning: Cleaning) -> tuple[str, str]:
    """Digest headline and body, and the body alone.

    Another digest of the first kind is another version; the same of the second elsewhere is the same story.
    """
    headline, body = _folded(cleaning.headline or ""), _folded(cleaning.article_body or "")
    return digest(headline, body), digest(body.casefold())


def _folded(text: str) -> str:
    return " ".join(telling(text))
