"""The map as a picture: what it shows is what SQL says, drawn no finer than known, and never too heavy."""

import base64
import io
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner
from PIL import Image, ImageColor

from flows.cli.map import command
from tasks.load import Filters, reading
from tasks.report import data_url, pictured, png
from tasks.report.lettering import font, letters
from tasks.report.picture import COLOURS, FOOT, HEAD, HEIGHT, LAND, SEA, WIDTH, dashes
from tasks.report.picturing import Pictured, Pin
from tasks.report.projecting import fitted
from tasks.settings import Home
from tests.load import factory
from tests.load.conftest import published

__all__ = ["published"]
SQUARE = shapely.to_wkb(shapely.box(40, 30, 60, 50))


def pin(look: str = "point", longitude: float = 50.0, latitude: float = 40.0, **changes: object) -> Pin:
    outline = shapely.to_wkb(shapely.box(longitude - 2, latitude - 2, longitude + 2, latitude + 2))
    given: dict[str, object] = {
        "name": "Gəncə",
        "uncertainty_m": 3000.0,
        "footprint": None if look == "point" else outline,
        "confidence": 0.9,
        "story_count": 3,
    }
    return Pin(look=look, longitude=longitude, latitude=latitude, **(given | changes))  # type: ignore[arg-type]


def opened(*pins: Pin) -> Image.Image:
    shown = Pictured(pins, (SQUARE,), "", "3 stories", "nothing")
    return Image.open(io.BytesIO(png(shown))).convert("RGB")


def at(image: Image.Image, pins: tuple[Pin, ...], longitude: float, latitude: float) -> tuple[int, ...]:
    x, y = fitted(pins, WIDTH, HEIGHT - HEAD - FOOT).at(longitude, latitude)
    found = image.getpixel((round(x), round(y) + HEAD))
    assert isinstance(found, tuple)
    return tuple(int(value) for value in found)


def near(colour: tuple[int, ...], name: str, within: int = 60) -> bool:
    return sum(abs(a - b) for a, b in zip(colour, ImageColor.getrgb(name), strict=True)) < within


def test_a_town_is_a_point_and_a_country_an_area_with_no_point_in_its_middle() -> None:
    pins = (pin("point", 44.0, 38.0), pin("area", 55.0, 45.0))
    image = opened(*pins)
    assert near(at(image, pins, 44.0, 38.0), COLOURS["point"], 100)
    assert near(at(image, pins, 50.0, 38.0), LAND)
    tinted = {at(image, pins, 55.0 + d, 44.0) for d in (-1.0, -0.5, 1.0)}  # its name stands above
    assert len(tinted) == 1
    assert not near(tinted.pop(), LAND, 20)


def test_what_has_no_outline_is_a_circle_as_wide_as_it_is_known() -> None:
    wide = pin("region", footprint=None, uncertainty_m=200_000.0)
    view = fitted((wide,), WIDTH, HEIGHT)
    assert view.pixels(200_000.0, 40.0) * 2 < view.width
    image = opened(wide)
    assert not near(at(image, (wide,), 50.0, 41.0), LAND, 8)


def test_a_single_town_is_seen_with_the_land_around_it() -> None:
    view = fitted((pin(),), 1000, 500)
    west = view.at(48.0, 40.0)[0]
    assert 0 < west < 500


def test_few_places_are_all_in_the_picture_and_of_many_nearly_all_stories() -> None:
    few = (pin(longitude=50.0), pin(longitude=-3.0), pin("area", 100.0))
    view = fitted(few, 1000, 500)
    assert all(0 <= view.at(p.longitude, p.latitude)[0] <= 1000 for p in few)
    many = (*(pin(longitude=45.0 + n / 10, story_count=9) for n in range(40)), pin(longitude=-120.0))
    view = fitted(many, 1000, 500)
    assert view.at(-120.0, 40.0)[0] < 0
    assert view.at(45.0, 40.0)[0] > 0


def test_an_empty_map_is_the_world() -> None:
    image = opened()
    assert image.size == (WIDTH, HEIGHT)
    assert near(at(image, (), 50.0, 40.0), LAND)
    assert near(at(image, (), -40.0, 30.0), SEA)


@pytest.mark.parametrize("count", [1, 400])
def test_a_data_url_is_below_its_bound_with_many_places_as_well(count: int) -> None:
    looks = ("point", "point", "point", "area", "region", "water")
    pins = tuple(
        pin(
            looks[n % 6], -150 + (n * 7.3) % 300, -50 + (n * 3.1) % 120, name=f"Place {n}", story_count=n % 90
        )
        for n in range(count)
    )
    url = data_url(Pictured(pins, (SQUARE,), "", "1 story", "nothing"))
    assert url.startswith("data:image/png;base64,")
    assert len(url) < 200_000
    assert Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).format == "PNG"


def test_dashes_run_along_the_whole_line() -> None:
    pieces = list(dashes([(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], 3.0, 2.0))
    lengths = [sum(abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in pairwise(piece)) for piece in pieces]
    assert lengths == pytest.approx([3.0, 3.0, 3.0, 3.0])
    assert pieces[1][0] == pytest.approx((5.0, 0.0))


def test_names_are_written_in_letters_that_the_font_has() -> None:
    assert letters("Gəncə, Lənkəran, Şəki, Łódź, São Paulo\x1b") == "Ganca, Lankaran, Saki, Lodz, Sao Paulo"
    unknown = bytes(font(14).getmask("\uffff"))
    assert not any(bytes(font(14).getmask(char)) == unknown for char in "Az09·…’“”&();:/")


def test_it_shows_what_sql_counts_and_says_what_is_not_on_it(published: Home, tmp_path: Path) -> None:
    with reading(published) as reader:
        shown = pictured(reader, published, Filters())
        sure = pictured(reader, published, Filters(min_confidence=0.8, source=("echo",)))
        within = pictured(reader, published, Filters(within=factory.SOUTH_CAUCASUS))
        nothing = pictured(reader, published, Filters(), "run-of-nothing")
    first = shown.pins[0]
    assert (first.name, first.look, first.story_count) == ("Baku", "point", 1)
    assert (shown.counts, shown.missing) == (
        "1 story in 2 articles · 8 mentions of 3 places",
        "2 mentions (unresolved: no place of that name)",
    )
    assert "less sure than asked for" in sure.missing
    assert sure.title == "echo · confidence from 0.80"
    assert {p.name for p in within.pins} == {"Lankaran", "Baku"}
    assert nothing.pins == ()
    out = tmp_path / "m.png"
    done = CliRunner().invoke(command, ["--png", "--home", str(published.root), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert "1 story in 2 articles, 8 mentions of 3 places on the map; not on it: 2 mentions" in done.output
    with Image.open(out) as image:
        assert image.size == (WIDTH, HEIGHT)
