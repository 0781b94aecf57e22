"""Every command meets what people mistype: 2 for wrong use, 1 for failed work, and a sentence."""

import shlex
from pathlib import Path

import click
import pytest

from flows.cli.main import COMMANDS, cli
from tasks.load import writer
from tasks.settings import Home
from tests.flows.conftest import run

# The exit code, then what was typed: in a folder with a text, a folder that holds nothing to use, a file
# that is none of anything, and no network.
WRONG = """
2 init afile
2 init -o afile
2 ingest --date soon text.txt
2 ingest prestv
2 ingest nothing.html
2 backfill
2 backfill nowhere/
1 backfill empty
2 backfill text.txt --since soon
2 backfill text.txt --source nobody
2 extract nothing.html
2 extract empty
2 sql selec
2 sql -f nothing.sql
2 sql -f bytes.bin
2 sql "select 1" -o rows.foo
2 sql "select 1" -o nowhere/rows.csv
2 sql "create table x(i int)"
2 search
2 search ferry --role about
2 search ferry --source nobody
2 show zzzz
2 show
2 verify --sample 0
2 verify --kind thing
2 verify --source nobody
2 export doc -o out
2 export csv
2 export csv -o empty
2 export csv -o out --source nobody
2 forget https://nothing.example/
2 forget
2 forget nobody
2 map --since soon
2 map --source nobody
2 map -o nowhere/map.html
2 diff zzzz
2 reprocess --accept nothing
2 reprocess --kind thing
2 reprocess --source nobody
2 geoparse nothing.txt
1 geoparse bytes.bin
2 geoparse text.txt --country XX
1 geoparse --jsonl text.txt
2 status --home afile
1 places Xyzzyxq
2 places ,
2 gazetteer update nothing.zip --dry-run
2 gazetteer info --home afile
2 source list --home afile
2 source add prestv
2 source check nope
1 archive extract https://nothing.example/
2 archive extract https://nothing.example/ --until soon
1 archive list --file nothing.warc
1 archive page https://nothing.example/
2 doctor prestv
2 sample --edition 9
2 serve --port 99999
"""
TYPED = [line for line in WRONG.splitlines() if line]


def commands() -> list[tuple[str, ...]]:
    """Return every command, those of groups with their group."""
    found: list[tuple[str, ...]] = []
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        if isinstance(command, click.Group):
            found += [(name, of_group) for of_group in command.commands]
        else:
            found.append((name,))
    return found


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a database that holds nothing yet."""
    home = Home(tmp_path_factory.mktemp("wrong") / "home")
    with writer(home, "empty") as warehouse:
        warehouse.publish()
    return home


@pytest.mark.parametrize("typed", TYPED)
def test_wrong_input_is_one_sentence_and_its_exit_code(
    typed: str, empty_database: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text.txt").write_text("The ferry to Aktau\n\nleft Baku on Monday.\n")
    Path("bytes.bin").write_bytes(b"\xff\xfe\x00" * 40)
    Path("empty").mkdir()
    Path("empty/x").write_text("")
    Path("afile").write_text("")
    code, *words = shlex.split(typed)
    said = run(*words, environ={"DATELINE_HOME": str(empty_database.root)})
    assert said.code == int(code), said.all
    assert len([line for line in said.err.splitlines() if line.startswith("Error: ")]) == 1, said.err
    assert "Traceback" not in said.all
    assert "should not" not in said.err


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_refuses_an_option_that_it_has_not(words: tuple[str, ...]) -> None:
    said = run(*words, "--no-such-option")
    assert (said.code, "--no-such-option" in said.err) == (2, True)
    tried = [line.split()[1 : len(words) + 1] for line in TYPED]
    assert list(words) in tried, f"{' '.join(words)} wants a wrong input above"
