from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.web.app import create_app
from adapters.web.commands import sentence_of_form
from bot.core.cards import Button, Buttons, Card, Link, Text
from bot.core.errors import Refusal, Unavailable
from bot.core.events import Message
from bot.core.models import BrowserSession, Person, web_address
from bot.handlers.check_in import CheckInView
from bot.handlers.views import HomeView, MyPartnershipsView
from bot.messages import general
from storage.web_inbox import SqlWebInbox
from tests.adapters.web.browser import HERE, Browser, Reader
from tests.adapters.web.conftest import KEYS
from tests.adapters.web.scripted_bot import RIVERSIDE, FakeRenderer, ScriptedBot, comment, home, question
from tests.support.fakes import SetClock

CHAT, CHANNEL = web_address("amira"), web_address("riverside")
SEND = "Send"


async def saved_posts(inbox: SqlWebInbox) -> list[tuple[str, str]]:
    """Return the sentence and the title of every post, in the chat and in the channel."""
    posts = await inbox.posts(CHAT, 99) + await inbox.posts(CHANNEL, 99)
    return [(post.said, post.card.title) for post in posts]


async def send_in_channel(browser: Browser, words: str) -> Reader:
    path = "/me/amira/channel/riverside"
    csrf = (await browser.get(path)).forms[0].fields["csrf"]
    return await browser.post(path, {"csrf": csrf, "words": words})


async def test_a_reply_is_posted_in_the_chat(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox, clock: SetClock
) -> None:
    bot.replies = [Card("Who is in", thread_key="members")]
    await amira.get("/me/amira")
    page = await amira.press(SEND, words="members")
    message = bot.messages[0]
    assert (message.sender, message.place, message.text, message.shared, message.pressed) == (
        CHAT,
        CHAT,
        "members",
        False,
        False,
    )
    assert (amira.path, page.titles[-1]) == ("/me/amira", "Who is in")
    posts = await inbox.posts(CHAT, 9)
    assert [(post.said, post.about, post.posted_at) for post in posts] == [("members", "", clock.now())]


async def test_a_button_is_the_sentence_it_says(amira: Browser, bot: ScriptedBot) -> None:
    await amira.get("/me/amira")
    await amira.press("Round status")
    assert (bot.messages[0].text, bot.messages[0].pressed) == ("status", True)


async def test_a_press_is_shown_as_the_label_of_its_button(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    approve = Buttons((Button("Approve Tom Ashworth", "approve 6nnnfx5wgu6bkh6p"),))
    bot.shows[HomeView()] = home(Card("Tom Ashworth wants to join", (approve,)))
    await amira.get("/me/amira")
    page = await amira.press("Approve Tom Ashworth")
    assert bot.messages[0].text == "approve 6nnnfx5wgu6bkh6p"
    assert await saved_posts(inbox) == [("Approve Tom Ashworth", "Done")]
    assert "Approve Tom Ashworth" in page.words


async def test_a_box_is_shown_as_its_button_and_what_was_typed(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    await amira.get("/me/amira/channel/riverside")
    await amira.press("Add a note", words="We have a new chair.")
    assert await saved_posts(inbox) == [("Amira Khan: Add a note: We have a new chair.", "Done")]


@pytest.mark.parametrize("labels", ["", "forged", "another form's"])
async def test_a_label_that_was_not_signed_for_this_sentence_is_not_shown(
    amira: Browser, inbox: SqlWebInbox, labels: str
) -> None:
    page = await amira.get("/me/amira/channel/riverside")
    signed = page.forms[-1].fields["labels"]
    fields = {"csrf": page.forms[0].fields["csrf"], "says": "approve 6nnnfx5wgu6bkh6p"}
    labels = signed if labels == "another form's" else labels
    await amira.post("/me/amira/channel/riverside", fields | {"labels": labels})
    assert [said for said, _ in await saved_posts(inbox)] == [""]


async def test_what_is_typed_into_a_box_follows_its_sentence() -> None:
    assert sentence_of_form({"says": "comment k7f2", "words": "Late\npapers."}) == (
        "comment k7f2 Late\npapers.",
        True,
    )
    assert sentence_of_form({"words": "help"}) == ("help", False)
    assert sentence_of_form({}) == ("", False)


async def test_a_double_press_counts_once(amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    form = next(form for form in (await amira.get("/me/amira")).forms if "Round status" in form.buttons)
    bot.replies = [Card("Who is in"), None]
    for _ in range(2):
        await amira.post(form.action, form.fields | {"says": "status"})
    assert (bot.messages[0].id == bot.messages[1].id, amira.status) == (True, 200)
    assert await saved_posts(inbox) == [("Round status", "Who is in")]


async def test_an_empty_sentence_is_ignored(amira: Browser, bot: ScriptedBot) -> None:
    await amira.get("/me/amira")
    await amira.press(SEND, words="  \x00 ")
    assert (amira.path, bot.messages) == ("/me/amira", [])


async def test_an_answer_leads_to_the_next_question_and_is_not_kept(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [question("k7f2.2")]
    with capture_logs() as logs:
        await amira.get("/me/amira")
        page = await amira.press("Mostly")
    assert (amira.path, page.titles) == ("/me/amira/check-in/k7f2", ["Question k7f2.2"])
    assert (bot.messages[0].text, bot.messages[0].pressed) == ("answer k7f2.1 4", True)
    assert (await saved_posts(inbox), "k7f2.1" in str(logs)) == ([], False)


async def test_an_old_page_can_be_answered_again(amira: Browser, bot: ScriptedBot) -> None:
    form = (await amira.get("/me/amira")).forms[0]
    bot.replies = [question("k7f2.2")] * 2
    for value in "45":
        await amira.post(form.action, form.fields | {"says": f"answer k7f2.1 {value}"})
    assert [message.text for message in bot.messages] == ["answer k7f2.1 4", "answer k7f2.1 5"]
    assert bot.messages[0].id != bot.messages[1].id


async def test_changing_an_answer_has_a_page_of_its_own(amira: Browser, bot: ScriptedBot) -> None:
    again = Card("Thank you", (Buttons((Button("The first", "change k7f2.1"),)),), check_in="k7f2")
    bot.shows |= {CheckInView("k7f2"): again, CheckInView("k7f2", "k7f2.1"): question("k7f2.1")}
    bot.replies = [question("k7f2.1")]
    await amira.get("/me/amira/check-in/k7f2")
    page = await amira.press("The first")
    assert (amira.path, page.titles) == ("/me/amira/check-in/k7f2?at=k7f2.1", ["Question k7f2.1"])


async def test_a_comment_leads_to_the_thanks(amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox) -> None:
    bot.shows[CheckInView("k7f2")] = comment("k7f2")
    await amira.get("/me/amira/check-in/k7f2")
    thanks = bot.shows[CheckInView("k7f2")] = Card("Thank you", check_in="k7f2")
    bot.replies = [thanks]
    page = await amira.press("Send it", words="Late papers.")
    assert (bot.messages[0].text, page.titles) == ("comment k7f2 Late papers.", ["Thank you"])
    assert (amira.path, await saved_posts(inbox)) == ("/me/amira/check-in/k7f2", [])


async def test_the_sentence_check_in_leads_to_the_open_one(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[MyPartnershipsView()] = (replace(RIVERSIDE, waiting="x1"), RIVERSIDE)
    bot.shows[CheckInView("x1")] = question("x1.1")
    bot.replies = [question("k7f2.2")]
    await amira.get("/me/amira")
    await amira.press(SEND, words="check-in")
    assert amira.path == "/me/amira/check-in/k7f2"


@pytest.mark.parametrize(
    ("words", "reply"),
    [("answer k7f2.1 9", Card("Not done")), ("later", Card("Noted"))],
)
async def test_a_reply_about_answers_is_shown_at_once_and_not_kept(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox, words: str, reply: Card
) -> None:
    bot.replies = [reply]
    await amira.get("/me/amira")
    page = await amira.press(SEND, words=words)
    assert (amira.status, page.titles, await saved_posts(inbox)) == (200, [reply.title], [])
    assert words not in amira.response.text


async def test_a_typed_answer_is_told_why_it_was_not_taken_and_kept_nowhere(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [replace(question("k7f2.1"), parts=(Text("Choose below."), *question("k7f2.1").parts))]
    await amira.get("/me/amira")
    page = await amira.press(SEND, words="4 mostly")
    assert ("Choose below." in page.words, await saved_posts(inbox)) == (True, [])
    assert "4 mostly" not in amira.response.text


async def test_an_answer_to_a_closed_round_is_refused_in_words(amira: Browser, bot: ScriptedBot) -> None:
    bot.shows[CheckInView("k7f2")] = Refusal("The round has closed.")
    bot.replies = [general.refused(bot.context.translator(), Refusal("This round has closed."))]
    await amira.get("/me/amira")
    page = await amira.press("Mostly")
    assert "This round has closed." in page.words


async def test_a_sentence_not_understood_stays_in_the_box_unkept(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [Card("We did not understand that", (Text("Nothing was done."),), refused=True)]
    await amira.get("/me/amira")
    page = await amira.press(SEND, words="coment k7f2 I am cross")
    assert (page.titles, await saved_posts(inbox)) == (["We did not understand that"], [])
    assert page.forms[-1].fields["words"] == "coment k7f2 I am cross"
    html = amira.response.text
    assert "<title>Error: We did not understand that" in html
    assert '<p class="text" id="words-error" dir="auto"><a href="#words">Nothing was done.</a></p>' in html
    assert 'aria-describedby="words-error" aria-invalid="true"' in html


async def test_a_refused_comment_is_given_back_to_be_changed(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.shows[CheckInView("k7f2")] = comment("k7f2")
    bot.replies = [Card("Not done", (Text("It is too long."),), refused=True), Card("Thank you")]
    await amira.get("/me/amira/check-in/k7f2")
    await amira.press("Send it", words="Late papers.\nAgain.")
    assert ">Late papers.\nAgain.</textarea>" in amira.response.text
    await amira.press(SEND, words="Late papers.")
    assert [message.text for message in bot.messages][-1] == "comment k7f2 Late papers."
    assert await saved_posts(inbox) == []


async def test_a_button_that_is_refused_leaves_nothing_to_retype(amira: Browser, bot: ScriptedBot) -> None:
    bot.replies = [Card("Not done", (Text("The round has closed."),), refused=True)]
    await amira.get("/me/amira")
    page = await amira.press("Mostly")
    assert (page.titles, page.forms) == (["Not done"], [])


async def test_a_very_long_sentence_is_refused_unread(amira: Browser, bot: ScriptedBot) -> None:
    bot.replies = [Card("Not done", refused=True)]
    await amira.get("/me/amira")
    page = await amira.press(SEND, words="in" + " " * 100_000 + "x")
    assert (amira.status, page.titles) == (200, ["Not done"])


async def test_forms_without_a_nonce_are_separate_events(amira: Browser, bot: ScriptedBot) -> None:
    csrf = (await amira.get("/me/amira")).forms[0].fields["csrf"]
    for _ in range(2):
        await amira.post("/me/amira/say", {"csrf": csrf, "words": "help"})
    assert len({message.id for message in bot.messages}) == 2


async def test_a_sentence_not_understood_in_a_channel_can_be_retyped(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [Card("We did not understand that", private=True, refused=True)]
    page = await send_in_channel(amira, "resluts")
    assert (page.forms[-1].action, await saved_posts(inbox)) == ("/me/amira/channel/riverside", [])


async def test_a_sentence_in_a_channel_is_answered_in_the_channel(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [Card("Round 26")]
    page = await send_in_channel(amira, "purpose To help")
    assert (bot.messages[0].place, bot.messages[0].shared, bot.messages[0].pressed) == (CHANNEL, True, False)
    assert (amira.path, page.titles[4]) == ("/me/amira/channel/riverside", "Round 26")
    posts = await inbox.posts(CHANNEL, 9)
    assert [(post.said, post.card.title) for post in posts] == [("Amira Khan: purpose To help", "Round 26")]


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("members", Card("Who is in", private=True)),
        ("purpose X", Card("For you", private=True)),
        ("status", Card("x")),
    ],
)
async def test_a_private_reply_in_a_channel_goes_to_the_chat(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox, words: str, reply: Card
) -> None:
    bot.replies = [reply]
    page = await send_in_channel(amira, words)
    assert "The reply is for you alone, so it is not here." in page.words
    assert await inbox.posts(CHANNEL, 9) == []
    assert [post.said for post in await inbox.posts(CHAT, 9)] == [words]


async def test_a_check_in_button_in_a_channel_leads_to_its_page(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [replace(question("k7f2.2"), private=True)]
    csrf = (await amira.get("/me/amira/channel/riverside")).forms[0].fields["csrf"]
    await amira.post("/me/amira/channel/riverside", {"csrf": csrf, "says": "answer k7f2.1 4"})
    assert (amira.path, await saved_posts(inbox)) == ("/me/amira/check-in/k7f2", [])


async def test_an_answer_typed_in_a_channel_is_refused_and_not_kept(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [Card("Not done", (Text("Others can read this place."),))]
    page = await send_in_channel(amira, "answer k7f2.1 4")
    assert ("Others can read this place." in page.words, await saved_posts(inbox)) == (True, [])


async def test_a_login_link_is_shown_to_be_copied_and_not_kept(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [Card("Your pages", (Link("Open", "/me/open/secret", one_time=True),))]
    await amira.get("/me/amira")
    page = await amira.press(SEND, words="hub")
    assert "Open" not in page.links  # whoever pressed it here would spend it
    assert f'value="{HERE}/me/open/secret" readonly' in amira.response.text
    assert await saved_posts(inbox) == []


async def test_the_hub_is_opened_at_once_for_somebody_who_is_signed_in(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    bot.replies = [Card("Evidence hub", (Link("Open the hub", "/p/riverside"),))]
    await amira.get("/me/amira")
    await amira.press(SEND, words="hub")
    assert (amira.path, await saved_posts(inbox)) == ("/p/riverside", [])


async def test_somebody_who_is_forgotten_leaves_no_post_behind(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    async def forget(_: Message) -> None:
        async with bot.context.store.transaction() as db:
            await db.remove(BrowserSession, person="amira")
            await db.remove(Person, id="amira")

    bot.before, bot.replies = forget, [Card("Your data is deleted")]
    await amira.get("/me/amira")
    page = await amira.press(SEND, words="forget me now")
    assert (page.titles, await saved_posts(inbox)) == (["Your data is deleted"], [])
    assert (page.links["Go to the start page"], "Go to your page" in page.links) == ("/", False)
    await amira.get("/me/amira")
    assert amira.status == 404


async def test_a_reply_that_cannot_be_kept_is_shown(
    amira: Browser, bot: ScriptedBot, inbox: SqlWebInbox
) -> None:
    class Full(SqlWebInbox):
        async def post(self, _: object) -> str:
            raise Unavailable("disk full")

    app = create_app(bot, Full(bot.context.store), FakeRenderer(), secret_keys=KEYS, public_url=HERE)
    again = Browser(app)
    again.http.cookies.update(amira.secret)
    bot.replies = [Card("The round is closed")]
    await again.get("/me/amira")
    page = await again.press(SEND, words="close")
    assert (page.titles, await saved_posts(inbox)) == (["The round is closed"], [])


async def test_without_the_database_no_answer_seems_saved(amira: Browser, bot: ScriptedBot) -> None:
    bot.replies = [Unavailable("locked")]
    await amira.get("/me/amira")
    page = await amira.press("Mostly")
    assert (amira.status, page.titles) == (503, ["Sorry, there is a problem with the service"])


async def test_hostile_text_is_shown_as_text(amira: Browser, inbox: SqlWebInbox, bot: ScriptedBot) -> None:
    bot.shows[HomeView()] = home()
    await amira.get("/me/amira")
    await amira.press(SEND, words="purpose <script>alert(1)</script>")
    assert ("<script>alert" in amira.response.text, await saved_posts(inbox)) == (
        False,
        [("purpose <script>alert(1)</script>", "Done")],
    )
