import asyncio

import pytest

from tasks.scrape.fetch.pace import HostClosed, Pace

from .conftest import HOST, Clockwork, Page, Site


def pace_of(pace_s: float = 1.0) -> tuple[Pace, Clockwork]:
    clockwork = Clockwork()
    return Pace(pace_s, clockwork.sleep, clockwork.tick), clockwork


def test_host_that_says_it_is_overloaded_is_asked_half_as_often() -> None:
    pace, _ = pace_of()
    pace.note("h", 0.1, is_overloaded=True)
    pace.note("h", 0.1, is_overloaded=True)
    assert pace.delay_s("h") == 4.0


def test_host_that_recovers_is_asked_as_before_step_by_step() -> None:
    pace, _ = pace_of()
    pace.note("h", 0.1, is_overloaded=True)
    delays = []
    for _ in range(4):
        pace.note("h", 0.1, is_overloaded=False)
        delays.append(pace.delay_s("h"))
    assert delays[0] == pytest.approx(1.6)
    assert delays[-1] == 1.0


def test_growing_latency_slows_and_no_host_waits_longer_than_a_minute() -> None:
    pace, _ = pace_of()
    for _ in range(5):
        pace.note("h", 0.2, is_overloaded=False)
    assert pace.delay_s("h") == 1.0
    for _ in range(4):
        pace.note("h", 30.0, is_overloaded=False)
    assert pace.delay_s("h") > 3.0
    for _ in range(20):
        pace.note("h", 30.0, is_overloaded=True)
    assert pace.delay_s("h") == 60.0


def test_host_that_was_always_slow_is_not_slowed() -> None:
    pace, _ = pace_of()
    for _ in range(20):
        pace.note("h", 3.0, is_overloaded=False)
    assert pace.delay_s("h") == 1.0


def test_one_host_that_struggles_slows_no_other() -> None:
    pace, _ = pace_of()
    pace.note("h", 0.1, is_overloaded=True)
    assert pace.delay_s("other") == 1.0


def test_who_waits_already_learns_that_the_host_has_closed() -> None:
    pace, clockwork = pace_of(10.0)

    async def wait() -> None:
        async with pace.turn("h"):
            pass
        pace.hold("h", 3600)
        async with pace.turn("h"):
            pass

    with pytest.raises(HostClosed):
        asyncio.run(wait())
    assert clockwork.slept == []


@pytest.mark.parametrize("when", ["3600", "Fri, 20 Nov 2026 13:00:00 GMT"])
def test_host_that_asks_for_an_hour_is_left_alone_for_the_run(site: Site, when: str) -> None:
    site.routes |= {"/a": Page(status=429, headers=(("Retry-After", when),)), "/b": Page()}

    async def ask() -> list[tuple[str, str | None]]:
        async with site.client() as client:
            answers = [await client.get(f"http://{HOST}{path}") for path in ("/a", "/b")]
        return [(answer.outcome, answer.reason) for answer in answers]

    assert asyncio.run(ask()) == [("failed", "http_429"), ("skipped", "retry_after")]
    assert "/b" not in site.paths()
