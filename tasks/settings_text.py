"""The settings file as a person gets it: every setting with default, unit and reason, made from `Settings`.

What is said of a setting are the comments at its field; so file and program cannot fall out of step.
"""

import ast
import inspect
import io
import textwrap
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from tasks.settings import Settings

WIDTH = 100
HEAD = (
    "Settings of this home. What is commented out has the value that it shows; remove the `#` before the "
    "name to change it. Each can also be given in the environment, which counts more, under the name after "
    "it; lists are separated by commas there. A key that no setting has is refused, with the nearest name."
)
ALWAYS = ("sources",)  # not commented out: `dateline source add` writes here


@dataclass(frozen=True, slots=True)
class Told:
    """A setting as its field tells it."""

    name: str
    default: Any
    says: str  # what it is, in which unit, and why
    heading: str = ""  # of the group that it begins


@cache
def told_settings(kind: type = Settings) -> tuple[Told, ...]:
    """Return every setting in the order of its fields; `kind` is the dataclass that they are fields of.

    A comment that has an empty line below it is the heading of a group; any other belongs to the field
    below it, or in whose lines it stands.
    """
    lines = textwrap.dedent(inspect.getsource(kind)).splitlines()
    comments = _comments(lines)
    spans = list(_spans("\n".join(lines)))
    defaults = {field.name: field.default for field in fields(kind)}
    found, above = [], 0
    for name, first, last in spans:
        own = [comments[n] for n in range(first, last + 1) if n in comments]
        before, heading = _before(lines, comments, above, first)
        says = " ".join([*before, *own])
        found.append(Told(name, defaults[name], says, heading))
        above = last
    return tuple(found)


def settings_text() -> str:
    """Return the settings file of a new home."""
    lines = [*_wrapped(HEAD), ""]
    for setting in told_settings():
        if setting.heading:
            lines += ["", f"# ---- {setting.heading} ----", ""]
        mark = "" if setting.name in ALWAYS else "# "
        lines += _wrapped(setting.says)
        lines += [
            f"{mark}{setting.name} = {toml_value(setting.default)}  # {environment_name(setting.name)}",
            "",
        ]
    return "\n".join(lines).rstrip() + "\n"


def environment_name(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"DATELINE_{name.upper()}"


def toml_value(value: Any) -> str:
    """Return a default as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(toml_value(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else f"{value:_}" if isinstance(value, int) else str(value)


def _comments(lines: list[str]) -> dict[int, str]:
    """Return the words of each line's comment, by the line's number from 1."""
    tokens = tokenize.generate_tokens(io.StringIO("\n".join(lines)).readline)
    return {t.start[0]: t.string.lstrip("# ").strip() for t in tokens if t.type == tokenize.COMMENT}


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the name of each field with its first and last line."""
    (found,) = ast.parse(text).body
    assert isinstance(found, ast.ClassDef)
    for node in found.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, node.lineno, node.end_lineno or node.lineno


def _before(lines: list[str], comments: dict[int, str], above: int, first: int) -> tuple[list[str], str]:
    """Return what is said above a field, and the heading of the group that begins there."""
    own: list[str] = []
    row = first - 1
    while row > above and row in comments:
        own.insert(0, comments[row])
        row -= 1
    heading: list[str] = []
    while row > above and not lines[row - 1].strip():
        row -= 1
    while row > above and row in comments:
        heading.insert(0, comments[row])
        row -= 1
    return own, " ".join(heading)


def _wrapped(words: str) -> Iterable[str]:
    return textwrap.wrap(words, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
