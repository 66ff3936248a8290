"""Somebody without Slack or Teams takes part by e-mail, from the invitation to the end."""

from datetime import timedelta

from bot.core.deliveries import Delivery, DeliveryKind, DeliveryState
from bot.core.email import EmailOptOut, Mailbox, MutedReason
from bot.core.models import Answer, BrowserSession, Member, MembershipStatus, Person, Round, web_address
from bot.core.ports import WebMessage as Kept
from tests.adapters.web.browser import Browser
from tests.conversations.mail_client import MailClient, link, post, stop, text
from tests.support.cast import AMIRA, BEN, DILYS, EFE, FARAH, GWIL, IDRIS, JO
from tests.support.read_cards import facts, labels, reason, says, words
from tests.support.scenario import Scenario

__all__ = ["post"]

CERYS, ELIN, NEW = "cerys@kitchen.example", "elin@kitchen.example", "cerys@home.example"
SIX = (AMIRA, BEN, DILYS, EFE, FARAH, GWIL)
NOBODY = "550 5.1.1 <cerys@kitchen.example>: nobody here"


async def joined(post: MailClient, address: str, name: str) -> Browser:
    """Add somebody by their address, who confirms."""
    await post.scenario.says(AMIRA, f"add {address} to Cegin Gymunedol")
    await post.scenario.worker.tick()
    browser = post.browser()
    await post.enter(browser, address)
    await browser.press("Confirm with this name", words=name)
    return browser


def home(browser: Browser) -> str:
    """Return the path of the page of the person who is signed in."""
    return "/".join(browser.path.partition("#")[0].split("/")[:3])


async def test_an_email_address_is_seen_only_by_the_coordinator_who_added_it(
    post: MailClient, scenario: Scenario
) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, f"add {CERYS} to Cegin Gymunedol")
    assert (card.title, CERYS in words(card)) == ("Newcomer 1 was added", False)
    await scenario.worker.tick()
    invitation = post.last(CERYS)
    assert (invitation["Subject"], invitation["From"]) == (
        "Will you join Harbour Together?",
        "Accord <accord@example.org>",
    )
    seen = [facts(await scenario.says(each, "members"))["Newcomer 1"] for each in (AMIRA, BEN)]
    assert seen == [f"member · has not confirmed yet · {CERYS}", "member · has not confirmed yet"]

    cerys = post.browser()
    for _ in range(2):  # as mail programs do, which look at links before their readers
        await cerys.get(link(invitation))
    assert await scenario.all(BrowserSession) == []
    await cerys.press("Open my page")
    page = await cerys.press("Confirm with this name", words="Cerys Puw")
    assert "Welcome to Harbour Together" in page.titles
    seen = [facts(await scenario.says(each, "members"))["Cerys Puw"] for each in (AMIRA, BEN)]
    assert seen == [f"member · {CERYS}", "member"]


async def test_emails_come_in_the_language_of_each_reader(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    cerys, elin = await joined(post, CERYS, "Cerys Puw"), await joined(post, ELIN, "Elin Wyn")
    await cerys.press("Send", words="language cy")
    for actor in (IDRIS, JO):  # so many that comments are asked for
        await scenario.add(AMIRA, actor, "Cegin Gymunedol")
    await scenario.says(AMIRA, 'ask "How fair was the move?" for 5 days now')
    await scenario.passes(hours=1)
    assert [post.titles(each)[-1] for each in (CERYS, ELIN)] == ["How fair was the move?"] * 2
    assert "1 cwestiwn" in text(post.last(CERYS))
    assert "Mostly" not in text(post.last(ELIN))  # what cannot be pressed there is not shown

    await cerys.get(link(post.last(CERYS)))  # she is signed in, and so let in at once
    assert cerys.path == home(cerys)
    await cerys.press("Gan mwyaf")
    await cerys.get(link(post.last(CERYS)))
    await cerys.press("Gorffen heb sylw")
    for actor in SIX[:4]:
        await scenario.answers(actor, 4)
    await scenario.passes(days=4)
    assert len(post.titles(CERYS)) == 2
    assert post.titles(ELIN)[2:] == ["Harbour Together: still time to answer"]
    assert "We do not have all your answers for this round yet." in text(post.last(ELIN))
    assert len(await scenario.all(Answer, question="own")) == 5

    await scenario.passes(days=4)
    assert post.titles(ELIN)[-1] == "Harbour Together: what you said"
    assert "5 of 10 replied." in text(post.last(ELIN))
    assert len(post.titles(CERYS)) == 3
    round_ = await scenario.one(Round)
    await elin.get(link(post.last(ELIN)))  # of its two links the first opens the hub
    assert (elin.path, elin.status) == (f"/p/{round_.partnership}/rounds/{round_.id}", 200)
    stranger = post.browser()
    await stranger.get(link(post.last(ELIN)))
    await stranger.press("Open the hub")
    assert (stranger.path, stranger.status) == (elin.path, 200)


async def test_one_click_stops_email_and_another_resumes_it(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    elin = await joined(post, ELIN, "Elin Wyn")
    program, way_out = post.browser(), stop(post.last(ELIN))
    await program.get(way_out)  # looking is not clicking
    assert program.page.titles == ["Stop emails?"]
    assert (await scenario.one(Mailbox)).silence is None

    for _ in range(2):
        await program.post(way_out, {"List-Unsubscribe": "One-Click"})
        assert (program.status, program.page.titles) == (200, ["We have stopped your emails"])
    assert program.secret == {}  # neither needed nor left behind
    await scenario.says(AMIRA, 'ask "Was the move fair?" for 2 days now')
    await scenario.passes(days=3)
    assert post.titles(ELIN) == ["Will you join Harbour Together?"]
    roster = await scenario.says(AMIRA, "members")
    assert facts(roster)["Elin Wyn"] == f"member · {ELIN} · does not want email"
    assert "does not want email" not in words(await scenario.says(BEN, "members"))

    await program.get(way_out)
    page = await program.press("Start emails again")
    assert page.titles == ["We will email you again"]
    await scenario.passes(days=7)
    await scenario.says(AMIRA, 'ask "Was the second move fair?" for 2 days now')
    await scenario.passes(hours=2)
    assert post.titles(ELIN)[-1] == "Was the second move fair?"
    assert await scenario.all(EmailOptOut) == []
    await elin.get(link(post.last(ELIN)))
    assert "Was the second move fair?" in elin.page.titles


async def test_after_stopping_email_the_question_is_on_the_page(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    elin = await joined(post, ELIN, "Elin Wyn")
    await scenario.says(AMIRA, 'ask "Was the move fair?" for 5 days now')
    await scenario.passes(hours=1)
    await post.browser().post(stop(post.last(ELIN)), {"List-Unsubscribe": "One-Click"})
    await scenario.passes(days=4)
    assert post.titles(ELIN)[1:] == ["Was the move fair?"]
    page = await elin.get(home(elin))
    assert "Was the move fair?" in page.titles
    reminded = [
        card.title for to, card in scenario.platform.sent if to == web_address(home(elin).split("/")[2])
    ]
    assert reminded == ["Harbour Together: still time to answer"]


async def test_a_login_link_works_once_and_then_sends_another(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await joined(post, ELIN, "Elin Wyn")
    spent, telephone = link(post.last(ELIN)), post.browser()
    await telephone.get(spent)
    page = await telephone.press("Open my page")
    assert (telephone.status, page.titles) == (410, ["This link has expired"])
    page = await telephone.press("Email me a new link")
    assert page.titles == ["Check your email"]
    await scenario.worker.tick()
    assert post.titles(ELIN)[1:] == ["Your new link"]
    await post.enter(telephone, ELIN)
    assert telephone.status == 200

    late = link(post.last(ELIN))
    for _ in range(9):
        await telephone.get(f"{late}x")
    assert (telephone.status, "Email me a new link" in words_of(telephone)) == (200, False)


async def test_a_login_link_is_valid_for_two_weeks(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    statuses = []
    for address in (CERYS, ELIN):
        await scenario.says(AMIRA, f"add {address} to Cegin Gymunedol")
    await scenario.worker.tick()
    for address, days in ((CERYS, 14), (ELIN, 1)):
        scenario.clock.move(timedelta(days=days))
        browser = post.browser()
        await post.enter(browser, address)
        statuses.append(browser.status)
    assert statuses == [200, 410]


async def test_signing_out_everywhere_shuts_the_links_in_all_earlier_mail(
    post: MailClient, scenario: Scenario
) -> None:
    await scenario.create_partnership(*SIX)
    elin = await joined(post, ELIN, "Elin Wyn")
    await scenario.says(AMIRA, 'ask "Was the move fair?" for 2 days now')
    await scenario.passes(hours=2)
    await elin.get(f"{home(elin)}/settings")
    await elin.press("Yes, sign out everywhere")
    await post.enter(elin, ELIN)
    assert elin.status == 410


async def test_a_new_link_that_a_coordinator_made_is_told_by_email(
    post: MailClient, scenario: Scenario
) -> None:
    await scenario.create_partnership(*SIX)
    elin = await joined(post, ELIN, "Elin Wyn")
    earlier = link(post.last(ELIN))
    await scenario.says(AMIRA, "new link for Elin Wyn now")
    await scenario.passes(minutes=1)
    assert post.titles(ELIN)[-1] == "You have a new sign-in link"
    assert "Amira Khan made it on 2 March 2026" in text(post.last(ELIN))
    await elin.get(home(elin))
    assert elin.status == 404  # she notices, though she has lost nothing
    await post.enter(elin, ELIN)  # and comes back by herself
    assert (elin.path, elin.status) == (home(elin), 200)
    stranger = post.browser()
    await stranger.get(earlier)
    await stranger.press("Open my page")
    assert stranger.status == 410


async def test_the_record_of_a_used_link_names_nobody(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    elin = await joined(post, ELIN, "Elin Wyn")
    await scenario.says(AMIRA, 'ask "Was the move fair?" for 2 days now')
    await scenario.passes(hours=2)
    kinds = (Person, Member, Mailbox, Delivery, BrowserSession, Kept)
    before = [await scenario.all(each) for each in kinds]
    await elin.get(link(post.last(ELIN)))
    assert elin.path == home(elin)
    assert [await scenario.all(each) for each in kinds] == before
    telephone = post.browser()
    await post.enter(telephone, ELIN)
    assert telephone.path == home(elin)
    after = [await scenario.all(each) for each in kinds]
    assert [n for n, kind in enumerate(kinds) if after[n] != before[n]] == [kinds.index(BrowserSession)]
    assert {each.expires_at.day for each in await scenario.all(BrowserSession)} == {1}


async def test_members_confirm_an_address_in_the_browser_they_use(
    post: MailClient, scenario: Scenario
) -> None:
    await scenario.create_partnership(*SIX)
    cerys = await joined(post, CERYS, "Cerys Puw")
    page = await cerys.press("Send", words=f"email {NEW}")
    assert page.titles == ["Check your email"]
    await scenario.worker.tick()
    assert post.titles(NEW) == ["Is this your email address?"]
    assert "Cerys" not in post.last(NEW).as_string()

    stranger = post.browser()  # reads at this address, by a slip of the pen
    page = await stranger.get(link(post.last(NEW)))
    assert page.forms == []
    await stranger.post(link(post.last(NEW)), {})
    assert (stranger.status, len(await scenario.all(BrowserSession))) == (403, 1)

    await cerys.get(link(post.last(NEW)))
    await cerys.press("Yes, email me there")
    (box,) = await scenario.all(Mailbox)
    assert (box.confirmed, box.typed_by) == (True, box.person)
    assert facts(await scenario.says(AMIRA, "members"))["Cerys Puw"] == "member"
    await scenario.says(AMIRA, 'ask "Was the move fair?" for 2 days now')
    await scenario.passes(hours=2)
    assert (post.titles(NEW)[1:], post.titles(CERYS)[1:]) == (["Was the move fair?"], [])


async def test_used_forged_and_obsolete_links_change_nothing(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    cerys = await joined(post, CERYS, "Cerys Puw")
    mine = home(cerys)
    await cerys.press("Send", words=f"email {NEW}")
    await scenario.worker.tick()
    yes, way_out = link(post.last(NEW)), stop(post.last(NEW))
    page = await cerys.get(yes)
    token = {"csrf": page.forms[-1].fields["csrf"]}
    await cerys.press("Yes, email me there")
    used = await scenario.all(Mailbox)
    await cerys.post(yes, token)
    assert (cerys.status, await scenario.all(Mailbox)) == (200, used)
    assert (await cerys.get(yes)).forms == []
    program = post.browser()
    await program.post(f"{way_out}/again", {})
    assert (program.page.titles, await scenario.all(Mailbox)) == (["We will email you again"], used)
    await program.get(f"{way_out}x")
    assert program.status == 404

    await cerys.get(mine)
    await cerys.press("Send", words="email off")
    assert "This link has expired" in " ".join((await cerys.get(yes)).words)
    await program.post(f"{way_out}/again", {})
    assert (program.page.titles, await scenario.all(Mailbox)) == (["We have stopped your emails"], [])


async def test_members_switch_email_off_and_are_forgotten(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    cerys, elin = await joined(post, CERYS, "Cerys Puw"), await joined(post, ELIN, "Elin Wyn")
    page = await cerys.press("Email")
    assert f"We email you at {CERYS}. Your page also shows what is waiting for you." in page.words
    page = await cerys.press("Stop emails and delete my address")
    assert [each.digest for each in await scenario.all(Mailbox)] == [await digest(scenario, ELIN)]
    await elin.get(home(elin))
    page = await elin.press("Send", words="my data")
    shown = " ".join(page.words).replace("\xa0", " ")
    assert (
        f"Where we write to you by email Email {ELIN} · typed by the person who added you Time zone" in shown
    )
    await elin.get(home(elin))
    await elin.press("Send", words="forget me now")
    assert (await scenario.all(Mailbox), await scenario.all(EmailOptOut)) == ([], [])
    await post.browser().post(stop(post.last(ELIN)), {"List-Unsubscribe": "One-Click"})
    assert await scenario.all(EmailOptOut) == []


async def test_an_address_is_stored_only_encrypted(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    cerys = await joined(post, CERYS, "Cerys Puw")
    for sentence in ("my data", "email", f"email {NEW}", f"email {CERYS}", f"add {ELIN} to Cegin"):
        await cerys.get(home(cerys))
        await cerys.press("Send", words=sentence)
    await scenario.says(AMIRA, "ask trust for 2 days now")
    post.server.always[CERYS] = NOBODY
    await scenario.passes(days=3)
    kept = [
        repr(each) for kind in (Person, Member, Mailbox, Delivery, Kept) for each in await scenario.all(kind)
    ]
    assert [each for each in kept if "kitchen.example" in each or "home.example" in each] == []


async def test_a_bounced_invitation_is_shown_to_the_coordinator(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    post.server.always[CERYS] = NOBODY
    await scenario.says(AMIRA, f"add {CERYS} to Cegin Gymunedol")
    await scenario.worker.tick()
    await scenario.says(BEN, "make Ben coordinator")
    roster = await scenario.says(AMIRA, "members")
    assert facts(roster)["Newcomer 1"] == (
        f"member · has not confirmed yet · {CERYS} · email does not arrive"
    )
    assert "type “new link for <name>”" in words(roster)
    again = await scenario.says(AMIRA, f"add {CERYS} to Cegin Gymunedol")
    assert reason(again) == "We cannot reach Newcomer 1 by email any more. Give them a link instead."
    card = await scenario.says(AMIRA, says(again, "Get a link to give them"))
    assert (card.title, labels(card)) == ("Sign-in link for Newcomer 1", [])


async def test_a_bounced_reminder_does_not_reveal_who_has_not_replied(
    post: MailClient, scenario: Scenario
) -> None:
    await scenario.create_partnership(*SIX)
    await joined(post, CERYS, "Cerys Puw")
    await scenario.says(AMIRA, 'ask "Was the move fair?" for 5 days now')
    await scenario.passes(hours=1)
    post.server.always[CERYS] = NOBODY
    await scenario.passes(days=4)
    assert (await scenario.one(Mailbox)).silence is None
    await scenario.passes(days=4)
    assert (await scenario.one(Mailbox)).silence is MutedReason.RETURNED
    assert facts(await scenario.says(AMIRA, "members"))["Cerys Puw"].endswith("email does not arrive")


async def test_bounces_are_in_the_status_and_retried_on_the_web(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    cerys = await joined(post, CERYS, "Cerys Puw")
    post.server.always[CERYS] = NOBODY
    await scenario.says(AMIRA, 'ask "Was the move fair?" for 5 days now')
    await scenario.passes(hours=1)
    said = words(await scenario.says(AMIRA, "status"))
    assert (
        "Cerys Puw: the questions. Email to their address does not arrive. Type members to see what helps."
    ) in said.splitlines()
    await scenario.says(AMIRA, "retry")
    await scenario.passes(hours=1)
    page = web_address(home(cerys).split("/")[2])
    assert [card.title for to, card in scenario.platform.sent if to == page] == ["Was the move fair?"]
    assert "Cerys" not in words(await scenario.says(AMIRA, "status"))


async def test_a_bounced_login_link_is_reported_to_nobody(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await joined(post, CERYS, "Cerys Puw")
    telephone = post.browser()
    await post.enter(telephone, CERYS)
    await telephone.press("Email me a new link")
    post.server.replies["RCPT"] = ["554 no"]
    await scenario.worker.tick()
    (owed,) = [each for each in await scenario.all(Delivery) if each.kind == DeliveryKind.LOGIN_LINK]
    assert owed.state is DeliveryState.GIVEN_UP
    assert "could not be delivered" not in words(await scenario.says(AMIRA, "status"))
    assert facts(await scenario.says(AMIRA, "members"))["Cerys Puw"] == f"member · {CERYS}"
    assert (await scenario.says(AMIRA, "retry")).title == "There is nothing to send again"


async def test_an_opted_out_address_cannot_be_added_again(post: MailClient, scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, f"add {CERYS} to Cegin Gymunedol")
    await scenario.worker.tick()
    await post.browser().post(stop(post.last(CERYS)), {"List-Unsubscribe": "One-Click"})
    await scenario.says(AMIRA, f"remove {CERYS} now")
    assert await scenario.all(Member, standing=MembershipStatus.INVITED) == []
    card = await scenario.says(AMIRA, f"add {CERYS} to Cegin Gymunedol")
    assert reason(card).startswith("Someone at this address asked for no email from Accord.")
    await scenario.worker.tick()
    assert len(post.titles(CERYS)) == 1


def words_of(browser: Browser) -> str:
    return " ".join(browser.page.words)


async def digest(scenario: Scenario, address: str) -> str:
    return scenario.context.crypto.lookup_hashes(address)[0]
