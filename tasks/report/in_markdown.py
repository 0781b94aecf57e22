"""A run's report for the Prefect UI, where nothing that a publisher wrote may become markup."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tasks.report.harmless import markdown
from tasks.report.reports import FetchGroup, RunPlace, RunReport, StageCount

ARTICLES_SHOWN = 50
PLACES_SHOWN = 500
STAGE_COLUMNS = ("stage", "of what", "taken in", "went on", "known before", "could not be used")


def as_markdown(report: RunReport) -> str:
    """Return the closing report of a run as markdown."""
    parts = [
        f"# {headline(report)}",
        *_fault(report),
        unpublished(report.publish_at),
        _section("By stage", STAGE_COLUMNS, stage_rows(report.stages)),
        _section("Fetched, and not", ("source", "what", "outcome", "count", "why"), _fetches(report)),
        _section("Could not be used", ("stage", "what", "why", "next step"), _rejections(report)),
        _section("New and changed", ("headline", "source", "published", "version", "id"), _articles(report)),
        _section("Without a place", ("why", "mentions", "for example"), _unplaced(report)),
        _section("Checks", ("check", "severity", "bad rows", "held back"), _checks(report)),
        _section("Slowest hosts", ("host", "addresses", "timeouts", "seconds"), _slow_hosts(report)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def places_table(report: RunReport) -> list[dict[str, str | int | float]]:
    """Return the places of a run for a table artifact, at most PLACES_SHOWN of them.

    Prefect's UI draws the cells of a table as markdown.
    """
    return [
        {
            "place": markdown(place.name),
            "precision": place.precision,
            "role": place.role,
            "confidence": round(place.confidence, 2),
            "stories": place.story_count,
            "mentions": place.mention_count,
            "sentence": markdown(place.sentence),
            "place_id": place.place_id,
            "mention_id": place.mention_id,
        }
        for place in report.places[:PLACES_SHOWN]
    ]


def places_description(report: RunReport) -> str:
    """Say what the table of places holds, and what it leaves out."""
    left_out = len(report.places) - PLACES_SHOWN
    rest = f" {left_out:,} more are in core.article_places." if left_out > 0 else ""
    return f"{report.place_count:,} places of this run's new texts, by stories.{rest}"


def headline(report: RunReport) -> str:
    """Say in a line what a run brought."""
    if not report.is_news:
        return "Nothing is new."
    return (
        f"{counted(report.article_count, 'new article')}, "
        f"{counted(report.version_count, 'changed article')}, "
        f"{counted(report.story_count, 'new story', 'new stories')}, "
        f"{counted(report.mention_count, 'mention')} of {counted(report.place_count, 'place')}."
    )


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def unpublished(publish_at: datetime | None) -> str:
    """Say that what a run did is not published yet, and when it will be; nothing where it is."""
    if publish_at is None:
        return ""
    when = f"{publish_at:%Y-%m-%d %H:%M:%S} UTC"
    return f"Loaded, and not published yet (publish_every): the first run after {when} publishes it."


def check_words(name: str, bad_rows: int, held_rows: int) -> str:
    """Say what a check found: among what is held, and in batches that it kept out."""
    found = [counted(bad_rows, "bad row")] if bad_rows else []
    kept_out = [f"{counted(held_rows, 'bad row')} in batches that it kept out"] if held_rows else []
    return f"Check {name}: {', '.join(found + kept_out)}."


def why(group: FetchGroup) -> str:
    """Say why addresses ended as they did, with one of them where it helps."""
    if group.outcome == "fetched":
        return ""
    return " ".join(word for word in (group.reason or "", group.example_detail or "") if word)


def place_sentence(place: RunPlace) -> tuple[str, str, str]:
    """Return a sentence in three parts: before the mention, the mention, after it."""
    text = place.sentence
    return text[: place.start_char], text[place.start_char : place.end_char], text[place.end_char :]


def _fault(report: RunReport) -> list[str]:
    return [f"**The run {report.state}: {markdown(report.reason)}**"] if report.reason else []


def _fetches(report: RunReport) -> list[Sequence[object]]:
    return [
        (group.source_id, group.link_type, group.outcome, group.url_count, _example(group))
        for group in report.fetches
    ]


def _example(group: FetchGroup) -> str:
    return "" if group.outcome == "fetched" else f"{why(group)} (such as {group.example_url})"


def _rejections(report: RunReport) -> list[Sequence[object]]:
    return [(r.stage, r.subject, r.reason, r.next_step) for r in report.rejections]


def _articles(report: RunReport) -> list[Sequence[object]]:
    shown: list[Sequence[object]] = [
        (
            article.headline or "(no headline)",
            article.source_id,
            f"{article.date_published:%Y-%m-%d}" if article.date_published else "unknown",
            f"{article.version_number}{', a copy' if article.is_copy else ''}",
            article.article_id[:12],
        )
        for article in report.articles[:ARTICLES_SHOWN]
    ]
    if (left_out := len(report.articles) - ARTICLES_SHOWN) > 0:
        shown.append((f"and {left_out:,} more, in core.articles", "", "", "", ""))
    return shown


def _unplaced(report: RunReport) -> list[Sequence[object]]:
    return [(row.reason, row.mention_count, row.example) for row in report.unplaced]


def stage_rows(stages: Iterable[StageCount]) -> list[Sequence[object]]:
    """Return a row a stage, under STAGE_COLUMNS."""
    return [(s.stage, s.what, s.taken_count, s.passed_count, s.known_count, s.refused_count) for s in stages]


def _slow_hosts(report: RunReport) -> list[Sequence[object]]:
    return [(h.host, h.address_count, h.timeout_count, f"{h.spent_s:.1f}") for h in report.slow_hosts]


def _checks(report: RunReport) -> list[Sequence[object]]:
    return [
        (check.check_name, check.severity, check.bad_rows, check.held_rows) for check in report.broken_checks
    ]


def _section(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(markdown(str(cell)) for cell in row) + " |" for row in rows]
    if not lines:
        return ""
    head = ["| " + " | ".join(columns) + " |", "|" + " --- |" * len(columns)]
    return "\n".join([f"## {title}", "", *head, *lines])
