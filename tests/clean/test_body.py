import pytest

from tests.clean.given import PROSE, article, clean, page

BODY = "\n\n".join(PROSE)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in PROSE)


def body(content: str) -> str:
    found = clean(content)
    assert found.outcome == "article", found.reason
    return found.article_body or ""


def test_body_is_paragraphs_joined_by_one_blank_line() -> None:
    assert body(article()) == BODY


def test_white_space_within_a_paragraph_is_folded_and_no_break_spaces_are_plain() -> None:
    inside = PARAGRAPHS.replace("winter, which", "winter,\n\t&nbsp; which\u00a0")
    assert body(article(inside)) == BODY


def test_headings_quotes_and_list_items_are_paragraphs_of_their_own() -> None:
    inside = (
        f"<p>{PROSE[0]}</p><h2>What changes</h2><ul><li>A first ferry at seven</li><li>A second "
        f"at nine</li></ul><blockquote>{PROSE[1]}</blockquote><p>{PROSE[2]}</p>"
    )
    assert body(article(inside)).split("\n\n") == [
        PROSE[0],
        "What changes",
        "A first ferry at seven",
        "A second at nine",
        PROSE[1],
        PROSE[2],
    ]


def test_inline_tags_do_not_part_words() -> None:
    inside = PARAGRAPHS.replace("council", "<b>coun</b>cil").replace(
        "ferries", '<a href="/tag/ferries">ferries</a>'
    )
    assert body(article(inside)) == BODY


def test_body_in_two_containers_is_read_whole() -> None:
    first, second = (
        f'<div class="part">{"".join(f"<p>{t}</p>" for t in half)}</div>' for half in (PROSE[:2], PROSE[2:])
    )
    assert body(article(f'{first}<div class="ad-slot">Advertisement</div>{second}')) == BODY


def test_text_that_is_emitted_twice_is_read_once() -> None:
    assert body(article(PARAGRAPHS + f'<div class="print-view">{PARAGRAPHS}</div>')) == BODY


def test_paragraphs_parted_by_line_breaks_are_paragraphs() -> None:
    assert body(article("<br><br>".join(PROSE))) == BODY


@pytest.mark.parametrize(
    "box",
    [
        '<div class="breadcrumb"><a href="/">News</a> / <a href="/d">Defense</a> / More</div>',
        '<div><a href="#">Facebook</a> <a href="#">Twitter</a> <a href="#">Telegram</a></div>',
        "<p>SHARE THIS ARTICLE</p>",
        '<p>Read more: <a href="/other">The other quay is closed until spring</a></p>',
        "<p>Advertisement</p>",
        (
            '<div class="newsletter-box"><h4>The evening tide</h4><p>Our newsletter brings both '
            "shores to your inbox every weekday at six.</p></div>"
        ),
        "<p>Sign up for our newsletter to get the latest news in your inbox every morning.</p>",
        (
            '<figure><img src="a.jpg"><figcaption>Ferries at the eastern quay on a winter morning. '
            "Photo: A. B.</figcaption></figure>"
        ),
        (
            '<aside class="related"><h3>Related</h3><ul><li><a href="/a">A story of another harbour '
            "altogether</a></li></ul></aside>"
        ),
        (
            "<p>The Harbour’s website can also be accessed at the following alternate addresses:</p>"
            "<p>www.harbour.example</p><p>harbour.example.org</p>"
        ),
        (
            '<div style="display:none"><p>This text is shown to nobody, for it is hidden by a style '
            "of its own, and it is long.</p></div>"
        ),
        (
            "<script>var text = 'A long text that is a program and not a paragraph of the story at "
            "all.';</script>"
        ),
        (
            "<noscript><p>Please switch on scripts in your browser to see this page as it was meant "
            "to be seen.</p></noscript>"
        ),
    ],
)
def test_furniture_inside_the_text_is_no_part_of_it(box: str) -> None:
    halves = ["".join(f"<p>{t}</p>" for t in half) for half in (PROSE[:2], PROSE[2:])]
    assert body(article(halves[0] + box + halves[1])) == BODY
    assert body(article(PARAGRAPHS + box)) == BODY


def test_headline_byline_and_date_above_the_text_are_no_part_of_it() -> None:
    above = (
        "<p class='k'>Ports</p><h1>Ferries keep new hours</h1><p>By Leyla Hasanova</p>"
        "<p>Published: 18 November 2024, 14:05</p>"
    )
    content = page(f"<div id='story'>{above}{PARAGRAPHS}</div>")
    assert body(content) == BODY


def test_comments_and_other_articles_below_are_no_part_of_it() -> None:
    comments = (
        "<h3>Comments (2)</h3>"
        + (
            "<div><p>A reader thinks that the first ferry should leave at six, as it did when he was "
            "young.</p></div>"
        )
        * 2
    )
    others = "".join(
        (
            f'<div><h3><a href="/{n}">Another story, number {n}, of another day</a></h3><p>A line or '
            f"two that tell what the other story is about.</p></div>"
        )
        for n in range(4)
    )
    assert (
        body(
            page(
                f"<main><h1>Ferries keep new hours</h1><div>{PARAGRAPHS}</div>{comments}</main>"
                f"<div>{others}</div>"
            )
        )
        == BODY
    )


def test_article_in_a_box_with_a_bad_name_is_kept() -> None:
    for name in (
        "page-with-sidebar",
        "modal-enabled",
        "sidebar",
        "widget content",
        "paywall",
        "has-right-sidebar",
        "comments-off",
    ):
        assert (
            body(
                page(
                    f'<div class="{name}"><h1>Ferries keep new hours</h1><p>x</p>{PARAGRAPHS}</div>'
                ).replace("<p>x</p>", "")
            )
            == BODY
        )


def test_whole_page_in_a_form_is_read() -> None:
    assert (
        body(page(f"<form id='aspnetForm'><h1>Ferries keep new hours</h1><div>{PARAGRAPHS}</div></form>"))
        == BODY
    )


def test_page_laid_out_in_tables_is_read() -> None:
    menu = "<br>".join(f'<a href="/{n}">Section {n}</a>' for n in range(8))
    content = page(
        f"<table><tr><td>{menu}</td><td><h1>Ferries keep new hours</h1>{PARAGRAPHS}</td>"
        f"<td>Dollar 2.72<br>Euro 2.87</td></tr></table>"
    )
    assert body(content) == BODY


@pytest.mark.parametrize(
    ("line", "dash"),
    [
        ("TEHRAN, Nov. 18 (AP)", " — "),
        ("TROY, N.C. (AP)", " -- "),
        ("TEHRAN", " — "),
        ("Tehran, Nov. 18 (KNA)", " – "),
        ("BAKU/TBILISI, March 4 (KNA)", " - "),
    ],
)
def test_dateline_stands_in_its_own_field_as_printed(line: str, dash: str) -> None:
    found = clean(article(PARAGRAPHS.replace("<p>", f"<p><b>{line}</b>{dash}", 1)))
    assert found.dateline == line
    assert found.article_body == BODY


@pytest.mark.parametrize("start", ["NATO — ", "BREAKING: ", "The port — a large one — ", "WATCH — ", "Q: "])
def test_what_is_not_surely_a_dateline_stays_in_the_text(start: str) -> None:
    found = clean(article(PARAGRAPHS.replace("<p>", f"<p>{start}", 1)))
    assert found.dateline is None
    assert (found.article_body or "").startswith(start)


def test_words_are_counted_in_scripts_that_write_none_apart() -> None:
    found = clean(
        article(
            "<p>" + "渡轮公司周二表示,从下个月起,每天都有一班船从阿拉特港开往库雷克港。" * 5 + "</p>",
            lang="zh",
        )
    )
    assert found.outcome == "article"
    assert 60 < found.word_count < 120
