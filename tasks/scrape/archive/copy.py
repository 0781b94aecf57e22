"""Cut a record out of a WARC file of other people, as it stands there, to be kept in ours."""

import zlib
from pathlib import Path

from tasks.scrape.archive.form import PACK_LEVEL

HEAD = 512


def cut_record(path: Path, offset: int, end: int) -> bytes | None:
    """Return the record between two offsets of a file as a gzip member of its own.

    What is packed there stays packed, so that a copy costs no more than reading. None where the bytes are
    no WARC record of their own: an ARC file, or one gzip member over many records.
    """
    with path.open("rb") as file:
        file.seek(offset)
        data = file.read(end - offset)
    if data.startswith(b"WARC/"):
        packer = zlib.compressobj(PACK_LEVEL, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        return packer.compress(data) + packer.flush()
    if not data.startswith(b"\x1f\x8b\x08"):
        return None
    machine = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        head = machine.decompress(data[:HEAD], 8)
    except zlib.error:
        return None
    return data if head.startswith(b"WARC/") else None
