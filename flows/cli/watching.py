"""Progress of a run, as it goes: live bars on a terminal, plain lines in a pipe."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from flows.progress import Event, Progress, watch
from tasks.report import RunReport

LINES_A_STAGE = 4  # in a pipe: how often a stage of many steps says how far it is


class Watching:
    """Shows events, and keeps the report that ends a run."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.report: RunReport | None = None

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
        if self._kept(event) or not isinstance(event, Progress):
            return
        label = _label(event)
        if label not in lines:
            lines[label] = bars.add_task(label, total=event.total)
        bars.update(lines[label], completed=event.done, total=event.total)

    def _line(self, event: Event) -> None:
        if self._kept(event) or not isinstance(event, Progress):
            return
        step = max(1, event.total // LINES_A_STAGE)
        if event.done == event.total or event.done % step == 0:
            self.console.print(f"{_label(event)} {event.done}/{event.total}")

    def _kept(self, event: Event) -> bool:
        if isinstance(event, RunReport):
            self.report = event
            return True
        return False


def _label(event: Progress) -> str:
    return f"{event.stage} {event.subject}".strip()
