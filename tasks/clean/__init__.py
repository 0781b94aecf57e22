"""Read the article out of a page's bytes: text, metadata, and the evidence for each date."""

import importlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tasks.clean.payload import PayloadLike
from tasks.clean.version import CLEANER_VERSION, cleaner_version
from tasks.records import Cleaning

if TYPE_CHECKING:
    from tasks.batches import Batch
    from tasks.clean.batch import Counts
    from tasks.clean.decode import is_binary
    from tasks.clean.extract import Extract, extract_bytes, page_files, stem_of, unpacked
    from tasks.scrape import SourceSpec
    from tasks.settings import Home

_HOMES = dict.fromkeys(("Extract", "extract_bytes", "page_files", "stem_of", "unpacked"), "extract") | {
    "is_binary": "decode",
}

__all__ = [
    "CLEANER_VERSION",
    "Extract",
    "PayloadLike",
    "clean_batch",
    "clean_payload",
    "cleaner_version",
    "decoded",
    "extract_bytes",
    "is_binary",
    "page_files",
    "stem_of",
    "unpacked",
]


def __getattr__(name: str) -> Any:
    """Load what works on loose bytes where it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"tasks.clean.{_HOMES[name]}"), name)


def clean_payload(
    payload: PayloadLike, source: "SourceSpec | None", now: datetime, fetched_at: datetime | None = None
) -> Cleaning:
    """Clean one payload: always a Cleaning, never an exception; see `tasks.clean.cleaning`.

    `fetched_at` (else `now`) picks the source's rule of that day, and no date may lie after it.
    """
    from tasks.clean.cleaning import clean_payload as clean  # lxml is loaded only where pages are read

    return clean(payload, source, now, fetched_at)


def decoded(data: bytes, content_type: str | None) -> str:
    """Return the text of a page's bytes; see `tasks.clean.decode`."""
    from tasks.clean.decode import decode

    return decode(data, content_type)


def clean_batch(batch: "Batch", home: "Home", now: datetime) -> "Counts":
    """Clean what a batch has fetched; see `tasks.clean.batch`."""
    from tasks.clean.batch import clean_batch as clean

    return clean(batch, home, now)
