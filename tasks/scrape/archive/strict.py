"""Iterate over the records of a WARC so that a damaged gzip member is an error.

warcio takes a first block that does not unpack for plain text, and where a later one does not, prints that
and goes on as at the end of the file. A record whose bytes were flipped may then pass for an empty one.
"""

from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader

GZIP = b"\x1f\x8b"


def records_of(file: IO[bytes]) -> ArchiveIterator:
    """Return warcio's iterator from where the file stands; it raises zlib.error at damage."""
    iterator = ArchiveIterator(file, check_digests=True)
    iterator.reader = _StrictReader(iterator.fh)
    return iterator


class _StrictReader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    decompressor: Any
    _has_begun = False

    def _decompress(self, data: bytes) -> Any:
        if self.decompressor is None:
            return data
        if not self._has_begun and not GZIP.startswith(data[:2]):
            self.decompressor = None  # a plain file, or what somebody wrote behind the last member
            return data
        self._has_begun = True
        return self.decompressor.decompress(data)

    def _init_decomp(self, decomp_type: str | None) -> None:
        super()._init_decomp(decomp_type)
        self._has_begun = False
