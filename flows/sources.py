"""Sources by name, and the sample newspaper while somebody serves it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tasks.errors import UsageError
from tasks.load import is_alive
from tasks.scrape import SourceSpec, load_source
from tasks.settings import Home


def resolve(name: str, home: Home) -> SourceSpec:
    """Return a source; one of the sample newspaper is led to the port where this home serves it."""
    spec = load_source(name, home)
    if not _is_sample(spec):
        return spec
    from tasks.scrape.sample import sample_specs

    served = _noted(home).get("served")
    if not isinstance(served, dict) or not is_alive(served["pid"]):
        raise UsageError(
            f"'{name}' belongs to the sample newspaper, which nobody serves now.",
            "Run `dateline sample` in another terminal, or `dateline sample --ingest`.",
        )
    return next(sample for sample in sample_specs(served["port"]) if sample.source_id == name)


def edition_seen(home: Home) -> int:
    """Return the last edition of the sample newspaper that this home took in; 0 for none."""
    return int(_noted(home).get("edition", 0))


def note_edition(home: Home, edition: int) -> None:
    """Remember an edition that was taken in."""
    _note(home, {**_noted(home), "edition": edition})


@contextmanager
def noted_as_served(home: Home, port: int, edition: int) -> Iterator[None]:
    """Let every process of this home find the sample newspaper until the block ends."""
    _note(home, {**_noted(home), "served": {"port": port, "edition": edition, "pid": os.getpid()}})
    try:
        yield
    finally:
        _note(home, {name: value for name, value in _noted(home).items() if name != "served"})


def _is_sample(spec: SourceSpec) -> bool:
    # A home's own file of the same name, with connect_to, wins.
    return spec.connect_to is None and any(host.endswith(".example") for host in spec.hosts)


def _file(home: Home) -> Path:
    return home.root / "sample.json"


def _noted(home: Home) -> dict[str, Any]:
    try:
        noted: dict[str, Any] = json.loads(_file(home).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def _note(home: Home, noted: dict[str, Any]) -> None:
    home.root.mkdir(parents=True, exist_ok=True)
    scratch = _file(home).with_suffix(".part")
    scratch.write_text(json.dumps(noted) + "\n", "utf-8")
    scratch.replace(_file(home))
