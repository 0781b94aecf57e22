"""What is left of runs: stage files of dead runs go at once, failed batches and logs after their time."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tasks.settings import Home


@dataclass(frozen=True, slots=True)
class Swept:
    """What was removed."""

    folders: int
    logs: int
    freed_bytes: int


def sweep_old(home: Home, run_id: str, keep_days: int, now: datetime) -> Swept:
    """Remove stage files of runs that are over (whoever holds the writer is alone), and old failed ones."""
    oldest = now - timedelta(days=keep_days)
    over = [one for one in _folders(home.runs) if one.name not in ("failed", run_id)]
    failed = [one for one in _folders(home.runs / "failed") if _changed(one) < oldest]
    logs = [one for one in sorted((home.root / "logs").glob("dateline-*.log")) if _changed(one) < oldest]
    freed = sum(_size(one) for one in (*over, *failed, *logs))
    for folder in (*over, *failed):
        shutil.rmtree(folder, ignore_errors=True)
    for log in logs:
        log.unlink(missing_ok=True)
    return Swept(len(over) + len(failed), len(logs), freed)


def _folders(path: Path) -> list[Path]:
    return sorted(one for one in path.iterdir() if one.is_dir()) if path.is_dir() else []


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
