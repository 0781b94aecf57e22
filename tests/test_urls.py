import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.urls import canonical_url, content_digest, digest, host_of

HOSTS = ("www.news.example", "news.example", "mirror.example")


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/a",
        "HTTP://News.Example/a",
        "http://news.example:80/a",
        "http://news.example/a#top",
        "http://news.example/a?utm_source=rss&utm_medium=x",
        "http://news.example/a?fbclid=1&gclid=2&mc_cid=3",
        "http://news.example/a?PHPSESSID=9f",
        "http://news.example/a?sid=0123456789abcdef0123",
        "http://news.example/a;jsessionid=9F",
        " http://news.example/a ",
        "http://news.example./a",
        "http://news.example/a?",
        "http://news.example//a",
        "http://news.example/b/../a",
        "http://news.example/(S(lit3py55t21z5v55vlm25s55))/a",
        "http://news.example/a?amp;utm_source=rss",
        "http://news.example/a?amp;utm_source=rss&amp;utm_medium=x",
        "http://news.example/a?maca=en-rss-en-all&at_medium=RSS&at_campaign=KARANGA",
        "http://news.example/a?traffic_source=rss&CFID=1&CFTOKEN=2",
    ],
)
def test_what_names_a_visit_makes_no_other_url(url: str) -> None:
    assert canonical_url(url) == "http://news.example/a"


@pytest.mark.parametrize(
    "query",
    [
        "id=3",
        "at=3",
        "ns=3",
        "clid=3",
        "cid=3",
        "uid=3",
        "sid=3",
        "gallery=3",
        "source=3",
        "p=3",
        "page=",
        "refid=3",
        "session=3",
    ],
)
def test_parameter_that_may_name_an_article_stays(query: str) -> None:
    assert canonical_url(f"http://news.example/a?{query}") == f"http://news.example/a?{query}"


def test_order_of_parameters_makes_no_other_url() -> None:
    assert canonical_url("http://a.example/?b=1&a=2") == canonical_url("http://a.example/?a=2&b=1")


@pytest.mark.parametrize("host", HOSTS)
def test_mirror_is_written_as_the_first_host(host: str) -> None:
    assert canonical_url(f"https://{host}/a", HOSTS) == "https://www.news.example/a"


def test_default_port_of_either_scheme_goes_and_another_stays() -> None:
    assert canonical_url("https://a.example:443/x") == "https://a.example/x"
    assert canonical_url("http://a.example:443/x") == "http://a.example:443/x"
    assert canonical_url("http://[2001:db8::1]:80/x") == "http://[2001:db8::1]/x"


def test_host_of_other_letters_has_one_form_as_a_mirror_too() -> None:
    for host in ("xəbər.example", "xn--xbr-dtbb.example", "XƏBƏR.example"):
        assert canonical_url(f"http://{host}/a") == "http://xn--xbr-dtbb.example/a"
        assert canonical_url(f"http://{host}/a", ("n.example", "xəbər.example")) == "http://n.example/a"


def test_secure_source_has_one_form_of_both_schemes_on_its_own_hosts_alone() -> None:
    assert canonical_url("http://news.example/a", HOSTS, is_secure=True) == "https://www.news.example/a"
    assert canonical_url("http://else.example/a", HOSTS, is_secure=True) == "http://else.example/a"


@pytest.mark.parametrize("url", ["http://a.example/%7Eb/%e2%82%ac", "http://a.example/~b/€"])
def test_escapes_have_one_form(url: str) -> None:
    assert canonical_url(url) == "http://a.example/~b/%E2%82%AC"


@pytest.mark.parametrize("path", ["/a;b=1", "/(2)/a", "/a,b", "/a:b", "/a%2Fb"])
def test_what_a_path_may_hold_stays_in_it(path: str) -> None:
    assert canonical_url(f"http://a.example{path}") == f"http://a.example{path}"


@pytest.mark.parametrize("url", ["http://", "http:///a", "https://./", "http://[a", "http://?a=1"])
def test_address_without_a_host_has_no_form(url: str) -> None:
    with pytest.raises(ValueError, match=r"host|URL"):
        canonical_url(url)


def test_other_hosts_stay() -> None:
    assert canonical_url("https://else.example/a", HOSTS) == "https://else.example/a"


def test_urn_stays() -> None:
    assert canonical_url("urn:sha256:AB#c") == "urn:sha256:AB#c"


def test_letters_beyond_ascii_have_one_form() -> None:
    assert canonical_url("http://a.example/bakı?s=ə") == canonical_url("http://a.example/bak%C4%B1?s=%C9%99")


PARTS = st.text("abzAZ09/.:?#&=;%+@[]!~ əü_-", max_size=30)


@settings(deadline=None)
@given(PARTS, st.sampled_from([(), HOSTS]))
def test_canonical_form_of_a_canonical_form_is_itself(rest: str, mirrors: tuple[str, ...]) -> None:
    for url in (f"http://news.example/{rest}", f"https://{rest}", rest):
        try:
            once = canonical_url(url, mirrors)
        except ValueError:
            continue
        assert canonical_url(once, mirrors) == once


@settings(deadline=None)
@given(st.lists(st.text(max_size=5), min_size=1, max_size=3))
def test_digest_is_of_the_parts_not_of_their_sum(parts: list[str]) -> None:
    assert len(digest(*parts)) == 32
    if "\x1f" not in "".join(parts):
        assert digest(*parts) != digest(*parts, "")


def test_digests_are_known() -> None:
    assert digest("a", "b") == content_digest(b"a\x1fb")[:32]


def test_host_is_bare() -> None:
    assert host_of("https://anna@News.Example:8080/a") == "news.example"
