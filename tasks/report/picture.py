"""The map as a picture, drawn without a browser by the rules of the page.

Towns and sites are points sized by stories; regions and waters outlines, countries and provinces areas;
the base map is the countries of the gazetteer. What is wider than a town is never a point.
"""

import base64
import io
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import shapely
from PIL import Image, ImageDraw

from tasks.report.lettering import Labels, fitting, font, letters
from tasks.report.picturing import Pictured, Pin
from tasks.report.projecting import View, box_of, fitted

WIDTH, HEIGHT = 1200, 860
HEAD, FOOT = 70, 54
FINE: Final = 2  # pixels drawn for one shown, so that lines are smooth
NAMED: Final = 120  # of the largest places: beyond these a picture has no room
SHADES: Final = 128  # colours of the file: what is drawn here needs no more
URL_BYTES: Final = 200_000  # of a `data:` URL: Prefect keeps it in its database

INK, SOFT, PAPER, LINE = "#1c2326", "#55616a", "#fffdf9", "#d9d3c7"
SEA, LAND, BORDER = "#dfe8ea", "#f7f3ea", "#c3bbab"
COLOURS: Final = {"point": "#b3341b", "area": "#8f6400", "region": "#63439b", "water": "#0f6685"}
SOURCES: Final = (
    "Outlines: Natural Earth (public domain). Places: GeoNames (CC BY 4.0). "
    "No place is drawn finer than the text says."
)
LEGEND: Final = (
    ("point", "town or site, sized by stories"),
    ("area", "country, province"),
    ("region", "region"),
    ("water", "water"),
    ("round", "known to within"),
)


def png(shown: Pictured) -> bytes:
    """Return the picture as PNG."""
    return _packed(_drawn(shown))


def data_url(shown: Pictured) -> str:
    """Return the picture as a `data:` URL below URL_BYTES; where it weighs more it is made smaller."""
    image = _drawn(shown)
    for scale in (1.0, 0.8, 0.6, 0.45, 0.3, 0.15):
        size = (round(WIDTH * scale), round(HEIGHT * scale))
        data = _packed(image if scale == 1.0 else image.resize(size, Image.Resampling.LANCZOS))
        url = f"data:image/png;base64,{base64.b64encode(data).decode()}"
        if len(url) < URL_BYTES:
            break
    return url


def _packed(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.quantize(SHADES, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _drawn(shown: Pictured) -> Image.Image:
    view = fitted(shown.pins, WIDTH * FINE, (HEIGHT - HEAD - FOOT) * FINE)
    ground = Image.new("RGB", (view.width, view.height), SEA)
    _land(ground, view, shown.base)
    most = max((pin.story_count for pin in shown.pins), default=1)
    wide = [pin for pin in shown.pins if pin.look != "point"]
    for pin in sorted(wide, key=_extent, reverse=True):
        _area(ground, view, pin, most)
    points = [pin for pin in shown.pins if pin.look == "point"]
    for pin in points:  # the largest first, so that it hides none
        _point(ground, view, pin)
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    image.paste(ground.reduce(FINE), (0, HEAD))
    draw = ImageDraw.Draw(image)
    unseen = _labels(draw, view, shown.pins)
    _words(draw, shown, unseen)
    _legend(draw)
    return image


def _land(image: Image.Image, view: View, base: tuple[bytes, ...]) -> None:
    """Draw the countries, the largest first: one may lie within another."""
    draw = ImageDraw.Draw(image)
    outlines = [outline for wkb in base if not (outline := view.outline(wkb)).is_empty]
    for outline in sorted(outlines, key=shapely.area, reverse=True):
        for ring, _ in _rings(outline, holes=False):
            draw.polygon(ring, fill=LAND)
            draw.line(ring, fill=BORDER, width=FINE)


def _area(image: Image.Image, view: View, pin: Pin, most: int) -> None:
    """Draw what is wider than a town: its outline, or a circle where none is known."""
    outline = view.outline(pin.footprint) if pin.footprint else _circle(view, pin)
    if outline.is_empty:
        return
    colour = COLOURS[pin.look]
    opacity = {"area": 0.08 + 0.24 * (pin.story_count / most) ** 0.5, "water": 0.16}.get(pin.look, 0.06)
    _fill(image, outline, colour, opacity)
    draw = ImageDraw.Draw(image)
    dash = (7 * FINE, 4 * FINE) if pin.look == "region" else None if pin.footprint else (2 * FINE, 3 * FINE)
    width = round((1.2 if pin.look == "area" else 1.8) * FINE)
    for ring, _ in _rings(outline):
        for piece in dashes(ring, *dash) if dash else [ring]:
            draw.line(piece, fill=colour, width=width, joint="curve")


def _fill(image: Image.Image, outline: Any, colour: str, opacity: float) -> None:
    """Lay a colour thinly over an outline, holes left out."""
    west, north, east, south = outline.bounds
    left, top = max(0, math.floor(west)), max(0, math.floor(north))
    size = (min(image.width, math.ceil(east)) - left, min(image.height, math.ceil(south)) - top)
    if min(size) <= 0:
        return
    mask = Image.new("L", size, 0)
    draw = ImageDraw.Draw(mask)
    for ring, is_hole in _rings(outline):
        draw.polygon([(x - left, y - top) for x, y in ring], fill=0 if is_hole else round(255 * opacity))
    image.paste(colour, (left, top), mask)


def _point(image: Image.Image, view: View, pin: Pin) -> None:
    x, y = view.at(pin.longitude, pin.latitude)
    r = size_of(pin) * FINE
    draw = ImageDraw.Draw(image)
    if (known := view.pixels(pin.uncertainty_m, pin.latitude)) > r + 3 * FINE:
        for piece in dashes(_round(x, y, known), 2 * FINE, 3 * FINE):
            draw.line(piece, fill=SOFT, width=FINE)
    is_sure, edge = pin.confidence >= 0.5, FINE
    span = round(2 * (r + edge)) + 2
    mask = Image.new("L", (span, span), 0)
    ImageDraw.Draw(mask).ellipse((edge, edge, edge + 2 * r, edge + 2 * r), fill=210 if is_sure else 64)
    image.paste(COLOURS["point"], (round(x - r - edge), round(y - r - edge)), mask)
    outline = PAPER if is_sure else COLOURS["point"]
    draw.ellipse((x - r, y - r, x + r, y + r), outline=outline, width=round(1.2 * FINE))


def size_of(pin: Pin) -> float:
    """Return the radius of a point in pixels: its area grows with its stories."""
    return min(22.0, 3.5 + 2.2 * math.sqrt(pin.story_count))


def _labels(draw: ImageDraw.ImageDraw, view: View, pins: tuple[Pin, ...]) -> int:
    """Write the names of the largest; return how many places lie outside the picture."""
    labels, unseen = Labels(draw, (0, HEAD, WIDTH, HEIGHT - FOOT), LAND), 0
    labels.keep_free(_legend_box())
    for number, pin in enumerate(pins):
        x, y = (value / FINE for value in view.at(pin.longitude, pin.latitude))
        y += HEAD
        is_point = pin.look == "point"
        if not (0 <= x < WIDTH and HEAD <= y < HEIGHT - FOOT):
            unseen += is_point or not _touches(view, pin)
        elif number >= NAMED:
            continue
        elif is_point:
            labels.beside(x, y, size_of(pin), pin.name, INK)
        else:
            west, _, east, _ = box_of(pin)
            labels.within(x, y, (east - west) * view.scale / FINE, pin.name, COLOURS[pin.look])
    return unseen


def _touches(view: View, pin: Pin) -> bool:
    outline = view.outline(pin.footprint) if pin.footprint else _circle(view, pin)
    return not shapely.clip_by_rect(outline, 0, 0, view.width, view.height).is_empty


def _words(draw: ImageDraw.ImageDraw, shown: Pictured, unseen: int) -> None:
    draw.text((24, 12), "Dateline", INK, font(24), stroke_width=0.4)
    title = f"evidence map{' · ' if shown.title else ''}{shown.title}"
    draw.text((132, 12), fitting(title, font(24), WIDTH - 156), SOFT, font(24))
    draw.text((24, 43), letters(shown.counts), SOFT, font(15))
    draw.line((0, HEAD, WIDTH, HEAD), LINE)
    draw.line((0, HEIGHT - FOOT, WIDTH, HEIGHT - FOOT), LINE)
    beyond = f"{unseen} outside this picture; " if unseen else ""
    line = fitting(f"Not on the map: {beyond}{shown.missing}", font(13), WIDTH - 48)
    draw.text((24, HEIGHT - FOOT + 9), line, SOFT, font(13))
    draw.text((24, HEIGHT - FOOT + 29), SOURCES, SOFT, font(13))


def _legend_box() -> tuple[float, float, float, float]:
    high = 20 * len(LEGEND) + 14
    return 16, HEIGHT - FOOT - 14 - high, 250, HEIGHT - FOOT - 14


def _legend(draw: ImageDraw.ImageDraw) -> None:
    west, north, _, _ = box = _legend_box()
    draw.rounded_rectangle(box, 6, PAPER, LINE)
    for number, (look, words) in enumerate(LEGEND):
        x, y = west + 20, north + 17 + 20 * number
        square = [(x - 6, y - 6), (x + 6, y - 6), (x + 6, y + 6), (x - 6, y + 6), (x - 6, y - 6)]
        if look == "point":
            draw.ellipse((x - 6, y - 6, x + 6, y + 6), COLOURS["point"])
        elif look in ("region", "round"):
            ring = square if look == "region" else _round(x, y, 7)
            for piece in dashes(ring, *((4, 3) if look == "region" else (2, 2))):
                draw.line(piece, COLOURS.get(look, SOFT), 2 if look == "region" else 1)
        else:
            draw.line(square, COLOURS[look], 2, joint="curve")
        draw.text((x + 18, y), words, SOFT, font(13), anchor="lm")


Ring = list[tuple[float, float]]


def _rings(outline: Any, *, holes: bool = True) -> Iterator[tuple[Ring, bool]]:
    """Yield the rings of an outline in pixels, and whether each is a hole; a part before its holes."""
    for part in shapely.get_parts(outline):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield _ring(part.exterior), False
            for hole in part.interiors if holes else ():
                yield _ring(hole), True


def _ring(ring: Any) -> Ring:
    return [(x, y) for x, y in shapely.get_coordinates(ring).tolist()]


def _circle(view: View, pin: Pin) -> Any:
    x, y = view.at(pin.longitude, pin.latitude)
    return shapely.Polygon(_round(x, y, max(2.0, view.pixels(pin.uncertainty_m, pin.latitude))))


def _round(x: float, y: float, radius: float) -> Ring:
    return _ring(shapely.Point(x, y).buffer(radius, quad_segs=24).exterior)


def dashes(ring: Ring, on: float, off: float) -> Iterator[Ring]:
    """Yield the pieces of a broken line along a ring."""
    piece, is_on, left = [ring[0]], True, on
    for (x, y), (next_x, next_y) in pairwise(ring):
        length, done = math.hypot(next_x - x, next_y - y), 0.0
        while length - done > left:
            done += left
            point = (x + (next_x - x) * done / length, y + (next_y - y) * done / length)
            if is_on:
                yield [*piece, point]
            piece, is_on = [point], not is_on
            left = on if is_on else off
        left -= length - done
        if is_on:
            piece.append((next_x, next_y))
    if is_on and len(piece) > 1:
        yield piece


def _extent(pin: Pin) -> float:
    west, north, east, south = box_of(pin)
    return (east - west) * (south - north)
