"""The addresses that webhooks may have."""

import pytest

from bot.core.webhooks import MAX_URL_LENGTH, normalise_webhook_url


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://data.example.org/accord", "https://data.example.org/accord"),
        (" HTTPS://Data.Example.org/Accord?key=A#top ", "https://data.example.org/Accord?key=A"),
        ("https://example.org", "https://example.org"),
    ],
)
def test_an_address_is_stored_with_its_host_in_small_letters(typed: str, stored: str) -> None:
    assert normalise_webhook_url(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://example.org/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[fe80::1%25eth0]/",
        "https://①②⑦.⓪.⓪.①/",
        "https://example.org:8443/",
        "https://user@example.org/",
        "https://user:password@example.org/",
        "https://example.org\\@intern.example/",
        "https://exa mple.org/",
        "https://example.org/a b",
        "https://-example.org/",
        "https://example.org./",
        "https://exämple.org/",
        "https://example.org?x=1",
        "ftp://example.org/",
        "example.org",
        f"https://example.org/{'a' * MAX_URL_LENGTH}",
    ],
)
def test_other_addresses_are_none(typed: str) -> None:
    assert normalise_webhook_url(typed) == ""
