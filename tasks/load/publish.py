"""Publishing: the file that analysts open is replaced whole, while they may have the old one open."""

import os
import shutil
from pathlib import Path


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
