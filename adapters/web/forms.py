"""Serves forms as pages: the list of them, a form, its confirmation, and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.session import CurrentUser, PageRequest, Site
from bot.core.cards import Card, Text
from bot.core.events import Message
from bot.core.hub_paths import page_path
from bot.handlers.bot import Reply
from bot.handlers.form_flow import Confirm, FormFlow, ShowCard, ShowForm, Step
from bot.handlers.forms.members import EVERYONE
from bot.handlers.forms.model import (
    CheckboxField,
    ChoiceField,
    DateField,
    Field,
    FormValues,
    PeopleField,
    Submission,
    TextField,
    TimeField,
)
from bot.handlers.forms.table import CONFIRM, find_definition
from bot.handlers.forms.validation import is_iso_date, is_iso_time

MOST_RADIOS = 6  # options; more are a list to choose from
PARTNERSHIP, BEFORE = "partnership", "before"
STEP, SENTENCE = "step", "says"  # on the page that confirms
BACK = "back"


@dataclass(frozen=True, slots=True)
class WebField:
    """A field as the template draws it: `kind` is radios, select, checkboxes, textarea, or a type of input.
    `id` is that of the element that a problem links to."""

    field: Field
    kind: str
    id: str
    value: str
    problem: str

    @property
    def hint(self) -> str:
        return "" if isinstance(self.field, TimeField | PeopleField) else self.field.hint

    @property
    def most(self) -> int:
        """The number of characters that fit in, or 0 if that is not limited."""
        return self.field.most if isinstance(self.field, TextField) else 0

    @property
    def optional(self) -> bool:
        """True if the label says that the field is optional."""
        return getattr(self.field, "optional", False) and not getattr(self.field, "alternative", False)

    @property
    def accepts_file(self) -> bool:
        return isinstance(self.field, TextField) and self.field.accepts_file

    @property
    def ticked(self) -> list[str]:
        return self.value.split(",")


class FormPages:
    def __init__(self, site: Site):
        self.site = site

    def routes(self) -> list[Route]:
        return [
            self.site.route("/me/{person}/forms", self.index),
            self.site.route("/me/{person}/form/{name}", self.form),
            self.site.route("/me/{person}/form/{name}", self.send, "POST"),
        ]

    async def index(self, page_request: PageRequest) -> Response:
        """Show the forms that somebody may open, about one partnership or all of theirs."""
        user, flow = await self._flow(page_request)
        partnership = page_request.query.get(PARTNERSHIP, "")
        return self.site.page(
            page_request,
            "forms.html",
            user,
            topics=flow.topics(partnership),
            suffix=_suffix(partnership),
            partnership=flow.partnership_name(partnership),
        )

    async def form(self, page_request: PageRequest) -> Response:
        """Show a form. The address may hold values, for links that know some already."""
        user, flow = await self._flow(page_request)
        partnership = page_request.query.get(PARTNERSHIP, "")
        step = flow.open(self._name(page_request), partnership=partnership)
        if isinstance(step, ShowForm):
            step = ShowForm(step.form, values=_known_values(step, page_request.query))
        return self._page(page_request, user, step, _links(user, flow, partnership))

    async def send(self, page_request: PageRequest) -> Response:
        """Act on a form, or on its confirmation."""
        user, flow = await self._flow(page_request)
        name, sent = self._name(page_request), page_request.form
        partnership = sent.get(PARTNERSHIP, "")
        if sent.get(STEP) == BACK:
            step: Step | None = flow.open(name, partnership=partnership)
            if isinstance(step, ShowForm):
                step = ShowForm(step.form, values=_known_values(step, sent))
        else:
            submission = Submission(name, partnership, sent, before=sent.get(BEFORE, ""))
            if sent.get(STEP) == CONFIRM:
                submission = Submission(CONFIRM, sentences=_sentences(sent))
            message, handle = self._message(page_request, user), self._handle(page_request)
            step = await flow.submit(submission, message, handle)
            user, flow = await self._flow(page_request)  # they may have removed themselves
        links = _links(user, flow, partnership)
        return self._page(page_request, user, step or ShowCard(_sent_before(user)), links)

    async def _flow(self, page_request: PageRequest) -> tuple[CurrentUser, FormFlow]:
        """Return the user, and the flow of forms for them. Raises NotSignedIn."""
        person = await self.site.bot.sessions.require_person(page_request.identity)
        form = page_request.request.path_params.get("name", "")
        return self.site.current_user(person), await FormFlow.load(self.site.bot, [person.address], form=form)

    def _name(self, page_request: PageRequest) -> str:
        """Return the name of the form. Raises a 404 if there is none, or if no page can show it."""
        name = page_request.path_id("name")
        if find_definition(name) is None or name == EVERYONE:
            raise HTTPException(404)
        return name

    def _message(self, page_request: PageRequest, user: CurrentUser) -> Message:
        nonce = page_request.form.get("nonce", "") or self.site.bot.ids.new()
        id = f"web:{user.person.id}:{nonce}"
        return Message(id, user.chat, user.chat, "", pressed=True, network=page_request.network)

    def _handle(self, page_request: PageRequest) -> Any:
        async def handle(message: Message) -> Reply:
            return await self.site.bot.handle(message, identity=page_request.identity)

        return handle

    def _page(
        self, page_request: PageRequest, user: CurrentUser, step: Step, links: Mapping[str, str]
    ) -> Response:
        """Show a step. The status is 422 if something is wrong with the form, and 403 for a refusal."""
        match step:
            case ShowForm(problems=problems):
                status, variables = 422 if problems else 200, form_variables(step)
                template = "form.html"
            case ShowCard(card):
                html = self._card(page_request, user, card)
                status, variables = 403 if card.refused else 200, {"card": html, "title": card.title}
                template = "form_done.html"
            case Confirm(card, label, sentences, harm):
                html = self._card(page_request, user, card)
                sent = _sendable(page_request.form)
                status, variables = (
                    200,
                    {
                        "card": html,
                        "title": card.title,
                        "label": label,
                        "harm": harm,
                        "sent": [*sent, *((f"{SENTENCE}-{n}", text) for n, text in enumerate(sentences))],
                    },
                )
                template = "form_confirm.html"
            case _:  # never
                assert_never(step)
        variables |= {"path": page_request.path, **links}
        return self.site.page(page_request, template, user, status, **variables)

    def _card(self, page_request: PageRequest, user: CurrentUser, card: Card) -> Any:
        return self.site.card_renderer(page_request, user.t, f"{user.path}/say").card(card, 1)


def _sent_before(user: CurrentUser) -> Card:
    words = user.t("We have received this form once already, and acted on it then.")
    return Card(user.t("You have sent this form before"), (Text(words),))


def _links(user: CurrentUser, flow: FormFlow, partnership: str) -> dict[str, str]:
    """Return the partnership that a form was opened for, and the addresses of the list of forms and of its
    hub, which is empty unless they are a member."""
    hub = page_path(partnership) if flow.partnership_name(partnership) else ""
    return {PARTNERSHIP: partnership, "forms": f"{user.path}/forms{_suffix(partnership)}", "hub": hub}


def _suffix(partnership: str) -> str:
    return f"?{PARTNERSHIP}={partnership}" if partnership else ""


def _known_values(step: ShowForm, values: Mapping[str, str]) -> FormValues:
    return {field.id: values[field.id] for field in step.form.fields if field.id in values}


def _sentences(sent: Mapping[str, str]) -> list[str]:
    return [text for name, text in sent.items() if name.startswith(f"{SENTENCE}-")]


def _sendable(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what has to be sent again with a confirmation, so that one can go back to the form."""
    return [(name, value) for name, value in sent.items() if name not in {"csrf", "nonce", STEP, BEFORE}]


def form_variables(step: ShowForm) -> dict[str, Any]:
    """Return what a template draws a form from, with what is wrong with it."""
    fields = [_web_field(field, step) for field in step.form.fields]
    ids = {field.field.id: field.id for field in fields}
    problems = [(ids.get(problem.field, ""), problem.text) for problem in step.problems]
    return {"shown": step.form, "fields": fields, "problems": problems}


def _web_field(field: Field, step: ShowForm) -> WebField:
    """Return a field as it is drawn at this step of a form."""
    value = step.values.get(field.id, field.initial)
    kind, id = _kind(field, value), f"field-{field.id}"
    if kind in {"radios", "checkboxes"}:
        id += "-1"
    problem = next((problem.text for problem in step.problems if problem.field == field.id), "")
    return WebField(field, kind, id, value, problem)


def _kind(field: Field, value: str) -> str:
    """Return how a field is drawn. What is no date or time is shown as it was typed."""
    match field:
        case ChoiceField(options=options):
            kind = "radios" if len(options) <= MOST_RADIOS else "select"
        case CheckboxField():
            kind = "checkboxes"
        case TimeField():
            kind = "time" if is_iso_time(value) or not value else "text"
        case DateField():
            kind = "date" if is_iso_date(value) or not value else "text"
        case TextField(lines=lines):
            kind = "textarea" if lines > 1 else "text"
        case PeopleField():
            kind = "people"
        case _:  # never
            assert_never(field)
    return kind
