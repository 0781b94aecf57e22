"""The region in hand-made sentences: provinces, districts, towns, waters, islands, sites, disputed names."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.geocode.reading import read

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "fixtures" / "region.toml").read_text("utf-8")
)["case"]


def test_there_are_many_of_them() -> None:
    assert sum(len(case["finds"]) for case in CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_each_name_is_found_on_its_place(case: dict[str, Any]) -> None:
    found = {(m.exact, m.place_id, m.kind) for m in read(case["text"])}
    wanted = {(one["exact"], one["place"], one["kind"]) for one in case["finds"]}
    assert wanted <= found
