"""Refresh the home's gazetteer from GeoNames and Natural Earth."""

from pathlib import Path

from prefect import flow

from flows.hooks import FAILURE_HOOKS
from flows.progress import utc_now
from tasks.geocode.task import build_gazetteer_task, download_sources_task
from tasks.settings import load_settings, open_home


@flow(name="gazetteer", flow_run_name="refresh the gazetteer", **FAILURE_HOOKS)
def gazetteer(files: tuple[str, ...] = (), home: str | None = None) -> str:
    """Download what is newer, build from it, and put it into the home; return its version.

    Args:
        files: Dumps that are on this machine already, or folders of them.
        home: The home's folder; else DATELINE_HOME, else ./data.
    """
    place = open_home(home)
    pieces = download_sources_task(place, load_settings(place), tuple(Path(file) for file in files))
    return build_gazetteer_task(pieces, place, utc_now())
