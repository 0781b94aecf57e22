"""Links of JSON Feeds (jsonfeed.org, versions 1 and 1.1)."""

import json
from collections.abc import Mapping
from typing import Any

from tasks.scrape.discover.found import FoundLink, Unreadable, claimed_date, folded

VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")


def is_json(data: bytes) -> bool:
    """Tell whether some bytes begin as a JSON object does."""
    return data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_json_feed(data: bytes, url: str) -> list[FoundLink]:
    """Return the links of a JSON Feed, in its order; raise Unreadable where it is none."""
    try:
        parsed = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as fault:
        raise Unreadable(f"{url} is no JSON: {fault}.") from fault
    if not isinstance(parsed, dict) or not str(parsed.get("version", "")).startswith(VERSIONS):
        raise Unreadable(f"{url} is JSON, but no JSON Feed: it does not name the version.")
    items = parsed.get("items")
    if not isinstance(items, list):
        raise Unreadable(f"{url} is a JSON Feed without items.")
    return [link for item in items if isinstance(item, dict) and (link := _link(item)) is not None]


def _link(item: Mapping[str, Any]) -> FoundLink | None:
    # `external_url` is what a linking site points to, not where the item stands.
    given = _text(item, "url") or _text(item, "id")
    if given is None or not given.startswith(("http://", "https://", "/")):
        return None
    return FoundLink(
        url=given,
        title=folded(_text(item, "title")),
        published=claimed_date(_text(item, "date_published")),
        modified=claimed_date(_text(item, "date_modified")),
    )


def _text(item: Mapping[str, Any], name: str) -> str | None:
    value = item.get(name)
    # A surrogate half, as JSON may escape one, fits into no file.
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) and value else None
