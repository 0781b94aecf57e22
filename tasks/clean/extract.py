"""A page to what it says, without a database: what `dateline extract` prints."""

import gzip
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tasks.clean.cleaning import clean_payload
from tasks.records import Cleaning


@dataclass(frozen=True, slots=True)
class Extract:
    """An article as read from loose bytes; a page that is no article keeps its text, and the reason."""

    title: str | None
    date: str | None  # the day on the publisher's own calendar, YYYY-MM-DD
    authors: tuple[str, ...]
    body: str | None  # paragraphs joined by one blank line, with the dateline before the first, as printed
    reason: str | None  # why it is no article
    rule: str | None  # what found the body
    flags: tuple[str, ...]
    cleaning: Cleaning


@dataclass(frozen=True, slots=True)
class _Loose:
    data: bytes
    url: str
    content_type: str | None = None


def extract_bytes(data: bytes, url: str = "", now: datetime | None = None) -> Extract:
    """Read bytes of HTML or saved text by the generic rules alone. Never raises."""
    found = clean_payload(_Loose(data, url), None, now or datetime.now(UTC))
    day = found.date_published_local
    body = found.article_body
    if body and found.dateline and found.rule != "saved_text":
        body = f"{found.dateline} — {body}"
    return Extract(
        title=found.headline,
        date=day.isoformat() if day else None,
        authors=found.author,
        body=body,
        reason=found.reason,
        rule=found.rule,
        flags=found.flags or (),
        cleaning=found,
    )


def page_files(path: Path) -> list[Path]:
    """Return the pages under a path in the order of their names: HTML and text, gzip or not."""
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and p.name.lower().endswith(_ENDINGS))


def unpacked(path: Path, most: int) -> bytes | str:
    """Return a file's bytes, gzip undone; where that is no use, the reason instead."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
        if data[:2] == b"\x1f\x8b":
            with gzip.open(path) as packed:
                data = packed.read(most + 1)
    except (OSError, EOFError, zlib.error):
        return "unreadable"
    return "too_large" if len(data) > most else data


def stem_of(path: Path) -> str:
    """Return a file's name without .gz and its kind."""
    name = path.name
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return path.stem


_KINDS = (".html", ".htm", ".xhtml", ".txt", ".md")
_ENDINGS = tuple(kind + packed for kind in _KINDS for packed in ("", ".gz"))
