import pytest

from adapters.web.devices import device_name

CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
SAFARI = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (CHROME.format("Windows NT 10.0; Win64; x64"), "Chrome on Windows"),
        (CHROME.format("X11; Linux x86_64"), "Chrome on Linux"),
        (CHROME.format("Linux; Android 10; K"), "Chrome on Android"),
        (CHROME.format("Windows NT 10.0; Win64; x64") + " Edg/142.0.0.0", "Edge on Windows"),
        (SAFARI.format("Macintosh; Intel Mac OS X 10_15_7"), "Safari on Mac"),
        (SAFARI.format("iPhone; CPU iPhone OS 18_7 like Mac OS X"), "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Windows"),
        ("curl/8.5.0", ""),
        ("<script>Windows", "Windows"),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_its_kind_alone(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
