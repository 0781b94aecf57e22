"""The language model on disk: its tables are looked into where they lie, not loaded.

Loaded whole they hold 75 MB, and 30 MB more while they are read; one text touches a small part of them.
"""

import lzma
import mmap
import shutil
import struct
from tempfile import TemporaryFile
from typing import Protocol, cast
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

_LET_GO = 8  # texts after which it is worth the time


class Identifier(Protocol):
    """What names the language of a text, and its chance."""

    def classify(self, text: str) -> tuple[str, float]:
        """Return a language's code and a chance from 0 to 1."""


def load_identifier() -> Identifier:
    """Return py3langid's identifier over its tables on disk, or loaded whole where they lie otherwise."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return _mapped()
    except (KeyError, ValueError, TypeError, OSError):
        return cast("Identifier", LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True))


def _mapped() -> Identifier:
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    with TemporaryFile() as file:  # without a name: gone when the process is
        with lzma.open(MODEL_DIR / MODEL_FILE) as packed:
            shutil.copyfileobj(packed, file, 1 << 20)
        file.flush()
        held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        with ZipFile(file) as parts:
            tables = {part.filename: _table(held, parts, part) for part in parts.infolist()}
    moves, rows = tables["nextmove.npy"], tables["nextmove_row.npy"]
    found = LanguageIdentifier(
        tables["ptc.npy"],
        tables["pc.npy"].copy(),
        tables["classes.npy"].tolist(),
        moves.data,
        tables["out_feat.npy"].tolist(),
        norm_probs=True,
        tk_row=rows.tolist(),
    )
    return _Mapped(cast("Identifier", found), held)


class _Mapped:
    """An identifier that lets go of what it has touched, which would grow to nearly all of the tables."""

    def __init__(self, inner: Identifier, held: mmap.mmap) -> None:
        self._inner = inner
        self._held = held
        self._asked = 0

    def classify(self, text: str) -> tuple[str, float]:
        """Return a language's code and a chance from 0 to 1."""
        found = self._inner.classify(text)
        self._asked += 1
        if self._asked % _LET_GO == 0:
            self._held.madvise(mmap.MADV_DONTNEED)  # the file stays in the system's cache
        return found


def _table(held: mmap.mmap, parts: ZipFile, part: ZipInfo) -> NDArray[np.generic]:
    """Return an array over its bytes in the mapped file. Raises ValueError where it is packed."""
    if part.compress_type != ZIP_STORED:
        raise ValueError("a table is packed")
    name, extra = struct.unpack_from("<HH", held, part.header_offset + 26)  # APPNOTE.TXT, section 4.3.7
    with parts.open(part) as member:
        read = np.lib.format
        version = read.read_magic(member)
        header = read.read_array_header_1_0 if version == (1, 0) else read.read_array_header_2_0
        shape, _, dtype = header(member)
        start = part.header_offset + 30 + name + extra + member.tell()
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(held, dtype, count, start).reshape(shape)
