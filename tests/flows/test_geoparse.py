"""`dateline geoparse`: mentions of a loose text as a table, JSON, GeoJSON and scorer's lines."""

import json
from pathlib import Path

import pytest

from tests.flows.conftest import run

TEXT = (
    "TBILISI — Trucks left Julfa in Nakhchivan.\r\n"
    "A ship crossed the Persian Gulf. The Islamic Republic \U0001f6a2"
)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_a_table_names_words_place_and_rule(article: Path) -> None:
    said = run("geoparse", str(article))
    assert said.code == 0
    assert "Persian Gulf" in said.out
    assert "islamic_republic_without_country" in said.out


def test_json_has_offsets_into_the_file(article: Path) -> None:
    found = json.loads(run("geoparse", str(article), "--json", "--title", "Iran at sea").out)
    assert found["status"] == "done"
    for mention in found["mentions"]:
        text = "Iran at sea" if mention["text_field"] == "headline" else TEXT
        assert text[mention["start"] : mention["end"]] == mention["exact"]
    assert found["mentions"][0]["text_field"] == "headline"


def test_geojson_draws_an_outline_for_a_water_and_nothing_for_the_unresolved(article: Path) -> None:
    found = json.loads(run("geoparse", str(article), "--geojson").out)
    shapes = {f["properties"]["exact"]: f["geometry"] and f["geometry"]["type"] for f in found["features"]}
    assert shapes["Persian Gulf"] in ("Polygon", "MultiPolygon")
    assert shapes["TBILISI"] == "Point"


def test_lines_go_in_and_lines_come_out(tmp_path: Path) -> None:
    given = [
        {
            "doc_id": 7,
            "text": TEXT,
            "title": "Iran at sea",
            "domain": "news.example.ge",
            "date": "2024-01-02",
        },
        {"doc_id": "b", "text": ""},
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(d) + "\n" for d in given), "utf-8")
    first, second = map(json.loads, run("geoparse", "--jsonl", str(path)).out.splitlines())
    assert (first["doc_id"], second) == (7, {"doc_id": "b", "toponyms": [], "focus": []})
    words = {TEXT[t["start"] : t["end"]]: t for t in first["toponyms"]}
    assert "Iran" not in words  # offsets are into the text; the title is evidence alone
    assert words["Persian Gulf"]["place_id"] == f"geonames:{words['Persian Gulf']['geonameid']}"
    assert set(words["Julfa"]) == {
        "start", "end", "lat", "lon", "place_id", "geonameid", "kind", "role", "precision", "confidence",
    }  # fmt: skip


def test_another_language_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text(
        "Le ministre est parti de Paris pour la ville de Lyon avec sa femme et son chien.", "utf-8"
    )
    assert "not English" in run("geoparse", str(path)).out
    assert json.loads(run("geoparse", str(path), "--json").out)["mentions"] == []


@pytest.mark.parametrize(
    ("name", "data", "options", "code", "words"),
    [
        ("none", None, (), 2, "cannot be read"),
        ("latin.txt", "Gəncə".encode("utf-16"), (), 1, "not UTF-8"),
        ("bad.jsonl", b"{\n", ("--jsonl",), 1, "Line 1 of"),
        ("bad.jsonl", b'{"doc_id": "1"}\n', ("--jsonl",), 1, "no doc_id or no text"),
        ("a.txt", b"x", ("--country", "Iran"), 2, "no country's code"),
    ],
)
def test_bad_input_is_a_sentence(
    tmp_path: Path, name: str, data: bytes | None, options: tuple[str, ...], code: int, words: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    said = run("geoparse", str(tmp_path / name), *options)
    assert said.code == code
    assert words in said.err
    assert "Traceback" not in said.all
