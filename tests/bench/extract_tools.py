"""The extractors that are compared, each in a process of its own: its rows, CPU seconds, memory.

python -m tests.bench.extract_tools TOOL SHARED OUT BENCH...
"""

import importlib.metadata
import json
import logging
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench.extract_pages import Row, load_pages

Tool = Callable[[bytes], Row]


def ours() -> Tool:
    """Dateline as `dateline extract` runs it: no source's rules, all metadata."""
    from tasks.clean import extract_bytes

    def run(data: bytes) -> Row:
        found = extract_bytes(data)
        return {
            "title": found.title,
            "date": found.date,
            "authors": list(found.authors),
            "body": found.body,
            "by": found.rule,
        }

    return run


def trafilatura(**options: Any) -> Tool:
    """Trafilatura with its metadata, comments left out."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def run(data: bytes) -> Row:
        found: Any = bare_extraction(data, with_metadata=True, include_comments=False, **options)
        if found is None:
            return {}
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return {"title": found.title, "date": found.date, "authors": authors, "body": found.text}

    return run


def readability() -> Tool:
    """readability-lxml: the body's markup, as text by blocks, and a title; it reads no more."""
    from lxml import html
    from readability import Document

    logging.getLogger("readability").setLevel(logging.CRITICAL)

    def run(data: bytes) -> Row:
        document = Document(data.decode("utf-8", "replace"))
        tree: Any = html.fromstring(document.summary(html_partial=True))
        for node in tree.iter("p", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "br", "td"):
            node.tail = "\n" + (node.tail or "")
        return {"title": document.short_title(), "body": tree.text_content()}

    return run


TOOLS: dict[str, tuple[Callable[[], Tool], str]] = {
    "ours": (ours, "dateline"),
    "trafilatura": (trafilatura, "trafilatura"),
    "trafilatura fast": (lambda: trafilatura(fast=True), "trafilatura"),
    "trafilatura precision": (lambda: trafilatura(favor_precision=True), "trafilatura"),
    "readability-lxml": (readability, "readability-lxml"),
}


def version_of(tool: str) -> str:
    """Return the version of a tool's distribution. Raises PackageNotFoundError where it is missing."""
    return importlib.metadata.version(TOOLS[tool][1])


def run_tool(tool: str, shared: Path, benches: list[str], only: set[str] | None = None) -> Row:
    """Run one extractor over the benches, page by page; a page that it stumbles on gives nothing."""
    extract = TOOLS[tool][0]()
    rows: dict[str, list[Row]] = {}
    spent, pages, faults = 0.0, 0, 0
    warm = True
    for name in benches:
        bench = load_pages(shared, name)
        bench = bench if only is None else bench.part(only)
        for truth in bench.truth:
            data = bench.html(truth["id"])
            if warm:
                _attempt(extract, data)  # what is loaded on first use is not the page's cost
                warm = False
            start = time.process_time()
            row, stumbled = _attempt(extract, data)
            spent += time.process_time() - start
            faults += stumbled
            pages += 1
            rows.setdefault(name, []).append({"id": truth["id"], **row})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << (20 if sys.platform == "darwin" else 10)
    )
    return {
        "tool": tool,
        "rows": rows,
        "pages": pages,
        "cpu_s": spent,
        "memory_mb": memory,
        "faults": faults,
    }


def _attempt(extract: Tool, data: bytes) -> tuple[Row, bool]:
    try:
        return extract(data), False
    except Exception:  # a peer that trips over a page is scored as having found nothing
        return {}, True


if __name__ == "__main__":
    wanted, folder, out, *names = sys.argv[1:]
    Path(out).write_text(json.dumps(run_tool(wanted, Path(folder), names)), "utf-8")
