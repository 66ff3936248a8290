"""Any input gets a reply: the result, or a refusal that says what was not done. Nothing raises."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.core.models import Answer, Invitation, Member, Organisation, Partnership, Person, Round, RoundState
from bot.language.commands import Command
from bot.language.parser import format_command, parse
from bot.language.sentences import SENTENCES
from storage.tables import TABLES
from tests.support.cast import AMIRA, BEN, CERYS, SIX, STRANGER, ScenarioUser
from tests.support.databases import each_database
from tests.support.read_cards import buttons, reason, words
from tests.support.scenario import Scenario

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
PEOPLE = (AMIRA, BEN, CERYS, STRANGER)
HOSTILE = [
    "<!channel> <@U1> *bold* _it_ [link](https://evil.example) <script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE answers; --",
    "%s %d {name} {0} {} {{x}}",
    "\x00\x01\ud800\udfff\u202e\u200b\ufeff",
    "Z̸̨a̵͝l̶̛g̵̈o̴͠" * 20,
    "🐟" * 300,
    "status\r\n\r\nend partnership Harbour Together",
    "in harbour: in harbour: in harbour: status",
    "in : status",
    "in harbour together:",
    '"' * 500,
    "answer . ?",
    "ask \"\" for ''",
    "a" * 5000,
    " ",
    "",
]


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a story: who writes what, and where."""

    who: ScenarioUser
    text: str
    shared: bool
    pressed: bool
    hours: int  # that pass afterwards


@pytest.mark.parametrize("text", HOSTILE)
@each_database
async def test_hostile_text_stays_text(scenario: Scenario, text: str) -> None:
    await scenario.open_first_round(*SIX)
    token = (await scenario.one(Invitation, member=BEN.member)).id
    said = {
        AMIRA: (text, f"purpose {text}", f"in {text}: status", f'ask "{text}"', f"add {text} to {text}"),
        BEN: (f"comment {token} {text}", f"answer {token}.1 {text}", f"pause until {text}"),
        STRANGER: (text, f"join {text} as {text}", f"confirm {text}", f"start partnership {text}"),
    }
    for who, sentences in said.items():
        for sentence in sentences:
            card = await scenario.says(who, sentence)
            for shown in (words(card), *(each.says for each in buttons(card))):
                shown.encode()  # what is repeated can be sent
    await scenario.closes()
    assert [each.state for each in await scenario.all(Round, partnership="harbour")] == [RoundState.CLOSED]


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("remove b", "“b” is not in this partnership. Check how the name is spelled."),
        ("pause until 31 February", "We did not understand that date."),
        ("pause until never", "We did not understand that date."),
        ("pause until 2020-01-01", "Choose a date from tomorrow to"),
        ("in moorland: status", "“moorland” is not one of your partnerships."),
        ("join harbour-0000-mint as The Mill", "We do not know this code"),
        ("threshold 4", "Results can need from 5 to 20 replies."),
        ("threshold five", "Results can need from 5 to 20 replies."),
        ("purpose " + "a" * 1900, "Use between 1 and"),
        ("language fr", "Accord speaks English and Welsh. Choose one of these."),
        ("answer nothing.1 4", "You cannot answer this question."),
    ],
)
async def test_a_refusal_says_what_was_not_done_and_why(scenario: Scenario, sentence: str, why: str) -> None:
    await scenario.create_partnership(*SIX)
    before = await everything(scenario)
    assert reason(await scenario.says(AMIRA, sentence)).startswith(why)
    assert await everything(scenario) == before


async def test_an_ambiguous_name_is_asked_about(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    async with scenario.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), name="Farah")
    card = await scenario.says(AMIRA, "remove farah")
    assert reason(card) == "More than one person is called “farah”. Choose the one you mean."
    await scenario.presses(AMIRA, "Farah (Harbour NHS Trust)")
    await scenario.presses(AMIRA, "Remove Farah")
    gone = [each.person for each in await scenario.all(Member) if each.standing != "in"]
    assert gone == [BEN.person.id]


async def everything(scenario: Scenario) -> list[Any]:
    kinds: tuple[type[Any], ...] = (Partnership, Organisation, Member, Person, Round, Invitation, Answer)
    return [await scenario.all(kind) for kind in kinds]


texts = st.one_of(
    st.text(max_size=200),
    st.sampled_from(HOSTILE),
    st.builds(
        "{} {}".format, st.sampled_from([s.pattern.split()[0] for s in SENTENCES]), st.text(max_size=60)
    ),
)
plausible = {
    "token": st.sampled_from(["i.1", "i.5", "i.comment", "i", ".", "nobody.1", "i.0"]),
    "value": st.sampled_from(["1", "5", "?", "can't say", "6"]),
    "who": st.sampled_from(["Ben", "me", "Cerys", "Nobody", "member:member-ben", "slack:council:new"]),
    "organisation": st.sampled_from(["Harbour Council", "Cegin Gymunedol", "The Mill", "council"]),
    "member": st.sampled_from(["member-ben", "member-cerys", "nobody"]),
    "what": st.sampled_from(["trust", "roles", "football", "field", "lead", ""]),
    "date": st.sampled_from(["tomorrow", "3 May", "31 June", "2026-04-01"]),
    "time": st.sampled_from(["", "2 days", "an hour", "ever"]),
    "rhythm": st.sampled_from(["", "fortnightly", "monthly on the first Monday at 9", "sometimes"]),
    "n": st.sampled_from(["5", "8", "4", "x", "1"]),
    "role": st.sampled_from(["member", "lead", "coordinator"]),
    "sure": st.sampled_from(["", "now"]),
    "code": st.sampled_from(["cy", "en", "fr", "harbour-0001-mint"]),
}


def commands(means: type[Command]) -> st.SearchStrategy[Command]:
    """Return a strategy for every way to fill in a sentence."""
    typed = st.text(min_size=1, max_size=40)
    names = [each.name for each in fields(means)]
    return st.builds(means, **{name: plausible.get(name, typed) for name in names})


sentences = st.sampled_from([each.command for each in SENTENCES]).flatmap(commands).map(format_command)
lines = st.builds(
    Line,
    st.sampled_from(PEOPLE),
    st.one_of(texts, sentences),
    st.booleans(),
    st.booleans(),
    st.sampled_from([0, 0, 1, 60]),
)
stories = st.lists(lines, min_size=1, max_size=8)
unhurried = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@settings(unhurried, max_examples=25)
@given(story=stories)
async def test_random_stories_raise_nothing_and_refusals_change_nothing(
    scenario: Scenario, story: list[Line]
) -> None:
    await tell(scenario, story)


@pytest.mark.long
@settings(unhurried, max_examples=2000)
@given(story=stories)
@each_database
async def test_many_random_stories_raise_nothing(scenario: Scenario, story: list[Line]) -> None:
    await tell(scenario, story)


async def tell(scenario: Scenario, story: list[Line]) -> None:
    refused = {
        t("Not done") for t in (scenario.context.translator(), scenario.context.translator(language="cy"))
    }
    await fresh(scenario)
    for line in story:
        before = await everything(scenario)
        card = await scenario.says(line.who, line.text, shared=line.shared, pressed=line.pressed)
        assert card.title
        for said in (words(card), *(each.says for each in buttons(card))):
            said.encode()
        if card.title in refused:
            assert await everything(scenario) == before
        scenario.clock.move(timedelta(hours=line.hours))
        await scenario.worker.tick()


async def fresh(scenario: Scenario) -> None:
    """Open a round in which Ben's invitation has the id i."""
    async with scenario.store.transaction() as db:
        for kind in TABLES:
            await db.remove(kind)
    scenario.clock.move(MONDAY - scenario.clock.now())
    await scenario.open_first_round(*SIX)
    async with scenario.store.transaction() as db:
        (bens,) = await db.find(Invitation, member=BEN.member)
        await db.remove(Invitation, id=bens.id)
        await db.add(replace(bens, id="i"))


@settings(max_examples=300)
@given(st.one_of(texts, sentences))
@example('ask " "')
def test_every_parsed_command_can_be_formatted_and_parsed(text: str) -> None:
    if spoken := parse(text):
        again = parse(format_command(spoken.command, spoken.partnership))
        assert again is not None
        assert (again.command, again.partnership) == (spoken.command, spoken.partnership)
