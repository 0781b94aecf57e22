"""Agencies are credited where they sign, not where they are quoted."""

import pytest

from tasks.relate.agencies import credited_agency

REST = "The council of the port met on Tuesday and agreed on a new timetable."


@pytest.mark.parametrize(
    ("body", "agency"),
    [
        (f"TEHRAN, Nov 18 (Reuters) - {REST}", "Reuters"),
        (f"TROY, N.C. (AP) — {REST}", "AP"),
        (f"BAKU, November 18. /TASS/. {REST}", "TASS"),
        (f"TASS, November 18. {REST}", "TASS"),
        (f"Baku, November 18, AZERTAC\n\n{REST}", "AZERTAC"),
        (f"{REST}\n\nReporting by A. Writer; Editing by B. Writer", "Reuters"),
        (f"{REST}\n\nSource: IRNA", "IRNA"),
        (f"{REST} (With inputs from AFP)", "AFP"),
        (f"{REST} — Xinhua", "Xinhua"),
        (f"{REST}\n\n© 2024 The Associated Press. All rights reserved.", "AP"),
        (f"{REST} He told Reuters that it was late.", None),
        (f"Iran's IRNA reported on it. {REST}", None),
        (f"The trend is clear, a report says. {REST}", None),
        ("", None),
    ],
)
def test_the_agency_that_signs_a_text_is_named(body: str, agency: str | None) -> None:
    assert credited_agency(body) == agency


def test_an_agency_in_the_byline_or_dateline_is_named() -> None:
    assert credited_agency(REST, None, ("A. Writer", "The Associated Press")) == "AP"
    assert credited_agency(REST, "BAKU, Nov. 18 (Trend)") == "Trend"
