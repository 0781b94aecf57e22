"""The shipped models: arrays and numbers that numpy evaluates, with a card, the same on every machine."""

from pathlib import Path

import numpy as np
import pytest

from tasks.errors import GazetteerError
from tasks.geocode import gazetteer, marks, table
from tasks.geocode.home import home_in, learn_home
from tasks.geocode.models import CEILING, FLOOR, SHIPPED, SURENESS, Models, shipped_models, sureness_row
from tasks.geocode.trees import Trees

# Two leaves under one split: up to 0.5 the answer is -1, above it is 2.
STUMP = Trees(
    feature=np.array([1, 0, 0]),
    threshold=np.array([0.5, np.inf, np.inf]),
    children=np.array([1, 2, 1, 1, 2, 2]),
    value=np.array([0.0, -1.0, 2.0]),
    roots=np.array([0, 0]),
    depth=1,
    names=("a", "b"),
)


def test_trees_add_their_leaves_up() -> None:
    rows = np.array([[9.0, 0.5], [9.0, 0.50004], [9.0, 0.6]])
    assert STUMP.score(rows).tolist() == [-2.0, -2.0, 4.0]
    assert STUMP.score(np.zeros((0, 2))).tolist() == []


def test_trees_are_read_as_they_were_written(tmp_path: Path) -> None:
    STUMP.save(tmp_path / "stump.npz")
    read = Trees.load(tmp_path / "stump.npz")
    assert read.names == ("a", "b")
    assert read.score(np.array([[0.0, 1.0]])).tolist() == [4.0]


def test_a_pickle_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "bad.npz", feature=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="pickle"):
        Trees.load(tmp_path / "bad.npz")


def test_the_shipped_models_fit_the_features_of_the_code() -> None:
    models = shipped_models()
    assert models.first_look.names == models.second_look.names == table.NAMES
    assert models.finder.names == marks.NAMES
    assert models.sureness.names == SURENESS


def test_no_feature_is_a_name_of_a_town() -> None:
    gaz = gazetteer()
    words = {word for key in shipped_models().context for word in key.split(":", 1)[1].split()}
    assert not any(gaz.candidates(w) and w[:1].isupper() for w in words)


def test_the_card_names_data_licence_and_digest() -> None:
    card = (SHIPPED / "CARD.md").read_text("utf-8")
    for word in ("LGL", "GeoVirus", "CC BY", "Groningen", "SHA-256", "make models"):
        assert word in card


def test_missing_models_are_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="make models"):
        Models.open(tmp_path)


def test_confidence_rises_with_both_chances_and_stays_in_bounds() -> None:
    evidence = [0.0] * len(table.NAMES)
    chances = [(0.5, 0.5), (0.95, 0.5), (0.5, 0.95), (0.95, 0.95)]  # a mention has at least about the first
    rows = [sureness_row(*both, "name", "town", 5_000, evidence) for both in chances]
    low, found, chosen, most = shipped_models().confidences(rows)
    assert FLOOR <= low <= min(found, chosen)
    assert max(found, chosen) <= most <= CEILING
    assert low < most
    assert shipped_models().confidences([]) == []


def test_a_home_is_learned_from_the_towns_that_a_source_names() -> None:
    gaz = gazetteer()
    rows = [row for name in ("baku", "sumqayit", "qaradag", "xirdalan") for row in rows_in(name, "AZ")] * 3
    home = learn_home(rows, home_in(None, gaz), gaz)
    assert home.is_learned
    assert home.country == home_in("AZ", gaz).country
    assert (round(home.latitude), round(home.longitude)) == (40, 50)


def test_few_towns_make_no_home() -> None:
    gaz = gazetteer()
    assert not learn_home(rows_in("baku", "AZ"), home_in("AZ", gaz), gaz).is_learned


def rows_in(name: str, country: str) -> list[int]:
    gaz = gazetteer()
    return [
        c.place
        for c in gaz.candidates(name)
        if gaz.country[c.place] == country and gaz.kind[c.place] == "town"
    ][:1]
