"""A dialog that is sent as it was opened holds what its form shows."""

import pytest

from adapters.teams.dialogs import form_dialog, parse_submission
from bot.core.i18n import Translator
from bot.handlers.form_flow import ShowForm
from tests.handlers.test_forms_save_what_changed import NAMES, furnish, initial, opened, with_sorted_options
from tests.support.scenario import Scenario


@pytest.mark.parametrize("name", NAMES)
async def test_a_dialog_sent_as_it_was_opened_holds_what_its_form_shows(
    scenario: Scenario, name: str
) -> None:
    await furnish(scenario)
    form = await opened(scenario, name)
    if form is None or name == "everyone":  # which has no fields where nobody is listed
        return
    dialog = form_dialog(Translator(), ShowForm(form))
    inputs = {
        part["id"]: part.get("value", "") for part in dialog["body"] if part["type"].startswith("Input")
    }
    (action,) = dialog["actions"]
    submission = parse_submission({"data": action["data"] | inputs}, "tenant", {})
    values = {id: submission.text(id) for id in initial(form)}
    assert with_sorted_options(values) == with_sorted_options(initial(form))
    assert (submission.form, submission.before) == (form.name, form.state)
