"""Rows about runs: how far the files that a backfill reads are."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Intake:
    """How far a WARC file, or a folder of saved pages, is taken in."""

    table: ClassVar[str] = "ops.intakes"
    key: ClassVar[tuple[str, ...]] = ("intake_id",)

    intake_id: str  # digest of what is read (a WARC file by its content) and of the filters
    path: str
    kind: str  # 'warc' 'folder'
    position: str  # where reading goes on: an offset, or the last file that was taken
    page_count: int
    is_done: bool
    run_id: str  # the run that moved it last
    read_at: datetime
