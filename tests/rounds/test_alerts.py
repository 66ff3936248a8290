"""Alerts: detected, sent once, and responded to."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.analysis.published import PublishedRound
from bot.core.cards import Card
from bot.core.deliveries import Delivery, DeliveryState
from bot.core.errors import SendFailed
from bot.core.followups import Action, Alert, AlertResponse
from bot.core.models import Address, Partnership, Person, QuestionResult, Round
from tests.support.cast import AMIRA, BEN, CAST, CERYS, CHANNEL, LOWRI, STRANGER
from tests.support.databases import each_database
from tests.support.fakes import FakePlatform
from tests.support.history_factory import unchanged_rounds
from tests.support.read_cards import labels, reason, says, words
from tests.support.scenario import FORTNIGHTLY, Scenario

STEADY = (4, 4, 4, 5, 4, 4, 3, 4, 5, 4, 4, 4)
MONTHLY = "FREQ=MONTHLY;BYDAY=1MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0"
LOW = (2, 2, 3, 2, 2, 2, 1, 2, 3, 2, 2, 2)


async def with_a_past(scenario: Scenario, rounds: int = 4) -> None:
    """A partnership whose earlier rounds all measured the same, and whose next has just opened."""
    await scenario.open_first_round(*CAST, rounds=rounds)
    async with scenario.store.transaction() as db:
        await db.add(*unchanged_rounds("harbour", len(CAST), scenario.clock.now(), rounds))


async def closes_with(scenario: Scenario, *points: int) -> None:
    await scenario.fill(*points)
    await scenario.passes(days=5)


@each_database
async def test_a_fall_is_reported_in_the_channel_with_its_certainty_and_a_talking_point(
    scenario: Scenario,
) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    summary, *alerts = scenario.posted()  # the summary comes first, then the gravest
    assert {card.reply_to for card in alerts} == {summary.thread_key}
    assert [card.title for card in alerts] == [
        "Power balance is sharply lower than usual",
        "Shared purpose is sharply lower than usual",
        "Trust is sharply lower than usual",
    ]
    said = words(alerts[0])
    assert "New this round: about 2.0 below 4.1, the average before." in said
    assert "in 100 partnerships of this size get an alert within 9 rounds" in said
    assert "To talk about: Our last big choice: who set the agenda" in said
    assert labels(alerts[0]) == ["We will talk about it", "Add an action", "Not now", "More"]


@dataclass
class FailingAtFirst(FakePlatform):
    """Raises these errors, in turn, in place of posting a summary in the channel."""

    failures: list[Exception] = field(default_factory=list)

    async def send(self, to: Address, card: Card, key: str) -> str:
        if to == CHANNEL and card.thread_key.startswith("round:") and self.failures:
            raise self.failures.pop(0)
        return await super().send(to, card, key)


@each_database
@pytest.mark.parametrize(
    "failures",
    [
        [SendFailed("Slack asks us to wait.", retry_after=timedelta(seconds=20))],
        [TimeoutError()],
        [SendFailed("503")] * 4,
    ],
    ids=["429", "silence", "503"],
)
async def test_nothing_overtakes_the_summary_it_follows(
    scenario: Scenario, failures: list[Exception]
) -> None:
    scenario.platform = FailingAtFirst(failures=[*failures])
    scenario.worker = scenario.another_worker()
    await with_a_past(scenario)
    await scenario.says(AMIRA, "action Rotate the chair")
    await closes_with(scenario, *LOW)
    kinds = [card.thread_key.partition(":")[0] for card in scenario.posted()]
    assert kinds == ["round", "alert", "alert", "alert", "actions"]
    (summary,) = await scenario.all(Delivery, to=CHANNEL, kind="summary")
    assert (summary.state, summary.attempts) == (DeliveryState.SETTLED, 1 + len(failures))


async def test_what_follows_a_summary_that_was_given_up_is_sent_by_itself(scenario: Scenario) -> None:
    scenario.platform = FailingAtFirst(failures=[SendFailed("It is archived.", permanent=True)])
    scenario.worker = scenario.another_worker()
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    assert [card.thread_key.partition(":")[0] for card in scenario.posted()] == ["alert"] * 3


async def test_the_summary_names_what_the_alerts_tell(scenario: Scenario) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    (summary,) = [card for card in scenario.posted() if card.title == "Harbour Together: round 5"]
    said = words(summary)
    assert "Stands out, in a message of its own: power balance, shared purpose and trust." in said
    assert ("sharply lower" in said, "To talk about:" in said) == (False, False)


async def test_all_results_report_signals_and_ask_one_question(scenario: Scenario) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    said = words(await scenario.says(BEN, "results"))
    assert (
        "Compared with the usual level of the last 4 rounds: trust, shared purpose and power "
        "balance sharply lower."
    ) in said
    assert said.count("sharply lower") == 2  # and since last round
    assert said.count("To talk about:") == 1


async def test_a_calm_round_raises_nothing(scenario: Scenario) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *STEADY)
    assert await scenario.all(Alert) == []
    assert [card.title for card in scenario.posted()] == ["Harbour Together: round 5"]


async def test_an_alert_is_not_repeated_for_three_rounds(scenario: Scenario) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    first = len(await scenario.all(Alert))
    taken_up = next(card for card in scenario.posted() if card.thread_key.startswith("alert:"))
    await scenario.says(BEN, says(taken_up, "We will talk about it"), shared=True, pressed=True)
    await scenario.passes(days=9)
    await closes_with(scenario, *LOW)
    assert (first, len(await scenario.all(Alert))) == (3, 3)


async def test_an_alert_for_coordinators_goes_to_them_only(scenario: Scenario) -> None:
    await with_a_past(scenario)
    for actor in CAST[:6]:
        await scenario.answers(actor, "?")
    for actor in CAST[6:]:
        await scenario.answers(actor, 4)
    await scenario.passes(days=5)
    told = [to for to, card in scenario.platform.sent if card.thread_key.startswith("alert:")]
    assert told == []  # it is the weekend
    await scenario.passes(days=2, hours=1)
    told = [to for to, card in scenario.platform.sent if card.thread_key.startswith("alert:")]
    assert {*told} == {AMIRA.address, LOWRI.address}
    assert CHANNEL not in told


@pytest.mark.parametrize(
    ("label", "response", "title"),
    [
        ("We will talk about it", AlertResponse.TALK, "We will talk about it"),
        ("Add an action", AlertResponse.ACT, "Add an action"),
        ("Not now", AlertResponse.NOT_NOW, "Not now"),
    ],
)
async def test_a_member_responds_to_an_alert(
    scenario: Scenario, label: str, response: AlertResponse, title: str
) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    alert = next(card for card in scenario.posted() if card.thread_key.startswith("alert:"))
    reply = await scenario.says(BEN, says(alert, label), shared=True, pressed=True)
    assert reply.title == title
    assert [
        each.response for each in await scenario.all(Alert, id=alert.thread_key.removeprefix("alert:"))
    ] == [response]


@each_database
@pytest.mark.parametrize(
    ("label", "words_"),
    [
        ("We will talk about it", "Taken up: your partnership will talk about it."),
        ("Add an action", "Taken up: someone is adding an action."),
        ("Not now", "Set aside: we won’t mention this for the next three rounds."),
    ],
)
async def test_everybody_sees_that_an_alert_was_taken_up(scenario: Scenario, label: str, words_: str) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    _, first, *others = scenario.posted()
    before = len(scenario.platform.edited)
    await scenario.says(BEN, says(first, label), shared=True, pressed=True)
    await scenario.passes(seconds=10)
    _announcement, _summary, shown, *untouched = scenario.platform.shown(CHANNEL)
    assert (shown.title, words_ in words(shown), labels(shown)) == (first.title, True, ["More"])
    assert (untouched, len(scenario.platform.edited) - before) == (others, 1)


async def test_an_alert_that_was_deleted_in_the_channel_fails_nobody(scenario: Scenario) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    alert = next(card for card in scenario.posted() if card.thread_key.startswith("alert:"))
    scenario.platform.refuses[CHANNEL.key] = SendFailed("It was deleted.", permanent=True)
    await scenario.says(BEN, says(alert, "Not now"), shared=True, pressed=True)
    await scenario.passes(seconds=10)
    assert {delivery.state for delivery in await scenario.all(Delivery, kind="taken-up")} == {"settled"}
    assert "could not deliver" not in words(await scenario.says(AMIRA, "status"))


async def test_an_action_is_taken_up_where_the_alert_was_also_by_somebody_who_is_in_two(
    scenario: Scenario,
) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    alert = next(card for card in scenario.posted() if card.thread_key.startswith("alert:"))
    await scenario.says(BEN, "start partnership Another one")
    await scenario.says(BEN, says(alert, "Add an action"), shared=True, pressed=True)
    await scenario.writes(BEN, "Rotate the chair by 1 May")
    action = await scenario.one(Action)
    assert (action.partnership, action.words) == ("harbour", "Rotate the chair")


async def test_a_response_to_an_unknown_alert_is_refused(scenario: Scenario) -> None:
    await with_a_past(scenario)
    reply = await scenario.says(BEN, "talk of-the-town")
    assert reason(reply) == ("We could not find that alert. The latest results show what stands out.")


async def test_an_alert_that_no_longer_stands_is_not_sent(scenario: Scenario) -> None:
    await with_a_past(scenario)
    await closes_with(scenario, *LOW)
    alert = (await scenario.all(Alert))[0]
    async with scenario.store.transaction() as db:
        await db.remove(QuestionResult, round=alert.round)
        await db.remove(PublishedRound, id=alert.round)
        delivery = Delivery(
            "late",
            CHANNEL.lane,
            CHANNEL,
            "alert",
            alert.id,
            scenario.clock.now(),
            scenario.clock.now() + timedelta(1),
            "harbour",
        )
        await db.add(delivery)
    before = len(scenario.platform.sent)
    await scenario.passes(minutes=1)
    assert len(scenario.platform.sent) == before
    assert (await scenario.one(Delivery, id="late")).state == "settled"


async def test_after_two_rounds_with_few_replies_coordinators_are_offered_monthly_rounds(
    scenario: Scenario,
) -> None:
    await with_a_past(scenario)
    for _ in range(2):
        await closes_with(scenario, 4, 4, 4, 4, 4)
        await scenario.passes(days=9)
    told = [(to, card) for to, card in scenario.platform.sent if card.thread_key.startswith("alert:")]
    told[1:] = sorted(told[1:], key=lambda each: str(each[0]))  # their lanes are written to side by side
    assert [(to, card.title) for to, card in told] == [
        (CHANNEL, "Fewer than half of us are replying"),
        (AMIRA.address, "Would once a month be better?"),
        (LOWRI.address, "Would once a month be better?"),
    ]
    assert "To talk about: Are we asking too often, or not acting enough?" in words(told[0][1])
    assert "type: schedule monthly" in words(told[1][1])


async def test_a_coordinator_without_a_home_is_not_written_to(scenario: Scenario) -> None:
    await with_a_past(scenario)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, LOWRI.person.id), home=None)
    for actor in CAST[:6]:
        await scenario.answers(actor, "?")
    for actor in CAST[6:]:
        await scenario.answers(actor, 4)
    await scenario.passes(days=7, hours=1)
    told = {to for to, card in scenario.platform.sent if card.thread_key.startswith("alert:")}
    assert told == {AMIRA.address}
    assert CERYS.address not in told
    assert STRANGER.address not in told


@pytest.mark.parametrize(("rhythm", "suggested"), [(FORTNIGHTLY, True), (MONTHLY, False)])
async def test_monthly_rounds_are_not_suggested_to_a_monthly_partnership(
    scenario: Scenario, rhythm: str, suggested: bool
) -> None:
    await with_a_past(scenario)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Round, "past4"), replies=5)
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), rhythm=rhythm)
    await closes_with(scenario, *LOW[:5])
    kinds = {each.kind for each in await scenario.all(Alert)}
    assert ("few" in kinds, "monthly" in kinds) == (True, suggested)
