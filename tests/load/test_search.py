"""Searching by words, with the filters of every command."""

from datetime import date

import duckdb
import pytest

from tasks.errors import UsageError
from tasks.load import Filters, search
from tasks.load.searching import _load_extension
from tasks.settings import Home
from tests.conftest import missing

ALL = Filters()


def slugs(home: Home, *words: str, filters: Filters = ALL, at_most: int = 9) -> list[str]:
    found = search(home, words, filters, at_most)
    return [url.rsplit("/", 1)[-1] for url in found["url"].to_pylist()]


def test_all_words_must_stand_whatever_their_case(published: Home) -> None:
    assert sorted(slugs(published, "FERRY", "atlantis")) == ["ferry", "wire"]
    assert slugs(published, "ferry", "no such word") == []


def test_a_phrase_is_one_word_and_its_sentence_is_shown(published: Home) -> None:
    found = search(published, ["crossed the caspian"], ALL, 9).to_pylist()
    assert "It crossed the Caspian Sea in a day, officials said." in {row["sentence"] for row in found}
    assert slugs(published, "caspian the crossed") == []


@pytest.mark.parametrize("word", ["%", "_erry", "100%", "\\"])
def test_signs_of_patterns_are_signs(published: Home, word: str) -> None:
    assert slugs(published, word) == []


def test_filters_choose_among_what_is_found(watched: Home) -> None:
    assert len(slugs(watched, "tehran", filters=Filters(source=("echo",)))) == 2
    days = Filters(since=date(2026, 11, 17), until=date(2026, 11, 17))
    assert slugs(watched, "tehran", filters=days) == ["day-39"]
    assert slugs(watched, "tehran", filters=Filters(place="geonames:0")) == []
    assert slugs(watched, "tehran", at_most=1) == ["day-40"]  # the newest


def test_no_word_is_no_question(published: Home) -> None:
    with pytest.raises(UsageError, match="no word to look for"):
        search(published, ["  "], ALL, 9)


def test_the_index_finds_stems_and_is_made_anew_when_the_file_changes(watched: Home) -> None:
    try:
        with duckdb.connect() as connection:
            _load_extension(connection)
    except UsageError as fault:
        missing(str(fault))
    found = search(watched, ["speaks", "caspian"], ALL, 99, by_index=True)
    assert found.num_rows == 0  # Porter's stems tell speaks from spoke
    found = search(watched, ["seas", "banks"], ALL, 99, by_index=True)
    assert found.num_rows == 41
    index = watched.warehouse / "search.duckdb"
    before = index.stat().st_ino
    search(watched, ["sea"], Filters(source=("echo",)), 99, by_index=True)
    assert index.stat().st_ino == before


def test_without_the_extension_it_is_said_how_to_get_it(
    published: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tasks.load.searching._packaged", list)
    monkeypatch.setenv("HOME", str(published.root))
    with pytest.raises(UsageError, match="pip install duckdb-extension-fts"):
        search(published, ["ferry"], ALL, 9, by_index=True)
