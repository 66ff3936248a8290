import re
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.web.pages import MAX_FULL_POSTS, count_in_full, posts_after
from bot.core.cards import Button, Buttons, Card, Text
from bot.core.models import web_address
from bot.core.ports import WebMessage
from bot.handlers.check_in import CheckInView
from bot.handlers.views import HomeView
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import Browser
from tests.adapters.web.scripted_bot import AMIRA, RIVERSIDE, ScriptedBot, comment, home, question
from tests.support.fakes import SetClock


def post(id: str, at: datetime, to: str = "amira", about: str = "", said: str = "") -> WebMessage:
    return WebMessage(id, web_address(to), Card(f"Post {id}"), about, at, said)


async def test_what_waits_comes_first_then_the_partnerships_then_posts_newest_first(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    for days, id in enumerate("ba"):
        await inbox.post(post(id, clock.now() - timedelta(days=days)))
    page = await amira.get("/me/amira")
    assert page.titles == [
        "Hello Amira Khan",
        "Waiting for you",
        "Question k7f2.1",
        "Your partnerships",
        "Riverside Families",
        "Your messages",
        "Post b",
        "Post a",
    ]


async def test_what_is_shown_as_waiting_is_not_shown_again_below(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock
) -> None:
    bot.shows[HomeView()] = home(Card("Tom asks to join", thread_key="join:m9"))
    for id, about in (("1", "join:m9"), ("2", "ask:r27"), ("3", "round:r26"), ("4", "")):
        await inbox.post(post(id, clock.now(), about=about))
    page = await amira.get("/me/amira")
    assert page.titles == [
        "Hello Amira Khan",
        "Waiting for you",
        "Tom asks to join",
        "Your partnerships",
        "Riverside Families",
        "Your messages",
        "Post 4",
        "Post 3",
    ]


async def test_a_waiting_question_is_shown_on_the_page(amira: Browser) -> None:
    page = await amira.get("/me/amira")
    assert list(page.forms[0].buttons) == ["Not at all", "A little", "Partly", "Mostly", "Fully"]
    assert "Change your answers" not in page.links


async def test_answers_can_be_changed_when_nothing_waits(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[HomeView()] = home()
    page = await amira.get("/me/amira")
    assert "You’re up to date" in page.words
    assert page.links["Change your answers"] == "/me/amira/check-in/k7f2"


async def test_members_and_coordinators_are_offered_what_they_may_say(
    amira: Browser, bot: ScriptedBot
) -> None:
    offered = []
    for places in ((), (RIVERSIDE,), (RIVERSIDE, replace(RIVERSIDE, partnership="p2", role="coordinator"))):
        bot.shows[HomeView()] = home(partnerships=places)
        page = await amira.get("/me/amira")
        form = next(form for form in page.forms if "Help" in form.buttons)
        offered.append([says for _, says in form.buttons.values()])
    everybody = ["status", "comments", "actions", "notes", "outcomes"]
    assert offered == [
        ["help"],
        [*everybody, "help"],
        [*everybody, "preview", "schedule", "invite", "help"],
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
    assert page.titles == [
        "Riverside Families",
        "Where things stand",
        "Riverside Families",
        "Results and notices",
        "Post 26",
    ]
    assert "Ben Ode: results" in page.words


async def test_the_channel_of_another_partnership_is_not_found(amira: Browser, bot: ScriptedBot) -> None:
    await amira.get("/me/amira/channel/riverside")
    own = amira.status
    await amira.get("/me/amira/channel/harbour")
    assert (own, amira.status) == (200, 404)


async def test_only_the_newest_are_shown_until_all_are_asked_for(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    for minutes in range(14):
        await inbox.post(post(str(minutes), clock.now() + timedelta(minutes=minutes), "riverside"))
    page = await amira.get("/me/amira/channel/riverside")
    assert page.titles[4:] == [f"Post {number}" for number in range(13, 7, -1)]
    page = await amira.get("/me/amira/channel/riverside" + page.links["Earlier messages"])
    assert page.titles[4:] == [f"Post {number}" for number in range(13, -1, -1)]
    assert "Earlier messages" not in page.links


async def test_what_is_new_is_found_behind_what_is_not_shown_among_posts(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    for minutes, about in enumerate(("", "", *(f"ask:{number}" for number in range(4)))):
        at = clock.now() + timedelta(minutes=minutes)
        await inbox.post(post(str(minutes), at, about=about))
    page = await amira.get("/me/amira/updates?after=0")
    assert [title for title in page.titles if title.startswith("Post")] == ["Post 1"]


async def test_the_script_is_given_only_what_is_new(
    amira: Browser, inbox: SqlWebInbox, clock: SetClock
) -> None:
    for minutes, id in enumerate("abc"):
        at = clock.now() + timedelta(minutes=minutes)
        await inbox.post(post(id, at))
        await inbox.post(post(f"{id}2", at, "riverside"))
    paths = ("updates?after=a", "updates?after=c", "updates", "channel/riverside/updates?after=b2")
    pages = [await amira.get(f"/me/amira/{path}") for path in paths]
    new = [[title for title in page.titles if title.startswith("Post")] for page in pages]
    assert new == [["Post c", "Post b"], [], ["Post c", "Post b", "Post a"], ["Post c2"]]
    parts = [title for page in pages[2:] for title in page.titles if not title.startswith("Post")]
    assert parts == [
        *("Waiting for you", "Question k7f2.1", "Your partnerships", "Riverside Families"),
        *("Where things stand", "Riverside Families"),
    ]


def test_every_post_is_new_if_the_last_one_seen_is_gone(clock: SetClock) -> None:
    posts = [post(id, clock.now()) for id in "ab"]
    assert posts_after(posts, "gone") == posts


async def test_hostile_names_stay_text(stranger: Browser, bot: ScriptedBot) -> None:
    evil = "<script>alert(1)</script>"
    waits = Card(evil, (Text(evil), Buttons((Button(evil, evil),))))
    bot.shows[HomeView()] = home(waits, partnerships=(replace(RIVERSIDE, name=evil, role="lead"),))
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


async def test_a_channel_leads_to_the_outcomes_of_its_partnership_as_a_file(amira: Browser) -> None:
    page = await amira.get("/me/amira/channel/riverside")
    assert page.links["Outcomes as CSV"] == "/p/riverside/outcomes.csv"


async def test_a_page_marks_where_somebody_is_and_links_to_their_other_pages(amira: Browser) -> None:
    found = {}
    for path in ("", "/channel/riverside", "/settings", "/results/riverside"):
        page = await amira.get(f"/me/amira{path}")
        assert page.links.items() >= {
            ("Home", "/me/amira"),
            ("Riverside Families", "/me/amira/channel/riverside"),
            ("Settings", "/me/amira/settings"),
        }
        marked = amira.response.text.partition(' aria-current="page"')[0].rpartition('href="')[2]
        found[path] = marked.rstrip('"')
    assert found == {
        "": "/me/amira",
        "/channel/riverside": "/me/amira/channel/riverside",
        "/settings": "/me/amira/settings",
        "/results/riverside": "/me/amira/channel/riverside",
    }


async def test_a_part_of_a_page_has_another_version_only_when_it_has_changed(
    amira: Browser, bot: ScriptedBot
) -> None:
    async def versions() -> list[str]:
        await amira.get("/me/amira/updates")
        return re.findall('data-version="([0-9a-f]{8})"', amira.response.text)

    first, again = await versions(), await versions()
    bot.shows[HomeView()] = home(Card("Tom asks to join"), question("k7f2.1"))
    with_request = await versions()
    bot.shows[HomeView()] = home(Card("Tom asks to join"))
    answered = await versions()
    assert (first == again, first[0] != with_request[0], first[1] == with_request[1]) == (True, True, True)
    assert with_request[1] != answered[1]  # now it offers to change the answers


async def test_somebody_in_no_partnership_is_shown_how_to_begin(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[HomeView()] = home(partnerships=())
    page = await amira.get("/me/amira")
    assert page.titles[-2:] == ["What would you like to do?", "Your messages"]


async def test_a_channel_offers_what_everybody_can_read_and_leads_to_an_open_check_in(
    amira: Browser, bot: ScriptedBot
) -> None:
    page = await amira.get("/me/amira/channel/riverside")
    assert page.links["Answer the questions"] == "/me/amira/check-in/k7f2"
    assert [form.fields["says"] for form in page.forms] == ["note", "action"]
    bot.replies = [Card("Noted")]
    page = await amira.press("Add a note", words="We have a new chair.")
    assert (bot.messages[0].text, bot.messages[0].shared) == ("note We have a new chair.", True)
    assert "Noted" in page.titles


async def test_a_partnership_leads_to_the_forms_that_its_members_may_open(
    amira: Browser, bot: ScriptedBot
) -> None:
    shown = {}
    for role in ("member", "coordinator"):
        bot.shows[HomeView()] = home(partnerships=(replace(RIVERSIDE, role=role),))
        links = (await amira.get("/me/amira")).links.values()
        shown[role] = [link for link in links if "/form" in link]
    every = "/me/amira/forms?partnership=riverside"
    names = ("ask", "rhythm", "people")
    forms = [f"/me/amira/form/{name}?partnership=riverside" for name in names]
    assert shown == {"member": [every], "coordinator": [*forms, every]}


async def test_settings_show_the_cards_of_the_product_and_what_a_device_can_do(
    amira: Browser, bot: ScriptedBot
) -> None:
    page = await amira.get("/me/amira/settings")
    assert page.titles == [
        "Settings",
        "Your settings",
        "This browser and other devices",
        "What we keep about you",
    ]
    buttons = [label for form in page.forms for label in form.buttons]
    assert "Email" not in buttons
    bot.context = replace(bot.context, sends_email=True)
    page = await amira.get("/me/amira/settings")
    assert "Email" in [label for form in page.forms for label in form.buttons]
