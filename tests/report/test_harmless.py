"""Text of others has no power: not over a terminal, not over markdown, not over a table."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tasks.report import markdown, one_line, plain
from tasks.report.harmless import sentence_at

HOSTILE = [
    "![Breaking](https://evil.example/track.png)",
    "[Click here](javascript:alert(1)) now",
    "<img src=x onerror=alert(1)> <script>alert(1)</script>",
    "`code` **bold** __bold__ _it_ ~~gone~~ | cell | cell |",
    "# A headline\n\n> quote\n\n- item",
    "1. first",
    "<https://evil.example/> https://evil.example/ www.evil.example mail@evil.example",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "\\![x](y) \\[z](w)",
    "Setext\n===",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b31m",
    "\u202egnp.exe\u202c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_paragraph_of_text_in_markdown(text: str) -> None:
    assert kinds(markdown(text)) <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}


@given(st.text(alphabet=st.sampled_from(list("![]()<>`*_#~|\\&;:/=-+@.\n\t aA1\x1b\u202e")), max_size=40))
def test_no_text_becomes_markup(text: str) -> None:
    shown = markdown(text)
    assert kinds(shown) <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}
    assert "\n" not in shown


@given(st.text(max_size=60))
def test_markdown_shows_the_text_as_it_is(text: str) -> None:
    shown = "".join(
        child.content
        for token in MarkdownIt("commonmark").parse(markdown(text))
        for child in token.children or []
    )
    assert shown.replace("\u200b", "").strip() == one_line(text).replace("\u200b", "").strip()


@given(st.text())
def test_plain_text_has_no_control_characters(text: str) -> None:
    controls = [c for c in plain(text) if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert controls == []


def test_terminal_escapes_become_visible() -> None:
    assert plain("\x1b[31mred\x07\x9b") == "␛[31mred␇<U+009B>"
    assert plain("a\u202eb") == "a<U+202E>b"


def test_words_of_every_script_stay_as_they_are() -> None:
    words = "Əliyev, Хачмаз, تهران، ქუთაისი — “Bandar-e Anzalī” 🙂"
    assert plain(words) == words
    assert markdown(words) == words


@pytest.mark.parametrize(
    ("text", "exact", "sentence"),
    [
        ("It rained. Baku was wet. It stopped.", "Baku", "Baku was wet."),
        ("Mr. Smith of St. Louis, Mo. and the U.S. Navy sailed. Then?", "Louis", None),
        ("First paragraph\n\nSecond names Tehran here\n\nThird.", "Tehran", "Second names Tehran here"),
        ("“We go to Baku.” She left.", "Baku", "“We go to Baku.”"),
        ("TEHRAN", "TEHRAN", "TEHRAN"),
        ("One\ntwo\tBaku  three.", "Baku", "One two Baku  three."),
    ],
)
def test_the_sentence_around_a_mention(text: str, exact: str, sentence: str | None) -> None:
    start = text.index(exact)
    found, first, last = sentence_at(text, start, start + len(exact))
    assert found[first:last] == exact
    if sentence is None:
        assert found.startswith("Mr. Smith")
        assert found.endswith("sailed.")
    else:
        assert found == sentence


@given(st.text(alphabet=st.sampled_from(list("aB .!?\n\t”é🙂")), min_size=1, max_size=400), st.data())
def test_the_mention_lies_in_its_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 30)))
    sentence, first, last = sentence_at(text, start, end, width=80)
    assert sentence[first:last].split() == text[start:end].split()
    assert last - first == end - start
    assert len(sentence) <= 80 + 2 * len("… ") + (end - start)
    assert "\n" not in sentence


def kinds(words: str) -> set[str]:
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(words)
    return {token.type for token in tokens} | {c.type for token in tokens for c in token.children or []}
