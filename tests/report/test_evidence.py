"""`dateline show --evidence` and `dateline verify` as a person meets them."""

import json
import shutil
from pathlib import Path

from tasks.load import query
from tasks.settings import Home
from tests.flows.conftest import run
from tests.report.real_home import COURIER


def mention_of(home: Home, exact: str) -> str:
    words = """
        select mention_id
        from marts.mentions
        where exact = $exact and source_id = 'courier' and text_field = 'article_body'
    """
    found: list[str] = query(home, words, {"exact": exact})["mention_id"].to_pylist()
    return found[0]


def test_the_evidence_of_a_mention_is_whole_and_derived_anew(taken_in: Home) -> None:
    said = run("show", mention_of(taken_in, "Aktau"), "--evidence", "--home", str(taken_in.root))
    assert said.code == 0, said.all
    assert "from Baku to [Aktau] each week" in " ".join(said.out.split())
    for words in (
        f"https://{COURIER.hosts[0]}/rss.xml (rss)",
        "courier/2026-11-18/courier-2026-11-18-00001.warc.gz at ",
        "there and undamaged",
        "sha256 ",
        "2026-11-18 12:00:00",
        "cleaner 1+",
        "geocoder 2+",
        "rule",
        "runner-up",
        "Verified: text and mentions were derived from the archived bytes anew",
    ):
        assert words in said.out, words


def test_the_evidence_of_an_article_has_every_mention(taken_in: Home) -> None:
    (row,) = query(
        taken_in, "select article_id from marts.articles where headline like '%bridge%'"
    ).to_pylist()
    said = run("show", row["article_id"], "--evidence", "--json", "--home", str(taken_in.root))
    shown = json.loads(said.out)
    assert shown["proof"] == {
        "is_match": True,
        "is_text_read_again": True,
        "is_geocoded_again": True,
        "faults": [],
    }
    assert len(shown["evidence"]) == len(shown["mentions"]) > 4
    assert all(one["archived"].startswith("there and undamaged") for one in shown["evidence"])


def test_verify_exits_with_1_and_names_what_does_not_match(home: Home) -> None:
    sound = run("verify", "--sample", "2", "--seed", "x", "--home", str(home.root))
    assert (sound.code, "Everything matches." in sound.out) == (0, True)
    nothing = run("verify", "--since", "2040-01-01", "--home", str(home.root))
    assert ("nothing was verified" in nothing.out, "matches" in nothing.out) == (True, False)
    shutil.rmtree(home.archive / "echo")
    said = run("verify", "--json", "--home", str(home.root))
    found = json.loads(said.out)
    assert (said.code, found["is_match"], found["versions"], found["records"]) == (1, False, 3, 2)
    (fault,) = found["mismatches"]
    assert fault["what"] == "archive"
    assert "echo-2026-11-18-00001.warc.gz is gone" in fault["says"]
    told = run("verify", "--source", "echo", "--home", str(home.root))
    assert "1 do not match." in told.out
    shown = run("show", mention_of(home, "Aktau"), "--evidence", "--home", str(home.root))
    assert "Verified" in shown.out


def test_verify_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    said = run("verify", "--home", str(tmp_path))
    assert (said.code, "Run `dateline ingest`" in said.err) == (1, True)
