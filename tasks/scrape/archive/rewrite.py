"""Write an archive file anew without some of its records; the others stay as they are, byte for byte."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tasks.urls import canonical_url

if TYPE_CHECKING:
    from tasks.scrape.archive.read import Damage, Entry

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Dropped:
    """Which records are to go: by their id, with what was written beside them, and by their URL."""

    record_ids: Collection[str]
    urls: Collection[str]  # as they are, and in their canonical form
    everything: bool = False

    def has(self, entry: "Entry") -> bool:
        """Tell whether a record is one of them."""
        if self.everything or entry.record_id in self.record_ids or entry.concurrent_to in self.record_ids:
            return True
        return bool(entry.url) and (entry.url in self.urls or _canonical(entry.url) in self.urls)


def is_touched(path: Path, dropped: Dropped) -> bool:
    """Tell whether a file holds a record that is to go."""
    return any(is_gone for _, _, is_gone in _spans(path, dropped))


def rewrite_without(path: Path, target: Path, dropped: Dropped) -> dict[int, int]:
    """Write a file anew at `target`; return where each record that stays began and begins now.

    Nothing is written, and the answer is empty, where no record of content stays. What is damaged, and
    not to go, is kept as it is.
    """
    kept = [(start, end) for start, end, is_gone in _spans(path, dropped) if not is_gone]
    if not any(not is_gone and _is_content(found) for found, is_gone in _found(path, dropped)):
        return {}
    moves: dict[int, int] = {}
    with path.open("rb") as source, target.open("wb") as out:
        for start, end in kept:
            moves[start] = out.tell()
            source.seek(start)
            left = end - start
            while left and (data := source.read(min(CHUNK, left))):
                out.write(data)
                left -= len(data)
        out.flush()
        os.fsync(out.fileno())
    return moves


def new_name(path: Path, taken: Collection[Path]) -> Path:
    """Return the next free name for a file of the same source and day."""
    stem = path.name.removesuffix(".warc.gz").rpartition("-")[0]
    number = 1
    while True:
        free = path.with_name(f"{stem}-{number:05d}.warc.gz")
        if not free.exists() and free not in taken:
            return free
        number += 1


def _found(path: Path, dropped: Dropped) -> Iterator[tuple["Entry | Damage", bool]]:
    from tasks.scrape.archive.read import Entry, read_archive

    for found in read_archive(path):
        yield found, isinstance(found, Entry) and dropped.has(found)


def _spans(path: Path, dropped: Dropped) -> Iterator[tuple[int, int, bool]]:
    """Yield where each record, or damage, begins and ends, and whether it is to go."""
    before: tuple[int, bool] | None = None
    for found, is_gone in _found(path, dropped):
        if before is not None and found.offset > before[0]:
            yield before[0], found.offset, before[1]
        before = found.offset, is_gone
    if before is not None:
        yield before[0], path.stat().st_size, before[1]


def _is_content(found: "Entry | Damage") -> bool:
    return getattr(found, "kind", "damage") != "warcinfo"


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url
