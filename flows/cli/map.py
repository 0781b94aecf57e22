"""`dateline map`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.common import home_option
from tasks.errors import UsageError
from tasks.settings import Home

if TYPE_CHECKING:
    from tasks.load import Filters

EPILOG = """\b
Examples:
  dateline map                                  everything, in map.html
  dateline map --source presstv --since 2024-11-01 -o november.html
  dateline map --within geonames:130758 --min-confidence 0.8
  dateline map --png -o map.png                 the same as a picture, drawn without a browser
"""
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog=EPILOG)
@click.option("--source", multiple=True, help="Of these sources.")
@click.option("--place", help="Mentions of this place (its id).")
@click.option("--within", help="Mentions of what lies in this place (its id).")
@click.option("--since", type=_DAY, help="From this day on.")
@click.option("--until", type=_DAY, help="Up to this day.")
@click.option("--role", type=click.Choice(["location_created", "content_location", "mentioned"]))
@click.option("--kind", type=click.Choice(["name", "demonym", "metonym", "embedded"]))
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Mentions at least so sure.")
@click.option("--language", help="In this language, such as en.")
@click.option("--png", "is_png", is_flag=True, help="Draw a picture instead.")
@click.option(
    "-o", "output", type=click.Path(path_type=Path), help="The file; else map.html, or map.png with --png."
)
@home_option
def command(
    source: tuple[str, ...],
    place: str | None,
    within: str | None,
    since: datetime | None,
    until: datetime | None,
    role: str | None,
    kind: str | None,
    min_confidence: float | None,
    language: str | None,
    is_png: bool,
    output: Path | None,
    home: Home,
) -> None:
    """Write a map of what is held as one HTML file: open it by a click, no internet needed.

    Towns and sites are points sized by stories; provinces, regions and waters outlines; countries areas.
    A click on one shows the sentences that name it.
    """
    from tasks.load import Filters

    first, last = (moment.date() if moment else None for moment in (since, until))
    filters = Filters(source, place, within, first, last, role, kind, min_confidence, language)
    if is_png or (output and output.suffix.lower() == ".png"):
        _draw(home, filters, output or Path("map.png"))
    else:
        _write_page(home, filters, output or Path("map.html"))


def _draw(home: Home, filters: "Filters", output: Path) -> None:
    from tasks.report import pictured, png

    shown = pictured(home, filters)
    _write(output, png(shown))
    click.echo(f"{output}: {shown.counts.replace(' · ', ', ')} on the map; not on it: {shown.missing}.")


def _write_page(home: Home, filters: "Filters", output: Path) -> None:
    from tasks.report import map_data, map_page

    data = map_data(home, filters)
    _write(output, map_page(data).encode("utf-8", "surrogatepass"))
    rows = data["rows"]["p"]
    placed = sum(number >= 0 for number in rows)
    click.echo(
        f"{output}: {placed} of {len(rows)} mentions on the map, {len(data['places']['id'])} places, "
        f"{data['articles']['story_count']} stories in {len(data['articles']['id'])} articles."
    )


def _write(output: Path, data: bytes) -> None:
    try:
        output.write_bytes(data)
    except OSError as fault:
        raise UsageError(
            f"{output} cannot be written: {fault.strerror}.", "Name another file with -o."
        ) from fault
