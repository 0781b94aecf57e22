"""What a person gives by hand: files, folders and single URLs."""

import gzip
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tasks.errors import InputError, UsageError

SUFFIXES = (".html", ".htm", ".xhtml", ".txt")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"BZh91AY": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
    b"WARC/1.": "a WARC archive",
}


@dataclass(frozen=True, slots=True)
class Input:
    """A path or URL, with what the person states of it."""

    word: str  # path of a file or folder, or a URL
    url: str | None = None  # where a given file was published
    source: str | None = None  # who published it
    date: str | None = None  # when: RFC 3339 instant or day

    @property
    def is_url(self) -> bool:
        """Whether the word is an address, not a path."""
        return "://" in self.word


def files_of(given: Input) -> Iterator[Path]:
    """Yield the file that was given, or those of the folder and its folders, by name.

    Raises InputError where there is nothing to take, UsageError where one URL is stated for many files.
    """
    path = Path(given.word).expanduser()
    if path.is_file():
        yield path
        return
    if not path.is_dir():
        raise InputError(f"There is no file or folder {given.word}.", "Check the path.")
    if given.url is not None:
        raise UsageError(
            f"--url names one article, but {given.word} is a folder.", "Give the files one by one."
        )
    found = [file for file in sorted(path.rglob("*")) if _is_wanted(file)]
    if not found:
        raise InputError(
            f"The folder {given.word} holds no saved page.",
            f"Files are taken whose names end in {', '.join(SUFFIXES)}, or in these and .gz.",
        )
    yield from found


def read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a saved page, unpacked where they are gzip'd.

    Raises InputError, naming path and next step, for a file that is unreadable, empty, binary or larger
    than `limit` bytes.
    """
    try:
        with path.open("rb") as file:
            known = os.fstat(file.fileno()).st_size or limit  # a pipe does not know
            data = file.read(min(known, limit) + 1)
        if data[:2] == b"\x1f\x8b" and len(data) <= limit:
            with gzip.open(path) as packed:
                data = packed.read(limit + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as fault:
        raise InputError(f"{path} is a damaged gzip file: {fault}.", "Give it unpacked.") from fault
    except OSError as fault:
        raise InputError(
            f"{path} cannot be read: {fault.strerror}.", "Check who may read it, and give it again."
        ) from fault
    if len(data) > limit:
        raise InputError(
            f"{path} is larger than {limit:,} bytes.",
            "Raise max_body_bytes in dateline.toml if it is a page.",
        )
    if not data.strip():
        raise InputError(f"{path} is empty.", "Save the page again, as HTML or text.")
    if (kind := binary_kind(data)) is not None:
        raise InputError(f"{path} is {kind}, not a saved page.", "Give the article as HTML or text.")
    return data


def binary_kind(data: bytes) -> str | None:
    """Return what kind of binary data this is; None for text, in UTF-16 too where it has its mark."""
    kind = next((kind for magic, kind in MAGIC.items() if data.startswith(magic)), None)
    if kind is None and b"\x00" in data and not data.startswith(UTF16_MARKS):
        return "a binary file"
    return kind


def content_type(path: Path) -> str:
    """Return the type that a file's name suggests; what it is shows when it is read."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".xhtml"):
        return "application/xhtml+xml"
    return "text/html" if name.endswith((".html", ".htm")) else "text/plain"


def _is_wanted(path: Path) -> bool:
    return path.name.lower().removesuffix(".gz").endswith(SUFFIXES) and path.is_file()
