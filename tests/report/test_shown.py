"""`dateline show` as text and as a page, stories, archived copies: what others wrote has no power in them."""

import html
import json
import re
from pathlib import Path

import pytest

from tasks.load import query
from tasks.report import archived_copy, show, shown_page
from tasks.report.showing import Shown
from tasks.scrape import Payload
from tasks.settings import Home
from tests.flows.conftest import run
from tests.report.test_map import EVIL, Scripts


def article_of(home: Home, source_id: str, word: str = "ferry") -> str:
    words = "select article_id from marts.articles where source_id = $s and headline ilike $w"
    found: list[str] = query(home, words, {"s": source_id, "w": f"%{word}%"})["article_id"].to_pylist()
    return found[0]


def test_mentions_are_coloured_by_kind_and_NO_COLOR_is_honoured(taken_in: Home) -> None:  # noqa: N802
    words = ("show", article_of(taken_in, "courier"), "--home", str(taken_in.root))
    coloured = run(*words, environ={"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": ""})
    assert "\x1b[1;32mBaku\x1b[0m" in coloured.out
    plain = run(*words, environ={"FORCE_COLOR": "1", "TERM": "xterm-256color", "NO_COLOR": "1"})
    assert "Baku" in plain.out
    assert not re.search(r"\x1b\[[\d;]*3[0-7]m", plain.out)
    assert "\x1b" not in run(*words).out


def test_versions_and_story_stand_beside_the_text_where_there_is_room(taken_in: Home) -> None:
    words = ("show", article_of(taken_in, "courier"), "--home", str(taken_in.root))
    wide = run(*words, environ={"FORCE_COLOR": "1", "COLUMNS": "160", "TERM": "xterm"}).out
    (line,) = [line for line in wide.splitlines() if "the same text, in order of time" in line]
    assert line.startswith(" " * 60)
    assert any("the same text" in line and line[0] == "t" for line in run(*words).out.splitlines())


def test_a_story_shows_its_copies_in_order_of_time(taken_in: Home) -> None:
    story = show(taken_in, article_of(taken_in, "echo"), as_story=True).data
    assert sorted(row["source_id"] for row in story["articles"]) == ["courier", "echo"]
    times = [(row["date_published"], row["seen_at"], row["article_id"]) for row in story["articles"]]
    assert times == sorted(times)
    assert story["original"]["article_id"] == story["articles"][0]["article_id"]
    text = run("show", story["story_id"], "--story", "--home", str(taken_in.root)).out
    rows = [text.index(row["article_id"][:12]) for row in story["articles"]]
    assert "2 articles of 2 sources" in text
    assert rows == sorted(rows)


def test_the_page_marks_every_mention_and_leads_to_original_and_archived_copy(
    taken_in: Home, tmp_path: Path
) -> None:
    article_id, out = article_of(taken_in, "courier"), tmp_path / "a b.html"
    said = run("show", article_id, "--html", "-o", str(out), "--home", str(taken_in.root))
    assert said.code == 0, said.all
    page, data = out.read_text("utf-8"), show(taken_in, article_id).data
    linked = re.findall(r'<mark class="(\w+)"><a href="#m(\d+)"[^>]*>([^<]+)</a></mark>', page)
    assert sorted(int(number) for _, number, _ in linked) == list(range(1, len(data["mentions"]) + 1))
    for kind, number, words in linked:
        mention = data["mentions"][int(number) - 1]
        assert (kind, words) == (mention["mention_kind"], mention["exact"])
    assert 'href="https://courier.example/ferry"' in page
    (copy,) = set(re.findall(r'href="(a%20b-archive/[0-9a-f]{16}\.html)"', page))
    archived = (tmp_path / copy.replace("%20", " ")).read_text("utf-8")
    (frame,) = re.findall(r'<iframe sandbox="" [^>]*srcdoc="([^"]*)"', archived)
    assert "A third ferry will sail" in html.unescape(frame)
    assert "The same text, in order of time" in page


def test_a_story_has_a_page_with_the_archived_copy_of_each_article(taken_in: Home, tmp_path: Path) -> None:
    out = tmp_path / "s.html"
    said = run("show", article_of(taken_in, "echo"), "--story", "-o", str(out), "--home", str(taken_in.root))
    assert said.code == 0, said.all
    copies = re.findall(r'href="(s-archive/[0-9a-f]{16}\.html)"', out.read_text("utf-8"))
    assert len(set(copies)) == 2
    assert all((tmp_path / copy).is_file() for copy in copies)


def test_a_page_runs_no_script_and_loads_nothing_whatever_is_written(taken_in: Home) -> None:
    shown = show(taken_in, article_of(taken_in, "courier"))
    evil = dict.fromkeys(("headline", "description", "source_name", "article_section"), EVIL)
    quoted = "\"><img src=x onerror=alert(1)>'\u202e"
    mentions = [m | {"place_name": quoted, "georeference_protocol": EVIL} for m in shown.data["mentions"]]
    changed = shown.data | evil | {"url": "javascript:alert(1)", "mentions": mentions, "author": [quoted]}
    page = shown_page(Shown("article", changed), "folder", [])
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert not {"script", "img", "iframe", "object"} & set(Scripts(page).tags)
    assert not [name for name in Scripts(page).attributes if name.startswith("on")]
    assert "javascript:" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_an_archived_copy_is_framed_so_that_it_has_no_power() -> None:
    hostile = f'"></iframe>{EVIL}<base href=//x><LINK\nrel=preconnect><form/><a href=//x>y</A><abbr>'
    page = archived_copy(Payload(hostile.encode(), "text/html", EVIL, 200), "now", "a.warc.gz at 1")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert {part.split()[0] for part in policy.split("; ")} == {
        "default-src",
        "base-uri",
        "form-action",
        "style-src",
        "img-src",
        "font-src",
    }
    assert "http" not in policy
    assert Scripts(page).tags.count("iframe") == 1
    assert "script" not in Scripts(page).tags
    (frame,) = re.findall(r'sandbox="" [^>]*srcdoc="([^"]*)"', page)
    inner = html.unescape(frame)
    assert inner.startswith(
        f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    )
    tame = "<basefont href=//x><basefont\nrel=preconnect><no-form/><no-a href=//x>y</no-a><abbr>"
    assert inner.endswith(f'"></no-iframe>{EVIL}{tame}')


@pytest.mark.parametrize(
    ("data", "content_type", "words"),
    [
        ("Bakı şəhəri".encode(), "text/plain", "<pre>Bakı şəhəri</pre>"),
        ("<p>Москва</p>".encode("cp1251"), "text/html; charset=windows-1251", "Москва"),
        (b"%PDF-1.7 ...", "application/pdf", "12 bytes of application/pdf: no page."),
    ],
)
def test_text_is_shown_as_text_and_what_is_no_text_is_named(
    data: bytes, content_type: str, words: str
) -> None:
    page = archived_copy(Payload(data, content_type, "https://x.example/", 200), "now", "there")
    (frame,) = re.findall(r'srcdoc="([^"]*)"', page)
    assert words in html.unescape(frame)


def test_archive_page_takes_an_article_or_an_address(taken_in: Home, tmp_path: Path) -> None:
    pages = []
    for word in (article_of(taken_in, "courier")[:10], "https://courier.example/ferry"):
        out = tmp_path / "page.html"
        said = run("archive", "page", word, "-o", str(out), "--home", str(taken_in.root))
        assert said.code == 0, said.all
        pages.append(out.read_text("utf-8"))
    assert pages[0] == pages[1]
    assert "archived 2026-11-18 12:" in pages[0]
    for word, code in (("ffffffffffff", 2), ("https://nobody.example/", 1)):
        said = run("archive", "page", word, "-o", str(out), "--home", str(taken_in.root))
        assert (said.code, "Error:" in said.err) == (code, True)


def test_the_map_leads_to_archived_copies_that_were_asked_for(taken_in: Home, tmp_path: Path) -> None:
    out = tmp_path / "m.html"
    words = ("map", "--source", "courier", "-o", str(out), "--home", str(taken_in.root))
    assert run(*words).code == 0
    assert not (tmp_path / "m-archive").exists()
    said = run(*words, "--with-archive")
    assert said.code == 0, said.all
    (block, _) = Scripts(out.read_text("utf-8")).found
    data = json.loads(block[1])
    assert data["articles"]["copied"] == [1, 1]
    written = {f"{name}.html" for name in data["articles"]["id"]}
    assert {path.name for path in (tmp_path / data["folder"]).iterdir()} == written
    for asked in (("--png", "--with-archive"), ("-o", str(tmp_path / "no" / "m.html"))):
        assert run("map", *asked, "--home", str(taken_in.root)).code == 2


def test_wrong_use_of_show_is_said_plainly(taken_in: Home, tmp_path: Path) -> None:
    mention = query(taken_in, "select mention_id from core.mentions limit 1")["mention_id"][0].as_py()
    article = article_of(taken_in, "courier")
    for words in ((mention, "--html"), (article, "--html", "--json"), (article, "-o", str(tmp_path))):
        said = run("show", *words, "--home", str(taken_in.root))
        assert (said.code, said.err.startswith("Error:")) == (2, True), said.all


def test_a_map_says_how_many_mentions_it_leaves_out_as_less_sure(taken_in: Home) -> None:
    from tasks.load import Filters
    from tasks.report import map_data

    whole, sure = map_data(taken_in, Filters()), map_data(taken_in, Filters(min_confidence=0.9))
    confident = sum(p >= 0 for p in sure["rows"]["p"])
    assert sure["below"] > 0
    assert confident + sure["below"] == sum(p >= 0 for p in whole["rows"]["p"])
    assert all(c >= 90 for c, p in zip(sure["rows"]["c"], sure["rows"]["p"], strict=True) if p >= 0)
