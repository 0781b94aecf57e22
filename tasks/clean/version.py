"""The cleaner's version: named by its code, and by the rules of the source it reads."""

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.scrape import Rule, SourceSpec

_GENERATION = "1"


@cache
def _code_digest() -> str:
    """Digest the source files of this room, and its model, by name and content."""
    room = resources.files("tasks.clean")
    files = [entry for entry in room.iterdir() if entry.name.endswith(".py")]
    files += [entry for entry in (room / "data").iterdir() if entry.name.endswith(".npz")]
    files.sort(key=lambda entry: entry.name)
    found = hashlib.sha256()
    for entry in files:
        found.update(entry.name.encode() + b"\0" + entry.read_bytes() + b"\0")
    return found.hexdigest()[:8]


def cleaner_version(source: "SourceSpec | None" = None) -> str:
    """Return `1+<code>`, with `.<rules>` after it where the source has rules of its own.

    So a change of code gives every page a new cleaning, a change of rules only those of the source.
    """
    rules = "\x1e".join(_rule_text(rule) for rule in source.rules) if source else ""
    if not rules:
        return CLEANER_VERSION
    return f"{CLEANER_VERSION}.{hashlib.sha256(rules.encode()).hexdigest()[:8]}"


def _rule_text(rule: "Rule") -> str:
    parts = (
        rule.valid_until,
        rule.body,
        rule.headline,
        rule.description,
        rule.author,
        rule.date,
        rule.section,
        rule.caption,
        rule.dateline,
        rule.date_timezone,
        *rule.remove,
    )
    return "\x1f".join("" if part is None else str(part) for part in parts)


CLEANER_VERSION = f"{_GENERATION}+{_code_digest()}"
