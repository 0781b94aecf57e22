"""Galleries, videos and live blogs: flagged where there is text beside them, else rejected by name."""

import pytest

from tasks.clean.batch import SENTENCES
from tasks.clean.judge import NEXT_STEPS
from tests.clean.given import FIXTURES, clean, page

URL = "https://www.harbour.example/news/a-story"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gallery", "gallery"),
        ("gallery_named", "gallery"),
        ("video", "video"),
        ("live_blog_empty", "live_blog"),
    ],
)
def test_page_without_text_is_rejected_as_what_it_is(name: str, reason: str) -> None:
    found = clean((FIXTURES / "kinds" / f"{name}.html").read_bytes(), url=URL)
    assert (found.outcome, found.reason) == ("rejected", reason)


@pytest.mark.parametrize(
    ("name", "flag"),
    [("gallery_with_text", "gallery"), ("video_with_text", "video"), ("live_blog", "live_blog")],
)
def test_article_beside_them_is_kept_and_flagged(name: str, flag: str) -> None:
    found = clean((FIXTURES / "kinds" / f"{name}.html").read_bytes(), url=URL)
    assert (found.outcome, found.flags) == ("article", (flag,)), found.reason


@pytest.mark.parametrize(
    ("folder", "reason"), [("videos", "video"), ("photos", "gallery"), ("live", "live_blog")]
)
def test_address_tells_the_kind_of_a_page_that_does_not(folder: str, reason: str) -> None:
    empty = page("<h1>The harbour in the morning</h1><p>Loading.</p>")
    assert clean(empty, url=f"https://www.harbour.example/{folder}/2024/morning").reason == reason
    assert clean(empty, url=f"https://www.harbour.example/news/{folder}").reason == "too_short"


def test_every_reason_has_its_sentence_and_its_next_step() -> None:
    assert NEXT_STEPS.keys() == SENTENCES.keys()
