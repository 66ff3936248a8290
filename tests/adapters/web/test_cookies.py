from datetime import UTC, datetime, timedelta

import pytest

from adapters.web.chart_links import ChartLinks
from adapters.web.session import BrowserCookie, SessionCookies

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BROWSER = BrowserCookie.at("a secret", NOW)
HTTPS = "https://accord.example.org"


def test_a_written_cookie_is_read_again() -> None:
    cookies = SessionCookies(["new"], HTTPS)
    assert cookies.read(cookies.write(BROWSER), NOW) == BROWSER


def test_a_key_may_be_replaced_without_signing_anybody_out() -> None:
    written = SessionCookies(["old"], HTTPS).write(BROWSER)
    assert SessionCookies(["new", "old"], HTTPS).read(written, NOW) == BROWSER
    assert SessionCookies(["new"], HTTPS).read(written, NOW) is None


def test_the_newest_key_signs() -> None:
    written = SessionCookies(["new", "old"], HTTPS).write(BROWSER)
    assert SessionCookies(["new"], HTTPS).read(written, NOW) == BROWSER


@pytest.mark.parametrize("cookie", ["", "nonsense", "WyJhIl0.", "é"])
def test_a_cookie_that_we_did_not_write_is_ignored(cookie: str) -> None:
    assert SessionCookies(["new"], HTTPS).read(cookie, NOW) is None


def test_text_signed_for_another_purpose_is_no_cookie() -> None:
    path = ChartLinks(["new"]).path("trend:r1", "en", NOW)
    signed = path.removeprefix("/charts/").removesuffix(".png")
    assert SessionCookies(["new"], HTTPS).read(signed, NOW) is None


def test_a_browser_is_forgotten_after_thirty_idle_days() -> None:
    cookies = SessionCookies(["new"], HTTPS)
    written = cookies.write(BROWSER)
    assert cookies.read(written, NOW + timedelta(days=30)) == BROWSER
    assert cookies.read(written, NOW + timedelta(days=31)) is None


def test_over_https_the_cookie_is_bound_to_its_host() -> None:
    assert (SessionCookies(["k"], HTTPS).name, SessionCookies(["k"], HTTPS).secure) == ("__Host-accord", True)
    local = SessionCookies(["k"], "http://127.0.0.1:8000")
    assert (local.name, local.secure) == ("accord", False)


def test_ids_and_tokens_differ_from_the_secret() -> None:
    assert len({BROWSER.secret, BROWSER.id, BROWSER.csrf, BROWSER.address_key("n")}) == 4


def test_a_new_address_depends_on_the_press_and_on_the_browser() -> None:
    other = BrowserCookie.at("another secret", NOW)
    assert BROWSER.address_key("1") == BrowserCookie.at("a secret", NOW).address_key("1")
    assert len({BROWSER.address_key("1"), BROWSER.address_key("2"), other.address_key("1")}) == 3
