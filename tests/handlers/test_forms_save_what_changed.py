"""Every form that shows what is stored saves what was changed in it, and nothing else."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from bot.core.followups import Action, Note
from bot.core.models import Member, Organisation, Partnership, Person
from bot.handlers.form_flow import Confirm, ShowCard, ShowForm
from bot.handlers.forms.model import (
    CheckboxField,
    ChoiceField,
    DateField,
    Field,
    Form,
    TextField,
    TimeField,
)
from bot.handlers.forms.rounds import SCHEDULE
from bot.handlers.forms.table import FORMS
from tests.handlers.test_form_flow import flow_of, submit
from tests.support.cast import AMIRA, SIX
from tests.support.read_cards import words
from tests.support.scenario import Scenario

NAMES = [*FORMS, "correct-note-1", "correct-action-1", "describe-note-1"]
PAST = "2026-02-19"
CONTACTS = {f"organisation:{id}": f"dpo@{id}.example" for id in ("council", "kitchen", "trust")}
TEXTS = {"zone": "New York", "replies": "9", "email": "amira@example.org", **CONTACTS}
REFUSED = {
    # A note is about what has been; the others are about what is to come.
    ("correct-note-1", "2026-05-05"),
    ("correct-action-1", PAST),
    ("settings", PAST),
    ("account-sign-in", "on"),  # but from a browser that was signed in with an account
}
RHYTHMS = [
    "every second Tuesday at 10:00",
    "every third Monday at 09:30",
    "every fourth Sunday at 16:00",
    "weekly on Thursday at 14:00 for 8 weeks then monthly on the second Monday",
    *(
        f"monthly on the {place} Wednesday at 12:15"
        for place in ("first", "second", "third", "fourth", "last")
    ),
]


async def furnish(scenario: Scenario) -> Scenario:
    """Let everything be set that a form shows."""
    scenario.sends_email = True
    scenario.__post_init__()
    await scenario.create_partnership(*SIX, purpose="Warm homes", pack="leadership")
    await scenario.says(AMIRA, "schedule every second Tuesday at 10:00 now")
    await scenario.says(AMIRA, "note A new chair on 20 February 2026")
    await scenario.says(AMIRA, "action Share the papers by 1 April 2026 @Ben")
    await scenario.says(AMIRA, "pause until 4 May 2026")
    return scenario


@pytest.fixture
async def harbour(scenario: Scenario) -> Scenario:
    return await furnish(scenario)


async def opened(scenario: Scenario, name: str) -> Form | None:
    step = (await flow_of(scenario, form=name)).open(name, partnership="harbour")
    return step.form if isinstance(step, ShowForm) else None


async def stored(scenario: Scenario) -> list[dict[str, Any]]:
    kinds: tuple[type[Any], ...] = (Partnership, Organisation, Member, Person, Note, Action)
    return [asdict(record) for kind in kinds for record in await scenario.all(kind)]


def initial(form: Form) -> dict[str, str]:
    """Return what the fields hold at first, with ticked options in one order."""
    return {
        field.id: ",".join(sorted(field.chosen)) if isinstance(field, CheckboxField) else field.initial
        for field in form.fields
    }


def with_sorted_options(values: dict[str, str]) -> dict[str, str]:
    """Return values as `initial` does, whose ticked options stand in one order."""
    return {id: ",".join(sorted(value.split(","))) for id, value in values.items()}


async def saves(scenario: Scenario, form: Form, values: dict[str, str]) -> Any:
    """Submit a form, and confirm it if that is asked."""
    id = scenario.ids.new()
    step = await submit(scenario, id, form=form.name, values=values, before=form.state)
    if isinstance(step, Confirm):
        step = await submit(scenario, f"{id} again", form="sure", sentences=step.sentences)
    assert isinstance(step, ShowCard), step
    return step.card


def others(field: Field) -> list[str]:
    """Return values that a field could be changed to."""
    match field:
        case ChoiceField():
            values = [option.value for option in field.options] + ([""] if field.optional else [])
        case CheckboxField():
            values = [option.value for option in field.options]
        case TimeField():
            values = ["11:00"]
        case DateField():
            values = [PAST, "2026-05-05"] + ([""] if field.optional else [])
        case TextField():
            values = [TEXTS.get(field.id, "Other words")]
        case _:
            values = []
    return [value for value in values if value != field.initial]


@pytest.mark.parametrize("name", NAMES)
async def test_a_form_sent_as_it_was_opened_changes_nothing(harbour: Scenario, name: str) -> None:
    form, before = await opened(harbour, name), await stored(harbour)
    if form is None:
        return
    step = await submit(harbour, form=name, values=initial(form), before=form.state)
    assert await stored(harbour) == before
    if form.tracked:
        assert words(step.card) == "Nothing to change\nEverything was set like this already."


@pytest.mark.parametrize("name", NAMES)
async def test_only_the_field_that_was_changed_is_saved(harbour: Scenario, name: str) -> None:
    form = await opened(harbour, name)
    for field in form.fields if form and form.tracked else ():
        for value in others(field):
            if field.id == "remove" or (name, value) in REFUSED:
                continue
            now = await opened(harbour, name)
            assert now
            before = initial(now)
            await saves(harbour, now, {**before, field.id: value})
            after = await opened(harbour, name)
            assert after
            assert initial(after) == {**before, field.id: value}, (field.id, value)


@pytest.mark.parametrize("rhythm", RHYTHMS)
async def test_a_schedule_sent_as_it_was_opened_stays(harbour: Scenario, rhythm: str) -> None:
    await harbour.says(AMIRA, f"schedule {rhythm} now")
    form, before = await opened(harbour, SCHEDULE), await stored(harbour)
    assert form
    step = await submit(harbour, form=SCHEDULE, values=initial(form), before=form.state)
    assert (step.card.title, await stored(harbour)) == ("Nothing to change", before)


@pytest.mark.parametrize("rhythm", RHYTHMS)
async def test_another_time_of_day_leaves_the_days_of_a_schedule(harbour: Scenario, rhythm: str) -> None:
    await harbour.says(AMIRA, f"schedule {rhythm} now")
    await harbour.passes(days=8)
    before = await harbour.one(Partnership)
    form = await opened(harbour, SCHEDULE)
    assert form
    await saves(harbour, form, {**initial(form), "at": "11:00"})
    after = await harbour.one(Partnership)
    assert before.next_round_at
    assert after.next_round_at
    assert after.next_round_at.date() == before.next_round_at.date()
    assert [rule.split(";BYHOUR")[0] for rule in after.rhythm.split("\n")] == [
        rule.split(";BYHOUR")[0] for rule in before.rhythm.split("\n")
    ]
    assert [rule.split("UNTIL=")[1:] for rule in after.rhythm.split("\n")] == [
        rule.split("UNTIL=")[1:] for rule in before.rhythm.split("\n")
    ]


async def test_a_schedule_that_begins_later_or_is_paused_stays_so(harbour: Scenario) -> None:
    await harbour.says(AMIRA, "schedule pause until 1 June 2026")
    before = (await harbour.one(Partnership)).next_round_at
    assert before
    form = await opened(harbour, SCHEDULE)
    assert form
    await saves(harbour, form, {**initial(form), "day": "Thursday"})
    after = (await harbour.one(Partnership)).next_round_at
    assert after
    assert after == before + timedelta(days=2)


async def test_a_schedule_that_has_stopped_starts_again_with_the_next_date(harbour: Scenario) -> None:
    async with harbour.store.transaction() as db:
        await db.update_if_unchanged(await db.get(Partnership, "harbour"), next_round_at=None)
    form = await opened(harbour, SCHEDULE)
    assert form
    await saves(harbour, form, initial(form))
    planned = (await harbour.one(Partnership)).next_round_at
    assert planned
    assert planned.isoformat() == "2026-03-03T10:00:00+00:00"
