"""The pages with hand-made truth that extraction is measured on, and the scorer that goes with them."""

import gzip
import hashlib
import importlib.util
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

BENCHES = ("aeb", "fundus_eval", "naeb_a", "newspaper3k", "newspaper4k", "wcxb_dev_sample")
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageSet:
    """One bench: its truth, a row a page, and where its pages lie."""

    name: str
    folder: Path
    truth: list[Row]

    def html(self, page_id: str) -> bytes:
        """Return the bytes of a page."""
        return gzip.decompress((self.folder / "html" / f"{page_id}.html.gz").read_bytes())

    def part(self, ids: Iterable[str]) -> "PageSet":
        """Return the same bench with some of its pages."""
        kept = set(ids)
        return PageSet(self.name, self.folder, [row for row in self.truth if row["id"] in kept])

    def digest(self) -> str:
        """Name the truth and the pages by their content: 16 hex digits."""
        found = hashlib.sha256()
        for row in sorted(self.truth, key=lambda row: str(row["id"])):
            found.update(json.dumps(row, sort_keys=True, ensure_ascii=False).encode())
            found.update(hashlib.sha256(self.html(row["id"])).digest())
        return found.hexdigest()[:16]


def load_pages(shared: Path, name: str) -> PageSet:
    """Read a bench's truth."""
    folder = shared / "extract" / name
    lines = (folder / "truth.jsonl").read_text("utf-8").splitlines()
    return PageSet(name, folder, [json.loads(line) for line in lines if line.strip()])


def load_scorer(shared: Path) -> ModuleType:
    """Import the scorer that lies beside the pages; its header says what each figure means."""
    spec = importlib.util.spec_from_file_location("extract_score", shared / "extract" / "score.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"no scorer beside the pages in {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
