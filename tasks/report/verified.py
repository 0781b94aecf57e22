"""What `dateline verify` found, for people."""

from rich.console import Console
from rich.text import Text

from tasks.report.harmless import one_line
from tasks.report.verifying import Verified

SHOWN = 50


def render_verified(done: Verified, console: Console) -> None:
    """Print what was looked at, then each mismatch in a sentence, at most `SHOWN` of them."""
    if not done.versions:
        console.print("No stored version is meant by these filters: nothing was verified.")
        return
    for line in _counts(done):
        console.print(Text(line))
    for fault in done.mismatches[:SHOWN]:
        what = f"mention {fault.mention_id[:12]}" if fault.mention_id else fault.what
        where = f"{fault.article_id[:12]} {one_line(fault.canonical_url)}"
        console.print(Text(f"{where}\n  {what}: {one_line(fault.says)}", style="red"), soft_wrap=True)
    if len(done.mismatches) > SHOWN:
        console.print(Text(f"and {len(done.mismatches) - SHOWN:,} more; --json gives all."))
    verdict = f"{len(done.mismatches):,} do not match." if done.mismatches else "Everything matches."
    console.print(Text(verdict, style="bold red" if done.mismatches else "bold green"))


def _counts(done: Verified) -> list[str]:
    lines = [f"{done.versions:,} versions looked at; {done.records:,} archived records are what they were."]
    lines.append(
        f"{done.texts_read_again:,} texts and {done.mentions_read_again:,} of {done.mentions:,} mentions "
        "were derived from the bytes anew."
    )
    if done.other_cleaner or done.other_geocoder:
        lines.append(
            f"{done.other_cleaner:,} texts are of another cleaner than today's, and the mentions of "
            f"{done.other_geocoder:,} of another geocoder: these were compared with what is on record."
        )
    return lines
