"""What a backfill took in: summed up, since it may be millions of pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from tasks.load import sql_text
from tasks.report.harmless import markdown, plain
from tasks.report.in_markdown import STAGE_COLUMNS, check_words, counted, stage_rows, unpublished
from tasks.report.reports import StageCount, run_stages

if TYPE_CHECKING:
    from tasks.load import Reader, Warehouse

SHOWN = 20
PLACES_SHOWN = 100
LINES = 5


@dataclass(frozen=True, slots=True)
class Filled:
    """What a backfill read, took and added; the lists hold the largest only."""

    run_id: str
    state: str
    reason: str | None
    page_count: int
    article_count: int
    version_count: int
    story_count: int
    mention_count: int
    place_count: int
    known_count: int  # pages that earlier runs had taken
    left_out_count: int  # articles of other days or languages
    passed_over: Mapping[str, int]  # records that are no pages, by reason
    sources: tuple[Mapping[str, Any], ...]
    reasons: tuple[Mapping[str, Any], ...]
    places: tuple[Mapping[str, Any], ...]
    broken_checks: tuple[Mapping[str, Any], ...]
    stages: tuple[StageCount, ...] = ()
    publish_at: datetime | None = None  # when it will be published, where that was not due yet


def filled_report(
    held: "Reader | Warehouse",
    run_id: str,
    passed_over: Mapping[str, int],
    known_count: int,
    left_out_count: int,
    publish_at: datetime | None = None,
) -> Filled:
    """Read back from the database what a backfill did."""
    (run,) = _rows(held, "run", {"run_id": run_id})
    (counts,) = _rows(held, "run_counts", {"run_id": run_id})
    words = "select count(*) as n from raw.fetches where run_id = $run_id"
    (pages,) = held.table(words, {"run_id": run_id}).to_pylist()
    some = {"run_id": run_id, "limit": SHOWN}
    return Filled(
        run_id=run_id,
        state=run["state"],
        reason=run["reason"],
        page_count=pages["n"],
        article_count=counts["article_count"],
        version_count=counts["version_count"],
        story_count=counts["story_count"],
        mention_count=counts["mention_count"],
        place_count=counts["place_count"],
        known_count=known_count,
        left_out_count=left_out_count,
        passed_over=dict(sorted(passed_over.items(), key=lambda item: -item[1])),
        sources=tuple(_rows(held, "run_sources", some)),
        reasons=tuple(_rows(held, "run_reasons", some)),
        places=tuple(_rows(held, "run_top_places", {**some, "limit": PLACES_SHOWN})),
        broken_checks=tuple(_rows(held, "run_checks", {"run_id": run_id})),
        stages=run_stages(held, run_id),
        publish_at=publish_at,
    )


def filled_markdown(done: Filled) -> str:
    """Return the report for the Prefect UI, where nothing that a publisher wrote may become markup."""
    parts = [
        f"# {summary(done)}",
        f"**The run {done.state}: {markdown(done.reason)}**" if done.reason else "",
        _section("By stage", STAGE_COLUMNS, stage_rows(done.stages)),
        unpublished(done.publish_at),
        _section("By source", ("source", "pages", "articles", "changed", "places"), _by_source(done)),
        _section("Passed over", ("what", "records"), done.passed_over.items()),
        _section("Could not be used", ("stage", "why", "count", "such as", "next step"), _by_reason(done)),
        _section("Checks", ("check", "severity", "bad rows", "held back"), _checks(done)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def filled_places(done: Filled) -> list[dict[str, str | int | float]]:
    """Return the places of which most stories speak, for a table artifact."""
    return [
        {**place, "name": markdown(place["name"]), "confidence": round(place["confidence"] or 0.0, 2)}
        for place in done.places
    ]


def render_filled(done: Filled, console: Console) -> None:
    """Print what a backfill took in."""
    console.print(Text(summary(done), style="bold"), soft_wrap=True)
    for place in done.places[:LINES]:
        words = f"  {plain(place['name'])}: {counted(place['story_count'], 'story', 'stories')}"
        console.print(words, soft_wrap=True)
    if done.known_count:
        console.print(f"{counted(done.known_count, 'page')} had been taken before.")
    if done.left_out_count:
        console.print(f"{counted(done.left_out_count, 'article')} of other days or languages left out.")
    for what, count in done.passed_over.items():
        console.print(f"{counted(count, 'record')} passed over: {what}.")
    for row in done.reasons[:LINES]:
        words = f"{row['rejection_count']:,} could not be used: {row['reason']} (such as {row['example']})"
        console.print(plain(words), soft_wrap=True)
    for row in done.broken_checks:
        console.print(check_words(row["check_name"], row["bad_rows"], row["held_rows"]), soft_wrap=True)
    if done.publish_at:
        console.print(unpublished(done.publish_at), soft_wrap=True)


def summary(done: Filled) -> str:
    """Say in a line what a backfill brought."""
    return (
        f"{counted(done.page_count, 'page')}: {counted(done.article_count, 'new article')}, "
        f"{counted(done.version_count, 'changed article')}, "
        f"{counted(done.story_count, 'new story', 'new stories')}, "
        f"{counted(done.mention_count, 'mention')} of {counted(done.place_count, 'place')}."
    )


def _by_source(done: Filled) -> Iterable[Sequence[object]]:
    names = ("source_id", "page_count", "article_count", "version_count", "place_count")
    return [[row[name] for name in names] for row in done.sources]


def _by_reason(done: Filled) -> Iterable[Sequence[object]]:
    names = ("stage", "reason", "rejection_count", "example", "next_step")
    return [[row[name] for name in names] for row in done.reasons]


def _checks(done: Filled) -> Iterable[Sequence[object]]:
    return [
        (row["check_name"], row["severity"], row["bad_rows"], row["held_rows"]) for row in done.broken_checks
    ]


def _rows(held: "Reader | Warehouse", name: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = held.table(sql_text("report", name), given).to_pylist()
    return rows


def _section(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(markdown(str(cell)) for cell in row) + " |" for row in rows]
    if not lines:
        return ""
    head = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return "\n".join([f"## {title}", "", *head, *lines])
