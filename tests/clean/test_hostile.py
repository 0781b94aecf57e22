from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tasks.clean.cleaning import clean_payload
from tasks.clean.jsonld import loads
from tasks.clean.lines import units
from tasks.clean.printed import split_dateline
from tasks.clean.selectors import select
from tasks.clean.when import parse_when
from tests.clean.given import FIXTURES, NOW, PROSE, Given, article

PAGE = article(
    "".join(f"<p>{text}</p>" for text in PROSE),
    head=(
        '<meta property="og:title" content="Ferries"><script '
        'type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-11-18"}</script>'
    ),
).encode()
TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<div",
        "class='a'>",
        "</div>",
        "<br>",
        "<a",
        "href='x'>",
        "</a>",
        "<h1>",
        "<table>",
        "<td>",
        "<script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "&#0;",
        "&amp;",
        "<svg>",
        "<title>",
        "1403/08/28",
        "TEHRAN",
        "—",
    ]
)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def holds(data: bytes, content_type: str | None = None) -> None:
    found = clean_payload(Given(data, content_type), None, NOW)
    assert found.outcome in ("article", "rejected")
    assert (found.reason is None) == (found.outcome == "article")
    assert found.reason != "fault"
    if found.article_body:
        assert all(part and part == " ".join(part.split()) for part in found.article_body.split("\n\n"))


@MANY
@given(st.binary(max_size=400), st.none() | st.text(max_size=30))
def test_any_bytes_become_a_cleaning(data: bytes, content_type: str | None) -> None:
    holds(data, content_type)


@MANY
@given(st.lists(TAGS | st.text(max_size=20), max_size=60))
def test_any_markup_becomes_a_cleaning(pieces: list[str]) -> None:
    holds(("<html><body>" + "".join(pieces) + PROSE[0] * 3).encode("utf-8", "surrogatepass"))


@MANY
@given(st.integers(0, len(PAGE)), st.binary(max_size=12), st.integers(0, 200))
def test_a_mutated_page_becomes_a_cleaning(at: int, inserted: bytes, cut: int) -> None:
    holds(PAGE[:at] + inserted + PAGE[at + cut :])


@MANY
@given(st.text(max_size=300))
def test_parsers_of_small_texts_never_raise(text: str) -> None:
    parse_when(text)
    loads(text)
    split_dateline(text)
    units(text)


@MANY
@given(st.text(alphabet="abp.#[]=>:*, '\"()1-^$~|", max_size=20))
@example("::a")
def test_any_selector_selects_something_or_nothing(css: str) -> None:
    root = etree.fromstring(PAGE, etree.HTMLParser())
    assert isinstance(select(root, css), list)


@pytest.mark.slow
def test_ten_thousand_mutated_pages_become_cleanings() -> None:
    """Bytes cut, doubled, moved and replaced by markup, from the pages that lie beside the tests."""
    pages = [PAGE, *(path.read_bytes() for path in sorted(FIXTURES.glob("*.html")))]
    dice = Random(20241118)
    for _ in range(10_000):
        holds(mutated(dice.choice(pages), dice))


def mutated(page: bytes, dice: Random) -> bytes:
    for _ in range(dice.randint(1, 6)):
        at, size = dice.randrange(len(page) + 1), dice.randint(0, 300)
        piece = page[at : at + size]
        page = dice.choice(
            (
                page[:at] + page[at + size :],
                page[:at] + piece * dice.randint(2, 6) + page[at:],
                page[at:] + page[:at],
                page[:at] + dice.choice(SCRAPS) * dice.randint(1, 40) + page[at:],
                page[:at] + dice.randbytes(dice.randint(1, 20)) + page[at:],
            )
        )
    return page


SCRAPS = (
    b"<div><p>",
    b"</div>",
    b"<table><tr><td>",
    b"<a href='x'>",
    b"<!--",
    b"<script>",
    b"&#xD800;",
    b"\xff\xfe",
    b"<svg><style>",
    b"<br><br>",
    b'{"@type":"NewsArticle",',
    b"<figure><img><figcaption>",
)
