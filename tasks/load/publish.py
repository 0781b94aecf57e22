"""Publishing: the file that analysts open is replaced whole, while they may have the old one open."""

import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tasks.settings import Home


@dataclass(frozen=True, slots=True)
class Published:
    """What became of publishing: the file's size in bytes, else when it is due."""

    size_bytes: int | None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """The published file lacks what was loaded since a moment; the first run after `due_at` publishes it."""

    since: datetime
    due_at: datetime


def due(home: Home, every_s: float, now: datetime) -> datetime | None:
    """Return when the next publishing is due; None for now.

    The published file's own time says when the last one was; a time that lies ahead says nothing.
    """
    if every_s <= 0 or not home.database.exists():
        return None
    last = datetime.fromtimestamp(home.database.stat().st_mtime, UTC)
    next_at = last + timedelta(seconds=every_s)
    return next_at if last <= now < next_at else None


def behind_note(home: Home) -> Path:
    """Return where it is noted that the published file is behind; publishing removes it."""
    return home.warehouse / "behind.json"


def note_behind(home: Home, now: datetime, due_at: datetime) -> None:
    """Note that something is loaded and not published; since when stays from the first time."""
    before = behind(home)
    since = before.since if before else now
    note, scratch = behind_note(home), behind_note(home).with_suffix(".part")
    scratch.write_text(json.dumps({"since": since.isoformat(), "due_at": due_at.isoformat()}) + "\n", "utf-8")
    scratch.replace(note)


def behind(home: Home) -> Behind | None:
    """Return since when the published file is behind; None where it is not."""
    try:
        held = json.loads(behind_note(home).read_text("utf-8"))
    except FileNotFoundError:
        return None
    return Behind(datetime.fromisoformat(held["since"]), datetime.fromisoformat(held["due_at"]))


def publish_copy(source: Path, target: Path) -> int:
    """Copy a closed database beside the target and put it in its place at once; return its size in bytes.

    Who has the old file open keeps reading it; the next to open gets the new one. Both file and folder
    are synced, so that a power cut leaves one of the two. The file is read-only for everyone: what
    a person wrote into it would be lost at the next run.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.with_name(f".{target.name}.part")
    scratch.unlink(missing_ok=True)
    try:
        shutil.copyfile(source, scratch)
        scratch.chmod(0o444)
        _sync(scratch)
    except OSError:
        scratch.unlink(missing_ok=True)  # half a copy only keeps a full disk full
        raise
    # The log of someone who wrote into the old file all the same would be replayed into the new one.
    target.with_name(f"{target.name}.wal").unlink(missing_ok=True)
    scratch.replace(target)
    _sync(target.parent)
    return target.stat().st_size


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
