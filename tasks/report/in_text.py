"""A run's report for people at a terminal; everything from outside is made harmless."""

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasks.report.harmless import one_line, plain
from tasks.report.in_markdown import check_words, counted, headline, place_sentence, unpublished, why
from tasks.report.reports import RunPlace, RunReport

PLACES_SHOWN = 30
ALL_PLACES = "select place_name, precision, role, confidence, sentence from marts.mentions"


def render_report(report: RunReport, console: Console, places_shown: int = PLACES_SHOWN) -> None:
    """Print what a run found, fetched, refused and rejected, then its places with a sentence each."""
    console.print(_asked(report))
    console.print(Text(f"{_summary(report)}\n"))
    if report.rejections:
        console.print(_rejections(report))
    console.print(Text(headline(report), style="bold"))
    if not report.is_news:
        console.print("The database holds what it held: articles, stories and places are unchanged.")
    if report.places:
        console.print(_places(report.places[:places_shown]))
        _rest(report, console, places_shown)
    if report.unplaced_count:
        console.print(_unplaced(report))
    for check in report.broken_checks:
        words = check_words(check.check_name, check.bad_rows, check.held_rows)
        console.print(Text(words, style="yellow"))
    if report.publish_at:
        console.print(Text(unpublished(report.publish_at), style="yellow"))
    if report.reason:
        console.print(Text(f"The run {report.state}: {one_line(report.reason)}", style="red"))


def _asked(report: RunReport) -> Table:
    """Return a table of addresses by source, kind and what became of them."""
    table = _table("Found and asked", "source", "what", "outcome")
    table.add_column("count", justify="right")
    table.add_column("why", overflow="fold")
    for group in report.fetches:
        style = {"fetched": "green", "refused": "yellow", "failed": "red"}.get(group.outcome, "")
        table.add_row(
            Text(one_line(group.source_id)),
            group.link_type,
            Text(group.outcome.replace("_", " "), style=style),
            f"{group.url_count:,}",
            Text(one_line(why(group))),
        )
    return table


def _summary(report: RunReport) -> str:
    found, fetched = report.url_count(), report.url_count("fetched")
    refused, failed = report.url_count("refused"), report.url_count("failed")
    known = report.url_count("skipped", "not_modified")
    return (
        f"{counted(found, 'article')} found: {fetched:,} fetched, {known:,} known already, "
        f"{refused:,} refused, {failed:,} failed"
    )


def _rejections(report: RunReport) -> Table:
    table = _table("Could not be used", "stage", "what", "why", "next step")
    for rejection in report.rejections:
        words = (rejection.stage, rejection.subject, rejection.reason, rejection.next_step)
        table.add_row(*(Text(one_line(word), overflow="fold") for word in words))
    return table


def _places(places: tuple[RunPlace, ...]) -> Table:
    table = _table("Places", "place", "precision", "role")
    table.add_column("confidence", justify="right")
    table.add_column("stories", justify="right")
    table.add_column("the sentence that names it", ratio=1)
    for place in places:
        table.add_row(
            Text(one_line(place.name), style="bold"),
            place.precision,
            place.role.replace("_", " "),
            f"{place.confidence:.2f}",
            f"{place.story_count:,}",
            _marked(place),
        )
    return table


def _marked(place: RunPlace) -> Text:
    before, exact, after = (plain(part) for part in place_sentence(place))
    return Text.assemble(before, (exact, "bold underline"), after)


def _rest(report: RunReport, console: Console, shown: int) -> None:
    if (left_out := len(report.places) - shown) > 0:
        words = f'... and {left_out:,} more. Every mention: dateline sql "{ALL_PLACES}"'
        console.print(Text(words), soft_wrap=True)


def _unplaced(report: RunReport) -> Text:
    reasons = "; ".join(
        f"{row.mention_count:,} {one_line(row.reason)} (such as “{one_line(row.example)}”)"
        for row in report.unplaced
    )
    return Text(f"Without a place: {counted(report.unplaced_count, 'mention')}: {reasons}.", style="dim")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
