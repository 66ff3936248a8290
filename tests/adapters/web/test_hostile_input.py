"""Whatever is sent, the answer is a page: never a traceback, never a change."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.web.browser import Browser
from tests.adapters.web.scripted_bot import ScriptedBot

PATHS = (
    "/join",
    "/start",
    "/me/open/x",
    "/me/amira/say",
    "/me/amira/channel/riverside",
    "/me/amira/out",
    "/x",
)
TYPES = (
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "",
    "é/\xff",
)
CHEAP = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CHEAP
@given(
    path=st.sampled_from(PATHS),
    kind=st.sampled_from(TYPES),
    body=st.binary(max_size=200) | st.text("csrf=&%;+--x\r\n\0é", max_size=60).map(str.encode),
    cookie=st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=30),
)
async def test_a_malformed_body_is_refused(
    stranger: Browser, bot: ScriptedBot, path: str, kind: str, body: bytes, cookie: str
) -> None:
    headers = {"content-type": kind.encode("latin-1"), "cookie": f"accord={cookie}".encode("latin-1")}
    answer = await stranger.http.post(path, content=body, headers=headers)  # type: ignore[arg-type]
    assert (answer.status_code in {400, 403, 404}, bot.messages) == (True, [])


@CHEAP
@given(query=st.text(max_size=40), name=st.sampled_from(("at", "after", "earlier", "answered")))
async def test_a_malformed_query_still_shows_a_page(amira: Browser, query: str, name: str) -> None:
    for path in ("/me/amira", "/me/amira/check-in/k7f2", "/me/amira/channel/riverside", "/me/amira/updates"):
        await amira.get(path, params={name: query.encode("utf-8", "replace").decode()})
        assert amira.status in {200, 404}
