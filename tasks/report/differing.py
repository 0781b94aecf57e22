"""What changed from version to version of one article."""

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from rich.console import Console
from rich.text import Text

from tasks.errors import UsageError
from tasks.load import query, sql_text
from tasks.relate import TextChange, compare_texts
from tasks.report.harmless import one_line
from tasks.report.tables import as_json_value
from tasks.settings import Home

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to a later one."""

    from_version: int
    to_version: int
    seen_at: datetime  # when the later one was seen first
    headline_before: str | None
    headline_after: str | None
    change: TextChange


@dataclass(frozen=True, slots=True)
class Differences:
    """An article's versions and the steps between them."""

    article_id: str
    source_id: str
    canonical_url: str
    version_count: int
    steps: tuple[Step, ...]

    def as_json(self) -> Row:
        """Return everything as plain values."""
        plain: Row = as_json_value(asdict(self))
        return plain


def differences(
    home: Home, id_or_prefix: str, first: int | None = None, last: int | None = None
) -> Differences:
    """Compare each version of an article with the next; with `first` or `last`, those two alone.

    UsageError where there is no such article or version, or several begin so.
    """
    rows = query(
        home, sql_text("report", "version_texts"), {"id": _article_id(home, id_or_prefix)}
    ).to_pylist()
    by_number = {row["version_number"]: row for row in rows}
    numbers = sorted(by_number)
    if first is not None or last is not None:
        numbers = [first or numbers[0], last or numbers[-1]]
    for number in numbers:
        if number not in by_number:
            raise UsageError(f"The article has no version {number}.", f"It has {len(rows)}, from 1 on.")
    pairs = pairwise(numbers)
    head = rows[0]
    return Differences(
        head["article_id"],
        head["source_id"],
        head["canonical_url"],
        len(rows),
        tuple(_step(by_number[a], by_number[b]) for a, b in pairs if a != b),
    )


def render_differences(found: Differences, console: Console) -> None:
    """Print each step: what kind of change, when it was seen, what went and what came."""
    console.print(Text(one_line(f"{found.source_id}  {found.canonical_url}"), style="dim"), soft_wrap=True)
    if not found.steps:
        console.print("There is one version of it: nothing has changed since it was seen first.")
    for step in found.steps:
        notice = ", and says so" if step.change.has_notice else ""
        title = (
            f"\nversion {step.from_version} to {step.to_version}: {step.change.change_type}{notice}, "
            f"seen {step.seen_at:%Y-%m-%d %H:%M} UTC"
        )
        console.print(Text(title, style="bold"))
        if step.change.has_new_headline:
            _print(console, "-", step.headline_before or "(no headline)", "red", "headline: ")
            _print(console, "+", step.headline_after or "(no headline)", "green", "headline: ")
        for sentence in step.change.removed:
            _print(console, "-", sentence, "red")
        for sentence in step.change.added:
            _print(console, "+", sentence, "green")
        if not (step.change.added or step.change.removed or step.change.has_new_headline):
            console.print("  The same sentences in another order.")


def _print(console: Console, mark: str, sentence: str, style: str, label: str = "") -> None:
    console.print(Text(f"{mark} {label}{one_line(sentence)}", style=style), soft_wrap=True)


def _step(before: Row, after: Row) -> Step:
    change = compare_texts(
        before["headline"], before["article_body"], after["headline"], after["article_body"]
    )
    return Step(
        before["version_number"],
        after["version_number"],
        after["fetched_at"],
        before["headline"],
        after["headline"],
        change,
    )


def _article_id(home: Home, id_or_prefix: str) -> str:
    wanted = id_or_prefix.strip().lower()
    rows = query(home, sql_text("report", "find_id"), {"id": wanted}).to_pylist() if wanted else []
    found = sorted({row["id"] for row in rows if row["kind"] == "article"})
    if wanted in found or len(found) == 1:
        return wanted if wanted in found else str(found[0])
    if not found:
        raise UsageError(
            f"There is no article '{one_line(id_or_prefix)}'.",
            "Ids of changed ones: dateline sql 'select article_id, headline from marts.corrections'",
        )
    raise UsageError(f"'{wanted}' begins several articles: {', '.join(found[:5])}.", "Give more of it.")
