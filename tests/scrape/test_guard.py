from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import GuardError
from tasks.scrape.fetch.guard import check_url, refusal
from tasks.scrape.sources import SourceSpec

from .conftest import HOST, Page, Site


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("10.1.2.3", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("fd00:ec2::254", "private"),
        ("169.254.169.254", "link-local"),
        ("fe80::1", "link-local"),
        ("100.64.0.1", "carrier"),
        ("224.0.0.1", "multicast"),
        ("ff02::1", "multicast"),
        ("0.0.0.0", "unspecified"),
        ("::", "unspecified"),
        ("240.0.0.1", "private"),
        ("168.63.129.16", "metadata"),
        ("::ffff:127.0.0.1", "loopback"),
        ("::127.0.0.1", "loopback"),
        ("2002:7f00:1::", "loopback"),
        ("2002:a9fe:a9fe::1", "link-local"),
        ("64:ff9b::10.0.0.1", "private"),
        ("no address", "unreadable"),
    ],
)
def test_address_that_is_not_public_is_refused(address: str, kind: str) -> None:
    assert refusal(address) == kind


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::8.8.8.8"]
)
def test_public_address_passes(address: str) -> None:
    assert refusal(address) is None


@given(st.ip_addresses(v=4))
def test_ipv4_address_is_judged_the_same_inside_ipv6(address: object) -> None:
    assert (refusal(f"::ffff:{address}") is None) == (refusal(str(address)) is None)


@pytest.mark.parametrize(
    "url",
    ["ftp://news.example/", "file:///etc/passwd", "http://", "http://[::1", "http://a:99999/", "data:,x"],
)
def test_url_that_is_not_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(GuardError):
        check_url(url)


def test_credentials_in_a_url_are_refused_and_not_repeated() -> None:
    with pytest.raises(GuardError) as caught:
        check_url("http://anna:geheim@news.example/a")
    assert "news.example" in str(caught.value)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest/", "http://127.0.0.1:8080/", "http://[::1]/"]
)
def test_redirect_to_a_private_host_is_refused(site: Site, target: str) -> None:
    site.routes["/a"] = Page(status=302, headers=(("Location", target),))
    answer = site.get("/a")
    assert (answer.outcome, answer.reason) == ("refused", "guard")


def test_redirect_to_another_scheme_is_refused(site: Site) -> None:
    site.routes["/a"] = Page(status=302, headers=(("Location", "file:///etc/passwd"),))
    assert site.get("/a").reason == "guard"


def test_name_that_resolves_to_a_private_address_is_refused(site: Site) -> None:
    site.addresses["rebound.example"] = ["10.0.0.7"]
    spec = SourceSpec("rebound", "Rebound", hosts=("rebound.example",))
    answer = site.get("http://rebound.example/a", spec=spec)
    assert (answer.outcome, answer.reason) == ("refused", "guard")
    assert "rebound.example lies at the private address 10.0.0.7" in (answer.detail or "")


def test_connect_to_a_private_address_needs_allow_private(site: Site) -> None:
    site.routes["/a"] = Page()
    answer = site.get("/a", spec=replace(site.spec, allow_private=False))
    assert (answer.outcome, answer.reason) == ("refused", "guard")
    assert site.asked == []


def test_allow_private_holds_for_the_own_hosts_alone(site: Site) -> None:
    site.routes["/a"] = Page()
    own = replace(site.spec, hosts=("127.0.0.1",), connect_to=None, ports=(site.port,))
    assert site.get(f"http://127.0.0.1:{site.port}/a", spec=own).outcome == "fetched"
    assert site.get(f"http://localhost:{site.port}/a", spec=own).outcome in ("refused",)
    assert site.get(f"http://{HOST}/a", spec=replace(own, hosts=("other.example",))).outcome != "fetched"
