"""The articles of the sample newspaper, read from articles/<source>/<slug>.md.

A file is TOML between two lines of `+++`, then paragraphs of plain text with a blank line between.
`<slug>.edition-2.md` replaces `<slug>.md` from edition 2 on; a file that says `edition = 2` is new then.
"""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from tasks.scrape.sample.papers import COURIER, PAPERS, Paper

FOUND = ("feed", "mirror", "short", "sitemap", "listing")
_CHANGED = ".edition-2"


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as one edition prints it."""

    source_id: str
    slug: str
    number: int  # the publisher's own running number
    edition: int  # the first edition that prints this text
    headline: str
    description: str
    section: str
    published: datetime
    found: tuple[str, ...]  # which pages lead to it: some of FOUND
    paragraphs: tuple[str, ...]
    author: tuple[str, ...] = ()
    agency: str | None = None  # the wire that is credited
    modified: datetime | None = None
    language: str = "en"
    keywords: tuple[str, ...] = ()
    caption: str | None = None
    dateline: str | None = None  # printed before the first paragraph, with a dash between

    @property
    def paper(self) -> Paper:
        """Who prints it."""
        return PAPERS[self.source_id]

    @property
    def path(self) -> str:
        """Path and query of its canonical URL."""
        if self.source_id == COURIER.source_id:
            return f"/{self.published:%Y/%m/%d}/{self.slug}"
        return f"/news.php?id={self.number}"

    @property
    def url(self) -> str:
        """Its canonical URL."""
        return self.paper.base + self.path

    @property
    def changed(self) -> datetime:
        """When its page was last written."""
        return self.modified or self.published

    @property
    def body(self) -> str:
        """The paragraphs without the dateline, joined by one blank line."""
        return "\n\n".join(self.paragraphs)

    @property
    def printed(self) -> tuple[str, ...]:
        """The paragraphs as the page prints them, the dateline in the first."""
        if self.dateline is None:
            return self.paragraphs
        return (f"{self.dateline} — {self.paragraphs[0]}", *self.paragraphs[1:])


@cache
def pieces(edition: int) -> tuple[Piece, ...]:
    """Return the articles of an edition, newest first."""
    chosen: dict[tuple[str, str], Piece] = {}
    for piece in sorted(_everything(), key=lambda piece: piece.edition):
        if piece.edition <= edition:
            chosen[piece.source_id, piece.slug] = piece
    return tuple(sorted(chosen.values(), key=lambda piece: (piece.published, piece.url), reverse=True))


def parse_piece(source_id: str, name: str, text: str) -> Piece:
    """Read one file; `name` is the file's name without `.md`."""
    _, front, body = text.split("+++", 2)
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in tomllib.loads(front).items()
    }
    slug = name.removesuffix(_CHANGED)
    values.setdefault("edition", 2 if slug != name else 1)
    paragraphs = tuple(" ".join(block.split()) for block in body.split("\n\n") if block.strip())
    return Piece(source_id=source_id, slug=slug, paragraphs=paragraphs, **values)


def _everything() -> list[Piece]:
    return [
        parse_piece(source_id, file.name.removesuffix(".md"), file.read_text("utf-8"))
        for source_id in PAPERS
        for file in _markdown(files("tasks.scrape.sample") / "articles" / source_id)
    ]


def _markdown(folder: Traversable) -> list[Traversable]:
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".md")]
    return sorted(found, key=lambda entry: entry.name)
