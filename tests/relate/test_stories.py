import random
from pathlib import Path
from typing import Any

from tasks.records import Article, Origin, Signature, Story
from tasks.urls import digest
from tests.relate.given import BODY, Memory, Piece, dated, relate
from tests.relate.pairs import COPIES, WEATHER, edited, make_event, report, wire_text

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


def at(site: int, body: str, **more: Any) -> Piece:
    return Piece(
        url=f"https://site{site}.example/a", source=f"site{site}", body=body, headline=f"H {site}", **more
    )


def test_366_reports_of_one_kidnapping_are_one_story(tmp_path: Path) -> None:
    chance = random.Random(366)
    event = make_event(chance, "kidnapping")
    bodies = [edited(chance, event, COPIES[n % len(COPIES)]) for n in range(366)]
    memory = Memory()
    relate(tmp_path / "first", at(0, wire_text(event), cleaning=dated(1)), memory=memory)
    for start in range(1, 366, 73):
        reports = [at(n, bodies[n], cleaning=dated(2)) for n in range(start, min(366, start + 73))]
        relate(tmp_path / str(start), *reports, memory=memory)
    assert len(memory.articles_) == 366
    assert {row.story_id for row in memory.articles_.values()} == {digest("https://site0.example/a")}
    assert len(memory.stories_) == 1


def test_a_wire_copy_on_six_sites_is_one_story_with_the_first_published_as_its_original(
    tmp_path: Path,
) -> None:
    chance = random.Random(6)
    event = make_event(chance, "ferry")
    pieces = [at(n, edited(chance, event, COPIES[n + 1]), cleaning=dated(10 + n)) for n in range(6)]
    batch, counts = relate(tmp_path, *reversed(pieces))
    first = digest("https://site0.example/a")
    assert {row.story_id for row in batch.read(Article)} == {first}
    assert (counts.articles, counts.stories) == (6, 1)
    origins = {row.article_id: row for row in batch.read(Origin)}
    assert origins.pop(first).relation == "original"
    assert {row.relation for row in origins.values()} == {"copy"}
    assert all(row.similarity and 0 < row.similarity <= 1 for row in origins.values())


def test_a_rewrite_is_a_story_of_its_own_that_names_the_other(tmp_path: Path) -> None:
    event, memory = make_event(random.Random(5), "quake"), Memory()
    relate(tmp_path / "1", at(1, wire_text(event)), memory=memory)
    batch, counts = relate(tmp_path / "2", at(2, "\n\n".join(event.rewrite)), memory=memory)
    (origin,) = batch.read(Origin)
    assert counts.stories == 1
    assert (origin.relation, origin.of_article_id) == ("rewrite", digest("https://site1.example/a"))
    assert (origin.shared_quotes, origin.found_by) == (2, "minhash")


def test_another_article_on_the_event_and_another_day_s_report_are_originals(tmp_path: Path) -> None:
    chance, memory = random.Random(5), Memory()
    event = make_event(chance, "budget")
    relate(tmp_path / "1", at(1, wire_text(event)), at(2, report(chance, WEATHER)), memory=memory)
    texts = ("\n\n".join((*event.reporter, event.background)), report(chance, WEATHER))
    batch, _ = relate(tmp_path / "2", at(3, texts[0]), at(4, texts[1]), memory=memory)
    assert {row.relation for row in batch.read(Origin)} == {"original"}


def test_the_agency_that_signs_is_credited(tmp_path: Path) -> None:
    body = f"VELDAR, Nov 18 (Reuters) - {BODY}"
    batch, _ = relate(tmp_path, at(1, body), at(2, BODY.replace("port", "lake")))
    assert {row.article_id: row.agency for row in batch.read(Origin)} == {
        digest("https://site1.example/a"): "Reuters",
        digest("https://site2.example/a"): None,
    }


def test_a_text_that_was_stored_without_a_signature_is_found_all_the_same(tmp_path: Path) -> None:
    event, memory = make_event(random.Random(9), "ferry"), Memory()
    relate(tmp_path / "1", at(1, wire_text(event)), memory=memory)
    memory.signatures_.clear()
    batch, _ = relate(tmp_path / "2", at(2, edited(random.Random(1), event, "cut local")), memory=memory)
    assert batch.read(Article)[0].story_id == digest("https://site1.example/a")
    assert len(memory.signatures_) == 2


def test_relating_again_writes_nothing(tmp_path: Path) -> None:
    event, memory = make_event(random.Random(9), "ferry"), Memory()
    pieces = [at(1, wire_text(event)), at(2, edited(random.Random(1), event, "cut local"))]
    relate(tmp_path / "1", *pieces, memory=memory)
    batch, counts = relate(tmp_path / "2", *pieces, memory=memory)
    assert counts.unchanged == 2
    assert not any(batch.path(kind).exists() for kind in (Article, Origin, Signature, Story))
