"""Searching texts: by ilike over the published file, or by an index that DuckDB's fts extension makes.

The index is a file of its own beside the writer's: the extension makes it anew as a whole (about a second
a thousand articles), so that it is made when it is asked for and the published file has changed since.
"""

import importlib.util
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from tasks.errors import UsageError, WarehouseError
from tasks.load.filters import Filters
from tasks.load.readers import query
from tasks.load.texts import sql_text
from tasks.settings import Home

_TEXTS = """
    create table texts as
    select
        versions.version_id,
        versions.headline,
        versions.description,
        versions.article_body,
    from published.core.articles as articles
    inner join published.core.article_versions as versions
        on versions.version_id = articles.current_version_id
"""
_INDEX = "pragma create_fts_index('texts', 'version_id', 'headline', 'description', 'article_body')"
_RANKED = """
    select
        version_id,
        fts_main_texts.match_bm25(version_id, $words, conjunctive := 1) as score,
    from texts
    where score is not null
    order by score desc, version_id
"""


def search(
    home: Home, words: Sequence[str], filters: Filters, at_most: int, by_index: bool = False
) -> pa.Table:
    """Return articles in which all words stand, a phrase being one word; the best match first.

    `by_index` looks for words by their stems and ranks by BM25; UsageError where the fts extension is
    not installed.
    """
    asked = [word.strip() for word in words if word.strip()]
    if not asked:
        raise UsageError("There is no word to look for.", "Try: dateline search ferry 'Caspian Sea'.")
    given = {
        "words": asked,
        "patterns": [f"%{_literal(word)}%" for word in asked],
        "version_ids": _ranked(home, asked) if by_index else None,
        "at_most": at_most,
        **filters.parameters(),
    }
    return query(home, sql_text("report", "search"), given)


def _literal(word: str) -> str:
    """Return a word as ilike reads it letter by letter."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _ranked(home: Home, words: Sequence[str]) -> list[str]:
    query(home, "select 1")  # says what there is to say of the published file
    index = home.warehouse / "search.duckdb"
    stamp = home.database.stat()
    state = f"{duckdb.__version__} {stamp.st_ino} {stamp.st_mtime_ns} {stamp.st_size}"
    if _state_of(index) != state:
        _make(index, home.database, state)
    with duckdb.connect(str(index), read_only=True) as connection:
        _load_extension(connection)
        found = connection.execute(_RANKED, {"words": " ".join(words)}).fetchall()
    return [str(row[0]) for row in found]


def _state_of(index: Path) -> str | None:
    """Return what an index was made of; None where there is none that can be read."""
    if not index.exists():
        return None
    with suppress(duckdb.Error), duckdb.connect(str(index), read_only=True) as connection:
        ((state,),) = connection.execute("select state from made_of").fetchall()
        return str(state)
    return None


def _make(index: Path, database: Path, state: str) -> None:
    index.parent.mkdir(parents=True, exist_ok=True)
    scratch = index.with_suffix(".part")
    scratch.unlink(missing_ok=True)
    quoted = str(database).replace("'", "''")
    try:
        with duckdb.connect(str(scratch)) as connection:
            _load_extension(connection)
            connection.execute("set enable_progress_bar = false")
            connection.execute(f"attach '{quoted}' as published (read_only)")
            connection.execute(_TEXTS)
            connection.execute(_INDEX)
            connection.execute("create table made_of as select $state as state", {"state": state})
            connection.execute("detach published; checkpoint")
        scratch.replace(index)
    except duckdb.Error as fault:
        reason = str(fault).splitlines()[0]
        raise WarehouseError(f"The index of texts was not made: {reason}", "Search without --fts.") from fault
    finally:
        scratch.unlink(missing_ok=True)


def _load_extension(connection: DuckDBPyConnection) -> None:
    """Load fts from its Python package, else from where DuckDB keeps extensions; nothing is downloaded."""
    connection.execute("set autoinstall_known_extensions = false")
    for place in (*_packaged(), "fts"):
        with suppress(duckdb.Error):
            connection.execute(f"load '{place}'")
            return
    raise UsageError(
        f"The fts extension of DuckDB {duckdb.__version__} is not installed.",
        f"Search without --fts, or: python -m pip install duckdb-extension-fts=={duckdb.__version__}.",
    )


def _packaged() -> list[str]:
    spec = importlib.util.find_spec("duckdb_extension_fts")
    folders = list(spec.submodule_search_locations or ()) if spec else []
    files = [Path(f) / "extensions" / f"v{duckdb.__version__}" / "fts.duckdb_extension" for f in folders]
    return [str(file).replace("'", "''") for file in files if file.exists()]
