"""The e-mail address in the form of a person's settings."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.email import Mailbox
from bot.core.models import Person, web_address
from bot.handlers.form_flow import FormFlow, ShowForm
from bot.handlers.forms.account import SETTINGS
from bot.handlers.forms.model import Submission
from tests.handlers.test_form_flow import message
from tests.support.cast import AMIRA, web_user
from tests.support.read_cards import words
from tests.support.scenario import Scenario

ADDRESS = "nia@kitchen.example"


@pytest.fixture
async def scenario(scenario: Scenario) -> Scenario:
    """A partnership in which Nia was invited by e-mail, at the address that we write to."""
    scenario = replace(scenario, sends_email=True)
    await scenario.start_harbour()
    await scenario.says(AMIRA, f"add {ADDRESS} to Borough Council")
    return scenario


async def load(scenario: Scenario) -> FormFlow:
    box, *_ = await scenario.all(Mailbox)
    return await FormFlow.load(scenario.bot, [web_address(box.person)], form=SETTINGS)


async def sends(scenario: Scenario, flow: FormFlow, **values: str) -> Any:
    opened = flow.open(SETTINGS)
    assert isinstance(opened, ShowForm)
    assert flow.viewer is not None
    initial = {field.id: field.initial for field in opened.form.fields}
    user = web_user(flow.viewer.name, flow.viewer.id)
    sent = replace(message(scenario.ids.new()), sender=user.address, place=user.address)
    return await flow.submit(Submission(SETTINGS, "", {**initial, **values}), sent, scenario.bot.handle)


async def test_the_form_shows_the_address_that_is_used(scenario: Scenario) -> None:
    assert (await load(scenario)).own_settings.email == ADDRESS


async def test_a_new_address_is_asked_for_confirmation(scenario: Scenario) -> None:
    step = await sends(scenario, await load(scenario), email="nia@home.example")
    assert "We’ve sent an email to this address." in words(step.card)
    wrong = await sends(scenario, await load(scenario), email="nia at home")
    assert [problem.field for problem in wrong.problems] == ["email"]


async def test_clearing_the_address_stops_emails_and_deletes_it(scenario: Scenario) -> None:
    flow = await load(scenario)
    assert flow.viewer is not None
    await sends(scenario, flow, email="")
    assert await scenario.all(Mailbox) == []
    assert (await scenario.one(Person, id=flow.viewer.id)).home == web_address(flow.viewer.id)
    again = await FormFlow.load(scenario.bot, [web_address(flow.viewer.id)], form=SETTINGS)
    assert again.own_settings.email == ""


async def test_who_cannot_be_written_to_by_email_is_not_asked_for_an_address(scenario: Scenario) -> None:
    in_a_chat = await FormFlow.load(scenario.bot, [AMIRA.address], form=SETTINGS)
    without_mail = await load(replace(scenario, sends_email=False))
    for flow in (in_a_chat, without_mail):
        opened = flow.open(SETTINGS)
        assert isinstance(opened, ShowForm)
        assert "email" not in {field.id for field in opened.form.fields}
