"""The archived copy of a page, as a page of our own that can be opened without danger.

What was archived stands as it came in a frame that may run nothing, ask nobody and lead nowhere: the frame is
sandboxed, and the policy of our page, which it inherits, lets nothing be loaded. Its own styles are kept.
A policy refuses a request, but browsers connect before they ask it: to hosts that a `link` announces, and to
where a frame or a link leads. So these elements go by other names here. `dateline archive extract` gives the
very bytes.
"""

import html
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from tasks.clean import decoded, is_binary
from tasks.errors import ArchiveError, UsageError
from tasks.report.pages import NOTHING, away, filled, is_web, shown, styles, writable
from tasks.report.showing import archived_record
from tasks.scrape import Payload, read_payload
from tasks.settings import Home

POLICY: Final = f"{NOTHING}; style-src 'unsafe-inline'; img-src data:; font-src data:"
_FIRST: Final = (
    f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off">'
    "<style>no-a{text-decoration:underline}</style>"
)
_LEADING: Final = re.compile(
    r"<(/?)(a|area|base|embed|fencedframe|form|frame|iframe|link|meta|object|portal)(?=[\s/>])", re.IGNORECASE
)
# Names that mean nothing to a browser, and have an end tag or none as those that they stand for.
_HARMLESS: Final = dict.fromkeys(("base", "link", "meta"), "basefont") | dict.fromkeys(
    ("area", "embed", "frame"), "wbr"
)
_PLAIN: Final = "<style>body{font:15px/1.5 system-ui,sans-serif;margin:1rem}pre{white-space:pre-wrap}</style>"


def archived_copy(payload: Payload, when: str, where: str) -> str:
    """Return the page for a payload: `when` it was fetched, `where` in the archive it lies."""
    facts = [
        shown(payload.url),
        f"archived {shown(when)}",
        shown(payload.content_type or "no content type"),
        f"<code>{shown(where)}</code>",
    ]
    if is_web(payload.url):
        facts.append(away(payload.url, "original"))
    parts = {
        "POLICY": POLICY,
        "STYLE": styles("archived.css"),
        "TITLE": f"Archived: {shown(payload.url)}",
        "FACTS": " · ".join(facts),
        "PAGE": html.escape(_FIRST + _inner(payload)),
    }
    return filled("archived.html", parts)


def article_copy(home: Home, id_or_prefix: str) -> str:
    """Return the archived copy of the article of an id, or of its beginning; UsageError where it has none."""
    row = archived_record(home, id_or_prefix)
    if not row["warc_file"]:
        raise UsageError(f"The article {row['article_id'][:12]} has no archived record.", "Fetch it again.")
    return _copy(home, row)


def write_copies(home: Home, folder: Path, rows: Iterable[tuple[str, dict[str, Any]]]) -> dict[str, str]:
    """Write `NAME.html` into a folder for each record; return what could not be read, by name, and why.

    A row has `warc_file`, `warc_offset` and `fetched_at`; one without a record is left out.
    """
    missed: dict[str, str] = {}
    for name, row in rows:
        if not row["warc_file"]:
            continue
        try:
            page = _copy(home, row)
        except ArchiveError as fault:
            missed[name] = str(fault)
            continue
        try:
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.html").write_bytes(writable(page))
        except OSError as fault:
            raise UsageError(
                f"{folder} cannot be written: {fault.strerror}.", "Name another file."
            ) from fault
    return missed


def _copy(home: Home, row: dict[str, Any]) -> str:
    payload = read_payload(home, row["warc_file"], row["warc_offset"])
    when = f"{row['fetched_at']:%Y-%m-%d %H:%M} UTC"
    return archived_copy(payload, when, f"{row['warc_file']} at {row['warc_offset']}")


def _inner(payload: Payload) -> str:
    """Return what stands in the frame: the page as it came, a text as text, or what it is that is neither."""
    if is_binary(payload.data):
        what = f"{len(payload.data):,} bytes of {shown(payload.content_type or 'an unknown kind')}"
        return f"{_PLAIN}<p>{what}: no page. <code>dateline archive extract</code> writes them.</p>"
    text = decoded(payload.data, payload.content_type)
    if "html" in (payload.content_type or "").lower() or text.lstrip()[:1] == "<":
        return _LEADING.sub(_tamed, text)
    return f"{_PLAIN}<pre>{html.escape(text)}</pre>"


def _tamed(found: re.Match[str]) -> str:
    name = found[2].lower()
    return f"<{found[1]}{_HARMLESS.get(name, f'no-{name}')}"
