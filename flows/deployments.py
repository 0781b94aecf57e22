"""What is deployed: the flows, when they run by themselves, and with which words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deployed:
    """A flow with its schedule; `flow` is the name of its file, function, deployment and command."""

    flow: str
    cron: str | None  # UTC; None where a person starts it
    says: str


DEPLOYED = (
    Deployed("ingest", "0 * * * *", "Take in what this home follows, every hour; or the sources named."),
    Deployed("backfill", None, "Take in WARC files, our own archive or folders of HTML on this machine."),
    Deployed("reprocess", None, "Read archived bytes again with today's code; show what changes, accept it."),
    Deployed("check", "30 3 * * *", "Ask the whole database every check, and say how sources do, every day."),
    Deployed("gazetteer", "0 4 1 * *", "Refresh the gazetteer from GeoNames and Natural Earth, every month."),
    Deployed("maintain", "0 5 * * 0", "Pack the database, remove old files, verify the archive, every week."),
)
