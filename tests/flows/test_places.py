"""`dateline places`: the candidates of a name, with what speaks for each."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli.places import command
from tasks.errors import NoSuchPlace, UsageError


def places(tmp_path: Path, *words: str) -> str:
    done = CliRunner().invoke(command, [*words, "--home", str(tmp_path)], catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def test_julfa_is_listed_on_both_sides_of_the_border(tmp_path: Path) -> None:
    listed = json.loads(places(tmp_path, "Julfa", "--json"))
    assert {"geonames:130081", "geonames:148251"} <= {row["place"]["place_id"] for row in listed}
    iran = next(row for row in listed if row["place"]["place_id"] == "geonames:130081")
    assert iran["within"] == ["East Azerbaijan", "Iran"]
    assert "people" in " ".join(iran["speaks"])


def test_what_stands_after_a_comma_must_contain_the_place(tmp_path: Path) -> None:
    listed = json.loads(places(tmp_path, "Julfa, Iran", "--json"))
    assert {row["place"]["country_code"] for row in listed} == {"IR"}


def test_the_table_says_what_speaks_for_each_and_what_was_left_out(tmp_path: Path) -> None:
    shown = places(tmp_path, "Birmingham", "--limit", "2")
    assert "its own" in shown
    assert "people" in shown
    assert "more; see them with --limit" in shown


def test_a_disputed_place_is_listed_with_its_claimants(tmp_path: Path) -> None:
    listed = json.loads(places(tmp_path, "Abu Musa", "--json"))
    assert "claimed by IR, AE" in listed[0]["speaks"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Tehrn", "Tehran"), ("Nakhichevam", "Nakhchivan"), ("Bkau", "Baku")]
)
def test_an_unknown_name_is_answered_with_near_spellings(tmp_path: Path, typed: str, meant: str) -> None:
    with pytest.raises(NoSuchPlace, match=f"Near spellings: .*{meant}"):
        places(tmp_path, typed)


def test_a_name_unlike_any_says_what_to_try(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPlace, match="as GeoNames writes it"):
        places(tmp_path, "qqxxqqzzkk")


def test_an_empty_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="empty"):
        places(tmp_path, "  ")
    with pytest.raises(UsageError, match="two letters"):
        places(tmp_path, "Julfa", "--country", "Iran")
