"""The files of sql/, as package data: their words, their titles and their headers."""

import difflib
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from tasks.errors import UsageError

_HEADER = re.compile(r"^--\s*(?P<key>[a-z]+):\s*(?P<value>.+?)\s*$")


def sql_text(folder: str, name: str) -> str:
    """Return the words of one SQL file, its name given with or without `.sql`."""
    wanted = name.removesuffix(".sql")
    try:
        return (_folder(folder) / f"{wanted}.sql").read_text("utf-8")
    except OSError as fault:
        near = difflib.get_close_matches(wanted, sql_names(folder), n=1)
        hint = f"Did you mean '{folder}/{near[0]}'?" if near else "Look into the folder sql/ for the names."
        raise UsageError(f"There is no SQL file '{folder}/{wanted}'.", hint) from fault


def sql_names(folder: str) -> list[str]:
    """Return the names of a folder's SQL files in order, without `.sql`; none without such a folder."""
    place = _folder(folder)
    if not place.is_dir():
        return []
    return sorted(entry.name.removesuffix(".sql") for entry in place.iterdir() if entry.name.endswith(".sql"))


def title(text: str) -> str:
    """Return the first comment line that is no `key: value` header."""
    return next((line for line in _comments(text) if not _HEADER.match(f"-- {line}")), "")


def headers(text: str) -> dict[str, str]:
    """Return the `-- key: value` lines among the comments that open a file."""
    found = (_HEADER.match(f"-- {line}") for line in _comments(text))
    return {match["key"]: match["value"] for match in found if match}


def examples() -> list[tuple[str, str]]:
    """Return the cookbook: each question with the SQL that answers it."""
    texts = (sql_text("queries", name) for name in sql_names("queries"))
    return [(title(text), _body(text)) for text in texts]


def _folder(folder: str) -> Traversable:
    return files("sql") / folder


def _comments(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("--"):
            return
        yield line.removeprefix("--").strip()


def _body(text: str) -> str:
    lines = text.splitlines()
    while lines and lines[0].startswith("--"):
        lines.pop(0)
    return "\n".join(lines).strip()
