"""What a person names for a backfill, as piles: each is read in one order, and can be gone on with."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import InputError, UsageError
from tasks.scrape.inputs import SUFFIXES
from tasks.settings import Home
from tasks.urls import digest

ARCHIVES = (".warc", ".warc.gz", ".arc", ".arc.gz")
_EDGE = 1 << 16


@dataclass(frozen=True, slots=True)
class Pile:
    """A WARC file, or the saved pages of a folder (or one of them)."""

    pile_id: str  # of a WARC file of others by its content, so that it may be moved; else by its path
    path: Path
    kind: str  # 'warc' 'folder'
    size_bytes: int
    is_own: bool = False  # it lies in the home's archive: its records stay where they are


def find_piles(words: tuple[str, ...], home: Home) -> list[Pile]:
    """Return what is to be read, in the order given.

    Raises UsageError for what is not there, InputError for what holds nothing.
    """
    piles: dict[str, Pile] = {}
    for word in words:
        path = Path(word).expanduser().resolve()
        if not path.exists():
            raise UsageError(f"There is no file or folder {word}.", "Check the path.")
        found = list(_piles(path, home))
        if not found:
            raise InputError(
                f"{word} holds nothing to take in.",
                f"Files are taken whose names end in {', '.join((*ARCHIVES, *SUFFIXES))}.",
            )
        piles.update({pile.pile_id: pile for pile in found})
    return list(piles.values())


def saved_pages(folder: Path) -> Iterator[tuple[Path, int]]:
    """Yield the saved pages of a folder and its folders with their sizes, by the parts of their paths."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name):
        if entry.is_dir(follow_symlinks=False):
            yield from saved_pages(Path(entry.path))
        elif _is_page(entry.name) and entry.is_file():
            yield Path(entry.path), entry.stat().st_size


def _piles(path: Path, home: Home) -> Iterator[Pile]:
    if path.is_file():
        yield _warc(path, home) if _is_archive(path.name) else _folder(path, path.stat().st_size)
        return
    for archive in sorted(one for one in path.rglob("*") if _is_archive(one.name) and one.is_file()):
        yield _warc(archive, home)
    pages = sum(size for _, size in saved_pages(path))
    if pages:
        yield _folder(path, pages)


def _warc(path: Path, home: Home) -> Pile:
    size = path.stat().st_size
    if path.is_relative_to(home.archive):  # such a file may grow
        name = path.relative_to(home.archive).as_posix()
        return Pile(digest("own", name), path, "warc", size, is_own=True)
    with path.open("rb") as file:
        edges = hashlib.sha256(file.read(_EDGE))
        file.seek(max(0, size - _EDGE))
        edges.update(file.read())
    return Pile(digest("warc", str(size), edges.hexdigest()), path, "warc", size)


def _folder(path: Path, size: int) -> Pile:
    return Pile(digest("folder", os.fsencode(path).hex()), path, "folder", size)


def _is_archive(name: str) -> bool:
    return name.lower().endswith(ARCHIVES)


def _is_page(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(SUFFIXES)
