"""`dateline source`."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.completing import complete_source
from flows.progress import utc_now
from tasks.settings import Home, follow, load_settings

EPILOG = """\b
Examples:
  dateline source list
  dateline source add presstv
  dateline source check presstv
"""


@click.group(epilog=EPILOG)
def command() -> None:
    """List, follow, add and check sources."""


@command.command(name="list", epilog="Example: dateline source list --json")
@json_option
@home_option
def list_(as_json: bool, home: Home) -> None:
    """List the sources that there are, which this home follows, and how those do that it has asked."""
    from tasks.report import render_sources, states_of_sources
    from tasks.scrape import catalog

    followed, states = load_settings(home).sources, states_of_sources(home)
    listed = [_listed(spec, followed, states.get(spec.source_id, {})) for spec in catalog(home)]
    if as_json:
        print_json(listed)
    else:
        render_sources(listed, new_console())


@command.command(epilog="Example: dateline source add presstv; or: dateline source add https://news.example/")
@click.argument("name_or_url", metavar="NAME|URL", shell_complete=complete_source)
@json_option
@home_option
def add(name_or_url: str, as_json: bool, home: Home) -> None:
    """Follow a source of the catalog, or find a new site's feeds and sitemaps and follow it.

    For a URL, what was found is shown, and a file <home>/sources/NAME.toml is written, which you may edit;
    an article of the site is kept in <home>/sources/pages as your own test page.
    """
    from tasks.scrape import load_source

    if "/" in name_or_url or "." in name_or_url:
        spec = _written(name_or_url, as_json, home)
    else:
        spec = load_source(name_or_url, home)
        if as_json:
            print_json(_listed(spec, (spec.source_id,), {}))
    new = follow(home, spec.source_id)
    if as_json:
        return
    click.echo(f"{'Now following' if new else 'Followed already:'} {spec.source_id} ({spec.name}).")
    if not spec.verified:
        click.echo(f"Nobody has seen its feeds answer yet; try: dateline source check {spec.source_id}")
    if spec.rights.tdm == "reserved":
        click.echo(
            "It reserves text and data mining: nothing is fetched before dateline.toml states a basis, as"
        )
        click.echo(f'tdm_basis = ["{spec.source_id} permission {utc_now():%Y-%m-%d}"]')
    click.echo("Take in what it has now: dateline ingest. Every hour: dateline serve.")


def _written(url: str, as_json: bool, home: Home) -> Any:
    """Look at a site, write its file, and show what was found."""
    from tasks.report import as_json_value, render_found
    from tasks.scrape.sources.scaffold import write_source

    url = url if "://" in url else f"https://{url}"
    found = write_source(url, home, load_settings(home), utc_now)
    if as_json:
        paths = {"path": str(found.path), "page": str(found.page) if found.page else None}
        print_json(as_json_value(asdict(found) | paths))
    else:
        render_found(found, new_console())
    return found.spec


@command.command(epilog="Example: dateline source check presstv")
@click.argument("name", shell_complete=complete_source)
@json_option
@home_option
def check(name: str, as_json: bool, home: Home) -> None:
    """Ask a source's robots.txt and feeds once; nothing is stored. Exits with 1 where no feed answers."""
    from tasks.errors import FetchError
    from tasks.report import render_source_check
    from tasks.scrape.sources.scaffold import check_source

    found = check_source(name, home, load_settings(home), utc_now)
    if as_json:
        print_json(asdict(found))
    else:
        render_source_check(found, new_console())
    if not any(feed.outcome in ("fetched", "not_modified") for feed in found.feeds):
        raise FetchError(f"No feed of {name} answered.", f"Look at {home.sources / name}.toml, or try later.")


def _listed(spec: Any, followed: tuple[str, ...], asked: Mapping[str, Any]) -> dict[str, Any]:
    from tasks.report import as_json_value

    return {
        "source_id": spec.source_id,
        "name": spec.name,
        "is_followed": spec.source_id in followed,
        "state": asked.get("state") or "new",
        "since": as_json_value(asked.get("since")),
        "reason": asked.get("reason"),
        # What a feed answered in this home counts for as much as what the catalog says.
        "verified": spec.verified or asked.get("verified_at") is not None,
        "verified_at": as_json_value(asked.get("verified_at")),
        "country_code": spec.country_code,
        "in_language": spec.in_language,
        "feeds": [feed.url for feed in spec.feeds],
        "homepage": spec.homepage,
        "robots": spec.rights.robots,
        "tdm": spec.rights.tdm,
        "terms_url": spec.rights.terms_url,
        "checked_on": as_json_value(spec.rights.checked_on),
    }
