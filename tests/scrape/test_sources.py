import tomllib
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import SourceError, UnknownSource
from tasks.scrape import FILES, catalog, load_source, source_for_host, source_for_url
from tasks.scrape.sources import menu
from tasks.scrape.sources.spec import Feed, Rule, parse_source
from tasks.settings import Home

WHOLE = """
name = "Baku Post"
homepage = "https://post.example/"
hosts = ["post.example", "www.post.example"]
country_code = "AZ"
in_language = "en"
pace_s = 2
verified = false

[[feeds]]
url = "https://post.example/rss"
kind = "rss"

[[feeds]]
url = "https://post.example/latest"
kind = "listing"
link_pattern = '/news/\\d+'

[rights]
robots = "partial"
tdm = "none"
terms_url = "https://post.example/terms"
checked_on = 2026-11-20

[expect]
articles_a_day = 40
fill = { headline = 0.99 }

[[rules]]
valid_until = 2025-12-31
body = "div.text"
remove = ["div.share"]
date_timezone = "Asia/Baku"
"""
LEAST = {"name": "N", "hosts": ["n.example"]}


def write(home: Home, name: str, text: str) -> None:
    home.sources.mkdir(parents=True, exist_ok=True)
    (home.sources / f"{name}.toml").write_text(text, "utf-8")


def test_source_of_the_home_is_read_whole(home: Home) -> None:
    write(home, "bakupost", WHOLE)
    spec = load_source("bakupost", home)
    assert (spec.source_id, spec.name, spec.pace_s, spec.verified) == ("bakupost", "Baku Post", 2.0, False)
    assert spec.feeds[1] == Feed("https://post.example/latest", "listing", r"/news/\d+")
    assert (spec.rights.robots, spec.rights.checked_on) == ("partial", date(2026, 11, 20))
    assert (spec.expect.articles_a_day, dict(spec.expect.fill)) == (40.0, {"headline": 0.99})
    rule = Rule("div.text", date(2025, 12, 31), remove=("div.share",), date_timezone="Asia/Baku")
    assert spec.rules == (rule,)
    assert spec.row().hosts == ("post.example", "www.post.example")


def test_every_shipped_source_is_sound_and_not_yet_verified(home: Home) -> None:
    specs = {spec.source_id: spec for spec in catalog(home)}
    assert len(specs) >= 40
    assert not any(spec.verified for spec in specs.values())
    assert all(spec.feeds and spec.country_code and spec.in_language for spec in specs.values())
    hosts = [host for spec in specs.values() for host in spec.hosts]
    assert len(hosts) == len(set(hosts))


def test_the_catalog_covers_the_region_and_who_reports_on_it(home: Home) -> None:
    countries = [spec.country_code for spec in catalog(home)]
    for code in ("IR", "AZ", "AM", "GE", "TR", "RU"):
        assert countries.count(code) >= 3, code
    assert sum(countries.count(code) for code in ("KZ", "KG", "UZ", "TJ", "TM", "AF")) >= 5
    assert sum(countries.count(code) for code in ("QA", "SA", "AE", "IL", "IQ")) >= 5
    names = {spec.source_id for spec in catalog(home)}
    assert names >= {"reuters", "ap", "bbc", "dw", "france24", "aljazeera", "tass", "anadolu", "irna"}


def test_every_shipped_source_states_its_rights_even_where_nobody_knows_them() -> None:
    for name, file in menu._shipped().items():
        rights = tomllib.loads(file.read_text("utf-8"))["rights"]
        assert set(rights) == {"robots", "tdm", "terms_url", "checked_on"}, name
        # What is claimed to be known was looked up on some day.
        known = [v for v in rights.values() if v not in ("unknown", "never")]
        assert not known or rights["checked_on"] != "never", name


def test_press_tv_is_one_source_on_all_its_hosts(home: Home) -> None:
    spec = load_source("presstv", home)
    assert spec.hosts[0] == "www.presstv.ir"
    assert {source_for_host(host, home) for host in ("presstv.ir", "www.presstv.co.uk", "presstv.com")} == {
        spec
    }
    assert spec.rules[0].body == "div.news-body-container"


def test_own_file_wins_over_a_shipped_one(home: Home) -> None:
    write(home, "presstv", 'name = "Mine"\nhosts = ["www.presstv.ir"]\n')
    assert load_source("presstv", home).name == "Mine"
    assert [spec.name for spec in catalog(home) if spec.source_id == "presstv"] == ["Mine"]


def test_unknown_source_is_told_with_the_nearest_name(home: Home) -> None:
    with pytest.raises(UnknownSource) as caught:
        load_source("prestv", home)
    assert str(caught.value).startswith("There is no source 'prestv'. Did you mean 'presstv'")


@pytest.mark.parametrize("name", ["../presstv", "a.b", "", "/etc/passwd", "Presstv"])
def test_name_that_no_source_can_have_is_unknown(home: Home, name: str) -> None:
    with pytest.raises(UnknownSource):
        load_source(name, home)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('hostss = ["a.example"]', "unknown key 'hostss'. Did you mean 'hosts'?"),
        ("verified = 1", "verified cannot be 1. Give it true or false."),
        ('pace_s = "fast"', "pace_s cannot be 'fast'. Give it a number."),
        ("pace_s = -1", "pace_s cannot be -1.0."),
        ('connect_to = "here"', "connect_to cannot be 'here'. Write it as host:port."),
        ('homepage = "www.a.example"', "homepage cannot be 'www.a.example'."),
        ("[rights]\nrobot = 'allowed'", "[rights], has an unknown key 'robot'. Did you mean 'robots'?"),
        ("[rights]\ntdm = 'maybe'", "tdm cannot be 'maybe'. Choose one of: unknown, none, reserved."),
        ("[rights]\nterms_url = 'maybe'", "terms_url cannot be 'maybe'."),
        ("[rights]\nchecked_on = 'once'", "Give it a day such as"),
        ("[rights]\nchecked_on = 2026-11-20T10:00:00Z", "Give it a day such as"),
        ("[expect]\nfill = {headline = 2}", "fill.headline cannot be 2."),
        ("[[feeds]]\nurl = 'https://a.example/rss'", "lacks the key 'kind'"),
        ("[[feeds]]\nurl = 'a.example/rss'\nkind = 'rss'", "url cannot be 'a.example/rss'."),
        ("[[feeds]]\nurl = 'https://a.example/rss'\nkind = 'rrs'", "kind cannot be 'rrs'."),
        ("[[feeds]]\nurl = 'https://a.example/'\nkind = 'listing'", "without link_pattern"),
        ("[[feeds]]\nurl = 'https://a.example/'\nkind = 'robots'", "cannot be read at https://a.example/."),
        ("[[feeds]]\nurl = 'https://a.example/'\nkind = 'rss'\nmax_links = 0", "max_links cannot be 0."),
        (
            "[[feeds]]\nurl = 'https://a.example/'\nkind = 'listing'\nlink_pattern = '('",
            "is no regular expression",
        ),
        ("[[rules]]\nbodies = 'p'", "unknown key 'bodies'. Did you mean 'body'?"),
        ("[feeds]\nurl = 'x'", "feeds is not a list of tables"),
        ("rights = 1", "rights is not a table"),
        ("= 1", "is not TOML"),
    ],
)
def test_what_is_wrong_in_a_toml_is_told_with_file_and_key(home: Home, line: str, words: str) -> None:
    write(home, "mine", f'name = "A"\nhosts = ["a.example"]\n{line}\n')
    with pytest.raises(SourceError) as caught:
        load_source("mine", home)
    assert str(home.sources / "mine.toml") in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ['hosts = ["a.example"]', 'name = "A"', 'name = "A"\nhosts = []'])
def test_source_without_name_or_hosts_is_told(home: Home, text: str) -> None:
    write(home, "mine", text)
    with pytest.raises(SourceError, match=r"name|hosts"):
        load_source("mine", home)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)
KEYS = st.sampled_from(
    [
        "name",
        "hosts",
        "homepage",
        "pace_s",
        "connect_to",
        "verified",
        "feeds",
        "rights",
        "expect",
        "rules",
        "x",
    ]
)


@given(given_keys=st.dictionaries(KEYS, VALUES))
def test_any_toml_is_a_source_or_a_source_error(given_keys: dict[str, object]) -> None:
    for table in (given_keys, LEAST | given_keys):
        with suppress(SourceError):
            assert parse_source("mine", table, "mine.toml").source_id == "mine"


def test_url_of_a_known_host_belongs_to_its_source(home: Home) -> None:
    assert source_for_url("https://presstv.co.uk/Detail/1", home).source_id == "presstv"


def test_url_of_an_unknown_host_gets_a_source_of_its_own(home: Home) -> None:
    spec = source_for_url("https://www.unknown.example/a", home)
    assert (spec.source_id, spec.hosts) == ("unknown.example", ("www.unknown.example", "unknown.example"))
    assert source_for_host("unknown.example", home) is None
    assert not spec.allow_private


def test_given_files_have_a_source_without_hosts() -> None:
    assert (FILES.source_id, FILES.hosts) == ("files", ())


def test_a_broken_file_of_the_home_hides_no_other_source(home: Home) -> None:
    home.sources.mkdir(parents=True)
    (home.sources / "aaa.toml").write_text("nane = 'A'\n", "utf-8")
    found = source_for_host("presstv.ir", home)
    assert found is not None
    assert found.source_id == "presstv"
    with pytest.raises(SourceError, match="aaa"):
        load_source("aaa", home)


@pytest.mark.parametrize("rule", ['body = "div["', 'body = "p::first"', 'body = "p"\nremove = [">>"]'])
def test_a_selector_that_is_none_is_refused_with_its_key(home: Home, rule: str) -> None:
    home.sources.mkdir(parents=True)
    (home.sources / "post.toml").write_text(
        f'name = "Post"\nhosts = ["post.example"]\n[[rules]]\n{rule}\n', "utf-8"
    )
    with pytest.raises(SourceError, match=r"post\.toml, \[\[rules\]\], (body|remove) .* is no CSS selector"):
        load_source("post", home)
