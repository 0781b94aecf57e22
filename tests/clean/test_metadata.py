import json

import pytest

from tests.clean.given import PROSE, article, clean, page


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def claims(**fields: object) -> str:
    return json_ld(json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", **fields}))


def test_headline_is_not_the_logo() -> None:
    found = clean(article(before='<h1 class="logo"><a href="/">The Harbour</a></h1>'))
    assert found.headline == "Ferries keep new hours"


def test_headline_in_a_lower_heading_is_found_by_the_title() -> None:
    content = article(
        before="<h1><a href='/'>The Harbour</a></h1>", title="The Harbour - Ferries keep new hours"
    )
    found = clean(
        content.replace("<article><h1>", "<article><h2>").replace("hours</h1><div", "hours</h2><div")
    )
    assert found.headline == "Ferries keep new hours"


@pytest.mark.parametrize(
    "title",
    [
        "Ferries keep new hours | The Harbour",
        "The Harbour - Ferries keep new hours",
        "Ferries keep new hours – The Harbour",
    ],
)
def test_name_of_the_site_is_no_part_of_the_headline(title: str) -> None:
    head = '<meta property="og:site_name" content="The Harbour">'
    found = clean(article(head=head, title=title).replace("<h1>Ferries keep new hours</h1>", ""))
    assert found.headline == "Ferries keep new hours"


def test_another_headline_of_the_metadata_is_the_alternative_one() -> None:
    found = clean(
        article(
            head=claims(
                headline="Ferries keep new hours", alternativeHeadline="New winter timetable at the port"
            )
        )
    )
    assert (found.headline, found.alternative_headline) == (
        "Ferries keep new hours",
        "New winter timetable at the port",
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"@type":"NewsArticle","headline":"Ferries keep new hours","author":{"name":"Leyla Hasanova"},}',
        '{"@type":"NewsArticle","headline":"Ferries keep\nnew hours","author":"Leyla Hasanova"}',
        '<!-- {"@type":"NewsArticle","author":[{"@type":"Person","name":"Leyla Hasanova"}]} -->',
        (
            '/* <![CDATA[ */ {"@type":"NewsArticle","author":{"@type":"Person","name":"Leyla '
            'Hasanova"}} /* ]]> */'
        ),
        (
            '{"@graph":[{"@type":"WebPage"},{"@type":["Article","NewsArticle"],'
            '"author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Leyla Hasanova"}]}'
        ),
        '[{"@type":"BreadcrumbList"},{"@type":"NewsArticle","author":["Leyla Hasanova"]}]',
        '{"@type":"WebPage","mainEntity":{"@type":"NewsArticle","author":{"name":["Leyla Hasanova"]}}}',
        '{"@type":"Organization"}{"@type":"NewsArticle","author":{"name":"By Leyla Hasanova"}};',
    ],
)
def test_json_ld_that_is_not_strict_is_read(text: str) -> None:
    assert clean(article(head=json_ld(text))).author == ("Leyla Hasanova",)


def test_fields_of_broken_json_ld_are_salvaged() -> None:
    text = '{"@type":"NewsArticle","datePublished":"2024-11-18T09:00:00+04:00","description":"A "quoted" word'
    found = clean(article(head=json_ld(text)))
    assert (str(found.date_published_local), found.date_published_evidence) == ("2024-11-18", "json_ld")


def test_json_ld_of_articles_beside_is_not_that_of_the_page() -> None:
    others = {
        "@type": "ItemList",
        "itemListElement": [
            {
                "@type": "NewsArticle",
                "headline": "Other",
                "author": {"name": "Otar Other"},
                "datePublished": "2020-01-01",
            }
        ],
    }
    found = clean(article(head=json_ld(json.dumps(others))))
    assert found.author == ()
    assert found.date_published is None


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (
            [{"@type": "Person", "url": "/a"}, {"@type": "Person", "name": "Leyla Hasanova"}],
            ("Leyla Hasanova",),
        ),
        ({"@type": "Organization", "name": "Harbour Staff"}, ()),
        ({"@type": "Person", "name": "Kaspi News Agency"}, ()),
        (
            {"@type": "Person", "name": "By LEYLA HASANOVA and Davit Kobalia"},
            ("Leyla Hasanova", "Davit Kobalia"),
        ),
        (
            [{"name": "Leyla Hasanova"}, {"name": "leyla hasanova"}, {"name": "Leyla Hasanova"}],
            ("Leyla Hasanova",),
        ),
        ("https://www.facebook.com/harbour", ()),
        (None, ()),
    ],
)
def test_authors_are_people_each_once_and_without_by(author: object, names: tuple[str, ...]) -> None:
    assert clean(article(head=claims(author=author))).author == names


def test_visible_byline_names_the_author_where_metadata_does_not() -> None:
    found = clean(article(before='<div class="byline">By Leyla Hasanova, Harbour correspondent</div>'))
    assert found.author == ("Leyla Hasanova",)


def test_section_is_the_last_crumb_that_names_one() -> None:
    crumbs = (
        '<ul class="breadcrumbs"><li><a href="/">Home</a></li><li><a href="/n">News</a></li><li>'
        '<a href="/d">Defense</a></li></ul>'
    )
    assert clean(article(before=crumbs)).article_section == "Defense"


def test_caption_of_the_first_picture_stands_apart() -> None:
    figure = (
        '<figure><img src="/a.jpg"><figcaption>Ferries at the eastern quay on a winter morning.'
        "</figcaption></figure>"
    )
    found = clean(article(figure + "".join(f"<p>{text}</p>" for text in PROSE)))
    assert found.image_caption == "Ferries at the eastern quay on a winter morning."
    assert "eastern quay on a winter" not in (found.article_body or "")


def test_description_keywords_image_and_access_are_taken_as_claimed() -> None:
    head = claims(
        description="New hours &amp; new ferries.",
        keywords="ferry, port;winter",
        image=[{"url": "/img/a.jpg"}],
        isAccessibleForFree="False",
    )
    found = clean(article(head=head))
    assert found.description == "New hours & new ferries."
    assert found.keywords == ("ferry", "port", "winter")
    assert found.image == "https://www.harbour.example/img/a.jpg"
    assert found.is_accessible_for_free is False


def test_canonical_link_is_resolved_and_its_host_is_named() -> None:
    found = clean(article(head='<link rel="canonical" href="/news/ferries?from=top">'))
    assert found.canonical_url == "https://www.harbour.example/news/ferries?from=top"
    assert found.named_hosts == ("www.harbour.example",)


@pytest.mark.parametrize("lang", ["en", "de", "ru"])
def test_language_of_the_text_wins_over_that_of_the_template(lang: str) -> None:
    found = clean(article(lang=lang))
    assert found.in_language == "en"
    assert found.language_confidence is not None
    assert found.language_confidence > 0.9


def test_azerbaijani_is_told_from_turkish() -> None:
    text = (
        "Limanın rəisi bildirib ki, yeni cədvəl martın sonuna qədər qüvvədə olacaq və sonra şura "
        "nəticələrə baxacaq. "
    ) * 5
    assert clean(article(f"<p>{text}</p>", lang="")).in_language == "az"
    assert clean(article(f"<p>{text}</p>", lang="az-AZ")).in_language == "az"


def test_persian_page_is_read_with_its_solar_date() -> None:
    text = "کشتی از هفته آینده هر روز از بندر حرکت می‌کند و شورای بندر درباره ساعت‌های تازه تصمیم گرفت. " * 6
    content = page(
        f'<article><h1>کشتی هر روز می‌رود</h1><span class="date">۲۸ آبان ۱۴۰۳</span><p>{text}</p></article>',
        title="کشتی هر روز می‌رود",
        lang="fa",
    )
    found = clean(content)
    assert (found.in_language, found.headline) == ("fa", "کشتی هر روز می‌رود")
    assert str(found.date_published_local) == "2024-11-18"
    assert "می‌کند" in (found.article_body or "")
