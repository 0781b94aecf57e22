"""Progress of a run, as it goes: live bars on a terminal, plain lines in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from flows.progress import Event, Pace, Progress, watch
from tasks.report import Filled, RunReport

EVERY_S = 5.0  # in a pipe: how often a backfill says how far it is
LINES_A_STAGE = 4  # in a pipe: how often a stage of many steps says how far it is


class Watching:
    """Shows events, and keeps the report that ends a run."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.report: RunReport | Filled | None = None
        self._said_s = -EVERY_S

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show what happens until the block ends."""
        if not self.console.is_terminal:
            with watch(self._line):
                yield
            return
        columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
        with Bars(*columns, console=self.console) as bars:
            lines: dict[str, TaskID] = {}
            with watch(lambda event: self._bar(bars, lines, event)):
                yield

    def _bar(self, bars: Bars, lines: dict[str, TaskID], event: Event) -> None:
        if isinstance(event, Pace):
            self._pace_bar(bars, lines, event)
        if self._kept(event) or not isinstance(event, Progress):
            return
        label = _label(event)
        if label not in lines:
            lines[label] = bars.add_task(label, total=event.total)
        bars.update(lines[label], completed=event.done, total=event.total)

    def _line(self, event: Event) -> None:
        if isinstance(event, Pace) and (event.elapsed_s - self._said_s >= EVERY_S or event.share >= 1):
            self._said_s = event.elapsed_s
            self.console.print(str(event))
        if self._kept(event) or not isinstance(event, Progress):
            return
        step = max(1, event.total // LINES_A_STAGE)
        if event.done == event.total or event.done % step == 0:
            self.console.print(f"{_label(event)} {event.done}/{event.total}")

    def _kept(self, event: Event) -> bool:
        if isinstance(event, RunReport | Filled):
            self.report = event
            return True
        return False

    def _pace_bar(self, bars: Bars, lines: dict[str, TaskID], pace: Pace) -> None:
        if "" not in lines:
            lines[""] = bars.add_task(str(pace), total=max(pace.total_bytes, 1))
        bars.update(lines[""], completed=pace.passed_bytes, description=str(pace))


def _label(event: Progress) -> str:
    return f"{event.stage} {event.subject}".strip()
