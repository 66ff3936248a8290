"""Links in e-mails about a mailbox. Whole stories are in `conversations/test_by_mail.py`."""

from dataclasses import replace

import pytest

from bot.core.email import EmailOptOut, Mailbox, MutedReason
from bot.core.models import hash_secret
from bot.handlers.bot import Bot
from bot.handlers.browser import OpenedLink
from bot.handlers.mailbox_links import MailboxLinks
from bot.membership import mailboxes
from bot.notifications import email
from tests.handlers.scene import AMIRA, Scene, SceneUser

ADDRESS = "cerys@kitchen.example"


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """A scene in which Accord sends e-mail."""
    context = replace(scene.context, sends_email=True)
    return replace(scene, context=context, bot=Bot(context))


async def given(scene: Scene) -> tuple[Mailbox, str]:
    """Cerys, who uses the web, has typed her address; return her mailbox and a browser of hers."""
    await scene.harbour()
    cerys, _ = await scene.in_on_web(AMIRA, "Cerys", "Borough Council")
    await scene.say(cerys, f"email {ADDRESS}")
    return await mailbox(scene), await sign_in(scene, cerys)


async def sign_in(scene: Scene, user: SceneUser) -> str:
    secret = await scene.bot.sessions.sign_in("", (await scene.person(user)).id)
    return hash_secret(secret)


async def mailbox(scene: Scene) -> Mailbox:
    (box,) = await scene.found(Mailbox)
    return box


def signed(scene: Scene, purpose: str, box: Mailbox) -> str:
    return scene.context.crypto.sign(purpose, box.id)


async def test_an_address_is_confirmed_only_where_its_person_is_signed_in(scene: Scene) -> None:
    box, browser = await given(scene)
    links, confirm = scene.bot.mailbox_links, signed(scene, email.CONFIRM_PURPOSE, box)
    amira = await sign_in(scene, AMIRA)
    elsewhere = [await links.view_confirmation(confirm, amira), await links.confirm(confirm, amira)]
    assert (elsewhere, (await mailbox(scene)).confirmed) == (["elsewhere", "elsewhere"], False)
    states = [
        await links.view_confirmation(confirm, browser),
        await links.confirm(confirm, browser),
        await links.confirm(confirm, browser),
        await links.view_confirmation(confirm, amira),
    ]
    assert (states, (await mailbox(scene)).confirmed) == (["ask", "done", "done", "done"], True)


async def test_e_mail_is_stopped_by_a_click_however_often_and_resumed_by_another(scene: Scene) -> None:
    box, browser = await given(scene)
    links, stop = scene.bot.mailbox_links, signed(scene, email.STOP_PURPOSE, box)
    await links.confirm(signed(scene, email.CONFIRM_PURPOSE, box), browser)
    assert await state(links, "view_stop", stop) == ("ask", True)
    assert [await state(links, "stop", stop) for _ in range(2)] == [("stopped", True)] * 2
    assert (await state(links, "view_stop", stop), len(await scene.found(EmailOptOut))) == (
        ("stopped", True),
        1,
    )
    assert [await state(links, "resume", stop) for _ in range(2)] == [("again", True)] * 2
    assert ((await mailbox(scene)).silence, await scene.found(EmailOptOut)) == (None, [])


async def test_a_mailbox_to_which_nothing_arrived_can_be_stopped(scene: Scene) -> None:
    box, _ = await given(scene)
    async with scene.store.transaction() as db:
        await mailboxes.mute(db, box, MutedReason.RETURNED)
    stop = signed(scene, email.STOP_PURPOSE, box)
    assert await state(scene.bot.mailbox_links, "view_stop", stop) == ("ask", True)
    await scene.bot.mailbox_links.stop(stop)
    assert (await mailbox(scene)).silence is MutedReason.OFF


async def test_links_of_a_mailbox_that_is_gone_change_nothing(scene: Scene) -> None:
    box, browser = await given(scene)
    async with scene.store.transaction() as db:
        await db.remove(Mailbox, id=box.id)
    links, stop = scene.bot.mailbox_links, signed(scene, email.STOP_PURPOSE, box)
    states = [await state(links, act, stop) for act in ("view_stop", "stop", "resume")]
    assert states == [("stopped", False)] * 3
    confirm = signed(scene, email.CONFIRM_PURPOSE, box)
    assert [await links.view_confirmation(confirm, browser), await links.confirm(confirm, browser)] == [
        "gone",
        "gone",
    ]


async def test_a_link_that_was_signed_for_something_else_is_none(scene: Scene) -> None:
    box, browser = await given(scene)
    links, stop = scene.bot.mailbox_links, signed(scene, email.STOP_PURPOSE, box)
    confirm = signed(scene, email.CONFIRM_PURPOSE, box)
    assert [
        await links.view_stop(confirm),
        await links.stop(confirm),
        await links.resume("guessed"),
        await links.view_confirmation(stop, browser),
        await links.confirm(stop, browser),
    ] == [None] * 5


async def test_a_spent_link_from_an_e_mail_lets_in_a_browser_that_is_still_signed_in(scene: Scene) -> None:
    box, browser = await given(scene)
    await scene.bot.mailbox_links.confirm(signed(scene, email.CONFIRM_PURPOSE, box), browser)
    secret = (await email.envelope(scene.context, box.id, "key")).way_in.removeprefix("/me/open/")
    sessions = scene.bot.sessions
    first = await sessions.redeem_login_link(browser, secret)
    assert (first.person, first.secret) == (box.person, "")
    assert await sessions.redeem_login_link(browser, secret) == OpenedLink(box.person, by_mail=True)
    assert await sessions.preview_login_link("another browser", secret) == OpenedLink(by_mail=True)


async def state(links: MailboxLinks, act: str, link: str) -> tuple[str, bool]:
    page = await getattr(links, act)(link)
    assert page.t.code == "en"
    return page.state, page.is_kept
