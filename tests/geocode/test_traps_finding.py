"""What is no place, and what is one however it is written."""

import pytest

from tests.geocode.reading import named, read, words


def test_lower_case_words_are_no_places() -> None:
    text = "The ambassador spoke of human rights and of reading, and the mobile unit went up the creek."
    assert words(text) == []


def test_a_website_is_no_creek() -> None:
    assert words("The video was posted on Reddit and shared on Twitter before Reddit removed it.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton opened the shop. Hilton said she was happy, and Paris thanked her fans.",
        "Michael Jordan said he would sell the team. Jordan had bought it in 2010.",
        "President Chad Whitmore spoke to the board. Mr. Whitmore was brief.",
        "Georgia Meloney, 34, of the finance team, was chosen; her colleague Georgia Bright stayed.",
        "Foreign Minister Israel Katz met his staff.",
        "Actor Denzel Washington received the prize. Washington thanked his mother.",
        "Mr Jordan said the budget would pass.",
        "Deputy Chief Ebrahim Raeisi and General Mohammad-Reza Ashtiani met; Ashtiani spoke first.",
        "Brigadier General Farid Aliyef spoke. Aliyef then left.",
        "“I like it,” said Sydney Carton, a clerk. Carton is 40.",
        "John Paris, 45, was charged. Paris is from the north and will be heard in May.",
        "Defense Minister Israel Katz spoke of Hamas and of Hezbollah.",
        "Dr. Victoria Lincoln treated the patient, and Lincoln was praised.",
    ],
)
def test_a_person_called_like_a_place_is_none(text: str) -> None:
    assert words(text) == []


def test_a_surname_settled_once_is_no_place_later() -> None:
    text = "Senator Carla Houston voted no. The bill failed by one vote, and Houston left the chamber."
    assert words(text) == []


def test_a_person_and_the_country_of_the_same_name_stay_apart() -> None:
    text = "Michael Jordan flew to Amman. He will open three schools in Jordan before the summer."
    assert [(m.exact, m.name) for m in read(text)] == [("Amman", "Amman"), ("Jordan", "Jordan")]


@pytest.mark.parametrize(
    ("text", "exact", "country"),
    [
        ("A study by China University of Geosciences was published.", "China", "CN"),
        ("The Bank of Georgia raised its rate in Tbilisi.", "Georgia", "GE"),
        ("The Tehran Times reported the news.", "Tehran", "IR"),
        ("Customers of the Bank of Baku in Azerbaijan complained.", "Baku", "AZ"),
        ("The Treaty of Tehran was signed long ago.", "Tehran", "IR"),
        ("Baku Higher Oil School opened a new hall.", "Baku", "AZ"),
    ],
)
def test_a_place_inside_the_name_of_something_else_is_embedded(text: str, exact: str, country: str) -> None:
    found = named(text, exact)
    assert (found.kind, found.country) == ("embedded", country)


def test_a_commission_without_a_place_in_its_name_has_none() -> None:
    text = "The Joint Military and Defense Cooperation Commission met on Monday in early November."
    assert words(text) == []


def test_a_demonym_in_the_name_of_a_body_stays_a_demonym() -> None:
    found = named("The drill was hosted by the Iranian Navy.", "Iranian")
    assert (found.kind, found.name, found.precision) == ("demonym", "Iran", "country")


def test_codenames_months_and_days_are_no_places() -> None:
    assert words("The exercise AZIREX-2024 began on Monday, and May and August will see two more.") == []


@pytest.mark.parametrize("phrase", ["El Niño", "El Nino", "Notre Dame", "Boston Red Sox fans"])
def test_weather_teams_and_saints_are_no_places_of_events(phrase: str) -> None:
    assert all(m.kind == "embedded" for m in read(f"They spoke of {phrase} all winter."))


def test_a_direction_alone_is_no_place() -> None:
    assert words("The South rose early and the North slept. He drove West.") == []


@pytest.mark.parametrize(
    ("text", "exact", "name", "country"),
    [
        ("TROY, N.C. (AP) — A barn burned down on Friday.", "TROY", "Troy", "US"),
        ("TEHRAN — The minister spoke on Sunday.", "TEHRAN", "Tehran", "IR"),
        ("TEHRAN, Nov. 18 (AP) — The minister spoke on Sunday.", "TEHRAN", "Tehran", "IR"),
        ("BAKU, Azerbaijan (AFP) - The harbour was closed.", "BAKU", "Baku", "AZ"),
    ],
)
def test_a_dateline_in_capitals_is_a_place(text: str, exact: str, name: str, country: str) -> None:
    found = named(text, exact)
    assert (found.name, found.country, found.role) == (name, country, "location_created")


@pytest.mark.parametrize(
    ("text", "exact", "name"),
    [
        ("He moved to Albany, N.Y., last year.", "N.Y.", "New York"),
        ("She lives in Fresno, Calif., with her son.", "Calif.", "California"),
        ("The trial in St. Louis, Mo., goes on.", "St. Louis", "St. Louis"),
        ("The U.S. embassy was closed.", "U.S.", "United States"),
        ("The US said nothing.", "US", "United States"),
        ("Officials in the U.S said so.", "U.S", "United States"),
        ("They flew to the UAE and the U.K. on Friday.", "UAE", "United Arab Emirates"),
        ("They flew to the UAE and the U.K. on Friday.", "U.K.", "United Kingdom"),
    ],
)
def test_abbreviations_are_read(text: str, exact: str, name: str) -> None:
    assert named(text, exact).name == name


def test_us_the_pronoun_is_no_country() -> None:
    assert words("They told us to wait. Us? Nobody told us why.") == []


@pytest.mark.parametrize(
    ("spelling", "country"),
    [
        ("Bandar-e Abbas", "IR"),
        ("Bandar Abbas", "IR"),
        ("Gəncə", "AZ"),
        ("Ganja", "AZ"),
        ("Lənkəran", "AZ"),
        ("Lankaran", "AZ"),
        ("Stepanakert", "AZ"),
        ("Khankendi", "AZ"),
        ("Xankəndi", "AZ"),
        ("Mashhad", "IR"),
        ("Gyumri", "AM"),
        ("Kutaisi", "GE"),
    ],
)
def test_spellings_of_one_town_are_one(spelling: str, country: str) -> None:
    assert named(f"The convoy stopped in {spelling} for the night.", spelling).country == country


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Iran’s navy sailed.", "Iran"),
        ("Iran's navy sailed.", "Iran"),
        ("The Iran-Azerbaijan border is open.", "Iran"),
        ("A US-led convoy arrived.", "US"),
        ("The Baku-based firm closed.", "Baku"),
        ("A Russian-made drone fell.", "Russian"),
        ("The anti-Iran rally ended.", "Iran"),
    ],
)
def test_spans_leave_possessives_and_compounds_outside(text: str, exact: str) -> None:
    assert exact in words(text)


def test_both_halves_of_a_compound_are_found() -> None:
    assert words("The Iran-Azerbaijan border is open.") == ["Iran", "Azerbaijan"]


def test_a_language_is_no_country() -> None:
    assert (
        words("She speaks Persian and gave the speech in Turkish. A Russian-language paper printed it.") == []
    )


def test_a_virus_named_after_a_country_is_embedded_and_the_outbreak_is_where_it_is() -> None:
    text = "Sudan virus disease was confirmed in Uganda. Doctors in Kampala fight the Sudan virus."
    found = {(m.exact, m.kind) for m in read(text)}
    assert found == {("Sudan", "embedded"), ("Uganda", "name"), ("Kampala", "name")}
    assert {m.role for m in read(text) if m.exact == "Sudan"} == {"mentioned"}


def test_an_island_with_the_name_of_a_man_is_an_island() -> None:
    assert words("The navy sent boats to Abu Musa and to Kish Island.") == ["Abu Musa", "Kish Island"]


def test_a_name_with_a_possessive_inside_is_one_name() -> None:
    assert named("The People's Republic of China voted no.", "People's Republic of China").country == "CN"


def test_both_congos_are_told_apart() -> None:
    text = "The Democratic Republic of the Congo and the Republic of the Congo share a river."
    assert [m.country for m in read(text)] == ["CD", "CG"]
