"""Write WARC 1.1 by source and day: what belongs to one exchange in one stroke, its response last."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType

from tasks.scrape.archive.files import Repair, WarcFile, open_warc, repair
from tasks.scrape.archive.form import (
    NOT_MODIFIED,
    SAME_PAYLOAD,
    About,
    Exchange,
    Kept,
    Original,
    record_bytes,
    warc_fields,
)
from tasks.scrape.archive.payload import UNCHUNKED
from tasks.settings import Home
from tasks.urls import content_digest

__all__ = ["About", "Archive", "Exchange", "Kept", "Original"]

MAX_WARC_BYTES = 1_000_000_000
PACKED_ALREADY = 1  # zlib's level for bodies that are packed: it finds nothing more in them


@dataclass(slots=True)
class Archive:
    """A source's archive while one run writes to it; a file is opened with the first record.

    Entering it repairs what a crash left unfinished. Whatever `keep` returned has been handed to the
    system whole, so that a kill loses nothing of it; `sync` makes it survive a power cut.
    """

    home: Home
    source_id: str
    run_id: str
    agent: str
    max_bytes: int = MAX_WARC_BYTES
    repairs: list[Repair] = field(default_factory=list, init=False)
    _open: WarcFile | None = field(default=None, init=False)
    _day: str = field(default="", init=False)
    _info_id: str = field(default="", init=False)

    def __enter__(self) -> "Archive":
        self.mend()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def mend(self) -> None:
        """Take off what a crash left unfinished in the source's files, and remember it in `repairs`."""
        self.repairs += repair(self.home.archive, self.source_id)

    def keep(self, exchange: Exchange, about: About | None = None, before: Original | None = None) -> Kept:
        """Write metadata, request and response, and say where the response lies.

        With `before`, a response of the same payload is written as a revisit of that record, without its
        body, and what is returned says where the payload lies; a 304 is a revisit always, and lies itself.
        """
        file, payload_digest = self._ready(exchange.at), content_digest(exchange.body)
        is_304 = exchange.response_head.split(b" ", 2)[1:2] == [b"304"]
        is_same = bool(before and exchange.body and before.kept.payload_digest == payload_digest)
        response_id = _new_id()
        shared = {"WARC-Target-URI": exchange.url, "WARC-Date": _date(exchange.at)}
        if exchange.address:
            shared["WARC-IP-Address"] = exchange.address
        beside = {**shared, "WARC-Concurrent-To": f"<{response_id}>", "WARC-Warcinfo-ID": self._info_id}
        said = warc_fields(self._said(about or About(), exchange))
        parts = [
            record_bytes(_typed("metadata", beside), "application/warc-fields", said),
            record_bytes(
                _typed("request", beside), "application/http; msgtype=request", exchange.request_head
            ),
        ]
        is_revisit = is_304 or is_same
        headers = {**shared, "WARC-Warcinfo-ID": self._info_id}
        if exchange.was_chunked:
            headers[UNCHUNKED] = "chunked; undone"
        if not is_304:
            headers["WARC-Payload-Digest"] = f"sha256:{payload_digest}"
        if is_revisit:
            headers |= _revisited(before, NOT_MODIFIED if is_304 else SAME_PAYLOAD)
        block = exchange.response_head + (b"" if is_revisit else exchange.body)
        is_packed = b"content-encoding:" in exchange.response_head.lower()
        response = record_bytes(
            _typed("revisit" if is_revisit else "response", headers, response_id),
            "application/http; msgtype=response",
            block,
            *([PACKED_ALREADY] if is_packed else []),
        )
        start = file.append(b"".join([*parts, response])) + sum(map(len, parts))
        if is_same and before is not None:
            return before.kept
        return Kept(self._name(file), start, response_id, None if is_304 else payload_digest)

    def keep_file(self, uri: str, data: bytes, content_type: str, at: datetime) -> Kept:
        """Write a given file as it is, and say where it lies."""
        file, record_id, payload_digest = self._ready(at), _new_id(), content_digest(data)
        headers = {
            "WARC-Target-URI": uri,
            "WARC-Date": _date(at),
            "WARC-Warcinfo-ID": self._info_id,
            "WARC-Payload-Digest": f"sha256:{payload_digest}",
        }
        said = {**headers, "WARC-Concurrent-To": f"<{record_id}>"}
        del said["WARC-Payload-Digest"]
        words = warc_fields([("source", self.source_id), ("run", self.run_id)])
        metadata = record_bytes(_typed("metadata", said), "application/warc-fields", words)
        resource = record_bytes(_typed("resource", headers, record_id), content_type, data)
        start = file.append(metadata + resource) + len(metadata)
        return Kept(self._name(file), start, record_id, payload_digest)

    def keep_record(self, packed: bytes, record_id: str, payload_digest: str, at: datetime) -> Kept:
        """Write a record of other people's as it is, a gzip member of its own, and say where it lies."""
        file = self._ready(at)
        return Kept(self._name(file), file.append(packed), record_id, payload_digest)

    def sync(self) -> None:
        """See to it that what was written survives a power cut."""
        if self._open is not None:
            self._open.sync()

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _ready(self, at: datetime) -> WarcFile:
        """Return the file to write to, another one where the day or its size asks for it."""
        day = at.strftime("%Y-%m-%d")
        if self._open is not None and (self._day != day or self._open.size >= self.max_bytes):
            self.close()
        if self._open is None:
            self._open, self._day = open_warc(self.home.archive, self.source_id, at, self.max_bytes), day
            record_id = _new_id()
            self._info_id = f"<{record_id}>"
            headers = {"WARC-Date": _date(at), "WARC-Filename": self._open.path.name}
            self._open.append(
                record_bytes(_typed("warcinfo", headers, record_id), "application/warc-fields", self._about())
            )
        return self._open

    def _name(self, file: WarcFile) -> str:
        return file.path.relative_to(self.home.archive).as_posix()

    def _said(self, about: About, exchange: Exchange) -> list[tuple[str, str]]:
        fields = [("source", self.source_id), ("run", self.run_id), *about.fields()]
        fields.append(("bytes", str(len(exchange.body))))  # a revisit does not hold them
        return [*fields, ("proxy", exchange.proxy)] if exchange.proxy else fields

    def _about(self) -> bytes:
        return warc_fields(
            {
                "software": self.agent,
                "format": "WARC File Format 1.1",
                "conformsTo": (
                    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
                ),
                "robots": "obeyed",
                "isPartOf": f"{self.source_id}, run {self.run_id}",
                "description": "Content codings as received; transfer codings undone.",
            }.items()
        )


def _typed(kind: str, headers: dict[str, str], record_id: str | None = None) -> dict[str, str]:
    return {"WARC-Type": kind, "WARC-Record-ID": f"<{record_id or _new_id()}>", **headers}


def _revisited(before: Original | None, profile: str) -> dict[str, str]:
    if before is None:
        return {"WARC-Profile": profile}
    return {
        "WARC-Profile": profile,
        "WARC-Refers-To": f"<{before.kept.warc_record_id}>",
        "WARC-Refers-To-Target-URI": before.url,
        "WARC-Refers-To-Date": _date(before.at),
    }


def _date(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _new_id() -> str:
    return f"urn:uuid:{uuid.uuid4()}"
