"""The archive: WARC files by source and day, written once and read for good."""

from tasks.scrape.archive.payload import Payload, read_payload

__all__ = ["Payload", "read_payload"]
