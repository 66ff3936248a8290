"""The form that adds a webhook. Pure.

It stands for no sentence, as other forms do: a chat would keep the secret that it returns.
"""

from bot.core import sanitise
from bot.core.errors import Refusal
from bot.core.i18n import Translator
from bot.core.webhooks import MAX_URL_LENGTH, normalise_webhook_url
from bot.handlers.forms.model import Form, InvalidForm, Problem, Submission, TextField

NAME, URL = "name", "url"


def webhook_form(t: Translator) -> Form:
    fields = (
        TextField(
            NAME,
            t("What is it for?"),
            sanitise.LONGEST_NAME,
            optional=False,
            hint=t("The program that gets the messages, for example “Board dashboard”."),
        ),
        TextField(
            URL,
            t("Address"),
            MAX_URL_LENGTH,
            optional=False,
            hint=t("It begins with https:// and can be reached from the internet."),
        ),
    )
    return Form("webhook", t("Add a webhook"), t("Add the webhook"), "", fields)


def parse_webhook_form(t: Translator, sent: Submission) -> tuple[str, str]:
    """Return the name and the address of the webhook that somebody described. Raises InvalidForm."""
    problems, name = list[Problem](), ""
    try:
        name = sanitise.validate_name(sent.value(NAME), t)
    except Refusal as refusal:
        problems.append(Problem(NAME, str(refusal)))
    if not (url := normalise_webhook_url(sent.value(URL))):
        problems.append(
            Problem(
                URL,
                t(
                    "We cannot send to that address. Use one that begins with https:// and a full name, for "
                    "example https://data.example.org/accord. It can have no port or password."
                ),
            )
        )
    if problems:
        raise InvalidForm(*problems)
    return name, url
