"""Which place a name means."""

import pytest

from tests.geocode.reading import named, parse, read, words


def test_european_is_no_mine_in_arizona() -> None:
    found = named("European leaders met on Friday.", "European")
    assert found.precision == "region"


def test_oklahoma_is_the_state() -> None:
    assert named("Storms crossed Oklahoma on Monday.", "Oklahoma").precision == "province"


def test_western_europe_is_not_germany() -> None:
    found = named("Gas prices rose across Western Europe.", "Western Europe")
    assert (found.precision, found.country) == ("region", "")


def test_georgia_beside_tbilisi_is_the_country() -> None:
    text = "Protesters filled Tbilisi. Georgia goes to the polls in October, and Batumi is quiet."
    found = named(text, "Georgia")
    assert (found.precision, found.country) == ("country", "GE")


def test_georgia_beside_atlanta_is_the_state() -> None:
    text = "Police in Atlanta arrested two men. Georgia has a new law, and Savannah will follow it."
    found = named(text, "Georgia")
    assert (found.precision, found.country) == ("province", "US")


def test_moscow_in_an_idaho_paper_is_in_idaho() -> None:
    text = "The Moscow city council met on Monday. Idaho farmers from Lewiston and Pullman came to Moscow."
    assert named(text, "Moscow").country == "US"


def test_moscow_in_the_news_is_the_capital() -> None:
    assert named("Snow fell in Moscow on Monday.", "Moscow").country == "RU"


def test_washington_that_speaks_is_a_government() -> None:
    found = named("Washington said it would lift the sanctions on Iran.", "Washington")
    assert (found.kind, found.place_id) == ("metonym", "geonames:4140963")


def test_julfa_by_the_border_is_not_ras_al_khaimah() -> None:
    text = "Trains crossed from Julfa in Nakhchivan to Tabriz in Iran."
    assert named(text, "Julfa").country in ("AZ", "IR")


@pytest.mark.parametrize(
    ("text", "exact", "country"),
    [
        ("The village of Rasht lies in Gilan, in northern Iran.", "Gilan", "IR"),
        ("Floods hit Gilan province on Friday.", "Gilan", "IR"),
        ("Clashes went on in Kashmir, and Srinagar was closed.", "Kashmir", ""),
        ("He studied in Birmingham and lives in London.", "Birmingham", "GB"),
        ("Police in Birmingham, Alabama, made an arrest.", "Birmingham", "US"),
        ("She went to Cambridge, Massachusetts, to study.", "Cambridge", "US"),
        ("She went to Cambridge, England, to study.", "Cambridge", "GB"),
        ("A fire in London, Ontario, killed two.", "London", "CA"),
        ("Police in London, Ont., are looking for a man.", "London", "CA"),
        ("The harbour of Alexandria in Egypt was closed.", "Alexandria", "EG"),
        ("The harbour of Tripoli, Lebanon, was closed.", "Tripoli", "LB"),
        ("Militias fought in Tripoli, and Libya closed its border.", "Tripoli", "LY"),
        ("Rebels took Hama, and Syria sent troops to Homs.", "Hama", "SY"),
        ("Rebels took Hamah, and Syria sent troops to Homs.", "Hamah", "SY"),
        ("Aid entered Gaza through Rafah on Sunday.", "Rafah", "PS"),
        ("Trucks waited on the Egyptian side in Rafah, in Egypt, in North Sinai.", "Rafah", "EG"),
    ],
)
def test_context_chooses_among_places_of_one_name(text: str, exact: str, country: str) -> None:
    assert named(text, exact).country == country


def test_the_middle_east_is_no_neighbourhood_of_baltimore() -> None:
    found = named("Talks on the Middle East began.", "Middle East")
    assert (found.precision, found.place_id is None) == ("region", False)


def test_sinai_is_the_peninsula() -> None:
    assert named("Egypt sent troops to Sinai.", "Sinai").precision == "region"


def test_a_town_qualified_once_keeps_its_meaning() -> None:
    text = "The fair in Paris, Texas, opened. Visitors came to Paris from Dallas."
    found = read(text)
    assert {m.country for m in found if m.exact == "Paris"} == {"US"}
    assert [m.protocol for m in found if m.exact == "Paris"] == [
        "qualified:city_state",
        "one_sense:qualified:city_state",
    ]


def test_two_towns_of_one_name_stay_two_where_both_are_qualified() -> None:
    text = "He was born in Paris, Texas, and died in Paris, France."
    assert [m.country for m in read(text) if m.exact == "Paris"] == ["US", "FR"]


def test_a_town_in_a_state_that_has_none_of_that_name_is_left_open() -> None:
    found = named("The fair in Reykjavik, N.C., opened on Friday.", "Reykjavik")
    assert (found.place_id, found.reason) == (None, "no_candidate_fits")


def test_a_list_of_states_is_no_town_in_a_state() -> None:
    text = "Storms crossed Ohio, Indiana, Pennsylvania and Georgia."
    assert {m.precision for m in read(text)} == {"province"}


def test_a_name_that_could_be_anywhere_is_left_open() -> None:
    found = named("The fire brigade of the town of Springfield came.", "Springfield")
    assert (found.place_id, found.reason, found.precision) == (None, "ambiguous", "unknown")


def test_the_source_country_tips_the_balance() -> None:
    text = "A man from Hamilton won the prize in Hamilton."
    assert named(text, "Hamilton", country_code="NZ").country == "NZ"


def test_every_mention_says_which_rule_decided_and_who_came_second() -> None:
    result = parse("Police in Birmingham, Alabama, and the mayor of Tehran agreed.")
    assert all(m.georeference_protocol for m in result.mentions)
    assert named("Snow fell in Moscow on Monday.", "Moscow").protocol == "population"


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Tehran said it would answer.", "Tehran"),
        ("The row prompted Baku to close the mission.", "Baku"),
        ("Tehran and Ankara agreed to a truce.", "Tehran"),
        ("Tehran and Ankara agreed to a truce.", "Ankara"),
        ("Ties with Moscow have cooled.", "Moscow"),
        ("Relations between Baku and Yerevan are tense.", "Baku"),
        ("Relations between Baku and Yerevan are tense.", "Yerevan"),
        ("The Kremlin denied the report.", "Kremlin"),
        ("Moscow has repeatedly accused Kyiv of shelling.", "Moscow"),
        ("Moscow has repeatedly accused Kyiv of shelling.", "Kyiv"),
        ("Beijing's ambassador was summoned.", "Beijing"),
        ("A Moscow-backed force advanced.", "Moscow"),
        ("Tbilisi would not bow to pressure from Washington.", "Tbilisi"),
        ("Tbilisi would not bow to pressure from Washington.", "Washington"),
        ("Yerevan is ready to sign.", "Yerevan"),
        ("Tehran-Baku talks resumed.", "Tehran"),
        ("Tehran-Baku talks resumed.", "Baku"),
        ("Bamako accused Algiers.", "Algiers"),
    ],
)
def test_a_capital_that_acts_is_a_metonym(text: str, exact: str) -> None:
    assert named(text, exact).kind == "metonym"


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("The minister landed in Baku and said nothing.", "Baku"),
        ("A bomb went off in Tehran and closed the bazaar.", "Tehran"),
        ("The road from Yerevan to Gyumri was closed.", "Yerevan"),
        ("The Baku-based firm closed.", "Baku"),
        ("Snow covered Moscow.", "Moscow"),
        ("He reopened the embassy in Tehran after a year.", "Tehran"),
    ],
)
def test_a_capital_where_something_happens_is_a_name(text: str, exact: str) -> None:
    assert named(text, exact).kind == "name"


def test_words_of_a_list_are_all_found() -> None:
    assert words("Armenia, Azerbaijan and Georgia signed.") == ["Armenia", "Azerbaijan", "Georgia"]
