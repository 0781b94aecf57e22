"""`dateline forget`."""

from typing import Any

import click

from flows.cli.common import home_option, json_option, new_console, print_json
from flows.cli.completing import complete_source
from tasks.settings import Home

EPILOG = """\b
Examples:
  dateline forget https://news.example/a          what would go; nothing is changed
  dateline forget https://news.example/a --yes    an article, all its versions and addresses
  dateline forget presstv --yes                   everything of a source
"""


@click.command(epilog=EPILOG)
@click.argument("subject", metavar="URL|SOURCE", shell_complete=complete_source)
@click.option("--yes", is_flag=True, help="Do it; without, only say what would go.")
@json_option
@home_option
def command(subject: str, yes: bool, as_json: bool, home: Home) -> None:
    """Remove an article or a source from the tables and from the archive, for good.

    The archive's files are written anew without its records. What stays is a tombstone, a digest, by
    which it is not fetched again. Feeds that named an article stay as they were archived.
    """
    from uuid import uuid4

    from tasks.errors import UsageError
    from tasks.load import writer

    with writer(home, f"forget-{uuid4()}") as warehouse:
        plan = warehouse.plan_forgetting(subject)
        if plan.is_empty:
            raise UsageError(
                f"There is nothing of '{subject}' in {home.root}.",
                "Give an article's URL or a source.",
            )
        if yes:
            warehouse.forget(plan)
    if as_json:
        print_json({"is_done": yes, "subject": subject, "rows": plan.rows, "files": list(plan.files)})
    else:
        _say(plan, yes)


def _say(plan: Any, done: bool) -> None:
    console = new_console()
    counts = ", ".join(f"{number:,} {kind}" for kind, number in plan.rows.items())
    console.print(f"{'Gone' if done else 'Would go'}: {counts}.")
    verb = "Written anew, or removed" if done else "Would be written anew, or removed"
    console.print(f"{verb}: {len(plan.files):,} archive files{':' if plan.files else '.'}")
    for name in plan.files[:20]:
        console.print(f"  {name}")
    if len(plan.files) > 20:
        console.print(f"  and {len(plan.files) - 20:,} more")
    if not done:
        console.print("Nothing was changed; --yes does it. There is no way back.")
