from dataclasses import replace
from datetime import datetime, timedelta

from adapters.web.pages import MAX_FULL_POSTS, count_in_full, posts_after
from bot.core.cards import Button, Buttons, Card, Text
from bot.core.models import web_address
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.views import ChannelView, HomeView, MyPartnershipsView, OutcomesCsvView
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import Browser
from tests.adapters.web.scripted_bot import AMIRA, RIVERSIDE, ScriptedBot, comment, question
from tests.support.fakes import SetClock


def post(id: str, at: datetime, to: str = "amira", about: str = "", said: str = "") -> WebMessage:
    return WebMessage(id, web_address(to), Card(f"Post {id}"), about, at, said)


async def test_what_waits_comes_first_then_posts_oldest_first(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    for days, id in enumerate("ba"):
        await inbox.post(post(id, clock.now() - timedelta(days=days)))
    page = await amira.get("/me/amira")
    assert page.titles == [
        "Hello Amira Khan",
        "Waiting for you",
        "Question k7f2.1",
        "You and Accord",
        "Post a",
        "Post b",
    ]


async def test_what_is_shown_as_waiting_is_not_shown_again_below(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock
) -> None:
    bot.shows[HomeView()] = (Card("Tom asks to join", thread_key="join:m9"),)
    for id, about in (("1", "join:m9"), ("2", "ask:r27"), ("3", "round:r26"), ("4", "")):
        await inbox.post(post(id, clock.now(), about=about))
    page = await amira.get("/me/amira")
    assert page.titles == [
        "Hello Amira Khan",
        "Waiting for you",
        "Tom asks to join",
        "You and Accord",
        "Post 3",
        "Post 4",
    ]


async def test_a_waiting_question_is_shown_on_the_page(amira: Browser) -> None:
    page = await amira.get("/me/amira")
    assert list(page.forms[0].buttons) == ["Not at all", "A little", "Partly", "Mostly", "Fully"]
    assert "Change your answers in Riverside Families" not in page.links


async def test_answers_can_be_changed_when_nothing_waits(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[HomeView()] = ()
    page = await amira.get("/me/amira")
    assert "Nothing waits for you." in page.words
    assert page.links["Change your answers in Riverside Families"] == "/me/amira/check-in/k7f2"


async def test_members_and_coordinators_are_offered_what_they_may_say(
    amira: Browser, bot: ScriptedBot
) -> None:
    offered = []
    for places in ((), (RIVERSIDE,), (RIVERSIDE, replace(RIVERSIDE, partnership="p2", role="coordinator"))):
        bot.shows[MyPartnershipsView()] = places
        page = await amira.get("/me/amira")
        form = next(form for form in page.forms if "What can I say?" in form.buttons)
        offered.append([says for _, says in form.buttons.values()])
    assert offered == [
        ["help"],
        ["results", "status", "members", "help"],
        ["results", "status", "members", "preview", "invite", "help"],
    ]


async def test_a_check_in_puts_one_question_and_has_no_other_forms(amira: Browser) -> None:
    page = await amira.get("/me/amira/check-in/k7f2")
    assert page.titles == ["Question k7f2.2"]
    assert [list(form.buttons) for form in page.forms] == [
        ["Not at all", "A little", "Partly", "Mostly", "Fully"],
        ["Can’t say", "Skip"],
    ]


async def test_a_check_in_puts_a_question_again_that_is_to_be_changed(
    amira: Browser, bot: ScriptedBot
) -> None:
    bot.shows[CheckInView("k7f2", "k7f2.1")] = question("k7f2.1")
    page = await amira.get("/me/amira/check-in/k7f2?at=k7f2.1")
    assert page.titles == ["Question k7f2.1"]


async def test_a_check_in_ends_with_a_box(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[CheckInView("k7f2")] = comment("k7f2")
    page = await amira.get("/me/amira/check-in/k7f2")
    assert [form.buttons for form in page.forms] == [{"Send it": ("", "")}]


async def test_a_channel_shows_what_was_posted_and_what_all_can_say(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    await inbox.post(post("26", clock.now(), "riverside", "round:r26", "Ben Ode: results"))
    page = await amira.get("/me/amira/channel/riverside")
    assert page.titles == ["Riverside Families", "Messages", "Post 26"]
    assert "Ben Ode: results" in page.words


async def test_the_channel_of_another_partnership_is_not_found(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[ChannelView("harbour")] = web_address("harbour")
    await amira.get("/me/amira/channel/harbour")
    elsewhere = amira.status
    del bot.shows[ChannelView("riverside")]
    await amira.get("/me/amira/channel/riverside")
    assert (elsewhere, amira.status) == (404, 404)


async def test_only_the_newest_are_shown_until_all_are_asked_for(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    for minutes in range(14):
        await inbox.post(post(str(minutes), clock.now() + timedelta(minutes=minutes), "riverside"))
    page = await amira.get("/me/amira/channel/riverside")
    assert page.titles[2:] == [f"Post {number}" for number in range(2, 14)]
    page = await amira.get("/me/amira/channel/riverside" + page.links["Earlier messages"])
    assert page.titles[2:] == [f"Post {number}" for number in range(14)]
    assert "Earlier messages" not in page.links


async def test_the_script_is_given_only_what_is_new(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    for minutes, id in enumerate("abc"):
        at = clock.now() + timedelta(minutes=minutes)
        await inbox.post(post(id, at))
        await inbox.post(post(f"{id}2", at, "riverside"))
    paths = ("posts?after=a", "posts?after=c", "posts", "channel/riverside/posts?after=b2")
    new = [(await amira.get(f"/me/amira/{path}")).titles for path in paths]
    assert new == [["Post b", "Post c"], [], ["Post a", "Post b", "Post c"], ["Post c2"]]


def test_every_post_is_new_if_the_last_one_seen_is_gone(clock: SetClock) -> None:
    posts = [post(id, clock.now()) for id in "ab"]
    assert posts_after(posts, "gone") == posts


async def test_hostile_names_stay_text(stranger: Browser, bot: ScriptedBot) -> None:
    evil = "<script>alert(1)</script>"
    bot.shows[MyPartnershipsView()] = (replace(RIVERSIDE, name=evil, role="lead"),)
    bot.shows[HomeView()] = (Card(evil, (Text(evil), Buttons((Button(evil, evil),)))),)
    await stranger.get(await bot.link(replace(AMIRA, name=evil)))
    await stranger.press("Open my page")
    found = []
    for path in ("/", "/me/amira", "/me/amira/channel/riverside"):
        await stranger.get(path)
        found.append((stranger.status, "<script>" in stranger.response.text))
    assert found == [(200, False)] * 3


def test_two_posts_or_a_summary_and_what_followed_are_shown_in_full(clock: SetClock) -> None:
    def posts(*abouts: str) -> list[WebMessage]:
        return [post(f"{n}", clock.now(), about=about) for n, about in enumerate(abouts)]

    assert count_in_full(posts("", "", "")) == 2
    assert count_in_full(posts("round:r1", "", "round:r2", "alert:a1", "alert:a2")) == 3
    assert count_in_full(posts("round:r1", "round:r2")) == 2
    assert count_in_full(posts("round:r1", *[""] * (MAX_FULL_POSTS - 1))) == MAX_FULL_POSTS
    assert count_in_full(posts("round:r1", *[""] * MAX_FULL_POSTS)) == 2


async def test_the_outcomes_of_a_partnership_can_be_downloaded(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[OutcomesCsvView("riverside")] = "Outcome,Unit\r\nHomes,homes\r\n"
    home = await amira.get("/")
    await amira.get(home.links["Outcomes as CSV"])
    assert (amira.status, amira.response.text) == (200, "Outcome,Unit\r\nHomes,homes\r\n")
    assert amira.response.headers["content-type"] == "text/csv; charset=utf-8"
    assert amira.response.headers["content-disposition"] == 'attachment; filename="outcomes.csv"'
    for others in ("/me/amira/outcomes/elsewhere.csv", "/me/ben/outcomes/riverside.csv"):
        await amira.get(others)
        assert amira.status == 404
