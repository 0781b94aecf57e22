"""What reading archived bytes again changes, for people."""

from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.text import Text

from tasks.load import Changes
from tasks.report.harmless import markdown, one_line
from tasks.report.tables import as_json_value

_SAYS = {
    "bodies": "texts would read otherwise",
    "dates": "dates of publication would be others",
    "places": "would speak of other places",
    "rejected": "are no article to this cleaner (they stay as they are)",
    "found": "pages that made no article are one to this cleaner (accepting leaves them out)",
}
_WORDS_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Reprocessed:
    """What a run of `reprocess` did."""

    read: int  # versions read in this run
    recleaned: int  # archived pages that made no article, read in this run
    unreadable: int  # whose archived bytes are missing or damaged
    changes: Changes
    accepted: int | None  # versions that moved; None where nothing was to be accepted
    accepted_before: tuple[str, ...]  # the result versions that they moved from

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain values."""
        plain: dict[str, Any] = as_json_value(asdict(self))
        return plain


def render_reprocessed(done: Reprocessed, console: Console) -> None:
    """Print the summary, with ten examples of each kind of change."""
    for line in _lines(done):
        style = {"-": "red", "+": "green"}.get(line.strip()[:1], "")
        console.print(Text(line, style=style), soft_wrap=True)


def reprocessed_markdown(done: Reprocessed) -> str:
    """Return the same as Markdown."""
    return "\n".join(f"    {markdown(line)}" for line in _lines(done))


def _lines(done: Reprocessed) -> list[str]:
    changes = done.changes
    lines = [f"{done.read:,} versions read; {changes.compared:,} results compared with what is accepted."]
    if done.recleaned:
        lines.append(f"{done.recleaned:,} archived pages that made no article read.")
    if done.unreadable:
        lines.append(f"{done.unreadable:,} could not be read: their archived bytes are missing or damaged.")
    for kind, count in changes.counts.items():
        lines.append(f"{count:,} {_SAYS[kind]}{':' if count else '.'}")
        for row in changes.examples[kind]:
            lines += _example(kind, row)
    if done.accepted is not None:
        lines.append(f"Accepted: {done.accepted:,} versions moved, in one transaction.")
        lines += [
            f"The way back: dateline reprocess --accept '{version}'" for version in done.accepted_before
        ]
    elif any(changes.counts[kind] for kind in ("bodies", "dates", "places")):
        lines.append(
            "Nothing is accepted yet: dateline reprocess --accept, with the same filters, accepts it."
        )
    return lines


def _example(kind: str, row: dict[str, Any]) -> list[str]:
    if kind == "found":
        about = f"{row['reason']}, now {row['word_count']:,} words"
        return [f"  {one_line(row['url'])}", f"    {about}: {one_line(row['headline'] or '(no headline)')}"]
    lines = [
        f"  {one_line(row['canonical_url'])} ({row['article_id'][:12]}, version {row['version_number']})"
    ]
    if kind == "bodies":
        if row["headline"] != row["new_headline"]:
            lines += [_cut("-", row["headline"]), _cut("+", row["new_headline"])]
        lines += [_cut("-", sentence) for sentence in row["removed"][:2]]
        lines += [_cut("+", sentence) for sentence in row["added"][:2]]
    elif kind == "dates":
        lines.append(f"    {row['date_published'] or 'none'} -> {row['new_date_published'] or 'none'}")
    elif kind == "places":
        lines += [_cut("-", " ".join(row["places_lost"]))] if row["places_lost"] else []
        lines += [_cut("+", " ".join(row["places_found"]))] if row["places_found"] else []
    else:
        lines.append(f"    {row['reason']}: {one_line(row['headline'] or '(no headline)')}")
    return lines


def _cut(mark: str, text: str | None) -> str:
    words = one_line(text or "(none)")
    return f"    {mark} {words[:_WORDS_SHOWN]}{'…' if len(words) > _WORDS_SHOWN else ''}"
