"""From a payload to a Cleaning, whatever the bytes are."""

import gc
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

from tasks.clean.decode import is_binary, read
from tasks.clean.html_page import read_html
from tasks.clean.page import looks_like_html
from tasks.clean.payload import PayloadLike
from tasks.clean.reading import Reading
from tasks.clean.saved_text import read_text
from tasks.clean.version import cleaner_version
from tasks.records import Cleaning
from tasks.urls import content_digest, digest

if TYPE_CHECKING:
    from tasks.scrape import SourceSpec

MAX_BYTES = 20_000_000
_READ = tuple(field.name for field in fields(Reading))


def clean_payload(
    payload: PayloadLike,
    source: "SourceSpec | None",
    now: datetime,
    fetched_at: datetime | None = None,
    payload_digest: str | None = None,
) -> Cleaning:
    """Clean one payload; what cannot be read comes back rejected, with its reason.

    `payload_digest` names the bytes as archived, where that differs from the decoded ones given here.
    """
    collects = gc.isenabled()
    gc.disable()  # a page is many small objects and no cycles, which the collector would walk again and again
    try:
        reading = _read(payload, source, fetched_at or now)
    except Exception:  # one page that trips the cleaner must not stop the batch: it becomes a rejection
        reading = Reading(reason="fault")
    finally:
        if collects:
            gc.enable()
    version = cleaner_version(source)
    named = payload_digest or content_digest(payload.data)
    return Cleaning(
        cleaning_id=digest(named, version),
        payload_digest=named,
        cleaner_version=version,
        cleaned_at=now,
        **{name: getattr(reading, name) for name in _READ},
    )


def _read(payload: PayloadLike, source: "SourceSpec | None", latest: datetime) -> Reading:
    if len(payload.data) > MAX_BYTES:
        return Reading(reason="too_large")
    if not payload.data or payload.data.isspace():
        return Reading(reason="empty")
    if is_binary(payload.data):
        return Reading(reason="binary")
    found = read(payload.data, payload.content_type)
    if looks_like_html(found.text):
        return read_html(found, payload.url, source, latest)
    return read_text(found.text, source, latest)
