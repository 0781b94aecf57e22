from pathlib import Path

from tasks.records import Article, Story
from tasks.urls import digest
from tests.relate.given import BODY, Memory, Piece, dated, relate

HARBOUR, TIDE = "https://www.harbour.example/news/1", "https://tide.example/wire/7"
COPY = Piece(url=TIDE, source="tide", headline="Another headline", body=BODY.upper().replace(" ", "\n"))


def test_same_text_at_another_source_is_one_story_of_the_first_published(tmp_path: Path) -> None:
    late = Piece(cleaning=dated(19))
    early = Piece(url=TIDE, source="tide", body=BODY.upper(), cleaning=dated(18))
    batch, counts = relate(tmp_path, late, early)
    assert {row.story_id for row in batch.read(Article)} == {digest(TIDE)}
    assert [row.story_id for row in batch.read(Story)] == [digest(TIDE)]
    assert (counts.articles, counts.stories) == (2, 1)


def test_of_copies_without_a_date_the_lower_id_names_the_story(tmp_path: Path) -> None:
    batch, _ = relate(tmp_path, COPY, Piece())
    assert {row.story_id for row in batch.read(Article)} == {min(digest(TIDE), digest(HARBOUR))}


def test_copy_of_a_stored_article_joins_its_story(tmp_path: Path) -> None:
    memory = Memory()
    relate(tmp_path / "1", Piece(), memory=memory)
    batch, counts = relate(tmp_path / "2", COPY, memory=memory)
    assert batch.read(Article)[0].story_id == digest(HARBOUR)
    assert counts.stories == 0
    assert not batch.path(Story).exists()


def test_case_and_white_space_make_no_other_story(tmp_path: Path) -> None:
    _batch, counts = relate(tmp_path, COPY, Piece(cleaning=dated(1)))
    assert counts.stories == 1


def test_texts_under_forty_words_are_stories_of_their_own(tmp_path: Path) -> None:
    short = "The ferry is late today."
    _batch, counts = relate(tmp_path, Piece(body=short), Piece(url=TIDE, source="tide", body=short))
    assert counts.stories == 2


def test_other_text_is_another_story(tmp_path: Path) -> None:
    other = "A storm closed the mountain road for a second day and the plough did not come until noon. " * 4
    _, counts = relate(tmp_path, Piece(), Piece(url=TIDE, source="tide", body=other))
    assert counts.stories == 2
