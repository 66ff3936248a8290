"""Links in e-mails about a mailbox. Whole stories are in `conversations/test_by_mail.py`."""

import asyncio
from dataclasses import replace

import pytest

from bot.core.email import EmailOptOut, Mailbox, MutedReason
from bot.core.models import BrowserSession, Member, MembershipStatus, SignInMethod, hash_secret
from bot.handlers.browser import OpenedLink
from bot.handlers.mailbox_links import MailboxLinks
from bot.membership import mailboxes
from bot.notifications import email
from tests.support.cast import AMIRA, ScenarioUser
from tests.support.databases import each_database
from tests.support.scenario import Scenario

pytestmark = each_database

ADDRESS = "cerys@kitchen.example"


@pytest.fixture
def scenario(scenario: Scenario) -> Scenario:
    """A scenario in which Accord sends e-mail."""
    return replace(scenario, sends_email=True)


async def given(scenario: Scenario) -> tuple[Mailbox, str]:
    """Cerys, who uses the web, has typed her address; return her mailbox and a browser of hers."""
    await scenario.start_harbour()
    cerys, _ = await scenario.join_on_web(AMIRA, "Cerys", "Borough Council")
    await scenario.says(cerys, f"email {ADDRESS}")
    return await mailbox(scenario), await sign_in(scenario, cerys)


async def sign_in(scenario: Scenario, user: ScenarioUser) -> str:
    secret = await scenario.bot.sessions.sign_in("", (await scenario.person(user)).id)
    return hash_secret(secret)


async def mailbox(scenario: Scenario) -> Mailbox:
    (box,) = await scenario.all(Mailbox)
    return box


def signed(scenario: Scenario, purpose: str, box: Mailbox) -> str:
    return scenario.context.crypto.sign(purpose, box.id)


async def test_an_address_is_confirmed_only_where_its_person_is_signed_in(scenario: Scenario) -> None:
    box, browser = await given(scenario)
    links, confirm = scenario.bot.mailbox_links, signed(scenario, email.CONFIRM_PURPOSE, box)
    amira = await sign_in(scenario, AMIRA)
    elsewhere = [await links.view_confirmation(confirm, amira), await links.confirm(confirm, amira)]
    assert (elsewhere, (await mailbox(scenario)).confirmed) == (["elsewhere", "elsewhere"], False)
    states = [
        await links.view_confirmation(confirm, browser),
        await links.confirm(confirm, browser),
        await links.confirm(confirm, browser),
        await links.view_confirmation(confirm, amira),
    ]
    assert (states, (await mailbox(scenario)).confirmed) == (["ask", "done", "done", "done"], True)


async def test_e_mail_is_stopped_by_a_click_however_often_and_resumed_by_another(scenario: Scenario) -> None:
    box, browser = await given(scenario)
    links, stop = scenario.bot.mailbox_links, signed(scenario, email.STOP_PURPOSE, box)
    await links.confirm(signed(scenario, email.CONFIRM_PURPOSE, box), browser)
    assert await state(links, "view_stop", stop) == ("ask", True)
    assert [await state(links, "stop", stop) for _ in range(2)] == [("stopped", True)] * 2
    assert (await state(links, "view_stop", stop), len(await scenario.all(EmailOptOut))) == (
        ("stopped", True),
        1,
    )
    assert [await state(links, "resume", stop) for _ in range(2)] == [("again", True)] * 2
    assert ((await mailbox(scenario)).silence, await scenario.all(EmailOptOut)) == (None, [])


async def test_only_somebody_who_has_joined_is_called_a_member(scenario: Scenario) -> None:
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add Cerys Puw {ADDRESS} to Borough Council")
    box = await mailbox(scenario)
    links, stop = scenario.bot.mailbox_links, signed(scenario, email.STOP_PURPOSE, box)
    link = await links.view_stop(stop)
    assert link
    assert not link.is_member
    async with scenario.store.transaction() as db:
        (member,) = await db.find(Member, person=box.person)
        await db.update_if_unchanged(member, standing=MembershipStatus.ACTIVE)
    link = await links.view_stop(stop)
    assert link
    assert link.is_member


async def test_a_mailbox_to_which_nothing_arrived_can_be_stopped(scenario: Scenario) -> None:
    box, _ = await given(scenario)
    async with scenario.store.transaction() as db:
        await mailboxes.mute(db, box, MutedReason.RETURNED)
    stop = signed(scenario, email.STOP_PURPOSE, box)
    assert await state(scenario.bot.mailbox_links, "view_stop", stop) == ("ask", True)
    await scenario.bot.mailbox_links.stop(stop)
    assert (await mailbox(scenario)).silence is MutedReason.OFF


async def test_links_of_a_mailbox_that_is_gone_change_nothing(scenario: Scenario) -> None:
    box, browser = await given(scenario)
    async with scenario.store.transaction() as db:
        await db.remove(Mailbox, id=box.id)
    links, stop = scenario.bot.mailbox_links, signed(scenario, email.STOP_PURPOSE, box)
    states = [await state(links, act, stop) for act in ("view_stop", "stop", "resume")]
    assert states == [("stopped", False)] * 3
    confirm = signed(scenario, email.CONFIRM_PURPOSE, box)
    assert [await links.view_confirmation(confirm, browser), await links.confirm(confirm, browser)] == [
        "gone",
        "gone",
    ]


async def test_a_link_that_was_signed_for_something_else_is_none(scenario: Scenario) -> None:
    box, browser = await given(scenario)
    links, stop = scenario.bot.mailbox_links, signed(scenario, email.STOP_PURPOSE, box)
    confirm = signed(scenario, email.CONFIRM_PURPOSE, box)
    assert [
        await links.view_stop(confirm),
        await links.stop(confirm),
        await links.resume("guessed"),
        await links.view_confirmation(stop, browser),
        await links.confirm(stop, browser),
    ] == [None] * 5


async def test_a_spent_link_from_an_e_mail_lets_in_a_browser_that_is_still_signed_in(
    scenario: Scenario,
) -> None:
    box, browser = await given(scenario)
    await scenario.bot.mailbox_links.confirm(signed(scenario, email.CONFIRM_PURPOSE, box), browser)
    secret = (await email.envelope(scenario.context, box.id, "key")).way_in.removeprefix("/me/open/")
    sessions = scenario.bot.sessions
    first = await sessions.redeem_login_link(browser, secret)
    assert first.person == box.person
    assert await sessions.redeem_login_link(hash_secret(first.secret), secret) == OpenedLink(
        box.person, by_mail=True
    )
    assert await sessions.preview_login_link("another browser", secret) == OpenedLink(by_mail=True)


async def test_of_many_browsers_that_open_a_link_from_an_e_mail_together_one_is_signed_in(
    scenario: Scenario,
) -> None:
    box, browser = await given(scenario)
    await scenario.bot.mailbox_links.confirm(signed(scenario, email.CONFIRM_PURPOSE, box), browser)
    secret = (await email.envelope(scenario.context, box.id, "key")).way_in.removeprefix("/me/open/")
    opened = await asyncio.gather(
        *(scenario.bot.sessions.redeem_login_link(f"browser {n}", secret) for n in range(100))
    )
    assert [bool(link.secret) for link in opened].count(True) == 1
    assert len(await scenario.all(BrowserSession, method=SignInMethod.EMAIL)) == 1


async def state(links: MailboxLinks, act: str, link: str) -> tuple[str, bool]:
    page = await getattr(links, act)(link)
    assert page.t.code == "en"
    return page.state, page.is_kept
