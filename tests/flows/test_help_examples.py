"""Every example that help shows is run, as it stands, in a home whose sources are served on loopback."""

import io
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from flows.cli.main import COMMANDS, cli
from tasks.scrape.sample import EDITIONS, sample_specs, serve_sample
from tasks.scrape.sources.scaffold import toml_text
from tasks.settings import Home
from tests.flows.conftest import FIXTURES, rows, run

# What help shows and this test cannot run, and what does.
ELSEWHERE = {
    "dateline serve --port 4300": "runs until it is stopped: test_serve.py",
    "dateline sample --edition 1": "the same: test_sample.py",
    "dateline sql": "becomes the duckdb command line: tests/load",
    "dateline reprocess --accept '1+3f0c1a7e~1+b2'": "goes back to another version's: test_reprocess.py",
    "dateline gazetteer update cities500.zip admin1CodesASCII.txt": "downloads: test_gazetteer_update.py",
    "dateline source add https://news.example/": "asks the web: test_scaffold.py",
}
# What makes the settings file comes before what writes in it; what takes everything away comes last.
ORDER = ("init", "source add", "", "forget")
# Sources that help names, in the order of the sample's publishers, who stand in for them.
NAMED = ("presstv", "armenpress")


def examples() -> list[str]:
    """Return the commands that the helps show, in an order in which they can be run."""
    context = click.Context(cli)
    found: list[str] = []
    for command in (cli, *(cli.get_command(context, name) for name in COMMANDS)):
        assert command is not None
        members = command.commands if isinstance(command, click.Group) else {}
        for one in (command, *members.values()):
            shown = (one.epilog or "").replace("Examples:", "").replace("Example: ", "  ")
            found += [line.strip() for line in shown.splitlines() if re.match(r"\s+(dateline|echo) ", line)]
    shown_once = dict.fromkeys(part for line in found for part in line_of(line).split("; or: "))
    return sorted(shown_once, key=turn)


def line_of(shown: str) -> str:
    """Return a command without what is said beside it."""
    return re.split(r"\s{2,}", shown)[0]


def turn(line: str) -> int:
    """Return when a command may be run: its number in ORDER."""
    begins = (n for n, name in enumerate(ORDER) if name and line.startswith(f"dateline {name}"))
    return next(begins, ORDER.index(""))


@dataclass(frozen=True)
class Desk:
    home: Home
    real: dict[str, str]  # what a word of the helps stands for here


@pytest.fixture
def desk(prefect_api: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    home = Home(tmp_path / "home")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("DATELINE_HOME", str(home.root))
    for edition in EDITIONS:
        with serve_sample(edition) as served:
            follow_named(home, served.port)
            assert run("ingest", *NAMED).code == 0
    with serve_sample(EDITIONS[-1]) as served:
        follow_named(home, served.port)
        yield Desk(home, real_words(home))


def follow_named(home: Home, port: int) -> None:
    """Let the names that help shows be the sample's publishers, by files of the home."""
    home.sources.mkdir(parents=True, exist_ok=True)
    for name, spec in zip(NAMED, sample_specs(port), strict=True):
        (home.sources / f"{name}.toml").write_text(toml_text(spec), "utf-8")


def real_words(home: Home) -> dict[str, str]:
    """Lay out the files that the helps name, and return what ids and addresses stand for."""
    [changed] = rows(home, "select article_id, url from marts.articles order by version_count desc limit 1")
    [mention] = rows(home, "select mention_id from marts.mentions order by mention_id limit 1")
    text = (FIXTURES / "pass.txt").read_text("utf-8")
    for name in ("article.txt", "pages/pass.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(text, "utf-8")
    shutil.copy(FIXTURES / "ferry.html", "page.html")
    shutil.copy(next(home.archive.rglob("*.warc.gz")), "CC-NEWS-20261120.warc.gz")
    shutil.copytree(home.archive, "data/archive")
    Path("my.sql").write_text("select 1")
    Path("watch.csv").write_text("place_id\ngeonames:587084\n")
    Path("news.jsonl").write_text('{"doc_id": "1", "text": "The ferry left Baku."}\n')
    return {
        "https://news.example/a/1": changed["url"],
        "https://news.example/a": changed["url"],
        "3f0c1a": changed["article_id"],
        "9be27c": mention["mention_id"],
    }


def one_by_one(line: str, real: dict[str, str]) -> Iterator[list[str]]:
    """Yield the words of each `dateline` in a line; of a pipe, what is said into it is our stdin."""
    said, piped, rest = line.partition(" | ")
    sys.stdin = io.TextIOWrapper(io.BytesIO(shlex.split(said)[1].encode() if piped else b""))
    for part in (rest if piped else line).split(" && "):
        words = [real.get(word, word) for word in shlex.split(part)]
        yield words[1 : words.index(">") if ">" in words else None]


@pytest.mark.slow
def test_every_example_of_the_helps_runs(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", sys.stdin)  # put back at the end
    failed = []
    shown = examples()
    assert len(shown) > 50
    for line in (line for line in shown if line not in ELSEWHERE):
        for words in one_by_one(line, desk.real):
            said = run(*words)
            if said.code:
                failed.append(f"{line}\n{said.err}")
    assert failed == []


def test_what_is_run_elsewhere_is_still_shown() -> None:
    assert set(ELSEWHERE) - set(examples()) == set()
