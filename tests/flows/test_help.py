"""Every command helps, and quickly."""

import subprocess
import sys

import pytest

from flows.cli.main import COMMANDS
from tests.flows.conftest import run

SUBCOMMANDS = [
    *[("source", name) for name in ("list", "add", "check")],
    *[("archive", name) for name in ("list", "extract")],
    *[("gazetteer", name) for name in ("info", "update")],
]


@pytest.mark.parametrize("words", [(), *[(name,) for name in COMMANDS], *SUBCOMMANDS], ids=" ".join)
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    said = run(*words, "--help")
    assert said.code == 0
    assert "Example" in said.out
    assert "dateline " in said.out.split("Example")[1]


@pytest.mark.parametrize("words", [(), *[(name,) for name in COMMANDS], *SUBCOMMANDS], ids=" ".join)
def test_help_imports_nothing_heavy(words: tuple[str, ...]) -> None:
    heavy = ("prefect", "duckdb", "pyarrow", "lxml", "httpx", "shapely", "trafilatura")
    code = (
        "import sys\nfrom flows.cli.main import main\n"
        f"try:\n    main({[*words, '--help']!r})\nexcept SystemExit:\n    pass\n"
        f"sys.exit(' '.join(m for m in {heavy!r} if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""


def test_the_version_is_told() -> None:
    said = run("--version")
    assert (said.code, said.out.startswith("dateline ")) == (0, True)
    told = dict(line.split(maxsplit=1) for line in said.out.splitlines() if " model" not in line)
    assert {"gazetteer", "geocoder", "cleaner", "schema", "duckdb", "prefect"} <= set(told)
    for model in ("place models", "body model", "language model"):
        assert f"  {model} " in said.out


def test_the_help_tells_the_exit_codes() -> None:
    assert "0 done; 1 some work failed, or something is at fault; 2 the command was off" in run("--help").out


def test_an_unknown_command_is_a_usage_error() -> None:
    said = run("digest")
    assert said.code == 2
    assert "No such command 'digest'" in said.err


def test_help_lists_the_commands_in_the_order_of_use() -> None:
    lines = run("--help").out.split("Commands:")[1].split("Example")[0].splitlines()[1:]
    listed = [line[2:].split(" ")[0] for line in lines]
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)
