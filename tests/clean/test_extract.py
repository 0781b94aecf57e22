"""Fields, kinds and flags that a reading tells apart."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from tasks.clean import extract_bytes, page_files, stem_of, unpacked
from tasks.clean.model import body_forest
from tasks.clean.page import parse
from tasks.clean.survey import survey
from tests.clean.given import PROSE, article, clean, page

PARAGRAPHS = "".join(f"<p>{text}</p>" for text in PROSE)


def given_json(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_kinds_of_the_blocks_stand_beside_the_paragraphs_of_the_body() -> None:
    inside = (
        f"<p>{PROSE[0]}</p><h2>What changes</h2><ul><li>A first ferry at seven</li><li>A second "
        f"at nine</li></ul><blockquote>{PROSE[1]}</blockquote><p>{PROSE[2]}</p>"
    )
    found = clean(article(inside))
    kinds = dict(zip((found.article_body or "").split("\n\n"), found.block_kinds or (), strict=True))
    assert kinds == {
        PROSE[0]: "paragraph",
        "What changes": "heading",
        "A first ferry at seven": "list",
        "A second at nine": "list",
        PROSE[1]: "quote",
        PROSE[2]: "paragraph",
    }


def test_a_caption_stands_apart_from_the_body() -> None:
    caption = "Ferries at the eastern quay on a winter morning, with lorries waiting."
    figure = f'<figure><img src="a.jpg"><figcaption>{caption}</figcaption></figure>'
    found = clean(article(figure + PARAGRAPHS))
    assert found.image_caption == caption
    assert caption not in (found.article_body or "")


def test_agencies_stand_apart_from_people() -> None:
    head = '<meta name="author" content="Leyla Hasanova, Reuters">'
    found = clean(article(head=head))
    assert (found.author, found.author_agency) == (("Leyla Hasanova",), ("Reuters",))


def test_a_surname_that_begins_as_a_preposition_does_is_kept_whole() -> None:
    assert clean(article(head='<meta name="author" content="Dana Fordham">')).author == ("Dana Fordham",)


def test_the_breadcrumb_is_kept_from_the_outermost_section() -> None:
    crumbs = (
        '<nav class="breadcrumb"><a href="/">Home</a> <a href="/e">Economy</a> <a href="/p">Ports</a></nav>'
    )
    found = clean(article(before=crumbs))
    assert (found.breadcrumb, found.article_section) == (("Home", "Economy", "Ports"), "Ports")


def test_the_day_in_the_canonical_address_counts_where_the_page_has_no_other() -> None:
    head = '<link rel="canonical" href="https://www.harbour.example/2024/11/18/ferries">'
    found = extract_bytes(article(head=head).encode())
    assert (found.date, found.cleaning.date_published_evidence) == ("2024-11-18", "url")


@pytest.mark.parametrize(
    ("flag", "head"),
    [
        ("live_blog", given_json('{"@type": "LiveBlogPosting", "headline": "Storm"}')),
        ("gallery", given_json('[{"@type": "ImageGallery"}, {"@type": "NewsArticle"}]')),
        ("video", '<meta property="og:type" content="video.other">'),
        ("paywalled", given_json('{"@type": "NewsArticle", "isAccessibleForFree": false}')),
    ],
)
def test_what_is_special_about_an_article_is_flagged(flag: str, head: str) -> None:
    found = clean(article(head=head))
    assert (found.outcome, found.flags) == ("article", (flag,))


def test_an_ordinary_article_has_no_flag() -> None:
    assert clean(article()).flags == ()


def test_the_dateline_stands_before_the_text_again_in_an_extract() -> None:
    content = article(f"<p>TEHRAN, Nov. 18 (IRNA) — {PROSE[0]}</p>" + PARAGRAPHS)
    found = extract_bytes(content.encode())
    assert (found.body or "").startswith(f"TEHRAN, Nov. 18 (IRNA) — {PROSE[0]}\n\n")


def test_a_page_that_is_no_article_keeps_its_text_and_the_reason() -> None:
    found = extract_bytes(page(f"<h1>Ferry</h1><p>{PROSE[0]}</p>").encode())
    assert found.reason == "too_short"
    assert PROSE[0] in (found.body or "")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "شورای بندر روز سه شنبه تشکیل جلسه داد و درباره برنامه زمانی تازه زمستان به توافق رسید."),
        ("ru", "Совет порта собрался во вторник и согласовал новое расписание на зиму."),
        ("az", "Liman şurası çərşənbə axşamı toplaşdı və qış üçün yeni cədvəl barədə razılığa gəldi."),
        ("zh", "港口委员会周二开会，就冬季新时刻表达成一致，两艘渡轮每天早晨离开东码头。"),
        ("ar", "اجتمع مجلس الميناء يوم الثلاثاء واتفق على جدول زمني جديد لفصل الشتاء."),
    ],
)
def test_articles_of_any_language_are_read(lang: str, text: str) -> None:
    texts = [f"{text} ({n})" for n in range(5)]
    found = clean(article("".join(f"<p>{t}</p>" for t in texts), lang=lang))
    assert (found.outcome, found.in_language) == ("article", lang)
    assert found.article_body == "\n\n".join(texts)


def test_pages_of_a_folder_come_in_the_order_of_their_names_gzip_or_not(tmp_path: Path) -> None:
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(b"<p>b</p>"))
    (tmp_path / "a.html").write_bytes(b"<p>a</p>")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    files = page_files(tmp_path)
    assert [stem_of(file) for file in files] == ["a", "b"]
    assert [unpacked(file, 100) for file in files] == [b"<p>a</p>", b"<p>b</p>"]


def test_what_unpacks_to_too_much_is_left(tmp_path: Path) -> None:
    file = tmp_path / "bomb.html.gz"
    file.write_bytes(gzip.compress(b" " * 1_000_000))
    assert unpacked(file, 10_000) == "too_large"


def test_a_torn_gzip_file_is_unreadable(tmp_path: Path) -> None:
    file = tmp_path / "torn.html.gz"
    file.write_bytes(gzip.compress(b"<p>word</p>" * 100)[:40])
    assert unpacked(file, 10_000) == "unreadable"


def test_the_model_says_the_same_of_a_row_alone_and_among_others() -> None:
    rows = np.random.default_rng(3).normal(10, 50, (64, int(body_forest().feature.max()) + 1))
    together = body_forest().chances(rows)
    alone = [float(body_forest().chances(rows[n : n + 1])[0]) for n in range(64)]
    assert together.tolist() == alone


def test_one_walk_finds_blocks_and_where_claims_are_shown() -> None:
    parsed = parse(
        article(before='<div class="breadcrumbs"><a>Ports</a></div><p class="byline">By Leyla</p>'),
        "",
    )
    assert parsed is not None
    seen = survey(parsed.root)
    assert [len(seen.crumbs), len(seen.bylines)] == [1, 1]
    assert [block.text for block in seen.blocks if block.text in PROSE] == list(PROSE)
    for block in seen.blocks:
        assert seen.places.firsts[block.place] <= seen.blocks.index(block) < seen.places.ends[block.place]
