"""The archive's files, `<source>/<day>/<source>-<day>-NNNNN.warc.gz`: one writer at a time, each whole."""

import fcntl
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

MARK = ".open"
"""A file that is written has a mark beside it, which says how long it was when the writer began."""

GROUP_ENDS = (b"response", b"revisit", b"resource", b"warcinfo")
"""The records with which what is written together ends: a request without its response is of no use."""

CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Repair:
    """A file whose last record a crash had cut short."""

    warc_file: str  # relative to the home's archive folder
    kept_bytes: int
    cut_bytes: int

    @property
    def sentence(self) -> str:
        """What was done, for people."""
        return (
            f"A crash had cut its last record short; the {self.cut_bytes:,} bytes after byte "
            f"{self.kept_bytes:,} were taken off."
        )


@dataclass(slots=True)
class WarcFile:
    """An archive file that is open at its end, and nobody else's meanwhile."""

    path: Path
    file: IO[bytes]
    mark: "_Mark"
    size: int
    synced: int = 0  # bytes of it that are known to survive a power cut

    def append(self, data: bytes) -> int:
        """Hand bytes to the system, whole; return where they start."""
        start = self.size
        self.file.write(data)
        self.file.flush()
        self.size += len(data)
        return start

    def sync(self) -> None:
        """See to it that what was written survives a power cut."""
        if self.synced != self.size:
            os.fsync(self.file.fileno())
            self.synced = self.size

    def close(self) -> None:
        """Close the file, which is whole now."""
        self.sync()
        self.file.close()
        self.mark.remove()


def open_warc(archive: Path, source_id: str, at: datetime, max_bytes: int) -> WarcFile:
    """Open a source's file of the day, or the next one where it is full or somebody else writes it."""
    day = at.strftime("%Y-%m-%d")
    folder = archive / source_id / day
    folder.mkdir(parents=True, exist_ok=True)
    number = max((_number(path) for path in folder.glob("*.warc.gz")), default=1)
    while True:
        path = folder / f"{source_id}-{day}-{max(number, 1):05d}.warc.gz"
        number = max(number, 1) + 1
        if path.exists() and path.stat().st_size >= max_bytes:
            continue
        if (mark := _Mark.take(path)) is not None:
            _mended(archive, path, mark)
            file = path.open("ab")
            mark.write(path.stat().st_size)
            return WarcFile(path, file, mark, path.stat().st_size)


def repair(archive: Path, source_id: str) -> list[Repair]:
    """Take off what a crash left unfinished at the end of a source's files; the rest is not touched."""
    done = []
    for marked in sorted((archive / source_id).glob(f"*/*.warc.gz{MARK}")):
        path = marked.with_name(marked.name.removesuffix(MARK))
        if (mark := _Mark.take(path)) is None:
            continue  # somebody is writing it
        if (mended := _mended(archive, path, mark)) is not None:
            done.append(mended)
        mark.remove()
    return done


def whole_until(path: Path, start: int) -> int:
    """Return where the last whole group of records ends, of those that begin at `start` or later."""
    good = start
    for end, kind in _members(path, start):
        if kind in GROUP_ENDS:
            good = end
    return good


@dataclass(slots=True)
class _Mark:
    path: Path
    handle: IO[str]

    @classmethod
    def take(cls, warc: Path) -> "_Mark | None":
        """Lock a file's mark, which ends with its process; None where another holds it."""
        path = warc.with_name(warc.name + MARK)
        while True:
            handle = path.open("a+", encoding="utf-8")
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.close()
                return None
            # Whoever held it before may have removed the file that we have just locked.
            with suppress(FileNotFoundError):
                if path.stat().st_ino == os.fstat(handle.fileno()).st_ino:
                    return cls(path, handle)
            handle.close()

    def length(self) -> int | None:
        """Return how long the file was when its last writer began; None where nobody was cut short."""
        self.handle.seek(0)
        try:
            return int(json.loads(self.handle.read())["bytes"])
        except (ValueError, KeyError, TypeError):
            return None

    def write(self, size: int) -> None:
        """Note the length of the file."""
        self.handle.seek(0)
        self.handle.truncate()
        self.handle.write(json.dumps({"bytes": size, "pid": os.getpid()}))
        self.handle.flush()

    def remove(self) -> None:
        """Let go of the file."""
        self.path.unlink(missing_ok=True)
        self.handle.close()


def _mended(archive: Path, path: Path, mark: _Mark) -> Repair | None:
    length = mark.length()
    if length is None or not path.exists() or path.stat().st_size <= length:
        return None
    size, good = path.stat().st_size, whole_until(path, length)
    if good == size:
        return None
    os.truncate(path, good)
    return Repair(path.relative_to(archive).as_posix(), good, size - good)


def _number(path: Path) -> int:
    number = path.name.removesuffix(".warc.gz").rpartition("-")[2]
    return int(number) if len(number) == 5 and number.isdecimal() else 0


def _members(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield end and record type of each whole gzip member; what is damaged between whole ones is passed."""
    with path.open("rb") as file:
        while True:
            file.seek(start)
            found = _member(file)
            if found is None:
                start = _next_magic(file, start + 1)
                if start < 0:
                    return
                continue
            length, kind = found
            start += length
            yield start, kind


def _member(file: IO[bytes]) -> tuple[int, bytes] | None:
    """Return length and record type of the gzip member that begins here; None where none ends."""
    machine, taken, head = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS), 0, b""
    while not machine.eof:
        data = file.read(CHUNK)
        if not data:
            return None
        taken += len(data)
        try:
            out = machine.decompress(data)
        except zlib.error:
            return None
        head = (head + out)[:2048]
    kind = head.partition(b"WARC-Type: ")[2].partition(b"\r\n")[0]
    return taken - len(machine.unused_data), kind


def _next_magic(file: IO[bytes], start: int) -> int:
    """Return where the next gzip member may begin, -1 where none does."""
    file.seek(start)
    before = b""
    while data := file.read(CHUNK):
        at = (before + data).find(b"\x1f\x8b\x08")
        if at >= 0:
            return start - len(before) + at
        before = (before + data)[-2:]
        start = file.tell()
    return -1
