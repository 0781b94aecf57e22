"""Words of a text field."""

import pytest

from tasks.geocode.tokens import Gap, read_words


def texts(text: str) -> list[str]:
    return [word.text for word in read_words(text)[0]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran’s navy", ["Iran", "navy"]),
        ("Xi'an and Sana'a", ["Xi'an", "and", "Sana'a"]),
        ("in the U.S. now", ["in", "the", "U.S.", "now"]),
        ("Charleston, W.Va., is", ["Charleston", "W.Va.", "is"]),
        ("Bandar-e Abbas", ["Bandar", "e", "Abbas"]),
        ("Gəncə e\u0301cole", ["Gəncə", "e\u0301cole"]),
        ("تهران امروز", ["تهران", "امروز"]),
        ("1,000 men", ["1,000", "men"]),
    ],
)
def test_a_text_falls_into_words(text: str, words: list[str]) -> None:
    assert texts(text) == words


def test_a_possessive_is_noted_and_left_outside() -> None:
    words, starts = read_words("Iran’s navy")
    assert (words[0].possessive, words[0].text, starts) == (True, "Iran", [0, 7])


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("one two", Gap.SPACE),
        ("one-two", Gap.HYPHEN),
        ("St. Louis", Gap.DOT),
        ("one, two", Gap.COMMA),
        ("one (two", Gap.OTHER),
        ("one. Two", Gap.STOP),
        ("one?” Two", Gap.STOP),
        ("one\n\ntwo", Gap.START),
        ("one\r\n\r\ntwo", Gap.START),
    ],
)
def test_what_stands_between_words_is_told_apart(text: str, gap: Gap) -> None:
    assert read_words(text)[0][1].gap == gap


def test_capitals_at_a_sentence_start_and_in_shouting_lines_say_nothing() -> None:
    words, _ = read_words("He came. Reading is fun.\n\nFLOODS HIT MANY TOWNS")
    weak = {w.text for w in words if w.weak}
    assert {"He", "Reading", "FLOODS", "HIT", "MANY", "TOWNS"} == weak
