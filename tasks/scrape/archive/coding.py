"""Undo a content coding (RFC 9110, section 8.4.1), with a limit on what may come out."""

import zlib

from tasks.errors import DatelineError

ACCEPTED = "gzip, deflate"
"""What Accept-Encoding names; nothing else is undone."""


class CodingFault(DatelineError):
    """Content that cannot be unpacked; `reason` is 'coding' or 'too_large'."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


def decode(data: bytes, content_encoding: str | None, limit: int) -> bytes:
    """Undo the codings that a Content-Encoding header names, the last one first.

    Raises CodingFault where a coding is unknown, the data is damaged or cut short, or more than
    `limit` bytes would come out.
    """
    names = [name.strip().lower() for name in (content_encoding or "").split(",")]
    for name in reversed([n for n in names if n not in ("", "identity")]):
        if name in ("gzip", "x-gzip"):
            data = gunzip(data, limit)
        elif name == "deflate":
            data = _inflate(data, limit)
        else:
            raise CodingFault("coding", f"The content coding '{name}' is not one of {ACCEPTED}.")
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
