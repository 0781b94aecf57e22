"""The report of a run, of headlines and places that mean harm, as markdown, table and text."""

import io
from datetime import UTC, datetime

import pyarrow as pa
from rich.console import Console

from tasks.records import Rejection
from tasks.report import RunReport, as_markdown, render_report, render_table, table_json
from tasks.report.in_markdown import places_description, places_table
from tasks.report.reports import FetchGroup, RunArticle, RunPlace, SlowHost, StageCount
from tests.report.powers import powers

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
EVIL = "![x](http://evil.example/p.png) <img src=x onerror=alert(1)> [go](javascript:1) \x1b[31m | cell"


def report(places: int = 1, articles: int = 1) -> RunReport:
    place = RunPlace(
        "geonames:112931", "Tehran", "town", "mentioned", 0.93, "m1", "a1", f"Tehran {EVIL}", 0, 6, 2, 1, 1
    )
    return RunReport(
        run_id="r1",
        state="completed",
        reason=None,
        fetches=(
            FetchGroup("kura-post", "article", "fetched", None, 3, "http://k.example/1", None),
            FetchGroup("kura-post", "article", "refused", "robots", 1, "http://k.example/2", EVIL),
        ),
        rejections=(Rejection("x", "r1", "clean", "http://k.example/3", EVIL, "Look at it.", NOW),),
        articles=(RunArticle("a1" * 16, "kura-post", 1, EVIL, NOW, "http://k.example/1", False),) * articles,
        places=(place,) * places,
        unplaced=(),
        broken_checks=(),
        article_count=articles,
        version_count=0,
        story_count=articles,
        mention_count=2,
        unplaced_count=0,
        place_count=places,
        stages=(StageCount("fetch", "addresses", 4, 3, 0, 1),),
        slow_hosts=(SlowHost(f"k.example{EVIL}", 4, 1, 61.25),),
    )


def printed(made: RunReport) -> str:
    out = io.StringIO()
    render_report(made, Console(file=out, width=120, force_terminal=False))
    return out.getvalue()


def test_a_hostile_headline_stays_text_in_markdown() -> None:
    shown = as_markdown(report())
    assert powers(shown) == set()
    for harm in ("![", "\x1b", "http://evil"):
        assert harm not in shown
    assert r"\[go\]" in shown
    assert all(line.count(" | ") <= 5 for line in shown.splitlines())


def test_the_report_counts_by_stage_and_names_the_slowest_hosts() -> None:
    shown = as_markdown(report()).replace("\\", "").replace("\u200b", "")
    assert "| fetch | addresses | 4 | 3 | 0 | 1 |" in shown
    assert "## Slowest hosts" in shown
    assert "| 4 | 1 | 61.2 |" in shown


def test_a_hostile_sentence_stays_text_in_the_table_of_places() -> None:
    (row,) = places_table(report())
    assert powers(str(row["sentence"])) == set()
    assert powers(EVIL) == {"image", "html_inline"}


def test_a_hostile_headline_has_no_power_over_the_terminal() -> None:
    shown = printed(report())
    assert "\x1b" not in shown
    assert "␛[31m" in shown


def test_what_is_left_out_is_said() -> None:
    many = report(places=600, articles=60)
    assert "600 places" in places_description(many)
    assert "100 more" in places_description(many)
    assert len(places_table(many)) == 500
    assert "and 10 more" in as_markdown(many)
    assert "... and 570 more." in printed(many)


def test_a_run_without_news_says_so() -> None:
    quiet = report(places=0, articles=0)
    assert as_markdown(quiet).startswith("# Nothing is new.")
    assert "Nothing is new." in printed(quiet)


def test_rows_as_a_table_are_harmless_and_counted() -> None:
    table = pa.table({"a": ["\x1b[2J", None, "[bold]x[/bold]"], "n": [1, 2, 3]})
    out = io.StringIO()
    render_table(table, Console(file=out, width=80), rows_shown=2)
    assert "\x1b" not in out.getvalue()
    assert "2 of 3 rows" in out.getvalue()


def test_rows_as_json_say_what_json_can_say() -> None:
    import json

    table = pa.table({"at": [NOW], "raw": [b"\x00\x01"], "x": [float("nan")], "s": [[1.5, None]]})
    assert json.loads("\n".join(table_json(table))) == [
        {"at": "2026-11-20T12:00:00+00:00", "raw": "AAE=", "x": None, "s": [1.5, None]}
    ]
    assert json.loads("\n".join(table_json(table.slice(0, 0)))) == []
