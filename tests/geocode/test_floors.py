"""Quality does not fall: end-to-end and recognition F1 on the shared sets, against pinned floors."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tasks.geocode import geoparse_lines, read_lines
from tasks.geocode.build.models.corpora import digest

FLOORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "fixtures" / "floors.toml").read_text("utf-8")
)
SETS = ("geovirus", "lgl_a")
UNMARKED = {"geovirus": ("demonym", "embedded"), "lgl_a": ()}


def test_the_floors_belong_to_these_corpora(shared: Path) -> None:
    assert digest(shared, tuple(f"{name}.jsonl" for name in SETS)) == FLOORS["digest"]


@pytest.mark.parametrize("name", SETS)
def test_a_part_of_each_set_is_read_as_well_as_before(shared: Path, tmp_path: Path, name: str) -> None:
    overlap, e2e = f1(shared, tmp_path, name, FLOORS["subset"])
    assert overlap >= FLOORS[name]["overlap_subset"]
    assert e2e >= FLOORS[name]["e2e_subset"]


@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_each_set_is_read_as_well_as_before(shared: Path, tmp_path: Path, name: str) -> None:
    overlap, e2e = f1(shared, tmp_path, name, None)
    assert overlap >= FLOORS[name]["overlap"]
    assert e2e >= FLOORS[name]["e2e"]


def f1(shared: Path, folder: Path, name: str, most: int | None) -> tuple[float, float]:
    """Return recognition (overlap) and end-to-end F1 at 161 km, by the shared scorer with --idmatch."""
    lines = (shared / "geoparse" / f"{name}.jsonl").read_text("utf-8").split("\n")
    lines = [line for line in lines if line][:most]
    answers = list(geoparse_lines(read_lines(lines, name)))
    for answer in answers:
        answer["toponyms"] = [t for t in answer["toponyms"] if t["kind"] not in UNMARKED[name]]
    (folder / "gold").write_text("\n".join(lines), "utf-8")
    (folder / "found").write_text("\n".join(map(json.dumps, answers)), "utf-8")
    scorer = shared / "geoparse" / "score.py"
    command = [
        sys.executable,
        str(scorer),
        str(folder / "gold"),
        str(folder / "found"),
        "--idmatch",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    scores = json.loads(done.stdout)
    return scores["overlap"]["f1"], scores["e2e"]["f1"]
