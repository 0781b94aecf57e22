"""Read archived records back, to see that they are there and whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.errors import ArchiveError
from tasks.scrape.archive.payload import read_payload
from tasks.settings import Home

FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Verified:
    """How a sample of the archive was found."""

    count: int
    fault_count: int
    faults: tuple[str, ...]  # the first of them, a sentence each


def verify(rows: Iterable[Mapping[str, Any]], home: Home) -> Verified:
    """Read the record of each fetch; its own digests are compared as it is read."""
    count, faults = 0, []
    for row in rows:
        count += 1
        try:
            read_payload(home, row["warc_file"], row["warc_offset"])
        except ArchiveError as fault:
            faults.append(f"verify {row['source_id']}: {str(fault).rstrip('.')}")
    return Verified(count, len(faults), tuple(faults[:FAULTS_SHOWN]))
