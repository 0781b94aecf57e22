"""`dateline serve`."""

import os

import click

from flows.cli.common import home_option
from tasks.errors import UsageError
from tasks.settings import Home, load_settings

UI_PORT = 4200


@click.command(epilog="Example: dateline serve --port 4300")
@click.option("--port", type=click.IntRange(1, 65535), help=f"Loopback port; else {UI_PORT}, or a free one.")
@home_option
def command(port: int | None, home: Home) -> None:
    """Run the Prefect server, its UI and the hourly schedule on this machine, until Ctrl-C.

    It listens on 127.0.0.1 alone. Other commands on this home use it while it runs.
    """
    from flows.environment import logged_to_file, prepare
    from flows.server import free_port, is_free, served_api

    if url := os.environ.get("PREFECT_API_URL"):
        raise UsageError(f"PREFECT_API_URL is set to {url}.", "Use `prefect deploy` there, or unset it.")
    if url := served_api(home):
        raise UsageError(
            f"This home is served at {url.removesuffix('/api')}.", "Open that, or stop it first."
        )
    if port and not is_free(port):
        raise UsageError(f"Port {port} is taken.", "Name another with --port, or none for a free one.")
    prepare(home)
    with logged_to_file(home):
        _serve(home, port or (UI_PORT if is_free(UI_PORT) else free_port()), _dead(home))


def _dead(home: Home) -> dict[str, str]:
    """Return the runs whose process died; none while another process writes, which knows of them itself."""
    from tasks.errors import WriterBusy
    from tasks.load import writer

    try:
        with writer(home, "none") as warehouse:
            return dict(warehouse.crashed_runs())
    except WriterBusy:
        return {}


def _serve(home: Home, port: int, dead: dict[str, str]) -> None:
    from flows.schedule import serve_schedule
    from flows.server import served_server

    click.echo("Starting Prefect (about 10 s the first time) ...")
    with served_server(home, port) as server:
        click.echo(f"The Prefect UI is on http://127.0.0.1:{port}; Ctrl-C ends it.")
        followed = load_settings(home).sources
        what = (
            f"Every hour it takes in: {', '.join(followed)}."
            if followed
            else (
                "Nothing is followed yet, so that the hourly run has nothing to do: dateline source add NAME."
            )
        )
        click.echo(what)
        serve_schedule(home, server, dead)
    click.echo("Stopped.")
