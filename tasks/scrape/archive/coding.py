"""Undo a content coding (RFC 9110, section 8.4.1), with a limit on what may come out."""

import zlib
from collections.abc import Callable

import brotli

from tasks.errors import DatelineError

ACCEPTED = "gzip, deflate, br"
"""What Accept-Encoding names; nothing else is undone."""

SMALL_BYTES = 1_000_000
"""Content that stays below may have grown however much: a few repeated lines pack a hundredfold."""


class CodingFault(DatelineError):
    """Content that cannot be unpacked; `reason` is 'coding' or 'too_large'."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def decode(data: bytes, content_encoding: str | None, limit: int, max_ratio: int | None = None) -> bytes:
    """Undo the codings that a Content-Encoding header names, the last one first.

    Raises CodingFault where a coding is unknown, the data is damaged or cut short, or more than `limit`
    bytes would come out, or more than a megabyte that is `max_ratio` times what came.
    """
    names = [name.strip().lower() for name in (content_encoding or "").split(",")]
    may_grow_to = limit if max_ratio is None else max(SMALL_BYTES, max_ratio * len(data))
    for name in reversed([n for n in names if n not in ("", "identity")]):
        if name not in _CODINGS:
            raise CodingFault("coding", f"The content coding '{name}' is not one of {ACCEPTED}.")
        try:
            data = _CODINGS[name](data, min(limit, may_grow_to))
        except CodingFault as fault:
            if fault.reason == "too_large" and may_grow_to < limit:
                raise CodingFault(
                    "too_large", f"The content unpacks to more than {max_ratio} times its size (max_ratio)."
                ) from fault
            raise
    if len(data) > limit:
        raise _too_large(limit)
    return data


def gunzip(data: bytes, limit: int) -> bytes:
    """Unpack gzip data of one member or several; what follows the last one is left out."""
    out = bytearray()
    while data[:2] == b"\x1f\x8b" or not out:
        member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        out += _unpack(member, data, limit - len(out))
        data = member.unused_data
        if not data:
            break
    return bytes(out)


def _inflate(data: bytes, limit: int) -> bytes:
    # RFC 9110 means the zlib format; some servers send the bare one.
    try:
        return _unpack(zlib.decompressobj(), data, limit)
    except CodingFault as fault:
        if fault.reason == "too_large":
            raise
        return _unpack(zlib.decompressobj(wbits=-zlib.MAX_WBITS), data, limit)


def _unbrotli(data: bytes, limit: int) -> bytes:
    machine, out = brotli.Decompressor(), bytearray()
    try:
        out += machine.process(data, output_buffer_limit=limit + 1)
        while not machine.is_finished() and len(out) <= limit:
            part = machine.process(b"", output_buffer_limit=limit + 1 - len(out))
            if not part:
                break
            out += part
    except brotli.error as fault:
        raise CodingFault("coding", "The packed content is damaged.") from fault
    if len(out) > limit:
        raise _too_large(limit)
    if not machine.is_finished():
        raise CodingFault("coding", "The packed content ends too early.")
    return bytes(out)


def _unpack(machine: "zlib._Decompress", data: bytes, limit: int) -> bytes:
    try:
        out = machine.decompress(data, limit + 1)
    except zlib.error as fault:
        raise CodingFault("coding", f"The packed content is damaged: {fault}.") from fault
    if len(out) > limit:
        raise _too_large(limit)
    if not machine.eof:
        raise CodingFault("coding", "The packed content ends too early.")
    return out


def _too_large(limit: int) -> CodingFault:
    return CodingFault("too_large", f"The content unpacks to more than {limit:,} bytes (max_body_bytes).")


_CODINGS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": gunzip,
    "x-gzip": gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
}
