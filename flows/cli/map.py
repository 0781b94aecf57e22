"""`dateline map`."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.common import home_option, write_page
from flows.cli.filters import refuse_unknown
from tasks.errors import UsageError
from tasks.settings import Home

if TYPE_CHECKING:
    from tasks.load import Filters

EPILOG = """\b
Examples:
  dateline map                                  everything, in map.html
  dateline map --source presstv --since 2024-11-01 -o november.html
  dateline map --within geonames:130758 --min-confidence 0.8
  dateline map --with-archive                   and the archived pages, in the folder map-archive
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
@click.option(
    "--with-archive",
    is_flag=True,
    help="Also write each archived page into a folder, which the map leads to.",
)
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
    with_archive: bool,
    is_png: bool,
    output: Path | None,
    home: Home,
) -> None:
    """Write a map of what is held as one HTML file: open it by a click, no internet needed.

    Towns and sites are points sized by stories; provinces, regions and waters outlines; countries areas.
    A click on one shows the sentences that name it.
    """
    from tasks.load import Filters

    refuse_unknown(source, home)
    first, last = (moment.date() if moment else None for moment in (since, until))
    filters = Filters(source, place, within, first, last, role, kind, min_confidence, language)
    is_png = is_png or (output is not None and output.suffix.lower() == ".png")
    if is_png and with_archive:
        raise UsageError("A picture leads to no archived page.", "Leave --png or --with-archive away.")
    if is_png:
        _draw(home, filters, output or Path("map.png"))
    else:
        _write_html(home, filters, output or Path("map.html"), with_archive=with_archive)


def _draw(home: Home, filters: "Filters", output: Path) -> None:
    from tasks.load import reading
    from tasks.report import pictured, png

    with reading(home) as reader:
        shown = pictured(reader, home, filters)
    write_page(output, png(shown))
    click.echo(f"{output}: {shown.counts.replace(' · ', ', ')} on the map; not on it: {shown.missing}.")


def _write_html(home: Home, filters: "Filters", output: Path, *, with_archive: bool) -> None:
    from tasks.report import copies_on_map, map_data, map_page, with_copies, writable, write_copies

    data = map_data(home, filters)
    write_page(output, b"")  # what cannot be written is said before any copy is
    missed: dict[str, str] = {}
    if with_archive:
        folder, copies = output.with_name(f"{output.stem}-archive"), copies_on_map(home, filters, data)
        missed = write_copies(home, folder, copies)
        written = {name for name, row in copies if row["warc_file"]} - set(missed)
        data = with_copies(data, folder.name, written)
    write_page(output, writable(map_page(data)))
    rows = data["rows"]["p"]
    placed = sum(number >= 0 for number in rows)
    click.echo(
        f"{output}: {placed} of {len(rows)} mentions on the map, {len(data['places']['id'])} places, "
        f"{data['articles']['story_count']} stories in {len(data['articles']['id'])} articles."
    )
    for why in missed.values():
        click.echo(why, err=True)
