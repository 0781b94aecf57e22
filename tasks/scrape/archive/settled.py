"""What a run has archived already, so that after a crash the same run asks for none of it again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tasks.scrape.archive.find import archive_files
from tasks.scrape.archive.form import Kept
from tasks.scrape.archive.read import Entry, read_archive
from tasks.settings import Home


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a link, as the archive tells it."""

    link_id: str
    outcome: str
    reason: str | None
    detail: str | None
    redirects: tuple[str, ...]
    final_url: str
    http_status: int | None
    http_headers: tuple[tuple[str, str], ...]
    content_bytes: int
    kept: Kept
    at: datetime
    is_same_payload: bool  # a revisit of what was known before: the bytes rest there

    def header(self, name: str) -> str | None:
        """Return a header of the response, by its name in lower case."""
        return next((value for key, value in self.http_headers if key.lower() == name), None)


def settled_links(home: Home, source_id: str, run_id: str, note: Path) -> dict[str, Settled]:
    """Return the links that this run settled since `note` was first written, by id; write it if it is new.

    The note says how long each file of the source was when the run began, so that only what came since is
    read. Nothing can have been settled where there was no note.
    """
    files = {path.relative_to(home.archive).as_posix(): path for path in archive_files(home, source_id)}
    if not note.exists():
        note.parent.mkdir(parents=True, exist_ok=True)
        scratch = note.with_suffix(".part")
        scratch.write_text(json.dumps({name: path.stat().st_size for name, path in files.items()}), "utf-8")
        scratch.replace(note)
        return {}
    lengths: dict[str, int] = json.loads(note.read_text("utf-8"))
    found = {}
    for name, path in files.items():
        if path.stat().st_size > lengths.get(name, 0):
            for settled in _settled(name, path, lengths.get(name, 0), run_id):
                found[settled.link_id] = settled
    return found


def _settled(name: str, path: Path, start: int, run_id: str) -> Iterator[Settled]:
    said: dict[str, Entry] = {}
    for entry in read_archive(path, start=start):
        if not isinstance(entry, Entry):
            continue
        if entry.kind == "metadata" and entry.concurrent_to:
            said[entry.concurrent_to] = entry
        elif entry.kind in ("response", "revisit") and (about := said.pop(entry.record_id, None)):
            fields = dict(about.fields)
            if fields.get("run") == run_id and "link_id" in fields:
                yield _of(name, entry, about)


def _of(name: str, entry: Entry, about: Entry) -> Settled:
    fields = dict(about.fields)
    digest = (entry.payload_digest or "").removeprefix("sha256:") or None
    return Settled(
        link_id=fields["link_id"],
        outcome=fields.get("outcome", "fetched"),
        reason=fields.get("reason"),
        detail=fields.get("detail"),
        redirects=tuple(value for key, value in about.fields if key == "via"),
        final_url=entry.url,
        http_status=entry.http_status,
        http_headers=entry.http_headers,
        content_bytes=int(fields.get("bytes", entry.content_bytes)),
        kept=Kept(name, entry.offset, entry.record_id, digest),
        at=datetime.fromisoformat(entry.date),
        is_same_payload=entry.kind == "revisit" and digest is not None,
    )
