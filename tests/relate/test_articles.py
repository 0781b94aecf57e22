from datetime import timedelta
from pathlib import Path

import pytest

from tasks.records import Article, ArticleVersion, Source, Story
from tasks.urls import digest
from tests.relate.given import BODY, NOW, Piece, relate

OWN = "https://www.harbour.example/news/1"


def test_new_page_is_an_article_with_a_first_version_a_story_and_a_source(tmp_path: Path) -> None:
    batch, counts = relate(tmp_path, Piece())
    (article,), (version,) = batch.read(Article), batch.read(ArticleVersion)
    (story,), (source,) = batch.read(Story), batch.read(Source)
    assert (counts.articles, counts.versions, counts.stories) == (1, 1, 1)
    assert article.article_id == digest(OWN)
    assert article.current_version_id == version.version_id
    assert (version.article_id, version.version_number, version.geocode_status) == (
        article.article_id,
        1,
        "pending",
    )
    assert version.version_id == digest(article.article_id, version.text_digest)
    assert article.story_id == story.story_id == article.article_id
    assert source.source_id == article.source_id == "harbour"


def test_rejected_cleaning_makes_no_article(tmp_path: Path) -> None:
    batch, counts = relate(tmp_path, Piece(cleaning={"outcome": "rejected", "reason": "listing"}))
    assert counts.articles == 0
    assert not batch.path(Article).exists()


@pytest.mark.parametrize(
    "url",
    [
        "https://mirror.harbour.example/news/1",
        "https://www.harbour.example/news/1?utm_source=feed&utm_medium=rss",
        "https://www.harbour.example/news/1#comments",
        "https://www.harbour.example:443/news/1",
        "http://www.harbour.example/news/1",
    ],
)
def test_mirrors_trackers_and_fragments_are_the_same_article(tmp_path: Path, url: str) -> None:
    batch, _ = relate(tmp_path, Piece(url=url))
    assert batch.read(Article)[0].article_id == digest(OWN)


def test_address_after_a_redirect_counts(tmp_path: Path) -> None:
    batch, _ = relate(tmp_path, Piece(url="https://www.harbour.example/?p=1", fetch={"final_url": OWN}))
    (article,) = batch.read(Article)
    assert (article.canonical_url, article.url) == (OWN, "https://www.harbour.example/?p=1")


def test_canonical_link_to_the_source_s_own_host_wins(tmp_path: Path) -> None:
    batch, _ = relate(
        tmp_path, Piece(url=OWN + "/amp", cleaning={"canonical_url": "https://mirror.harbour.example/news/1"})
    )
    assert batch.read(Article)[0].canonical_url == OWN


@pytest.mark.parametrize("claimed", ["https://elsewhere.example/news/1", "https://www.harbour.example/"])
def test_canonical_link_elsewhere_or_to_the_front_page_is_not_believed(tmp_path: Path, claimed: str) -> None:
    batch, _ = relate(tmp_path, Piece(cleaning={"canonical_url": claimed}))
    assert batch.read(Article)[0].canonical_url == OWN


def test_article_and_its_mirror_in_one_run_are_one_version_from_the_own_host(tmp_path: Path) -> None:
    mirror = Piece(
        url="https://mirror.harbour.example/news/1",
        body="An older text of the mirror. " * 20,
        fetch={"fetched_at": NOW + timedelta(hours=1)},
    )
    batch, counts = relate(tmp_path, mirror, Piece())
    (version,) = batch.read(ArticleVersion)
    assert (counts.articles, counts.versions) == (1, 1)
    assert version.article_body == BODY.strip()


def test_title_of_the_feed_stands_in_for_a_missing_headline(tmp_path: Path) -> None:
    batch, _ = relate(tmp_path, Piece(link={"claimed_title": "From the feed"}, cleaning={"headline": None}))
    assert batch.read(ArticleVersion)[0].headline == "From the feed"


def test_publisher_of_the_source_stands_in_for_an_unnamed_one(tmp_path: Path) -> None:
    batch, _ = relate(tmp_path, Piece())
    assert batch.read(ArticleVersion)[0].publisher == "The Harbour"


FILE = {"found_kind": "input", "found_in": "saved/article.txt", "source_id": "files"}
URN = "urn:sha256:" + "0" * 64


def test_given_file_is_named_by_its_bytes_and_belongs_to_files(tmp_path: Path) -> None:
    batch, _ = relate(tmp_path, Piece(url=URN, source="files", link=FILE))
    (article,) = batch.read(Article)
    assert (article.canonical_url, article.source_id) == (URN, "files")


def test_given_file_belongs_to_the_source_whose_host_it_names(tmp_path: Path) -> None:
    named = {"named_hosts": ("nobody.example", "www.presstv.co.uk")}
    batch, _ = relate(tmp_path, Piece(url=URN, source="files", link=FILE, cleaning=named))
    assert batch.read(Article)[0].source_id == "presstv"
    assert batch.read(Source)[0].name == "Press TV"


def test_stated_address_of_a_file_wins_over_what_the_page_claims(tmp_path: Path) -> None:
    link = FILE | {"source_id": "harbour"}
    batch, _ = relate(
        tmp_path, Piece(link=link, cleaning={"canonical_url": "https://www.harbour.example/news/2"})
    )
    assert batch.read(Article)[0].canonical_url == OWN


def test_source_without_a_file_of_its_own_is_named_by_its_host(tmp_path: Path) -> None:
    batch, _ = relate(tmp_path, Piece(url="https://new.example/a", source="new.example"))
    assert batch.read(Source)[0].hosts == ("new.example",)
