"""What could not be delivered: who sees it, in which words, and what retry does."""

from dataclasses import replace
from datetime import timedelta

from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Address, Channel, Person
from tests.stage import AMIRA, BEN, CHANNEL, DILYS, EFE, SIX, Stage, facts, labels, reason, stage, words

__all__ = ["stage"]

GONE = SendFailed("account_inactive", permanent=True, failure=FailureReason.NOT_FOUND)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def asked(stage: Stage, **refuses: SendFailed) -> None:
    """Everybody was asked, and some could not be."""
    stage.postbox.refuses |= refuses
    await stage.opens(*SIX)
    stage.clock.move(HOUR)
    await stage.worker.tick()


async def waiting(stage: Stage, kind: str) -> list[Delivery]:
    return [each for each in await stage.all(Delivery, state=DeliveryState.WAITING) if each.kind == kind]


def troubles(status: str) -> list[str]:
    """What it says went wrong."""
    lines = status.splitlines()
    begin = next((n for n, line in enumerate(lines) if line.startswith("These")), len(lines))
    end = next((n for n, line in enumerate(lines) if line == "Close the round"), len(lines))
    return lines[begin:end]


async def test_a_coordinator_reads_what_did_not_arrive_and_why_and_may_try_it_again(stage: Stage) -> None:
    await asked(stage, ben=GONE, efe=SendFailed("internal_error"))
    said = words(await stage.says(AMIRA, "status"))
    assert troubles(said) == [
        "These could not be delivered:",
        "Ben: the questions. Nobody, or no such place, is there any more.",
        "Try again",
        "These failed, and will be tried again without you:",
        "Efe: the questions. The platform could not take it just then.",
    ]
    assert facts(await stage.says(AMIRA, "members"))["Ben"] == (
        "lead · a message could not be delivered: say status"
    )


async def test_nobody_else_reads_it_or_may_try_again(stage: Stage) -> None:
    await asked(stage, ben=GONE)
    for actor in (BEN, DILYS, EFE):
        assert "These could not be delivered:" not in words(await stage.says(actor, "status"))
        assert facts(await stage.says(actor, "members"))["Ben"] == "lead"
        assert reason(await stage.says(actor, "retry")).startswith("That was not done: only a coordinator")
    assert await stage.all(Delivery, state=DeliveryState.GIVEN_UP) != []


async def test_it_is_said_in_the_coordinators_language(stage: Stage) -> None:
    await asked(stage, ben=GONE)
    await stage.says(AMIRA, "language cy")
    said = words(await stage.says(AMIRA, "status"))
    t = stage.context.translator(language="cy")
    assert f"Ben: {t('the questions')}. {t('Nobody, or no such place, is there any more.')}" in said
    assert t("the questions") != "the questions"


async def test_retry_sends_again_what_was_given_up_and_what_arrived_after_all_is_not_repeated(
    stage: Stage,
) -> None:
    await asked(stage, ben=GONE, efe=GONE)
    stage.postbox.refuses.clear()
    await stage.says(AMIRA, "status")
    card = await stage.presses(AMIRA, "Try again")
    assert words(card).splitlines()[:2] == ["Sent again", "2 messages are sent again, in working hours."]
    again = await waiting(stage, "ask")
    assert {(each.attempts, each.error, each.due_at) for each in again} == {(1, "", stage.clock.now())}
    stage.clock.move(MINUTE)
    await stage.worker.tick()
    assert [len(stage.told(each)) for each in (BEN, EFE)] == [1, 1]
    assert words(await stage.says(AMIRA, "retry")) == (
        "There is nothing to send again\nEverything was delivered."
    )


async def test_retry_keeps_to_working_hours_and_does_not_send_what_comes_too_late(stage: Stage) -> None:
    await asked(stage, ben=GONE)
    stage.clock.move(timedelta(hours=10))  # eight in the evening
    await stage.says(AMIRA, "retry")
    (again,) = await waiting(stage, "ask")
    assert again.due_at.isoformat() == "2026-03-03T09:30:00+00:00"
    await stage.passes_until(3, 10)
    stage.clock.move(timedelta(days=3, hours=6))  # four on Friday, half an hour before the end
    stage.clock.move(HOUR)
    card = await stage.says(AMIRA, "retry")
    assert words(card).splitlines()[:3] == [
        "Nothing was sent again",
        "These cannot be sent again:",
        "Ben: the questions. By the time it could be sent, it was too late to be of use.",
    ]


async def test_retry_writes_to_where_somebody_is_now(stage: Stage) -> None:
    await asked(stage)
    await stage.passes_until(2, 10, 5)
    home = Address("teams", "trust", "a:new")
    stage.postbox.refuses["ben"] = GONE
    await stage.fill(4, 4, 4, 4, 4, 4)
    await stage.closes()
    await stage.passes(days=2, hours=18)
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=home)
    assert "Ben: the results. Nobody" in words(await stage.says(AMIRA, "status"))
    await stage.says(AMIRA, "retry")
    stage.clock.move(MINUTE)
    await stage.worker.tick()
    assert [to for to, card in stage.postbox.sent if card.title == "Harbour Together: round 1"].count(
        home
    ) == 1


async def test_who_has_nowhere_to_be_written_to_stays_undelivered_with_what_to_do(stage: Stage) -> None:
    await asked(stage, ben=GONE)
    async with stage.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=None)
    card = await stage.says(AMIRA, "retry")
    assert words(card).splitlines()[2] == (
        "Ben: the questions. I do not know any more where to write to. Ask them to write to me first."
    )
    assert labels(card) == ["How it stands"]
    assert [each.error for each in await stage.all(Delivery, state=DeliveryState.GIVEN_UP)] == ["gone"]


async def test_a_channel_is_called_by_its_name_and_one_that_is_gone_by_its_platform(stage: Stage) -> None:
    stage.postbox.refuses[CHANNEL.key] = GONE
    await stage.opens(*SIX)
    await stage.says(AMIRA, "cancel")
    await stage.worker.tick()
    what = "that the round was called off. Nobody, or no such place, is there any more."
    assert f"#harbour: {what}" in words(await stage.says(AMIRA, "status"))
    stage.postbox.refuses.clear()
    async with stage.store.transaction() as db:
        await db.remove(Channel, id="channel")
    assert f"slack: {what}" in words(await stage.says(AMIRA, "status"))
    await stage.says(AMIRA, "retry")
    stage.clock.move(MINUTE)
    await stage.worker.tick()
    assert stage.posted() == []  # it is not theirs any more


async def test_a_reminder_that_failed_is_told_to_nobody(stage: Stage) -> None:
    await asked(stage)
    stage.postbox.refuses |= {actor.key: GONE for actor in SIX}
    stage.clock.move(timedelta(days=2))
    await stage.worker.tick()
    said = words(await stage.says(AMIRA, "status"))
    assert troubles(said) == []
    assert words(await stage.says(AMIRA, "retry")).startswith("There is nothing to send again")
    assert {each.error for each in await stage.all(Delivery)} == {""}


async def test_a_week_after_it_was_of_use_nobody_is_bothered_with_it_any_more(stage: Stage) -> None:
    await asked(stage, ben=GONE)
    async with stage.store.transaction() as db:
        ask = (await db.find(Delivery, kind="ask", state=DeliveryState.GIVEN_UP))[0]
        await db.add(replace(ask, id="old", late_at=stage.clock.now() - timedelta(days=7), error="late"))
        await db.add(replace(ask, id="strange", kind="pigeon", error="ate by a hawk"))
    said = words(await stage.says(AMIRA, "status"))
    assert troubles(said)[1:3] == [
        "Ben: a message. It could not be sent.",
        "Ben: the questions. Nobody, or no such place, is there any more.",
    ]
    assert "late to be of use" not in said
