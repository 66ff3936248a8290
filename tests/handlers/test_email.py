"""Adding somebody by their address, and what people say about their own e-mail: what is refused, and what
those in between see. Whole stories are in `conversations/test_by_mail.py`."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.deliveries import Delivery, DeliveryState, ProcessedEvent
from bot.core.email import EmailOptOut, Mailbox, MutedReason, mailbox_address
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import BrowserSession, Member, MembershipStatus, Person, Role, web_address
from bot.handlers.bot import Bot
from bot.membership import login_links, mailboxes
from bot.membership.invitations import MAX_UNANSWERED
from bot.notifications import email
from storage.crypto import ChaChaCrypto
from tests.handlers.scene import (
    AMIRA,
    BEN,
    Scene,
    SceneUser,
    boxes,
    facts,
    link,
    reason,
    small_print,
    texts,
    ways,
)
from tests.support.scenario import words

CERYS, OTHER = "cerys@kitchen.example", "other@kitchen.example"
TYPED = "Cerys Puw <Cerys@Kitchen.Example>"


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """In which Accord writes e-mail."""
    context = replace(scene.context, sends_email=True)
    return replace(scene, context=context, bot=Bot(context))


async def added(scene: Scene, typed: str = TYPED) -> tuple[SceneUser, Mailbox]:
    """Amira has started Harbour and added somebody by e-mail."""
    await scene.harbour()
    await scene.say(AMIRA, f"add {typed} to Borough Council")
    (box,) = await scene.found(Mailbox)
    (person,) = await scene.found(Person, id=box.person)
    return SceneUser(person.name, person.address), box


async def opened(scene: Scene, box: Mailbox, key: str = "k1") -> str | None:
    """The link in an e-mail: whom it lets in."""
    envelope = await email.envelope(scene.context, box.id, key)
    secret = envelope.way_in.removeprefix("/me/open/")
    async with scene.store.transaction() as db:
        return await login_links.redeem(db, scene.context.crypto, secret, scene.clock.now())


async def joined(scene: Scene) -> tuple[SceneUser, Mailbox]:
    """The same, and they are in."""
    cerys, box = await added(scene)
    await opened(scene, box)
    await scene.say(cerys, f"confirm {(await scene.member(cerys)).id}")
    return cerys, (await scene.found(Mailbox))[0]


async def owed(scene: Scene, kind: str) -> list[Delivery]:
    return await scene.found(Delivery, kind=kind)


async def test_somebody_is_added_by_their_address_and_asked_there(scene: Scene) -> None:
    cerys, box = await added(scene)
    (delivery,) = await owed(scene, "confirm")
    assert (delivery.lane, delivery.to) == ("mail:accord", mailbox_address(box.id))
    assert (cerys.name, box.confirmed) == ("Cerys Puw", False)
    assert box.typed_by == (await scene.person(AMIRA)).id
    envelope = await email.envelope(scene.context, box.id, delivery.id)
    assert (envelope.address, envelope.name) == ("Cerys@kitchen.example", "Cerys Puw")
    async with scene.store.read_only() as db:
        assert await email.may_send(db, delivery)
        assert not await email.may_send(db, replace(delivery, kind="ask"))


async def test_whoever_added_somebody_is_told_what_to_do_where_it_does_not_arrive(scene: Scene) -> None:
    await scene.harbour()
    card = await scene.say(AMIRA, f"add {CERYS} to Borough Council")
    assert card.title == "Newcomer 1 was added"
    assert small_print(card) == [
        "If the e-mail does not arrive, say “add Newcomer 1 to Borough Council” to get a link to hand over."
    ]
    card = await scene.say(AMIRA, f"add {OTHER} to Borough Council")
    assert card.title == "Newcomer 2 was added"
    handed = await scene.say(AMIRA, "add Newcomer 1 to Borough Council")
    assert link(handed).startswith("/me/open/")
    (person,) = await scene.found(Person, name="Newcomer 1")
    assert person.home == web_address(person.id)


async def test_without_a_mail_server_they_are_added_by_name(scene: Scene) -> None:
    await scene.harbour()
    without = replace(scene, bot=Bot(replace(scene.context, sends_email=False)))
    card = await without.say(AMIRA, f"add {TYPED} to Borough Council")
    assert reason(card) == ("Nobody was added: Accord sends no e-mail here. Add them by their name instead.")
    assert ways(card) == {"Get a link to hand over": "add Cerys Puw to Borough Council"}


@pytest.mark.parametrize("typed", ["cerys@kitchen", f"{CERYS}, {OTHER}", "mail:accord:somebody"])
async def test_what_is_no_address_is_taken_for_no_name(scene: Scene, typed: str) -> None:
    await scene.harbour()
    assert reason(await scene.say(AMIRA, f"add {typed} to Borough Council")).startswith("Nobody was added:")
    assert await scene.found(Mailbox) == []


async def test_the_same_address_is_asked_once_a_day_and_not_once_they_are_in(scene: Scene) -> None:
    cerys, box = await added(scene)
    again = "add cerys@kitchen.example to Borough Council"
    assert reason(await scene.say(AMIRA, again)) == (
        "Nobody was written to: I sent Cerys Puw an e-mail within the last day."
    )
    scene.clock.move(timedelta(days=1))
    assert (await scene.say(AMIRA, again)).title == "Cerys Puw was added"
    assert len(await owed(scene, "confirm")) == 2
    await opened(scene, box)
    await scene.say(cerys, f"confirm {(await scene.member(cerys)).id} as Cerys Ann")
    assert reason(await scene.say(AMIRA, again)) == (
        "Nobody was added: Cerys Ann is in already. Say members to see who is."
    )


async def test_an_address_that_somebody_gave_themselves_can_be_found_out_by_nobody(scene: Scene) -> None:
    cerys, _ = await joined(scene)
    await scene.say(cerys, f"email {OTHER}")
    (pending,) = await scene.found(Mailbox, confirmed=False)
    async with scene.store.transaction() as db:
        await mailboxes.confirm(db, pending)
    assert (await scene.say(AMIRA, f"add {OTHER} to Borough Council")).title == "Newcomer 1 was added"
    assert reason(await scene.say(AMIRA, f"remove {CERYS}")).startswith("That was not done: “cerys@")


async def test_whoever_typed_an_address_may_say_it_for_the_name(scene: Scene) -> None:
    await scene.riverside()
    await scene.say(BEN, f"add {TYPED} to Riverside Trust")
    assert reason(await scene.say(AMIRA, f"make {CERYS} lead")).startswith("That was not done: “cerys@")
    assert reason(await scene.say(BEN, f"make {CERYS} lead")) == (
        "Nothing was changed: Cerys Puw is not in yet. Say it again when they are."
    )
    assert (await scene.say(BEN, f"remove {CERYS}")).title == "Cerys Puw was taken out"
    assert (await scene.found(Mailbox), await scene.found(Person, name="Cerys Puw")) == ([], [])


async def test_a_stranger_cannot_fill_mailboxes_without_end(scene: Scene) -> None:
    await added(scene)
    place = await scene.member(AMIRA)
    for n in range(MAX_UNANSWERED - 1):
        person = Person(f"p{n}", web_address(f"p{n}"), None, f"Newcomer {n}", "Europe/London", "en")
        member = replace(
            place, id=f"m{n}", person=person.id, role=Role.MEMBER, standing=MembershipStatus.INVITED
        )
        async with scene.store.transaction() as db:
            await db.add(person, member, Mailbox(f"b{n}", person.id, b"", f"{n}", place.person))
    assert reason(await scene.say(AMIRA, f"add {OTHER} to Borough Council")) == (
        "Nobody was added: 50 who were added by e-mail have not opened it yet. Wait for some of them, or "
        "take some out with: remove <name>"
    )


async def test_the_same_address_in_two_partnerships_is_two_people_who_know_nothing_of_each_other(
    scene: Scene,
) -> None:
    await joined(scene)
    await scene.say(BEN, "start partnership Lighthouse")
    card = await scene.say(BEN, f"add {CERYS} to First organisation")
    assert card.title == "Newcomer 1 was added"
    assert len(await scene.found(Mailbox)) == 2


async def test_a_link_confirms_whose_mailbox_it_is_and_leaves_a_hash_that_names_nobody(scene: Scene) -> None:
    cerys, box = await added(scene)
    before = len(await scene.found(ProcessedEvent))
    assert await opened(scene, box) == box.person
    assert await opened(scene, box) is None
    assert await opened(scene, box, "k2") == box.person
    (now,) = await scene.found(Mailbox)
    assert now.confirmed
    spent = await scene.found(ProcessedEvent)
    assert len(spent) == before + 2
    assert {
        each.until_at.hour for each in spent if each.until_at > scene.clock.now() + timedelta(days=2)
    } == {0}
    assert cerys.address.key not in repr(spent)


async def test_a_way_in_by_mail_ends_with_the_mailbox_and_when_it_is_revoked(scene: Scene) -> None:
    _, box = await added(scene)
    envelope = await email.envelope(scene.context, box.id, "k1")
    secret = envelope.way_in.removeprefix("/me/open/")
    async with scene.store.transaction() as db:
        await login_links.revoke(db, (await db.find(Person, id=box.person))[0])
        assert await login_links.redeem(db, scene.context.crypto, secret, scene.clock.now()) is None
        await db.remove(Mailbox, id=box.id)
        assert await login_links.redeem(db, scene.context.crypto, secret, scene.clock.now()) is None
        assert await login_links.find_mailed(db, scene.context.crypto, secret) is None
    with pytest.raises(SendFailed, match="no such mailbox"):
        await email.envelope(scene.context, box.id, "k1")


async def test_an_address_whose_secret_is_gone_is_written_to_no_more(scene: Scene) -> None:
    cerys, box = await joined(scene)
    changed = replace(scene.context, crypto=ChaChaCrypto(("another secret key altogether",)))
    with pytest.raises(SendFailed, match="secret key that is gone"):
        await email.envelope(changed, box.id, "k1")
    later = replace(scene, bot=Bot(changed))
    assert facts(await later.say(cerys, "my data"))["E-mail"] == "typed by whoever added you"
    assert facts(await later.say(AMIRA, "members"))["Cerys Puw"] == "member"


async def test_people_see_and_change_how_they_are_written_to(scene: Scene) -> None:
    cerys, _ = await joined(scene)
    card = await scene.say(cerys, "email")
    assert texts(card) == ["I write to you at Cerys@kitchen.example, and your page shows what waits."]
    assert boxes(card) == {"Your e-mail address": "email"}
    assert (await scene.press(cerys, card, "No e-mail, and forget the address")).title == "Done"
    card = await scene.say(cerys, "email")
    assert (texts(card), ways(card)) == (["I write to you on your page only."], {})
    assert reason(await scene.say(cerys, "email on")) == (
        "Nothing was changed: I know no address of yours. Say: email <address>"
    )


@pytest.mark.parametrize(
    ("silence", "said"),
    [
        (MutedReason.OFF, "I know your address Cerys@kitchen.example, and write on your page only."),
        (
            MutedReason.RETURNED,
            "E-mail to Cerys@kitchen.example does not arrive, so I write on your page only.",
        ),
    ],
)
async def test_a_silent_mailbox_is_switched_on_again(scene: Scene, silence: MutedReason, said: str) -> None:
    cerys, box = await joined(scene)
    async with scene.store.transaction() as db:
        await mailboxes.mute(db, box, silence)
    assert (await scene.person(cerys)).home == cerys.address
    card = await scene.say(cerys, "email")
    assert texts(card) == [said]
    shown = facts(await scene.say(cerys, "my data"))
    assert (shown["Where I write to you"], shown["E-mail"].split(" · ")[1]) == (
        str(cerys.address),
        {MutedReason.OFF: "wants no e-mail", MutedReason.RETURNED: "e-mail does not arrive"}[silence],
    )
    await scene.press(cerys, card, "Write to me by e-mail again")
    assert (await scene.person(cerys)).home == mailbox_address(box.id)
    assert (await scene.found(Mailbox))[0].silence is None


async def test_the_address_that_is_used_already_needs_no_second_confirmation(scene: Scene) -> None:
    cerys, box = await joined(scene)
    async with scene.store.transaction() as db:
        await mailboxes.switch_off(db, box, scene.clock.now().date())
    assert len(await scene.found(EmailOptOut)) == 1
    assert (await scene.say(cerys, "email Cerys@kitchen.example")).title == "Done"
    assert (await scene.found(EmailOptOut), await owed(scene, "mailbox")) == ([], [])


async def test_another_address_is_used_once_it_is_confirmed_and_takes_what_is_owed_along(
    scene: Scene,
) -> None:
    cerys, _ = await joined(scene)
    await scene.say(cerys, f"email {OTHER}")
    await scene.say(cerys, "email third@kitchen.example")
    first, second = await owed(scene, "mailbox")
    (pending,) = await scene.found(Mailbox, confirmed=False)
    async with scene.store.read_only() as db:
        assert [await email.may_send(db, each) for each in (first, second)] == [
            each.to == pending.address for each in (first, second)
        ]
    assert (await email.envelope(scene.context, pending.id, "k")).way_in == ""
    assert "not confirmed yet" in words(await scene.say(cerys, "my data"))
    await scene.say(AMIRA, "ask trust")
    async with scene.store.transaction() as db:
        await mailboxes.confirm(db, pending)
        assert not await email.may_send(db, second)
    mine = await scene.found(Delivery, kind="remind", member=(await scene.member(cerys)).id)
    assert {each.to for each in mine} == {pending.address}
    assert [each.id for each in await scene.found(Mailbox)] == [pending.id]


async def test_another_address_that_nobody_reads_at_leaves_the_one_in_use_alone(scene: Scene) -> None:
    cerys, box = await joined(scene)
    await scene.say(cerys, f"email {OTHER}")
    (pending,) = await scene.found(Mailbox, confirmed=False)
    (check,) = await owed(scene, "mailbox")
    await email.record_bounce(scene.store, pending.id, check.id)
    assert [each.silence for each in await scene.found(Mailbox, confirmed=False)] == [MutedReason.RETURNED]
    assert (await scene.found(Person, id=box.person))[0].home == box.address


async def test_a_mailbox_that_somebody_is_invited_at_stays_beside_one_that_they_give(scene: Scene) -> None:
    _, box = await added(scene)
    async with scene.store.transaction() as db:
        other = mailboxes.new_mailbox(scene.context.crypto, scene.context.ids, box.person, OTHER, box.person)
        await mailboxes.await_confirmation(db, other)
    assert {each.id for each in await scene.found(Mailbox)} == {box.id, other.id}


async def test_too_many_addresses_a_day_are_refused(scene: Scene) -> None:
    cerys, _ = await joined(scene)
    for n in range(4):
        card = await scene.say(cerys, f"email a{n}@kitchen.example")
        assert card.title == "Please look into your mailbox"
    assert reason(await scene.say(cerys, "email a5@kitchen.example")) == (
        "Nothing was changed: too many addresses were tried today. Try again tomorrow."
    )
    scene.clock.move(timedelta(days=1))
    assert (await scene.say(cerys, "email a5@kitchen.example")).title == "Please look into your mailbox"


async def test_what_cannot_be_done_about_ones_mail_is_said(scene: Scene) -> None:
    await scene.harbour()
    assert reason(await scene.say(AMIRA, "email me@example.org")) == (
        "Nothing was changed: I write to you in your chat. E-mail is for those who use Accord’s own pages."
    )
    gwen = SceneUser("Gwen", web_address("gwen"))
    await scene.say(gwen, "start partnership Lighthouse")
    assert reason(await scene.say(gwen, "email me")) == (
        "Nothing was changed: this is no e-mail address. Say for example: email me@example.org"
    )
    without = replace(scene, bot=Bot(replace(scene.context, sends_email=False)))
    assert reason(await without.say(gwen, "email me@example.org")) == (
        "Nothing was changed: Accord sends no e-mail here. Look at your page instead."
    )
    async with scene.store.transaction() as db:
        await db.remove(Member, person="gwen")
    assert reason(await scene.say(gwen, "email me@example.org")) == (
        "Nothing was changed: you are in no partnership that could write to you."
    )


async def test_whoever_is_forgotten_leaves_no_address_and_is_not_named_beside_those_they_typed(
    scene: Scene,
) -> None:
    cerys, _ = await joined(scene)
    await scene.say(AMIRA, "make Cerys Puw coordinator")
    await scene.say(AMIRA, "forget me now")
    assert (await scene.found(Mailbox))[0].typed_by == ""
    async with scene.store.transaction() as db:
        await mailboxes.switch_off(db, (await db.find(Mailbox))[0], scene.clock.now().date())
    await scene.say(cerys, "forget me now")
    kinds = (Mailbox, EmailOptOut, Delivery, Person, BrowserSession)
    assert [await scene.found(kind) for kind in kinds] == [[]] * 5


async def test_a_message_that_came_back_silences_its_mailbox_and_is_shown_as_given_up(scene: Scene) -> None:
    cerys, _ = await joined(scene)
    await scene.say(AMIRA, "ask trust")
    mine = (await scene.member(cerys)).id
    (asked,) = await scene.found(Delivery, kind="ask", member=mine)
    reminder = (await scene.found(Delivery, kind="remind", member=mine))[0]
    assert [await email.record_late_bounce(scene.store, key) for key in ("unknown", reminder.id)] == [
        False,
        False,
    ]
    assert (await scene.found(Mailbox))[0].silence is None
    assert await email.record_late_bounce(scene.store, asked.id)
    (gone,) = await scene.found(Delivery, id=asked.id)
    assert (gone.state, gone.error) == (DeliveryState.GIVEN_UP, FailureReason.RETURNED.value)
    assert (await scene.found(Mailbox))[0].silence is MutedReason.RETURNED
    assert facts(await scene.say(AMIRA, "members"))["Cerys Puw"].endswith("e-mail does not arrive")


async def test_a_bounce_from_a_deleted_mailbox_is_ignored(scene: Scene) -> None:
    cerys, box = await joined(scene)
    await scene.say(AMIRA, "ask trust")
    (asked,) = await scene.found(Delivery, kind="ask", member=(await scene.member(cerys)).id)
    async with scene.store.transaction() as db:
        await db.remove(Mailbox, id=box.id)
    await email.record_bounce(scene.store, box.id, asked.id)
    assert not await email.record_late_bounce(scene.store, asked.id)
    assert await scene.found(Delivery, id=asked.id) == [asked]


async def test_what_bounced_as_a_reminder_is_not_noted(scene: Scene) -> None:
    cerys, box = await joined(scene)
    await scene.say(AMIRA, "ask trust")
    reminder = (await scene.found(Delivery, kind="remind", member=(await scene.member(cerys)).id))[0]
    await email.record_bounce(scene.store, box.id, reminder.id)
    assert (await scene.found(Mailbox))[0].silence is None
    await email.record_bounce(scene.store, "gone", "unknown")
    await email.record_bounce(scene.store, box.id, "unknown")
    assert (await scene.found(Mailbox))[0].silence is MutedReason.RETURNED


async def test_a_new_way_in_goes_to_a_mailbox_that_is_used_a_few_times_a_day(scene: Scene) -> None:
    _, box = await joined(scene)
    async with scene.store.transaction() as db:
        sent = [await email.send_login_link(db, scene.context.ids, box, scene.clock.now()) for _ in range(5)]
        assert sent == [True] * 4 + [False]
        await mailboxes.mute(db, box, MutedReason.OFF)
        assert not await email.send_login_link(
            db, scene.context.ids, box, scene.clock.now() + timedelta(days=2)
        )


async def test_a_standing_invitation_shows_that_they_have_not_confirmed(scene: Scene) -> None:
    cerys, box = await added(scene)
    assert [each.standing for each in await scene.found(Member, person=box.person)] == [
        MembershipStatus.INVITED
    ]
    shown = facts(await scene.say(cerys, "my data"))
    assert shown["E-mail"] == "Cerys@kitchen.example · not confirmed yet · typed by whoever added you"
