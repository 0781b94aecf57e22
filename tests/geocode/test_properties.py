"""Whatever the text: no crash, and offsets that point at the exact words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.geocode import gazetteer, geoparse
from tasks.geocode.geoparse import Text, geoparse_all
from tasks.geocode.home import Home, home_in
from tasks.geocode.tokens import read_words
from tasks.records import MENTION_KINDS, PRECISIONS, ROLES

NAMES = [
    "Tehran",
    "Iran’s",
    "Iran's",
    "Bakı",
    "Gəncə",
    "Paris",
    "Texas",
    "U.S.",
    "St. Louis",
    "N.C.",
    "Georgia",
]
WORDS = [
    "the",
    "of",
    "said",
    "Mr.",
    "(AP)",
    "Republic of",
    "Islamic Republic",
    "West",
    "AZERBAIJAN",
    "January",
]
SIGNS = ["—", "-", "–", ",", ", ", ". ", "’s", "'", "“", "”", "[", "]", "0", "1403/08/28", "۱۴۰۳"]
SPACES = ["\r\n\r\n", "\n\n", "\n", "\t", "\u200f", "\u00a0", "\u202f", "\ufeff", "\x00"]
LETTERS = [
    "تهران",
    "می‌رود",
    "e\u0301",
    "Ti\u0307flis",
    "İstanbul",
    "ß",
    "👩‍👩‍👧",
    "🇮🇷",
    "Ǆ",
    "ﬁ",
    "Ⅷ",
    "𝐈𝐫𝐚𝐧",
]
PIECES = st.sampled_from([*NAMES, *WORDS, *SIGNS, *SPACES, *LETTERS])
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.one_of(PIECES, st.just(" ")), max_size=60).map("".join))


@settings(max_examples=120, deadline=None)
@given(body=TEXTS, headline=TEXTS)
def test_offsets_always_point_at_the_exact_words(body: str, headline: str) -> None:
    fields = {"article_body": body, "headline": headline, "dateline": None}
    found = geoparse(fields, language="en")
    assert found.status == "done"
    ends: dict[str, int] = {}
    for m in found.mentions:
        text = fields[m.text_field]
        assert text is not None
        assert text[m.start_char : m.end_char] == m.exact != ""
        assert m.start_char >= ends.get(m.text_field, 0)
        ends[m.text_field] = m.end_char
        assert m.mention_kind in MENTION_KINDS
        assert m.role in ROLES
        assert m.precision in PRECISIONS
        assert 0.0 <= m.confidence <= 1.0
        assert (m.row is None) == (m.reason is not None) == (m.coordinate_uncertainty_m is None)
        assert (m.row is None) == (m.precision == "unknown")


@settings(max_examples=120, deadline=None)
@given(text=TEXTS)
def test_words_stand_where_they_say_and_never_overlap(text: str) -> None:
    last = 0
    for word, start in zip(*read_words(text), strict=True):
        end = start + len(word.text)
        assert text[start:end] == word.text != ""
        assert start >= last
        last = end


@settings(max_examples=100, deadline=None)
@given(body=TEXTS)
def test_the_same_text_gives_the_same_answer(body: str) -> None:
    assert geoparse({"article_body": body}, language="en") == geoparse({"article_body": body}, language="en")


PLACED = st.lists(st.sampled_from([*NAMES, *WORDS, "Paris, Texas", "in Julfa", "near Tabriz,"]), max_size=25)
HOMES = (Home(), home_in("US", gazetteer()), Home(3, {40: 0.5}, 40.0, 50.0, is_learned=True))


@settings(max_examples=25, deadline=None)
@given(data=st.data(), bodies=st.lists(st.one_of(PLACED.map(" ".join), TEXTS), min_size=1, max_size=12))
def test_texts_are_read_alike_however_they_are_grouped(data: st.DataObject, bodies: list[str]) -> None:
    texts = [
        Text({"article_body": body, "headline": body[:20]}, language, home)
        for body in bodies
        for language, home in [data.draw(st.tuples(st.sampled_from(["en", "de"]), st.sampled_from(HOMES)))]
    ]
    alone = [geoparse(t.fields, language=t.language, home=t.home) for t in texts]
    assert list(geoparse_all(texts)) == alone
    cut = data.draw(st.integers(0, len(texts)))
    assert [*geoparse_all(texts[cut:]), *geoparse_all(texts[:cut])] == [*alone[cut:], *alone[:cut]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tehran " * 20_000, marks=pytest.mark.slow),
        pytest.param("San " * 50_000, marks=pytest.mark.slow),
        "Springfield, " * 20_000,
        "A" * 500_000,
        "A.B." * 100_000,
        "Republic of the " * 20_000,
        "Mohammad " * 20_000,
        "ﷺ" * 50_000,
        pytest.param("Iran-" * 50_000, marks=pytest.mark.slow),
        "’s" * 100_000,
    ],
    ids=[
        "one name",
        "prefix",
        "ambiguous",
        "one word",
        "dots",
        "joiners",
        "people",
        "ligature",
        "hyphens",
        "marks",
    ],
)
def test_a_long_hostile_text_is_read_to_its_end(text: str) -> None:
    assert geoparse({"article_body": text}, language="en").status == "done"
