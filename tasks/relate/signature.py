"""The keys under which a text is found again among millions: MinHash bands, its opening, its quotes."""

import hashlib
import struct
from collections.abc import Sequence

from rensa import RMinHash

from tasks.relate.likeness import Features

# Two rows a band: texts that share 40 % of their shingles meet in one at 98 % of times,
# strangers at one in ten thousand.
_ROWS, _BANDS, _OPENING_BANDS, _QUOTE_KEYS = 2, 22, 6, 8
_OPENING_RUNS, _QUOTE_KEY_WORDS = 87, 6
_SEED = 20241118
SIGNATURE_VERSION = f"1.{RMinHash.ALGORITHM_VERSION}"


def signature(features: Features) -> tuple[int, ...]:
    """Return the keys of a text: signed 64-bit numbers, at most 36, sorted.

    Bands over the whole text find texts that share much of it; bands over the opening, copies
    that were cut short; the beginnings of quotes, rewrites that share little else.
    """
    opening = features.runs[:_OPENING_RUNS]
    keys = {
        *_bands("text", features.shingles, _BANDS),
        *_bands("opening", opening, _OPENING_BANDS),
        *(_key("quote", *quote[:_QUOTE_KEY_WORDS]) for quote in features.quotes[:_QUOTE_KEYS]),
    }
    return tuple(sorted(keys))


def _bands(kind: str, items: Sequence[str] | frozenset[str], bands: int) -> list[int]:
    if not items:
        return []
    minhash = RMinHash(num_perm=bands * _ROWS, seed=_SEED)
    minhash.update(list(items))
    rows = minhash.digest()
    return [_key(kind, band, *rows[band * _ROWS : (band + 1) * _ROWS]) for band in range(bands)]


def _key(*parts: object) -> int:
    data = "\x1f".join(map(str, parts)).encode()
    number: int = struct.unpack("<q", hashlib.blake2b(data, digest_size=8).digest())[0]
    return number
