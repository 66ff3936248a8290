"""The API does what its description says, whatever it is sent."""

import asyncio
import os
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import positive_data_acceptance
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation

from adapters.web.api.openapi import openapi_document, openapi_text
from adapters.web.api.operations import OPERATIONS
from bot.membership.usage_limits import REFUSED_TOKENS
from tests.adapters.web.api.test_routes import app_of, create_token
from tests.end_to_end.serving import our_port, served
from tests.support.cast import AMIRA
from tests.support.hub_history import make_history
from tests.support.scenario import Scenario

DESCRIPTION = Path(__file__).parents[4] / "docs" / "openapi.json"


def test_the_description_is_the_one_that_was_agreed() -> None:
    """Fields keep their names and meanings. ACCORD_GOLDEN=1 writes it anew: look at the difference."""
    if os.environ.get("ACCORD_GOLDEN"):
        DESCRIPTION.write_text(openapi_text())
    assert DESCRIPTION.read_text() == openapi_text()


def test_the_description_is_valid() -> None:
    schemathesis.openapi.from_dict(openapi_document()).validate()


async def test_every_operation_does_what_its_description_says(scenario: Scenario) -> None:
    await make_history(scenario)
    await scenario.says(AMIRA, 'outcome add "Rough sleepers" in people better down')
    await scenario.says(AMIRA, 'outcome "Rough sleepers" 41 on 2 March')
    schema = schemathesis.openapi.from_dict(openapi_document())
    operations = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) == len(OPERATIONS) + 1
    secret = (await create_token(scenario)).secret
    with our_port() as (at, here):
        async with served(app_of(scenario), at):
            for operation in operations:
                await asyncio.to_thread(attack, scenario, operation, here, secret)


def attack(scenario: Scenario, operation: APIOperation[Any, Any, Any, Any], here: str, secret: str) -> None:
    """Call an operation with what its description allows, and with what it does not. Each call is followed by
    others with a wrong token and with none."""
    modes = [GenerationMode.POSITIVE]
    if operation.definition.raw.get("parameters"):
        modes.append(GenerationMode.NEGATIVE)
    for mode in modes:

        @settings(max_examples=40, suppress_health_check=[*HealthCheck])
        @given(case=operation.as_strategy(generation_mode=mode))
        def call(case: schemathesis.Case[Any]) -> None:
            scenario.clock.move(REFUSED_TOKENS.period)
            made_up = "after" in (case.query or {})  # no description could say which cursors are ours
            case.call_and_validate(
                base_url=here,
                headers={"Authorization": f"Bearer {secret}"},
                excluded_checks=[positive_data_acceptance] if made_up else [],
            )

        call()
