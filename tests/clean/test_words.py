"""Words are counted the same whichever way is quicker, and box names known by how their words begin."""

import pytest

from tasks.clean import looks, names, words

SENTENCES = (
    "The ferry’s captain — a well-known man — said: “We’ll sail at 5.30, not before.” It was ‘calm’.",
    "Don't count e-mail twice, nor snake_case; U.S. is two.",
    "Naïve café owners’ 3–4 tables",
    "该部门周一表示，这座跨河大桥将关闭至春天。",
    "",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_quick_count_is_the_count_of_the_pattern(text: str) -> None:
    pattern = words._WORD if words._UNSPACED.search(text) else words._SPACED
    assert words.count_words(text) == len(pattern.findall(text))


def test_a_long_text_has_words_by_its_beginning_and_a_short_one_by_all_of_it() -> None:
    assert words.has_words("one two three " * 500, 40)
    assert words.has_words("word " * 40, 40)
    assert not words.has_words("word " * 39, 40)
    assert not words.has_words("extraordinarily" * 200, 40)


def test_no_beginning_hides_a_box() -> None:
    boxes = "about-author copyright noprint actions sr-only jp-relatedposts ad ads c-ad cookieBar"
    boxes += " recirc_unit outbrain2 visuallyhidden most-read mostread app-banner article_tags yarpp cta_2"
    assert [name for name in boxes.split() if not names.is_box(name)] == []


def test_letters_of_any_script_are_counted_as_they_would_be_one_by_one() -> None:
    texts = ["Ağdam, Şuşa | 25 km", "Über 3,5 Mio. Gäste", "تهران ۱۴۰۳", "A" * 500, "x 𝐁 ٣"]
    (digits, capitals, _, count, titled), (bars, _) = looks._counted(texts)
    for n, text in enumerate(texts):
        head, first = text[:160], [word[0] for word in text[:400].split()]
        assert digits[n] * len(head) == pytest.approx(sum(map(str.isdigit, head)))
        assert capitals[n] * len(head) == pytest.approx(sum(map(str.isupper, head)))
        assert (count[n], titled[n]) == (len(first), pytest.approx(sum(map(str.isupper, first)) / len(first)))
        assert bars[n] == ("|" in text)
