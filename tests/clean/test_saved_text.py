import json
from pathlib import Path
from typing import Any

import pytest

from tests.clean.given import FIXTURES, NOW, clean

EXPECTED: dict[str, dict[str, Any]] = json.loads((FIXTURES / "saved_text_expected.json").read_text("utf-8"))
LAYOUTS = pytest.mark.parametrize("name", sorted(EXPECTED))


def read(name: str) -> Any:
    return clean((FIXTURES / name).read_bytes(), url="urn:sha256:0")


@LAYOUTS
def test_saved_text_is_an_article_whatever_its_layout(name: str) -> None:
    found = read(name)
    assert (found.outcome, found.reason, found.rule) == ("article", None, "saved_text")
    assert found.in_language == "en"


@LAYOUTS
def test_headline_section_and_standfirst_are_told_apart(name: str) -> None:
    found, wanted = read(name), EXPECTED[name]
    assert found.headline == wanted["headline"]
    assert found.article_section == wanted["section"]
    assert found.description == wanted["description"]


@LAYOUTS
def test_caption_and_dateline_stand_apart_from_the_body(name: str) -> None:
    found, wanted = read(name), EXPECTED[name]
    assert found.image_caption == wanted["caption"]
    assert found.dateline == wanted["dateline"]


@LAYOUTS
def test_authors_and_date_come_from_their_lines(name: str) -> None:
    found, wanted = read(name), EXPECTED[name]
    assert list(found.author) == wanted["author"]
    assert str(found.date_published_local) == wanted["date"]
    assert found.date_published_precision == "day"
    assert found.date_published_evidence == wanted["evidence"]


@LAYOUTS
def test_body_is_the_paragraphs_and_nothing_of_the_site(name: str) -> None:
    found, wanted = read(name), EXPECTED[name]
    paragraphs = found.article_body.split("\n\n")
    assert len(paragraphs) == wanted["paragraphs"]
    assert paragraphs[0].startswith(wanted["first"])
    assert paragraphs[-1].startswith(wanted["last"])
    assert [words for words in wanted["absent"] if words in found.article_body] == []


@LAYOUTS
def test_publisher_hosts_and_address_come_from_what_the_site_says_of_itself(name: str) -> None:
    found, wanted = read(name), EXPECTED[name]
    assert found.publisher == wanted["publisher"]
    assert list(found.named_hosts) == wanted["named_hosts"]
    assert found.canonical_url == wanted.get("canonical_url")


def test_wrapped_lines_are_one_paragraph() -> None:
    paragraphs = read("saved_dateline.txt").article_body.split("\n\n")
    assert paragraphs[1].endswith("that gave no price for the transit of the gas through Iranian pipelines.")


def test_name_of_the_site_and_its_menu_are_no_headline() -> None:
    text = (FIXTURES / "saved_no_breadcrumb.txt").read_text("utf-8")
    found = clean("Harbour Gazette\nHome\nWorld\nBusiness\nSport\nSearch\n\n" + text, url="urn:sha256:0")
    assert found.headline == EXPECTED["saved_no_breadcrumb.txt"]["headline"]
    assert found.article_section is None


def test_text_without_a_headline_begins_with_its_first_paragraph() -> None:
    text = (FIXTURES / "saved_dateline.txt").read_text("utf-8").split("\n\n", 2)[2]
    found = clean(text, url="urn:sha256:0")
    assert (found.outcome, found.headline) == ("article", None)
    assert found.dateline == "TEHRAN, Nov. 18, 2024 (KNA)"


def test_day_of_a_file_photo_is_not_the_article_s() -> None:
    text = (FIXTURES / "saved_byline_first.txt").read_text("utf-8").replace("November 21, 2024", "")
    caption = "The tunnel at Lars in a file photo of January 12, 2019."
    found = clean(text.replace("second day\n", f"second day\n{caption}\n", 1), url="urn:sha256:0")
    assert found.image_caption == caption
    assert found.date_published is None


def test_dateline_on_a_line_of_its_own_is_no_paragraph() -> None:
    text = (FIXTURES / "saved_dateline.txt").read_text("utf-8")
    found = clean(text.replace("(KNA) — ", "(KNA) —\n\n"), url="urn:sha256:0")
    assert found.dateline == "TEHRAN, Nov. 18, 2024 (KNA)"
    assert (found.article_body or "").startswith("Iran will take")


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    plain = (FIXTURES / "saved_no_breadcrumb.txt").read_text("utf-8")
    found = clean(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode("utf-8"), url="urn:sha256:0")
    assert found.article_body == clean(plain, url="urn:sha256:0").article_body
    assert found.headline == EXPECTED["saved_no_breadcrumb.txt"]["headline"]


def test_text_that_is_code_or_data_is_rejected() -> None:
    table = "\n".join(f"{n};{n * 7};{n * 13};{n % 5};ok" for n in range(200))
    assert (clean(table).outcome, clean(table).reason) == ("rejected", "not_prose")


def test_text_of_a_few_words_is_rejected() -> None:
    found = clean("A headline about a port\n\nThe port of Baku is open again after a storm.")
    assert (found.outcome, found.reason) == ("rejected", "too_short")


def test_seed_article_gives_what_is_expected_of_it(shared: Path) -> None:
    seed = shared / "seed"
    wanted = json.loads((seed / "expected.json").read_text("utf-8"))
    found = clean((seed / "article.txt").read_bytes(), url="urn:sha256:0", now=NOW)
    assert found.article_body == "\n\n".join(wanted["body"]).replace("\xa0", " ")
    assert found.headline == wanted["headline"]
    assert found.publisher == wanted["publisher"]
    assert found.article_section == wanted["article_section"]
    assert found.image_caption == wanted["image_caption"]
    assert str(found.date_published_local) == wanted["date_published"]
    assert (found.date_published_precision, found.date_published_evidence) == ("day", "caption")
    assert found.in_language == wanted["in_language"]
    assert found.named_hosts == ("www.presstv.co.uk",)
    for place in wanted["toponyms"]:
        assert found.article_body[place["start"] : place["end"]] == place["surface"]
