from datetime import UTC, date, datetime
from pathlib import Path

from tasks.clean import CLEANER_VERSION, cleaner_version
from tasks.scrape import Rule, SourceSpec, load_source
from tasks.settings import Home
from tests.clean.given import FIXTURES, article, clean, page

URL = "https://www.presstv.ir/Detail/2024/11/14/900001/Iran-Armenia-Aras-bridge"


def press_tv() -> SourceSpec:
    return load_source("presstv", Home(Path("/nonexistent")))


def test_press_tv_pages_are_read_by_the_catalog_s_rule() -> None:
    found = clean((FIXTURES / "presstv.html").read_bytes(), url=URL, source=press_tv())
    assert (found.outcome, found.rule) == ("article", "source_rule")
    assert found.headline == "Iran, Armenia open second bridge over the Aras"
    assert found.article_section == "Economy"
    assert found.canonical_url == URL
    paragraphs = (found.article_body or "").split("\n\n")
    assert len(paragraphs) == 4
    assert paragraphs[0].startswith("A second road bridge")
    assert "both countries" in paragraphs[1]
    assert paragraphs[3].endswith("said the Armenian minister.")


def test_press_tv_s_local_time_keeps_its_day_and_becomes_utc() -> None:
    found = clean((FIXTURES / "presstv.html").read_bytes(), url=URL, source=press_tv())
    assert found.date_published == datetime(2024, 11, 14, 17, 11, tzinfo=UTC)
    assert (found.date_published_local, found.date_published_precision) == (date(2024, 11, 14), "second")
    assert found.date_published_evidence == "time"


def test_press_tv_s_alternate_addresses_are_hosts_and_not_text() -> None:
    found = clean((FIXTURES / "presstv.html").read_bytes(), url=URL, source=press_tv())
    assert "www.presstv.co.uk" in found.named_hosts
    assert "presstv.co.uk" not in (found.article_body or "")
    assert found.publisher == "Press TV"


def test_press_tv_pages_read_the_same_without_a_rule() -> None:
    content = (FIXTURES / "presstv.html").read_bytes()
    ruled, generic = clean(content, url=URL, source=press_tv()), clean(content, url=URL)
    assert generic.rule == "container"
    assert generic.article_body == ruled.article_body
    assert generic.headline == ruled.headline
    assert generic.image_caption == ruled.image_caption


OLD = Rule(body="td.story", valid_until=date(2020, 6, 30), remove=("i.credit",))
NEW = Rule(
    body="main div#text > p",
    headline="h2.top",
    author="p.by",
    section="ul.path",
    date="p.by",
    date_timezone="Asia/Baku",
)
SOURCE = SourceSpec("harbour", "The Harbour", hosts=("www.harbour.example",), rules=(NEW, OLD))
TEXT = (
    "The ferry left the harbour on time, with forty lorries and a hundred people on board, "
    "and the sea was calm. "
) * 3


def test_archived_page_is_read_by_the_rule_of_its_day() -> None:
    content = page(
        f"<table><tr><td>Menu</td><td class='story'>{TEXT}<i class='credit'>Photo: A. B.</i></td>"
        f"</tr></table>"
    )
    found = clean(content, source=SOURCE, now=datetime(2019, 5, 1, tzinfo=UTC))
    assert found.rule == "source_rule"
    assert found.article_body == TEXT.strip()


def test_rule_names_headline_author_section_and_local_time() -> None:
    content = page(
        "<h1>The Harbour</h1><main><ul class='path'><li><a>Home</a></li><li><a>Ports</a></li>"
        "</ul><h2 class='top'>Ferry leaves on time</h2>"
        f"<p class='by'>By Leyla Hasanova | Posted 20.11.2024 01:30</p><div id='text'><p>{TEXT}"
        f"</p></div></main>"
    )
    found = clean(content, source=SOURCE)
    assert (found.headline, found.article_section) == ("Ferry leaves on time", "Ports")
    assert found.author == ("Leyla Hasanova",)
    assert found.date_published == datetime(2024, 11, 19, 21, 30, tzinfo=UTC)
    assert found.date_published_local == date(2024, 11, 20)


def test_page_that_the_rule_does_not_fit_is_read_in_general() -> None:
    found = clean(article(), source=SOURCE)
    assert (found.outcome, found.rule) == ("article", "container")


def test_selectors_beyond_the_simple_ones_work_too() -> None:
    rule = Rule(body="div:has(> p.lead)", remove=("p:last-child",))
    source = SourceSpec("harbour", "The Harbour", hosts=("www.harbour.example",), rules=(rule,))
    content = page(f"<div><p>Menu</p></div><div><p class='lead'>{TEXT}</p><p>The end of the page.</p></div>")
    found = clean(content, source=source)
    assert (found.rule, found.article_body) == ("source_rule", TEXT.strip())


def test_version_names_code_and_rules() -> None:
    other = SourceSpec("harbour", "The Harbour", hosts=SOURCE.hosts, rules=(NEW,))
    assert cleaner_version(None) == CLEANER_VERSION
    assert cleaner_version(SOURCE).startswith(CLEANER_VERSION + ".")
    assert cleaner_version(SOURCE) != cleaner_version(other)
    assert clean(article(), source=SOURCE).cleaner_version == cleaner_version(SOURCE)
