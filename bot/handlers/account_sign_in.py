"""Handles whether an organisation requires its coordinators to sign in with an account."""

from bot.core.cards import Card
from bot.core.errors import Refusal
from bot.core.models import BrowserSession, Organisation, SignInMethod
from bot.handlers.request import MemberRequest
from bot.language import commands as c
from bot.membership import permissions
from bot.membership.account_sign_in import used_account
from bot.messages import account_sign_in as messages


async def set_account_sign_in(request: MemberRequest, command: c.SetAccountSignIn) -> Card:
    """Show whether the speaker's organisation requires an account of its coordinators, or change that. It is
    switched on only by somebody who has just signed in so: then at least one of them can."""
    t, say = request.t, await request.sentence_builder()
    organisation = await request.db.get(Organisation, request.member.organisation)
    is_on = organisation.account_required_at is not None
    choice = command.choice.casefold()
    if not choice:
        return messages.state(t, say, organisation.name, on=is_on)
    if choice == messages.OFF:
        if is_on and not used_account(request.session):
            raise Refusal(t("Sign in with your account first. A link is not enough to change this."))
        await request.db.update_if_unchanged(organisation, account_required_at=None)
        return messages.switched(t, say, organisation.name, on=False)
    if not _signed_in_with_account(request.session):
        raise Refusal(
            t(
                "Sign in on our pages with your Slack or Teams account first, then switch this on there. "
                "That shows that you can get in."
            ),
            ((t("Open the hub"), say(c.OpenHub())),),
        )
    if not command.sure:
        roster = await permissions.load_roster(request.db, request.partnership.id)
        return messages.ask(t, say, roster, organisation)
    if not is_on:
        await request.db.update_if_unchanged(organisation, account_required_at=request.now)
    return messages.switched(t, say, organisation.name, on=True)


def _signed_in_with_account(session: BrowserSession | None) -> bool:
    return session is not None and session.method is SignInMethod.ACCOUNT
