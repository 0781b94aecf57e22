"""`dateline gazetteer`."""

from dataclasses import asdict
from pathlib import Path

import click

from flows.cli.common import home_option, json_option, print_json
from flows.progress import utc_now
from tasks.settings import Home, load_settings

EPILOG = """\b
Examples:
  dateline gazetteer info
  dateline gazetteer update --dry-run
  dateline gazetteer update cities500.zip admin1CodesASCII.txt     the rest is downloaded
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """Say which gazetteer is used, and refresh it from GeoNames and Natural Earth."""


@command.command(epilog="Example: dateline gazetteer info --json")
@json_option
@home_option
def info(as_json: bool, home: Home) -> None:
    """Say which gazetteer this home uses: version, size, sources and licences."""
    from tasks.geocode import open_gazetteer

    manifest = open_gazetteer(home).manifest
    whose = "home" if (home.gazetteer / "manifest.json").exists() else "shipped"
    if as_json:
        print_json({"whose": whose, **{k: manifest[k] for k in ("version", "counts", "sources")}})
        return
    counts = ", ".join(f"{count:,} {name}" for name, count in manifest["counts"].items())
    click.echo(f"{manifest['version']} ({'of this home' if whose == 'home' else 'as shipped'}): {counts}")
    for source in manifest["sources"]:
        click.echo(f"  {source['name']} {source.get('version', '')} ({source['licence']})")


@command.command(epilog="Example: dateline gazetteer update --dry-run")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--geonames", metavar="URL", help="A mirror of GeoNames' dump folder.")
@click.option("--natural-earth", metavar="URL", help="A mirror of Natural Earth's 10m folder.")
@home_option
def update(
    files: tuple[Path, ...], dry_run: bool, geonames: str | None, natural_earth: str | None, home: Home
) -> None:
    """Build a newer gazetteer into the home from GeoNames and Natural Earth (200 MB, some minutes).

    FILES are dumps that you have already, or a folder of them; the rest is downloaded, and goes on where
    it broke off. What the home had is used until the new one is whole.
    """
    from tasks.geocode.build.update import GEONAMES, NATURAL_EARTH, build, fetch, plan

    pieces = plan(home, files, geonames or GEONAMES, natural_earth or NATURAL_EARTH)
    if dry_run:
        for piece in pieces:
            click.echo(f"{piece.name}: {piece.says()}")
        click.echo(f"Then the gazetteer is built into {home.gazetteer}; until then nothing changes.")
        return
    fetch(pieces, load_settings(home), _tell)
    click.echo("All files are here and whole; building (some minutes) ...", err=True)
    made = build(pieces, home, utc_now())
    if made.left_out:
        click.echo(f"Left out, since the new files do not have them: {', '.join(made.left_out)}.", err=True)
    counts = ", ".join(f"{count:,} {name}" for name, count in asdict(made)["counts"].items())
    click.echo(f"The gazetteer is now {made.version} (was {made.before}): {counts}.")


def _tell(name: str, size: int, whole: int) -> None:
    if size == whole:
        click.echo(f"{name}: {size / 1e6:,.1f} MB", err=True)
