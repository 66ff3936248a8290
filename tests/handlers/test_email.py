"""Adding somebody by their address, and what people say about their own e-mail: what is refused, and what
those in between see. Whole stories are in `conversations/test_by_mail.py`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.deliveries import Delivery, DeliveryState, ProcessedEvent
from bot.core.email import EmailOptOut, Mailbox, MutedReason, mailbox_address
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import BrowserSession, Member, MembershipStatus, Person, Role, web_address
from bot.membership import login_links, mailboxes
from bot.membership.invitations import MAX_UNANSWERED
from bot.notifications import email, registry
from storage.crypto import ChaChaCrypto
from tests.support.cast import AMIRA, BEN, ScenarioUser, web_user
from tests.support.databases import each_database
from tests.support.read_cards import boxes, button_sentences, facts, link, reason, small_print, texts, words
from tests.support.scenario import Scenario

pytestmark = each_database

CERYS, OTHER = "cerys@kitchen.example", "other@kitchen.example"
TYPED = "Cerys Puw <Cerys@Kitchen.Example>"


@pytest.fixture
def scenario(scenario: Scenario) -> Scenario:
    """A scenario in which Accord sends e-mail."""
    return replace(scenario, sends_email=True)


async def added(scenario: Scenario, typed: str = TYPED) -> tuple[ScenarioUser, Mailbox]:
    """Amira has started Harbour and added somebody by e-mail."""
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {typed} to Borough Council")
    (box,) = await scenario.all(Mailbox)
    (person,) = await scenario.all(Person, id=box.person)
    return web_user(person.name, person.id), box


async def opened(scenario: Scenario, box: Mailbox, key: str = "k1") -> str | None:
    """The link in an e-mail: whom it lets in."""
    envelope = await email.envelope(scenario.context, box.id, key)
    secret = envelope.way_in.removeprefix("/me/open/")
    async with scenario.store.transaction() as db:
        return await login_links.redeem(db, scenario.context.crypto, secret, scenario.clock.now())


async def joined(scenario: Scenario) -> tuple[ScenarioUser, Mailbox]:
    """The same, and they are in."""
    cerys, box = await added(scenario)
    await opened(scenario, box)
    await scenario.says(cerys, f"confirm {(await scenario.member(cerys)).id}")
    return cerys, (await scenario.all(Mailbox))[0]


async def owed(scenario: Scenario, kind: str) -> list[Delivery]:
    return await scenario.all(Delivery, kind=kind)


async def test_somebody_is_added_by_their_address_and_asked_there(scenario: Scenario) -> None:
    cerys, box = await added(scenario)
    (delivery,) = await owed(scenario, "confirm")
    assert (delivery.lane, delivery.to) == ("mail:accord", mailbox_address(box.id))
    assert (cerys.name, box.confirmed) == ("Cerys Puw", False)
    assert box.typed_by == (await scenario.person(AMIRA)).id
    envelope = await email.envelope(scenario.context, box.id, delivery.id)
    assert (envelope.address, envelope.name) == ("Cerys@kitchen.example", "Cerys Puw")
    async with scenario.store.read_only() as db:
        assert await email.may_send(db, delivery)
        assert not await email.may_send(db, replace(delivery, kind="ask"))


async def test_whoever_added_somebody_is_told_what_to_do_where_it_does_not_arrive(scenario: Scenario) -> None:
    await scenario.start_harbour()
    card = await scenario.says(AMIRA, f"add {CERYS} to Borough Council")
    assert card.title == "Newcomer 1 was added"
    assert small_print(card) == [
        "If the email does not arrive, type “add Newcomer 1 to Borough Council” to get a link to give them."
    ]
    card = await scenario.says(AMIRA, f"add {OTHER} to Borough Council")
    assert card.title == "Newcomer 2 was added"
    handed = await scenario.says(AMIRA, "add Newcomer 1 to Borough Council")
    assert link(handed).startswith("/me/open/")
    (person,) = await scenario.all(Person, name="Newcomer 1")
    assert person.home == web_address(person.id)


async def test_without_a_mail_server_they_are_added_by_name(scenario: Scenario) -> None:
    await scenario.start_harbour()
    without = replace(scenario, sends_email=False)
    card = await without.says(AMIRA, f"add {TYPED} to Borough Council")
    assert reason(card) == ("Accord is not set up to send email here. Add them by name instead.")
    assert button_sentences(card) == {"Get a link to give them": "add Cerys Puw to Borough Council"}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("cerys@kitchen", "Enter an email address in the right format, like name@example.com."),
        (f"{CERYS}, {OTHER}", "Enter an email address in the right format, like name@example.com."),
        ("mail:accord:somebody", "We do not know who you mean. Type their name instead."),
    ],
)
async def test_what_is_no_address_is_taken_for_no_name(scenario: Scenario, typed: str, why: str) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, f"add {typed} to Borough Council")) == why
    assert await scenario.all(Mailbox) == []


async def test_the_same_address_is_asked_once_a_day_and_not_once_they_are_in(scenario: Scenario) -> None:
    cerys, box = await added(scenario)
    again = "add cerys@kitchen.example to Borough Council"
    assert reason(await scenario.says(AMIRA, again)) == (
        "We sent Cerys Puw an email in the last day. Wait a day, or give them a link."
    )
    scenario.clock.move(timedelta(days=1))
    assert (await scenario.says(AMIRA, again)).title == "Cerys Puw was added"
    assert len(await owed(scenario, "confirm")) == 2
    await opened(scenario, box)
    await scenario.says(cerys, f"confirm {(await scenario.member(cerys)).id} as Cerys Ann")
    assert reason(await scenario.says(AMIRA, again)) == ("Cerys Ann has already joined.")


async def test_an_address_that_somebody_gave_themselves_can_be_found_out_by_nobody(
    scenario: Scenario,
) -> None:
    cerys, _ = await joined(scenario)
    await scenario.says(cerys, f"email {OTHER}")
    (pending,) = await scenario.all(Mailbox, confirmed=False)
    async with scenario.store.transaction() as db:
        await mailboxes.confirm(db, pending)
    assert (await scenario.says(AMIRA, f"add {OTHER} to Borough Council")).title == "Newcomer 1 was added"
    assert reason(await scenario.says(AMIRA, f"remove {CERYS} now")).startswith("“cerys@")


async def test_whoever_typed_an_address_may_say_it_for_the_name(scenario: Scenario) -> None:
    await scenario.start_with_riverside()
    await scenario.says(BEN, f"add {TYPED} to Riverside Trust")
    assert reason(await scenario.says(AMIRA, f"make {CERYS} lead")).startswith("“cerys@")
    assert reason(await scenario.says(BEN, f"make {CERYS} lead")) == (
        "Cerys Puw has not joined yet. You can change their role when they have."
    )
    assert (await scenario.says(BEN, f"remove {CERYS} now")).title == "Cerys Puw has been removed"
    assert (await scenario.all(Mailbox), await scenario.all(Person, name="Cerys Puw")) == ([], [])


async def test_a_stranger_cannot_fill_mailboxes_without_end(scenario: Scenario) -> None:
    await added(scenario)
    place = await scenario.member(AMIRA)
    for n in range(MAX_UNANSWERED - 1):
        person = Person(f"p{n}", web_address(f"p{n}"), None, f"Newcomer {n}", "Europe/London", "en")
        member = replace(
            place, id=f"m{n}", person=person.id, role=Role.MEMBER, standing=MembershipStatus.INVITED
        )
        async with scenario.store.transaction() as db:
            await db.add(person, member, Mailbox(f"b{n}", person.id, b"", f"{n}", place.person))
    assert reason(await scenario.says(AMIRA, f"add {OTHER} to Borough Council")) == (
        "50 people who were added by email have not opened it yet. Wait for some of them, or remove some."
    )


async def test_the_same_address_in_two_partnerships_is_two_people_who_know_nothing_of_each_other(
    scenario: Scenario,
) -> None:
    await joined(scenario)
    await scenario.says(BEN, "start partnership Lighthouse")
    card = await scenario.says(BEN, f"add {CERYS} to First organisation")
    assert card.title == "Newcomer 1 was added"
    assert len(await scenario.all(Mailbox)) == 2


async def test_a_link_confirms_whose_mailbox_it_is_and_leaves_a_hash_that_names_nobody(
    scenario: Scenario,
) -> None:
    cerys, box = await added(scenario)
    before = len(await scenario.all(ProcessedEvent))
    assert await opened(scenario, box) == box.person
    assert await opened(scenario, box) is None
    assert await opened(scenario, box, "k2") == box.person
    (now,) = await scenario.all(Mailbox)
    assert now.confirmed
    spent = await scenario.all(ProcessedEvent)
    assert len(spent) == before + 2
    assert {
        each.until_at.hour for each in spent if each.until_at > scenario.clock.now() + timedelta(days=2)
    } == {0}
    assert cerys.address.key not in repr(spent)


async def test_a_way_in_by_mail_ends_with_the_mailbox_and_when_it_is_revoked(scenario: Scenario) -> None:
    _, box = await added(scenario)
    envelope = await email.envelope(scenario.context, box.id, "k1")
    secret = envelope.way_in.removeprefix("/me/open/")
    async with scenario.store.transaction() as db:
        await login_links.revoke(db, (await db.find(Person, id=box.person))[0])
        assert await login_links.redeem(db, scenario.context.crypto, secret, scenario.clock.now()) is None
        await db.remove(Mailbox, id=box.id)
        assert await login_links.redeem(db, scenario.context.crypto, secret, scenario.clock.now()) is None
        assert await login_links.find_mailed(db, scenario.context.crypto, secret) is None
    with pytest.raises(SendFailed, match="no such mailbox"):
        await email.envelope(scenario.context, box.id, "k1")


async def test_an_address_whose_secret_is_gone_is_written_to_no_more(scenario: Scenario) -> None:
    cerys, box = await joined(scenario)
    later = replace(scenario, crypto=ChaChaCrypto(("another secret key altogether",)))
    with pytest.raises(SendFailed, match="secret key that is gone"):
        await email.envelope(later.context, box.id, "k1")
    assert facts(await later.says(cerys, "my data"))["Email"] == "typed by the person who added you"
    assert facts(await later.says(AMIRA, "members"))["Cerys Puw"] == "member"


async def test_people_see_and_change_how_they_are_written_to(scenario: Scenario) -> None:
    cerys, _ = await joined(scenario)
    card = await scenario.says(cerys, "email")
    assert texts(card) == [
        "We email you at Cerys@kitchen.example. Your page also shows what is waiting for you."
    ]
    assert boxes(card) == {"Your email address": "email"}
    assert (await scenario.presses(cerys, "Stop emails and delete my address", on=card)).title == "Done"
    card = await scenario.says(cerys, "email")
    assert (texts(card), button_sentences(card)) == (["We write to you on your page only."], {})
    assert reason(await scenario.says(cerys, "email on")) == (
        "We have no email address for you. Type yours, for example: email me@example.org"
    )


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        (
            MutedReason.OFF,
            "We have your address Cerys@kitchen.example, but we write to you on your page only.",
        ),
        (
            MutedReason.RETURNED,
            "Email to Cerys@kitchen.example does not arrive, so we write to you on your page only.",
        ),
    ],
)
async def test_a_silent_mailbox_is_switched_on_again(
    scenario: Scenario, silence: MutedReason, said: str
) -> None:
    cerys, box = await joined(scenario)
    async with scenario.store.transaction() as db:
        await mailboxes.mute(db, box, silence)
    assert (await scenario.person(cerys)).home == cerys.address
    card = await scenario.says(cerys, "email")
    assert texts(card) == [said]
    shown = facts(await scenario.says(cerys, "my data"))
    assert (shown["Where we write to you"], shown["Email"].split(" · ")[1]) == (
        "on Accord’s own pages",
        {MutedReason.OFF: "does not want email", MutedReason.RETURNED: "email does not arrive"}[silence],
    )
    await scenario.presses(cerys, "Email me again", on=card)
    assert (await scenario.person(cerys)).home == mailbox_address(box.id)
    assert (await scenario.all(Mailbox))[0].silence is None


async def test_the_address_that_is_used_already_needs_no_second_confirmation(scenario: Scenario) -> None:
    cerys, box = await joined(scenario)
    async with scenario.store.transaction() as db:
        await mailboxes.switch_off(db, box, scenario.clock.now().date())
    assert len(await scenario.all(EmailOptOut)) == 1
    assert (await scenario.says(cerys, "email Cerys@kitchen.example")).title == "Done"
    assert (await scenario.all(EmailOptOut), await owed(scenario, "mailbox")) == ([], [])


async def test_another_address_is_used_once_it_is_confirmed_and_takes_what_is_owed_along(
    scenario: Scenario,
) -> None:
    cerys, _ = await joined(scenario)
    await scenario.says(cerys, f"email {OTHER}")
    await scenario.says(cerys, "email third@kitchen.example")
    first, second = await owed(scenario, "mailbox")
    (pending,) = await scenario.all(Mailbox, confirmed=False)
    async with scenario.store.read_only() as db:
        assert [await email.may_send(db, each) for each in (first, second)] == [
            each.to == pending.address for each in (first, second)
        ]
    assert (await email.envelope(scenario.context, pending.id, "k")).way_in == ""
    assert "not confirmed yet" in words(await scenario.says(cerys, "my data"))
    await scenario.add_members_without_home(4)
    await scenario.says(AMIRA, "ask trust now")
    async with scenario.store.transaction() as db:
        await mailboxes.confirm(db, pending)
        assert not await email.may_send(db, second)
        assert await registry.compose(scenario.context, db, second) is None
    mine = await scenario.all(Delivery, kind="remind", member=(await scenario.member(cerys)).id)
    assert {each.to for each in mine} == {pending.address}
    assert [each.id for each in await scenario.all(Mailbox)] == [pending.id]


async def test_another_address_that_nobody_reads_at_leaves_the_one_in_use_alone(scenario: Scenario) -> None:
    cerys, box = await joined(scenario)
    await scenario.says(cerys, f"email {OTHER}")
    (pending,) = await scenario.all(Mailbox, confirmed=False)
    (check,) = await owed(scenario, "mailbox")
    await email.record_bounce(scenario.store, pending.id, check.id)
    assert [each.silence for each in await scenario.all(Mailbox, confirmed=False)] == [MutedReason.RETURNED]
    assert (await scenario.all(Person, id=box.person))[0].home == box.address


async def test_a_mailbox_that_somebody_is_invited_at_stays_beside_one_that_they_give(
    scenario: Scenario,
) -> None:
    _, box = await added(scenario)
    async with scenario.store.transaction() as db:
        other = mailboxes.new_mailbox(
            scenario.context.crypto, scenario.context.ids, box.person, OTHER, box.person
        )
        await mailboxes.await_confirmation(db, other)
    assert {each.id for each in await scenario.all(Mailbox)} == {box.id, other.id}


async def test_too_many_addresses_a_day_are_refused(scenario: Scenario) -> None:
    cerys, _ = await joined(scenario)
    for n in range(4):
        card = await scenario.says(cerys, f"email a{n}@kitchen.example")
        assert card.title == "Check your email"
    assert reason(await scenario.says(cerys, "email a5@kitchen.example")) == (
        "Too many addresses were tried today. Try again tomorrow."
    )
    scenario.clock.move(timedelta(days=1))
    assert (await scenario.says(cerys, "email a5@kitchen.example")).title == "Check your email"


async def test_an_address_that_was_not_confirmed_is_not_denied(scenario: Scenario) -> None:
    await scenario.start_harbour()
    gwen = web_user("Gwen", "gwen")
    await scenario.says(gwen, "start partnership Lighthouse")
    await scenario.says(gwen, "email gwen@example.org")
    assert reason(await scenario.says(gwen, "email on")) == (
        "You have not confirmed your email address yet. Open the link that we sent to it."
    )


async def test_what_cannot_be_done_about_ones_mail_is_said(scenario: Scenario) -> None:
    await scenario.start_harbour()
    assert reason(await scenario.says(AMIRA, "email me@example.org")) == (
        "We write to you in your chat. Email is for people who use Accord in a web browser."
    )
    gwen = web_user("Gwen", "gwen")
    await scenario.says(gwen, "start partnership Lighthouse")
    assert reason(await scenario.says(gwen, "email me")) == (
        "Type an email address in the right format, for example: email me@example.org"
    )
    without = replace(scenario, sends_email=False)
    assert reason(await without.says(gwen, "email me@example.org")) == (
        "Accord is not set up to send email here. Look at your own page instead."
    )
    async with scenario.store.transaction() as db:
        await db.remove(Member, person="gwen")
    assert reason(await scenario.says(gwen, "email me@example.org")) == (
        "You do not belong to a partnership that could email you."
    )


async def test_whoever_is_forgotten_leaves_no_address_and_is_not_named_beside_those_they_typed(
    scenario: Scenario,
) -> None:
    cerys, _ = await joined(scenario)
    await scenario.says(AMIRA, "make Cerys Puw coordinator")
    await scenario.says(AMIRA, "forget me now")
    assert (await scenario.all(Mailbox))[0].typed_by == ""
    async with scenario.store.transaction() as db:
        await mailboxes.switch_off(db, (await db.find(Mailbox))[0], scenario.clock.now().date())
    await scenario.says(cerys, "forget me now")
    kinds = (Mailbox, EmailOptOut, Delivery, Person, BrowserSession)
    assert [await scenario.all(kind) for kind in kinds] == [[]] * 5


async def test_a_message_that_came_back_silences_its_mailbox_and_is_shown_as_given_up(
    scenario: Scenario,
) -> None:
    cerys, _ = await joined(scenario)
    await scenario.add_members_without_home(4)
    await scenario.says(AMIRA, "ask trust now")
    mine = (await scenario.member(cerys)).id
    (asked,) = await scenario.all(Delivery, kind="ask", member=mine)
    reminder = (await scenario.all(Delivery, kind="remind", member=mine))[0]
    assert [await email.record_late_bounce(scenario.store, key) for key in ("unknown", reminder.id)] == [
        False,
        False,
    ]
    assert (await scenario.all(Mailbox))[0].silence is None
    assert await email.record_late_bounce(scenario.store, asked.id)
    (gone,) = await scenario.all(Delivery, id=asked.id)
    assert (gone.state, gone.error) == (DeliveryState.GIVEN_UP, FailureReason.RETURNED.value)
    assert (await scenario.all(Mailbox))[0].silence is MutedReason.RETURNED
    assert facts(await scenario.says(AMIRA, "members"))["Cerys Puw"].endswith("email does not arrive")


async def test_a_bounce_from_a_deleted_mailbox_is_ignored(scenario: Scenario) -> None:
    cerys, box = await joined(scenario)
    await scenario.add_members_without_home(4)
    await scenario.says(AMIRA, "ask trust now")
    (asked,) = await scenario.all(Delivery, kind="ask", member=(await scenario.member(cerys)).id)
    async with scenario.store.transaction() as db:
        await db.remove(Mailbox, id=box.id)
    await email.record_bounce(scenario.store, box.id, asked.id)
    assert not await email.record_late_bounce(scenario.store, asked.id)
    assert await scenario.all(Delivery, id=asked.id) == [asked]


async def test_what_bounced_as_a_reminder_is_not_noted(scenario: Scenario) -> None:
    cerys, box = await joined(scenario)
    await scenario.add_members_without_home(4)
    await scenario.says(AMIRA, "ask trust now")
    reminder = (await scenario.all(Delivery, kind="remind", member=(await scenario.member(cerys)).id))[0]
    await email.record_bounce(scenario.store, box.id, reminder.id)
    assert (await scenario.all(Mailbox))[0].silence is None
    await email.record_bounce(scenario.store, "gone", "unknown")
    await email.record_bounce(scenario.store, box.id, "unknown")
    assert (await scenario.all(Mailbox))[0].silence is MutedReason.RETURNED


async def test_a_new_way_in_goes_to_a_mailbox_that_is_used_a_few_times_a_day(scenario: Scenario) -> None:
    _, box = await joined(scenario)
    async with scenario.store.transaction() as db:
        sent = [
            await email.send_login_link(db, scenario.context.ids, box, scenario.clock.now()) for _ in range(5)
        ]
        assert sent == [True] * 4 + [False]
        await mailboxes.mute(db, box, MutedReason.OFF)
        assert not await email.send_login_link(
            db, scenario.context.ids, box, scenario.clock.now() + timedelta(days=2)
        )


async def test_a_standing_invitation_shows_that_they_have_not_confirmed(scenario: Scenario) -> None:
    cerys, box = await added(scenario)
    assert [each.standing for each in await scenario.all(Member, person=box.person)] == [
        MembershipStatus.INVITED
    ]
    shown = facts(await scenario.says(cerys, "my data"))
    assert shown["Email"] == "Cerys@kitchen.example · not confirmed yet · typed by the person who added you"
