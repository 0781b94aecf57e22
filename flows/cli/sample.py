"""`dateline sample`."""

import threading
from contextlib import suppress

import click

from flows.cli.common import home_option, new_console
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline sample --ingest         take it in: first edition 1, then edition 2
  dateline sample --edition 1      serve it; in another terminal: dateline ingest caspian-courier
"""


@click.command(epilog=EPILOG)
@click.option("--edition", type=int, help="Edition to serve; else the last one.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Loopback port; else a free one.")
@click.option("--ingest", "is_ingest", is_flag=True, help="Serve it and take it in, without any internet.")
@home_option
def command(edition: int | None, port: int, is_ingest: bool, home: Home) -> None:
    """Serve the sample newspaper on a loopback port, or take it in.

    Two invented publishers with about 40 articles; with --ingest, a home that has seen an edition
    goes on from there.
    """
    from tasks.scrape.sample import EDITIONS

    if is_ingest:
        _ingest(home, (edition,) if edition else EDITIONS, port)
    else:
        _serve(home, edition or EDITIONS[-1], port)


def _ingest(home: Home, editions: tuple[int, ...], port: int) -> None:
    from flows.cli.closing import render_closing
    from flows.cli.launch import raise_for, ready, run_ingest
    from flows.sources import edition_seen, note_edition, noted_as_served
    from tasks.report import render_report
    from tasks.scrape.sample import serve_sample

    console = new_console()
    seen = edition_seen(home)
    wanted = [edition for edition in editions if edition > seen] or [editions[-1]]
    with ready(home, console):
        for edition in wanted:
            with serve_sample(edition, port) as served, noted_as_served(home, served.port, edition):
                console.rule(f"The sample newspaper, edition {edition}", align="left")
                report = run_ingest(home, list(served.sources), [], console)
            render_report(report, console)
            raise_for(report, list(served.sources), [])
            note_edition(home, edition)
    render_closing(home, console, for_newcomers=True)


def _serve(home: Home, edition: int, port: int) -> None:
    from flows.sources import noted_as_served
    from tasks.scrape.sample import serve_sample

    with serve_sample(edition, port) as served, noted_as_served(home, served.port, edition):
        click.echo(
            f"The sample newspaper, edition {edition}, on http://127.0.0.1:{served.port}; Ctrl-C ends it."
        )
        click.echo(f"In another terminal: dateline ingest {' '.join(served.sources)}")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
