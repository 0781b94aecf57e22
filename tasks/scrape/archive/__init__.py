"""The archive: WARC files by source and day, written once and read for good."""

from tasks.scrape.archive.payload import Archived, Payload, read_payload, read_record

__all__ = ["Archived", "Payload", "read_payload", "read_record"]
