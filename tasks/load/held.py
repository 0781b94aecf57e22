"""Which rows of a load are held already, told without an index over every key.

An index over digests is read and written all over: a hundred new rows touch as many of its pages, and a full
base has fifteen tables of them. But most rows hang on another: the mentions of a version can be held only
where the version was before this load. So the few keys that nothing tells of are looked up, which reads one
column; rows that hang on a new row are new; and the rest is looked up among the rows of its run or day alone.
That keys are there once is told by the check keys_are_given_once.
"""

from collections.abc import Mapping
from pathlib import Path

from duckdb import DuckDBPyConnection

from tasks.records import (
    Article,
    ArticlePlace,
    ArticleVersion,
    Cleaning,
    Fetch,
    Geocoding,
    Link,
    Mention,
    Origin,
    Record,
    Signature,
    Story,
    VersionChange,
)

Kind = type[Record]

# Of each kind the one that its rows hang on, and the column that holds that one's key.
_HANGS: dict[Kind, tuple[Kind, str]] = {
    Fetch: (Link, "link_id"),
    Geocoding: (Cleaning, "cleaning_id"),
    ArticleVersion: (Article, "article_id"),
    VersionChange: (ArticleVersion, "version_id"),
    Story: (Article, "story_id"),
    Origin: (Article, "article_id"),
    Signature: (ArticleVersion, "version_id"),
    Mention: (ArticleVersion, "version_id"),
    ArticlePlace: (ArticleVersion, "version_id"),
}
_PARENTS = frozenset(parent for parent, _ in _HANGS.values())

# A column that a row of the same key has alike, and by which DuckDB skips most of the table.
_ALIKE: dict[Kind, str] = {Fetch: "run_id", Mention: "day", ArticlePlace: "day"}

WITHOUT_INDEX: frozenset[Kind] = _PARENTS | frozenset(_HANGS)


class Held:
    """What one load finds out about the rows that it brings; each kind is asked of once."""

    def __init__(self, connection: DuckDBPyConnection, files: Mapping[Kind, Path] | None = None) -> None:
        self._connection = connection
        self._files = files or {}
        self._found: dict[Kind, int] = {}

    def look_up(self, kind: Kind) -> tuple[str, int]:
        """Look the rows of the table `coming` up; return the table of what is held, and its size.

        That table has the key and `place`, the rowid; where nothing is held there is none.
        """
        if kind not in self._found:
            self._found[kind] = self._look_up(kind, "coming")
        return _held(kind), self._found[kind]

    def _look_up(self, kind: Kind, coming: str) -> int:
        keys = ", ".join(kind.key)
        unsure = f"from {coming}{self._unless_new(kind)}"
        column = _ALIKE.get(kind, kind.key[0])
        words = f"select count(*), min({column}), max({column}) {unsure}"  # our own names
        ((number, least, most),) = self._run(words).fetchall()
        held = 0
        if number:
            words = f"select rowid as place, {keys} from {kind.table} as held "  # noqa: S608
            words += f"semi join ({unsure}) as unsure using ({keys})"
            given = {}
            if kind in _ALIKE:
                words += f" where held.{column} between $least and $most"
                given = {"least": least, "most": most}
            held = self._make(_held(kind), words, given)
        if kind in _PARENTS:
            rest = f" where {keys} not in (select {keys} from {_held(kind)})" if held else ""  # noqa: S608
            self._make(_new(kind), f"select {keys} from {coming}{rest}")  # noqa: S608
        return held

    def _unless_new(self, kind: Kind) -> str:
        """Return what chooses the rows that do not hang on a new one."""
        parent, column = _HANGS.get(kind, (None, ""))
        if parent is None or not self._knows(parent):
            return ""
        return f" where {column} not in (from {_new(parent)})"

    def _knows(self, parent: Kind) -> bool:
        """Say whether it is known which rows of a kind are new; one that is merged later is looked up now."""
        if parent not in self._found and parent in self._files and self._files[parent].exists():
            quoted = str(self._files[parent]).replace("'", "''")
            words = f"select distinct {parent.key[0]} from read_parquet('{quoted}')"  # noqa: S608
            self._make("coming_parents", words)
            self._found[parent] = self._look_up(parent, "coming_parents")
        return parent in self._found

    def _make(self, table: str, words: str, given: Mapping[str, object] | None = None) -> int:
        ((number,),) = self._run(f"create or replace temp table {table} as {words}", given).fetchall()
        return int(number)

    def _run(self, words: str, given: Mapping[str, object] | None = None) -> DuckDBPyConnection:
        return self._connection.execute(words, dict(given or {}))


def _held(kind: Kind) -> str:
    return f"held_{kind.__name__.lower()}"


def _new(kind: Kind) -> str:
    return f"new_{kind.__name__.lower()}"
