"""The pages from which coordinators run a partnership, and on which they add and remove webhooks.

The forms of webhooks are no sentences: a secret is shown once, in the response, and is kept nowhere.
"""

from collections.abc import Mapping, Sequence

from starlette.responses import Response
from starlette.routing import Route

from adapters.web.forms import form_variables
from adapters.web.hub.site import MEMBERS_ROOT, HubPageRequest, member_request
from adapters.web.session import PageRequest, Site, redirect
from bot.core.errors import Refusal
from bot.handlers.form_flow import FormFlow, ShowForm
from bot.handlers.forms.model import InvalidForm, Problem, Submission
from bot.handlers.hub.access import HubView
from bot.handlers.hub.manage import ManageView
from bot.handlers.hub.webhook_form import parse_webhook_form, webhook_form
from bot.handlers.hub.webhooks import (
    AddWebhook,
    ListedWebhook,
    NewSecret,
    RemoveWebhook,
    RenewWebhookSecret,
    SendWebhookTest,
    WebhooksView,
)
from bot.messages.webhooks import kind_text, result_text

MANAGE, WEBHOOKS = "/manage", "/manage/webhooks"


class ManagePages:
    def __init__(self, site: Site):
        self.site = site

    def routes(self) -> list[Route]:
        webhooks, one = MEMBERS_ROOT + WEBHOOKS, MEMBERS_ROOT + WEBHOOKS + "/{webhook}"
        return [
            self.site.route(MEMBERS_ROOT + MANAGE, self.manage),
            self.site.route(webhooks, self.webhooks),
            self.site.route(webhooks, self.add, "POST"),
            self.site.route(f"{one}/test", self.test, "POST"),
            self.site.route(f"{one}/secret", self.renew, "POST"),
            self.site.route(f"{one}/remove", self.remove, "POST"),
        ]

    async def manage(self, page_request: PageRequest) -> Response:
        request = member_request(self.site, page_request)
        page = await request.view(ManageView())
        user = request.user
        assert user is not None  # noqa: S101  the view is for members
        flow = await FormFlow.load(self.site.bot, [user.person.address])
        cards = [card for card in (page.requests, page.failed, page.contacts, page.members) if card]
        return request.page(
            "hub/manage.html",
            page=page,
            cards=[request.card(card) for card in cards],
            topics=flow.topics(request.reader.partnership.id, own=False),
        )

    async def webhooks(self, page_request: PageRequest) -> Response:
        return await self._show(page_request)

    async def add(self, page_request: PageRequest) -> Response:
        """Add a webhook and show its secret, which no later page does."""
        sent = page_request.form
        request = member_request(self.site, page_request)
        await request.view(WebhooksView())  # it is for coordinators
        try:
            name, url = parse_webhook_form(request.reader.t, Submission("webhook", values=sent))
            view = AddWebhook(name, url, sent.get("nonce", ""))
            return await self._show_secret(page_request, view)
        except InvalidForm as invalid:
            return await self._show(page_request, sent, invalid.problems)
        except Refusal as refusal:
            return await self._show(page_request, sent, [Problem("", str(refusal))])

    async def renew(self, page_request: PageRequest) -> Response:
        webhook, nonce = page_request.path_id("webhook"), page_request.form.get("nonce", "")
        return await self._show_secret(page_request, RenewWebhookSecret(webhook, nonce))

    async def test(self, page_request: PageRequest) -> Response:
        try:
            return await self._change(page_request, SendWebhookTest(page_request.path_id("webhook")))
        except Refusal as refusal:
            return await self._show(page_request, problems=[Problem("", str(refusal))])

    async def remove(self, page_request: PageRequest) -> Response:
        return await self._change(page_request, RemoveWebhook(page_request.path_id("webhook")))

    async def _change(self, page_request: PageRequest, change: HubView[None]) -> Response:
        request = member_request(self.site, page_request, changes=True)
        await request.view(change)
        return redirect(request.root + WEBHOOKS)

    async def _show_secret(self, page_request: PageRequest, change: HubView[NewSecret]) -> Response:
        request = member_request(self.site, page_request, changes=True)
        return request.page("hub/webhook_secret.html", new=await request.view(change))

    async def _show(
        self,
        page_request: PageRequest,
        values: Mapping[str, str] | None = None,
        problems: Sequence[Problem] = (),
    ) -> Response:
        """Show the webhooks and the form; below problems, with the values that were sent."""
        request = member_request(self.site, page_request)
        listed = await request.view(WebhooksView())
        form = webhook_form(request.reader.t)
        step = ShowForm(form, problems, values or {})
        webhooks = [(webhook, _deliveries(request, webhook)) for webhook in listed]
        return request.page(
            "hub/webhooks.html", 422 if problems else 200, **form_variables(step), webhooks=webhooks
        )


def _deliveries(request: HubPageRequest, listed: ListedWebhook) -> list[tuple[str, str, str, int]]:
    """Return rows of a moment, the kind of message, the result and how often it was tried."""
    t = request.reader.t
    return [
        (
            t.moment(delivery.due_at),
            kind_text(t, delivery.kind),
            result_text(t, delivery.state, delivery.failure),
            delivery.attempts,
        )
        for delivery in listed.deliveries
    ]
