"""Sources as a table, and what one answered."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.report.harmless import one_line


class Asked(Protocol):
    """What a feed answered; see `tasks.scrape.sources.scaffold.AskedFeed`."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def detail(self) -> str | None: ...  # noqa: D102
    @property
    def link_count(self) -> int: ...  # noqa: D102


class Answers(Protocol):
    """What a source answered; see `tasks.scrape.sources.scaffold.SourceReport`."""

    @property
    def robots(self) -> str: ...  # noqa: D102
    @property
    def feeds(self) -> Sequence[Asked]: ...  # noqa: D102
    @property
    def rejections(self) -> Sequence[str]: ...  # noqa: D102


class Tried(Protocol):
    """An address that was tried; see `tasks.scrape.sources.looking.Seen`."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str | None: ...  # noqa: D102
    @property
    def outcome(self) -> str: ...  # noqa: D102
    @property
    def detail(self) -> str: ...  # noqa: D102
    @property
    def link_count(self) -> int: ...  # noqa: D102


class Written(Protocol):
    """A source that was written; see `tasks.scrape.sources.scaffold.NewSource`."""

    @property
    def path(self) -> Path: ...  # noqa: D102
    @property
    def seen(self) -> Sequence[Tried]: ...  # noqa: D102
    @property
    def page(self) -> Path | None: ...  # noqa: D102
    @property
    def page_detail(self) -> str: ...  # noqa: D102


def render_found(found: Written, console: Console) -> None:
    """Print what a new site's addresses were, which of them its file takes, and where the file is."""
    table = _table("feed or sitemap", "kind", "outcome", "links", "why")
    for seen in found.seen:
        words = (seen.url, seen.kind or "", seen.outcome, f"{seen.link_count:,}", seen.detail)
        table.add_row(*(Text(one_line(word)) for word in words))
    console.print(table)
    taken = sum(seen.outcome == "taken" for seen in found.seen)
    console.print(Text(f"Wrote {found.path} with {taken} feed{'' if taken == 1 else 's'}."), soft_wrap=True)
    kept = f"Kept {found.page} from {one_line(found.page_detail)}." if found.page else ""
    none = f"Kept no test page: {one_line(found.page_detail)}"
    console.print(Text(kept or none), soft_wrap=True)


def render_sources(sources: Iterable[Mapping[str, Any]], console: Console) -> None:
    """Print sources by name: who follows them, how they do, and whether their feeds were seen to answer."""
    table = _table(
        "source", "followed", "state", "since", "publisher", "country", "feeds", "verified", "mining"
    )
    for source in sources:
        table.add_row(
            Text(one_line(source["source_id"])),
            "yes" if source["is_followed"] else "",
            Text(one_line(source["state"])),
            (source["since"] or "")[:10],
            Text(one_line(source["name"])),
            source["country_code"] or "",
            str(len(source["feeds"])),
            "yes" if source["verified"] else "not yet",
            source["tdm"],
        )
    console.print(table)
    console.print("Follow one: dateline source add NAME. A site that is not here: dateline source add URL.")


def render_source_check(found: Answers, console: Console) -> None:
    """Print what a source's robots.txt and feeds answered."""
    console.print(Text(one_line(found.robots)))
    table = _table("feed", "kind", "outcome", "links", "why")
    for feed in found.feeds:
        words = (feed.url, feed.kind, feed.outcome, f"{feed.link_count:,}", feed.detail or "")
        table.add_row(*(Text(one_line(word)) for word in words))
    console.print(table)
    for rejection in found.rejections:
        console.print(Text(one_line(rejection), style="yellow"))


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
