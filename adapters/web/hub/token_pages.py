"""The page of a partnership's tokens, on which coordinators create and end them.

Its forms are no sentences: the secret of a token is shown once, in the response, and is kept nowhere.
"""

from collections.abc import Mapping

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.api.operations import OPERATIONS, ROOT
from adapters.web.forms import form_variables
from adapters.web.hub.site import MEMBERS_ROOT, member_request
from adapters.web.session import PageRequest, Site, redirect
from bot.core.errors import Refusal
from bot.handlers.form_flow import ShowForm
from bot.handlers.forms.model import InvalidForm, Problem, Submission
from bot.handlers.hub.access import HubReader
from bot.handlers.hub.token_form import SCOPE_LABELS, parse_token_form, token_form
from bot.handlers.hub.tokens import CreateToken, RevokeToken, TokensView

PATH = "/manage/tokens"


class TokenPages:
    def __init__(self, site: Site):
        self.site = site

    def routes(self) -> list[Route]:
        path = MEMBERS_ROOT + PATH
        return [
            self.site.route(path, self.tokens),
            self.site.route(path, self.create, "POST"),
            self.site.route(f"{path}/end", self.end, "POST"),
        ]

    async def tokens(self, page_request: PageRequest) -> Response:
        return await self._show(page_request)

    async def create(self, page_request: PageRequest) -> Response:
        """Create a token and show its secret, which no later page does."""
        request = member_request(self.site, page_request)
        await request.view(TokensView())  # it is for coordinators
        try:
            draft = parse_token_form(request.reader.t, Submission("token", values=page_request.form))
            change = CreateToken(draft, page_request.form.get("nonce", ""))
            new = await member_request(self.site, page_request, changes=True).view(change)
        except InvalidForm as invalid:
            return await self._show(page_request, page_request.form, *invalid.problems)
        except Refusal as refusal:
            return await self._show(page_request, page_request.form, Problem("", str(refusal)))
        example = self.site.public_url + _example_path(new.token.scopes)
        return request.page("hub/token_created.html", new=new, example=example)

    async def end(self, page_request: PageRequest) -> Response:
        request = member_request(self.site, page_request, changes=True)
        await request.view(RevokeToken(page_request.form.get("token", "")))
        return redirect(request.root + PATH)

    async def _show(
        self, page_request: PageRequest, values: Mapping[str, str] | None = None, *problems: Problem
    ) -> Response:
        """Show the tokens and the form; below problems, with the values that were sent."""
        request = member_request(self.site, page_request)
        listed = await request.view(TokensView())
        t = request.reader.t
        form = token_form(t)
        step = ShowForm(form, problems, values or {})
        tokens = [(item, _scope_names(request.reader, item.token.scopes)) for item in listed]
        return request.page(
            "hub/tokens.html", 422 if problems else 200, **form_variables(step), tokens=tokens
        )


def _scope_names(reader: HubReader, scopes: tuple[str, ...]) -> list[str]:
    return [reader.t(label) for part, label in SCOPE_LABELS.items() if part in scopes]


def _example_path(scopes: tuple[str, ...]) -> str:
    """Return the address of an operation that a token with these scopes allows."""
    allowed = (operation for operation in OPERATIONS if operation.part in scopes and not operation.parameters)
    return ROOT + next((operation.path for operation in allowed), "/rounds")
