"""Forget an article or a source: out of the tables and out of the archive, or not at all.

The archive's files are written anew beside the old ones, under names that nobody looks at; one transaction
then takes the rows out, moves the offsets of the others and leaves tombstones. A journal beside the
warehouse names the files. Whoever opens the warehouse next after a crash sees by the tombstones which way it
went: with them the old files go, without them the new ones.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection

from tasks.errors import WarehouseError
from tasks.load.loading import merge_rows
from tasks.load.texts import sql_text
from tasks.records import Forgotten
from tasks.scrape import Dropped, is_touched, new_name, repair, rewrite_without
from tasks.settings import Home
from tasks.urls import canonical_url, digest

Step = Callable[[str], None]
STAGED = ".forget"
_COUNTED = ("articles", "versions", "links", "fetches", "cleanings")


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What forgetting a URL or a source takes with it."""

    subject: str
    source_id: str | None  # where the subject is a source
    rows: dict[str, int]  # by kind: articles, versions, links, fetches, cleanings, mentions
    urls: tuple[str, ...]
    article_ids: tuple[str, ...]
    files: tuple[str, ...]  # of the archive, that are written anew or go
    record_ids: frozenset[str] = field(default_factory=frozenset, repr=False)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to forget."""
        return not any(self.rows.values()) and not self.files

    def dropped(self, warc_file: str) -> Dropped:
        """Return which records of a file go."""
        return Dropped(self.record_ids, self.urls, warc_file.split("/")[0] == self.source_id)


def plan_forgetting(connection: DuckDBPyConnection, home: Home, subject: str) -> Forgetting:
    """Find what hangs on a URL (also one of a mirror, or with trackers) or on a source; change nothing."""
    is_url = "://" in subject or subject.startswith("urn:")
    source_id = None if is_url else subject
    asked = _choose(connection, _addresses(subject) if is_url else [], source_id)
    if is_url:  # what an article was found under elsewhere is forgotten with it
        asked = sorted({*asked, *_addresses_of_links(connection)})
        _choose(connection, asked, None)
    rows = {kind: _count(connection, f"from gone_{kind} select count(*)") for kind in _COUNTED}
    words = "select count(*) from core.mentions where version_id in (select version_id from gone_versions)"
    rows["mentions"] = _count(connection, words)
    urls = tuple(sorted({*asked, *_addresses_of_links(connection)}))
    articles = connection.execute("select article_id from gone_articles order by all").fetchall()
    records = connection.execute(
        "select distinct warc_record_id from gone_fetches where warc_record_id is not null"
    ).fetchall()
    plan = Forgetting(
        subject,
        source_id,
        rows,
        urls,
        tuple(str(row[0]) for row in articles),
        (),
        frozenset(str(row[0]) for row in records),
    )
    return replace(plan, files=_files(connection, home, plan))


def forget(
    connection: DuckDBPyConnection, home: Home, plan: Forgetting, forget_id: str, now: datetime, after: Step
) -> None:
    """Take what a plan names out of the tables, with the archive's files staged; `settle` ends it.

    `after` is told each step when it is done.
    """
    for source_id in {name.split("/")[0] for name in plan.files}:
        repair(home.archive, source_id)
    taken: list[Path] = []
    for name in plan.files:
        taken.append(new_name(home.archive / name, taken))
    names = [path.relative_to(home.archive).as_posix() for path in taken]
    _write_journal(home, {"forget_id": forget_id, "files": dict(zip(plan.files, names, strict=True))})
    after("journal")
    moved: list[tuple[str, int, str, int]] = []
    for old, new in zip(plan.files, names, strict=True):
        staged = home.archive / f"{new}{STAGED}"
        moves = rewrite_without(home.archive / old, staged, plan.dropped(old))
        moved += [(old, start, new, begins) for start, begins in moves.items()]
    after("staged")
    connection.begin()
    try:
        connection.execute(sql_text("load", "forget_delete"))
        connection.execute(sql_text("load", "story_articles"))
        _move(connection, plan.files, moved)
        merge_rows(connection, Forgotten, _tombstones(plan, forget_id, now), now)
        after("deleted")
        connection.commit()
    except BaseException:
        connection.rollback()
        _undo(home)
        raise
    after("committed")


def unfinished(connection: DuckDBPyConnection, home: Home) -> bool:
    """Tell whether a forgetting was committed and not ended; undo one that was not committed."""
    journal = _read_journal(home)
    if journal is None:
        return False
    given = {"forget_id": journal["forget_id"]}
    words = "select count(*) from ops.forgotten where forget_id = $forget_id"
    ((tombstones,),) = connection.execute(words, given).fetchall()
    if not tombstones:
        _undo(home)
    return bool(tombstones)


def put_in_place(home: Home) -> None:
    """Give the files that were written anew their names."""
    for new in _journal_files(home).values():
        staged = home.archive / f"{new}{STAGED}"
        if staged.exists():
            staged.replace(home.archive / new)
            _sync(staged.parent)


def remove_old(home: Home) -> None:
    """Remove the files that hold what is forgotten, and the journal: it is done."""
    for old in _journal_files(home):
        path = home.archive / old
        path.unlink(missing_ok=True)
        for folder in (path.parent, path.parent.parent):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
    _journal(home).unlink(missing_ok=True)


def forgotten_ids(connection: DuckDBPyConnection) -> frozenset[str]:
    """Return digests of the addresses, and names of the sources, that are forgotten."""
    rows = connection.execute("select distinct forgotten_id from ops.forgotten").fetchall()
    return frozenset(str(row[0]) for row in rows)


def _addresses(url: str) -> list[str]:
    """Return the forms of a URL: as given, and canonical."""
    try:
        return sorted({url, canonical_url(url)})
    except ValueError as fault:
        raise WarehouseError(f"{url} is no URL.", "Give the address of an article.") from fault


def _addresses_of_links(connection: DuckDBPyConnection) -> set[str]:
    rows = connection.execute(
        "select url from gone_fetches union "
        "select url from raw.links where link_id in (select link_id from gone_links) union "
        "select unnest([url, canonical_url]) from core.articles "
        "where article_id in (select article_id from gone_articles)"
    ).fetchall()
    return {str(row[0]) for row in rows}


def _choose(connection: DuckDBPyConnection, urls: list[str], source_id: str | None) -> list[str]:
    addresses: list[str | None] = [*urls] or [None]
    given = pa.table(
        {
            "url": pa.array(addresses, pa.string()),
            "source_id": pa.array([source_id] * len(addresses), pa.string()),
        }
    )
    connection.register("given", given)
    connection.execute("create or replace temp table asked as select * from given")
    connection.unregister("given")
    connection.execute(sql_text("load", "forget_chosen"))
    return urls


def _count(connection: DuckDBPyConnection, words: str) -> int:
    ((number,),) = connection.execute(words).fetchall()
    return int(number)


def _files(connection: DuckDBPyConnection, home: Home, plan: Forgetting) -> tuple[str, ...]:
    """Return the archive's files that hold records to go: whole sources are looked through."""
    rows = connection.execute(
        "select warc_file, source_id from gone_fetches union select null, source_id from raw.links "
        "where link_id in (select link_id from gone_links)"
    ).fetchall()
    sources = {row[1] for row in rows} | {str(row[0]).split("/")[0] for row in rows if row[0]}
    if plan.source_id is not None:
        sources.add(plan.source_id)
    names = (
        path.relative_to(home.archive).as_posix()
        for source_id in sorted(sources)
        for path in sorted(home.archive.glob(f"{source_id}/*/*.warc.gz"))
    )
    return tuple(name for name in names if is_touched(home.archive / name, plan.dropped(name)))


def _move(
    connection: DuckDBPyConnection, files: tuple[str, ...], moved: list[tuple[str, int, str, int]]
) -> None:
    """Let the rows that stay point to where their records lie now; WarehouseError where one would not."""
    kinds = (pa.string(), pa.int64(), pa.string(), pa.int64())
    names = ("old_file", "old_offset", "new_file", "new_offset")
    columns = [pa.array([row[i] for row in moved], kind) for i, kind in enumerate(kinds)]
    connection.register("given", pa.table(columns, names=list(names)))
    connection.execute("create or replace temp table moves as select * from given")
    connection.unregister("given")
    connection.execute(
        "update raw.fetches set warc_file = new_file, warc_offset = new_offset from moves "
        "where warc_file = old_file and warc_offset = old_offset"
    )
    left = connection.execute(
        "select count(*) from raw.fetches where list_contains($files, warc_file)", {"files": list(files)}
    ).fetchall()
    if left[0][0]:
        raise WarehouseError(
            f"{left[0][0]} rows that stay would lose their archived record; nothing was forgotten.",
            "`dateline verify` says which records are damaged or missing.",
        )


def _tombstones(plan: Forgetting, forget_id: str, now: datetime) -> list[Forgotten]:
    if plan.source_id is not None:
        return [Forgotten(plan.source_id, "source", forget_id, now)]
    ids = dict.fromkeys(plan.article_ids, "article")
    urls = {digest(url): "url" for url in plan.urls}
    return [Forgotten(key, kind, forget_id, now) for key, kind in {**urls, **ids}.items()]


def _journal(home: Home) -> Path:
    return home.warehouse / "forget.json"


def _read_journal(home: Home) -> dict[str, str] | None:
    path = _journal(home)
    return json.loads(path.read_text("utf-8")) if path.exists() else None


def _journal_files(home: Home) -> dict[str, str]:
    path = _journal(home)
    files: dict[str, str] = json.loads(path.read_text("utf-8"))["files"] if path.exists() else {}
    return files


def _write_journal(home: Home, words: dict[str, object]) -> None:
    scratch = _journal(home).with_suffix(".part")
    with scratch.open("w", encoding="utf-8") as file:
        json.dump(words, file)
        file.flush()
        os.fsync(file.fileno())
    scratch.replace(_journal(home))
    _sync(home.warehouse)


def _undo(home: Home) -> None:
    for new in _journal_files(home).values():
        (home.archive / f"{new}{STAGED}").unlink(missing_ok=True)
    _journal(home).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
