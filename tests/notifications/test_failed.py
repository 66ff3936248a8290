"""Failed deliveries: who sees them, in which words, and what retry does."""

from dataclasses import replace
from datetime import timedelta

from adapters.teams.errors import to_send_failed
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import FailureReason, SendFailed
from bot.core.models import Address, Channel, Person
from bot.messages.undelivered import REASONS
from tests.support.cast import AMIRA, BEN, CHANNEL, DILYS, EFE, SIX
from tests.support.read_cards import facts, labels, reason, words
from tests.support.scenario import Scenario

GONE = SendFailed("account_inactive", permanent=True, failure=FailureReason.NOT_FOUND)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


async def asked(scenario: Scenario, **refuses: SendFailed) -> None:
    """Everybody was asked, and some could not be."""
    scenario.platform.refuses |= refuses
    await scenario.open_first_round(*SIX)
    scenario.clock.move(HOUR)
    await scenario.worker.tick()


async def waiting(scenario: Scenario, kind: str) -> list[Delivery]:
    return [each for each in await scenario.all(Delivery, state=DeliveryState.WAITING) if each.kind == kind]


def troubles(status: str) -> list[str]:
    """Return the lines that say what went wrong."""
    lines = status.splitlines()
    begin = next((n for n, line in enumerate(lines) if line.startswith(("These", "We could"))), len(lines))
    end = next((n for n, line in enumerate(lines) if line == "Close this round"), len(lines))
    return lines[begin:end]


async def test_a_coordinator_sees_failed_deliveries_and_can_retry_them(
    scenario: Scenario,
) -> None:
    await asked(scenario, ben=GONE, efe=SendFailed("internal_error"))
    said = words(await scenario.says(AMIRA, "status"))
    assert troubles(said) == [
        "We could not deliver these:",
        "Ben Okoro: the questions. The person or channel no longer exists there.",
        "Try again",
        "These failed. We’ll try them again for you:",
        "Efe: the questions. The platform could not take it at that moment.",
    ]
    assert facts(await scenario.says(AMIRA, "members"))["Ben Okoro"] == (
        "lead · a message did not arrive: type status"
    )


async def test_only_coordinators_see_failed_deliveries_and_retry_them(scenario: Scenario) -> None:
    await asked(scenario, ben=GONE)
    for actor in (BEN, DILYS, EFE):
        assert "We could not deliver these:" not in words(await scenario.says(actor, "status"))
        assert facts(await scenario.says(actor, "members"))["Ben Okoro"] == "lead"
        assert reason(await scenario.says(actor, "retry")).startswith("Only a coordinator can do this.")
    assert await scenario.all(Delivery, state=DeliveryState.GIVEN_UP) != []


async def test_a_stopped_schedule_is_reported_in_the_coordinators_language(scenario: Scenario) -> None:
    await asked(scenario, ben=GONE)
    await scenario.says(AMIRA, "language cy")
    said = words(await scenario.says(AMIRA, "status"))
    t = scenario.context.translator(language="cy")
    assert f"Ben Okoro: {t('the questions')}. {t('The person or channel no longer exists there.')}" in said
    assert t("the questions") != "the questions"


async def test_retry_sends_what_was_given_up_unless_it_arrived_after_all(
    scenario: Scenario,
) -> None:
    await asked(scenario, ben=GONE, efe=GONE)
    scenario.platform.refuses.clear()
    await scenario.says(AMIRA, "status")
    card = await scenario.presses(AMIRA, "Try again")
    assert words(card).splitlines()[:2] == ["Sent again", "We’ll send 2 messages again, in working hours."]
    again = await waiting(scenario, "ask")
    assert {(each.attempts, each.error, each.due_at) for each in again} == {(1, "", scenario.clock.now())}
    scenario.clock.move(MINUTE)
    await scenario.worker.tick()
    assert [len(scenario.titles_sent_to(each)) for each in (BEN, EFE)] == [1, 1]
    assert words(await scenario.says(AMIRA, "retry")) == (
        "There is nothing to send again\nEverything was delivered."
    )


async def test_retry_keeps_to_working_hours_and_sends_nothing_too_late(scenario: Scenario) -> None:
    await asked(scenario, ben=GONE)
    scenario.clock.move(timedelta(hours=10))  # eight in the evening
    await scenario.says(AMIRA, "retry")
    (again,) = await waiting(scenario, "ask")
    assert again.due_at.isoformat() == "2026-03-03T09:30:00+00:00"
    await scenario.passes_until(3, 10)
    scenario.clock.move(timedelta(days=3, hours=6))  # four on Friday, half an hour before the end
    scenario.clock.move(HOUR)
    card = await scenario.says(AMIRA, "retry")
    assert words(card).splitlines()[:3] == [
        "Nothing was sent again",
        "We cannot send these again:",
        "Ben Okoro: the questions. By the time we could send it, it was too late to be useful.",
    ]


async def test_retry_writes_to_a_persons_present_home(scenario: Scenario) -> None:
    await asked(scenario)
    await scenario.passes_until(2, 10, 5)
    home = Address("teams", "trust", "a:new")
    scenario.platform.refuses["ben"] = GONE
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.closes()
    await scenario.passes(days=2, hours=18)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=home)
    assert "Ben Okoro: the results. The person" in words(await scenario.says(AMIRA, "status"))
    await scenario.says(AMIRA, "retry")
    scenario.clock.move(MINUTE)
    await scenario.worker.tick()
    assert [to for to, card in scenario.platform.sent if card.title == "Harbour Together: round 1"].count(
        home
    ) == 1


async def test_a_delivery_to_a_person_without_a_home_stays_failed_with_advice(scenario: Scenario) -> None:
    await asked(scenario, ben=GONE)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), home=None)
    card = await scenario.says(AMIRA, "retry")
    assert words(card).splitlines()[2] == (
        "Ben Okoro: the questions. We do not know where to write to them now. Ask them to write "
        "to Accord first."
    )
    assert labels(card) == ["Round status"]
    assert [each.error for each in await scenario.all(Delivery, state=DeliveryState.GIVEN_UP)] == ["gone"]


async def test_a_deleted_channel_is_shown_as_its_platform(
    scenario: Scenario,
) -> None:
    scenario.platform.refuses[CHANNEL.key] = GONE
    await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, "cancel now")
    await scenario.worker.tick()
    what = "that the round was cancelled. The person or channel no longer exists there."
    assert f"#harbour: {what}" in words(await scenario.says(AMIRA, "status"))
    scenario.platform.refuses.clear()
    async with scenario.store.transaction() as db:
        await db.remove(Channel, id="channel")
    assert f"slack: {what}" in words(await scenario.says(AMIRA, "status"))
    await scenario.says(AMIRA, "retry")
    scenario.clock.move(MINUTE)
    await scenario.worker.tick()
    assert scenario.posted() == []  # it is not theirs any more


async def test_a_failed_reminder_is_shown_to_nobody(scenario: Scenario) -> None:
    await asked(scenario)
    scenario.platform.refuses |= {actor.key: GONE for actor in SIX}
    scenario.clock.move(timedelta(days=2))
    await scenario.worker.tick()
    said = words(await scenario.says(AMIRA, "status"))
    assert troubles(said) == []
    assert words(await scenario.says(AMIRA, "retry")).startswith("There is nothing to send again")
    assert {each.error for each in await scenario.all(Delivery)} == {""}


async def test_failed_deliveries_are_hidden_a_week_after_they_were_due(scenario: Scenario) -> None:
    await asked(scenario, ben=GONE)
    async with scenario.store.transaction() as db:
        ask = (await db.find(Delivery, kind="ask", state=DeliveryState.GIVEN_UP))[0]
        await db.add(replace(ask, id="old", late_at=scenario.clock.now() - timedelta(days=7), error="late"))
        await db.add(replace(ask, id="strange", kind="pigeon", error="ate by a hawk"))
    said = words(await scenario.says(AMIRA, "status"))
    assert troubles(said)[1:3] == [
        "Ben Okoro: a message. It could not be sent.",
        "Ben Okoro: the questions. The person or channel no longer exists there.",
    ]
    assert "late to be of use" not in said


async def test_a_coordinator_reads_why_teams_took_no_message(scenario: Scenario) -> None:
    disabled = to_send_failed(403, {"error": {"code": "BotDisabledByAdmin"}}, None)
    await asked(scenario, ben=disabled)
    assert troubles(words(await scenario.says(AMIRA, "status")))[:2] == [
        "We could not deliver these:",
        "Ben Okoro: the questions. An administrator has turned Accord off there. Ask them to turn it on.",
    ]


def test_every_reason_has_its_own_words() -> None:
    assert set(REASONS) == set(FailureReason)
    assert len(set(REASONS.values())) == len(FailureReason)
