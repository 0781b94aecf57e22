"""Whose story a new article tells: the first one's with the same body."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tasks.relate.claims import published
from tasks.relate.texts import MIN_COPY_WORDS

if TYPE_CHECKING:
    from tasks.relate.settle import Page

_NEVER = datetime.max.replace(tzinfo=UTC)


def choose_stories(pages: "Sequence[Page]", known: Mapping[str, str]) -> dict[str, str]:
    """Return the story of each new article by article id.

    `known` are stored stories by body digest. Among new articles with the same body the first published
    names the story, then the lower id. Texts under 40 words are stories of their own.
    """
    stories: dict[str, str] = {}
    alike: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        if page.cleaning.word_count < MIN_COPY_WORDS:
            stories[page.article_id] = page.article_id
        else:
            alike[page.body_digest].append(page)
    for body, group in alike.items():
        first = known.get(body) or min(group, key=_order).article_id
        stories |= {page.article_id: first for page in group}
    return stories


def _order(page: "Page") -> tuple[datetime, str]:
    return published(page.cleaning, page.link, page.fetch).at or _NEVER, page.article_id
