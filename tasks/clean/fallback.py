"""Ask trafilatura where our own extractor is not sure."""

import logging


def by_trafilatura(text: str) -> list[str]:
    """Return the paragraphs that trafilatura finds in a page; none where it fails."""
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = extract(text, include_comments=False, include_tables=True, deduplicate=False, fast=True)
    except Exception:  # a helper that stumbles over a hostile page has found nothing
        return []
    return [line for raw in (found or "").split("\n") if (line := " ".join(raw.split()).removeprefix("- "))]
