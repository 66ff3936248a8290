"""Shared outcomes: who defines them, who enters values, and what everybody sees."""

from datetime import date, timedelta

import pytest

from bot.core.cards import Chart
from bot.core.models import Person
from bot.core.outcomes import LEADS_ONLY, BetterDirection, OutcomeValue, SharedOutcome
from bot.handlers import views
from tests.support.cast import AMIRA, BEN, CERYS, DILYS, EFE, FARAH, SIX, ScenarioUser
from tests.support.databases import each_database
from tests.support.read_cards import boxes, button_sentences, buttons, facts, labels, reason, texts, words
from tests.support.scenario import Scenario

pytestmark = each_database

SLEEPERS = 'outcome add "Rough sleepers on the count" in people better down by Harbour Council from the count'


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, SLEEPERS)
    return scenario


async def values_of(scenario: Scenario) -> list[tuple[date, float | None, str]]:
    entries = await scenario.all(OutcomeValue)
    return [(e.on, e.value, e.author) for e in sorted(entries, key=lambda entry: entry.number)]


async def test_a_coordinator_adds_an_outcome_in_one_sentence(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    card = await scenario.says(AMIRA, SLEEPERS, shared=True)
    assert not card.private
    assert card.title == "Outcome added: Rough sleepers on the count"
    assert facts(card) == {
        "Unit": "people",
        "Which way is better": "down",
        "Source": "the count",
        "Who enters values": "Harbour Council",
    }
    outcome = await scenario.one(SharedOutcome)
    assert outcome == SharedOutcome(
        *(outcome.id, "harbour", "Rough sleepers on the count", "people", BetterDirection.DOWN, "the count"),
        *("organisation:council", scenario.clock.now()),
    )


async def test_an_outcome_can_be_added_by_its_name_and_set_part_by_part(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    empty = await scenario.says(AMIRA, "outcomes")
    assert texts(empty) == [
        "There are no shared outcomes yet. A shared outcome is a number about what your partnership is for."
    ]
    card = await scenario.writes(AMIRA, "Children in care")
    assert facts(card)["Who enters values"] == "anyone"
    assert boxes(card) == {
        "Unit, for example people or %": 'outcome change "Children in care" unit to',
        "Source": 'outcome change "Children in care" source to',
        "Who enters values: a member, an organisation or anyone": 'outcome change "Children in care" who to',
        "New name": 'outcome change "Children in care" name to',
    }
    await scenario.presses(AMIRA, "Lower is better")
    for part in ("unit to children", "source to the yearly return", "who to Efe", "name to Looked after"):
        card = await scenario.says(AMIRA, f'outcome change "Children" {part}')
        if part.startswith("name"):
            assert card.title == "Settings for Looked after"
    assert facts(card) == {
        "Unit": "children",
        "Which way is better": "down",
        "Source": "the yearly return",
        "Who enters values": "Efe (Harbour Council)",
    }
    for part in ("unit to none", "source to nothing", "who to anybody", "name to Looked after"):
        card = await scenario.says(AMIRA, f'outcome change "looked" {part}')
    assert facts(card) == {
        "Unit": "not set",
        "Which way is better": "down",
        "Source": "not set",
        "Who enters values": "anyone",
    }


async def test_a_name_that_two_members_have_is_asked_about(harbour: Scenario) -> None:
    async with harbour.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Person, BEN.person.id), name="Farah")
    for sentence in ('outcome change "Rough" who to Farah', 'outcome add "Homes" better up by Farah'):
        assert reason(await harbour.says(AMIRA, sentence)).startswith(
            "More than one person is called “Farah”."
        )
        card = await harbour.presses(AMIRA, "Farah (Harbour NHS Trust)")
        assert facts(card)["Who enters values"] == "Farah (Harbour NHS Trust)"


async def test_a_coordinator_sees_how_an_outcome_is_set(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "outcome rough")
    card = await harbour.presses(AMIRA, "Change this outcome")
    assert card.title == "Settings for Rough sleepers on the count"
    assert facts(card)["Source"] == "the count"


async def test_the_list_says_what_is_beyond_chance(harbour: Scenario) -> None:
    rows = "\n".join(f"{day} January,{value}" for day, value in enumerate((46, 44, 47) * 5, 1))
    await harbour.says(EFE, f'outcome "Rough" csv {rows}\n20 January,12')
    assert facts(await harbour.says(FARAH, "outcomes")) == {
        "Rough sleepers on the count": (
            "12 people on 20 January 2026 (47 before) · lower is better · down, beyond chance"
        )
    }


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ('outcome add "X"', "A name needs 2 to 80 characters"),
        ('outcome add "Rough sleepers ON the count"', "You already have an outcome called"),
        ('outcome add "Homes" better sideways', "The name of an outcome cannot have quotation"),
        (f'outcome add "Homes" in {"x" * 31}', "Use between 1 and 30 characters"),
        (f'outcome add "Homes" from {"x" * 201}', "Use between 1 and 200 characters"),
        ('outcome add "Homes" by Nobody', "“Nobody” is not in this partnership."),
        ('outcome change "Rough" better to sideways', "Choose which way is better."),
        ('outcome change "Rough" who to Nobody', "“Nobody” is not in this partnership."),
        ('outcome change "Homes"', "We are not sure which outcome “Homes” is."),
    ],
)
async def test_a_wrong_outcome_is_refused_with_the_reason(harbour: Scenario, sentence: str, why: str) -> None:
    before = await harbour.all(SharedOutcome)
    assert reason(await harbour.says(AMIRA, sentence)).startswith(why)
    assert await harbour.all(SharedOutcome) == before


async def test_a_partnership_has_up_to_five_outcomes(harbour: Scenario) -> None:
    for name in ("Homes", "Jobs", "Schools", "Parks"):
        await harbour.says(AMIRA, f"outcome add {name}")
    assert reason(await harbour.says(AMIRA, "outcome add Health")) == (
        "A partnership can have up to 5 outcomes. Remove one first."
    )
    assert boxes(await harbour.says(AMIRA, "outcomes")) == {}
    await harbour.says(AMIRA, 'outcome remove "Parks" now')
    assert (await harbour.says(AMIRA, "outcome add Health")).title == "Outcome added: Health"


async def test_a_value_is_entered_for_today_or_a_date_and_everybody_sees_who_did(harbour: Scenario) -> None:
    await harbour.says(EFE, 'outcome "Rough sleepers on the count" 46 people on 5 January')
    card = await harbour.says(EFE, 'outcome "rough sleepers" 41', shared=True)
    assert not card.private
    assert words(card) == (
        "Value entered\nRough sleepers on the count: 41 people on 2 March 2026.\nSee the outcome"
    )
    assert await values_of(harbour) == [
        (date(2026, 1, 5), 46, EFE.member),
        (date(2026, 3, 2), 41, EFE.member),
    ]
    for user in (AMIRA, BEN, FARAH):
        card = await harbour.says(user, "outcome Rough sleepers")
        assert "41 people on 2 March 2026 (46 before)" in words(card)
        assert "2 March 2026: 41 people, entered by Efe on 2 March 2026" in words(card)
        assert any(isinstance(part, Chart) for part in card.parts)
    assert await harbour.collect_cards(FARAH) == []


async def test_a_value_is_corrected_and_removed_where_everybody_sees_it(harbour: Scenario) -> None:
    await harbour.says(EFE, 'outcome "Rough" 14 on 5 January')
    harbour.clock.move(timedelta(days=1))
    corrected = await harbour.says(BEN, 'outcome "Rough" 41 on 5 January')
    (told,) = texts(corrected)
    assert told == (
        "Rough sleepers on the count: 41 people on 5 January 2026. It was 14 people. Everyone "
        "can see the change."
    )
    assert (
        "5 January 2026: 41 people, entered by Ben Okoro on 3 March 2026 · "
        "before: 14 people, entered by Efe on 2 March 2026"
    ) in words(await harbour.says(FARAH, "outcome rough"))
    removed = await harbour.says(AMIRA, 'outcome "Rough" remove on 5 January 2026')
    (told,) = texts(removed)
    assert told == (
        "Rough sleepers on the count: 41 people on 5 January 2026 no longer counts. Everyone can "
        "see that it was removed."
    )
    card = await harbour.says(FARAH, "outcome rough")
    assert "5 January 2026: removed by Amira Khan on 3 March 2026 · before: 41 people" in words(card)
    assert facts(card)["Latest value"] == "no value yet"
    assert reason(await harbour.says(AMIRA, 'outcome "Rough" remove on 5 January')) == (
        "Rough sleepers on the count has no value for 5 January 2026."
    )


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("many", "“many” is not a number we can use."),
        ("NaN", "“NaN” is not a number we can use."),
        ("inf", "“inf” is not a number we can use."),
        ("1234567890123", "“1234567890123” is not a number we can use."),
        ("41%", "“41%” is not a number we can use."),
        ("41 on 31 February", "We did not understand that date."),
        ("41 on 3 March 2026", "3 March 2026 has not come yet."),
        ("41 on 5 January", "Rough sleepers on the count already has the value 41 for 5 January 2026"),
        ("remove on 31 February", "We did not understand that date."),
    ],
)
async def test_a_wrong_value_is_refused_with_the_reason(harbour: Scenario, said: str, why: str) -> None:
    await harbour.says(EFE, 'outcome "Rough" 41 on 5 January')
    assert reason(await harbour.says(EFE, f'outcome "Rough" {said}')).startswith(why)
    assert len(await harbour.all(OutcomeValue)) == 1


async def test_a_date_that_lies_ahead_is_asked_about_and_never_put_into_last_year(harbour: Scenario) -> None:
    card = await harbour.says(EFE, 'outcome "Rough" 41 on 3 May')
    assert reason(card) == ("3 May 2026 has not come yet. If you mean an earlier year, type the year too.")
    assert await harbour.all(OutcomeValue) == []
    await harbour.presses(EFE, "3 May 2025")
    assert await values_of(harbour) == [(date(2025, 5, 3), 41, EFE.member)]
    refused = await harbour.says(EFE, 'outcome "Rough" remove on 3 May')
    assert button_sentences(refused) == {
        "3 May 2025": 'outcome "Rough sleepers on the count" remove on 2025-05-03'
    }


async def test_a_name_that_is_not_clear_offers_the_outcomes_the_most_alike_first(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "outcome add Rough roads")
    card = await harbour.says(BEN, 'outcome "rough" 41')
    assert reason(card) == ("We are not sure which outcome “rough” is. Choose the one you mean.")
    card = await harbour.says(BEN, 'outcome "Rogh sleeprs" 41 on 5 January')
    assert labels(card) == ["Rough sleepers on the count", "Rough roads"]
    await harbour.presses(BEN, "Rough sleepers on the count")
    assert await values_of(harbour) == [(date(2026, 1, 5), 41, BEN.member)]
    for said in ("csv 2026-01-06,1", "remove on 2026-01-05"):
        card = await harbour.says(BEN, f'outcome "rough" {said}')
        assert button_sentences(card)["Rough roads"] == f'outcome "Rough roads" {said}'
    card = await harbour.says(AMIRA, 'outcome remove "rough"')
    assert button_sentences(card)["Rough roads"] == 'outcome remove "Rough roads"'


async def test_without_outcomes_a_value_is_refused_with_an_example(scenario: Scenario) -> None:
    await scenario.create_partnership(*SIX)
    assert reason(await scenario.says(EFE, 'outcome "Rough" 41')) == (
        "This partnership has no outcomes yet. A coordinator can add one, for example: outcome "
        'add "Rough sleepers" in people better down by anyone from the yearly count'
    )


ENTERS = [
    ("anyone", {AMIRA, BEN, DILYS, EFE, CERYS}),
    ("Harbour Council", {AMIRA, BEN, DILYS, EFE}),
    ("Efe", {AMIRA, BEN, DILYS, EFE}),
    ("Cegin Gymunedol", {AMIRA, BEN, DILYS, CERYS}),
]


@pytest.mark.parametrize(("who", "allowed"), ENTERS, ids=[who for who, _ in ENTERS])
async def test_who_is_named_enters_values_and_so_do_leads_and_coordinators(
    scenario: Scenario, who: str, allowed: set[ScenarioUser]
) -> None:
    await scenario.create_partnership(*SIX)
    await scenario.says(AMIRA, f'outcome add "Homes" by {who}')
    for day, user in enumerate((AMIRA, BEN, DILYS, EFE, CERYS), 1):
        card = await scenario.says(user, f'outcome "Homes" 4 on {day} January')
        assert card.refused is (user not in allowed)
        shown = await scenario.says(user, "outcome Homes")
        assert bool(boxes(shown)) is (user in allowed)
    assert {author for _, _, author in await values_of(scenario)} == {user.member for user in allowed}


@pytest.mark.parametrize(
    "said", ["41 on 5 January", "remove on 5 January", "csv 2026-01-05,41"], ids=["enter", "remove", "rows"]
)
async def test_nobody_else_enters_corrects_or_removes_a_value(harbour: Scenario, said: str) -> None:
    assert (await harbour.says(CERYS, f'outcome "Rough" {said}')).refused
    await harbour.says(AMIRA, 'outcome change "Rough" who to Efe')
    assert reason(await harbour.says(FARAH, f'outcome "Rough" {said}')) == (
        "Only Efe (Harbour Council), leads and coordinators can enter values for this outcome."
    )
    assert await harbour.all(OutcomeValue) == []


@pytest.mark.parametrize(
    "said",
    [
        "outcome add Homes",
        'outcome add "Homes" better up',
        'outcome change "Rough"',
        'outcome change "Rough" unit to people',
        'outcome remove "Rough"',
        'outcome remove "Rough" now',
    ],
)
@pytest.mark.parametrize("user", [BEN, EFE], ids=["lead", "member"])
async def test_only_a_coordinator_defines_outcomes(harbour: Scenario, user: ScenarioUser, said: str) -> None:
    before = await harbour.all(SharedOutcome)
    assert reason(await harbour.says(user, said)) == (
        "Only a coordinator can do this. Your coordinator is Amira Khan."
    )
    assert await harbour.all(SharedOutcome) == before
    assert not {"Change this outcome", "Remove this outcome"} & {
        *labels(await harbour.says(user, "outcome rough"))
    }


ROWS = "2026-01-05,46\n5 February 2026,44"


async def test_rows_are_entered_together(harbour: Scenario) -> None:
    shown = await harbour.says(EFE, "outcome Rough")
    assert boxes(shown)["Or paste rows, each with a date, a comma and a number"] == (
        'outcome "Rough sleepers on the count" csv'
    )
    card = await harbour.says(EFE, f'outcome "Rough sleepers on the count" csv\ndate,value\n{ROWS}')
    assert texts(card) == ["2 values saved."]
    assert await values_of(harbour) == [
        (date(2026, 1, 5), 46, EFE.member),
        (date(2026, 2, 5), 44, EFE.member),
    ]


async def test_one_wrong_row_is_named_and_nothing_is_entered(harbour: Scenario) -> None:
    card = await harbour.says(EFE, f'outcome "Rough" csv\n{ROWS}\n2026-02-31,3')
    assert reason(card) == (
        "Check row 3, column 1. “2026-02-31” is not a date. We have not saved any of the rows."
    )
    assert await harbour.all(OutcomeValue) == []


async def test_rows_that_replace_values_are_asked_about_first(harbour: Scenario) -> None:
    await harbour.says(EFE, f'outcome "Rough" csv {ROWS}')
    assert reason(await harbour.says(EFE, f'outcome "Rough" csv {ROWS}')) == (
        "We already have all of these values."
    )
    card = await harbour.says(EFE, 'outcome "Rough" csv 2026-01-05,46\n2026-02-05,43\n2026-03-01,1.25')
    assert words(card).splitlines() == [
        "Replace these values?",
        "This would replace 1 value:",
        "5 February 2026: 44 becomes 43",
        "1 value is new.",
        "Replace values",
        "Keep the old values",
    ]
    assert len(await harbour.all(OutcomeValue)) == 2
    assert {button.label: button.kind for button in buttons(card)}["Replace values"] == "danger"
    assert texts(await harbour.presses(EFE, "Replace values")) == ["2 values saved."]
    assert (await values_of(harbour))[2:] == [
        (date(2026, 2, 5), 43, EFE.member),
        (date(2026, 3, 1), 1.25, EFE.member),
    ]


async def test_many_rows_that_replace_values_are_listed_in_part_or_entered_in_parts(
    harbour: Scenario,
) -> None:
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(100)]
    await harbour.says(EFE, 'outcome "Rough" csv ' + "\n".join(f"{day:%-d/%-m/%y},1" for day in days))
    few = "\n".join(f"{day:%-d/%-m/%y},2" for day in days[:12])
    assert "And 2 more." in texts(await harbour.says(EFE, f'outcome "Rough" csv {few}'))
    many = "\n".join(f"{day:%-d/%-m/%y},99999999" for day in days)
    assert reason(await harbour.says(EFE, f'outcome "Rough" csv {many}')) == (
        "These are too many rows at once. Enter half of them first."
    )


async def test_there_is_an_end_to_values(harbour: Scenario) -> None:
    outcome = await harbour.one(SharedOutcome)
    async with harbour.store.transaction() as db:
        await db.add(
            OutcomeValue("v", outcome.id, 1_000, date(2026, 1, 1), 1.0, harbour.clock.now(), EFE.member)
        )
    assert reason(await harbour.says(EFE, 'outcome "Rough" 41')).startswith(
        "An outcome can have up to 1000 values"
    )


async def test_an_outcome_is_removed_once_the_harm_is_confirmed(harbour: Scenario) -> None:
    assert texts(await harbour.says(AMIRA, 'outcome remove "Rough"'))[0] == (
        "It has no values. You cannot undo this."
    )
    await harbour.says(EFE, f'outcome "Rough" csv {ROWS}')
    card = await harbour.says(AMIRA, 'outcome remove "Rough"')
    assert words(card).splitlines() == [
        "Remove Rough sleepers on the count?",
        "We will stop showing its chart and its 2 values. You cannot undo this.",
        "Summaries of closed rounds will still show it.",
        "Remove outcome",
        "Keep it",
    ]
    assert {button.label: button.kind for button in buttons(card)}["Remove outcome"] == "danger"
    assert (await harbour.presses(AMIRA, "Remove outcome")).title == "Outcome removed"
    assert labels(await harbour.says(EFE, "outcomes")) == []
    assert (await harbour.says(EFE, 'outcome "Rough" 41')).refused
    assert (await harbour.says(AMIRA, SLEEPERS)).title.startswith("Outcome added")


async def test_all_outcomes_are_listed_with_their_newest_values_and_one_chart(harbour: Scenario) -> None:
    await harbour.says(AMIRA, 'outcome add "School attendance" in % better up')
    await harbour.says(AMIRA, "outcome add Homes")
    await harbour.says(EFE, f'outcome "Rough" csv {ROWS}')
    await harbour.says(EFE, 'outcome "School" 92.5%')
    card = await harbour.says(FARAH, "outcomes")
    assert facts(card) == {
        "Rough sleepers on the count": "44 people on 5 February 2026 (46 before) · lower is better",
        "School attendance": "92.5% on 2 March 2026 · higher is better",
        "Homes": "no value yet · neither way is better",
    }
    (chart,) = [part for part in card.parts if isinstance(part, Chart)]
    assert [panel.title for panel in chart.panels] == [
        "Rough sleepers on the count (people)",
        "School attendance (%)",
    ]
    assert chart.title == "Too few values yet to tell what is chance"


async def test_a_chart_at_its_address_stays_as_it_was_shown(harbour: Scenario) -> None:
    await harbour.says(EFE, f'outcome "Rough" csv {ROWS}')
    shown = [
        part
        for said in ("outcomes", "outcome rough")
        for part in (await harbour.says(FARAH, said)).parts
        if isinstance(part, Chart)
    ]
    harbour.clock.move(timedelta(hours=1))
    await harbour.says(EFE, 'outcome "Rough" 3')
    await harbour.says(AMIRA, 'outcome remove "Rough" now')
    for chart in shown:
        async with harbour.store.read_only() as db:
            assert await views.chart_by_name(db, harbour.context, chart.name, "en") == chart
            for other in ("outcomes:harbour", "outcomes:harbour::x", f"outcomes:other::{'9' * 15}"):
                assert await views.chart_by_name(db, harbour.context, other, "en") is None


async def test_the_summary_of_a_round_has_the_values_that_were_there_at_its_close(
    scenario: Scenario,
) -> None:
    await scenario.open_first_round(*SIX)
    await scenario.says(AMIRA, SLEEPERS)
    await scenario.says(AMIRA, "outcome add Homes")
    await scenario.says(AMIRA, f'outcome "Rough" csv {ROWS}')
    await scenario.fill(4, 4, 4, 4, 4, 4)
    await scenario.passes(days=5)
    line = "Rough sleepers on the count: 44 people on 5 February 2026 (46 before)"
    for said in (
        'outcome "Rough" 99 on 5 February',
        'outcome "Rough" 3',
        'outcome "Homes" 7',
        'outcome change "Rough" name to Rough nights',
        'outcome change "Rough" unit to nights',
        'outcome remove "Rough" now',
    ):
        await scenario.says(AMIRA, said)
        card = await scenario.says(FARAH, "results")
        assert line in words(card)
        assert "Homes" not in words(card)
    assert (await scenario.presses(FARAH, "More: shared outcomes")).title == (
        "Harbour Together: shared outcomes"
    )


async def test_an_ad_hoc_round_says_nothing_of_outcomes(harbour: Scenario) -> None:
    await harbour.says(AMIRA, 'outcome "Rough" 41')
    await harbour.says(AMIRA, "ask trust for 1 day now")
    await harbour.fill(4, 4, 4, 4, 4, 4)
    await harbour.closes()
    assert "Rough" not in words(await harbour.says(FARAH, "results"))


async def test_a_person_who_is_forgotten_is_named_at_no_value(harbour: Scenario) -> None:
    await harbour.says(AMIRA, 'outcome change "Rough" who to Efe')
    await harbour.says(EFE, f'outcome "Rough" csv {ROWS}')
    await harbour.says(EFE, 'outcome "Rough" remove on 5 January')
    await harbour.says(EFE, "forget me now")
    assert {author for _, _, author in await values_of(harbour)} == {""}
    assert (await harbour.one(SharedOutcome)).entered_by == LEADS_ONLY
    card = await harbour.says(FARAH, "outcome rough")
    assert "Efe" not in words(card)
    assert facts(card)["Who enters values"] == "leads and coordinators"
    assert "5 February 2026: 44 people, entered on 2 March 2026" in words(card)
    assert "5 January 2026: removed on 2 March 2026 · before: 46 people, entered on 2 March 2026" in words(
        card
    )
    assert reason(await harbour.says(FARAH, 'outcome "Rough" 41')) == (
        "Only leads and coordinators can enter values for this outcome."
    )
    assert not (await harbour.says(BEN, 'outcome "Rough" 41')).refused


async def test_a_member_who_has_left_is_still_named_at_their_values(harbour: Scenario) -> None:
    await harbour.says(EFE, 'outcome "Rough" 41')
    await harbour.says(EFE, "leave now")
    assert "entered by Efe on 2 March 2026" in words(await harbour.says(FARAH, "outcome rough"))


async def test_outcomes_of_another_partnership_are_never_shown(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "start partnership Lighthouse")
    await harbour.says(AMIRA, "in Lighthouse: outcome add Lamps")
    card = await harbour.says(AMIRA, 'in Lighthouse: outcome "Rough sleepers on the count" 41')
    assert labels(card) == ["Lamps"]
    assert button_sentences(await harbour.says(AMIRA, "in Lighthouse: outcomes"))["Lamps"] == (
        'in Lighthouse: outcome "Lamps"'
    )
