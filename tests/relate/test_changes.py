"""What kind of change a new text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.relate import compare_texts
from tasks.relate.changes import CHANGE_TYPES
from tasks.relate.sentences import sentences

BODY = (
    "The council of the port met on Tuesday. Twelve members voted for the winter timetable, and two "
    "against it. The ferry to the island will leave at nine. The plan costs four million a year.\n\n"
    "“We have waited long enough,” the harbour master said. A second vote is due in March."
)
HEAD = "Port votes for winter timetable"


def kind(body: str, headline: str = HEAD) -> str:
    return compare_texts(HEAD, BODY, headline, body).change_type


def test_a_reworded_sentence_is_a_correction() -> None:
    found = compare_texts(HEAD, BODY, HEAD, BODY.replace("Twelve", "Eleven"))
    assert found.change_type == "correction"
    assert found.removed == ("Twelve members voted for the winter timetable, and two against it.",)
    assert found.added == ("Eleven members voted for the winter timetable, and two against it.",)
    assert found.reworded == ((found.removed[0], found.added[0]),)


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: the plan costs four million, not five.",
        "An earlier version of this article gave a wrong sum.",
        "This story has been corrected to give the right sum.",
        "Clarification: the vote was on Tuesday evening.",
    ],
)
def test_a_text_that_says_that_it_was_corrected_is_a_correction(notice: str) -> None:
    found = compare_texts(
        HEAD, BODY, HEAD, f"{BODY}\n\n{notice} More sentences came with it, quite new ones."
    )
    assert (found.change_type, found.has_notice) == ("correction", True)


def test_new_sentences_are_an_update() -> None:
    assert kind(BODY + "\n\nThe mayor called a meeting for Friday.") == "update"


def test_a_lost_sentence_is_an_update() -> None:
    assert kind(BODY.replace(" A second vote is due in March.", "")) == "update"


def test_a_correction_among_new_sentences_is_an_update() -> None:
    assert kind(BODY.replace("Twelve", "Eleven") + " The mayor called a meeting for Friday.") == "update"


def test_another_headline_is_an_update_and_a_mended_one_a_correction() -> None:
    assert kind(BODY, "Islanders fear for their ferry") == "update"
    assert kind(BODY, "Port votes on winter timetable") == "correction"


def test_punctuation_and_case_are_a_touch() -> None:
    assert kind(BODY.replace("“", '"').replace("”", '"')) == "touch"
    assert kind(BODY, HEAD.upper()) == "touch"


def test_sentences_that_moved_are_neither_added_nor_removed() -> None:
    moved = "A second vote is due in March. " + BODY.replace(" A second vote is due in March.", "")
    found = compare_texts(HEAD, BODY, HEAD, moved)
    assert (found.change_type, found.added, found.removed) == ("touch", (), ())


def test_abbreviations_end_no_sentence() -> None:
    text = "He left the U.S. Navy on Nov. 18. “It is so.” Then rain fell.\n\nMr. Ali said no"
    assert sentences(text) == [
        "He left the U.S. Navy on Nov. 18.",
        "“It is so.”",
        "Then rain fell.",
        "Mr. Ali said no",
    ]


@given(st.text(), st.text(), st.text(), st.text())
def test_any_two_texts_are_compared(headline: str, body: str, new_headline: str, new_body: str) -> None:
    found = compare_texts(headline, body, new_headline, new_body)
    assert found.change_type in CHANGE_TYPES
    assert compare_texts(headline, body, headline, body).added == ()


@given(st.text(alphabet="ab .!?\n“”1A"))
def test_sentences_lose_no_word(text: str) -> None:
    assert " ".join(sentences(text)).split() == text.split()
