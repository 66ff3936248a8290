"""What a round published stays as it was, whatever is noted, decided, renamed or left later."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from adapters.charts import worker_process
from bot.analysis.published import PublishedRound
from bot.core.cards import Card, Chart
from bot.core.errors import Unavailable
from bot.core.followups import Rebase
from bot.core.models import (
    Organisation,
    Partnership,
    QuestionResult,
    Round,
    RoundKind,
    RoundState,
    web_address,
)
from bot.core.ports import WebMessage
from bot.language.parser import format_command
from bot.messages import summary
from bot.reports import charts
from bot.reports.summary import summarise
from bot.rounds import publishing
from tests.support.cast import AMIRA, BEN, CAST, EFE, FARAH
from tests.support.databases import each_database
from tests.support.failpoints import FailingStep, FailingStore, failpoint
from tests.support.history_factory import unchanged_rounds
from tests.support.read_cards import words
from tests.support.scenario import Scenario

PAST_ROUNDS = 14
ANSWERS = (4, 4, 4, 5, 4, 4, 3, 4, 5, 4, 4, 4)
LANGUAGES = ("en", "cy")


@dataclass(frozen=True)
class Shown:
    """What readers of one language are shown of a round."""

    cards: tuple[Card, ...]
    charts: tuple[Chart, ...]

    @property
    def pictures(self) -> list[bytes]:
        return [worker_process.png(chart) for chart in self.charts]


async def shown_in(scenario: Scenario, round_: Round, language: str) -> Shown:
    t = scenario.context.translator(language=language)
    names = (f"trend:{round_.id}", f"trend:{round_.id}:trust:3", f"answers:{round_.id}", f"gap:{round_.id}")
    async with scenario.store.read_only() as db:
        summarised = await summarise(scenario.context, db, round_, t)
        cards = (
            summary.card(t, summarised, format_command),
            summary.brief(t, summarised, format_command),
            summary.detail(t, summarised, "trust", (), ()),
        )
        made = [await charts.chart_by_name(scenario.context, db, name, t) for name in names]
    return Shown(cards, tuple(chart for chart in made if chart))


async def all_shown(scenario: Scenario, round_: Round) -> list[Shown]:
    return [await shown_in(scenario, round_, language) for language in LANGUAGES]


async def published(scenario: Scenario) -> Round:
    """Return the round that was closed last, after fourteen others that went up and down."""
    await scenario.open_first_round(*CAST, rounds=PAST_ROUNDS)
    past = list(unchanged_rounds("harbour", len(CAST), scenario.clock.now(), PAST_ROUNDS))
    moved = [
        replace(record, mean=3.9 if int(record.round[4:]) % 2 else 4.1, gap=0.4)
        if isinstance(record, QuestionResult)
        else record
        for record in past
    ]
    async with scenario.store.transaction() as db:
        await db.add(*moved)
    await scenario.says(EFE, "note The shelter joined on 2 February 2026")
    await scenario.says(EFE, "note We moved office on 9 February 2026")
    await scenario.says(BEN, "action Share the papers by 3 May @Farah")
    await scenario.says(BEN, "action Meet monthly @Ben")
    await scenario.says(EFE, "done 2")
    await scenario.fill(*ANSWERS)
    await scenario.passes_until(9)
    closed = await scenario.all(Round, kind=RoundKind.SCHEDULED, state=RoundState.CLOSED)
    return max(closed, key=lambda round_: round_.number)


@each_database
async def test_nothing_that_comes_later_changes_what_a_round_published(scenario: Scenario) -> None:
    round_ = await published(scenario)
    before = await all_shown(scenario, round_)
    pictures = [shown.pictures for shown in before]
    assert [len(shown.charts) for shown in before] == [4, 4]

    async def rename(kind: type[Organisation] | type[Partnership]) -> None:
        async with scenario.store.transaction() as db:
            for record in await db.find(kind):
                await db.update_if_unchanged(record, name=f"{record.name} II")

    await scenario.says(EFE, "note A new chair on 16 February 2026")
    assert await all_shown(scenario, round_) == before, "a note with an earlier date"
    await scenario.says(AMIRA, "start baseline trust on 2 February 2026 because half of us are new")
    assert len(await scenario.all(Rebase)) == 1
    assert await all_shown(scenario, round_) == before, "a rebase"
    await scenario.says(FARAH, "leave now")
    assert await all_shown(scenario, round_) == before, "a departure"
    await rename(Organisation)
    await rename(Partnership)
    assert await all_shown(scenario, round_) == before, "new names"
    await scenario.says(AMIRA, "schedule monthly now")
    assert await all_shown(scenario, round_) == before, "another next date"
    await scenario.says(AMIRA, "threshold 10")
    assert (await scenario.one(Partnership)).threshold == 10
    assert await all_shown(scenario, round_) == before, "another threshold"
    await scenario.says(AMIRA, "done 1")
    assert await all_shown(scenario, round_) == before, "an action that was done"
    assert [shown.pictures for shown in await all_shown(scenario, round_)] == pictures


@each_database
async def test_a_forgotten_name_is_redacted_visibly_and_nothing_else_changes(scenario: Scenario) -> None:
    round_ = await published(scenario)
    before, _ = await all_shown(scenario, round_)
    texts = words(before.cards[0])
    assert "1. Share the papers · by 3 May 2026 · Farah" in texts.splitlines()
    assert "Meet monthly: done, says Efe" in texts.splitlines()
    for user in (FARAH, EFE):
        await scenario.says(user, "forget me now")
    after, _ = await all_shown(scenario, round_)
    redacted = texts.replace("· Farah", "· (name removed)").replace("says Efe", "says (name removed)")
    assert words(after.cards[0]) == redacted
    assert after.charts == before.charts
    stored = await scenario.one(PublishedRound, id=round_.id)
    assert "Farah" not in repr(stored)
    assert "Efe" not in repr(stored)


@each_database
async def test_a_removed_note_and_action_leave_who_removed_them_and_when(scenario: Scenario) -> None:
    round_ = await published(scenario)
    before, _ = await all_shown(scenario, round_)
    trend = before.charts[0]
    assert "2 February 2026: The shelter joined" in trend.alt
    scenario.clock.move(timedelta(days=1))
    for said in ("remove note 1 now", "remove action 1 now", "remove action 2 now"):
        await scenario.says(AMIRA, said)
    after, welsh = await all_shown(scenario, round_)
    assert after.charts[0].alt == trend.alt.replace(
        "The shelter joined", "note removed by Amira Khan on 10 March 2026"
    )
    assert after.charts[0].panels[0].points == trend.panels[0].points
    texts = words(after.cards[0]).splitlines()
    assert "Action 1 was removed by Amira Khan on 10 March 2026." in texts
    assert "Action 2 was removed by Amira Khan on 10 March 2026." in texts
    assert "nodyn wedi'i ddileu gan Amira Khan" in welsh.charts[0].alt
    stored = repr(await scenario.all(PublishedRound))
    assert [gone in stored for gone in ("shelter joined", "Share the papers", "Meet monthly")] == [False] * 3
    await scenario.says(AMIRA, "forget me now")
    after, _ = await all_shown(scenario, round_)
    assert "note removed by (name removed) on 10 March 2026" in after.charts[0].alt
    trends = await scenario.says(BEN, "trends")
    assert "note removed" not in repr(trends)


async def test_corrections_show_later_and_what_was_published_stays(scenario: Scenario) -> None:
    round_ = await published(scenario)
    before = await all_shown(scenario, round_)
    await scenario.says(BEN, "correct note 1 The hospice joined")
    await scenario.says(BEN, "correct action 1 Share the plans")
    assert await all_shown(scenario, round_) == before
    assert "The hospice joined" in repr(await scenario.says(BEN, "trends"))
    assert "1. Share the plans" in repr(await scenario.says(BEN, "actions"))


async def test_a_reply_with_a_trend_keeps_its_picture_when_more_is_noted(scenario: Scenario) -> None:
    await published(scenario)
    (trend,) = [part for part in (await scenario.says(BEN, "trends")).parts if isinstance(part, Chart)]
    scenario.clock.move(timedelta(hours=1))
    await scenario.says(BEN, "note A new chair on 16 February 2026")
    await scenario.says(AMIRA, "start baseline trust on 2 February 2026 because half of us are new")
    t = scenario.context.translator()
    async with scenario.store.read_only() as db:
        assert await charts.chart_by_name(scenario.context, db, trend.name, t) == trend
    (newest,) = [part for part in (await scenario.says(BEN, "trends")).parts if isinstance(part, Chart)]
    assert newest.name != trend.name
    assert [note.words.partition(": ")[2] for note in newest.notes] == [
        "The shelter joined",
        "new baseline for trust, because half of us are new (Amira Khan, 9 March 2026)",
        "We moved office",
        "A new chair",
    ]


@each_database
async def test_a_summary_on_the_partnerships_page_is_redacted_too(scenario: Scenario) -> None:
    round_ = await published(scenario)
    t = scenario.context.translator(await scenario.one(Partnership))
    async with scenario.store.transaction() as db:
        card = summary.card(t, await summarise(scenario.context, db, round_, t), format_command)
        posted_at = scenario.clock.now()
        page, about = web_address("harbour"), card.thread_key
        await db.add(WebMessage("post", page, card, about, posted_at))
        await db.add(WebMessage("other", page, Card("Farah says hello"), "", posted_at))
    await scenario.says(BEN, "remove note 1 now")
    await scenario.says(FARAH, "forget me now")
    posts = {post.id: post for post in await scenario.all(WebMessage)}
    assert "The shelter joined" not in repr(posts["post"])
    assert "Farah" not in repr(posts["post"])
    assert "note removed by Ben Okoro" in repr(posts["post"])
    assert posts["other"].card.title == "Farah says hello"


@each_database
async def test_what_older_versions_published_is_stored_once_a_worker_runs(scenario: Scenario) -> None:
    round_ = await published(scenario)
    async with scenario.store.transaction() as db:
        await db.remove(PublishedRound, partnership="harbour")
    before = await all_shown(scenario, round_)
    await scenario.another_worker().tick()
    rounds = await scenario.all(Round, state=RoundState.CLOSED)
    assert {each.id for each in await scenario.all(PublishedRound)} == {each.id for each in rounds}
    assert await all_shown(scenario, round_) == before
    await scenario.says(EFE, "note A new chair on 16 February 2026")
    assert await all_shown(scenario, round_) == before
    await scenario.another_worker().tick()
    assert len(await scenario.all(PublishedRound)) == len(rounds)


async def test_older_rounds_are_stored_a_few_at_a_time_and_by_several_workers(scenario: Scenario) -> None:
    await published(scenario)
    await scenario.says(AMIRA, "start partnership Elsewhere")
    async with scenario.store.transaction() as db:
        await db.remove(PublishedRound, partnership="harbour")
    assert not await publishing.store_older(scenario.context, 10)
    numbers = {each.id: each.number for each in await scenario.all(Round)}
    assert {numbers[each.id] for each in await scenario.all(PublishedRound)} == set(range(1, 11))
    await asyncio.gather(*(publishing.store_older(scenario.context, 10) for _ in range(3)))
    (first,) = await scenario.all(Round, number=1)
    assert await publishing.store_if_missing(scenario.context, first)
    assert await publishing.store_older(scenario.context, 10)
    assert len(await scenario.all(PublishedRound)) == PAST_ROUNDS + 1


async def test_older_rounds_are_found_among_many_partnerships_which_are_read_in_pages(
    scenario: Scenario,
) -> None:
    await published(scenario)
    harbour = await scenario.one(Partnership)
    before = [replace(harbour, id=f"before-{number:03}") for number in range(publishing.PAGE)]
    async with scenario.store.transaction() as db:
        await db.add(*before)
        await db.remove(PublishedRound, partnership="harbour")
    steps = FailingStep()
    context = replace(scenario.context, store=FailingStore(scenario.store, steps))
    assert not await publishing.store_older(context, 2)
    assert steps.steps.count("look") == 3  # the counts, and two pages
    assert len(await scenario.all(PublishedRound)) == 2


async def test_a_round_that_cannot_be_published_keeps_no_other_waiting(scenario: Scenario) -> None:
    await published(scenario)
    async with scenario.store.transaction() as db:
        await db.remove(PublishedRound, partnership="harbour")
        (first,) = await db.find(Round, number=1)
        await db.update_if_unchanged(first, questions=())
    assert await publishing.store_older(scenario.context, PAST_ROUNDS + 2)
    assert len(await scenario.all(PublishedRound)) == PAST_ROUNDS
    assert await publishing.store_older(scenario.context, 1)
    assert len(await scenario.all(PublishedRound)) == PAST_ROUNDS


async def test_a_database_that_is_away_puts_no_older_round_off(scenario: Scenario) -> None:
    await published(scenario)
    async with scenario.store.transaction() as db:
        await db.remove(PublishedRound, partnership="harbour")
    failing_step = FailingStep(
        point=failpoint(publishing.store_if_missing, "begin"), fault=lambda: Unavailable("The disk is full.")
    )
    context = replace(scenario.context, store=FailingStore(scenario.store, failing_step))
    with pytest.raises(Unavailable):
        await publishing.store_older(context, 20)
    assert await publishing.store_older(context, 20)
    assert len(await scenario.all(PublishedRound)) == PAST_ROUNDS + 1
