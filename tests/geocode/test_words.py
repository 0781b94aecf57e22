"""The word lists: each is there, and none says both yes and no."""

import pytest

from tasks.geocode.fold import fold
from tasks.geocode.words import DIRECTIONS, GENERIC, JOINERS, LOCATIVES, section, word_list

LISTS = [
    "acts", "causers", "common", "dealings", "first_names", "never", "never_phrases", "organisations",
    "state_nouns", "surnames", "teams", "titles", "verbs",
]  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_each_list_holds_folded_words(name: str) -> None:
    words = word_list(name)
    assert len(words) > 20
    assert all(word == fold(word) != "" for word in words)


def test_small_lists_are_found_by_their_section() -> None:
    assert "province" in section("units")
    assert {"in", "near"} <= section("strong_locatives") <= LOCATIVES
    assert "of" in JOINERS
    assert "downtown" in DIRECTIONS
    assert not GENERIC & LOCATIVES


def test_an_unknown_section_is_a_fault() -> None:
    with pytest.raises(KeyError):
        section("no such list")


def test_months_and_days_are_never_places_and_towns_are_not_on_that_list() -> None:
    assert {"monday", "november", "reuters"} <= word_list("never")
    assert not {"tehran", "baku", "paris", "reading", "georgia"} & word_list("never")
