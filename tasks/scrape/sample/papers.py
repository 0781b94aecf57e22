"""The two invented publishers, and the days on which their editions closed."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

LOCAL = timezone(timedelta(hours=4))  # Baku and Tbilisi keep the same time all year
CLOSED = {  # edition -> when its feeds were written
    1: datetime(2024, 11, 20, 20, 0, tzinfo=LOCAL),
    2: datetime(2024, 11, 21, 12, 0, tzinfo=LOCAL),
}
EDITIONS = tuple(CLOSED)


@dataclass(frozen=True, slots=True)
class Paper:
    """One publisher: its name and its hosts, mirrors after its own."""

    source_id: str
    name: str
    hosts: tuple[str, ...]

    @property
    def base(self) -> str:
        """The start of its own URLs."""
        return f"http://{self.hosts[0]}"


COURIER = Paper(
    source_id="caspian-courier",
    name="Caspian Courier",
    hosts=("www.caspiancourier.example", "mirror.caspiancourier.example"),
)
KURA = Paper(source_id="kura-post", name="The Kura Post", hosts=("kurapost.example",))
PAPERS = {paper.source_id: paper for paper in (COURIER, KURA)}
SAMPLE_SOURCES = tuple(PAPERS)
