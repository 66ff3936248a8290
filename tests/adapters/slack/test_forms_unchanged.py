"""A modal that is sent as it was opened holds what its form shows; what is set can be cleared."""

from typing import Any

import pytest

from adapters.slack.form_values import parse_submission
from adapters.slack.form_views import MOST_OPTIONS, form_view
from adapters.slack.payloads import ReplyTarget, SlackPayload
from bot.handlers.form_flow import ShowForm
from bot.handlers.forms.model import ChoiceField, Form, Option, Submission
from tests.adapters.slack.slack_user import initial_state
from tests.handlers.test_forms_save_what_changed import NAMES, furnish, initial, opened, with_sorted_options
from tests.support.scenario import Scenario

PLACE = ReplyTarget("council", "amira")


def sent(form: Form, **changed: Any) -> Submission:
    """Send a modal, with what was `changed` in it."""
    view = form_view(ShowForm(form), PLACE, "Close")
    values = {
        block["block_id"]: {id: initial_state(block["element"]) | changed.get(id, {})}
        for block in view["blocks"]
        if block["type"] == "input" and (id := block["element"]["action_id"])
    }
    state = {"id": "V1", "hash": "1", "state": {"values": values}}
    submission = parse_submission(SlackPayload.read({"view": {**view, **state}}))
    assert submission
    return submission.submission


@pytest.mark.parametrize("name", NAMES)
async def test_a_modal_sent_as_it_was_opened_holds_what_its_form_shows(scenario: Scenario, name: str) -> None:
    await furnish(scenario)
    if form := await opened(scenario, name):
        values = {id: sent(form).text(id) for id in initial(form)}
        assert with_sorted_options(values) == with_sorted_options(initial(form))
        assert (sent(form).before, sent(form).partnership) == (form.state, form.partnership)


@pytest.mark.parametrize(("name", "field"), [("correct-action-1", "day"), ("settings", "paused")])
async def test_a_day_that_is_set_can_be_cleared_though_slacks_picker_cannot(
    scenario: Scenario, name: str, field: str
) -> None:
    await furnish(scenario)
    form = await opened(scenario, name)
    assert form
    ticked = {f"clear {field}": {"selected_options": [{"value": "clear "}]}}
    assert {id: sent(form, **ticked).text(id) for id in initial(form)} == initial(form) | {field: ""}


def test_what_is_chosen_is_in_the_list_however_long_that_is() -> None:
    options = [Option(f"m{n}", f"Member {n}") for n in range(3 * MOST_OPTIONS)]
    form = Form("roles", "Roles", "Save", "", [ChoiceField("member", "Member", options, "m250")])
    assert sent(form).text("member") == "m250"
