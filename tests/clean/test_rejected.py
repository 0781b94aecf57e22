import pytest

from tests.clean.given import PROSE, article, clean, page

LINKS = "".join(f'<li><a href="/{n}">A headline about the harbour, number {n}</a></li>' for n in range(30))


def reason(content: str | bytes, url: str = "https://www.harbour.example/news/x") -> str | None:
    found = clean(content, url=url)
    assert found.outcome == ("rejected" if found.reason else "article")
    return found.reason


@pytest.mark.parametrize("content", [b"", b"   \n ", "\ufeff".encode()])
def test_nothing_is_empty(content: bytes) -> None:
    assert reason(content) in ("empty", "not_prose")


def test_section_index_is_a_listing() -> None:
    assert reason(page(f"<h1>Ports</h1><ul>{LINKS}</ul>", title="Ports")) == "listing"


def test_front_page_with_teasers_is_a_listing() -> None:
    teasers = "".join(
        (
            f'<div><h3><a href="/{n}">A headline about the harbour, number {n}</a></h3>'
            f"<p>{PROSE[n % 4][:90]}</p></div>"
        )
        for n in range(8)
    )
    assert reason(page(teasers, title="The Harbour"), url="https://www.harbour.example/") == "listing"


def test_video_page_without_text_is_a_video() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "VideoObject", "name": "The harbour from '
        'the air"}</script>'
    )
    assert (
        reason(
            page(
                "<h1>The harbour from the air</h1><video src='a.mp4'></video><p>Watch the ferries.</p>",
                head=head,
            )
        )
        == "video"
    )


def test_consent_wall_is_known() -> None:
    wall = (
        "<h1>Before you continue</h1><p>We and our partners use cookies to store and read data "
        "on your device. You can change your choices at any time.</p>"
    ) * 3
    assert (
        reason(page(f"<div>{wall}<button>Accept all</button></div>", title="The Harbour")) == "consent_wall"
    )


@pytest.mark.parametrize(
    "title",
    ["404 - Page not found", "Page Not Found", "Sorry, this page does not exist", "Seite nicht gefunden"],
)
def test_page_that_says_it_does_not_exist_is_a_soft_404(title: str) -> None:
    text = (
        "The page that you asked for is not here any more. Try the search, or go back to the "
        "front page and start from there."
    )
    assert reason(page(f"<h1>{title}</h1><p>{text}</p><p>{text}</p><p>{text}</p>", title=title)) == "soft_404"


def test_stub_before_a_paywall_is_rejected() -> None:
    stub = (
        f"<p>{PROSE[0]}</p><div><p>Subscribe to continue reading. Already a subscriber? Log in to "
        f"continue.</p></div>"
    )
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferries keep '
        'new hours", "isAccessibleForFree": false}</script>'
    )
    assert reason(article(stub, head=head)) == "paywall"


def test_article_of_a_few_words_is_too_short() -> None:
    assert reason(article("<p>The ferry has left the harbour on time today.</p>")) == "too_short"


def test_page_without_any_text_is_rejected() -> None:
    assert reason(page('<div id="root"></div><script src="app.js"></script>', title="")) in (
        "empty",
        "no_article",
    )


def test_page_beyond_all_size_is_rejected() -> None:
    assert reason(page("<p>word</p>" * 130_000)) == "too_large"


def test_deeply_nested_page_ends_as_a_cleaning() -> None:
    deep = "<div>" * 20_000 + "".join(f"<p>{text}</p>" for text in PROSE) + "</div>" * 20_000
    assert clean(page(deep)).outcome in ("article", "rejected")


def test_deeply_nested_json_ld_ends_as_a_cleaning() -> None:
    bomb = '{"@type":"NewsArticle","a":' + "[" * 50_000 + "]" * 50_000 + "}"
    assert reason(article(head=f'<script type="application/ld+json">{bomb}</script>')) is None
