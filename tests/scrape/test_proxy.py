import pytest

from tasks.errors import UsageError
from tasks.scrape.fetch.proxy import environment_proxies, proxy_for
from tasks.scrape.sources import SourceSpec

from .conftest import Page, Site

PUBLIC = "93.184.215.14"
SPEC = SourceSpec("far", "Far", hosts=("far.example",))


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_proxy_makes_the_connection_once_the_target_is_judged(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://anna:geheim@127.0.0.1:{site.port}")
    site.addresses["far.example"] = [PUBLIC]
    site.routes |= {"http://far.example/a": Page(b"far"), "http://far.example/robots.txt": Page(status=404)}
    answer = site.get("http://far.example/a", spec=SPEC, keep=True)
    assert (answer.outcome, answer.data) == ("fetched", b"far")
    assert "Proxy-Authorization" in site.asked[-1].headers
    assert answer.kept is not None
    import gzip

    archived = gzip.decompress((site.home.archive / answer.kept.warc_file).read_bytes())
    assert f"proxy: 127.0.0.1:{site.port}".encode() in archived
    assert b"WARC-IP-Address" not in archived
    assert b"Proxy-Authorization" not in archived


def test_private_target_is_refused_before_the_proxy_hears_of_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{site.port}")
    site.addresses["far.example"] = ["10.0.0.1"]
    answer = site.get("http://far.example/a", spec=SPEC)
    assert (answer.outcome, answer.reason) == ("refused", "guard")
    assert site.asked == []


def test_source_with_an_address_of_its_own_needs_no_proxy(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.routes["/a"] = Page()
    assert site.get("/a").outcome == "fetched"


def test_proxy_that_takes_no_connection_is_a_failure(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    site.addresses["far.example"] = [PUBLIC]
    assert site.get("https://far.example/a", spec=SPEC).outcome == "failed"


def test_proxy_that_refuses_to_tunnel_is_named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{site.port}")  # which knows no CONNECT
    site.addresses["far.example"] = [PUBLIC]
    answer = site.get("https://far.example/a", spec=SPEC)
    assert (answer.outcome, answer.reason) == ("failed", "proxy")


def test_no_proxy_is_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "far.example")
    assert proxy_for("http", "far.example") is None
    found = proxy_for("http", "near.example")
    assert found is not None
    assert found.url == "http://proxy.example:3128"


def test_password_of_a_proxy_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://anna:geheim@proxy.example:3128")
    assert environment_proxies() == ["proxy.example:3128"]
    assert "geheim" not in repr(proxy_for("https", "far.example"))
    monkeypatch.setenv("HTTPS_PROXY", "socks5://anna:geheim@proxy.example:3128")
    with pytest.raises(UsageError) as caught:
        proxy_for("https", "far.example")
    assert "geheim" not in str(caught.value)
