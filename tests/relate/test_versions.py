from pathlib import Path

import pytest

from tasks.records import Article, ArticleVersion, Source, Story, VersionChange
from tests.relate.given import BODY, Memory, Piece, relate

CHANGED = Piece(body=BODY + "The council added a third ferry on Friday.")


def test_known_text_writes_no_rows(tmp_path: Path) -> None:
    memory = Memory()
    relate(tmp_path / "1", Piece(), memory=memory)
    batch, counts = relate(tmp_path / "2", Piece(), memory=memory)
    assert (counts.unchanged, counts.articles, counts.versions) == (1, 0, 0)
    assert not any(batch.path(kind).exists() for kind in (Article, ArticleVersion, Story, Source))


def test_changed_text_is_a_second_version_of_the_same_article(tmp_path: Path) -> None:
    memory = Memory()
    first, _ = relate(tmp_path / "1", Piece(), memory=memory)
    batch, counts = relate(tmp_path / "2", CHANGED, memory=memory)
    (article,), (version,) = batch.read(Article), batch.read(ArticleVersion)
    assert (counts.articles, counts.versions, counts.stories) == (0, 1, 0)
    assert version.version_number == 2
    assert article.current_version_id == version.version_id
    assert article.seen_at == first.read(Article)[0].seen_at
    assert article.story_id == first.read(Article)[0].story_id


def test_changed_headline_is_a_version_too(tmp_path: Path) -> None:
    memory = Memory()
    relate(tmp_path / "1", Piece(), memory=memory)
    _, counts = relate(tmp_path / "2", Piece(headline="Ferries get new hours"), memory=memory)
    assert counts.versions == 1


def test_white_space_is_no_change(tmp_path: Path) -> None:
    memory = Memory()
    relate(tmp_path / "1", Piece(), memory=memory)
    _, counts = relate(tmp_path / "2", Piece(body=BODY.replace(". ", ".\n\n")), memory=memory)
    assert (counts.unchanged, counts.versions) == (1, 0)


def test_article_that_returns_to_an_older_text_points_back_to_it(tmp_path: Path) -> None:
    memory = Memory()
    first, _ = relate(tmp_path / "1", Piece(), memory=memory)
    relate(tmp_path / "2", CHANGED, memory=memory)
    batch, counts = relate(tmp_path / "3", Piece(), memory=memory)
    assert (counts.returned, counts.versions) == (1, 0)
    assert batch.read(Article)[0].current_version_id == first.read(ArticleVersion)[0].version_id
    assert not batch.path(ArticleVersion).exists()


def test_version_after_a_return_gets_the_next_free_number(tmp_path: Path) -> None:
    memory = Memory()
    for n, piece in enumerate((Piece(), CHANGED, Piece())):
        relate(tmp_path / str(n), piece, memory=memory)
    batch, _ = relate(tmp_path / "4", Piece(body=BODY + "A fourth text."), memory=memory)
    assert batch.read(ArticleVersion)[0].version_number == 3


def test_relating_a_batch_again_writes_the_same_rows(tmp_path: Path) -> None:
    once, _ = relate(tmp_path / "1", Piece(), CHANGED.__class__(url="https://www.harbour.example/news/2"))
    again, _ = relate(tmp_path / "2", Piece(), CHANGED.__class__(url="https://www.harbour.example/news/2"))
    for kind in (Article, ArticleVersion, Story, Source):
        assert once.read(kind) == again.read(kind)


@pytest.mark.parametrize(
    "line",
    [
        "Last updated: 18 November 2024, 14:05 GMT",
        "1,234 views",
        "Comments (12)",
        "3 hours ago",
        "Share 45",
        "Published on Monday, 18 Nov 2024 at 9:30 am",
    ],
)
def test_counters_and_clocks_are_no_change(tmp_path: Path, line: str) -> None:
    memory = Memory()
    relate(tmp_path / "1", Piece(), memory=memory)
    _, counts = relate(tmp_path / "2", Piece(body=f"{line}\n\n{BODY}"), memory=memory)
    assert (counts.unchanged, counts.versions) == (1, 0)


@pytest.mark.parametrize(
    "sentence",
    [
        "Twelve were hurt on Monday.",
        "The fair was seen by 300 people.",
        "The deadline is 18 November 2024.",
        "It was read 14 times in parliament.",
    ],
)
def test_numbers_and_dates_in_what_is_told_are_news(tmp_path: Path, sentence: str) -> None:
    memory = Memory()
    relate(tmp_path / "1", Piece(), memory=memory)
    _, counts = relate(tmp_path / "2", Piece(body=BODY + sentence), memory=memory)
    assert counts.versions == 1


def test_what_a_version_changed_is_written_beside_it(tmp_path: Path) -> None:
    memory = Memory()
    first, _ = relate(tmp_path / "1", Piece(), memory=memory)
    batch, _ = relate(tmp_path / "2", CHANGED, memory=memory)
    (change,) = batch.read(VersionChange)
    assert change.previous_version_id == first.read(ArticleVersion)[0].version_id
    assert change.version_id == batch.read(ArticleVersion)[0].version_id
    assert (change.change_type, change.added, change.removed) == (
        "update",
        ("The council added a third ferry on Friday.",),
        (),
    )
