"""Extraction holds its floors on the shared pages: a part of them here, all of them among the slow tests."""

import json
from pathlib import Path

import pytest

from tests.bench.extract import FLOORS, below
from tests.bench.extract_pages import BENCHES, load_pages, load_scorer
from tests.bench.extract_tools import run_tool

EVERY = 8  # of the pages, in the order of the truth, the fast gate takes one in so many


@pytest.mark.parametrize("name", BENCHES)
def test_the_first_pages_of_a_bench_are_read_as_well_as_before(shared: Path, name: str) -> None:
    whole = load_pages(shared, name)
    bench = whole.part(row["id"] for row in whole.truth[::EVERY])
    floors = json.loads(FLOORS.read_text("utf-8"))["part"][name]
    assert bench.digest() == floors["digest"], "other pages than the floors were set on"
    made = run_tool("ours", shared, [name], {row["id"] for row in bench.truth})
    scores = load_scorer(shared).score(bench.truth, made["rows"][name])
    assert {field: scores[field] for field, floor in floors["floors"].items() if scores[field] < floor} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", BENCHES)
def test_a_whole_bench_is_read_as_well_as_before(shared: Path, name: str) -> None:
    bench = load_pages(shared, name)
    assert below({name: bench}, load_scorer(shared), run_tool("ours", shared, [name])) == []
