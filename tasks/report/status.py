"""The state of a home: what it follows, how the last run went, what it holds, what it could not use."""

from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.errors import SourceError, UnknownSource
from tasks.load import Behind, behind, query, sql_text
from tasks.report.harmless import one_line
from tasks.report.tables import as_json_value, as_text
from tasks.scrape import load_source
from tasks.settings import Home, load_settings

Row = dict[str, Any]

NOT_ASKED = "It was not asked yet."
NOT_VERIFIED = "Its feeds are not verified: nobody has seen them answer yet."


@dataclass(frozen=True, slots=True)
class StatusOfSource:
    """A source that a home follows or has asked."""

    source_id: str
    is_followed: bool
    state: str  # one of SOURCE_STATES, else 'given by hand', 'broken file' or 'unknown'
    since: str | None  # RFC 3339, when it was first judged so
    reason: str  # why, in a sentence
    verified_at: str | None  # when a feed first answered in this home
    article_count: int
    asked_at: str | None  # RFC 3339
    answered_at: str | None
    newest_at: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """What `dateline status` says."""

    home: str
    database: str | None  # None where there is none yet
    sources: tuple[StatusOfSource, ...]
    last_run: Row | None
    counts: Row
    rejections: tuple[Row, ...]
    behind: Behind | None = None  # what the published file lacks

    def as_json(self) -> Row:
        """Return it as JSON knows it."""
        data: Row = as_json_value(asdict(self))
        return data


def home_status(home: Home) -> Status:
    """Read the state of a home from its settings and its published database."""
    there = home.database.exists()
    asked = states_of_sources(home)
    followed = load_settings(home).sources
    names = [*followed, *sorted(set(asked) - set(followed))]
    runs = _rows(home, "status_runs") if there else []
    return Status(
        home=str(home.root),
        database=str(home.database) if there else None,
        sources=tuple(_state(home, name, name in followed, asked.get(name, {})) for name in names),
        last_run=runs[0] if runs else None,
        counts=_rows(home, "status_counts")[0] if there else {},
        rejections=tuple(_rows(home, "status_rejections")) if there else (),
        behind=behind(home),
    )


def render_status(status: Status, console: Console) -> None:
    """Print the state of a home."""
    console.print(Text(f"Home {status.home}"))
    if status.database is None:
        console.print("There is no database yet. Run `make run`, or `dateline ingest`.")
    else:
        counts = ", ".join(f"{n:,} {name.removesuffix('_count')}s" for name, n in status.counts.items())
        console.print(Text(counts.replace("storys", "stories").replace("fetchs", "fetches")))
    console.print(_last_run(status.last_run))
    if status.behind:
        since, due_at = (f"{at:%Y-%m-%d %H:%M:%S} UTC" for at in (status.behind.since, status.behind.due_at))
        words = f"The published file is behind since {since} (publish_every); the first run after {due_at}"
        console.print(Text(f"{words} publishes what was loaded.", style="yellow"), soft_wrap=True)
    if not any(source.is_followed for source in status.sources):
        console.print("Nothing is followed. See `dateline source list`, then `dateline source add NAME`.")
    if status.sources:
        console.print(_sources(status.sources))
    if status.rejections:
        console.print(_rejections(status.rejections))


def states_of_sources(home: Home) -> dict[str, Row]:
    """Return what came of each source that this home has asked, by name; nothing without a database."""
    if not home.database.exists():
        return {}
    return {row["source_id"]: row for row in _rows(home, "status_sources")}


def _state(home: Home, name: str, is_followed: bool, asked: Row) -> StatusOfSource:
    names = ("since", "verified_at", "asked_at", "answered_at", "newest_at")
    times = {key: as_json_value(asked.get(key)) for key in names}
    state, reason = _words(home, name, asked)
    return StatusOfSource(
        name, is_followed, state, reason=reason, article_count=asked.get("article_count", 0), **times
    )


def _words(home: Home, name: str, asked: Row) -> tuple[str, str]:
    """Say how a source does and why; what it answered counts for more than what its file says."""
    if asked.get("state"):
        return asked["state"], asked["reason"]
    if name == "files" or "." in name:
        return "given by hand", ""
    try:
        spec = load_source(name, home)
    except UnknownSource as fault:
        return "unknown", fault.message
    except SourceError as fault:
        return "broken file", fault.message
    return "new", NOT_ASKED if spec.verified else f"{NOT_ASKED} {NOT_VERIFIED}"


def _last_run(run: Row | None) -> Text:
    if run is None:
        return Text("No run yet.")
    what = ", ".join([*run["sources"], *run["inputs"]])
    ended = f" to {run['ended_at']:%H:%M:%S}" if run["ended_at"] else ""
    reason = f": {run['reason']}" if run["reason"] else ""
    when = f"{run['started_at']:%Y-%m-%d %H:%M:%S}{ended} UTC"
    return Text(one_line(f"Last run {run['state']}{reason}; {run['flow']} {what}, {when}"))


def _sources(sources: tuple[StatusOfSource, ...]) -> Table:
    table = _table("source", "followed", "state", "since", "articles", "last asked", "why")
    for source in sources:
        followed = "yes" if source.is_followed else ""
        asked = (source.asked_at or "")[:19].replace("T", " ")
        style = {"healthy": "green", "new": ""}.get(source.state, "yellow")
        table.add_row(
            Text(one_line(source.source_id)),
            followed,
            Text(one_line(source.state), style=style),
            (source.since or "")[:10],
            f"{source.article_count:,}",
            asked,
            Text(one_line(source.reason)),
        )
    return table


def _rejections(rejections: tuple[Row, ...]) -> Table:
    table = _table("rejected at", "why", "count", "such as", "next step")
    for row in rejections:
        table.add_row(*(Text(one_line(as_text(value))) for value in _cells(row)))
    return table


def _cells(row: Row) -> tuple[object, ...]:
    return row["stage"], row["reason"], row["rejection_count"], row["last_subject"], row["next_step"]


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _rows(home: Home, name: str) -> list[Row]:
    rows: list[Row] = query(home, sql_text("report", name)).to_pylist()
    return rows
