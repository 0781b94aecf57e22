"""Write WARC 1.1: a new file for each run and source, a gzip member for each record."""

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tasks.scrape.archive.payload import UNCHUNKED
from tasks.settings import Home
from tasks.urls import content_digest, digest


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, as they went over the wire, the transfer coding undone."""

    url: str
    request_head: bytes  # request line and headers, with the blank line
    response_head: bytes  # status line and headers as received, with the blank line
    body: bytes  # still content-encoded
    was_chunked: bool
    address: str | None  # the IP address that answered
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """Where bytes rest."""

    warc_file: str  # relative to the home's archive folder
    warc_offset: int
    warc_record_id: str
    payload_digest: str  # sha256 hex


@dataclass(slots=True)
class Archive:
    """The archive file of one source in one run; it comes into being with its first record.

    A file is never appended to by a later run, so that a record that a crash cut short stays the last
    of its file.
    """

    home: Home
    source_id: str
    run_id: str
    agent: str
    _path: Path | None = field(default=None, init=False)
    _file: IO[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, exchange: Exchange) -> Kept:
        """Write a response and its request, and say where the response lies."""
        about = {"WARC-Target-URI": exchange.url}
        if exchange.address:
            about["WARC-IP-Address"] = exchange.address
        extra = {UNCHUNKED: "chunked; undone"} if exchange.was_chunked else {}
        kept = self._write(
            "response",
            "application/http; msgtype=response",
            {**about, **extra},
            exchange.response_head,
            exchange.body,
            exchange.at,
        )
        about["WARC-Concurrent-To"] = f"<{kept.warc_record_id}>"
        self._write(
            "request", "application/http; msgtype=request", about, exchange.request_head, b"", exchange.at
        )
        return kept

    def keep_file(self, uri: str, data: bytes, content_type: str, at: datetime) -> Kept:
        """Write a given file as it is, and say where it lies."""
        return self._write("resource", content_type, {"WARC-Target-URI": uri}, b"", data, at)

    def sync(self) -> None:
        """See to it that what was written survives a power cut."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the file, if there is one."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _write(
        self,
        kind: str,
        content_type: str,
        about: Mapping[str, str],
        head: bytes,
        payload: bytes,
        at: datetime,
    ) -> Kept:
        file = self._file or self._open(at)
        assert self._path is not None  # _open sets both
        name = self._path.relative_to(self.home.archive).as_posix()
        offset = file.tell()
        block, payload_digest = head + payload, content_digest(payload)
        record_id = f"urn:uuid:{uuid.UUID(digest(self.run_id, name, str(offset), payload_digest))}"
        headers = {
            "WARC-Type": kind,
            "WARC-Record-ID": f"<{record_id}>",
            "WARC-Date": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            **about,
            "WARC-Payload-Digest": f"sha256:{payload_digest}",
            "WARC-Block-Digest": f"sha256:{content_digest(block)}",
        }
        if kind == "warcinfo":
            del headers["WARC-Payload-Digest"]
        # warcio is given the block whole: it would re-encode header values that are not ASCII.
        record = ArcWarcRecord(
            "warc",
            kind,
            StatusAndHeaders("", list(headers.items()), protocol="WARC/1.1"),
            BytesIO(block),
            None,
            content_type,
            len(block),
            payload_length=len(block),
        )
        WARCWriter(file, gzip=True, warc_version="WARC/1.1").write_record(record)
        return Kept(name, offset, record_id, payload_digest)

    def _open(self, at: datetime) -> IO[bytes]:
        folder = self.home.archive / self.source_id / at.strftime("%Y-%m-%d")
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"{self.source_id}-{at.strftime('%Y%m%dT%H%M%SZ')}-{digest(self.run_id)[:8]}"
        number = 1
        while True:
            self._path = folder / (f"{stem}-{number}.warc.gz" if number > 1 else f"{stem}.warc.gz")
            try:
                self._file = self._path.open("xb")
                break
            except FileExistsError:
                number += 1
        self._write("warcinfo", "application/warc-fields", {}, b"", self._about(), at)
        return self._file

    def _about(self) -> bytes:
        lines = {
            "software": self.agent,
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "robots": "obeyed",
            "isPartOf": f"{self.source_id}, run {self.run_id}",
            "description": "Content codings as received; transfer codings undone.",
        }
        return "".join(f"{name}: {value}\r\n" for name, value in lines.items()).encode()
