"""What a contact that people have typed opens."""

import pytest

from adapters.web.contacts import contact_uri


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        ("dpo@council.example", "mailto:dpo@council.example"),
        ("https://council.example/data", "https://council.example/data"),
        ("Room 12, Town Hall", ""),
        ("http://council.example", ""),
        ("javascript:alert(1)@council.example", ""),
        ("", ""),
    ],
)
def test_only_email_addresses_and_pages_are_opened(contact: str, uri: str) -> None:
    assert contact_uri(contact) == uri


def test_an_email_address_writes_no_other_field_of_a_message() -> None:
    link = contact_uri("dpo?bcc=spy%40elsewhere.example&body=@council.example")
    assert link == "mailto:dpo%3Fbcc%3Dspy%2540elsewhere.example%26body%3D@council.example"
